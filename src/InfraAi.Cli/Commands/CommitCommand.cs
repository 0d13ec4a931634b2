using System.CommandLine;
using InfraAi.Model;
using InfraAi.Platform.Manifest;
using InfraAi.Platform.Repositories;
using Spectre.Console;

namespace InfraAi.Cli.Commands;

/// <summary>commit: shows what changed in each repository, proposes a message, looks for what should not be committed, and commits.</summary>
internal sealed class CommitCommand(CommandContext context)
{
    private const int MostFiles = 30;
    private readonly Command command = new(
        "commit",
        context.In(
            "Show the changes of every repository, check them, and commit",
            "Muestra los cambios de cada repositorio, los comprueba y hace commit"
        )
    );

    private sealed record FileLine(string Path, string Change);

    private sealed record FindingLine(string Check, string Path, int Line, string Message);

    private sealed record Line(
        string Repository,
        string State,
        string? Commit,
        string? Message,
        IReadOnlyList<FileLine> Files,
        IReadOnlyList<FindingLine> Findings,
        string? Error
    );

    public Command Build()
    {
        var choice = new RepositoryChoice(context, command);
        var message = new Option<string?>("--message", "-m")
        {
            Description = context.In(
                "The message, for every repository; without, one is proposed",
                "El mensaje, para todos los repositorios; sin él, se propone uno"
            ),
            HelpName = "TEXT",
        };
        command.Options.Add(message);
        var change = new ChangeOptions(
            context,
            command,
            new("Take the proposed messages", "Acepta los mensajes propuestos"),
            ContentCheckNames.All
        );
        command.SetAction((parsed, _) => RunAsync(choice.Read(parsed), parsed.GetValue(message), change.Read(parsed)));
        return command;
    }

    private async Task<int> RunAsync(Result<IReadOnlyList<RepositoryEntry>> entries, string? message, ChangeWish wish)
    {
        if (!entries.Ok)
        {
            return context.Terminal.Fail(entries.Problem);
        }

        var flow = new CommitFlow(await RepositoryRoom.SecretsAsync(context));
        var code = ExitCode.Done;
        var seen = 0;
        foreach (var entry in entries.Value)
        {
            var planned = await flow.PlanAsync(entry, context.Cancellation);
            if (!planned.Ok)
            {
                code = Math.Max(
                    code,
                    Tell(
                        new(entry.Name, "failed", null, null, [], [], planned.Problem.Message.In(context.Terminal.Language)),
                        wish.Json,
                        planned.Problem
                    )
                );
                seen++;
            }
            else if (planned.Value is { } plan)
            {
                code = Math.Max(code, await OneAsync(plan, message, wish));
                seen++;
            }
        }

        if (seen == 0)
        {
            context.Terminal.Say(
                new("Nothing to commit: no repository has changes.", "Nada que confirmar: ningún repositorio tiene cambios.")
            );
        }

        return code;
    }

    private async Task<int> OneAsync(CommitPlan plan, string? message, ChangeWish wish)
    {
        if (!wish.Json)
        {
            Show(plan, wish.Allowed);
        }

        if (FindingsText.Stop(plan.Findings, wish.Allowed))
        {
            Tell(LineOf(plan, "refused", null, null), wish.Json, null);
            return ExitCode.NotRight;
        }

        if (wish.DryRun)
        {
            Tell(LineOf(plan, "planned", null, message ?? plan.Proposal), wish.Json, null);
            return ExitCode.Done;
        }

        var text = message ?? (wish.Yes ? plan.Proposal : Asked(plan));
        if (text is null)
        {
            var problem = new Problem(
                "message-missing",
                ProblemKind.Usage,
                new($"{plan.Entry.Name}: there is nobody to ask for a message.", $"{plan.Entry.Name}: no hay a quién pedir un mensaje."),
                new(
                    $"--yes takes \"{plan.Proposal}\"; --message TEXT gives another.",
                    $"--yes acepta \"{plan.Proposal}\"; --message TEXTO da otro."
                )
            );
            return Tell(LineOf(plan, "skipped", null, null), wish.Json, problem);
        }

        if (text.Length == 0)
        {
            Tell(LineOf(plan, "skipped", null, null), wish.Json, null);
            return ExitCode.Done;
        }

        var committed = await CommitFlow.CommitAsync(plan, text, context.Cancellation);
        if (!committed.Ok)
        {
            return Tell(LineOf(plan, "failed", null, text), wish.Json, committed.Problem);
        }

        if (!wish.Json)
        {
            context.Terminal.Rich.MarkupLineInterpolated($"  [green]✓[/] {committed.Value[..10]} {text.Split('\n')[0]}");
            context.Terminal.Out.Flush();
        }

        return wish.Json ? Tell(LineOf(plan, "committed", committed.Value, text), wish.Json, null) : ExitCode.Done;
    }

    /// <returns>"" to skip it; null where nobody can answer.</returns>
    private string? Asked(CommitPlan plan)
    {
        var answer = context.Terminal.Ask(
            new($"  Message? Enter takes \"{plan.Proposal}\", n skips:", $"  ¿Mensaje? Intro acepta \"{plan.Proposal}\", n omite:")
        );
        return answer?.Trim() switch
        {
            null => null,
            "" => plan.Proposal,
            "n" or "N" => "",
            var typed => typed,
        };
    }

    private void Show(CommitPlan plan, HashSet<string> allowed)
    {
        var rich = context.Terminal.Rich;
        var staged = plan.OnlyStaged ? context.In(" (only what is staged)", " (solo lo preparado)") : "";
        rich.MarkupLineInterpolated($"[bold]{plan.Entry.Name}[/] [grey]{plan.Branch}{staged}[/]");
        foreach (var file in plan.Files.Take(MostFiles))
        {
            var colour = file.Letter switch
            {
                'A' => "green",
                'D' => "red",
                _ => "blue",
            };
            rich.MarkupLine($"  [{colour}]{file.Letter}[/] {Markup.Escape(file.From is null ? file.Path : $"{file.From} → {file.Path}")}");
        }

        if (plan.Files.Count > MostFiles)
        {
            rich.MarkupLineInterpolated($"  [grey]+{plan.Files.Count - MostFiles}[/]");
        }

        FindingsText.Show(context, plan.Findings, allowed);
        context.Terminal.Out.Flush();
    }

    private Line LineOf(CommitPlan plan, string state, string? commit, string? message) =>
        new(
            plan.Entry.Name,
            state,
            commit,
            message,
            [.. plan.Files.Select(f => new FileLine(f.Path, $"{f.Letter}"))],
            [.. plan.Findings.Select(f => new FindingLine(f.Check, f.Path, f.Line, f.Message.In(context.Terminal.Language)))],
            null
        );

    private int Tell(Line line, bool json, Problem? problem)
    {
        if (json)
        {
            context.Terminal.Out.WriteLine(Json.Write(line with { Error = problem?.Message.In(context.Terminal.Language) }));
            return problem is null ? ExitCode.Done : ExitCode.Of(problem);
        }

        if (problem is not null)
        {
            context.Terminal.Out.Flush();
            return context.Terminal.Fail(problem);
        }

        var word = line.State switch
        {
            "planned" => context.In($"would commit: {line.Message}", $"haría commit: {line.Message}"),
            "skipped" => context.In("skipped", "omitido"),
            _ => "",
        };
        if (word.Length > 0)
        {
            context.Terminal.Rich.MarkupLineInterpolated($"  [grey]· {word}[/]");
        }

        return ExitCode.Done;
    }
}
