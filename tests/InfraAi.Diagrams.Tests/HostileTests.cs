using System.Diagnostics;
using System.Globalization;
using System.Text;
using InfraAi.Analysis.Diagrams;
using InfraAi.Model;

namespace InfraAi.Diagrams.Tests;

/// <summary>Bombs, depth, size and rings: a clear problem or a partial reading, soon.</summary>
public sealed class HostileTests
{
    /// <summary>Close below ReadingLimits.MostComponents.</summary>
    private const int Many = 4_900;

    private static Result<Architecture> Read(string text, string id)
    {
        var clock = Stopwatch.StartNew();
        var result = DiagramReader.TryRead(text, id).ShouldNotBeNull();
        // It ends, whatever else the machine does meanwhile; docs/diagrams.md has the figures of a quiet one.
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60), id);
        return result;
    }

    private static string Rows(Func<int, string> row, int count = Many)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            text.Append(row(i)).Append('\n');
        }
        return text.ToString();
    }

    public static TheoryData<string> Formats =>
        [
            "drawio",
            "mermaid",
            "dot",
            "d2",
            "plantuml",
            "structurizr",
            "compose",
            "kubernetes",
            "terraform",
            "cloudformation",
            "excalidraw",
            "catalog",
        ];

    private static string Huge(string format) =>
        format switch
        {
            "drawio" => "<mxfile><diagram><mxGraphModel><root><mxCell id=\"0\"/><mxCell id=\"1\" parent=\"0\"/>"
                + Rows(i =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"<mxCell id=\"n{i}\" value=\"Node {i}\" style=\"rounded=1\" vertex=\"1\" parent=\"1\"><mxGeometry x=\"{i * 10}\" width=\"8\" height=\"8\" as=\"geometry\"/></mxCell><mxCell id=\"e{i}\" edge=\"1\" parent=\"1\" source=\"n{i}\" target=\"n{(i * 7) % Many}\"/>"
                    )
                )
                + "</root></mxGraphModel></diagram></mxfile>",
            "mermaid" => "flowchart LR\n" + Rows(i => $"n{i}[Node {i}] --> n{(i * 7) % Many}"),
            "dot" => "digraph {\n" + Rows(i => $"n{i} -> n{(i * 7) % Many};") + "}",
            "d2" => "direction: right\n" + Rows(i => $"n{i} -> n{(i * 7) % Many}"),
            "plantuml" => "@startuml\n" + Rows(i => $"[Node {i}] --> [Node {(i * 7) % Many}]") + "@enduml",
            "structurizr" => "workspace {\nmodel {\n"
                + Rows(i => $"n{i} = softwareSystem \"Node {i}\"")
                + Rows(i => $"n{i} -> n{(i * 7) % Many} \"uses\"")
                + "}\n}",
            "compose" => "services:\n" + Rows(i => $"  s{i}:\n    image: nginx\n    depends_on: [s{(i * 7) % Many}]"),
            "kubernetes" => Rows(i =>
                $"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{ name: d{i} }}\nspec: {{ template: {{ spec: {{ containers: [ {{ image: nginx }} ] }} }} }}\n---"
            ),
            "terraform" => Rows(i => $"resource \"aws_sqs_queue\" \"q{i}\" {{\n  x = aws_sqs_queue.q{(i * 7) % Many}.arn\n}}"),
            "cloudformation" => "Resources:\n"
                + Rows(i => $"  Q{i}:\n    Type: AWS::SQS::Queue\n    Properties: {{ X: !Ref Q{(i * 7) % Many} }}"),
            "excalidraw" => "{\"type\":\"excalidraw\",\"elements\":["
                + Rows(i =>
                    $"{{\"id\":\"n{i}\",\"type\":\"rectangle\"}},{{\"id\":\"t{i}\",\"type\":\"text\",\"containerId\":\"n{i}\",\"text\":\"Node {i}\"}},"
                )
                + "{\"id\":\"z\",\"type\":\"line\"}]}",
            _ => Rows(i =>
                $"apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {{ name: c{i} }}\nspec: {{ dependsOn: [\"component:c{(i * 7) % Many}\"] }}\n---"
            ),
        };

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_huge_source_is_read_in_time(string format)
    {
        var result = Read(Huge(format), "huge");
        result.Ok.ShouldBeTrue(result.Problem?.ToString());
        result.Value.Components.Count.ShouldBeGreaterThanOrEqualTo(4_800);
    }

    private static string Deep(string open, string close, int depth = 50_000) =>
        Rows(i => open.Replace("#", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal), depth) + Rows(_ => close, depth);

    public static TheoryData<string, string> DeepSources =>
        new()
        {
            { "d2", "a -> b: {shape: x}\ndirection: right\n" + Deep("a#: {", "}") },
            { "dot", "digraph {\n" + Deep("subgraph cluster_# {", "}") + "}" },
            { "terraform", "resource \"aws_sqs_queue\" \"q\" {\n" + Deep("b# {", "}") + "}" },
            { "structurizr", "workspace {\nmodel {\n" + Deep("g# = group \"g\" {", "}") + "}}" },
            { "yaml", "services:\n  a: { image: " + new string('[', 50_000) },
            { "json", "{\"type\":\"excalidraw\",\"elements\":" + new string('[', 50_000) },
            { "drawio", "<mxfile><diagram><mxGraphModel>" + Rows(_ => "<root>", 50_000) },
            { "mermaid", "flowchart LR\n" + Deep("subgraph s#", "end") },
            { "plantuml", "@startuml\n" + Deep("package p# {", "}") + "[A] --> [B]\n@enduml" },
        };

    [Theory]
    [MemberData(nameof(DeepSources))]
    public void Depth_is_a_problem_or_is_read(string format, string text)
    {
        var result = Read(text, format);
        if (!result.Ok)
        {
            result.Problem.Code.ShouldBeOneOf("too-many-components", "diagram-too-large", "diagram-broken", "no-infrastructure");
        }
    }

    [Fact]
    public void Entities_of_xml_are_refused()
    {
        const string bomb =
            "<!DOCTYPE mxfile [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]>\n<mxfile><diagram><mxGraphModel><root><mxCell id=\"&b;\" value=\"&c;\" vertex=\"1\"/></root></mxGraphModel></diagram></mxfile>";
        var result = Read(bomb, "bomb.drawio");
        result.Ok.ShouldBeFalse();
        result.Problem!.Code.ShouldBe("diagram-broken");
        result.Problem.Message.En.ShouldContain("bomb.drawio, line 1");
        result.Problem.Message.Es.ShouldContain("línea 1");
    }

    [Fact]
    public void A_compressed_page_that_grows_without_end_is_refused()
    {
        var packed = Convert.ToBase64String(PackedTests.Deflate(new byte[100 * 1024 * 1024], zlib: false));
        Read($"<mxfile><diagram>{packed}</diagram></mxfile>", "bomb.drawio").Problem!.Code.ShouldBe("diagram-too-large");
        var picture = PackedTests.Png("zTXt", [.. "mxfile\0\0"u8, .. PackedTests.Deflate(new byte[100 * 1024 * 1024], zlib: true)]);
        DiagramReader
            .TryRead(picture, "bomb.png", cancellation: TestContext.Current.CancellationToken)!
            .Value.Problem!.Code.ShouldBe("diagram-too-large");
    }

    [Fact]
    public void Aliases_of_yaml_do_not_multiply()
    {
        var text = new StringBuilder("x0: &x0 {image: nginx, environment: {A: b}}\n");
        for (var i = 1; i < 40; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"x{i}: &x{i} [*x{i - 1}, *x{i - 1}, *x{i - 1}, *x{i - 1}]\n");
        }
        text.Append("services:\n  web:\n    image: nginx\n    command: *x39\n    <<: [*x0, *x0]\n");
        Read(text.ToString(), "laughs.yml").Value.Components.ShouldHaveSingleItem().Name.ShouldBe("web");
    }

    [Fact]
    public void Rings_of_parents_end()
    {
        const string ring =
            "<mxfile><diagram><mxGraphModel><root><mxCell id=\"a\" value=\"Alpha\" vertex=\"1\" parent=\"b\"/><mxCell id=\"b\" value=\"Beta\" vertex=\"1\" parent=\"a\"/><mxCell id=\"c\" value=\"Gamma\" vertex=\"1\" parent=\"c\"/></root></mxGraphModel></diagram></mxfile>";
        Read(ring, "ring.drawio").Ok.ShouldBeTrue();
        Read("services:\n  a:\n    image: nginx\n    extends: b\n  b:\n    image: redis\n    extends: a\n", "ring.yml").Ok.ShouldBeTrue();
        Read(
            "resource \"aws_sqs_queue\" \"a\" { x = aws_sqs_queue.b.arn }\nresource \"aws_sqs_queue\" \"b\" { x = aws_sqs_queue.a.arn }\n",
            "ring.tf"
        )
            .Value.Relations.Count.ShouldBe(2);
    }

    [Fact]
    public void Relations_that_multiply_are_refused()
    {
        var many = string.Join(" & ", Enumerable.Range(0, 2000).Select(i => $"n{i}"));
        Read($"flowchart LR\n{many} --> {many.Replace('n', 'm')}\n", "bomb.mmd").Problem!.Code.ShouldBe("too-many-relations");
    }

    [Fact]
    public void Unknown_functions_are_a_question()
    {
        var result = Read(
            "resource \"aws_instance\" \"web\" {\n  user_data = templatefile(\"${path.module}/init.tpl\", { a = strange::call(1) })\n}\n",
            "main.tf"
        );
        result.Value.Questions.ShouldContain(q => q.Contains("templatefile()", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_hundred_files_a_second()
    {
        var files = Directory
            .EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Cases"), "*", SearchOption.AllDirectories)
            .Where(f => !f.EndsWith(".expected", StringComparison.Ordinal))
            .Select(File.ReadAllBytes)
            .ToList();
        files.ForEach(f => DiagramReader.TryRead(f, "warm"));
        var clock = Stopwatch.StartNew();
        files.ForEach(f => DiagramReader.TryRead(f, "x"));
        (files.Count / clock.Elapsed.TotalSeconds).ShouldBeGreaterThan(200);
    }
}
