using System.Buffers;
using System.Text;

namespace InfraAi.Platform.Configuration;

/// <summary>How a .env file is written: into lines, and a value into text.</summary>
internal static class EnvSyntax
{
    /// <summary>What a shell, too, reads as it stands.</summary>
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+./:,@%="
    );

    public static IReadOnlyList<EnvDocument.Line> Lines(string text)
    {
        var lines = new List<EnvDocument.Line>();
        var at = 0;
        while (at < text.Length)
        {
            var line = Next(text, at);
            lines.Add(line);
            at += line.Raw.Length;
        }

        return lines;
    }

    /// <returns>The name that is written there, without blanks and `export`; null when it is none.</returns>
    public static string? Key(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (text.StartsWith("export", StringComparison.Ordinal) && text.Length > 6 && text[6] is ' ' or '\t')
        {
            text = text[7..].Trim();
        }

        if (text.IsEmpty || !(char.IsAsciiLetter(text[0]) || text[0] == '_'))
        {
            return null;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.' or '-'))
            {
                return null;
            }
        }

        return text.ToString();
    }

    /// <summary>Writes a value so that this reader gives it back, and a shell too.</summary>
    /// <param name="quote">The quote that stood there; kept where it can hold the value.</param>
    /// <param name="multiLine">True when line feeds stood in it as they are.</param>
    public static string Write(string value, char? quote, bool multiLine)
    {
        var breaks = value.AsSpan().ContainsAny('\n', '\r');
        var single = !value.Contains('\'') && (!breaks || (multiLine && !value.Contains('\r')));
        if (quote is null && !value.AsSpan().ContainsAnyExcept(Plain))
        {
            return value;
        }

        // A dollar sign in double quotes is expanded by shells, and the escape that stops them is not known to every dotenv.
        return single && (quote == '\'' || quote is null || value.AsSpan().ContainsAny('$', '`')) ? $"'{value}'" : Double(value, multiLine);
    }

    private static string Double(string value, bool multiLine)
    {
        var built = new StringBuilder("\"", value.Length + 8);
        foreach (var c in value)
        {
            _ = c switch
            {
                '\n' => multiLine ? built.Append('\n') : built.Append("\\n"),
                '\r' => built.Append("\\r"),
                '"' or '\\' or '$' => built.Append('\\').Append(c),
                _ => built.Append(c),
            };
        }

        return built.Append('"').ToString();
    }

    private static EnvDocument.Line Next(string text, int start)
    {
        var (end, next) = EndOfLine(text, start);
        // The byte order mark belongs to no name.
        var from = start == 0 && text.StartsWith('\uFEFF') ? 1 : start;
        var equals = from < end ? text.IndexOf('=', from, end - from) : -1;
        if (equals <= from || Key(text.AsSpan(from, equals - from)) is not { } key)
        {
            return new(text[start..next]);
        }

        var value = equals + 1;
        while (value < end && text[value] is ' ' or '\t')
        {
            value++;
        }

        if (value < end && text[value] is '"' or '\'' && Quoted(text, value, out var content, out var after))
        {
            next = EndOfLine(text, after).Next;
            return new(text[start..next], key, content, value - start, after - value);
        }

        var stop = Unquoted(text, value, end, blankBefore: value > equals + 1);
        return new(text[start..next], key, text[value..stop], value - start, stop - value);
    }

    private static (int End, int Next) EndOfLine(string text, int start)
    {
        var end = text.AsSpan(start).IndexOfAny('\n', '\r');
        return end < 0 ? (text.Length, text.Length)
            : text[start + end] == '\r' && start + end + 1 < text.Length && text[start + end + 1] == '\n' ? (start + end, start + end + 2)
            : (start + end, start + end + 1);
    }

    private static int Unquoted(string text, int start, int end, bool blankBefore)
    {
        var stop = end;
        for (var i = start; i < end; i++)
        {
            if (text[i] == '#' && (i == start ? blankBefore : text[i - 1] is ' ' or '\t'))
            {
                stop = i;
                break;
            }
        }

        while (stop > start && char.IsWhiteSpace(text[stop - 1]))
        {
            stop--;
        }

        return stop;
    }

    private static bool Quoted(string text, int start, out string value, out int after)
    {
        var quote = text[start];
        var built = new StringBuilder();
        for (var i = start + 1; i < text.Length; i++)
        {
            var c = text[i];
            if (c == quote)
            {
                value = built.ToString();
                after = i + 1;
                return true;
            }

            if (c == '\\' && quote == '"' && i + 1 < text.Length && Escape(text[i + 1]) is { } escaped)
            {
                built.Append(escaped);
                i++;
            }
            else
            {
                built.Append(c);
            }
        }

        value = "";
        after = start;
        return false;
    }

    private static char? Escape(char c) =>
        c switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '"' or '\\' or '$' => c,
            _ => null,
        };
}
