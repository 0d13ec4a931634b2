using System.Buffers;
using InfraAi.Catalog.Fixing;

namespace InfraAi.Catalog.Yaml;

/// <summary>Plain and quoted scalars.</summary>
internal sealed partial class DocumentParser
{
    private static readonly SearchValues<char> PlainStops = SearchValues.Create(": \t\r\n");
    private static readonly SearchValues<char> FlowPlainStops = SearchValues.Create(": \t\r\n,[]{}");

    /// <param name="minIndent">Further lines of the scalar are indented by this much at least.</param>
    private (int To, string Value, ScalarStyle Style) FlowScalar(int minIndent, bool inFlow) =>
        Current switch
        {
            '"' => Quoted('"', minIndent),
            '\'' => Quoted('\'', minIndent),
            _ => Plain(minIndent, inFlow),
        };

    private (int To, string Value, ScalarStyle Style) Plain(int minIndent, bool inFlow)
    {
        var from = position;
        if (from > 0 && IsTemplateBlock(from - 1))
        {
            Fail(from - 1, TemplateBlock, TemplateBlockFix);
            return (from, "", ScalarStyle.Plain);
        }
        if (BadStart() is { } fault)
        {
            Fail(from, fault, "Put the value in quotes.", SyntaxRepairs.QuoteToLineEnd(from));
            return (from, "", ScalarStyle.Plain);
        }
        var to = PlainEnd(from, minIndent, inFlow);
        position = to;
        var source = text.AsSpan(from, to - from);
        return (to, source.Contains('\n') ? ScalarText.Unfold(source) : source.ToString(), ScalarStyle.Plain);
    }

    private string? BadStart() =>
        Current switch
        {
            '%' or '@' or '`' or ',' or '|' or '>' => $"A plain value cannot begin with {Current}",
            ']' or '}' when flowLevel == 0 => $"The bracket {Current} closes nothing.",
            _ => null,
        };

    private int PlainEnd(int from, int minIndent, bool inFlow)
    {
        var to = from;
        var at = from;
        var stops = inFlow ? FlowPlainStops : PlainStops;
        while (at < end)
        {
            var run = text.AsSpan(at, end - at).IndexOfAny(stops);
            if (run != 0)
            {
                at = run < 0 ? end : at + run;
                to = at;
                continue;
            }
            var character = text[at];
            if (character == ':')
            {
                if (IsEmptyAt(at + 1) || (inFlow && IsFlowIndicator(text[at + 1])))
                    break;
                to = ++at;
                continue;
            }
            if (IsFlowIndicator(character))
                break;
            if (character == '\r')
            {
                if (IsLineBreakAt(at))
                    character = text[++at];
                else
                    to = at + 1;
            }
            var next = at + 1 < end ? text[at + 1] : '\0';
            if (next == '#' || (inFlow && IsFlowIndicator(next)))
                break;
            if (character == '\n')
            {
                var goesOn = Continues(at + 1, minIndent);
                if (goesOn < 0)
                    break;
                at = Math.Max(at, goesOn - 2);
            }
            at++;
        }
        return to;
    }

    /// <summary>Does a scalar go on in the line that begins there? Blank lines and lines indented enough do.</summary>
    /// <returns>Where its content begins; -1 when it does not.</returns>
    private int Continues(int at, int minIndent)
    {
        if (at >= end)
            return -1;
        if (minIndent <= 0)
            return at;
        var content = at;
        while (content < end && text[content] == ' ')
            content++;
        if (content < end && IsLineBreakAt(content))
            return text[content] == '\r' ? content + 1 : content;
        return content < end && content - at >= minIndent ? content : -1;
    }

    private (int To, string Value, ScalarStyle Style) Quoted(char quote, int minIndent)
    {
        var from = position;
        var style = quote == '"' ? ScalarStyle.DoubleQuoted : ScalarStyle.SingleQuoted;
        var close = CloseOf(quote, from, minIndent);
        if (close < 0)
        {
            Fail(
                from,
                $"The quote {quote} that opens here is not closed where it must be.",
                $"Write {quote} at the end of the value; further lines of it must be indented.",
                SyntaxRepairs.CloseQuote(from)
            );
            return (from, "", style);
        }
        position = close + 1;
        var source = text.AsSpan(from + 1, close - from - 1);
        if (quote == '"' && EndsInEscape(source))
        {
            // The quote that closes is itself behind a backslash: see CloseOf.
            return (close + 1, ScalarText.DoubleQuoted(source[..^1], out _) + "\"", style);
        }
        if (quote == '\'')
            return (position, ScalarText.SingleQuoted(source), style);
        var value = ScalarText.DoubleQuoted(source, out var badEscape);
        if (badEscape >= 0)
            Fail(
                from + 1 + badEscape,
                $"There is no escape {Words.OneLine(text.Substring(from + 1 + badEscape, Math.Min(2, source.Length - badEscape)))} in YAML.",
                "Write \\\\ for a backslash, or use single quotes."
            );
        return (close + 1, value, style);
    }

    private static bool EndsInEscape(ReadOnlySpan<char> source)
    {
        var slashes = 0;
        while (slashes < source.Length && source[^(slashes + 1)] == '\\')
            slashes++;
        return slashes % 2 == 1;
    }

    /// <returns>Where the closing quote stands; -1 when there is none.</returns>
    /// <remarks>
    /// A value that is cut off by a line indented too little is taken all the same when its last character is the quote, doubled or
    /// escaped as it may be, and a proper one follows somewhere in the stream: so the official reader has it.
    /// </remarks>
    private int CloseOf(char quote, int from, int minIndent)
    {
        var at = from + 1;
        while (at < end)
        {
            var character = text[at];
            if (character == quote)
            {
                if (quote == '"' || at + 1 >= end || text[at + 1] != quote)
                    return at;
                at++;
            }
            else if (character == '\\' && quote == '"' && at + 1 < end && text[at + 1] != '\n')
                at++;
            else if (character == '\n' && Continues(at + 1, minIndent) < 0)
            {
                var last = text[at - 1] == '\r' ? at - 2 : at - 1;
                return last > from && text[last] == quote && ClosesLater(quote, at) ? last : -1;
            }
            at++;
        }
        return -1;
    }

    private bool ClosesLater(char quote, int from)
    {
        for (var at = from; at < text.Length; at++)
        {
            if (text[at] == '\\' && quote == '"')
                at++;
            else if (text[at] == quote && (quote == '"' || at + 1 >= text.Length || text[at + 1] != quote))
                return true;
            else if (text[at] == quote)
                at++;
        }
        return false;
    }
}
