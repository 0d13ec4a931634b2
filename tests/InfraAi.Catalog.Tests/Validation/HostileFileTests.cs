using System.Diagnostics;

namespace InfraAi.Catalog.Tests.Validation;

public class HostileFileTests
{
    public static TheoryData<string> Names => [.. HostileFiles.All.Select(file => file.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_ends_in_a_clear_problem_soon_and_small(string name)
    {
        var bytes = HostileFiles.All.Single(file => file.Name == name).Bytes;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();

        var verdicts = CatalogValidator.Validate("hostile.yaml", bytes);

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2));
        (GC.GetAllocatedBytesForCurrentThread() - allocated).ShouldBeLessThan(200_000_000);
        var problem = verdicts.SelectMany(verdict => verdict.Problems).First(problem => problem.Severity > Severity.Note);
        problem.Message.Length.ShouldBeInRange(10, 400);
        problem.Line.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void There_are_fifty_of_them() => HostileFiles.All.Count().ShouldBeGreaterThanOrEqualTo(50);
}
