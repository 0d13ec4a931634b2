using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace InfraAi.Catalog.Tests.Oracle;

/// <summary>
/// Our verdict against the official one. CATALOG_FUZZ says how many mutants (CI runs few), CATALOG_FUZZ_SEED which,
/// CATALOG_FUZZ_CORPUS names a folder of further YAML files to mutate.
/// </summary>
public class DifferentialTests
{
    private const int Batch = 2000;

    [Fact]
    public void The_corpus_has_the_official_verdict()
    {
        Assert.SkipUnless(OfficialVerdicts.CanRun, "needs node and npm");

        Differences(Corpus()).ShouldBeEmpty();
    }

    [Fact]
    public void Mutants_have_the_official_verdict()
    {
        Assert.SkipUnless(OfficialVerdicts.CanRun, "needs node and npm");
        var count = Number("CATALOG_FUZZ", 1500);
        var mutants = new Mutants(Corpus(), Number("CATALOG_FUZZ_SEED", 1));

        var different = new List<string>();
        for (var from = 0; from < count; from += Batch)
            different.AddRange(Differences([.. Enumerable.Range(from, Math.Min(Batch, count - from)).Select(mutants.Make)]));

        different.Count.ShouldBe(0, string.Join("\n==========\n", different.Take(Number("CATALOG_FUZZ_SHOW", 5))));
    }

    private static List<string> Corpus()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Corpus");
        var further = Environment.GetEnvironmentVariable("CATALOG_FUZZ_CORPUS");
        var files = Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal);
        return
        [
            .. (further is null ? files : files.Concat(Directory.GetFiles(further, "*.yaml").Order(StringComparer.Ordinal))).Select(
                File.ReadAllText
            ),
        ];
    }

    /// <summary>
    /// After a quote that is never closed the official reader takes the rest of the file for text; we go on at the next marker. So after
    /// a document with broken syntax we may say more than it does, never anything else.
    /// </summary>
    private static List<string> Differences(IReadOnlyList<string> texts)
    {
        var official = OfficialVerdicts.Of(texts);
        var different = new List<string>();
        for (var index = 0; index < texts.Count; index++)
        {
            var ours = CatalogValidator.Validate("mutant.yaml", texts[index]);
            var said = official[index].Select(verdict => (verdict.Document, verdict.Valid, verdict.Valid ? verdict.Ref : null)).ToList();
            // The official side reads no files: it puts a word where a $text stands, and then finds that it is no URL. What the file holds decides.
            if (official[index].Any(verdict => verdict.Error?.Contains("but found \"placeholder\"", StringComparison.Ordinal) == true))
                continue;
            var last = said.Count == 0 ? -1 : said[^1].Document;
            var broken = ours.Any(our => our.Document <= last && our.Problems.Any(problem => problem.Rule == Rules.YamlSyntax));
            var compared = ours.Where(our => our.Document <= last || !broken);
            if (!said.SequenceEqual(compared.Select(verdict => (verdict.Document, verdict.Valid, verdict.Valid ? verdict.Ref : null))))
                different.Add(Describe(texts[index], official[index], ours));
            else if (official[index].FirstOrDefault(verdict => verdict.Valid && !IsRead(texts[index], verdict)) is { } misread)
                different.Add($"official {misread.Document} True {misread.Json}\nours 0 read otherwise\n{texts[index]}");
        }
        return different;
    }

    /// <summary>Is the document read into the same values?</summary>
    private static bool IsRead(string text, OfficialVerdict official)
    {
        if (official.Json is null)
            return true;
        var ours = EntityJson.From(
            CatalogValidator.Examine("", text).Single(document => document.Verdict.Document == official.Document).Root!
        );
        // How a map or list is written as the name of a key is the official reader's own affair.
        return official.Json.Contains("\"{", StringComparison.Ordinal)
            || official.Json.Contains("\"[", StringComparison.Ordinal)
            || JsonNode.DeepEquals(ours, JsonNode.Parse(official.Json));
    }

    private static string Describe(string text, IReadOnlyList<OfficialVerdict> official, IReadOnlyList<DocumentVerdict> ours)
    {
        var report = new StringBuilder();
        foreach (var verdict in official)
            if (
                ours.FirstOrDefault(our => our.Document == verdict.Document) is not { } our
                || our.Valid != verdict.Valid
                || verdict.Valid && our.Ref != verdict.Ref
            )
                report.Append(
                    CultureInfo.InvariantCulture,
                    $"official {verdict.Document} {verdict.Valid} {verdict.Ref} {verdict.Error?.Split("\n\n")[0]}\n"
                );
        foreach (var our in ours)
            if (
                official.FirstOrDefault(verdict => verdict.Document == our.Document) is not { } verdict
                || our.Valid != verdict.Valid
                || our.Valid && our.Ref != verdict.Ref
            )
                report.Append(
                    CultureInfo.InvariantCulture,
                    $"ours {our.Document} {our.Valid} {our.Ref} {our.Problems.FirstOrDefault(problem => problem.Severity == Severity.Error)}\n"
                );
        return report.Append(text.Replace("\t", "→", StringComparison.Ordinal).Replace("\r", "␍", StringComparison.Ordinal)).ToString();
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
