using System.CommandLine;
using InfraAi.Model;
using InfraAi.Platform.Manifest;
using InfraAi.Platform.Repositories;
using Spectre.Console;

namespace InfraAi.Cli.Commands;

/// <summary>tag: the next version by the commits since the last one, an annotated tag, the changelog, sent all at once.</summary>
internal sealed class TagCommand(CommandContext context)
{
    private readonly Command command = new(
        "tag",
        context.In(
            "Make a version: proposed by the commits, with changelog and tag, pushed at once",
            "Crea una versión según los commits, con changelog y etiqueta, y la sube de una vez"
        )
    );

    private sealed record Line(
        string Repository,
        string State,
        string? Tag,
        string? Last,
        IReadOnlyList<string> Commits,
        string? Changelog,
        string? Error
    );

    public Command Build()
    {
        var version = new Argument<string?>("VERSION")
        {
            Description = context.In("1.2.3; without, the one that the commits ask for", "1.2.3; sin ella, la que piden los commits"),
            Arity = ArgumentArity.ZeroOrOne,
        };
        var name = new Option<string?>("--repository")
        {
            Description = context.In(
                "Which repository of platform.yaml (default: the checkout itself)",
                "Qué repositorio de platform.yaml (por defecto, esta copia de trabajo)"
            ),
            HelpName = "NAME",
        };
        name.CompletionSources.Add(_ => RepositoryRoom.All(context) is { Ok: true, Value: var all } ? all.Select(e => e.Name) : []);
        var plain = new Option<bool>("--no-changelog") { Description = context.In("Leave CHANGELOG.md alone", "No toca CHANGELOG.md") };
        var local = new Option<bool>("--no-push") { Description = context.In("Send nothing", "No envía nada") };
        command.Arguments.Add(version);
        foreach (var option in (Option[])[name, plain, local])
        {
            command.Options.Add(option);
        }

        var change = new ChangeOptions(context, command, null, ContentCheckNames.All);
        command.SetAction(
            (parsed, _) =>
                RunAsync(
                    new Wish(
                        parsed.GetValue(version),
                        parsed.GetValue(name),
                        !parsed.GetValue(plain),
                        !parsed.GetValue(local),
                        change.Read(parsed)
                    )
                )
        );
        return command;
    }

    private sealed record Wish(string? Version, string? Repository, bool Changelog, bool Push, ChangeWish Change);

    private async Task<int> RunAsync(Wish wish)
    {
        var entry = Choose(wish.Repository);
        if (!entry.Ok)
        {
            return context.Terminal.Fail(entry.Problem);
        }

        var given = wish.Version is { } text ? SemanticVersion.Parse(text.TrimStart('v')) : null;
        if (wish.Version is not null && given is null)
        {
            return context.Terminal.Fail(
                new(
                    "version-not-valid",
                    ProblemKind.Usage,
                    new($"\"{wish.Version}\" is no version.", $"\"{wish.Version}\" no es una versión."),
                    new("Write it as 1.2.3 or 1.2.3-rc.1 (semver.org).", "Escríbala como 1.2.3 o 1.2.3-rc.1 (semver.org).")
                )
            );
        }

        var planned = await TagFlow.PlanAsync(entry.Value, given, wish.Changelog, context.Time, context.Cancellation);
        if (!planned.Ok)
        {
            return Tell(new(entry.Value.Name, "failed", null, null, [], null, null), wish.Change.Json, planned.Problem);
        }

        if (planned.Value is not { } plan)
        {
            context.Terminal.Say(new("Nothing new since the last version.", "Nada nuevo desde la última versión."));
            return ExitCode.Done;
        }

        return await MakeAsync(plan, wish);
    }

    /// <summary>A screenful: a first version may have hundreds of lines.</summary>
    private void ShowSection(string section)
    {
        const int screenful = 30;
        var lines = section.TrimEnd().Split('\n');
        var shown = lines.Length > screenful + 5 ? lines[..screenful] : lines;
        context.Terminal.Rich.WriteLine(string.Join('\n', shown));
        if (shown.Length < lines.Length)
        {
            var left = lines.Length - shown.Length;
            context.Terminal.Rich.WriteLine(context.In($"… and {left} lines more", $"… y {left} líneas más"));
        }
    }

