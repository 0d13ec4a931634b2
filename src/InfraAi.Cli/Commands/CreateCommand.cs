using System.CommandLine;
using InfraAi.Analysis;
using InfraAi.Model;
using InfraAi.Pipeline;
using InfraAi.Platform.Configuration;
using InfraAi.Platform.Services;
using InfraAi.Publishing.Git;
using InfraAi.Storage;

namespace InfraAi.Cli.Commands;

/// <summary>create: the whole pipeline, from the description to the published catalog.</summary>
internal sealed class CreateCommand(CommandContext context)
{
    private readonly Command command = new(
        "create",
        context.In(
            "The whole way: description → published Backstage catalog",
            "El camino completo: descripción → catálogo Backstage publicado"
        )
    );

    public Command Build()
    {
        var from = new Option<string?>("--from")
        {
            Description = context.In(
                "Many at once: a CSV (name,description or name,file), a folder, or github:ACCOUNT; run again, it goes on where it was",
                "Muchas a la vez: un CSV (name,description o name,file), una carpeta o github:CUENTA; al repetirla, sigue donde estaba"
            ),
            HelpName = "SOURCE",
        };
        var campaign = new Option<string?>("--campaign")
        {
            Description = context.In(
                "The run's name in the ledger (else the source's)",
                "El nombre de la campaña (si no, el de la fuente)"
            ),
            HelpName = "NAME",
        };
        var inputs = new Inputs(command, context, from);
        command.Options.Add(from);
        command.Options.Add(campaign);
        var format = FormatOption.Create(context);
        command.Options.Add(format);
        command.SetAction(
            (parsed, _) =>
                parsed.GetValue(from) is { } source
                    ? new CampaignRun(context, parsed.GetValue(format) == "json").RunAsync(source, parsed.GetValue(campaign))
                    : RunAsync(inputs.Of(parsed, context), parsed.GetValue(format) == "json")
        );
        return command;
    }

    internal sealed record Created(
        string Id,
        string AnalysisId,
        AnalysisStatus Status,
        string ProjectName,
        string? RepositoryUrl,
        string? CatalogUrl,
        string? Commit,
        bool? Changed,
        string? PullRequestUrl,
        long? VisibleAfterMs,
        int Components,
        int Relations,
        IReadOnlyList<string> Questions,
        IReadOnlyList<string> Files
    );

    private async Task<int> RunAsync(IReadOnlyList<(string Id, Func<Result<AnalysisInput>> Read)> inputs, bool json)
    {
        var opened = await Workshop.OpenAsync(context.Settings, context.Time).WaitAsync(context.Cancellation);
        if (!opened.Ok)
        {
            return context.Terminal.Fail(opened.Problem);
        }

        await using var workshop = opened.Value;
        await using var jobs = RunningJobs.Start(workshop, context.Time);
        var code = ExitCode.Done;
        foreach (var (id, read) in inputs)
        {
            var created = await CreateAsync(workshop, jobs.Jobs, read(), json);
            if (!created.Ok)
            {
                code = ExitCode.Of(created.Problem);
                if (json)
                {
                    context.Terminal.Out.WriteLine(AnalysisLine.Write(id, created.Problem, context.Terminal.Language));
                }
                else
                {
                    context.Terminal.Fail(created.Problem);
                }

                continue;
            }

            if (json)
            {
                context.Terminal.Out.WriteLine(Json.Write(Answer(id, created.Value, workshop.ReadAddress)));
            }
            else
            {
                await ShowAsync(workshop, created.Value);
            }
        }

        return code;
    }

