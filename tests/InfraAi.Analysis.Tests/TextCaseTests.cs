using InfraAi.Analysis.Text;
using InfraAi.Model;
using InfraAi.Model.Texts;

namespace InfraAi.Analysis.Tests;

public class TextCaseTests
{
    private static readonly TextAnalyzer Analyzer = new();

    public static TheoryData<string> Names => [.. TextCase.Names];

    [Fact]
    public void There_are_cases_in_both_languages()
    {
        TextCase.Names.Count(n => n.StartsWith("es", StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(15);
        TextCase.Names.Count(n => n.StartsWith("en", StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(15);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Reads_the_case_as_labelled(string name)
    {
        var labelled = TextCase.Load(name);
        var architecture = Analyzer.Analyze(new AnalysisInput(name, labelled.Text), TestContext.Current.CancellationToken).Value;
        var said = Describe(architecture);

        foreach (var wanted in labelled.List("components"))
        {
            Find(architecture, wanted).ShouldNotBeNull($"{wanted} is missing in: {said}");
        }
        foreach (var absent in labelled.List("absent"))
        {
            Find(architecture, absent).ShouldBeNull($"{absent} is no part, but is in: {said}");
        }
        if (labelled.Head.ContainsKey("only"))
        {
            architecture.Components.Count.ShouldBe(labelled.List("components").Count, said);
        }
        foreach (var relation in labelled.List("relations"))
        {
            Relates(architecture, relation).ShouldBeTrue($"{relation} is missing in: {said}");
        }
        foreach (var relation in labelled.List("no relation"))
        {
            Relates(architecture, relation).ShouldBeFalse($"{relation} is not said, but is in: {said}");
        }
        foreach (var title in labelled.List("title"))
        {
            architecture.Title.ShouldBe(title);
        }
        foreach (var owner in labelled.List("owner"))
        {
            var (part, team) = (owner.Split(" = ")[0], owner.Split(" = ")[1]);
            Find(architecture, part)!.Owner.ShouldBe(team);
        }
        architecture.Language.ShouldBe(labelled.Language);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_quote_is_in_the_text_at_its_place(string name)
    {
        var text = TextCase.Load(name).Text;
        Evidences.ShouldBeTrue(text, Analyzer.Analyze(new AnalysisInput(name, text), TestContext.Current.CancellationToken).Value);
    }

    /// <summary>"name", or "name (technology)": both must be as labelled.</summary>
    private static Component? Find(Architecture architecture, string label)
    {
        var open = label.LastIndexOf(" (", StringComparison.Ordinal);
        var exact = architecture.Components.FirstOrDefault(c => Same(c.Name, label) || Same(c.Technology, label));
        if (exact is not null || open < 0)
        {
            return exact;
        }
        return architecture.Components.FirstOrDefault(c => Same(c.Name, label[..open]) && Same(c.Technology, label[(open + 2)..^1]));
    }

    private static bool Relates(Architecture architecture, string label)
    {
        var ends = label.Split(" -> ");
        var from = Find(architecture, ends[0]);
        var to = Find(architecture, ends[1]);
        return from is not null && to is not null && architecture.Relations.Any(r => r.From == from.Id && r.To == to.Id);
    }

    private static bool Same(string? a, string b) => a is not null && Folding.Fold(a) == Folding.Fold(b);

    private static string Describe(Architecture architecture) =>
        string.Join("; ", architecture.Components.Select(c => $"{c.Name} ({c.Technology})"))
        + " | "
        + string.Join("; ", architecture.Relations.Select(r => $"{r.From} -> {r.To}"));
}
