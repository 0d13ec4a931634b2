using System.Runtime.CompilerServices;
using InfraAi.Analysis.Text;
using InfraAi.Model;

namespace InfraAi.Analysis.Tests;

/// <summary>The descriptions that the page offers to try are read completely.</summary>
public class ExampleTests
{
    private static readonly TextAnalyzer Analyzer = new();

    [Theory]
    [InlineData("orders")]
    [InlineData("serverless")]
    [InlineData("tienda")]
    [InlineData("iot")]
    public void An_example_is_read_without_an_error(string name)
    {
        var labels = TextCase.Load($"examples/{name}");
        var text = File.ReadAllText(Path.Combine(Folder(), $"{name}.txt"));
        var architecture = Analyzer.Analyze(new AnalysisInput(name, text), TestContext.Current.CancellationToken).Value;

        new CaseScore(labels, architecture).Errors.ShouldBeEmpty();
        architecture.Title.ShouldBe(labels.Head["title"]);
        foreach (var owner in labels.List("owner"))
        {
            var (part, team) = (owner.Split(" = ")[0], owner.Split(" = ")[1]);
            architecture.Components.Single(c => c.Name == part).Owner.ShouldBe(team);
        }
        architecture.Questions.ShouldBe(labels.List("questions"));
        Evidences.ShouldBeTrue(text, architecture);
    }

    private static string Folder([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "src", "InfraAi.Agent", "Examples");
}
