using System.CommandLine;
using System.Globalization;
using InfraAi.Model;
using InfraAi.Platform.Configuration;
using InfraAi.Storage.Snapshots;
using Spectre.Console;

namespace InfraAi.Cli.Commands;

/// <summary>The words of env that need the store: diff, history, sync, key.</summary>
internal sealed class EnvStoreCommands(CommandContext context)
{
    private sealed record VersionLine(
        string File,
        int Version,
        DateTimeOffset At,
        string Origin,
        SnapshotReason Reason,
        IReadOnlyList<string> Added,
        IReadOnlyList<string> Changed,
        IReadOnlyList<string> Removed,
        string KeyId
    );

    private sealed record DifferenceLine(string From, string To, string Key, KeyChange Change);

    private sealed record KeyLine(string? File, IReadOnlyList<string> Keys, string? InUse, int Versions);

    public Command Diff()
    {
        var command = new Command(
            "diff",
            context.In(
                "What changed since the last backup, or between two files; keys only, never values",
                "Qué cambió desde la última copia, o entre dos archivos; solo claves, nunca valores"
            )
        );
        var what = ConfigurationRoom.FilesArgument(context);
        what.Description = context.In(
            "Nothing or one file: against the store; two files (names or paths): against each other",
            "Nada o un archivo: contra el almacén; dos archivos (nombres o rutas): entre sí"
        );
        var versions = new ConfigurationRoom.VersionOptions(command, context);
        var format = FormatOption.Create(context);
        command.Arguments.Add(what);
        command.Options.Add(format);
        command.SetAction(
            (parsed, _) =>
            {
                var choice = versions.Read(parsed, context);
                var json = parsed.GetValue(format) == "json";
                return !choice.Ok ? Task.FromResult(context.Terminal.Fail(choice.Problem))
                    : parsed.GetValue(what) is [var one, var other] ? BetweenAsync(one, other, json)
                    : AgainstStoreAsync(parsed.GetValue(what) ?? [], choice.Value, json);
            }
        );
        return command;
    }

    public Command History()
    {
        var command = new Command(
            "history",
            context.In("The stored versions, and which keys each changed", "Las versiones guardadas, y qué claves cambió cada una")
        );
        var names = ConfigurationRoom.FilesArgument(context);
        var key = new Option<string?>("--key")
        {
            Description = context.In("Only versions that changed this key", "Solo versiones que cambiaron esta clave"),
        };
        var format = FormatOption.Create(context);
        command.Arguments.Add(names);
        command.Options.Add(key);
        command.Options.Add(format);
        command.SetAction(
            (parsed, _) => HistoryAsync(parsed.GetValue(names) ?? [], parsed.GetValue(key), parsed.GetValue(format) == "json")
        );
        return command;
    }

    public Command Sync()
    {
        var command = new Command(
            "sync",
            context.In(
                "Bring files and store together, key by key, in both directions",
                "Une archivos y almacén, clave a clave, en ambos sentidos"
            )
        );
        var names = ConfigurationRoom.FilesArgument(context);
        var prefer = new Option<string?>("--prefer")
        {
            Description = context.In(
                "Who wins keys that both changed: file or store",
                "Quién gana las claves que ambos cambiaron: file o store"
            ),
            HelpName = "SIDE",
        };
        prefer.AcceptOnlyFromAmong("file", "store");
        var take = new Option<string[]>("--take")
        {
            Description = context.In("KEY=file or KEY=store; may be repeated", "CLAVE=file o CLAVE=store; se puede repetir"),
            HelpName = "KEY=SIDE",
        };
        var dry = DryRunOption.Create(context);
        var format = FormatOption.Create(context);
        command.Arguments.Add(names);
        command.Options.Add(prefer);
        command.Options.Add(take);
        command.Options.Add(dry);
        command.Options.Add(format);
        command.SetAction(
            (parsed, _) =>
                SyncAsync(
                    parsed.GetValue(names) ?? [],
                    parsed.GetValue(prefer),
                    parsed.GetValue(take) ?? [],
                    parsed.GetValue(dry),
                    parsed.GetValue(format) == "json"
                )
        );
        return command;
    }

