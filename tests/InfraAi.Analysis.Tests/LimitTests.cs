using InfraAi.Bench.Hostile;
using InfraAi.Model;

namespace InfraAi.Analysis.Tests;

/// <summary>One thing many times, in every format and every pattern of words: read or refused, soon, and never held on to.</summary>
public sealed class LimitTests
{
    private static readonly OfflineAnalyzer Analyzer = new();

    /// <summary>Of one reading of half a megabyte, on a machine that does much else; what grows with the square takes hours.</summary>
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(60);

    public static TheoryData<string> All => [.. Patterns.All.Select(p => p.Name)];

    /// <summary>A map that all services share is read for each, up to a number of steps (Tree): it grows with the square until then.</summary>
    public static TheoryData<string> Growing => [.. Patterns.All.Select(p => p.Name).Where(name => name != "Compose, anchors")];

    private static Pattern Find(string name) => Patterns.All.Single(p => p.Name == name);

    private static AnalysisInput Input(Pattern pattern, string text) => new(pattern.File, text);

    [Theory]
    [MemberData(nameof(All))]
    public void Half_a_megabyte_of_one_thing_is_read_or_refused_in_time(string name)
    {
        var pattern = Find(name);
        using var patience = new CancellationTokenSource(Generous);
        var read = Analyzer.Analyze(Input(pattern, pattern.OfLength(512 * 1024)), patience.Token);
        if (!read.Ok)
        {
            read.Problem.Kind.ShouldBeOneOf(ProblemKind.TooLarge, ProblemKind.Invalid);
            read.Problem.Code.ShouldNotBe("reading-too-long");
        }
        else
        {
            read.Value.Components.Count.ShouldBeLessThanOrEqualTo(ReadingLimits.MostComponents);
            read.Value.Relations.Count.ShouldBeLessThanOrEqualTo(ReadingLimits.MostRelations);
        }
    }

    [Theory]
    [MemberData(nameof(Growing))]
    public void What_is_allocated_grows_with_the_input(string name)
    {
        var pattern = Find(name);
        var text = pattern.OfLength(16 * 1024);
        Allocated(pattern, text);
        var (one, four) = (Allocated(pattern, text), Allocated(pattern, pattern.OfLength(64 * 1024)));
        // Four times the text: somewhat more than four times is a list that grew once more, sixteen times a square.
        ((double)four / one).ShouldBeLessThan(12);
    }

    private static long Allocated(Pattern pattern, string text)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Analyzer.Analyze(Input(pattern, text));
        return Math.Max(64 * 1024, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Whoever_cancels_is_heard(string name)
    {
        var pattern = Find(name);
        Should.Throw<OperationCanceledException>(() => Analyzer.Analyze(Input(pattern, pattern.Make(20)), new(canceled: true)));
    }

    [Fact]
    public void Time_is_limited_and_the_limit_is_told()
    {
        var read = new OfflineAnalyzer(new NoTime()).Analyze(
            new("t.txt", "The web app uses Redis."),
            TestContext.Current.CancellationToken
        );
        read.Problem!.Code.ShouldBe("reading-too-long");
        read.Problem.Kind.ShouldBe(ProblemKind.TooLarge);
        read.Problem.Message.En.ShouldContain("20 seconds");
        read.Problem.Message.Es.ShouldContain("20 segundos");
    }

    [Theory]
    [InlineData("bullets of code", "too-many-components")]
    [InlineData("arrows", "too-many-components")]
    [InlineData("Mermaid", "too-many-components")]
    [InlineData("Compose", "too-many-components")]
    [InlineData("Terraform", "too-many-components")]
    [InlineData("PlantUML", "too-many-components")]
    [InlineData("bundle", "too-many-components")]
    [InlineData("fences", "too-many-components")]
    [InlineData("lists of lists", "too-many-relations")]
    public void What_no_catalog_has_is_refused_with_the_limit_and_what_was_counted(string name, string code)
    {
        var pattern = Find(name);
        var read = Analyzer.Analyze(Input(pattern, pattern.OfLength(1024 * 1024)), TestContext.Current.CancellationToken);
        read.Ok.ShouldBeFalse();
        read.Problem.Code.ShouldBe(code);
        read.Problem.Kind.ShouldBe(ProblemKind.TooLarge);
        var limit = code == "too-many-components" ? ReadingLimits.MostComponents : ReadingLimits.MostRelations;
        read.Problem.Message.En.ShouldContain($"at most {Phrase.Number(limit).En} are read");
        read.Problem.Message.Es.ShouldContain($"como mucho {Phrase.Number(limit).Es}");
    }

    [Fact]
    public void What_a_large_organization_has_is_read()
    {
        var text = "flowchart LR\n" + string.Concat(Enumerable.Range(0, 4_900).Select(i => $"  a{i}[Service {i}] --> a{i / 2}\n"));
        Analyzer.Analyze(new("m.mmd", text), TestContext.Current.CancellationToken).Value.Components.Count.ShouldBe(4_900);
    }

    /// <summary>A clock on which every time is over at once.</summary>
    private sealed class NoTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            callback(state);
            return System.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
