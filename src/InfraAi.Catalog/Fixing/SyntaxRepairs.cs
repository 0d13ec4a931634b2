using InfraAi.Catalog.Yaml;

namespace InfraAi.Catalog.Fixing;

/// <summary>Repairs of YAML that does not parse. Each is a try: the fixer keeps it only when the fault is gone.</summary>
internal static class SyntaxRepairs
{
    /// <summary>Quotes around the value that begins there, up to a comment or the end of the line.</summary>
    public static Repair QuoteToLineEnd(int at) =>
        source =>
        {
            var (_, end) = Line(source, at);
            var comment = source.IndexOf(" #", at, end - at, StringComparison.Ordinal);
            var stop = comment < 0 ? end : comment;
            var value = source[at..stop].TrimEnd(' ', '\t');
            return value.Length == 0 || value[0] is '"' or '\'' or '[' or '{' or '&' or '!' or '|'
                ? null
                : new TextEdit(at, at + value.Length, YamlText.Quoted(value));
        };

    /// <summary>The missing quote at the end of the line.</summary>
    public static Repair CloseQuote(int at) =>
        source =>
        {
            var (_, end) = Line(source, at);
            var stop = at + source[at..end].TrimEnd(' ', '\t').Length;
            return new TextEdit(stop, stop, source[at].ToString());
        };

    /// <summary>The missing colon at the end of a line, when deeper lines or a list follow.</summary>
    public static Repair AddColon(int at) =>
        source =>
        {
            var (start, end) = Line(source, at);
            var line = source[start..end];
            var next = source.IndexOf('\n', end) + 1;
            if (
                next <= 0
                || next >= source.Length
                || line.Trim().Any(character => character is ' ' or ':' or '"' or '\'' or '{' or '}' or '[' or ']' or '#')
            )
                return null;
            var (_, nextEnd) = Line(source, next);
            var below = source[next..nextEnd];
            var depth = line.Length - line.TrimStart(' ').Length;
            var belowDepth = below.Length - below.TrimStart(' ').Length;
            var stop = start + line.TrimEnd(' ').Length;
            return belowDepth > depth || (belowDepth == depth && below.TrimStart(' ').StartsWith("- ", StringComparison.Ordinal))
                ? new TextEdit(stop, stop, ":")
                : null;
        };

    /// <summary>Spaces for the tabs that indent a line: as many as the line above has, two more when that one opens a map or list.</summary>
    public static Repair SpacesForTabs(int tab) =>
        source =>
        {
            var (start, end) = Line(source, tab);
            var content = start;
            while (content < end && source[content] is ' ' or '\t')
                content++;
            var above = Above(source, start);
            var spaces = above.Length - above.TrimStart(' ').Length + (above.TrimEnd().EndsWith(':') ? 2 : 0);
            return new TextEdit(start, content, new string(' ', spaces));
        };

    /// <summary>The nearest line above that has content.</summary>
    private static string Above(string source, int start)
    {
        while (start > 0)
        {
            (var from, var to) = Line(source, start - 1);
            var line = source[from..to];
            if (!string.IsNullOrWhiteSpace(line) && line.TrimStart()[0] != '#')
                return line;
            start = from;
        }
        return "";
    }

    /// <summary>Another indentation for the line.</summary>
    public static Repair Indent(int at, int spaces) =>
        source =>
        {
            var (start, _) = Line(source, at);
            return new TextEdit(start, at, new string(' ', spaces));
        };

    private static (int Start, int End) Line(string source, int at)
    {
        var start = at == 0 ? 0 : source.LastIndexOf('\n', at - 1) + 1;
        var end = source.IndexOf('\n', at);
        end = end < 0 ? source.Length : end;
        return (start, end > start && source[end - 1] == '\r' ? end - 1 : end);
    }
}