    public Command Key()
    {
        var command = new Command("key", context.In("The key that seals the snapshots", "La clave que sella las instantáneas"));
        var format = FormatOption.Create(context);
        command.Options.Add(format);
        command.SetAction((parsed, _) => WithRoomAsync(room => ShowKeyAsync(room, parsed.GetValue(format) == "json")));

        var rotate = new Command(
            "rotate",
            context.In(
                "Make a new key and seal everything again; can be broken off and repeated",
                "Crea una clave nueva y vuelve a sellar todo; se puede interrumpir y repetir"
            )
        );
        rotate.SetAction((_, _) => WithRoomAsync(RotateAsync));
        command.Subcommands.Add(rotate);

        var reset = new Command(
            "reset",
            context.In(
                "For a lost key: remove the snapshots that nobody can read any more",
                "Para una clave perdida: elimina las instantáneas que ya nadie puede leer"
            )
        );
        var yes = ConfigurationRoom.Yes(context);
        reset.Options.Add(yes);
        reset.SetAction((parsed, _) => WithRoomAsync(room => ResetAsync(room, parsed.GetValue(yes))));
        command.Subcommands.Add(reset);
        return command;
    }

    private async Task<int> WithRoomAsync(Func<ConfigurationRoom, Task<int>> work)
    {
        var opened = await ConfigurationRoom.OpenAsync(context);
        if (!opened.Ok)
        {
            return context.Terminal.Fail(opened.Problem);
        }

        await using var room = opened.Value;
        return await work(room);
    }

    private Task<int> WithFilesAsync(IReadOnlyList<string> wanted, Func<ConfigurationRoom, IReadOnlyList<string>, Task<int>> work)
    {
        var entries = ConfigurationRoom.Choose(context, wanted);
        return entries.Ok
            ? WithRoomAsync(room => work(room, [.. entries.Value.Select(entry => ConfigurationRoom.NameOf(context, entry))]))
            : Task.FromResult(context.Terminal.Fail(entries.Problem));
    }

    private Task<int> AgainstStoreAsync(IReadOnlyList<string> wanted, VersionChoice choice, bool json) =>
        WithFilesAsync(
            wanted,
            async (room, names) =>
            {
                var outcomes = await room.Sync.DiffAsync(names, choice, context.Cancellation);
                if (!outcomes.Ok)
                {
                    return context.Terminal.Fail(outcomes.Problem);
                }

                foreach (var outcome in outcomes.Value)
                {
                    if (outcome.Problem is { } problem)
                    {
                        context.Terminal.Fail(problem);
                        continue;
                    }

                    Differences(
                        outcome.Version is { } version
                            ? context.In($"version {version}", $"versión {version}")
                            : context.In("nothing stored (./infra-ai backup)", "nada guardado (./infra-ai backup)"),
                        outcome.File,
                        outcome.Keys,
                        json,
                        stored: outcome.Version is not null
                    );
                }

                return outcomes.Value.Any(o => o.Keys.Count > 0 || o.Problem is not null) ? ExitCode.NotRight : ExitCode.Done;
            }
        );

    private async Task<int> BetweenAsync(string one, string other, bool json)
    {
        var (first, second) = (await DocumentAsync(one), await DocumentAsync(other));
        if (!first.Ok || !second.Ok)
        {
            return context.Terminal.Fail((first.Problem ?? second.Problem)!);
        }

        var keys = EnvMerge.Differences(first.Value, second.Value);
        Differences(one, other, keys, json);
        return keys.Count > 0 ? ExitCode.NotRight : ExitCode.Done;
    }

    private async Task<Result<EnvDocument>> DocumentAsync(string name)
    {
        var entries = ConfigurationRoom.Entries(context);
        if (!entries.Ok)
        {
            return entries.Problem;
        }

        var path = ConfigurationRoom.Find(context, entries.Value, name)?.Path ?? Path.GetFullPath(name, context.Settings.Root);
        var read = await ConfigurationRoom.Files(context).ReadAsync(path, context.Cancellation);
        return !read.Ok ? read.Problem
            : read.Value is { } bytes ? EnvDocument.Read(bytes)
            : new Problem(
                "env-file-not-found",
                ProblemKind.NotFound,
                new($"There is no file {path}.", $"No existe el archivo {path}."),
                new("Name a .env file of platform.yaml, or a path.", "Indique un archivo .env de platform.yaml, o una ruta.")
            );
    }

    private void Differences(string from, string to, IReadOnlyList<KeyOutcome> keys, bool json, bool stored = true)
    {
        if (json)
        {
            foreach (var key in keys)
            {
                context.Terminal.Out.WriteLine(Json.Write(new DifferenceLine(from, to, key.Key, key.Change)));
            }

            return;
        }

        var rich = context.Terminal.Rich;
        rich.MarkupLineInterpolated($"[bold]{from}[/] → [bold]{to}[/]");
        if (keys.Count == 0 && stored)
        {
            rich.WriteLine("  " + context.In("the same values", "los mismos valores"));
        }

        foreach (var key in keys)
        {
            var (mark, word) = key.Change switch
            {
                KeyChange.Added => ("[green]+[/]", context.In("added", "añadida")),
                KeyChange.Removed => ("[red]−[/]", context.In("removed", "quitada")),
                _ => ("[blue]~[/]", context.In("changed", "cambiada")),
            };
            rich.MarkupLine($"  {mark} {key.Key} [grey]{word}[/]");
        }
    }

