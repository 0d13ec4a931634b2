using System.Buffers;
using System.Text;

namespace InfraAi.Catalog.Docs;

/// <summary>Text of the input as Markdown that shows exactly that text: no markup, HTML or links of its own.</summary>
internal static class Markdown
{
    private const string Special = "\\`*_{}[]#+!";
    private static readonly SearchValues<char> Marks = SearchValues.Create(Special + "&<>:|~");
    private static readonly SearchValues<char> ListMarks = SearchValues.Create("-.)");

    public static string Text(string? text)
    {
        var line = Words.OneLine(text);
        if (!line.AsSpan().ContainsAny(Marks) && !line.AsSpan(0, Math.Min(4, line.Length)).ContainsAny(ListMarks))
            return line;
        var escaped = new StringBuilder(line.Length + 8);
        for (var at = 0; at < line.Length; at++)
        {
            var character = line[at];
            _ = character switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                ':' when line.AsSpan(at).StartsWith("://", StringComparison.Ordinal) => escaped.Append("&#58;"),
                '|' => escaped.Append("&#124;"),
                '~' => escaped.Append("&#126;"),
                '-' or '.' or ')' when at < 4 => escaped.Append('\\').Append(character),
                _ when Special.Contains(character, StringComparison.Ordinal) => escaped.Append('\\').Append(character),
                _ => escaped.Append(character),
            };
        }
        return escaped.ToString();
    }
}
