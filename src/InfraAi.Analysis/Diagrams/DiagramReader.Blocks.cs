using InfraAi.Model;

namespace InfraAi.Analysis.Diagrams;

/// <summary>A source inside a document.</summary>
/// <param name="Line">The line of the document, from 1, on which the source begins (after the fence).</param>
/// <param name="Lines">How many lines it has.</param>
/// <param name="Format">One of <see cref="DiagramReader.Formats"/>.</param>
/// <param name="Language">What the fence says it is, in lower case; empty when it says nothing.</param>
/// <param name="Result">What was read; lines of evidence are those of the document.</param>
public sealed record DiagramBlock(int Line, int Lines, string Format, string Language, Result<Architecture> Result);

public static partial class DiagramReader
{
    /// <summary>Reads the sources in a document's fenced blocks (CommonMark, 4.5), so that they can be merged with what its words say.</summary>
    /// <param name="text">The document: Markdown, or a text with such blocks.</param>
    /// <param name="id">Its path as given, or "sha256:…".</param>
    /// <returns>The blocks that are sources, in order; a block that is broken is one with a problem.</returns>
    public static IReadOnlyList<DiagramBlock> ReadBlocks(string text, string id, CancellationToken cancellation = default)
    {
        var blocks = new List<DiagramBlock>();
        var (open, language, start, first) = ("", "", 0, 0);
        var line = 0;
        for (var at = 0; at < text.Length; )
        {
            cancellation.ThrowIfCancellationRequested();
            line++;
            var end = text.IndexOf('\n', at);
            end = end < 0 ? text.Length : end;
            var trimmed = text.AsSpan(at, end - at).Trim();
            if (open.Length == 0)
            {
                var sign =
                    trimmed.StartsWith("```") ? '`'
                    : trimmed.StartsWith("~~~") ? '~'
                    : '\0';
                if (sign != '\0')
                {
                    var rest = trimmed.TrimStart(sign);
                    open = new string(sign, trimmed.Length - rest.Length);
                    language = rest.Trim(" {.").ToString().Split([' ', '}', ',', ':'])[0].ToLowerInvariant();
                    (start, first) = (Math.Min(end + 1, text.Length), line + 1);
                }
            }
            else if (trimmed.StartsWith(open) && trimmed.TrimStart(open[0]).IsEmpty)
            {
                if (Block(text[start..Math.Max(start, at)], language, id, first, line - first, cancellation) is { } block)
                {
                    blocks.Add(block);
                }
                open = "";
            }
            at = end + 1;
        }
        return blocks;
    }

    private static DiagramBlock? Block(string text, string language, string id, int line, int lines, CancellationToken cancellation)
    {
        if (FormatOf(text, language) is not { } format)
        {
            return null;
        }
        var result = Guarded(id, () => Read(text, format, id, null, line, null, cancellation));
        return result is { } read ? new DiagramBlock(line, lines, format, language, read) : null;
    }

    // The language of the fence decides where it names one format; else the content does.
    private static string? FormatOf(string text, string language)
    {
        var found = language switch
        {
            "plantuml" or "puml" or "uml" => PlantUmlName,
            "dot" or "graphviz" or "gv" => DotName,
            "d2" => D2Name,
            "structurizr" => StructurizrName,
            "tf" or "hcl" or "terraform" => TerraformName,
            _ => null,
        };
        if (found is not null && text.AsSpan().Trim().Length > 0)
        {
            return found;
        }
        var start = text.AsSpan().TrimStart();
        return start.IsEmpty || start[0] == '<' ? null
            : start[0] is '{' or '[' ? RecognizeJson(start)
            : RecognizeText(text, "");
    }
}
