using System.Text.Json.Nodes;
using InfraAi.Catalog.Yaml;

namespace InfraAi.Catalog.Tests.Yaml;

/// <summary>Values as YAML 1.2 and the npm package yaml read them.</summary>
public class YamlReaderTests
{
    private static JsonNode? Value(string text)
    {
        var document = YamlReader.Read(text).ShouldHaveSingleItem();
        document.Errors.ShouldBeEmpty();
        return EntityJson.From(document.Root!);
    }

    [Theory]
    [InlineData("yes", "\"yes\"")]
    [InlineData("2026-11-22", "\"2026-11-22\"")]
    [InlineData("0o17", "15")]
    [InlineData("017", "17")]
    [InlineData("0x1F", "31")]
    [InlineData("-.5e1", "-5")]
    [InlineData("1_000", "\"1_000\"")]
    [InlineData("True", "true")]
    [InlineData("~", null)]
    [InlineData("!!str 1", "\"1\"")]
    [InlineData("!local 1", "\"1\"")]
    [InlineData("!!timestamp 2026-11-22", "\"2026-11-22T00:00:00.000Z\"")]
    [InlineData("'it''s'", "\"it's\"")]
    [InlineData("\"a\\x41\\u00e9\\n\"", "\"aAé\\n\"")]
    [InlineData("a\n b\n\n c", "\"a b\\nc\"")]
    [InlineData("\"a\n  b \\\n  c\"", "\"a b c\"")]
    [InlineData("|\n a\n  b\n\n", "\"a\\n b\\n\"")]
    [InlineData("|-\n a\n", "\"a\"")]
    [InlineData("|+\n a\n\n", "\"a\\n\\n\"")]
    [InlineData("|2\n   a\n", "\" a\\n\"")]
    [InlineData(">\n a\n b\n\n c\n  d\n e\n", "\"a b\\nc\\n d\\ne\\n\"")]
    [InlineData("[a, {b: c}, d: e, ]", "[\"a\",{\"b\":\"c\"},{\"d\":\"e\"}]")]
    [InlineData("{\"a\":1, b, ? c : d}", "{\"a\":1,\"b\":null,\"c\":\"d\"}")]
    [InlineData("a:\n- 1\n- - 2\n  - 3\n- b: 4\n  c: 5", "{\"a\":[1,[2,3],{\"b\":4,\"c\":5}]}")]
    [InlineData("? a\n: - b", "{\"a\":[\"b\"]}")]
    [InlineData("a: 'b''\nc: 'd'", "{\"a\":\"b'\",\"c\":\"d\"}")]
    [InlineData("&x a: *x", "{\"a\":\"a\"}")]
    [InlineData("1.0: a", "{\"1\":\"a\"}")]
    [InlineData("a: b\n[x]: y", "{\"a\":\"b\",\"{}\":\"y\"}")]
    [InlineData("? a\n- dropped: *x\nb: c", "{\"a\":null,\"b\":\"c\"}")]
    [InlineData("?\n- a\n: b", "{\"{}\":\"b\"}")]
    [InlineData("a: !!binary aGk=", "{\"a\":{\"type\":\"Buffer\",\"data\":[104,105]}}")]
    [InlineData("a: !!set {b}", "{\"a\":{}}")]
    [InlineData("a: !!omap [b: c]", "{\"a\":{}}")]
    [InlineData("a: !!pairs [b: c, d]", "{\"a\":[{\"b\":\"c\"},{\"d\":null}]}")]
    [InlineData("a:\n  b: |\n  \tc: d", "{\"a\":{\"b\":\"\\t\\n\"},\"c\":\"d\"}")]
    [InlineData("a:\n# c\n  b\nc: d", "{\"a\":\"b\",\"c\":\"d\"}")]
    [InlineData("{a: b, \"e\"!}", "{\"a\":\"b\",\"e\":null}")]
    [InlineData("a:\n- b\n\t# c\n? x:\n- y", "{\"a\":[\"b\"],\"{}\":null}")]
    [InlineData("? x:\n- a\n\t- b\nc: d", "{\"{}\":null,\"c\":\"d\"}")]
    [InlineData("? a\n- \tb", "{\"a\":null}")]
    [InlineData("? a\n  &b\nc: d", "{\"a &b\":null,\"c\":\"d\"}")]
    [InlineData("? a\n  'b\n c'\nd: e", "{\"a 'b c'\":null,\"d\":\"e\"}")]
    [InlineData("? [a]\n: b\n: c", "{\"{}\":\"b\",\"\":\"c\"}")]
    [InlineData("?\ta", "{\"a\":null}")]
    [InlineData(
        "%YAML 1.1\n---\n[yes, No, 0b11, 1_000, 1:30, 017, 2026-11-22, .5e1, <<]",
        "[true,false,3,1000,90,15,\"2026-11-22T00:00:00.000Z\",5,\"<<\"]"
    )]
    [InlineData("%YAML 1.1\n---\na: &x {b: 1, c: 2}\nd:\n  <<: *x\n  b: 017", "{\"a\":{\"b\":1,\"c\":2},\"d\":{\"b\":15,\"c\":2}}")]
    [InlineData("%YAML 1.1\n---\n<<: [{a: 1, ~: 2}, {a: 3, [b]: 4}]", "{\"a\":1,\"null\":2,\"b\":4}")]
    [InlineData("a: &x {b: c}\n!!merge k: *x", "{\"a\":{\"b\":\"c\"},\"b\":\"c\"}")]
    [InlineData("<<: {a: b}", "{\"<<\":{\"a\":\"b\"}}")]
    [InlineData("a: !!merge b", "{}")]
    [InlineData("!!binary bmFtZQ==: x", "{\"name\":\"x\"}")]
    [InlineData("!!set {a: , b}", "{}")]
    [InlineData("!!set {a # c\n}", "{}")]
    [InlineData("a: 'b''", "{\"a\":\"b'\"}")]
    [InlineData("a: \"b\\\"", "{\"a\":\"b\\\"\"}")]
    [InlineData("a: [b\n]", "{\"a\":[\"b\"]}")]
    [InlineData("a: &x [b]\n*x : c", "{\"a\":[\"b\"],\"*x\":\"c\"}")]
    public void A_value(string yaml, string? json) =>
        JsonNode.DeepEquals(Value(yaml), json is null ? null : JsonNode.Parse(json)).ShouldBeTrue(Value(yaml)?.ToJsonString() ?? "null");

