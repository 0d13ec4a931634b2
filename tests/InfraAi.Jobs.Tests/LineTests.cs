using System.Collections;
using InfraAi.Analysis;
using InfraAi.Catalog;
using InfraAi.Model;
using InfraAi.Pipeline;
using InfraAi.Storage;

namespace InfraAi.Jobs.Tests;

/// <summary>One line of jobs, as the agent has it: what computes for long must not stand in it.</summary>
public sealed class LineTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task While_thousands_of_parts_are_written_others_go_on()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var line = new TaskFactory(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
        var pipeline = new AnalysisPipeline(new OfflineAnalyzer(), null, new GenerationOptions { Version = "1" });
        var generate = pipeline.Stages.Single(stage => stage.Step == PipelineStep.Generate);
        using var held = new HeldParts(200);
        var large = line.StartNew(() => generate.Walk(Analysis(held), cancellation), cancellation).Unwrap();
        await held.Reached.WaitAsync(Patience, cancellation);

        var small = line.StartNew(() => generate.Walk(Analysis([Part(0)]), cancellation), cancellation).Unwrap();
        (await small.WaitAsync(Patience, cancellation)).Value.Analysis.Project!.Entities.ShouldNotBeEmpty();
        large.IsCompleted.ShouldBeFalse();

        held.Release();
        (await large.WaitAsync(Patience, cancellation)).Value.Analysis.Project!.Entities.Count.ShouldBeGreaterThan(200);
    }

    [Fact]
    public async Task More_than_a_catalog_has_is_refused_before_anything_is_made_of_it()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var many = new Architecture
        {
            Name = "many",
            Title = "Many",
            Language = "en",
            Analyzer = "model",
            Components = [.. Enumerable.Range(0, ReadingLimits.MostComponents + 1).Select(Part)],
        };
        var pipeline = new AnalysisPipeline(new Says(many), null, new GenerationOptions { Version = "1" });
        var analyze = pipeline.Stages.Single(stage => stage.Step == PipelineStep.Analyze);
        var read = await analyze.Walk(Analysis([]) with { Architecture = null }, cancellation);
        read.Problem!.Code.ShouldBe("too-many-components");
        read.Problem.Kind.ShouldBe(ProblemKind.TooLarge);
        read.Problem.Message.En.ShouldContain("5,001 components or more");
    }

    private static Component Part(int i) =>
        new()
        {
            Id = $"c{i}",
            Name = $"Service {i}",
            Kind = ComponentKind.Service,
            Confidence = 1,
            Evidence = [new TextEvidence(0, 1, "x")],
        };

    private static AnalysisRecord Analysis(IReadOnlyList<Component> parts) =>
        new()
        {
            Id = "a",
            Input = new("text", "A service.", null),
            Status = AnalysisStatus.Running,
            CreatedAt = DateTimeOffset.UnixEpoch,
            Architecture = new()
            {
                Name = "shop",
                Title = "Shop",
                Language = "en",
                Analyzer = "offline",
                Components = parts,
            },
        };

    private sealed class Says(Architecture architecture) : IAnalyzer
    {
        public string Name => "model";

        public ValueTask<Result<Architecture>> AnalyzeAsync(AnalysisInput input, CancellationToken cancellation = default) =>
            new(architecture);
    }

    /// <summary>Parts that are not handed over before they are released.</summary>
    private sealed class HeldParts(int count) : IReadOnlyList<Component>, IDisposable
    {
        private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim released = new();
        private readonly List<Component> parts = [.. Enumerable.Range(0, count).Select(Part)];

        public Task Reached => reached.Task;
        public int Count => parts.Count;
        public Component this[int index] => parts[index];

        public void Release() => released.Set();

        public IEnumerator<Component> GetEnumerator()
        {
            reached.TrySetResult();
            released.Wait(Patience);
            return parts.GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public void Dispose() => released.Dispose();
    }
}
