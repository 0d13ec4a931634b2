using InfraAi.Catalog.Yaml;

namespace InfraAi.Catalog.Fixing;

/// <summary>Sorts the lists that the catalog takes for sets, so that two writers of one file agree on its bytes.</summary>
internal static class SetOrder
{
    private static readonly string[] References =
    [
        "dependsOn",
        "dependencyOf",
        "providesApis",
        "consumesApis",
        "children",
        "members",
        "memberOf",
    ];

    /// <returns>One edit for each list that is out of order; its texts change places, what stands between them stays.</returns>
    public static IEnumerable<(string Path, TextEdit Edit)> Of(YamlMap entity, string source)
    {
        if (entity.Find("metadata")?.Value is YamlMap metadata && Sort(metadata.Find("tags")?.Value, source) is { } tags)
            yield return ("metadata.tags", tags);
        if (entity.Find("spec")?.Value is not YamlMap spec)
            yield break;
        foreach (var name in References)
            if (Sort(spec.Find(name)?.Value, source) is { } edit)
                yield return ($"spec.{name}", edit);
    }

    private static TextEdit? Sort(YamlNode? node, string source)
    {
        if (node is not YamlList { Items: [var first, .., var last] } list || !list.Items.TrueForAll(item => IsPlainText(item, source)))
            return null;
        var sorted = list.Items.OrderBy(item => item.String, StringComparer.Ordinal).ToList();
        if (sorted.SequenceEqual(list.Items) || !AreAlone(list, source))
            return null;
        var text = new System.Text.StringBuilder();
        for (var index = 0; index < sorted.Count; index++)
        {
            if (index > 0)
                text.Append(source, list.Items[index - 1].End, list.Items[index].Start - list.Items[index - 1].End);
            text.Append(source, sorted[index].Start, sorted[index].End - sorted[index].Start);
        }
        return new TextEdit(first.Start, last.End, text.ToString());
    }

    private static bool IsPlainText(YamlNode item, string source) =>
        item is YamlScalar { Type: ScalarType.String, Style: not (ScalarStyle.Literal or ScalarStyle.Folded) } scalar
        && !scalar.Text.Contains("${{", StringComparison.Ordinal)
        && !source.AsSpan(item.Start, item.End - item.Start).ContainsAny('\n', '\r');

    /// <summary>Comments, anchors, tags and groups set off by blank lines belong to the order that people chose: such a list stays.</summary>
    private static bool AreAlone(YamlList list, string source)
    {
        var marks = list.Flow ? " ,\r\n" : " -\r\n";
        for (var index = 1; index < list.Items.Count; index++)
        {
            var between = source.AsSpan(list.Items[index - 1].End, list.Items[index].Start - list.Items[index - 1].End);
            if (between.ContainsAnyExcept(marks) || between.Count('\n') > 1)
                return false;
        }
        var before = source.AsSpan(list.Start, list.Items[0].Start - list.Start);
        var behind = source.AsSpan(list.Items[^1].End).TrimStart(' ');
        return !before.ContainsAnyExcept(list.Flow ? "[ \r\n" : "- ") && (behind.IsEmpty || behind[0] is '\n' or '\r' or ',' or ']');
    }
}
