using System.Text;

namespace InfraAi.Catalog.Yaml;

/// <summary>The text that the lines of a literal or folded scalar stand for.</summary>
internal static class BlockScalarText
{
    /// <param name="indent">Column of what holds it.</param>
    /// <param name="digit">The indentation that its header says, from there; 0 where the first line with text says it.</param>
    /// <param name="atRoot">It is the document, so it need not be indented.</param>
    /// <param name="fault">What is wrong with its indentation.</param>
    /// <param name="chomp">"-" drops the last line breaks, "+" keeps them all, anything else keeps one.</param>
    public static string Read(
        ReadOnlySpan<char> source,
        int indent,
        int digit,
        ScalarStyle style,
        char chomp,
        bool atRoot,
        out string? fault
    )
    {
        fault = null;
        var lines = new List<(int Indent, string Content)>();
        foreach (var range in source.Split('\n'))
        {
            var line = source[range];
            var content = line.TrimStart(' ');
            lines.Add(
                (
                    line.Length - content.Length,
                    content.TrimEnd('\r').Length == content.Length ? content.ToString() : content[..^1].ToString()
                )
            );
        }
        var last = lines.Count;
        while (last > 0 && lines[last - 1].Content.Length == 0)
            last--;
        if (last == 0)
            return chomp == '+' && source.Length > 0 ? new string('\n', Math.Max(1, lines.Count - 1)) : "";
        var (first, trim) = (0, indent + digit);
        for (; lines[first].Content.Length == 0; first++)
            if (digit == 0)
                trim = Math.Max(trim, lines[first].Indent);
        if (lines[first].Indent < trim)
            fault = "The text is indented less than it must be, or than a blank line before it.";
        if (digit == 0)
            trim = lines[first].Indent;
        if (trim == 0 && !atRoot)
            fault = "The text of a block scalar must be indented.";
        for (var line = first; line < last; line++)
            if (lines[line].Content.Length > 0 && lines[line].Indent < trim)
                fault = "This text is indented less than its first line, or than its header says.";
        for (var line = lines.Count; line > last; line--)
            if (lines[line - 1].Indent > trim)
            {
                last = line;
                break;
            }
        var text = new StringBuilder(source.Length);
        for (var line = 0; line < first; line++)
            text.Append(' ', Math.Max(0, lines[line].Indent - trim)).Append('\n');
        if (style == ScalarStyle.Literal)
            Literal(text, lines, first, last, trim);
        else
            Folded(text, lines, first, last, trim);
        if (chomp == '+')
        {
            for (var line = last; line < lines.Count; line++)
                text.Append('\n').Append(' ', Math.Max(0, lines[line].Indent - trim));
            if (text[^1] != '\n')
                text.Append('\n');
        }
        else if (chomp != '-')
            text.Append('\n');
        return text.ToString();
    }

    private static void Literal(StringBuilder text, List<(int Indent, string Content)> lines, int first, int last, int trim)
    {
        for (var line = first; line < last; line++)
        {
            if (line > first)
                text.Append('\n');
            text.Append(' ', Math.Max(0, lines[line].Indent - trim)).Append(lines[line].Content);
        }
    }

    /// <summary>
    /// Rules 171 to 181 of YAML 1.2: between two lines of text the first line break folds, into a blank when it is the only one; every break
    /// beside a line that begins with white space stays.
    /// </summary>
    private static void Folded(StringBuilder text, List<(int Indent, string Content)> lines, int first, int last, int trim)
    {
        var above = first;
        var isAboveSpaced = false;
        for (var line = first; line < last; line++)
        {
            var (indent, content) = lines[line];
            var isSpaced = indent > trim || content.StartsWith('\t');
            if (content.Length == 0 && !isSpaced)
                continue;
            var breaks = line - above;
            if (isSpaced || isAboveSpaced)
                text.Append('\n', breaks);
            else if (breaks == 1)
                text.Append(' ');
            else if (breaks > 1)
                text.Append('\n', breaks - 1);
            text.Append(' ', Math.Max(0, indent - trim)).Append(content);
            (above, isAboveSpaced) = (line, isSpaced);
        }
    }
}
