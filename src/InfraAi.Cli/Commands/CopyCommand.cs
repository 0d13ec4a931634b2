using System.CommandLine;
using InfraAi.Model;
using InfraAi.Storage;

namespace InfraAi.Cli.Commands;

/// <summary>copy-store: brings what the embedded store holds into the PostgreSQL that the settings name.</summary>
internal sealed class CopyCommand(CommandContext context)
{
    private readonly Command command = new(
        "copy-store",
        context.In(
            "Copy the embedded store (SQLite) into the PostgreSQL of POSTGRES_HOST",
            "Copia el almacén embebido (SQLite) al PostgreSQL de POSTGRES_HOST"
        )
    );

    public Command Build()
    {
        var format = FormatOption.Create(context);
        command.Options.Add(format);
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(format) == "json"));
        return command;
    }

    private async Task<int> RunAsync(bool json)
    {
        if (context.Settings.Postgres is not { } p)
        {
            return context.Terminal.Fail(NoTarget);
        }

        if (!File.Exists(Path.Combine(context.Settings.Home, "infra-ai.db")))
        {
            return context.Terminal.Fail(NoSource(context.Settings.Home));
        }

        var from = await Database.OpenAsync(context.Settings.Home);
        if (!from.Ok)
        {
            return context.Terminal.Fail(from.Problem);
        }

        await using var source = from.Value;
        var to = await Database.OpenAsync(PostgresAddress.Of(p)).WaitAsync(context.Cancellation);
        if (!to.Ok)
        {
            return context.Terminal.Fail(to.Problem);
        }

        await using var target = to.Value;
        var copied = await StoreCopy.CopyAsync(
            source,
            target,
            (table, rows) =>
            {
                if (context.Terminal.Interactive)
                {
                    context.Terminal.Error.Write($"\r  {table} {rows}");
                }
            }
        );
        if (context.Terminal.Interactive)
        {
            context.Terminal.Error.WriteLine();
        }

        if (!copied.Ok)
        {
            return context.Terminal.Fail(copied.Problem);
        }

        foreach (var table in copied.Value)
        {
            context.Terminal.Out.WriteLine(
                json
                    ? Json.Write(table)
                    : context.In(
                        $"{table.Name, -16} {table.Rows} rows, {table.Copied} copied, {table.Rows - table.Copied} there already",
                        $"{table.Name, -16} {table.Rows} filas, {table.Copied} copiadas, {table.Rows - table.Copied} ya estaban"
                    )
            );
        }

        return ExitCode.Done;
    }

    private static readonly Problem NoTarget = new(
        "setting-missing",
        ProblemKind.Usage,
        new("There is no PostgreSQL to copy to.", "No hay ningún PostgreSQL al que copiar."),
        new("Set POSTGRES_HOST.", "Ponga POSTGRES_HOST.")
    );

    private static Problem NoSource(string home) =>
        new(
            "store-not-found",
            ProblemKind.NotFound,
            new($"There is no embedded store in {home}.", $"No hay ningún almacén embebido en {home}."),
            new("Name its folder in INFRA_AI_HOME.", "Indique su carpeta en INFRA_AI_HOME.")
        );
}
