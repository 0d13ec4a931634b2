namespace InfraAi.Catalog.Yaml;

/// <summary>Literal (|) and folded (&gt;) scalars.</summary>
internal sealed partial class DocumentParser
{
    /// <summary>Reads header and lines; the position ends at the next line with content.</summary>
    private YamlNode BlockScalar(int parentIndent, int least, Props props)
    {
        var from = position;
        var style = Current == '|' ? ScalarStyle.Literal : ScalarStyle.Folded;
        var (digit, chomp) = BlockHeader();
        if (AtEnd && broken)
            return EmptyAt(from);
        var contentFrom = position;
        var lines = LeadingBlanks(out var firstIndent);
        var trim = digit > 0 ? Math.Max(parentIndent, 0) + digit : firstIndent;
        if (firstIndent >= least)
            position = ContentEnd(lines, digit > 0 ? trim : firstIndent);
        else
            position = lines;
        var blank = chomp == '+' ? trim : Math.Max(trim, firstIndent);
        var tab = TabFollows();
        if (tab >= 0)
        {
            // Blanks with a tab that are indented too little end the text and belong to it, and what follows them counts as a line of its own.
            blank = trim;
            position = tab;
            while (position < end && text[position] is ' ' or '\t' or '\r' or '\n')
                position++;
        }
        else if (chomp != '+' && EndsInReturn(contentFrom, firstIndent))
        {
            Fail(end - 1, "A carriage return without a line feed.", "Remove it.");
            return EmptyAt(from);
        }
        var to = position;
        var value = BlockScalarText.Read(text.AsSpan(contentFrom, to - contentFrom), trim, digit > 0, blank, style, chomp, out var fault);
        if (tab >= 0 && firstIndent < parentIndent)
            fault = "Blanks with a tab before the text are indented too little.";
        if (trim == 0 && parentIndent >= 0 && value.AsSpan().ContainsAnyExcept('\n'))
            fault = "The text of a block scalar must be indented.";
        if (fault is not null && tab >= 0)
            FailTab(tab);
        else if (fault is not null)
            Fail(from, fault, "Say the indentation in the header: |2");
        var scalar = Scalar(from, to, value, style, props);
        if (tab >= 0 && YamlReader.IsMarkerAt(text, to) && text[to - 1] != '\n')
        {
            MarkerInside = to;
            (position, end) = (to, to);
        }
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

    /// <summary>A carriage return ends the file on a line of its own.</summary>
    private bool EndsInReturn(int contentFrom, int firstIndent)
    {
        if (position < text.Length || position == 0 || text[position - 1] != '\r')
            return false;
        var at = position - 2;
        while (at >= 0 && text[at] == ' ')
            at--;
        return at >= contentFrom && text[at] == '\n' && position - 2 - at <= firstIndent;
    }

    private int TabFollows()
    {
        var at = position;
        while (at < end && text[at] == ' ')
            at++;
        return at < end && text[at] == '\t' ? at : -1;
    }
}
