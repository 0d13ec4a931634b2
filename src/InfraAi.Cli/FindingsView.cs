using InfraAi.Model;
using InfraAi.Platform.Checks;
using Spectre.Console;

namespace InfraAi.Cli;

/// <summary>Findings for people (a table with marks and fixes) and for programs (one JSON line each).</summary>
internal static class FindingsView
{
    /// <summary>Runs checks, with a sign of life meanwhile.</summary>
    public static async Task<CheckGroup[]> RunAsync(IEnumerable<Check> checks, CommandContext context)
    {
        await using var spinner = new Spinner(context, context.In("looking", "mirando"));
        return await CheckRunner.RunAsync(checks, context.Time, context.Cancellation);
    }

    private sealed record Line(string Group, string Check, CheckStatus Status, string Message, string? Fix, string? Link);

    /// <returns>The exit code: not right when one has failed.</returns>
    public static int Show(IReadOnlyList<CheckGroup> groups, bool json, CommandContext context)
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
            foreach (var group in groups)
            {
                if (groups.Count > 1)
                {
                    context.Terminal.Rich.Write(new Text(Word(group.Name, context) + "\n", new Style(decoration: Decoration.Bold)));
                }

                context.Terminal.Rich.Write(Grid(group.Findings, context));
            }
        }

        return groups.Any(g => g.Findings.Any(f => f.Status == CheckStatus.Failed)) ? ExitCode.NotRight : ExitCode.Done;
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
        context.Terminal.Language != "es"
            ? name
            : name switch
            {
                "check" => "requisitos",
                "manifest" => "manifiesto",
                "services" => "servicios",
                "database" => "base de datos",
                "model" => "modelo",
                "logs" => "registros",
                "sync" => "catálogo al día",
                "data folder" => "carpeta de datos",
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
