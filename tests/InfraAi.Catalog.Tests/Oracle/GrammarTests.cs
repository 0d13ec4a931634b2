using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using InfraAi.Catalog.Yaml;

namespace InfraAi.Catalog.Tests.Oracle;

/// <summary>
/// Our reader against the npm package yaml on texts of the whole grammar. YAML_GRAMMAR says how many (CI runs few),
/// YAML_GRAMMAR_SEED which, YAML_GRAMMAR_SHOW how many differences to print.
/// </summary>
public partial class GrammarTests
{
    private const int Batch = 5000;

    [Fact]
    public void The_reader_takes_and_refuses_what_the_official_one_does()
    {
        Assert.SkipUnless(OfficialVerdicts.CanRun, "needs node and npm");
        var grammar = new YamlGrammar(Number("YAML_GRAMMAR_SEED", 1));

        None(Differences(grammar.Make, values: true));
    }

    [Fact]
    public void Entities_with_any_yaml_have_the_official_verdict()
    {
        Assert.SkipUnless(OfficialVerdicts.CanRun, "needs node and npm");
        var grammar = new YamlGrammar(Number("YAML_GRAMMAR_SEED", 1));

        None(Differences(grammar.MakeEntity, values: false));
    }

    private static void None(List<string> different) =>
        different.Count.ShouldBe(0, string.Join("\n==========\n", different.Take(Number("YAML_GRAMMAR_SHOW", 5))));

    private static List<string> Differences(Func<int, string> make, bool values)
    {
        var count = Number("YAML_GRAMMAR", 1500);
        var different = new List<string>();
        for (var from = 0; from < count; from += Batch)
        {
            List<string> texts = [.. Enumerable.Range(from, Math.Min(Batch, count - from)).Select(make)];
            var official = OfficialVerdicts.Of(texts, values);
            for (var index = 0; index < texts.Count; index++)
            {
                var ours = values ? Read(texts[index]) : Verdicts(texts[index]);
                if (Difference(official[index], ours) is { } said)
                    different.Add($"{said}\n{Visible(texts[index])}");
            }
        }
        return different;
    }

    private static List<OfficialVerdict> Read(string text) =>
        [
            .. YamlReader
                .Read(text)
                .Select(
                    (document, index) =>
                        document.Errors.Count > 0
                            ? new OfficialVerdict(index, false, null, null, "YAML: " + document.Errors[0].Message)
                            : new OfficialVerdict(index, true, null, Json(document.Root), null)
                ),
        ];

    private static List<OfficialVerdict> Verdicts(string text) =>
        [
            .. CatalogValidator
                .Examine("", text)
                .Select(document => new OfficialVerdict(
                    document.Verdict.Document,
                    document.Verdict.Valid,
                    document.Verdict.Valid ? document.Verdict.Ref : null,
                    document.Verdict.Valid ? Json(document.Root) : null,
                    (document.IsBroken ? "YAML: " : "")
                        + document.Verdict.Problems.FirstOrDefault(problem => problem.Severity == Severity.Error)
                )),
        ];

    private static string Json(YamlNode? root) => (root is null ? null : EntityJson.From(root))?.ToJsonString() ?? "null";

    /// <summary>
    /// Document by document. Where a quote is never closed the official reader takes the rest of the stream for text, and we go on at the next
    /// marker: then we may have more documents behind the last one that it refuses.
    /// </summary>
    private static string? Difference(IReadOnlyList<OfficialVerdict> official, IReadOnlyList<OfficialVerdict> ours)
    {
        if (official.Count > 0 && IsBroken(official[^1]))
            ours = [.. ours.Where(our => our.Document <= official[^1].Document)];
        for (var index = 0; index < Math.Max(official.Count, ours.Count); index++)
        {
            var theirs = index < official.Count ? official[index] : null;
            var our = index < ours.Count ? ours[index] : null;
            if (
                theirs is null
                || our is null
                || theirs.Document != our.Document
                || theirs.Valid != our.Valid
                || (theirs.Valid && theirs.Ref != our.Ref)
            )
                return $"official {Say(theirs)}\nours     {Say(our)}";
            if (theirs.Valid && theirs.Json is not null && !AreEqual(Parsed(theirs.Json), JsonNode.Parse(our.Json!)))
                return $"official {Say(theirs)}\nours     {Say(our)}";
        }
        return null;
    }

    /// <summary>Equal but for how a map or list is spelt as a key: here it is "{}".</summary>
    private static bool AreEqual(JsonNode? theirs, JsonNode? ours)
    {
        if (theirs is JsonArray list && ours is JsonArray ourList)
            return list.Count == ourList.Count && list.Zip(ourList).All(pair => AreEqual(pair.First, pair.Second));
        if (theirs is not JsonObject map || ours is not JsonObject ourMap)
            return JsonNode.DeepEquals(theirs, ours);
        var named = ourMap.Where(pair => pair.Key != "{}").ToList();
        return named.All(pair => map.ContainsKey(pair.Key) && AreEqual(map[pair.Key], pair.Value))
            && (ourMap.ContainsKey("{}") ? map.Count > named.Count : map.Count == named.Count);
    }

    /// <summary>Half a surrogate pair, which .NET cannot read in JSON, as the replacement character.</summary>
    private static JsonNode? Parsed(string json) => JsonNode.Parse(HalfPair().Replace(json, @"${before}\ufffd"));

    [GeneratedRegex(@"(?<!\\)(?<before>(\\\\)*)\\ud[89a-f][0-9a-f]{2}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex HalfPair();

    private static bool IsBroken(OfficialVerdict verdict) => verdict.Error?.StartsWith("YAML", StringComparison.Ordinal) == true;

    private static string Say(OfficialVerdict? verdict) =>
        verdict is null ? "nothing" : $"{verdict.Document} {verdict.Valid} {verdict.Ref} {verdict.Json} {verdict.Error?.Split("\n\n")[0]}";

    private static string Visible(string text) =>
        text.Replace("\t", "→", StringComparison.Ordinal)
            .Replace("\r", "␍", StringComparison.Ordinal)
            .Replace("\0", "␀", StringComparison.Ordinal)
            .Replace("\uFEFF", "␣BOM␣", StringComparison.Ordinal)
            .Replace("\n", "⏎\n", StringComparison.Ordinal);

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
