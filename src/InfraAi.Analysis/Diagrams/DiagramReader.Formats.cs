using System.Text.RegularExpressions;

namespace InfraAi.Analysis.Diagrams;

public static partial class DiagramReader
{
    private const string DrawIoName = "draw.io";

    private static readonly Dictionary<string, Func<SourceText, Sketch>> Readers = new(StringComparer.Ordinal)
    {
        [DrawIoName] = DrawIo.Read,
    };

    /// <summary>The formats that are read, by name.</summary>
    public static IReadOnlyList<string> Formats { get; } = [.. Readers.Keys];

    /// <summary>What a text inside a picture is.</summary>
    private static (string Text, string Format)? Embedded(string keyword, string text) =>
        keyword is "mxfile" or "mxGraphModel" ? (DrawIoSource.Unpack(text), DrawIoName) : null;

    /// <summary>What a text is, by its content. The id's extension decides only where the content leaves two.</summary>
    private static (string Text, string Format)? Recognize(string text, string id)
    {
        var start = text.AsSpan().TrimStart("\uFEFF \t\r\n");
        if (start.StartsWith("<") || start.StartsWith("%3C", StringComparison.OrdinalIgnoreCase))
        {
            return RecognizeXml(text, start);
        }
        return null;
    }

    private static (string Text, string Format)? RecognizeXml(string text, ReadOnlySpan<char> start)
    {
        var head = start[..Math.Min(start.Length, 4000)];
        if (head.Contains("<svg", StringComparison.Ordinal))
        {
            return DrawIoSource.FromSvg(text) is { } model ? (DrawIoSource.Unpack(model), DrawIoName) : null;
        }
        return
            head.Contains("<mxfile", StringComparison.Ordinal)
            || head.Contains("<mxGraphModel", StringComparison.Ordinal)
            || head.StartsWith("%3Cmx", StringComparison.OrdinalIgnoreCase)
            ? (DrawIoSource.Unpack(DrawIoSource.WithoutDoctype(text)), DrawIoName)
            : null;
    }
}
