using System.CommandLine;
using System.Text.Json;
using InfraAi.Catalog;
using InfraAi.Model;
using InfraAi.Platform.Manifest;
using InfraAi.Platform.Processes;
using InfraAi.Platform.Repositories;
using Spectre.Console;

namespace InfraAi.Cli.Commands;

/// <summary>push: looks at every commit that would be sent, validates the catalog files, runs the tests, and sends; never by force.</summary>
internal sealed class PushCommand(CommandContext context)
{
    private const string Catalog = "catalog";
    private const string Tests = "tests";
    private const int MostCommits = 20;

    private readonly Command command = new(
        "push",
        context.In(
            "Check what would be sent (secrets, catalog, tests) and push; never by force",
            "Comprueba lo que se enviaría (secretos, catálogo, pruebas) y lo sube; sin forzar"
        )
    );

    private sealed record Line(
        string Repository,
        string State,
        string? Branch,
        IReadOnlyList<string> Commits,
        IReadOnlyList<string> Findings,
        string? Tests,
        string? Error
    );

    public Command Build()
    {
        var choice = new RepositoryChoice(context, command);
        var change = new ChangeOptions(context, command, null, [.. ContentCheckNames.All, Catalog, Tests]);
        command.SetAction((parsed, _) => RunAsync(choice.Read(parsed), change.Read(parsed)));
        return command;
    }

    private async Task<int> RunAsync(Result<IReadOnlyList<RepositoryEntry>> entries, ChangeWish wish)
    {
        if (!entries.Ok)
        {
            return context.Terminal.Fail(entries.Problem);
        }

        var flow = new PushFlow(await RepositoryRoom.SecretsAsync(context));
        var (code, seen) = (ExitCode.Done, 0);
        foreach (var entry in entries.Value)
        {
            var planned = await flow.PlanAsync(entry, context.Cancellation);
            if (!planned.Ok)
            {
                seen++;
                code = Math.Max(code, Tell(new(entry.Name, "failed", null, [], [], null, null), wish.Json, planned.Problem));
            }
            else if (planned.Value is { } plan)
            {
                seen++;
                code = Math.Max(code, await OneAsync(plan, wish));
            }
        }

        if (seen == 0)
        {
            context.Terminal.Say(
                new("Nothing to push: the remotes have every commit.", "Nada que subir: los remotos tienen todos los commits.")
            );
        }

        return code;
    }

    private async Task<int> OneAsync(PushPlan plan, ChangeWish wish)
    {
        var findings = plan.Findings.Concat(CatalogFindings(plan)).ToList();
        if (!wish.Json)
        {
            Show(plan, findings, wish.Allowed);
        }

        var line = new Line(
            plan.Entry.Name,
            "refused",
            plan.Branch,
            [.. plan.Commits.Select(c => c.Id)],
            [.. findings.Select(f => $"{f.Check} {f.Path}:{f.Line} {f.Message.In(context.Terminal.Language)}")],
            null,
            null
        );
        if (FindingsText.Stop(findings, wish.Allowed))
        {
            Tell(line, wish.Json, null);
            return ExitCode.NotRight;
        }

        if (wish.DryRun)
        {
            return Tell(line with { State = "planned" }, wish.Json, null);
        }

        var question = new Phrase(
            $"  Push {Commits(plan.Commits.Count)} to {plan.Entry.Name} {plan.Branch}?",
            $"  ¿Subir {Commits(plan.Commits.Count)} a {plan.Entry.Name} {plan.Branch}?"
        );
        if (!wish.Yes && !context.Terminal.Confirm(question))
        {
            return Tell(line with { State = "skipped" }, wish.Json, NotConfirmed(plan));
        }

        var tested = await TestAsync(plan, wish);
        if (!tested.Ok)
        {
            return Tell(line, wish.Json, tested.Problem);
        }

        var problem = await PushFlow.PushAsync(plan, null, context.Cancellation);
        return Tell(line with { State = problem is null ? "pushed" : "failed", Tests = tested.Value }, wish.Json, problem);
    }

    private void Show(PushPlan plan, IReadOnlyList<ContentFinding> findings, HashSet<string> allowed)
    {
        var rich = context.Terminal.Rich;
        var isNew = plan.IsNew ? context.In(" (a new branch there)", " (rama nueva allí)") : "";
        rich.MarkupLineInterpolated($"[bold]{plan.Entry.Name}[/] [grey]{plan.Branch}{isNew}[/]");
        foreach (var commit in plan.Commits.Take(MostCommits))
        {
            rich.MarkupLineInterpolated($"  [grey]{commit.Id[..10]}[/] {commit.Subject}");
        }

        if (plan.Commits.Count > MostCommits)
        {
            rich.MarkupLineInterpolated($"  [grey]+{plan.Commits.Count - MostCommits}[/]");
        }

        FindingsText.Show(context, findings, allowed);
        context.Terminal.Out.Flush();
    }