    [Theory]
    [InlineData("a: b: c")]
    [InlineData("a: - b")]
    [InlineData("a:\n\tb: c")]
    [InlineData("a: 'b")]
    [InlineData("a: \"\\q\"")]
    [InlineData("a: [b")]
    [InlineData("a: [b,,c]")]
    [InlineData("a: [b]]")]
    [InlineData("a: @b")]
    [InlineData("a: *b")]
    [InlineData("a: &x &y b")]
    [InlineData("a: !e!b c")]
    [InlineData("a: | b")]
    [InlineData("a: b\n c: d")]
    [InlineData("a: b\na: c")]
    [InlineData("1: a\n0x1: b")]
    [InlineData("a\nb: c")]
    [InlineData("--- a: b")]
    [InlineData("- a\nb: c")]
    [InlineData("a: \"b\"#c")]
    [InlineData("%YAML 1.2\na: b")]
    [InlineData("a: b\n...\n%YAML")]
    [InlineData("a: b\n\n[x]: y")]
    [InlineData("-\t&a b")]
    [InlineData("a:\n\t\n\nb: c")]
    [InlineData("\uFEFF- a")]
    [InlineData("a:\n#c\n  b\nc: d")]
    [InlineData("[?\n , a]")]
    [InlineData("!!set {a: b}")]
    [InlineData("!!omap [a: b, a: c]")]
    [InlineData("a: |\n \n\tb")]
    [InlineData("? x:\n  - - a\n ~  - b\n  - c")]
    [InlineData("?\n  - a\n b\n  - c")]
    [InlineData("- - a\n ~ - b\n- c")]
    [InlineData("- a\n\t# c\n? x:\n- b")]
    [InlineData("[\"e\"!]")]
    [InlineData("!! [] : x")]
    [InlineData("%YAML 1.2\rx\n---\na: b")]
    [InlineData("%YAML 1.2\u0085\n---\na: b")]
    [InlineData("?\ta: b")]
    [InlineData("? a: b\n\tc")]
    [InlineData("\uFEFF? \ta")]
    [InlineData("\uFEFF?\ta: b")]
    [InlineData("? a\n  [b,\nc]\nd: e")]
    [InlineData("? a\nb")]
    [InlineData("!!set\na: # c\n")]
    [InlineData("!!omap [&a b: c, *a : d]")]
    [InlineData("%YAML 1.1\n---\n<<: a")]
    [InlineData("!!merge k: &a {b: *a, !!merge c: *a}")]
    [InlineData("\"a\\>\\\"\n---\n\"b\" : c")]
    [InlineData("!!pairs [&a {b: c}, *a]")]
    public void A_fault(string yaml) => YamlReader.Read(yaml)[0].Errors.ShouldNotBeEmpty();