    private Task<int> HistoryAsync(IReadOnlyList<string> wanted, string? key, bool json) =>
        WithFilesAsync(
            wanted,
            async (room, names) =>
            {
                var all = await room.Sync.Store.HistoryAsync(names.Count == 1 ? names[0] : null);
                if (!all.Ok)
                {
                    return context.Terminal.Fail(all.Problem);
                }

                var versions = all
                    .Value.Where(v => names.Contains(v.File, StringComparer.Ordinal) && (key is null || v.Changes.Touch(key)))
                    .ToList();
                if (json)
                {
                    foreach (var v in versions)
                    {
                        context.Terminal.Out.WriteLine(
                            Json.Write(
                                new VersionLine(
                                    v.File,
                                    v.Version,
                                    v.At,
                                    v.Origin,
                                    v.Reason,
                                    v.Changes.Added,
                                    v.Changes.Changed,
                                    v.Changes.Removed,
                                    v.KeyId
                                )
                            )
                        );
                    }

                    return ExitCode.Done;
                }

                Show(versions, room.Store);
                return ExitCode.Done;
            }
        );

    private void Show(List<Snapshot> versions, string store)
    {
        if (versions.Count == 0)
        {
            context.Terminal.Say(
                new($"Nothing is stored yet ({store}): ./infra-ai backup", $"Aún no hay nada guardado ({store}): ./infra-ai backup")
            );
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey);
        string[] columns =
        [
            context.In("file", "archivo"),
            context.In("version", "versión"),
            context.In("time", "momento"),
            context.In("from", "origen"),
            context.In("keys", "claves"),
        ];
        table.AddColumns(columns);
        foreach (var v in versions)
        {
            KeyOutcome[] keys =
            [
                .. v.Changes.Added.Select(k => new KeyOutcome(k, KeyChange.Added, null)),
                .. v.Changes.Changed.Select(k => new KeyOutcome(k, KeyChange.Changed, null)),
                .. v.Changes.Removed.Select(k => new KeyOutcome(k, KeyChange.Removed, null)),
            ];
            var some =
                keys.Length > 8
                    ? FileOutcomeText.Keys(keys.Take(8), context) + $" [grey]+{keys.Length - 8}[/]"
                    : FileOutcomeText.Keys(keys, context);
            var local = TimeZoneInfo
                .ConvertTime(v.At, context.Time.LocalTimeZone)
                .ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            table.AddRow(Markup.Escape(v.File), $"{v.Version}", local, Markup.Escape(v.Origin), some);
        }

        context.Terminal.Rich.Write(table);
    }

    private Task<int> SyncAsync(IReadOnlyList<string> wanted, string? prefer, IReadOnlyList<string> take, bool dry, bool json)
    {
        var sides = new Dictionary<string, EnvSide>(StringComparer.Ordinal);
        foreach (var text in take)
        {
            if (text.Split('=') is not [var key, var side] || side is not ("file" or "store"))
            {
                return Task.FromResult(
                    context.Terminal.Fail(
                        new(
                            "take-not-valid",
                            ProblemKind.Usage,
                            new($"--take {text} is not understood.", $"--take {text} no se entiende."),
                            new("Write --take KEY=file or --take KEY=store.", "Escriba --take CLAVE=file o --take CLAVE=store.")
                        )
                    )
                );
            }

            sides[key] = side == "file" ? EnvSide.File : EnvSide.Store;
        }

        EnvSide? otherwise = prefer switch
        {
            "file" => EnvSide.File,
            "store" => EnvSide.Store,
            _ => null,
        };
        return WithFilesAsync(
            wanted,
            async (room, names) =>
            {
                var outcomes = await room.Sync.SyncAsync(
                    names,
                    (file, key) => sides.TryGetValue(key, out var side) ? side : otherwise ?? Asked(file, key),
                    dry,
                    context.Cancellation
                );
                return outcomes.Ok ? FileOutcomeText.Write(context, outcomes.Value, json, dry) : context.Terminal.Fail(outcomes.Problem);
            }
        );
    }

