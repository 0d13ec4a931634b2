namespace InfraAi.Catalog.Yaml;

/// <summary>Collections, those whose tag makes something else of them, and what can be said only of a whole document.</summary>
internal sealed partial class Composer
{
    private bool usesAliases;

    /// <summary>The names of the nodes that have one.</summary>
    private readonly Dictionary<YamlNode, string> anchors = new(ReferenceEqualityComparer.Instance);
    private bool merges;

    /// <summary>Sets and ordered maps: the catalog has them as objects without fields.</summary>
    private readonly List<YamlMap> opaque = [];

    private YamlNode Collection(SyntaxCollection syntax, Props props)
    {
        var tag = props.Tag < 0 ? null : TagName(props.Tag);
        var last = Math.Max(props.Anchor, props.Tag);
        if (
            syntax.Kind == SyntaxKind.BlockList
            && last >= 0
            && (props.NewLineAfterProp < 0 || tokens[props.NewLineAfterProp].Offset < tokens[last].Offset)
        )
            Fail(tokens[last].Offset, "An anchor or tag of a list must stand on the line before its first item.");
        if (broken)
            return Empty(syntax.Offset);
        YamlNode node = syntax.Kind switch
        {
            SyntaxKind.BlockMap => BlockMap(syntax),
            SyntaxKind.BlockList => BlockList(syntax),
            _ => Flow(syntax),
        };
        return broken
            ? node
            : (tag, node) switch
            {
                (TagTable.Set, YamlMap map) => Set(map, props.Tag),
                (TagTable.OrderedMap, YamlList list) => OrderedMap(list, props.Tag),
                (TagTable.Pairs, YamlList list) => Pairs(list, props.Tag),
                _ => node, // other tags say nothing of a collection
            };
    }

    private YamlMap Set(YamlMap map, int tag)
    {
        if (
            !map.Entries.TrueForAll(entry =>
                entry.Value is YamlScalar { Type: ScalarType.Null, Special: not ScalarSpecial.Merge, IsRemarked: false }
            )
        )
            Fail(tokens[tag].Offset, "The items of a set have no values.");
        opaque.Add(map);
        return map;
    }

    private YamlMap OrderedMap(YamlList list, int tag)
    {
        var map = new YamlMap(list.Start, list.End, list.Flow);
        foreach (var pair in Pairs(list, tag).Items)
            map.Entries.Add(((YamlMap)pair).Entries[0]);
        opaque.Add(map);
        return map;
    }

    /// <summary>Each item becomes a map of one entry; what was such a map loses its anchor.</summary>
    private YamlList Pairs(YamlList list, int tag)
    {
        for (var index = 0; index < list.Items.Count; index++)
        {
            var item = list.Items[index];
            if (item is YamlMap { IsBytes: false, Entries.Count: > 1 })
                Fail(tokens[tag].Offset, "Each item of this list must be one key with its value.");
            var pair = new YamlMap(item.Start, item.End, flow: true);
            if (item is not YamlMap { IsBytes: false } map)
                pair.Entries.Add(new YamlEntry(item, Empty(item.End)));
            else
                pair.Entries.Add(map.Entries is [var first, ..] ? first : new YamlEntry(Empty(item.Start), Empty(item.End)));
            list.Items[index] = pair;
        }
        return list;
    }

    /// <summary>What the document as a whole may be refused for.</summary>
    private YamlError? Finished(YamlNode root)
    {
        var fault = usesAliases ? Aliases.Resolve(root, anchors) : null;
        fault ??= merges ? Merges.Apply(root) : null;
        foreach (var map in opaque)
        {
            fault ??= Twins(map);
            map.Entries.Clear();
        }
        return fault;
    }

    /// <summary>An ordered map with an equal key twice, be it by an alias.</summary>
    private static YamlError? Twins(YamlMap map)
    {
        var known = new YamlMap(map.Start, map.End, flow: true);
        var keys = new KeySet(known);
        foreach (var entry in map.Entries)
        {
            if (!keys.Add(entry.Key.Actual))
                return new YamlError(entry.Key.Start, Rules.YamlSyntax, "This key is in the ordered map twice.", "Remove one of the two.");
            known.Entries.Add(new YamlEntry(entry.Key.Actual, entry.Value));
        }
        return null;
    }
}
