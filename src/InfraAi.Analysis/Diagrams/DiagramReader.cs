using System.Text;
using System.Text.RegularExpressions;
using InfraAi.Model;

namespace InfraAi.Analysis.Diagrams;

/// <summary>The door to diagram sources and infrastructure as code: finds by its content what an input is, and reads it exactly.</summary>
/// <remarks>What is none of these gives null, and belongs to the analyser of words. docs/diagrams.md says what is read of each format.</remarks>
public static partial class DiagramReader
{
    /// <summary>Longer sources than this are not read, in bytes: 64 MiB.</summary>
    public const int LongestSource = 64 * 1024 * 1024;

    /// <summary>Reads a file, if it is a source of one of <see cref="Formats"/>.</summary>
    /// <param name="bytes">The whole file: text, or a picture that carries its source.</param>
    /// <param name="id">Its path as given, or "sha256:…" for bytes without a name.</param>
    /// <param name="name">The name the caller gave the project; null to take the source's own.</param>
    /// <returns>Null when it is no such source.</returns>
    public static Result<Architecture>? TryRead(
        ReadOnlyMemory<byte> bytes,
        string id,
        string? name = null,
        CancellationToken cancellation = default
    ) =>
        Guarded(
            id,
            () =>
                Decode(bytes, id) is { } found
                    ? Read(found.Text, found.Format, id, name, 1, null, cancellation)
                    : default(Result<Architecture>?)
        );

    /// <summary>Reads a text, if it is a source of one of <see cref="Formats"/>.</summary>
    /// <inheritdoc cref="TryRead(ReadOnlyMemory{byte}, string, string, CancellationToken)"/>
    public static Result<Architecture>? TryRead(string text, string id, string? name = null, CancellationToken cancellation = default) =>
        TryRead(text, id, name, null, cancellation);

    /// <param name="language">That of what is asked ("en", "es"); null for the source's own.</param>
    internal static Result<Architecture>? TryRead(string text, string id, string? name, string? language, CancellationToken cancellation) =>
        Guarded(
            id,
            () =>
                Recognize(text, id) is { } found
                    ? Read(found.Text, found.Format, id, name, 1, language, cancellation)
                    : default(Result<Architecture>?)
        );

    /// <summary>How a file of a folder is read.</summary>
    /// <param name="Code">Its format, when that declares what runs, each thing by its own name; null for drawings and for what is no source.</param>
    /// <param name="Set">The same for files that are one source: what one of them names, another may declare.</param>
    internal readonly record struct FileKind(string? Code, string Set);

    /// <summary>True for what people draw, false for what declares what runs.</summary>
    internal static bool IsDrawing(string format) =>
        format is DrawIoName or MermaidName or PlantUmlName or StructurizrName or DotName or D2Name or ExcalidrawName or SvgName;

    /// <summary>True for a format whose lines may as well be something else.</summary>
    internal static bool IsLoose(string format) => format == D2Name;

    internal static FileKind KindOf(string text, string path)
    {
        try
        {
            return Recognize(text, path)?.Format switch
            {
                KubernetesName when HelmExpression().IsMatch(text) => new(KubernetesName, path),
                // A folder of Terraform is a module.
                TerraformName => new(TerraformName, $"{TerraformName} {path[..(path.LastIndexOf('/') + 1)]}"),
                (KubernetesName or CatalogName or ComposeName) and var format => new(format, format),
                (CloudFormationName or TerraformJsonName or ApiName) and var format => new(format, path),
                _ => new(null, path),
            };
        }
        catch (BrokenSourceException)
        {
            return new(null, path);
        }
    }

    /// <summary>Reads files as one source.</summary>
    /// <param name="files">Of the same <see cref="FileKind.Set"/>, at least one.</param>
    /// <param name="companions">As <see cref="SourceText.Companions"/>.</param>
    internal static Result<Architecture> ReadTogether(
        IReadOnlyList<(string Text, string Path)> files,
        IReadOnlyList<(string Path, string Text)> companions,
        string? language,
        CancellationToken cancellation
    ) =>
        Guarded(
            files[0].Path,
            () =>
            {
                var format = Recognize(files[0].Text, files[0].Path)!.Value.Format;
                var source = new SourceText(files, format == TerraformName ? "" : "---\n")
                {
                    Companions = companions,
                    Language = language,
                    Cancellation = cancellation,
                };
                return Readers[format](source).Build(null, format);
            }
        )!.Value;