    [Theory]
    [InlineData("> ---\nb", "\"\"", "\"b\"")]
    [InlineData("%YAML 1.1\n---\na: yes\n---\nb: yes\n...\n%TAG ! x:\n---\nc: yes", "{\"a\":true}", "{\"b\":true}", "{\"c\":\"yes\"}")]
    [InlineData("\uFEFF...\n", "null")]
    [InlineData("\"\\u00e\0\"", "fault")]
    [InlineData("'a\n---\nb'", "fault", "\"b\\u0027\"")]
    [InlineData("a: 'b\n---\nc: d", "fault", "{\"c\":\"d\"}")]
    [InlineData("a: b\n]\n--- c", "fault", "\"c\"")]
    public void A_stream(string yaml, params string[] documents) =>
        YamlReader
            .Read(yaml)
            .Select(document => document.Errors.Count > 0 ? "fault" : EntityJson.From(document.Root!)?.ToJsonString() ?? "null")
            .ShouldBe(documents);

    [Fact]
    public void Too_deep_a_document_is_refused_and_the_next_is_read()
    {
        var documents = YamlReader.Read($"a: b\n---\n  {new string('[', 100_000)}\n--- [c]\n...\nd: e\n");

        documents.Select(document => document.Errors.Count).ShouldBe([0, 1, 0, 0]);
        EntityJson.From(documents[2].Root!)!.ToJsonString().ShouldBe("[\"c\"]");
        EntityJson.From(documents[3].Root!)!.ToJsonString().ShouldBe("{\"d\":\"e\"}");
    }

    [Fact]
    public void Nodes_know_their_place()
    {
        const string Text = "a: 'x'\nb:\n  - [1, y]\n";
        var root = (YamlMap)YamlReader.Read(Text)[0].Root!;

        Slice(root.Find("a")!.Value.Value).ShouldBe("'x'");
        Slice(((YamlList)root.Find("b")!.Value.Value).Items[0]).ShouldBe("[1, y]");

        static string Slice(YamlNode node) => Text[node.Start..node.End];
    }

    [Theory]
    [InlineData("plain words", true)]
    [InlineData("url:https://a.b/c", true)]
    [InlineData("yes", false)]
    [InlineData("NULL", false)]
    [InlineData("1.0", false)]
    [InlineData("2026-11-22", false)]
    [InlineData("a: b", false)]
    [InlineData("a #b", false)]
    [InlineData(" a", false)]
    [InlineData("- a", false)]
    [InlineData("*a", false)]
    [InlineData("", false)]
    public void Quotes_stand_where_any_reader_could_go_wrong(string text, bool isPlain)
    {
        YamlText.IsPlain(text).ShouldBe(isPlain);
        JsonNode.DeepEquals(Value("k: " + YamlText.Scalar(text))!["k"], JsonValue.Create(text)).ShouldBeTrue();
    }
}
