using InfraAi.Model;
using InfraAi.Platform.Configuration;
using InfraAi.Storage.Snapshots;
using Spectre.Console;

namespace InfraAi.Cli;

/// <summary>What was done with .env files, for people and as JSON; names of keys, never values.</summary>
internal static class FileOutcomeText
{
    private sealed record Line(
        string File,
        FileAction Action,
        int? Version,
        IReadOnlyList<string> Added,
        IReadOnlyList<string> Changed,
        IReadOnlyList<string> Removed,
        IReadOnlyList<string> Conflicts,
        string? Copy,
        string? Note,
        Error? Error
    );

    private sealed record Error(string Code, string Message, string Remedy);

    /// <returns>The exit code.</returns>
    public static int Write(CommandContext context, IReadOnlyList<FileOutcome> outcomes, bool json, bool planned)
    {
        foreach (var outcome in outcomes)
        {
            if (json)
            {
                context.Terminal.Out.WriteLine(Json.Write(LineOf(context, outcome)));
            }
            else
            {
                Show(context, outcome, planned);
            }
        }

        return outcomes
            .Select(outcome =>
                outcome.Problem is { } problem ? ExitCode.Of(problem)
                : outcome.Action == FileAction.Conflict ? ExitCode.NotRight
                : ExitCode.Done
            )
            .Append(outcomes.All(outcome => outcome.Action == FileAction.Missing) ? ExitCode.NotRight : ExitCode.Done)
            .Max();
    }

    /// <summary>"+ADDED ~CHANGED −REMOVED !CONFLICT" in colours.</summary>
    public static string Keys(IEnumerable<KeyOutcome> keys, CommandContext context)
    {
        var parts = keys.Select(key =>
        {
            var side = key.Change == KeyChange.Conflict && key.From is { } from ? $" ({Side(from, context)})" : "";
            return key.Change switch
            {
                KeyChange.Added => $"[green]+{key.Key}[/]",
                KeyChange.Removed => $"[red]−{key.Key}[/]",
                KeyChange.Conflict => $"[yellow]!{key.Key}{side}[/]",
                _ => $"[blue]~{key.Key}[/]",
            };
        });
        return string.Join(' ', parts);
    }

    public static string Side(EnvSide side, CommandContext context) =>
        side == EnvSide.File ? context.In("file", "archivo") : context.In("store", "almacén");

    private static Line LineOf(CommandContext context, FileOutcome outcome)
    {
        var keys = outcome.Keys.ToLookup(key => key.Change, key => key.Key);
        return new(
            outcome.File,
            outcome.Action,
            outcome.Version,
            [.. keys[KeyChange.Added]],
            [.. keys[KeyChange.Changed]],
            [.. keys[KeyChange.Removed]],
            [.. keys[KeyChange.Conflict]],
            outcome.Copy,
            outcome.Note?.In(context.Terminal.Language),
            outcome.Problem is { } p ? new(p.Code, p.Message.In(context.Terminal.Language), p.Remedy.In(context.Terminal.Language)) : null
        );
    }

    private static void Show(CommandContext context, FileOutcome outcome, bool planned)
    {
        if (outcome.Problem is { } problem)
        {
            context.Terminal.Out.Flush();
            context.Terminal.Fail(problem);
            return;
        }

        var (mark, word) = Words(context, outcome, planned);
        var version = outcome.Version is { } number ? $" [grey]{context.In("version", "versión")} {number}[/]" : "";
        var rich = context.Terminal.Rich;
        var keys = Keys(outcome.Keys, context);
        rich.MarkupLine($"{mark} {Markup.Escape(outcome.File)} [grey]·[/] {word}{version}{(keys.Length > 0 ? "  " + keys : "")}");
        if (outcome.Copy is { } copy)
        {
            rich.MarkupLineInterpolated(
                $"  [grey]{context.In("what was there is in", "lo que había está en")} {Path.GetRelativePath(context.Settings.Root, copy)}[/]"
            );
        }

        if (outcome.Note is { } note)
        {
            rich.MarkupLineInterpolated($"  [yellow]![/] {note.In(context.Terminal.Language)}");
        }

        if (outcome.Action == FileAction.Conflict)
        {
            rich.MarkupLine(
                "  [yellow]→ "
                    + context.In(
                        "both changed these keys; nothing was written. Decide with --take KEY=file or KEY=store, or --prefer file|store",
                        "ambos cambiaron estas claves; no se escribió nada. Decida con --take CLAVE=file o CLAVE=store, o --prefer file|store"
                    )
                    + "[/]"
            );
        }
    }

    private static (string Mark, string Word) Words(CommandContext context, FileOutcome outcome, bool planned) =>
        outcome.Action switch
        {
            FileAction.Unchanged => ("[grey]·[/]", context.In("unchanged", "sin cambios")),
            FileAction.Stored => (
                "[green]✓[/]",
                planned ? context.In("would be stored as", "se guardaría como") : context.In("stored as", "guardado como")
            ),
            FileAction.Restored => (
                "[green]✓[/]",
                planned ? context.In("would be restored from", "se restauraría de") : context.In("restored from", "restaurado de")
            ),
            FileAction.Merged => (
                "[green]✓[/]",
                planned ? context.In("would be merged into", "se fusionaría en") : context.In("merged into", "fusionado en")
            ),
            FileAction.Conflict => ("[yellow]![/]", context.In("conflict with", "conflicto con")),
            _ => ("[grey]·[/]", context.In("nothing here and nothing stored for it", "no existe y no hay nada guardado")),
        };
}
