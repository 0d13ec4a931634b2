namespace InfraAi.Catalog.Tests.Validation;

[Collection(nameof(Alone))]
public class HostileFileTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public static TheoryData<string> Names => [.. HostileFiles.All.Select(file => file.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_ends_in_a_clear_problem_soon_and_small(string name)
    {
        var bytes = HostileFiles.All.Single(file => file.Name == name).Bytes;
        IReadOnlyList<DocumentVerdict> verdicts = [];
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var before = Environment.CpuUsage.TotalTime;

        verdicts = CatalogValidator.Validate("hostile.yaml", bytes);

        // Processor time, not the clock's: other programs of the machine are not what is measured.
        (Environment.CpuUsage.TotalTime - before).ShouldBeLessThan(Limit);
        (GC.GetAllocatedBytesForCurrentThread() - allocated).ShouldBeLessThan(200_000_000);
        var problem = verdicts.SelectMany(verdict => verdict.Problems).First(problem => problem.Severity > Severity.Note);
        problem.Message.Length.ShouldBeInRange(10, 400);
        problem.Line.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void There_are_fifty_of_them() => HostileFiles.All.Count().ShouldBeGreaterThanOrEqualTo(50);
}

/// <summary>Tests that measure time run after the others, not beside them.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public class Alone;
