using System.Net;
using InfraAi.Model;
using InfraAi.Storage;
using InfraAi.Tests;

namespace InfraAi.Jobs.Tests;

/// <summary>Many who follow one large analysis cost little memory, and stop nobody else.</summary>
public sealed class StreamTests : IDisposable
{
    private const int Streams = 200;
    private readonly TemporaryFolder folder = new();
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Two_hundred_follow_a_large_analysis_that_another_agent_runs()
    {
        await using var database = (await Database.OpenAsync(Path.Combine(folder.Path, "data"))).Value;
        var store = new AnalysisStore(database, TimeProvider.System);
        var how = new Acceptance { Owner = "elsewhere", Lease = TimeSpan.FromHours(1) };
        var analysis = (await store.AcceptAsync(new("text", "many parts", "large"), how)).Value.Analysis;
        analysis = analysis with { Status = AnalysisStatus.Running, Architecture = Large() };
        await SaveAsync(1, PipelineStep.Read);
        // 160 MB for everything of .NET: a handful of copies of the analysis would not fit.
        await using var agent = new AgentProcess(folder.Path, ("DOTNET_GCHeapHardLimit", "0xA000000"));
        await agent.StartAsync(cancellation);

        var streams = await Task.WhenAll(
            Enumerable
                .Range(0, Streams)
                .Select(_ =>
                    agent.Http.GetAsync($"/api/analyses/{analysis.Id}/events", HttpCompletionOption.ResponseHeadersRead, cancellation)
                )
        );
        streams.ShouldAllBe(stream => stream.StatusCode == HttpStatusCode.OK);
        using (var health = await agent.Http.GetAsync(new Uri("/health", UriKind.Relative), cancellation))
        {
            health.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        analysis = analysis with { Status = AnalysisStatus.Failed };
        await SaveAsync(2, PipelineStep.Analyze);

        var told = await Task.WhenAll(streams.Select(stream => stream.Content.ReadAsStringAsync(cancellation)));
        told.ShouldAllBe(t => t.Contains("\"seq\":2", StringComparison.Ordinal) && t.Contains("event: end", StringComparison.Ordinal));
        agent.Log.ShouldNotContain("OutOfMemory");

        async Task SaveAsync(int seq, PipelineStep step) =>
            (
                await store.SaveAsync(analysis, new StepEvent(seq, analysis.CreatedAt, step, StepState.Done, new("", ""), 1))
            ).Ok.ShouldBeTrue();
    }

    private static Architecture Large() =>
        new()
        {
            Name = "large",
            Title = "Large",
            Language = "en",
            Analyzer = "offline",
            Components =
            [
                .. Enumerable
                    .Range(0, 20_000)
                    .Select(i => new Component
                    {
                        Id = $"part-{i}",
                        Name = $"Part {i}",
                        Kind = ComponentKind.Service,
                        Confidence = 0.9,
                        Evidence = [new TextEvidence(i, 5, $"part-{i}"), new TextEvidence(i + 9, 5, $"part-{i}")],
                    }),
            ],
            Relations = [],
            Questions = [],
        };
}
