using System.Text;

namespace InfraAi.Catalog.Yaml;

/// <summary>Literal (|) and folded (&gt;) scalars.</summary>
internal sealed partial class DocumentParser
{
    /// <summary>Reads header and lines; the position ends at the next line with content.</summary>
    private YamlNode BlockScalar(int parentIndent, Props props)
    {
        var from = position;
        var style = Current == '|' ? ScalarStyle.Literal : ScalarStyle.Folded;
        var (digit, chomp) = BlockHeader();
        if (AtEnd && broken)
            return EmptyAt(from);
        var least = parentIndent + 1;
        var contentFrom = position;
        var lines = LeadingBlanks(out var firstIndent);
        var trim = digit > 0 ? Math.Max(parentIndent, 0) + digit : firstIndent;
        if (firstIndent >= least)
            position = ContentEnd(lines, digit > 0 ? trim : firstIndent);
        else
            position = lines;
        if (TabFollows() is >= 0 and var tab)
        {
            var marker = tab;
            while (marker < end && text[marker] is ' ' or '\t' or '\r' or '\n')
                marker++;
            if (marker < end && YamlReader.IsMarker(text, marker, '-'))
                MarkerInside = marker;
            FailTab(tab);
            return EmptyAt(from);
        }
        var to = position;
        var value = BlockText(text.AsSpan(contentFrom, to - contentFrom), trim, digit > 0, style, chomp, out var fault);
        if (fault is not null)
            Fail(from, fault, "Say the indentation in the header: |2");
        var scalar = Scalar(from, to, value, style, props);
        StartLine();
        return scalar;
    }

    /// <returns>The indentation that the header says (0 for none) and how the end is chomped.</returns>
    private (int Digit, char Chomp) BlockHeader()
    {
        var from = position++;
        var digit = 0;
        var chomp = '\0';
        while (!IsEmptyAt(position) && text[position] != '#')
        {
            var character = text[position];
            if (chomp == '\0' && character is '-' or '+')
                chomp = character;
            else if (digit == 0 && character is >= '1' and <= '9')
                digit = character - '0';
            else
            {
                Fail(
                    from,
                    $"After {text[from]} only a digit and + or - may stand.",
                    $"Put the text on the next line, or in quotes if it begins with {text[from]}"
                );
                return default;
            }
            position++;
        }
        SkipBlanks();
        if (!AtEnd && Current == '#')
            SkipComment();
        if (!AtEnd && !IsLineBreakAt(position))
            Fail(position, $"The text of a block scalar begins on the line after {text[from]}.", "Put it on the next line, indented.");
        else if (!AtEnd)
            SkipLineBreak();
        return (digit, chomp);
    }

    /// <returns>The start of the first line with content, or of the last line; <paramref name="spaces"/> before it.</returns>
    private int LeadingBlanks(out int spaces)
    {
        var lineStart = position;
        while (true)
        {
            var at = lineStart;
            while (at < end && text[at] == ' ')
                at++;
            spaces = at - lineStart;
            if (at >= end || !IsLineBreakAt(at))
                return lineStart;
            lineStart = YamlReader.LineEnd(text, at);
        }
    }

    private int ContentEnd(int lineStart, int least)
    {
        while (lineStart < end)
        {
            if (least > 0)
            {
                var at = lineStart;
                while (at < end && text[at] == ' ')
                    at++;
                if (at < end && !IsLineBreakAt(at) && at - lineStart < least)
                    break;
            }
            lineStart = Math.Min(end, YamlReader.LineEnd(text, lineStart));
        }
        return lineStart;
    }

    private int TabFollows()
    {
        var at = position;
        while (at < end && text[at] == ' ')
            at++;
        return at < end && text[at] == '\t' ? at : -1;
    }

    private static string BlockText(ReadOnlySpan<char> source, int trim, bool trimIsGiven, ScalarStyle style, char chomp, out string? fault)
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
        var first = 0;
        while (lines[first].Content.Length == 0)
        {
            if (!trimIsGiven && lines[first].Indent > FirstIndent(lines))
                fault = "A blank line before the text is indented more than the text.";
            first++;
        }
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

    private static int FirstIndent(List<(int Indent, string Content)> lines) => lines.Find(line => line.Content.Length > 0).Indent;

    private static void Literal(StringBuilder text, List<(int Indent, string Content)> lines, int first, int last, int trim)
    {
        for (var line = first; line < last; line++)
        {
            if (line > first)
                text.Append('\n');
            text.Append(' ', Math.Max(0, lines[line].Indent - trim)).Append(lines[line].Content);
        }
    }

    /// <summary>One break between two lines of text is a space; breaks around more indented lines stay.</summary>
    private static void Folded(StringBuilder text, List<(int Indent, string Content)> lines, int first, int last, int trim)
    {
        var separator = "";
        var wasMore = false;
        for (var line = first; line < last; line++)
        {
            var (indent, content) = lines[line];
            if (indent > trim || content.StartsWith('\t'))
            {
                if (separator == " ")
                    separator = "\n";
                else if (!wasMore && separator == "\n")
                    separator = "\n\n";
                text.Append(separator).Append(' ', Math.Max(0, indent - trim)).Append(content);
                separator = "\n";
                wasMore = true;
            }
            else if (content.Length == 0)
            {
                if (separator == "\n")
                    text.Append('\n');
                else
                    separator = "\n";
            }
            else
            {
                text.Append(separator).Append(content);
                separator = " ";
                wasMore = false;
            }
        }
    }
}
