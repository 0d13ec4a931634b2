using InfraAi.Catalog.Fixing;

namespace InfraAi.Catalog.Yaml;

/// <summary>Reads one document: from the end of its marker to the next marker.</summary>
/// <remarks>
/// Recursive descent over the characters. The first fault of syntax moves the position to the end, so that every loop above ends by itself;
/// what was read before the fault stays. Faults that leave the structure readable (a key that is there twice) are collected.
/// </remarks>
internal sealed partial class DocumentParser(string text, int first, int bound, bool afterMarker, Dictionary<string, string> tagHandles)
{
    /// <summary>Deeper nesting than any catalog file has, and less than the stack holds.</summary>
    private const int MaxDepth = 500;

    /// <summary>Keys that are there twice are collected up to this many.</summary>
    private const int MaxErrors = 1000;

    private readonly List<YamlError> errors = [];
    private readonly AliasTable aliases = new();
    private readonly TagTable tags = new(tagHandles);
    private readonly int start = first;
    private int position = first;
    private int end = bound;
    private int depth;

    /// <summary>Spaces before the content at the position, when the position is the first content of a line; -1 at the end.</summary>
    private int indent;

    /// <summary>Spaces of the last line, when the document ends in blanks.</summary>
    private int lastIndent;

    /// <summary>Where a tab stands between the indentation and the content of that line; -1 when none does.</summary>
    private int lineTab = -1;
    private bool broken;

    /// <summary>
    /// The least indentation of the lines since a node began, comments too, where their second character is no blank: the official reader
    /// holds the further lines of the node's text to that alone, so "#comment" in the first column lets it run on into the next key.
    /// </summary>
    private int lowest;

    /// <summary>A closing bracket before any content: the official reader lays it to the document before.</summary>
    public YamlError? StrayBracket { get; private set; }

    /// <summary>
    /// A marker that does not begin its line: behind a tab that follows a block scalar, or where a bracket is cut off. The official reader
    /// takes the blanks before it for something else, so a document begins there.
    /// </summary>
    public int? MarkerInside { get; private set; }

    /// <summary>Adds a fault found outside (in the directives before the document).</summary>
    public void Report(YamlError error)
    {
        errors.Add(error);
        broken = true;
    }

    public YamlDocument Parse()
    {
        var root = BlockNode(-1, afterMarker ? Place.AfterMarker : Place.LineStart);
        if (!AtEnd)
            Fail(
                position,
                $"This line stands at column {position - LineStart(position) + 1}, where no map or list of the document has its items."
            );
        if (errors.Count == 0 && aliases.Check() is { } fault)
            errors.Add(fault);
        return new YamlDocument(root, errors, broken);
    }

    private bool AtEnd => position >= end;

    private char Current => position < end ? text[position] : '\0';

    /// <summary>Over one character; after a fault the position is at the end and stays there.</summary>
    private void Advance()
    {
        if (position < end)
            position++;
    }

    private bool IsEmptyAt(int at) => at >= end || text[at] is ' ' or '\n' or '\r' or '\t';

    private bool IsLineBreakAt(int at) => at < end && (text[at] == '\n' || (text[at] == '\r' && at + 1 < end && text[at + 1] == '\n'));

    /// <summary>The first fault of syntax: nothing after it is read.</summary>
    private void Fail(int at, string message, string? fix = null, Repair? repair = null)
    {
        if (!broken)
            errors.Add(new YamlError(at, Rules.YamlSyntax, message, fix, repair));
        broken = true;
        position = end;
        indent = -1;
    }

    private string Unexpected()
    {
        var line = text[position..Math.Min(end, YamlReader.LineEnd(text, position))];
        return $"Unexpected after the value: {Words.Cut(Words.OneLine(line), 40)}";
    }

    private static YamlScalar EmptyAt(int at) => new(at, at, "", ScalarType.Null, ScalarStyle.Plain);

    /// <summary>Spaces and tabs.</summary>
    private bool SkipBlanks()
    {
        var from = position;
        while (position < end && text[position] is ' ' or '\t')
            position++;
        return position > from;
    }

    private void SkipLineBreak()
    {
        if (position < end && text[position] == '\r')
            position++;
        if (position < end)
            position++;
    }

    /// <summary>A comment must have a blank or a line start before it.</summary>
    private void SkipComment()
    {
        if (position > start && text[position - 1] is not (' ' or '\t' or '\n' or '\uFEFF') && StrayBracket?.Offset != position - 1)
        {
            Fail(position, "A comment must have a blank before it.", "Put a space before #, or the text in quotes.");
            return;
        }
        var at = text.IndexOf('\n', position, end - position);
        position = at < 0 ? end : at;
    }

    /// <summary>From the end of a node, after which only a comment may stand on its line, to the next line with content.</summary>
    private void NextLine()
    {
        SkipBlanks();
        if (Current == '#' && !AtEnd)
            SkipComment();
        if (AtEnd)
            (indent, lineTab) = (-1, -1);
        else if (IsLineBreakAt(position))
        {
            SkipLineBreak();
            StartLine();
        }
        else
            Fail(position, Unexpected());
    }

    /// <summary>From the start of a line to the first character of content on it or on a later line.</summary>
    private void StartLine()
    {
        while (true)
        {
            var from = position;
            while (position < end && text[position] == ' ')
                position++;
            indent = IsAfterByteOrderMark(from) ? 0 : position - from;
            lineTab = Current == '\t' && !AtEnd ? position : -1;
            if (indent < lowest && !IsEmptyAt(position + 1))
                lowest = indent;
            SkipBlanks();
            if (!AtEnd && Current == '#')
            {
                SkipComment();
                lineTab = -1;
            }
            if (AtEnd)
            {
                lastIndent = indent;
                indent = -1;
                return;
            }
            if (!IsLineBreakAt(position))
                return;
            SkipLineBreak();
        }
    }

    /// <summary>The official reader counts no indentation on a line that begins with a byte order mark.</summary>
    private bool IsAfterByteOrderMark(int at) => at == start && at > 0 && text[at - 1] == '\uFEFF';

    private int LineStart(int at)
    {
        var newline = at > start ? text.LastIndexOf('\n', at - 1, at - start) : -1;
        return newline < 0 ? start : newline + 1;
    }
}
