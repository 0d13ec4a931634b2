using System.Buffers;

namespace InfraAi.Catalog.Yaml;

/// <summary>
/// Cuts a YAML stream into tokens and hands each to the parser. It knows lines, indentation and brackets, not what belongs to what.
/// </summary>
/// <remarks>The states and what each takes are those of the npm package yaml 2.9.1 (its lexer), because its verdict is what counts.</remarks>
internal sealed partial class Lexer(string text, SyntaxParser parser, Composer composer)
{
    private enum State
    {
        Stream,
        LineStart,
        BlockStart,
        Document,
        Flow,
    }

    private const int None = -1;

    private static readonly SearchValues<char> NameStops = SearchValues.Create(" ,[]{}\n\r\t");

    private int position;

    /// <summary>Indentation of the current line, with the dashes, question marks and colons that begin it.</summary>
    private int indent;

    /// <summary>What further lines of a scalar must be indented by.</summary>
    private int indentNext;
    private int flowLevel;

    /// <summary>In brackets, behind something that a colon may follow without a blank.</summary>
    private bool flowKey;

    /// <summary>Of the next line break; where it lies behind the position it is out of date.</summary>
    private int lineBreak = None - 1;

    public void Run()
    {
        var state = State.Stream;
        while (position < text.Length)
            state = state switch
            {
                State.Stream => Stream(),
                State.LineStart => LineStart(),
                State.BlockStart => BlockStart(),
                State.Document => Document(),
                _ => Flow(),
            };
        parser.Finish(text.Length);
    }

    public static bool IsEmpty(int character) => character is None or ' ' or '\n' or '\r' or '\t';

    public static bool IsFlowIndicator(int character) => character is ',' or '[' or ']' or '{' or '}';

    /// <summary>What a piece of text is by itself.</summary>
    public static TokenKind KindOf(ReadOnlySpan<char> source)
    {
        if (source.Length == 1)
            switch (source[0])
            {
                case '\uFEFF':
                    return TokenKind.ByteOrderMark;
                case '\u0002':
                    return TokenKind.DocumentMode;
                case '\u0018':
                    return TokenKind.FlowErrorEnd;
                case '\u001F':
                    return TokenKind.Scalar;
                case '\n':
                    return TokenKind.NewLine;
                case '-':
                    return TokenKind.Dash;
                case '?':
                    return TokenKind.QuestionMark;
                case ':':
                    return TokenKind.Colon;
                case '{':
                    return TokenKind.BraceOpen;
                case '}':
                    return TokenKind.BraceClose;
                case '[':
                    return TokenKind.BracketOpen;
                case ']':
                    return TokenKind.BracketClose;
                case ',':
                    return TokenKind.Comma;
            }
        return source switch
        {
            "" or "\r\n" => TokenKind.NewLine,
            "---" => TokenKind.DocumentStart,
            "..." => TokenKind.DocumentEnd,
            [' ' or '\t', ..] => TokenKind.Space,
            ['#', ..] => TokenKind.Comment,
            ['%', ..] => TokenKind.Directive,
            ['*', ..] => TokenKind.Alias,
            ['&', ..] => TokenKind.Anchor,
            ['!', ..] => TokenKind.Tag,
            ['\'', ..] => TokenKind.SingleQuoted,
            ['"', ..] => TokenKind.DoubleQuoted,
            ['|' or '>', ..] => TokenKind.BlockHeader,
            _ => TokenKind.Unknown,
        };
    }

    /// <summary>Three dashes or dots at the start of a line, and a blank or nothing after them.</summary>
    public static bool IsMarkerAt(string text, int at) =>
        at + 2 < text.Length
        && text[at] is '-' or '.'
        && text[at + 1] == text[at]
        && text[at + 2] == text[at]
        && (at + 3 == text.Length || IsEmpty(text[at + 3]));

    private int At(int offset) => (uint)offset < (uint)text.Length ? text[offset] : None;

