using System.Text;

namespace InfraAi.Platform.Configuration;

/// <summary>Reads the assignments of a .env file: KEY=VALUE lines, with `export`, quotes and comments as shells and dotenv write them.</summary>
/// <remarks>
/// Single quotes keep everything as it is; double quotes know \n, \r, \t, \", \\ and \$; an unquoted value ends at " #" or at the end of the
/// line. Variables are not expanded: a password with a dollar sign stays what it is. A later assignment of a key wins.
/// </remarks>
public static class EnvFile
{
    /// <returns>Keys and values in the order of the file. Lines that assign nothing are passed over.</returns>
    public static IReadOnlyDictionary<string, string> Parse(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var at = 0;
        if (text.StartsWith('\uFEFF'))
        {
            at = 1;
        }

        while (at < text.Length)
        {
            var end = text.IndexOf('\n', at);
            end = end < 0 ? text.Length : end;
            var equals = text.IndexOf('=', at, end - at);
            if (equals > at && Key(text.AsSpan(at, equals - at)) is { } key)
            {
                values[key] = Value(text, equals + 1, ref end);
            }

            at = end + 1;
        }

        return values;
    }

    private static string? Key(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (text.StartsWith("export ", StringComparison.Ordinal))
        {
            text = text[7..].Trim();
        }

        if (text.IsEmpty || char.IsAsciiDigit(text[0]))
        {
            return null;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
            {
                return null;
            }
        }

        return text.ToString();
    }

    private static string Value(string text, int start, ref int end)
    {
        while (start < end && text[start] is ' ' or '\t')
        {
            start++;
        }

        if (start < text.Length && text[start] is '"' or '\'' && Quoted(text, start, out var value, out var after))
        {
            var newline = text.IndexOf('\n', after);
            end = newline < 0 ? text.Length : newline;
            return value;
        }

        var comment = text.AsSpan(start, end - start).IndexOf(" #", StringComparison.Ordinal);
        return text.AsSpan(start, comment < 0 ? end - start : comment).Trim().ToString();
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
