using System.CommandLine;
using InfraAi.Model;
using InfraAi.Storage.Snapshots;

namespace InfraAi.Cli.Commands;

/// <summary>restore: .env files as they were: from the store, or from a timestamped copy.</summary>
internal sealed class RestoreCommand(CommandContext context)
{
    private readonly Command command = new(
        "restore",
        context.In(
            "Bring .env files back: the last version, one by time or number, or a copy",
            "Recupera archivos .env: la última versión, una por momento o número, o una copia"
        )
    );

    public Command Build()
    {
        var what = ConfigurationRoom.FilesArgument(context);
        what.Description = context.In(
            "Names or paths of .env files of platform.yaml (without, all of them), or one copy of .env-backups",
            "Nombres o rutas de archivos .env de platform.yaml (sin ninguno, todos), o una copia de .env-backups"
        );
        var into = new Option<string?>("--to")
        {
            Description = context.In("The file that a copy is restored to", "El archivo al que se restaura una copia"),
            HelpName = "FILE",
        };
        var versions = new ConfigurationRoom.VersionOptions(command, context);
        var yes = ConfigurationRoom.Yes(context);
        var dry = DryRunOption.Create(context);
        var format = FormatOption.Create(context);
        command.Arguments.Add(what);
        command.Options.Add(into);
        command.Options.Add(yes);
        command.Options.Add(dry);
        command.Options.Add(format);
        command.SetAction(
            (parsed, _) =>
            {
                var choice = versions.Read(parsed, context);
                return choice.Ok
                    ? RunAsync(
                        parsed.GetValue(what) ?? [],
                        parsed.GetValue(into),
                        choice.Value,
                        parsed.GetValue(yes),
                        parsed.GetValue(dry),
                        parsed.GetValue(format) == "json"
                    )
                    : Task.FromResult(context.Terminal.Fail(choice.Problem));
            }
        );
        return command;
    }

    private async Task<int> RunAsync(IReadOnlyList<string> what, string? into, VersionChoice choice, bool yes, bool dry, bool json)
    {
        var entries = ConfigurationRoom.Entries(context);
        if (!entries.Ok)
        {
            return context.Terminal.Fail(entries.Problem);
        }

        if (what is [var only] && ConfigurationRoom.Find(context, entries.Value, only) is null && CopyAt(only) is { } copy)
        {
            return await CopyAsync(copy, into, [.. entries.Value.Select(e => ConfigurationRoom.NameOf(context, e))], yes, dry, json);
        }

        if (what is [var missing] && Path.GetFileName(missing).StartsWith("backup-", StringComparison.Ordinal))
        {
            return context.Terminal.Fail(NoCopy(missing));
        }

        var chosen = ConfigurationRoom.Choose(context, what);
        var opened = chosen.Ok ? await ConfigurationRoom.OpenAsync(context) : chosen.Problem;
        if (!opened.Ok)
        {
            return context.Terminal.Fail(opened.Problem);
        }

        await using var room = opened.Value;
        var names = chosen.Value.Select(entry => ConfigurationRoom.NameOf(context, entry)).ToList();
        var outcomes = await room.Sync.RestoreAsync(names, choice, planned => Confirm(planned, yes), dry, context.Cancellation);
        if (!outcomes.Ok)
        {
            return context.Terminal.Fail(outcomes.Problem);
        }

        if (choice is not { At: null, Version: null } && outcomes.Value.All(o => o.Action == FileAction.Missing))
        {
            return context.Terminal.Fail(
                new(
                    "version-not-found",
                    ProblemKind.NotFound,
                    new("There is no such version.", "No hay tal versión."),
                    new("./infra-ai env history lists them.", "./infra-ai env history las lista.")
                )
            );
        }

        return FileOutcomeText.Write(context, outcomes.Value, json, dry);
    }

    private async Task<int> CopyAsync(string copy, string? into, IReadOnlyList<string> names, bool yes, bool dry, bool json)
    {
        var opened = await ConfigurationRoom.OpenAsync(context);
        if (!opened.Ok)
        {
            return context.Terminal.Fail(opened.Problem);
        }

        await using var room = opened.Value;
        var name = into ?? ConfigurationRoom.Files(context).NameOf(copy, names) ?? ".env";
        var outcome = await room.Sync.RestoreCopyAsync(name, copy, planned => Confirm(planned, yes), dry, context.Cancellation);
        return outcome.Ok ? FileOutcomeText.Write(context, [outcome.Value], json, dry) : context.Terminal.Fail(outcome.Problem);
    }

    /// <returns>The copy as it is named, or by that name in .env-backups; null when there is none.</returns>
    private string? CopyAt(string name) =>
        new[]
        {
            Path.GetFullPath(name),
            Path.GetFullPath(name, context.Settings.Root),
            Path.Combine(context.Settings.Root, ".env-backups", name),
        }.FirstOrDefault(File.Exists);

    private bool Confirm(IReadOnlyList<FileOutcome> planned, bool yes)
    {
        if (yes)
        {
            return true;
        }

        FileOutcomeText.Write(context, planned, json: false, planned: true);
        context.Terminal.Out.Flush();
        return context.Terminal.Confirm(
            planned.Count == 1
                ? new(
                    $"Overwrite {planned[0].File}? What is there is kept in .env-backups.",
                    $"¿Sobrescribir {planned[0].File}? Lo que hay se conserva en .env-backups."
                )
                : new(
                    $"Overwrite these {planned.Count} files? What is there is kept in .env-backups.",
                    $"¿Sobrescribir estos {planned.Count} archivos? Lo que hay se conserva en .env-backups."
                )
        );
    }

    private Problem NoCopy(string name)
    {
        var there = ConfigurationRoom.Files(context).Copies(".env").Take(5).Select(Path.GetFileName).ToList();
        var list = there.Count == 0 ? "—" : string.Join(", ", there);
        return new(
            "copy-not-found",
            ProblemKind.NotFound,
            new(
                $"There is no copy {name}; the newest in .env-backups: {list}.",
                $"No existe la copia {name}; las más recientes en .env-backups: {list}."
            ),
            new(
                "Name one of them, or restore from the store: ./infra-ai restore --at TIME",
                "Indique una de ellas, o restaure del almacén: ./infra-ai restore --at MOMENTO"
            )
        );
    }
}
