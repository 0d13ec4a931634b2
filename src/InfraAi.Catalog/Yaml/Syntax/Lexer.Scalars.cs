using System.Buffers;

namespace InfraAi.Catalog.Yaml;

/// <summary>Where scalars end.</summary>
internal sealed partial class Lexer
{
    private static readonly SearchValues<char> PlainStops = SearchValues.Create(":#\n");
    private static readonly SearchValues<char> FlowPlainStops = SearchValues.Create(":#\n,[]{}");

    /// <summary>The indentation that the header of a block scalar says, less one; -1 when it says none.</summary>
    private int blockIndent;

    /// <summary>The header keeps the blank lines at the end.</summary>
    private bool blockKeep;

    private State AfterScalar => flowLevel > 0 ? State.Flow : State.Document;

    /// <summary>Does a scalar go on in the line that begins there? Blank lines and lines indented enough do; in the first column only a marker ends it.</summary>
    /// <returns>Where to look further; -1 when it does not.</returns>
    private int Continue(int lineStart)
    {
        if (indentNext <= 0)
            return IsMarkerAt(text, lineStart) ? None : lineStart;
        var at = lineStart;
        while (At(at) == ' ')
            at++;
        if (At(at) == '\r' && At(at + 1) == '\n')
            return at + 1;
        return At(at) == '\n' || at - lineStart >= indentNext ? at : None;
    }

    private int NextLineBreak(int from) => from < text.Length ? text.IndexOf('\n', from) : None;

    private State Quoted()
    {
        var quote = text[position];
        var close = CloseOf(quote);
        var isOpen = composer.Recovers && close == None;
        var end = close == None ? text.Length - 1 : close;
        if (close != None || isOpen)
        {
            var lineBreakAt = NextLineBreak(position);
            while (lineBreakAt != None && lineBreakAt < end)
            {
                var next = Continue(lineBreakAt + 1);
                if (next == None)
                {
                    end = lineBreakAt - (text[lineBreakAt - 1] == '\r' ? 2 : 1);
                    break;
                }
                lineBreakAt = NextLineBreak(next);
            }
        }
        if (close == None && composer.OpenQuote < 0)
            composer.OpenQuote = position;
        Push(quote == '"' ? TokenKind.DoubleQuoted : TokenKind.SingleQuoted, end + 1);
        return AfterScalar;
    }

    private int CloseOf(char quote)
    {
        var at = text.IndexOf(quote, position + 1);
        if (quote == '\'')
            while (at != None && At(at + 1) == quote)
                at = at + 2 < text.Length ? text.IndexOf(quote, at + 2) : None;
        else
            while (at != None && IsEscaped(at))
                at = at + 1 < text.Length ? text.IndexOf(quote, at + 1) : None;
        return at;
    }

    private bool IsEscaped(int at)
    {
        var slashes = 0;
        while (At(at - 1 - slashes) == '\\')
            slashes++;
        return slashes % 2 == 1;
    }

    private void BlockHeader()
    {
        blockIndent = None;
        blockKeep = false;
        for (var at = position + 1; ; at++)
        {
            var character = At(at);
            if (character == '+')
                blockKeep = true;
            else if (character is >= '1' and <= '9')
                blockIndent = character - '1';
            else if (character != '-')
                break;
        }
        var end = position;
        while (!IsEmpty(At(end)) && text[end] != '#')
            end++;
        Push(TokenKind.BlockHeader, end);
    }

    private State BlockScalar()
    {
        var last = position - 1; // the line break before the first line with text, then the one that ends the text
        var spaces = 0;
        for (var at = position; At(at) is ' ' or '\n' || (At(at) == '\r' && At(at + 1) == '\n'); at++)
            if (text[at] == ' ')
                spaces++;
            else if (text[at] == '\n')
                (last, spaces) = (at, 0);
        if (spaces >= indentNext)
        {
            indentNext = blockIndent == None ? spaces : blockIndent + (indentNext == 0 ? 1 : indentNext);
            do
            {
                var next = Continue(last + 1);
                if (next == None)
                    break;
                last = NextLineBreak(next);
            } while (last != None);
            if (last == None)
                last = text.Length;
        }
        var behind = last + 1;
        while (At(behind) == ' ')
            behind++;
        if (At(behind) == '\t')
        {
            // A tab that is indented too little: it belongs to the text, where the composer refuses it.
            while (At(behind) is ' ' or '\t' or '\r' or '\n')
                behind++;
            last = behind - 1;
        }
        else if (!blockKeep)
            last = WithoutBlankLines(last, spaces);
        parser.Next(TokenKind.Scalar, position, Math.Max(position, Math.Min(last + 1, text.Length)));
        position = Math.Max(position, Math.Min(last + 1, text.Length));
        return LineStart();
    }

    /// <summary>The blank lines at the end of a block scalar are no part of it, unless they are indented more than its text.</summary>
    private int WithoutBlankLines(int last, int spaces)
    {
        while (true)
        {
            var at = last - 1;
            if (At(at) == '\r')
                at--;
            var end = at;
            while (At(at) == ' ')
                at--;
            if (At(at) != '\n' || at < position || at + 1 + spaces <= end)
                return last;
            last = at;
        }
    }

    private State Plain()
    {
        var end = PlainEnd(flowLevel > 0);
        parser.Next(TokenKind.Scalar, position, end);
        position = end;
        return AfterScalar;
    }

    /// <summary>Up to a colon before a blank, a comment after one, a bracket or comma in brackets, or a line that is no part of it; without the blanks before that.</summary>
    private int PlainEnd(bool inFlow)
    {
        var stops = inFlow ? FlowPlainStops : PlainStops;
        var (lineFrom, end, at) = (position, position, position);
        while (true)
        {
            var run = text.AsSpan(at).IndexOfAny(stops);
            at = run < 0 ? text.Length : at + run;
            switch (At(at))
            {
                case '\n':
                    end = WithoutBlanks(at > lineFrom && text[at - 1] == '\r' ? at - 1 : at, lineFrom, end);
                    if (At(at + 1) == '#' || (inFlow && IsFlowIndicator(At(at + 1))) || Continue(at + 1) is not (>= 0 and var further))
                        return end;
                    lineFrom = at + 1;
                    at = Math.Max(at + 1, further - 1);
                    break;
                case '#' when at == position || text[at - 1] is not (' ' or '\t' or '\r'):
                case ':' when !IsEmpty(At(at + 1)) && !(inFlow && IsFlowIndicator(At(at + 1))):
                    at++;
                    break;
                default:
                    return WithoutBlanks(at, lineFrom, end);
            }
        }
    }

    /// <param name="end">Where the text ends when there are only blanks on this line.</param>
    private int WithoutBlanks(int to, int lineFrom, int end)
    {
        while (to > lineFrom && text[to - 1] is ' ' or '\t')
            to--;
        return to > lineFrom ? to : end;
    }
}