    /// <summary>The errors of the catalog files that the commits change, as they would stand in the remote.</summary>
    private static IEnumerable<ContentFinding> CatalogFindings(PushPlan plan) =>
        from path in plan.Changed
        where Path.GetExtension(path) is ".yaml" or ".yml"
        let text = File.ReadAllText(Path.Combine(plan.Entry.Path, path))
        where
            text.Contains("apiVersion: backstage.io/", StringComparison.Ordinal)
            || text.Contains("apiVersion: scaffolder.backstage.io/", StringComparison.Ordinal)
        from verdict in CatalogValidator.Validate(path, text)
        from problem in verdict.Problems
        where problem.Severity == Severity.Error
        select new ContentFinding(Catalog, path, problem.Line, new(problem.Message, problem.Message));

    /// <summary>The repository's tests: the task test-NAME of platform.yaml, `./infra-ai test` for the platform itself, `npm test` where package.json has it.</summary>
    /// <returns>What was run; "none" when nothing is known.</returns>
    private async Task<Result<string>> TestAsync(PushPlan plan, ChangeWish wish)
    {
        if (wish.Allowed.Contains(Tests))
        {
            return "skipped";
        }

        if (TestCommandOf(plan.Entry) is not { } test)
        {
            if (!wish.Json)
            {
                context.Terminal.Rich.MarkupLineInterpolated(
                    $"  [grey]· {context.In($"no tests are known (a task test-{plan.Entry.Name} in platform.yaml names them)", $"no se conocen pruebas (una tarea test-{plan.Entry.Name} en platform.yaml las nombra)")}[/]"
                );
            }

            return "none";
        }

        var shown = string.Join(' ', test.Command);
        context.Terminal.Say(new($"  {shown} …", $"  {shown} …"));
        var last = new Queue<string>();
        var ran = await Programs.StreamAsync(
            test.Command[0],
            test.Command.Skip(1),
            test.Folder,
            line =>
            {
                last.Enqueue(line);
                if (last.Count > 15)
                {
                    last.Dequeue();
                }
            },
            context.Cancellation
        );
        return !ran.Ok ? ran.Problem
            : ran.Value == 0 ? shown
            : new Problem(
                "tests-failed",
                ProblemKind.Invalid,
                new(
                    $"{plan.Entry.Name}: {shown} failed; nothing was sent.\n{string.Join('\n', last)}",
                    $"{plan.Entry.Name}: {shown} falló; no se envió nada.\n{string.Join('\n', last)}"
                ),
                new("Correct it; --allow tests pushes all the same.", "Corríjalo; --allow tests sube de todos modos.")
            );
    }

    private (IReadOnlyList<string> Command, string Folder)? TestCommandOf(RepositoryEntry entry)
    {
        var root = context.Settings.Root;
        var manifest = File.Exists(Path.Combine(root, ManifestReader.FileName)) ? ManifestReader.Load(context.Settings) : default;
        if (manifest is { Ok: true, Value: { } known } && known.Tasks.FirstOrDefault(t => t.Name == $"test-{entry.Name}") is { } task)
        {
            return (task.Command, task.Folder);
        }

        if (entry.Path == root && File.Exists(Path.Combine(root, "infra-ai")))
        {
            return ([Path.Combine(root, "infra-ai"), "test"], root);
        }

        var package = Path.Combine(entry.Path, "package.json");
        return File.Exists(package) && HasTests(package) ? (["npm", "test", "--silent"], entry.Path) : null;
    }

    private static bool HasTests(string package)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(package));
            return json.RootElement.TryGetProperty("scripts", out var scripts)
                && scripts.TryGetProperty("test", out var test)
                && test.GetString() is { } text
                && !text.Contains("no test specified", StringComparison.Ordinal);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Commits(int count) => count == 1 ? "1 commit" : $"{count} commits";

    private static Problem NotConfirmed(PushPlan plan) =>
        new(
            "not-confirmed",
            ProblemKind.Canceled,
            new($"{plan.Entry.Name}: nothing was sent.", $"{plan.Entry.Name}: no se envió nada."),
            new("Answer yes, or give --yes.", "Responda que sí, o use --yes.")
        );

    private int Tell(Line line, bool json, Problem? problem)
    {
        if (json)
        {
            context.Terminal.Out.WriteLine(Json.Write(line with { Error = problem?.Message.In(context.Terminal.Language) }));
            return problem is null ? ExitCode.Done : ExitCode.Of(problem);
        }

        context.Terminal.Out.Flush();
        if (problem is not null)
        {
            return context.Terminal.Fail(problem);
        }

        if (line.State is "pushed" or "planned")
        {
            context.Terminal.Rich.MarkupLineInterpolated(
                $"  [green]✓[/] {(line.State == "pushed" ? context.In("pushed", "subido") : context.In("would be pushed", "se subiría"))}: {Commits(line.Commits.Count)}"
            );
        }

        return ExitCode.Done;
    }
}