    private async Task<Result<AnalysisRecord>> CreateAsync(Workshop workshop, AnalysisJobs jobs, Result<AnalysisInput> input, bool quiet)
    {
        if (!input.Ok)
        {
            return input.Problem;
        }

        if (input.Value.Picture is not null && !workshop.Analyzer.SeesPictures)
        {
            return InputReader.ImageNotRead(input.Value);
        }

        var request = await workshop.Pictures.RequestAsync(input.Value);
        if (!request.Ok)
        {
            return request.Problem;
        }

        AnalysisEvents.Subscription? events = null;
        var accepted = await jobs.AcceptAsync(request.Value, accepting: id => events = workshop.Events.Listen(id));
        using var listening = events;
        if (!accepted.Ok)
        {
            return accepted.Problem;
        }

        var (analysis, running) = accepted.Value;
        await using var canceling = context.Cancellation.Register(() => _ = jobs.CancelAsync(analysis.Id));
        await foreach (var e in events!.ReadAsync(CancellationToken.None))
        {
            if (!quiet && e.Step is { State: not StepState.Started } step)
            {
                ShowStep(step);
            }
        }

        var ended = await running;
        return ended.Problem is { } problem ? problem : ended;
    }

    private void ShowStep(StepEvent step)
    {
        var mark = step.State switch
        {
            StepState.Done => "✓",
            StepState.Skipped => "·",
            _ => "✗",
        };
        context.Terminal.Error.WriteLine(
            $"  {mark} {StepNames.In(step.Step, context.Terminal.Language), -12} {step.Message.In(context.Terminal.Language)}"
        );
    }

    private async Task ShowAsync(Workshop workshop, AnalysisRecord analysis)
    {
        context.Terminal.Out.WriteLine();
        ArchitectureText.Write(context, analysis.Architecture!);
        if (analysis.Publication is not { } publication)
        {
            return;
        }

        string[][] rows =
        [
            .. workshop.Publisher is GitPublisher git
                ? (string[][])
                    [
                        [context.In("repository", "repositorio"), git.RepositoryPath(analysis.Project!.Name)],
                    ]
                : [],
            [context.In("clone", "clonar"), $"git clone {workshop.ReadAddress.Of(publication.RepositoryUrl)}"],
            [context.In("catalog", "catálogo"), workshop.ReadAddress.Of(publication.CatalogUrl)],
            [context.In("page", "página"), new Uri(context.Settings.AgentUrl, $"/#/analyses/{analysis.Id}").ToString()],
            ["commit", $"{publication.Commit[..10]} {(publication.Changed ? "" : context.In("(unchanged)", "(sin cambios)"))}".Trim()],
        ];
        foreach (var row in rows)
        {
            context.Terminal.Out.WriteLine($"{row[0], -12} {row[1]}");
        }

        if (publication.PullRequestUrl is { } pull)
        {
            context.Terminal.Out.WriteLine($"{"pull request", -12} {pull}");
        }

        foreach (var note in publication.Notes)
        {
            context.Terminal.Out.WriteLine($"{"", -12} {note.In(context.Terminal.Language)}");
        }

        var agent = context.Settings.AgentUrl;
        var door = $"{agent.Host}:{agent.Port}";
        if (await Readiness.AskAsync(new Uri($"tcp://{door}"), context.Cancellation) is null)
        {
            context.Terminal.Out.WriteLine(
                $"{"", -12} {context.In($"{door} answers once the agent runs: ./infra-ai start", $"{door} responde cuando el agente esté en marcha: ./infra-ai start")}"
            );
        }
    }

    internal static Created Answer(string id, AnalysisRecord a, ReadAddress addresses) =>
        new(
            id,
            a.Id,
            a.Status,
            a.Project!.Name,
            addresses.Of(a.Publication?.RepositoryUrl),
            addresses.Of(a.Publication?.CatalogUrl),
            a.Publication?.Commit,
            a.Publication?.Changed,
            a.Publication?.PullRequestUrl,
            a.Publication?.VisibleAfterMs,
            a.Architecture!.Components.Count,
            a.Architecture.Relations.Count,
            a.Architecture.Questions,
            [.. a.Project.Files.Select(f => f.Path)]
        );
}
