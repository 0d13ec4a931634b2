using System.CommandLine;
using InfraAi.Model;
using InfraAi.Platform.Checks;
using Spectre.Console;

namespace InfraAi.Cli;

/// <summary>Findings for people (a table with marks and fixes) and for programs (one JSON line each).</summary>
internal static class FindingsView
{
    private const int ShortMessage = 16;

    /// <summary>Runs checks, with a sign of life meanwhile.</summary>
    public static async Task<CheckGroup[]> RunAsync(IEnumerable<Check> checks, CommandContext context)
    {
        await using var spinner = new Spinner(context, context.In("looking", "mirando"));
        return await CheckRunner.RunAsync(checks, context.Time, context.Cancellation);
    }

    private sealed record Line(string Group, string Check, CheckStatus Status, string Message, string? Fix, string? Link);

    /// <summary>--all, of the reports that are long.</summary>
    public static Option<bool> All(CommandContext context) =>
        new("--all", "-a")
        {
            Description = context.In(
                "Each finding; without, what is to be mended and one line for the rest of a group",
                "Cada resultado; sin ella, lo que hay que arreglar y una línea para el resto de cada grupo"
            ),
        };

    /// <param name="brief">First what is to be mended, then one line for the rest of each group.</param>
    /// <returns>The exit code: not right when one has failed.</returns>
    public static int Show(IReadOnlyList<CheckGroup> groups, bool json, bool brief, CommandContext context)
    {
        if (json)
        {
            foreach (var line in Json(groups, context.Terminal.Language))
            {
                context.Terminal.Out.WriteLine(line);
            }
        }
        else
        {
            if (brief)
            {
                ShowBrief(groups, context);
            }
            else
            {
                ShowAll(groups, context);
            }

            context.Terminal.Out.WriteLine();
            context.Terminal.Out.WriteLine(
                Summary(groups).In(context.Terminal.Language) + (brief ? context.In("; --all shows each", "; --all muestra cada uno") : "")
            );
        }

        return groups.Any(g => g.Findings.Any(f => f.Status == CheckStatus.Failed)) ? ExitCode.NotRight : ExitCode.Done;
    }

    private static void ShowAll(IReadOnlyList<CheckGroup> groups, CommandContext context)
    {
        foreach (var group in groups)
        {
            context.Terminal.Rich.Write(new Text(Word(group.Name, context) + "\n", new Style(decoration: Decoration.Bold)));
            context.Terminal.Rich.Write(Grid(group.Findings, context));
        }
    }

    private static void ShowBrief(IReadOnlyList<CheckGroup> groups, CommandContext context)
    {
        var wrong = groups
            .SelectMany(g => g.Findings.Where(IsWrong).Select(f => f with { Name = f.Name == g.Name ? f.Name : $"{g.Name}/{f.Name}" }))
            .OrderByDescending(f => f.Status)
            .ToList();
        if (wrong.Count > 0)
        {
            context.Terminal.Rich.Write(Grid(wrong, context));
            context.Terminal.Out.WriteLine();
        }

        context.Terminal.Rich.Write(Grid([.. groups.Select(g => Rest(g, context)).OfType<Finding>()], context));
    }

    private static bool IsWrong(Finding finding) => finding.Status is CheckStatus.Warned or CheckStatus.Failed;

    /// <summary>What is right or only noted of a group, as one finding: short messages stand beside their names.</summary>
    private static Finding? Rest(CheckGroup group, CommandContext context)
    {
        var rest = group.Findings.Where(f => !IsWrong(f)).ToList();
        var text = string.Join(
            ", ",
            rest.Select(f =>
                f.Message.In(context.Terminal.Language) is { Length: <= ShortMessage } message
                    ? $"{Word(f.Name, context)} {(char.IsAsciiDigit(message[0]) ? message : $"({message})")}"
                    : Word(f.Name, context)
            )
        );
        return rest.Count == 0
            ? null
            : new(
                group.Name,
                rest.Exists(f => f.Status == CheckStatus.Passed) ? CheckStatus.Passed : CheckStatus.Noted,
                group.Brief ?? (group.Findings is [var one] ? one.Message : new(text, text))
            );
    }