    /// <summary>Where the line ends, before its line break. Between the two characters of a line break that is one before the position.</summary>
    private int LineEnd()
    {
        if (lineBreak < position && lineBreak != None)
            lineBreak = text.IndexOf('\n', position);
        return lineBreak == None ? text.Length
            : At(lineBreak - 1) == '\r' ? lineBreak - 1
            : lineBreak;
    }

    /// <summary>Between documents: blank lines, comments and directives.</summary>
    private State Stream()
    {
        if (At(position) == '\uFEFF')
            Push(TokenKind.ByteOrderMark, position + 1);
        var end = LineEnd();
        if (At(position) == '%')
        {
            var directiveEnd = DirectiveEnd(end);
            Push(TokenKind.Directive, directiveEnd);
            Spaces(tabs: true);
            PushPiece(end - position);
            return State.Stream;
        }
        if (IsLineBlank())
        {
            Spaces(tabs: true);
            PushPiece(end - position);
            NewLine();
            return State.Stream;
        }
        parser.Next(TokenKind.DocumentMode, position, position);
        return LineStart();
    }

    private int DirectiveEnd(int end)
    {
        var at = position;
        while (at < end && !(text[at] == '#' && text[at - 1] is ' ' or '\t'))
            at++;
        while (text[at - 1] is ' ' or '\t')
            at--;
        return at;
    }

    /// <summary>Nothing but blanks and a comment up to the line break?</summary>
    private bool IsLineBlank()
    {
        var at = position;
        while (At(at) is ' ' or '\t')
            at++;
        return At(at) is None or '#' or '\n' || (At(at) == '\r' && At(at + 1) == '\n');
    }

    private State LineStart()
    {
        if (IsMarkerAt(text, position))
        {
            var isStart = text[position] == '-';
            Push(isStart ? TokenKind.DocumentStart : TokenKind.DocumentEnd, position + 3);
            indent = indentNext = 0;
            return isStart ? State.Document : State.Stream;
        }
        indent = Spaces(tabs: false);
        if (indentNext > indent && !IsEmpty(At(position + 1)))
            indentNext = indent;
        return BlockStart();
    }

    /// <summary>The dashes, question marks and colons that begin a line.</summary>
    private State BlockStart()
    {
        if (At(position) is not ('-' or '?' or ':') || !IsEmpty(At(position + 1)))
            return State.Document;
        var from = position;
        PushPiece(1);
        Spaces(tabs: true);
        indentNext = indent + 1;
        indent += position - from;
        return State.BlockStart;
    }

    /// <summary>A line outside of brackets.</summary>
    private State Document()
    {
        Spaces(tabs: true);
        var end = LineEnd();
        Indicators();
        switch (position < end ? text[position] : None)
        {
            case '#':
                Push(TokenKind.Comment, end);
                goto case None;
            case None:
                NewLine();
                return LineStart();
            case '{' or '[':
                PushPiece(1);
                flowKey = false;
                flowLevel = 1;
                return State.Flow;
            case '}' or ']':
                PushPiece(1);
                return State.Document;
            case '*':
                Push(TokenKind.Alias, NameEnd(position));
                return State.Document;
            case '"' or '\'':
                return Quoted();
            case '|' or '>':
                BlockHeader();
                Spaces(tabs: true);
                PushPiece(end - position);
                NewLine();
                return BlockScalar();
            default:
                return Plain();
        }
    }

