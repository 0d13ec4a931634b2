using System.CommandLine;
using System.Globalization;
using InfraAi.Model;
using InfraAi.Pipeline;
using InfraAi.Platform.Configuration;
using InfraAi.Storage;
using Spectre.Console;

namespace InfraAi.Cli.Commands;

/// <summary>history: what was described and what became of it, from the store itself; of one analysis, its steps.</summary>
internal sealed class HistoryCommand(CommandContext context)
{
    /// <summary>An id is a time and then chance: its end tells two of the same minute apart.</summary>
    private const int ShortId = 8;
    private const int LongestName = 24;

    /// <summary>What time, status, counts and id take, in columns.</summary>
    private const int OtherColumns = 62;
    private const int Page = 100;

    /// <summary>How far back a part of an id or a project's name is looked for.</summary>
    private const int Furthest = 2000;

    private readonly ReadAddress addresses = context.Settings.ReadAddress;

    private sealed record Error(string Code, string Message, string Remedy);

    private sealed record Whole(
        string Id,
        AnalysisStatus Status,
        string? ProjectName,
        DateTimeOffset CreatedAt,
        long? DurationMs,
        string? RepositoryUrl,
        string? CatalogUrl,
        IReadOnlyList<StepAnswer> Steps,
        Error? Error
    );

