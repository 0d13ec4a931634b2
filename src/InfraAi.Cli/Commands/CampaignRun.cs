using InfraAi.Model;
using InfraAi.Pipeline;
using InfraAi.Pipeline.Campaigns;
using InfraAi.Platform.Configuration;
using InfraAi.Publishing.GitHub;

namespace InfraAi.Cli.Commands;

/// <summary>create --from: many descriptions, with their price before, their progress meanwhile and a report at the end.</summary>
internal sealed class CampaignRun(CommandContext context, bool json)
{
    private const int AtOnce = 16;
    private readonly List<CampaignResult> results = [];
    private readonly ReadAddress addresses = context.Settings.ReadAddress;

    public async Task<int> RunAsync(string source, string? name)
    {
        var opened = await Workshop.OpenAsync(context.Settings, context.Time).WaitAsync(context.Cancellation);
        if (!opened.Ok)
        {
            return context.Terminal.Fail(opened.Problem);
        }

        await using var workshop = opened.Value;
        var github = Publishers.GitHubOptions(context.Settings);
        var work = Path.Combine(context.Settings.Home, "clones");
        var inputs = await CampaignSource.OpenAsync(source, github.Ok ? github.Value : null, work, context.Time, context.Cancellation);
        if (!inputs.Ok)
        {
            return context.Terminal.Fail(inputs.Problem);
        }

        if (workshop.Publisher is GitHubPublisher publisher && source.StartsWith(CampaignSource.GitHubPrefix, StringComparison.Ordinal))
        {
            publisher.Adopt(source[CampaignSource.GitHubPrefix.Length..]);
        }

        name ??= Path.GetFileName(Path.TrimEndingDirectorySeparator(source));
        Announce(name, inputs.Value.Count, workshop.Publisher is GitHubPublisher ? github.Value : null);
        var start = context.Time.GetTimestamp();
        var noted = await workshop.Jobs.BeginCampaignAsync(name, inputs.Value.Count, context.Time.GetUtcNow().ToUnixTimeMilliseconds());
        if (!noted.Ok)
        {
            return context.Terminal.Fail(noted.Problem);
        }

        var stopped = false;
        await using (var running = RunningJobs.Start(workshop, context.Time, AtOnce, claims: true))
        {
            try
            {
                await new Campaign(running.Jobs, workshop.Pictures, name).RunAsync(
                    inputs.Value,
                    result => Told(result, inputs.Value.Count),
                    context.Cancellation
                );
            }
            catch (OperationCanceledException) when (context.Cancellation.IsCancellationRequested)
            {
                stopped = true;
            }
        }

        Report(inputs.Value.Count, context.Time.GetElapsedTime(start), stopped);
        return results.Find(r => r.Problem is not null)?.Problem is { } problem ? ExitCode.Of(problem)
            : stopped ? ExitCode.Outside
            : ExitCode.Done;
    }

    private void Announce(string name, int count, GitHubOptions? github)
    {
        context.Terminal.Say(new($"Campaign {name}: {count} descriptions", $"Campaña {name}: {count} descripciones"));
        if (github is not null)
        {
            context.Terminal.Say(GitHubBudget.Of(count, github).Phrase);
        }
    }

    private void Told(CampaignResult result, int count)
    {
        results.Add(result);
        if (json)
        {
            context.Terminal.Out.WriteLine(
                result.Problem is { } problem
                    ? AnalysisLine.Write(result.Id, problem, context.Terminal.Language)
                    : Json.Write(CreateCommand.Answer(result.Id, result.Analysis!, addresses))
            );
            context.Terminal.Out.Flush();
        }

        var mark =
            result.Problem is not null ? "✗"
            : result.Before ? "·"
            : "✓";
        var words = result.Problem is { } failed
            ? $"[{failed.Code}] {failed.Message.In(context.Terminal.Language)}"
            : result.Analysis!.Publication?.PullRequestUrl ?? addresses.Of(result.Analysis.Publication?.RepositoryUrl) ?? "";
        context.Terminal.Error.WriteLine($"{results.Count, 5}/{count} {mark} {result.Id}  {words}");
    }

    private void Report(int count, TimeSpan took, bool stopped)
    {
        var done = results.Where(r => r.Problem is null).ToList();
        var failed = results.Where(r => r.Problem is not null).ToList();
        var before = done.Count(r => r.Before);
        var pulls = done.Count(r => r is { Before: false, Analysis.Publication.PullRequestUrl: not null });
        var unchanged = done.Count(r => r is { Before: false, Analysis.Publication: { Changed: false, PullRequestUrl: null } });
        var written = done.Count - before - pulls - unchanged;
        context.Terminal.Error.WriteLine();
        context.Terminal.Say(
            new(
                $"{written} published, {pulls} as pull requests, {unchanged} unchanged, {before} done before, {failed.Count} failed, {count - results.Count} not begun; {took.TotalSeconds:0.0} s",
                $"{written} publicadas, {pulls} como pull requests, {unchanged} sin cambios, {before} hechas antes, {failed.Count} con error, {count - results.Count} sin empezar; {took.TotalSeconds:0.0} s"
            )
        );
        foreach (var group in failed.GroupBy(r => r.Problem!.Code, StringComparer.Ordinal))
        {
            context.Terminal.Error.WriteLine(
                $"  {group.Count()} × [{group.Key}] {group.First().Problem!.Remedy.In(context.Terminal.Language)}"
            );
        }

        if (failed.Count > 0 || stopped)
        {
            context.Terminal.Say(new("Run the same command again: it goes on where it was.", "Repita la misma orden: sigue donde estaba."));
        }
    }
}
