using System.Buffers;
using System.Globalization;
using System.Text;

namespace InfraAi.Catalog.Yaml;

/// <summary>The text that a scalar stands for: lines folded, escapes resolved.</summary>
internal static class ScalarText
{
    /// <summary>Folds lines: one break is a space, more of them are one break fewer; blanks around breaks go.</summary>
    public static string Unfold(ReadOnlySpan<char> source)
    {
        var folded = new StringBuilder(source.Length);
        var rest = source;
        var breaks = 0;
        var first = true;
        while (true)
        {
            var at = rest.IndexOf('\n');
            var line = at < 0 ? rest : rest[..at];
            if (at >= 0)
            {
                if (line.EndsWith("\r"))
                    line = line[..^1];
                line = line.TrimEnd(" \t");
            }
            if (!first)
                line = line.TrimStart(" \t");
            if (first)
                folded.Append(line);
            else if (line.IsEmpty && at >= 0)
                breaks++;
            else
            {
                Break(folded, breaks);
                folded.Append(line);
                breaks = 0;
            }
            if (at < 0)
                return folded.ToString();
            first = false;
            rest = rest[(at + 1)..];
        }
    }

    public static string SingleQuoted(ReadOnlySpan<char> source)
    {
        var text = source.Contains('\n') ? Unfold(source) : source.ToString();
        return text.Replace("''", "'", StringComparison.Ordinal);
    }

    /// <param name="badEscape">Offset of the backslash of an escape that YAML does not have; -1 when all are good.</param>
    public static string DoubleQuoted(ReadOnlySpan<char> source, out int badEscape)
    {
        badEscape = -1;
        if (!source.ContainsAny('\\', '\n'))
            return source.ToString();
        var text = new StringBuilder(source.Length);
        var at = 0;
        while (at < source.Length)
        {
            var character = source[at];
            if (character == '\\')
            {
                var length = Escape(source, at, text);
                if (length == 0)
                {
                    badEscape = at;
                    return "";
                }
                at += length;
            }
            else if (character is ' ' or '\t' or '\n' or '\r')
                at = Blanks(source, at, text);
            else
            {
                text.Append(character);
                at++;
            }
        }
        return text.ToString();
    }

    /// <summary>A run of blanks: kept as it is within a line, folded when it holds a line break.</summary>
    private static int Blanks(ReadOnlySpan<char> source, int from, StringBuilder text)
    {
        var at = from;
        var breaks = 0;
        while (
            at < source.Length
            && (source[at] is ' ' or '\t' or '\n' || (source[at] == '\r' && at + 1 < source.Length && source[at + 1] == '\n'))
        )
        {
            if (source[at] == '\n')
                breaks++;
            at++;
        }
        if (at == from)
            text.Append(source[at++]);
        else if (breaks == 0)
            text.Append(source[from..at]);
        else
            Break(text, breaks - 1);
        return at;
    }

    private static void Break(StringBuilder text, int more)
    {
        if (more == 0)
            text.Append(' ');
        else
            text.Append('\n', more);
    }

    /// <returns>The length of the escape in the source; 0 when there is none such.</returns>
    private static int Escape(ReadOnlySpan<char> source, int at, StringBuilder text)
    {
        var kind = at + 1 < source.Length ? source[at + 1] : '\0';
        if (kind == '\n' || (kind == '\r' && at + 2 < source.Length && source[at + 2] == '\n'))
        {
            var next = at + (kind == '\n' ? 2 : 3);
            while (next < source.Length && source[next] is ' ' or '\t')
                next++;
            return next - at;
        }
        if (kind is 'x' or 'u' or 'U')
            return CodePoint(
                source,
                at + 2,
                kind == 'x' ? 2
                    : kind == 'u' ? 4
                    : 8,
                text
            );
        var plain = kind switch
        {
            '0' => '\0',
            'a' => '\a',
            'b' => '\b',
            'e' => '\u001B',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' or '\t' => '\t',
            'v' => '\v',
            'N' => '\u0085',
            '_' => '\u00A0',
            'L' => '\u2028',
            'P' => '\u2029',
            ' ' or '"' or '/' or '\\' => kind,
            _ => '\uFFFF',
        };
        if (plain == '\uFFFF' || at + 1 >= source.Length)
            return 0;
        text.Append(plain);
        return 2;
    }

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private static int CodePoint(ReadOnlySpan<char> source, int at, int length, StringBuilder text)
    {
        if (
            at + length > source.Length
            // Zero bytes at the end are no digits, but a number may end in them for TryParse.
            || source.Slice(at, length).ContainsAnyExcept(HexDigits)
            || !uint.TryParse(source.Slice(at, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            || code > 0x10FFFF
        )
            return 0;
        if (code <= 0xFFFF)
            text.Append((char)code);
        else
            text.Append(char.ConvertFromUtf32((int)code));
        return length + 2;
    }
}