    /// <returns>True when the text is a source of one of <see cref="Formats"/>, even a broken one.</returns>
    public static bool Recognizes(string text)
    {
        try
        {
            return Recognize(text, "") is not null;
        }
        catch (BrokenSourceException)
        {
            return true;
        }
    }

    /// <summary>The text that lines of evidence count in: of a picture its source, of compressed draw.io the unpacked XML; null when it is no source.</summary>
    /// <param name="drawings">False leaves out SVG pictures that are only drawn: in a folder they are mostly logos and badges.</param>
    public static string? Source(ReadOnlyMemory<byte> bytes, string id = "", bool drawings = true)
    {
        try
        {
            return Decode(bytes, id) is var (text, format) && (drawings || format != SvgName) ? text : null;
        }
        catch (BrokenSourceException)
        {
            return null;
        }
    }

    private static (string Text, string Format)? Decode(ReadOnlyMemory<byte> bytes, string id)
    {
        var span = bytes.Span;
        if (Packed.IsPng(span))
        {
            foreach (var (keyword, text) in Packed.PngTexts(bytes))
            {
                if (Embedded(keyword, text) is { } found)
                {
                    return found;
                }
            }
            return null;
        }
        if (bytes.Length > LongestSource)
        {
            throw new BrokenSourceException(1, "larger than 64 MiB", "mayor de 64 MiB", tooLarge: true);
        }
        return Text(span) is { } decoded ? Recognize(decoded, id) : null;
    }

    private static string? Text(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
        {
            return Encoding.Unicode.GetString(bytes[2..]);
        }
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        }
        return bytes[..Math.Min(bytes.Length, 4096)].Contains((byte)0) ? null
            : bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? Encoding.UTF8.GetString(bytes[3..])
            : Encoding.UTF8.GetString(bytes);
    }

    private static Result<Architecture> Read(
        string text,
        string format,
        string id,
        string? name,
        int firstLine,
        string? language,
        CancellationToken cancellation
    )
    {
        if (format == KubernetesName && HelmExpression().IsMatch(text))
        {
            return HelmTemplate(id);
        }
        var source = new SourceText(text, id, firstLine) { Cancellation = cancellation, Language = language };
        return Readers[format](source).Build(name, format);
    }

    /// <summary>What is a template of a chart says nothing until it is rendered: names and images are the values'.</summary>
    private static Problem HelmTemplate(string id) =>
        new(
            HelmTemplateCode,
            ProblemKind.Invalid,
            new Phrase($"{id} is a template of a Helm chart.", $"{id} es una plantilla de un chart de Helm."),
            new Phrase(
                "Render the chart and give the result: helm template CHART > rendered.yaml",
                "Genere el chart y dé el resultado: helm template CHART > generado.yaml"
            )
        );

    internal const string HelmTemplateCode = "helm-template";

    /// <summary>What only Helm's templates have (helm.sh/docs/chart_template_guide): other tools put braces into values, too.</summary>
    [GeneratedRegex(@"\{\{-?\s*(?:\.Values\b|\.Release\b|\.Chart\b|(?:include|template|define)\s+"")", RegexOptions.None, 1000)]
    private static partial Regex HelmExpression();

    private static Result<Architecture>? Guarded(string id, Func<Result<Architecture>?> read)
    {
        try
        {
            return read();
        }
        catch (LimitException e)
        {
            return e.Of(new(id, id));
        }
        catch (BrokenSourceException e)
        {
            return e.TooLarge
                ? new Problem(
                    "diagram-too-large",
                    ProblemKind.TooLarge,
                    new Phrase($"{id}, line {e.Line}: {e.Message}.", $"{id}, línea {e.Line}: {e.Es}."),
                    new Phrase("Send the part that matters, or split it.", "Envíe la parte que importa, o divídalo.")
                )
                : new Problem(
                    "diagram-broken",
                    ProblemKind.Invalid,
                    new Phrase($"{id}, line {e.Line}: {e.Message}.", $"{id}, línea {e.Line}: {e.Es}."),
                    new Phrase(
                        "Save it again from the tool that made it, or mend that line.",
                        "Guárdelo otra vez con la herramienta que lo creó, o corrija esa línea."
                    )
                );
        }
    }
}
