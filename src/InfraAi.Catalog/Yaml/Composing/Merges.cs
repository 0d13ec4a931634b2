namespace InfraAi.Catalog.Yaml;

/// <summary>Merge keys: "&lt;&lt;" in YAML 1.1, and any key with the tag !!merge. Their value is a map, or a list of maps, whose entries come in.</summary>
internal sealed class Merges
{
    private readonly HashSet<YamlNode> begun = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<YamlNode> done = new(ReferenceEqualityComparer.Instance);

    private Merges() { }

    /// <summary>Replaces each merge key of the tree by the entries it brings, those apart that the map has itself.</summary>
    /// <returns>What is wrong with one of them.</returns>
    public static YamlError? Apply(YamlNode root) => new Merges().Within(root);

    private YamlError? Within(YamlNode node)
    {
        if (!begun.Add(node))
            return null;
        YamlError? fault = null;
        if (node is YamlList list)
            foreach (var item in list.Items)
                fault ??= Within(item);
        if (node is not YamlMap map)
            return fault;
        foreach (var entry in map.Entries)
            fault ??= Within(entry.Key) ?? Within(entry.Value);
        if (fault is null && map.Entries.Exists(IsMerge))
            fault = Expand(map);
        done.Add(node);
        return fault;
    }

    private YamlError? Expand(YamlMap map)
    {
        var own = map.Entries.Where(entry => !IsMerge(entry)).Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        var entries = new List<YamlEntry>();
        foreach (var entry in map.Entries)
        {
            if (!IsMerge(entry))
            {
                entries.Add(entry);
                continue;
            }
            foreach (var source in entry.Value.Actual is YamlList list ? list.Items : [entry.Value])
            {
                if (source.Actual is not YamlMap { IsBytes: false } merged || Within(merged) is not null || !done.Contains(merged))
                    return new YamlError(
                        source.Start,
                        Rules.YamlSyntax,
                        "Only a map can be merged, and none that holds itself.",
                        "Write an alias of a map after <<:"
                    );
                entries.AddRange(merged.Entries.Select(Brought).Where(brought => own.Add(brought.Name)));
            }
        }
        map.Entries.Clear();
        map.Entries.AddRange(entries);
        return null;
    }

    /// <summary>The name that a key has when it is brought in: JavaScript's text of its value, also where that is null, a list or a map.</summary>
    private static YamlEntry Brought(YamlEntry entry) =>
        entry.Key.Actual is YamlScalar { Type: not ScalarType.Null }
            ? entry
            : entry with
            {
                Key = new YamlScalar(entry.Key.Start, entry.Key.End, Written(entry.Key), ScalarType.String, ScalarStyle.Plain),
            };

    private static string Written(YamlNode node) =>
        node.Actual switch
        {
            YamlScalar { Type: ScalarType.Null } => "null",
            YamlScalar => new YamlEntry(node.Actual, node).Name,
            YamlList list => string.Join(
                ',',
                list.Items.Select(item => item.Actual is YamlScalar { Type: ScalarType.Null } ? "" : Written(item))
            ),
            _ => "[object Object]",
        };

    private static bool IsMerge(YamlEntry entry) => entry.Key is YamlScalar { Special: ScalarSpecial.Merge };
}
