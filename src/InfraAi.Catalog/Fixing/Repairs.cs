using InfraAi.Catalog.Entities;
using InfraAi.Catalog.Yaml;

namespace InfraAi.Catalog.Fixing;

/// <summary>The repairs that need no judgement. Each changes the bytes of the fault and no others.</summary>
internal static class Repairs
{
    /// <summary>Another text in the place of a scalar; quotes stay of the kind they are.</summary>
    public static Repair Rewrite(YamlNode node, string text) =>
        _ =>
            node is not YamlScalar scalar || IsExpression(scalar) || scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded ? null
            : scalar.Style == ScalarStyle.SingleQuoted
                ? new TextEdit(node.Start, node.End, $"'{text.Replace("'", "''", StringComparison.Ordinal)}'")
            : scalar.Style == ScalarStyle.DoubleQuoted ? new TextEdit(node.Start, node.End, YamlText.Quoted(text))
            : new TextEdit(node.Start, node.End, InFlow(text));

    /// <summary>Quotes around a number or boolean that is meant as text.</summary>
    public static Repair Quote(YamlNode node) =>
        source =>
            node is YamlScalar { Style: ScalarStyle.Plain } && node.End > node.Start
                ? new TextEdit(node.Start, node.End, YamlText.Quoted(source[node.Start..node.End]))
                : null;

    /// <summary>A list with the text, or with its parts between commas.</summary>
    public static Repair MakeList(YamlNode node, bool asTags) =>
        _ =>
        {
            if (
                node is not YamlScalar { Type: ScalarType.String, Style: not (ScalarStyle.Literal or ScalarStyle.Folded) } scalar
                || IsExpression(scalar)
            )
                return null;
            var parts = scalar.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            var items = asTags ? parts.Select(EntityTags.From).OfType<string>().Distinct(StringComparer.Ordinal) : parts;
            return new TextEdit(node.Start, node.End, $"[{string.Join(", ", items.Select(InFlow))}]");
        };

    /// <summary>The one item of a list, in the list's place.</summary>
    public static Repair TakeOnly(YamlNode node) =>
        source =>
        {
            if (
                node
                is not YamlList
                {
                    Items: [YamlScalar { Type: ScalarType.String, Style: not (ScalarStyle.Literal or ScalarStyle.Folded) } only]
                } list
            )
                return null;
            var start = list.Start;
            while (start > 0 && source[start - 1] is ' ' or '\n' or '\r')
                start--;
            return start > 0 && source[start - 1] == ':'
                ? new TextEdit(start, list.Flow ? list.End : only.End, " " + source[only.Start..only.End])
                : null;
        };

    /// <summary>A new first entry of a block map.</summary>
    public static Repair Insert(YamlMap map, string entry) =>
        source =>
        {
            if (map.Flow || map.Entries.Count == 0)
                return null;
            var at = map.Entries[0].Key.Start;
            var lineStart = at == 0 ? 0 : source.LastIndexOf('\n', at - 1) + 1;
            return new TextEdit(at, at, entry + Break(source, at) + new string(' ', at - lineStart));
        };

    /// <summary>Takes out an entry that stands on lines of its own.</summary>
    public static Repair Remove(YamlEntry entry) =>
        source =>
        {
            var start = entry.Key.Start == 0 ? 0 : source.LastIndexOf('\n', entry.Key.Start - 1) + 1;
            var stop = Math.Max(entry.Value.End, entry.Key.End);
            if (stop > 0 && source[stop - 1] == '\n')
                stop--;
            var end = source.IndexOf('\n', stop);
            end = end < 0 ? source.Length : end + 1;
            var isAlone =
                source.AsSpan(start, entry.Key.Start - start).Trim(' ').IsEmpty
                && source.AsSpan(stop, end - stop).TrimStart(": ").Trim("\r\n").IsEmpty;
            return isAlone ? new TextEdit(start, end, "") : null;
        };

    /// <summary>Removes one of two entries that say the same: the one that has nothing else on its line.</summary>
    public static Repair RemoveTwin(YamlEntry first, YamlEntry second) =>
        source =>
            first.Value is { } value
            && source
                .AsSpan(value.Start, value.End - value.Start)
                .SequenceEqual(source.AsSpan(second.Value.Start, second.Value.End - second.Value.Start))
                ? Remove(second)(source) ?? Remove(first)(source)
                : null;

    /// <summary>What some template fills in later is not ours to change: <c>${{ }}</c>, <c>{{ }}</c>, <c>{% %}</c>, <c>${APP}</c>.</summary>
    public static bool HasExpression(ReadOnlySpan<char> text) =>
        text.Contains("{{", StringComparison.Ordinal)
        || text.Contains("}}", StringComparison.Ordinal)
        || text.Contains("{%", StringComparison.Ordinal)
        || text.Contains("${", StringComparison.Ordinal);

    private static bool IsExpression(YamlScalar scalar) => HasExpression(scalar.Text);

    private static string InFlow(string text) =>
        text.AsSpan().ContainsAny(",[]{}") || !YamlText.IsPlain(text) ? YamlText.Quoted(text) : text;

    private static string Break(string source, int at)
    {
        var newline = source.IndexOf('\n', at);
        return newline > 0 && source[newline - 1] == '\r' ? "\r\n" : "\n";
    }
}