    /// <summary>Within brackets.</summary>
    private State Flow()
    {
        var lineIndent = None;
        int moved;
        do
        {
            moved = NewLine();
            if (moved > 0)
                moved += indent = lineIndent = Spaces(tabs: false);
            moved += Spaces(tabs: true);
        } while (moved > 0);
        var end = LineEnd();
        var first = position < end ? text[position] : None;
        if ((lineIndent != None && lineIndent < indentNext && first != '#') || (lineIndent == 0 && IsMarkerAt(text, position)))
        {
            // The last bracket may stand in the column of what holds it; anything else there cuts the brackets off.
            if (!(lineIndent == indentNext - 1 && flowLevel == 1 && first is ']' or '}'))
            {
                flowLevel = 0;
                parser.Next(TokenKind.FlowErrorEnd, position, position);
                return LineStart();
            }
        }
        while (position < end && text[position] == ',')
        {
            PushPiece(1);
            Spaces(tabs: true);
            flowKey = false;
        }
        Indicators();
        switch (position < end ? text[position] : None)
        {
            case None:
                return State.Flow;
            case '#':
                Push(TokenKind.Comment, end);
                return State.Flow;
            case '{' or '[':
                PushPiece(1);
                flowKey = false;
                flowLevel++;
                return State.Flow;
            case '}' or ']':
                PushPiece(1);
                flowKey = true;
                return --flowLevel > 0 ? State.Flow : State.Document;
            case '*':
                Push(TokenKind.Alias, NameEnd(position));
                return State.Flow;
            case '"' or '\'':
                flowKey = true;
                return Quoted();
            case ':' when flowKey || IsEmpty(At(position + 1)) || At(position + 1) == ',':
                flowKey = false;
                PushPiece(1);
                Spaces(tabs: true);
                return State.Flow;
            default:
                flowKey = false;
                return Plain();
        }
    }

    /// <summary>Tags, anchors, and dashes, question marks and colons that do not begin their line.</summary>
    private void Indicators()
    {
        while (true)
        {
            switch (At(position))
            {
                case '!':
                    Push(TokenKind.Tag, TagEnd());
                    break;
                case '&':
                    Push(TokenKind.Anchor, NameEnd(position));
                    break;
                case '-' or '?' or ':' when IsEmpty(At(position + 1)) || (flowLevel > 0 && IsFlowIndicator(At(position + 1))):
                    if (flowLevel == 0)
                        indentNext = indent + 1;
                    else
                        flowKey = false;
                    PushPiece(1);
                    break;
                default:
                    return;
            }
            Spaces(tabs: true);
        }
    }

    private int NameEnd(int from)
    {
        var length = text.AsSpan(from).IndexOfAny(NameStops);
        return length < 0 ? text.Length : from + length;
    }

    private int TagEnd()
    {
        var at = position + 1;
        if (At(at) == '<')
        {
            while (!IsEmpty(At(at)) && text[at] != '>')
                at++;
            return At(at) == '>' ? at + 1 : at;
        }
        while (true)
        {
            var character = At(at);
            if (
                character == '%'
                && char.IsAsciiHexDigit((char)Math.Max(0, At(at + 1)))
                && char.IsAsciiHexDigit((char)Math.Max(0, At(at + 2)))
            )
                at += 3;
            else if (
                character is >= 0
                && (char.IsAsciiLetterOrDigit((char)character) || "-#;/?:@&=+$_.!~*'()".Contains((char)character, StringComparison.Ordinal))
            )
                at++;
            else
                return at;
        }
    }

    private int Spaces(bool tabs)
    {
        var at = position;
        while (At(at) == ' ' || (tabs && At(at) == '\t'))
            at++;
        var count = at - position;
        Push(TokenKind.Space, at);
        return count;
    }

    private int NewLine()
    {
        var length =
            At(position) == '\n' ? 1
            : At(position) == '\r' && At(position + 1) == '\n' ? 2
            : 0;
        Push(TokenKind.NewLine, position + length);
        return length;
    }

    /// <summary>A token of whatever kind its text is.</summary>
    private void PushPiece(int length)
    {
        if (length > 0)
            Push(KindOf(text.AsSpan(position, length)), position + length);
    }

    private void Push(TokenKind kind, int end)
    {
        if (end <= position)
            return;
        parser.Next(kind, position, end);
        position = end;
    }
}