    private EnvSide? Asked(string file, string key) =>
        context.Terminal.Ask(
            new(
                $"{file}: {key} was changed here and in the store. Keep the [f]ile's, take the [s]tore's, or Enter to leave both?",
                $"{file}: {key} cambió aquí y en el almacén. ¿Conservar la del archivo [f], tomar la del almacén [s], o Intro para dejar ambas?"
            )
        ) switch
        {
            "f" or "F" => EnvSide.File,
            "s" or "S" => EnvSide.Store,
            _ => null,
        };

    private async Task<int> ShowKeyAsync(ConfigurationRoom room, bool json)
    {
        var used = await room.Sync.Store.KeyInUseAsync();
        var versions = await room.Sync.Store.HistoryAsync(null);
        if (!used.Ok || !versions.Ok)
        {
            return context.Terminal.Fail((used.Problem ?? versions.Problem)!);
        }

        var keys = room.Sync.Store.Keys;
        if (json)
        {
            context.Terminal.Out.WriteLine(Json.Write(new KeyLine(keys.File, keys.Ids, used.Value, versions.Value.Count)));
        }
        else
        {
            var where = keys.File ?? KeyRing.Variable;
            var rich = context.Terminal.Rich;
            rich.MarkupLineInterpolated(
                $"{context.In("keys in", "claves en")} [bold]{where}[/]: {(keys.Ids.Count == 0 ? "—" : string.Join(", ", keys.Ids))}"
            );
            rich.MarkupLineInterpolated(
                $"{context.In("the store is sealed with", "el almacén está sellado con")} {used.Value ?? "—"} ({room.Store})"
            );
            foreach (var group in versions.Value.GroupBy(v => v.KeyId, StringComparer.Ordinal))
            {
                rich.MarkupLineInterpolated($"  {group.Key}: {Versions(group.Count()).In(context.Terminal.Language)}");
            }
        }

        if (used.Value is { } id && !keys.Has(id))
        {
            context.Terminal.Say(
                new("That key is not here: nothing can be read or stored.", "Esa clave no está aquí: no se puede leer ni guardar nada.")
            );
            return ExitCode.NotRight;
        }

        return ExitCode.Done;
    }

    private async Task<int> RotateAsync(ConfigurationRoom room)
    {
        var done = await room.Sync.Store.RotateAsync(context.Cancellation);
        if (!done.Ok)
        {
            return context.Terminal.Fail(done.Problem);
        }

        var (key, count) = done.Value;
        context.Terminal.Say(
            new(
                $"✓ {Versions(count).En} sealed again with key {key}. Copy the key file to the other machines; the older keys in it are only needed for older copies of the database.",
                $"✓ vuelto a sellar: {Versions(count).Es}, con la clave {key}. Copie el archivo de claves a las otras máquinas; las claves anteriores solo hacen falta para copias antiguas de la base de datos."
            )
        );
        return ExitCode.Done;
    }

    private async Task<int> ResetAsync(ConfigurationRoom room, bool yes)
    {
        var known = room.Sync.Store.Keys;
        var versions = await room.Sync.Store.HistoryAsync(null);
        if (!versions.Ok)
        {
            return context.Terminal.Fail(versions.Problem);
        }

        var lost = versions.Value.Count(v => !known.Has(v.KeyId));
        var question = new Phrase(
            $"{Versions(lost).En} cannot be read with the keys that are here. Remove for good?",
            $"No se puede leer con las claves que hay: {Versions(lost).Es}. ¿Eliminar para siempre?"
        );
        if (lost > 0 && !yes && !context.Terminal.Confirm(question))
        {
            return context.Terminal.Fail(
                new(
                    "not-confirmed",
                    ProblemKind.Canceled,
                    new(
                        $"Sealed with keys that are not here: {Versions(lost).En}; nothing was removed.",
                        $"Sellado con claves que no están aquí: {Versions(lost).Es}; no se eliminó nada."
                    ),
                    new("Answer yes, or give --yes.", "Responda que sí, o use --yes.")
                )
            );
        }

        var removed = await room.Sync.Store.ResetAsync();
        if (!removed.Ok)
        {
            return context.Terminal.Fail(removed.Problem);
        }

        context.Terminal.Say(
            new(
                $"✓ {Versions(removed.Value).En} removed; ./infra-ai backup begins anew.",
                $"✓ eliminado: {Versions(removed.Value).Es}; ./infra-ai backup empieza de nuevo."
            )
        );
        return ExitCode.Done;
    }

    private static Phrase Versions(int count) =>
        count == 1 ? new("1 version", "1 versión") : new($"{count} versions", $"{count} versiones");
}
