namespace InfraAi.Analysis.Diagrams;

public static partial class DiagramReader
{
    private const string DrawIoName = "draw.io";
    private const string ComposeName = "Docker Compose";
    internal const string KubernetesName = "Kubernetes";
    private const string CloudFormationName = "CloudFormation";
    private const string TerraformName = "Terraform";
    private const string TerraformJsonName = "Terraform JSON";
    private const string ApiName = "OpenAPI and AsyncAPI";
    internal const string CatalogName = "Backstage catalog";

    private const string MermaidName = "Mermaid";
    private const string PlantUmlName = "PlantUML";
    private const string StructurizrName = "Structurizr DSL";
    private const string StructurizrJsonName = "Structurizr JSON";
    private const string DotName = "Graphviz DOT";
    private const string D2Name = "D2";
    private const string ExcalidrawName = "Excalidraw";
    private const string SvgName = "SVG";

    private static readonly Dictionary<string, Func<SourceText, Sketch>> Readers = new(StringComparer.Ordinal)
    {
        [DrawIoName] = DrawIo.Read,
        [MermaidName] = Mermaid.Read,
        [PlantUmlName] = PlantUml.Read,
        [StructurizrName] = Structurizr.Read,
        [StructurizrJsonName] = Structurizr.ReadJson,
        [DotName] = Dot.Read,
        [D2Name] = D2.Read,
        [ExcalidrawName] = Excalidraw.Read,
        [SvgName] = Svg.Read,
        [ComposeName] = Compose.Read,
        [KubernetesName] = Kubernetes.Read,
        [CloudFormationName] = CloudFormation.Read,
        [TerraformName] = Terraform.Read,
        [TerraformJsonName] = Terraform.ReadJson,
        [ApiName] = ApiDescriptions.Read,
        [CatalogName] = CatalogInfo.Read,
    };

    /// <summary>The formats that are read, by name.</summary>
    public static IReadOnlyList<string> Formats { get; } = [.. Readers.Keys];

    /// <summary>What a text inside a picture is.</summary>
    private static (string Text, string Format)? Embedded(string keyword, string text) =>
        keyword is "mxfile" or "mxGraphModel" ? (DrawIoSource.Unpack(text), DrawIoName)
        : keyword == "plantuml" ? (text, PlantUmlName)
        : Excalidraw.Unpack(text) is { } scene ? (scene, ExcalidrawName)
        : null;

    /// <summary>What a text is, by its content. The id's extension decides only where the content leaves two.</summary>
    private static (string Text, string Format)? Recognize(string text, string id)
    {
        var start = text.AsSpan().TrimStart("\uFEFF \t\r\n");
        if (start.IsEmpty)
        {
            return null;
        }
        if (start[0] == '<' || start.StartsWith("%3C", StringComparison.OrdinalIgnoreCase))
        {
            return RecognizeXml(text, start);
        }
        if (PlantUml.FromUrl(text) is { } uml)
        {
            return (uml, PlantUmlName);
        }
        var format = start[0] is '{' or '[' ? RecognizeJson(start) : RecognizeText(text, id);
        return format is null ? null : (text, format);
    }

    private static (string Text, string Format)? RecognizeXml(string text, ReadOnlySpan<char> start)
    {
        var head = start[..Math.Min(start.Length, 4000)];
        if (head.Contains("<svg", StringComparison.Ordinal))
        {
            return DrawIoSource.FromSvg(text) is { } model ? (DrawIoSource.Unpack(model), DrawIoName)
                : Excalidraw.FromSvg(text) is { } scene ? (scene, ExcalidrawName)
                : head.Contains("<html", StringComparison.OrdinalIgnoreCase) ? null
                : (text, SvgName);
        }
        return
            head.Contains("<mxfile", StringComparison.Ordinal)
            || head.Contains("<mxGraphModel", StringComparison.Ordinal)
            || head.StartsWith("%3Cmx", StringComparison.OrdinalIgnoreCase)
            ? (DrawIoSource.Unpack(DrawIoSource.WithoutDoctype(text)), DrawIoName)
            : null;
    }

    /// <summary>By the properties that the format's own schema requires. A few words are looked for, the document is not parsed yet.</summary>
    private static string? RecognizeJson(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("{{"))
        {
            return null;
        }
        var top = JsonTop.Of(text);
        return Has(text, "\"excalidraw\"") || Has(text, "\"excalidraw/clipboard\"") ? ExcalidrawName
            : Has(text, "\"softwareSystems\"") && Has(text, "\"model\"") ? StructurizrJsonName
            : top.HasVersion("openapi") || top.HasVersion("swagger") || top.HasVersion("asyncapi") ? ApiName
            : (top.Has("terraform_version") || top.Has("format_version")) && (Has(text, "\"resources\"") || Has(text, "\"root_module\""))
                ? TerraformJsonName
            : top.Has("Resources") && (top.Has("AWSTemplateFormatVersion") || Has(text, "\"AWS::")) ? CloudFormationName
            : top.Has("apiVersion") && top.Has("kind") ? (Has(text, "backstage.io/v") ? CatalogName : KubernetesName)
            : top.Has("services") && top.HoldsServices ? ComposeName
            : null;
    }

    private static string? RecognizeText(string text, string id)
    {
        var signs = Signs.Of(text);
        if (signs.First.StartsWith("@start", StringComparison.Ordinal))
        {
            return PlantUmlName;
        }
        if (Mermaid.Begins(signs.First))
        {
            return MermaidName;
        }
        if (Dot.Begins(signs.First))
        {
            return DotName;
        }
        if (
            signs.First.StartsWith("workspace", StringComparison.OrdinalIgnoreCase)
            && text.Contains('{')
            && (signs.First.Length == 9 || signs.First[9] is ' ' or '{')
        )
        {
            return StructurizrName;
        }
        if (signs.HasFence)
        {
            return null;
        }
        if (signs.Has("apiVersion") && signs.Has("kind"))
        {
            return text.Contains("backstage.io/v", StringComparison.Ordinal) ? CatalogName : KubernetesName;
        }
        if (signs.Has("openapi") || signs.Has("swagger") || signs.Has("asyncapi"))
        {
            return ApiName;
        }
        if (
            signs.Has("Resources")
            && (
                signs.Has("AWSTemplateFormatVersion")
                || text.Contains("Type: AWS::", StringComparison.Ordinal)
                || text.Contains("Type: \"AWS::", StringComparison.Ordinal)
                || text.Contains("Type: 'AWS::", StringComparison.Ordinal)
            )
        )
        {
            return CloudFormationName;
        }
        if (
            signs.Has("services")
            && (
                text.Contains("image:", StringComparison.Ordinal)
                || text.Contains("build:", StringComparison.Ordinal)
                || text.Contains("extends:", StringComparison.Ordinal)
            )
        )
        {
            return ComposeName;
        }
        // Before version 2 the services stood at the top; a file may also only include others.
        if (IsComposeFile(id) && (signs.Has("include") || Has(text, "  image:") || Has(text, "  build:")))
        {
            return ComposeName;
        }
        return signs.IsTerraform ? TerraformName
            : signs.IsD2 || (id.EndsWith(".d2", StringComparison.OrdinalIgnoreCase) && signs.First.Length > 0) ? D2Name
            : null;
    }

    private static bool IsComposeFile(string id)
    {
        var name = id.AsSpan(id.LastIndexOf('/') + 1);
        return name.Contains("compose", StringComparison.OrdinalIgnoreCase)
            && (name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase));
    }

    private static bool Has(ReadOnlySpan<char> text, string word) => text.Contains(word, StringComparison.Ordinal);
}