    public Command Build()
    {
        var which = new Argument<string?>("ANALYSIS")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = context.In(
                "One, with its steps: its id, a part of that, or a project's name (its last one)",
                "Uno, con sus pasos: su id, una parte de él, o el nombre de un proyecto (el último suyo)"
            ),
        };
        var limit = NumberOption.Create(context, "--limit", "-n", context.In("How many", "Cuántos"), 20, 1, Furthest);
        var format = FormatOption.Create(context);
        var command = new Command(
            "history",
            context.In(
                "What was described, and what became of it; of one analysis, its steps",
                "Qué se describió y qué fue de ello; de un análisis, sus pasos"
            )
        )
        {
            which,
            limit,
            format,
            new ForgetCommand(context).Build(),
        };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(which), parsed.GetValue(limit), parsed.GetValue(format) == "json"));
        return command;
    }

    /// <summary>True when something may have been described: there is a store.</summary>
    public static bool IsThere(CommandContext context) =>
        context.Settings.Postgres is not null || File.Exists(Path.Combine(context.Settings.Home, "infra-ai.db"));

    private async Task<int> RunAsync(string? which, int limit, bool json)
    {
        // Looking makes no store: where none is, nothing was described.
        if (!IsThere(context))
        {
            return which is null ? Nothing(json) : context.Terminal.Fail(NotFound(which));
        }

        var opened = await Database.OpenAsync(context.Settings).WaitAsync(context.Cancellation);
        if (!opened.Ok)
        {
            return context.Terminal.Fail(opened.Problem);
        }

        await using var database = opened.Value;
        var store = new AnalysisStore(database, context.Time);
        return which is null ? await ListAsync(store, limit, json) : await OneAsync(store, which, json);
    }

    private int Nothing(bool json)
    {
        if (!json)
        {
            context.Terminal.Say(
                new("Nothing was described yet: ./infra-ai create \"…\"", "Todavía no se ha descrito nada: ./infra-ai create \"…\"")
            );
        }

        return ExitCode.Done;
    }

    private async Task<int> ListAsync(AnalysisStore store, int limit, bool json)
    {
        var table = Tables.New(
            context,
            [
                context.In("when", "cuándo"),
                context.In("status", "estado"),
                context.In("project", "proyecto"),
                context.In("parts", "partes"),
                "rel.",
                context.In("took", "duró"),
                "id",
            ]
        );
        var count = 0;
        await foreach (var line in ReadAsync(store, limit))
        {
            if (!line.Ok)
            {
                return context.Terminal.Fail(line.Problem);
            }

            count++;
            if (json)
            {
                context.Terminal.Out.WriteLine(Json.Write(AnalysisItem.Of(line.Value)));
            }
            else
            {
                AddRow(table, line.Value);
            }
        }

        if (count == 0)
        {
            return Nothing(json);
        }

        if (!json)
        {
            context.Terminal.Rich.Write(table);
        }

        return ExitCode.Done;
    }

    private void AddRow(Table table, AnalysisSummary line) =>
        table.AddRow(
            new Text(When(line.CreatedAt)),
            new Text(StatusWord(line.Status), new Style(Colour(line.Status))),
            // What never became a project is known by its words.
            new Text(Short(line.ProjectName ?? line.Excerpt.ReplaceLineEndings(" "))),
            new Text(line.Components.ToString(CultureInfo.InvariantCulture)),
            new Text(line.Relations.ToString(CultureInfo.InvariantCulture)),
            new Text(Took(line.CreatedAt, line.FinishedAt)),
            new Text(line.Id[^ShortId..], new Style(Color.Grey))
        );

    private async Task<int> OneAsync(AnalysisStore store, string which, bool json)
    {
        var id = await IdAsync(store, which);
        if (!id.Ok)
        {
            return context.Terminal.Fail(id.Problem);
        }

        var found = await store.FindAsync(id.Value);
        if (!found.Ok)
        {
            return context.Terminal.Fail(found.Problem);
        }

        var steps = await store.StepsAsync(id.Value);
        if (!steps.Ok)
        {
            return context.Terminal.Fail(steps.Problem);
        }

        if (json)
        {
            context.Terminal.Out.WriteLine(Json.Write(WholeOf(found.Value, steps.Value)));
        }
        else
        {
            Show(found.Value, steps.Value);
        }

        return ExitCode.Done;
    }

    /// <summary>The newest that answers to it: by its whole id, one end of that, or its project's name.</summary>
    private static async Task<Result<string>> IdAsync(AnalysisStore store, string which)
    {
        await foreach (var line in ReadAsync(store, Furthest))
        {
            if (!line.Ok)
            {
                return line.Problem;
            }

            var (id, project) = (line.Value.Id, line.Value.ProjectName);
            var isPart =
                which.Length >= 4 && (id.StartsWith(which, StringComparison.Ordinal) || id.EndsWith(which, StringComparison.Ordinal));
            if (isPart || project == which)
            {
                return id;
            }
        }

        return NotFound(which);
    }

    private static Problem NotFound(string which) =>
        new(
            "analysis-not-found",
            ProblemKind.NotFound,
            new($"There is no analysis \"{which}\".", $"No hay ningún análisis \"{which}\"."),
            new("./infra-ai history lists them.", "./infra-ai history los lista.")
        );

    private static async IAsyncEnumerable<Result<AnalysisSummary>> ReadAsync(AnalysisStore store, int limit)
    {
        string? before = null;
        for (var left = limit; left > 0; left -= Page)
        {
            var page = await store.HistoryAsync(Math.Min(left, Page), before);
            if (!page.Ok)
            {
                yield return page.Problem;
                yield break;
            }

            foreach (var line in page.Value)
            {
                yield return line;
            }

            if (page.Value.Count < Page)
            {
                yield break;
            }

            before = page.Value[^1].Id;
        }
    }

    private void Show(AnalysisRecord analysis, IReadOnlyList<StepEvent> steps)
    {
        var rich = context.Terminal.Rich;
        rich.MarkupLineInterpolated(
            $"[bold]{analysis.Project?.Title ?? analysis.Architecture?.Title ?? analysis.Id}[/]  [{Colour(analysis.Status).ToMarkup()}]{StatusWord(analysis.Status)}[/]  [grey]{When(analysis.CreatedAt)} · {Took(analysis.CreatedAt, analysis.FinishedAt)} · {analysis.Architecture?.Analyzer ?? "—"}[/]"
        );
        context.Terminal.Out.Flush();
        foreach (var step in steps.Where(s => s.State is not StepState.Started))
        {
            var mark = step.State switch
            {
                StepState.Done => "✓",
                StepState.Skipped => "·",
                _ => "✗",
            };
            var took = step is { State: not StepState.Skipped, DurationMs: > 0 and var ms } ? $" ({ms} ms)" : "";
            var name = StepNames.In(step.Step, context.Terminal.Language);
            context.Terminal.ShowLine($"  {mark} {name, -12}  {step.Message.In(context.Terminal.Language)}{took}");
        }

        if (analysis.Publication is { } publication)
        {
            Row(context.In("clone", "clonar"), $"git clone {addresses.Of(publication.RepositoryUrl)}");
            Row(context.In("catalog", "catálogo"), addresses.Of(publication.CatalogUrl));
        }

        Row(context.In("page", "página"), new Uri(context.Settings.AgentUrl, $"/#/analyses/{analysis.Id}").ToString());
        if (analysis.Problem is { } problem)
        {
            context.Terminal.ShowLine($"  [{problem.Code}] {problem.Message.In(context.Terminal.Language)}");
            context.Terminal.ShowLine($"  → {problem.Remedy.In(context.Terminal.Language)}");
        }
    }

    private void Row(string label, string value) => context.Terminal.ShowLine($"    {label, -12}  {value}");

    private Whole WholeOf(AnalysisRecord a, IReadOnlyList<StepEvent> steps) =>
        new(
            a.Id,
            a.Status,
            a.Project?.Name,
            a.CreatedAt,
            AnalysisItem.Milliseconds(a.CreatedAt, a.FinishedAt),
            addresses.Of(a.Publication?.RepositoryUrl),
            addresses.Of(a.Publication?.CatalogUrl),
            [.. steps.Select(s => StepAnswer.Of(s, context.Terminal.Language))],
            a.Problem is { } problem
                ? new(problem.Code, problem.Message.In(context.Terminal.Language), problem.Remedy.In(context.Terminal.Language))
                : null
        );

    private string When(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, context.Time.LocalTimeZone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>No longer than what the other columns leave free.</summary>
    private string Short(string text)
    {
        var room = Math.Min(LongestName, context.Terminal.OutWidth - OtherColumns);
        return text.Length <= room ? text : text[..(room - 1)] + "…";
    }

    private static string Took(DateTimeOffset from, DateTimeOffset? to) =>
        AnalysisItem.Milliseconds(from, to) is not { } ms ? "—"
        : ms < 1000 ? $"{ms} ms"
        : (ms / 1000.0).ToString("0.0", CultureInfo.InvariantCulture) + " s";

    private string StatusWord(AnalysisStatus status) =>
        status switch
        {
            AnalysisStatus.Queued => context.In("queued", "en cola"),
            AnalysisStatus.Running => context.In("running", "en marcha"),
            AnalysisStatus.Done => context.In("done", "hecho"),
            AnalysisStatus.Failed => context.In("failed", "falló"),
            _ => context.In("canceled", "cancelado"),
        };

    private static Color Colour(AnalysisStatus status) =>
        status switch
        {
            AnalysisStatus.Done => Color.Green,
            AnalysisStatus.Failed => Color.Red,
            AnalysisStatus.Canceled => Color.Grey,
            _ => Color.Yellow,
        };
}
