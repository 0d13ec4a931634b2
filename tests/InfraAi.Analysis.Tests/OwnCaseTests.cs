using InfraAi.Analysis.Text;
using InfraAi.Model;

namespace InfraAi.Analysis.Tests;

/// <summary>
/// Descriptions as people type them (own/, held/) and texts as they are published: patterns, compose files' READMEs, articles (styles/, styles-held/).
/// The rules may be written with the errors of own/ and styles/ in view, never with those of the held ones.
/// </summary>
public class OwnCaseTests(ITestOutputHelper output)
{
    private static readonly TextAnalyzer Analyzer = new();

    [Theory]
    [InlineData("own/en/", 0.98, 0.94)]
    [InlineData("own/es/", 0.97, 0.95)]
    [InlineData("held/en/", 0.92, 0.76)]
    [InlineData("held/es/", 0.98, 0.96)]
    [InlineData("styles/en/", 0.95, 0.84)]
    [InlineData("styles/es/", 0.95, 0.66)]
    [InlineData("styles-held/en/", 0.87, 0.58)]
    [InlineData("styles-held/es/", 0.88, 0.72)]
    public void Texts_of_people_are_read_as_well_as_before(string folder, double components, double relations)
    {
        var scores = TextCase.In(folder).Select(Score).ToList();
        var (read, related) = (scores.Average(s => s.Components), scores.Where(s => s.IsRelated).Average(s => s.Relations ?? 1));
        output.WriteLine($"{folder} {scores.Count} texts: components F1 {read:0.000}, directed relations F1 {related:0.000}");
        read.ShouldBeGreaterThanOrEqualTo(components);
        related.ShouldBeGreaterThanOrEqualTo(relations);
    }

    [Fact]
    public void There_are_enough_texts() =>
        new[] { "own/en/", "own/es/", "held/en/", "held/es/", "styles/en/", "styles/es/", "styles-held/en/", "styles-held/es/" }
            .Sum(f => TextCase.In(f).Count)
            .ShouldBeGreaterThanOrEqualTo(170);

    private static CaseScore Score(string name)
    {
        var labelled = TextCase.Load(name);
        return new CaseScore(labelled, Analyzer.Analyze(new AnalysisInput(name, labelled.Text)).Value);
    }
}
