using System.CommandLine;

namespace InfraAi.Cli.Commands;

/// <summary>backup: every .env file that differs from its last stored version becomes a new one.</summary>
internal sealed class BackupCommand(CommandContext context)
{
    private readonly Command command = new(
        "backup",
        context.In("Store the .env files, sealed, as new versions", "Guarda los archivos .env, sellados, como versiones nuevas")
    );

    public Command Build()
    {
        var files = ConfigurationRoom.FilesArgument(context);
        var dry = DryRunOption.Create(context);
        var format = FormatOption.Create(context);
        command.Arguments.Add(files);
        command.Options.Add(dry);
        command.Options.Add(format);
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(files) ?? [], parsed.GetValue(dry), parsed.GetValue(format) == "json"));
        return command;
    }

    private async Task<int> RunAsync(IReadOnlyList<string> wanted, bool dry, bool json)
    {
        var entries = ConfigurationRoom.Choose(context, wanted);
        if (!entries.Ok)
        {
            return context.Terminal.Fail(entries.Problem);
        }

        var opened = await ConfigurationRoom.OpenAsync(context);
        if (!opened.Ok)
        {
            return context.Terminal.Fail(opened.Problem);
        }

        await using var room = opened.Value;
        var hadKey = room.Sync.Store.Keys.Ids.Count > 0;
        var names = entries.Value.Select(entry => ConfigurationRoom.NameOf(context, entry)).ToList();
        var outcomes = await room.Sync.BackupAsync(names, dry, context.Cancellation);
        if (!outcomes.Ok)
        {
            return context.Terminal.Fail(outcomes.Problem);
        }

        if (!hadKey && room.Sync.Store.Keys is { File: { } file, Ids.Count: > 0 })
        {
            context.Terminal.Say(
                new(
                    $"A key was made in {file}. Keep a copy of it elsewhere: without it no snapshot can be read.",
                    $"Se creó una clave en {file}. Guarde una copia en otro lugar: sin ella no se puede leer ninguna instantánea."
                )
            );
        }

        return FileOutcomeText.Write(context, outcomes.Value, json, dry);
    }
}