    public static IEnumerable<string> Json(IEnumerable<CheckGroup> groups, string language) =>
        groups.SelectMany(g =>
            g.Findings.Select(f =>
                InfraAi.Model.Json.Write(new Line(g.Name, f.Name, f.Status, f.Message.In(language), f.Fix?.In(language), f.Link))
            )
        );

    /// <summary>The report as plain text.</summary>
    public static string Text(IEnumerable<CheckGroup> groups, string language) =>
        string.Concat(
            groups.SelectMany(g =>
                g.Findings.Select(f =>
                    $"{Mark(f.Status)} {g.Name}/{f.Name}: {f.Message.In(language)}\n"
                    + (f.Fix is { } fix ? $"    → {fix.In(language)}\n" : "")
                    + (f.Link is { } link ? $"      {link}\n" : "")
                )
            )
        );

    /// <summary>"12 passed, 1 warning, 2 failed".</summary>
    public static Phrase Summary(IEnumerable<CheckGroup> groups)
    {
        var all = groups.SelectMany(g => g.Findings).ToLookup(f => f.Status);
        var (passed, warned, failed) = (all[CheckStatus.Passed].Count(), all[CheckStatus.Warned].Count(), all[CheckStatus.Failed].Count());
        return new($"{passed} right, {warned} to look at, {failed} wrong", $"{passed} bien, {warned} por revisar, {failed} mal");
    }

    private static Grid Grid(IReadOnlyList<Finding> findings, CommandContext context)
    {
        var grid = new Grid()
            .AddColumn(new GridColumn().Padding(1, 0, 1, 0).NoWrap())
            .AddColumn(new GridColumn().Padding(0, 0, 2, 0).NoWrap())
            .AddColumn();
        foreach (var finding in findings)
        {
            var colour = finding.Status switch
            {
                CheckStatus.Passed => Color.Green,
                CheckStatus.Noted => Color.Grey,
                CheckStatus.Warned => Color.Yellow,
                _ => Color.Red,
            };
            grid.AddRow(
                new Text(Mark(finding.Status), new Style(colour)),
                new Text(Word(finding.Name, context)),
                new Text(finding.Message.In(context.Terminal.Language))
            );
            if (finding is { Fix: { } fix, Status: not CheckStatus.Passed })
            {
                grid.AddRow(new Text(""), new Text(""), new Text("→ " + fix.In(context.Terminal.Language), new Style(Color.Yellow)));
            }

            if (finding is { Link: { } link, Status: CheckStatus.Warned or CheckStatus.Failed })
            {
                grid.AddRow(new Text(""), new Text(""), new Text("  " + link, new Style(Color.Grey)));
            }
        }

        return grid;
    }

    private static string Mark(CheckStatus status) =>
        status switch
        {
            CheckStatus.Passed => "✓",
            CheckStatus.Noted => "·",
            CheckStatus.Warned => "!",
            _ => "✗",
        };

    /// <summary>Names of groups and findings are for programs; people read Spanish ones too.</summary>
    private static string Word(string name, CommandContext context) =>
        context.Terminal.Language != "es" ? name : string.Join('/', name.Split('/').Select(Spanish));

    private static string Spanish(string name) =>
        name switch
        {
            "programs" => "programas",
            "machine" => "máquina",
            "settings" => "ajustes",
            "manifest" => "manifiesto",
            "services" => "servicios",
            "database" => "base de datos",
            "model" => "modelo",
            "logs" => "registros",
            "sync" => "catálogo al día",
            "data folder" => "carpeta de datos",
            "sign-in" => "inicio de sesión",
            "analyzer" => "analizador",
            "reach" => "alcance",
            "scopes" => "ámbitos",
            "rate" => "cuota",
            "clock" => "reloj",
            "repository" => "repositorio",
            "catalog" => "catálogo",
            _ when name.StartsWith("port ", StringComparison.Ordinal) => "puerto" + name[4..],
            _ => name,
        };
}
