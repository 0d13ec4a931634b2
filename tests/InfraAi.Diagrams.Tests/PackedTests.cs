using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using InfraAi.Analysis.Diagrams;
using InfraAi.Model;

namespace InfraAi.Diagrams.Tests;

/// <summary>Sources inside pictures, compressed pages and encoded addresses give what the plain source gives.</summary>
public sealed class PackedTests
{
    private const string Page =
        "<mxGraphModel><root><mxCell id=\"0\"/><mxCell id=\"1\" parent=\"0\"/>"
        + "<mxCell id=\"a\" value=\"Web app\" style=\"rounded=1\" vertex=\"1\" parent=\"1\"><mxGeometry width=\"80\" height=\"40\" as=\"geometry\"/></mxCell>"
        + "<mxCell id=\"b\" value=\"PostgreSQL\" style=\"rounded=1\" vertex=\"1\" parent=\"1\"><mxGeometry x=\"200\" width=\"80\" height=\"40\" as=\"geometry\"/></mxCell>"
        + "<mxCell id=\"e\" value=\"reads\" edge=\"1\" parent=\"1\" source=\"a\" target=\"b\"><mxGeometry relative=\"1\" as=\"geometry\"/></mxCell></root></mxGraphModel>";

    private const string Scene =
        """{"type":"excalidraw","elements":[{"id":"a","type":"rectangle","x":0,"y":0,"width":9,"height":9},{"id":"t","type":"text","containerId":"a","text":"Niño"}]}""";

    internal static byte[] Deflate(byte[] bytes, bool zlib)
    {
        using var result = new MemoryStream();
        using (
            Stream packer = zlib ? new ZLibStream(result, CompressionLevel.Optimal) : new DeflateStream(result, CompressionLevel.Optimal)
        )
        {
            packer.Write(bytes);
        }
        return result.ToArray();
    }

    private static string Compressed() =>
        $"<mxfile>\n<diagram name=\"Shop\">{Convert.ToBase64String(Deflate(Encoding.UTF8.GetBytes(Uri.EscapeDataString(Page)), zlib: false))}</diagram>\n</mxfile>";

    internal static byte[] Png(string type, byte[] data)
    {
        using var png = new MemoryStream();
        png.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk("IHDR", new byte[13]);
        Chunk(type, data);
        Chunk("IEND", []);
        return png.ToArray();

        void Chunk(string name, byte[] content)
        {
            Span<byte> length = stackalloc byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
            png.Write(length);
            png.Write(Encoding.ASCII.GetBytes(name));
            png.Write(content);
            png.Write(new byte[4]);
        }
    }

    private static Architecture Read(byte[] bytes, string id = "picture.png")
    {
        var result = DiagramReader.TryRead(bytes, id).ShouldNotBeNull();
        result.Ok.ShouldBeTrue(result.Problem?.ToString());
        var lines = DiagramReader.Source(bytes, id)!.Split('\n');
        foreach (var line in result.Value.Components.SelectMany(c => c.Evidence).Cast<LineEvidence>())
        {
            lines[line.Line - 1].ShouldContain(line.Quote);
        }
        return result.Value;
    }

    private static void ShouldBeTheShop(Architecture architecture)
    {
        architecture.Components.Select(c => c.Name).ShouldBe(["Web app", "PostgreSQL"]);
        architecture.Relations.ShouldHaveSingleItem().Kind.ShouldBe(RelationKind.Reads);
    }

    [Fact]
    public void Compressed_pages() => ShouldBeTheShop(Read(Encoding.UTF8.GetBytes(Compressed()), "a.drawio"));

    [Fact]
    public void Plain_text_chunk() =>
        ShouldBeTheShop(
            Read(Png("tEXt", Encoding.Latin1.GetBytes("mxfile\0" + Uri.EscapeDataString($"<mxfile><diagram>{Page}</diagram></mxfile>"))))
        );

    [Fact]
    public void Compressed_text_chunk() =>
        ShouldBeTheShop(
            Read(Png("zTXt", [.. "mxfile\0\0"u8, .. Deflate(Encoding.UTF8.GetBytes(Uri.EscapeDataString(Compressed())), zlib: true)]))
        );

    [Fact]
    public void International_text_chunk() =>
        ShouldBeTheShop(Read(Png("iTXt", [.. "mxfile\0"u8, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(Uri.EscapeDataString(Compressed()))])));

    [Fact]
    public void Svg_with_content()
    {
        var content = System.Net.WebUtility.HtmlEncode(Compressed());
        var svg =
            "<?xml version=\"1.0\"?>\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n"
            + $"<svg xmlns=\"http://www.w3.org/2000/svg\" content=\"{content}\"><rect/></svg>";
        ShouldBeTheShop(Read(Encoding.UTF8.GetBytes(svg), "a.drawio.svg"));
    }

    [Fact]
    public void Plant_uml_in_a_picture()
    {
        var source = Deflate(Encoding.UTF8.GetBytes("@startuml\n[Web app] --> [PostgreSQL] : reads\n@enduml\n"), zlib: true);
        ShouldBeTheShop(Read(Png("iTXt", [.. "plantuml\0"u8, 1, 0, 0, 0, .. source])));
    }