    private async Task<int> MakeAsync(TagPlan plan, Wish wish)
    {
        var line = new Line(
            plan.Entry.Name,
            "planned",
            plan.Tag,
            plan.Last?.ToString(),
            [.. plan.Commits.Select(c => c.Id)],
            plan.Section,
            null
        );
        if (!wish.Change.Json)
        {
            context.Terminal.Rich.MarkupLineInterpolated(
                $"[bold]{plan.Entry.Name}[/] {plan.Last?.ToString() ?? "—"} → [green]{plan.Tag}[/]"
            );
            ShowSection(plan.Section);
            context.Terminal.Out.Flush();
        }

        if (wish.Change.DryRun)
        {
            return Tell(line, wish.Change.Json, null);
        }

        var question = wish.Push
            ? new Phrase($"Make {plan.Tag} and push it?", $"¿Crear {plan.Tag} y subirla?")
            : new Phrase($"Make {plan.Tag}?", $"¿Crear {plan.Tag}?");
        if (!wish.Change.Yes && !context.Terminal.Confirm(question))
        {
            return Tell(
                line with
                {
                    State = "skipped",
                },
                wish.Change.Json,
                new(
                    "not-confirmed",
                    ProblemKind.Canceled,
                    new("No version was made.", "No se creó ninguna versión."),
                    new("Answer yes, or give --yes.", "Responda que sí, o use --yes.")
                )
            );
        }

        // What would be sent is looked at before anything is made.
        var flow = new PushFlow(await RepositoryRoom.SecretsAsync(context));
        if (wish.Push)
        {
            var before = await flow.PlanAsync(plan.Entry, context.Cancellation);
            if (!before.Ok)
            {
                return Tell(line with { State = "failed" }, wish.Change.Json, before.Problem);
            }

            if (before.Value is { } open && FindingsText.Stop(open.Findings, wish.Change.Allowed))
            {
                FindingsText.Show(context, open.Findings, wish.Change.Allowed);
                return Tell(line with { State = "refused" }, wish.Change.Json, Refused(plan));
            }
        }

        if (await TagFlow.MakeAsync(plan, context.Cancellation) is { } problem)
        {
            return Tell(line with { State = "failed" }, wish.Change.Json, problem);
        }

        return Tell(
            line with
            {
                State = wish.Push ? "pushed" : "tagged",
            },
            wish.Change.Json,
            wish.Push ? await PushAsync(flow, plan) : null
        );
    }

    private async Task<Problem?> PushAsync(PushFlow flow, TagPlan plan)
    {
        var send = await flow.PlanForTagAsync(plan.Entry, context.Cancellation);
        var problem = send.Ok ? await PushFlow.PushAsync(send.Value, plan.Tag, context.Cancellation) : send.Problem;
        return problem is null
            ? null
            : problem with
            {
                Remedy = new(
                    $"{problem.Remedy.En} {plan.Tag} is made here: ./infra-ai tag sends it.",
                    $"{problem.Remedy.Es} {plan.Tag} ya existe aquí: ./infra-ai tag la envía."
                ),
            };
    }

    private Result<RepositoryEntry> Choose(string? name)
    {
        var entries = RepositoryRoom.Choose(context, name is null ? [] : [name], []);
        if (!entries.Ok)
        {
            return entries.Problem;
        }

        var chosen =
            entries.Value.Count == 1 ? entries.Value[0] : entries.Value.FirstOrDefault(entry => entry.Path == context.Settings.Root);
        return chosen is not null
            ? chosen
            : new Problem(
                "repository-not-named",
                ProblemKind.Usage,
                new(
                    $"Which repository? {string.Join(", ", entries.Value.Select(e => e.Name))}",
                    $"¿Qué repositorio? {string.Join(", ", entries.Value.Select(e => e.Name))}"
                ),
                new("Name it: --repository NAME", "Indíquelo: --repository NOMBRE")
            );
    }

    private static Problem Refused(TagPlan plan) =>
        new(
            "tag-refused",
            ProblemKind.Invalid,
            new(
                $"{plan.Tag} was not made: its commits hold what should not be sent.",
                $"No se creó {plan.Tag}: sus commits contienen lo que no debe enviarse."
            ),
            new("Take it out, or let it pass with --allow.", "Quítelo, o déjelo pasar con --allow.")
        );

    private int Tell(Line line, bool json, Problem? problem)
    {
        context.Terminal.Out.Flush();
        if (json)
        {
            context.Terminal.Out.WriteLine(
                Json.Write(
                    line with
                    {
                        State =
                            problem is null ? line.State
                            : line.State == "pushed" ? "tagged"
                            : line.State,
                        Error = problem?.Message.In(context.Terminal.Language),
                    }
                )
            );
            return problem is null ? ExitCode.Done : ExitCode.Of(problem);
        }

        if (problem is not null)
        {
            return context.Terminal.Fail(problem);
        }

        if (line.State is "pushed" or "tagged")
        {
            context.Terminal.Say(
                line.State == "pushed"
                    ? new($"✓ {line.Tag} is made and pushed.", $"✓ {line.Tag} creada y subida.")
                    : new($"✓ {line.Tag} is made; ./infra-ai tag sends it.", $"✓ {line.Tag} creada; ./infra-ai tag la envía.")
            );
        }

        return ExitCode.Done;
    }
}
