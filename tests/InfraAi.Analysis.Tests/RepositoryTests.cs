using InfraAi.Analysis.Folders;
using InfraAi.Model;
using InfraAi.Model.Texts;

namespace InfraAi.Analysis.Tests;

/// <summary>Whole repositories, below Repositories/, each with what a person makes of it in expected.txt.</summary>
public class RepositoryTests
{
    private const string Expected = "expected.txt";
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Repositories");

    public static TheoryData<string> Names => [.. Directory.GetDirectories(Root).Select(folder => Path.GetFileName(folder)!).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_sources_become_one_architecture(string name)
    {
        var folder = Path.Combine(Root, name);
        var files = Directory
            .GetFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => (Path: Path.GetRelativePath(folder, path).Replace('\\', '/'), Text: File.ReadAllText(path)))
            .Where(file => SourceFiles.Precedence(file.Path) is not null)
            .OrderBy(file => file.Path, StringComparer.Ordinal);
        var expected = TextCase.Read($"{name}/{Expected}", File.ReadAllText(Path.Combine(folder, Expected)));

        var read = new OfflineAnalyzer()
            .Analyze(new AnalysisInput(name, SourceBundle.Write([.. files]), name), TestContext.Current.CancellationToken)
            .Value;

        read.Components.Select(c => Folding.Fold(c.Name)).Order().ShouldBe(expected.List("components").Select(Folding.Fold).Order());
        var names = read.Components.ToDictionary(c => c.Id, c => Folding.Fold(c.Name), StringComparer.Ordinal);
        read.Relations.Select(r => $"{names[r.From]} -> {names[r.To]}")
            .Order()
            .ShouldBe(expected.List("relations").Select(Folding.Fold).Order());
        foreach (var owner in expected.List("owner").Select(o => o.Split(" = ")))
        {
            read.Components.Single(c => Folding.Fold(c.Name) == Folding.Fold(owner[0])).Owner.ShouldBe(owner[1]);
        }

        (read.Name, read.Title).ShouldBe((name, expected.Head["title"]));
        foreach (var asked in expected.List("asks"))
        {
            read.Questions.ShouldContain(q => q.Contains(asked));
        }

        foreach (var noted in expected.List("notes"))
        {
            read.Notes.ShouldContain(n => n.Contains(noted));
        }
    }
}
