using System.Text;
using InfraAi.Analysis;
using InfraAi.Analysis.Diagrams;
using InfraAi.Catalog;
using InfraAi.Model;
using InfraAi.Platform.Configuration;

namespace InfraAi.Bench.Hostile;

/// <summary>Something that reads bytes from outside.</summary>
/// <param name="Name">What it reads.</param>
/// <param name="Ending">Of the files that it reads; "" takes any.</param>
/// <param name="Seeds">The folders of the repository whose files are of its kind, each with the endings that count.</param>
/// <param name="Read">Reads; what it answers tells new behaviour from known. An expected problem is an answer, an exception is a fault.</param>
public sealed record Reader(string Name, string Ending, string[] Seeds, Func<byte[], string> Read);

/// <summary>Every reader of the platform that needs nothing but the bytes.</summary>
public static class Readers
{
    private static readonly OfflineAnalyzer Analyzer = new();
    private static readonly GenerationOptions Options = new() { Version = "1" };

    private const string Diagrams = "tests/InfraAi.Diagrams.Tests/Cases/";

    public static IReadOnlyList<Reader> All { get; } =
    [
        Words("words", "t.txt", "tests/InfraAi.Analysis.Tests/Cases"),
        Words("words in Markdown", "readme.md", "tests/InfraAi.Analysis.Tests/Cases"),
        Words("folders", "bundle", "tests/InfraAi.Analysis.Tests/Repositories"),
        Words(
            "any input",
            "input",
            "tests/InfraAi.Diagrams.Tests/Cases",
            "tests/InfraAi.Catalog.Tests/Corpus",
            "tests/InfraAi.Analysis.Tests/Cases/own"
        ),
        Diagram("Compose", "docker-compose.yml", "compose"),
        Diagram("Kubernetes", "k.yaml", "kubernetes"),
        Diagram("CloudFormation", "c.yaml", "cloudformation"),
        Diagram("Terraform", "main.tf", "terraform"),
        Diagram("OpenAPI and AsyncAPI", "api.yaml", "api"),
        Diagram("catalog as a source", "catalog-info.yaml", "catalog"),
        Diagram("Mermaid", "m.mmd", "mermaid"),
        Diagram("PlantUML", "p.puml", "plantuml"),
        Diagram("Structurizr", "w.dsl", "structurizr"),
        Diagram("DOT", "d.dot", "dot"),
        Diagram("D2", "d.d2", "d2"),
        Diagram("draw.io", "d.drawio", "drawio"),
        Diagram("Excalidraw", "e.excalidraw", "excalidraw"),
        Diagram("SVG", "s.svg", "svg"),
        new(
            "catalog YAML",
            ".yaml",
            ["tests/InfraAi.Catalog.Tests/Corpus", "tests/InfraAi.Catalog.Tests/Fixing", Diagrams + "catalog"],
            Catalog
        ),
        new("mkdocs", ".yml", ["tests/InfraAi.Catalog.Tests/Expected"], bytes => Yaml("mkdocs.yml", bytes)),
        new("settings", ".env", ["deploy", "backstage"], Settings),
        new("picture headers", ".png", ["tests/InfraAi.Images.Tests/Cases", Diagrams + "drawio", Diagrams + "excalidraw"], Picture),
    ];

    private static Reader Words(string name, string file, params string[] seeds) =>
        new(name, file.Contains('.') ? Path.GetExtension(file) : "", seeds, bytes => Analyze(bytes, file));

    private static Reader Diagram(string name, string file, string folder) =>
        new(
            name,
            Path.GetExtension(file),
            [Diagrams + folder],
            bytes => DiagramReader.TryRead(bytes, file) is { } read ? Answer(read) : "none"
        );

    /// <summary>The whole way of a description: read, generated, checked. What is generated must be valid.</summary>
    private static string Analyze(byte[] bytes, string file)
    {
        var input = InputReader.ReadAny(bytes, file);
        if (!input.Ok || input.Value.Picture is not null)
        {
            return input.Ok ? "picture" : input.Problem.Code;
        }

        var read = Analyzer.Analyze(input.Value);
        if (!read.Ok || read.Value.Components.Count > 40)
        {
            return Answer(read);
        }

        var project = CatalogGenerator.Generate(read.Value, Options);
        return CatalogValidator.ValidateBundle(project.Files).FirstOrDefault(verdict => !verdict.Valid) is { } refused
            ? throw new InvalidDataException(
                $"generated, but not valid: {refused.File} {refused.Problems[0].Rule} {refused.Problems[0].Message}"
            )
            : Answer(read);
    }

    private static string Catalog(byte[] bytes)
    {
        var file = "catalog-info.yaml";
        var text = Encoding.UTF8.GetString(bytes);
        CatalogFixer.Fix(file, text);
        return Yaml(file, bytes);
    }

    private static string Yaml(string file, byte[] bytes) =>
        string.Join(
            ' ',
            CatalogValidator
                .Validate(file, bytes)
                .SelectMany(verdict => verdict.Problems)
                .Select(p => p.Rule)
                .Distinct(StringComparer.Ordinal)
                .Take(4)
        );

    private static string Settings(byte[] bytes)
    {
        var document = EnvDocument.Read(bytes);
        return document.ToString()?.Length.ToString() ?? "";
    }

    private static string Picture(byte[] bytes)
    {
        if (!PictureFile.Looks(bytes))
        {
            return "none";
        }

        var read = PictureFile.Read(bytes, "p");
        return read.Ok ? read.Value.Format.ToString() : read.Problem.Code;
    }

    private static string Answer(Result<Architecture> read) =>
        read.Ok
            ? $"{Size(read.Value.Components.Count)}/{Size(read.Value.Relations.Count)}/{read.Value.Questions.Count}/{string.Join(',', read.Value.Components.Select(c => c.Kind).Distinct().Order().Take(6))}"
            : read.Problem.Code;

    private static int Size(int count) => count < 6 ? count : 6 + int.Log2(count);
}