    [Fact]
    public void Plant_uml_in_an_address()
    {
        const string signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
        var packed = Deflate(Encoding.UTF8.GetBytes("@startuml\n[Web app] --> [PostgreSQL] : reads\n@enduml\n"), zlib: false);
        Array.Resize(ref packed, (packed.Length + 2) / 3 * 3);
        var code = new StringBuilder("https://www.plantuml.com/plantuml/png/");
        for (var i = 0; i < packed.Length; i += 3)
        {
            var bits = (packed[i] << 16) | (packed[i + 1] << 8) | packed[i + 2];
            code.Append(signs[bits >> 18]).Append(signs[(bits >> 12) & 63]).Append(signs[(bits >> 6) & 63]).Append(signs[bits & 63]);
        }
        ShouldBeTheShop(Read(Encoding.UTF8.GetBytes(code.ToString()), "sha256:x"));
    }

    private static string Payload()
    {
        var encoded = Encoding.Latin1.GetString(Deflate(Encoding.UTF8.GetBytes(Scene), zlib: true));
        return System.Text.Json.JsonSerializer.Serialize(
            new
            {
                version = "1",
                encoding = "bstring",
                compressed = true,
                encoded,
            },
            Json.Options
        );
    }

    [Fact]
    public void Excalidraw_in_a_picture() =>
        Read(Png("tEXt", Encoding.Latin1.GetBytes("application/vnd.excalidraw+json\0" + Payload())))
            .Components.ShouldHaveSingleItem()
            .Name.ShouldBe("Niño");

    [Fact]
    public void Excalidraw_in_an_svg()
    {
        var svg =
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><!-- svg-source:excalidraw --><metadata><!-- payload-type:application/vnd.excalidraw+json --><!-- payload-version:2 -->"
            + $"<!-- payload-start -->{Convert.ToBase64String(Encoding.Latin1.GetBytes(Payload()))}<!-- payload-end --></metadata></svg>";
        Read(Encoding.UTF8.GetBytes(svg), "a.svg").Components.ShouldHaveSingleItem().Name.ShouldBe("Niño");
    }

    [Fact]
    public void A_picture_without_a_source_is_none_of_ours()
    {
        DiagramReader
            .TryRead(Png("tEXt", "Software\0Paint"u8.ToArray()), "a.png", cancellation: TestContext.Current.CancellationToken)
            .ShouldBeNull();
        DiagramReader
            .TryRead(
                "<html><svg xmlns=\"http://www.w3.org/2000/svg\"><rect/></svg></html>",
                "a.html",
                cancellation: TestContext.Current.CancellationToken
            )
            .ShouldBeNull();
    }

    [Fact]
    public void An_SVG_that_is_only_drawn_is_a_source_unless_a_folder_asks()
    {
        var svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><rect/></svg>"u8.ToArray();

        DiagramReader.Source(svg, "a.svg").ShouldNotBeNull();
        DiagramReader.Source(svg, "a.svg", drawings: false).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \n")]
    [InlineData("The shop calls the orders API, which stores orders in PostgreSQL.")]
    [InlineData("Web -> API -> PostgreSQL")]
    [InlineData("graph theory is fun {")]
    [InlineData("# Readme\n\n```yaml\nservices:\n  web:\n    image: nginx\n```\n")]
    [InlineData("<html><body>services</body></html>")]
    [InlineData("{\"name\": \"package\", \"version\": \"1.0.0\"}")]
    [InlineData("resources: we use many\nkind: of\n")]
    [InlineData("{{ template }}")]
    public void Words_are_none_of_ours(string text) =>
        DiagramReader.TryRead(text, "sha256:x", cancellation: TestContext.Current.CancellationToken).ShouldBeNull();

    [Fact]
    public void Blocks_of_a_document_are_read_with_the_documents_lines()
    {
        const string text =
            "# Shop\n\nThe shop:\n\n```mermaid\nflowchart LR\n  web[Web app] -->|reads| db[(PostgreSQL)]\n```\n\nand\n\n~~~ yaml\nservices:\n  db:\n    image: postgres:16\n~~~\n\n```bash\necho no\n```\n\n```d2\na -> b\n```\n";
        var blocks = DiagramReader.ReadBlocks(text, "readme.md", TestContext.Current.CancellationToken);
        blocks.Select(b => b.Format).ShouldBe(["Mermaid", "Docker Compose", "D2"]);
        var lines = text.Split('\n');
        foreach (var block in blocks)
        {
            foreach (var line in block.Result.Value.Components.SelectMany(c => c.Evidence).Cast<LineEvidence>())
            {
                line.Line.ShouldBeInRange(block.Line, block.Line + block.Lines - 1);
                lines[line.Line - 1].ShouldContain(line.Quote);
            }
        }
        blocks[0].Line.ShouldBe(6);
        blocks[0]
            .Result.Value.Relations.ShouldHaveSingleItem()
            .Evidence.ShouldHaveSingleItem()
            .ShouldBeOfType<LineEvidence>()
            .Line.ShouldBe(7);
    }
}
