namespace InfraAi.Catalog.Yaml;

/// <summary>Collections whose tag makes something else of them.</summary>
internal sealed partial class DocumentParser
{
    /// <summary>
    /// What a map or list with a tag becomes in the catalog: sets and ordered maps are JavaScript objects without fields, and each item of
    /// !!pairs is a map of one entry. Other tags say nothing of a collection.
    /// </summary>
    private YamlNode Typed(YamlNode node, Props props)
    {
        if (props.Tag is not { } tag || broken)
            return node;
        var typed = (tags.Resolve(tag, out _), node) switch
        {
            (TagTable.Set, YamlMap map) => Set(map, props),
            (TagTable.OrderedMap, YamlList list) => OrderedMap(list, props),
            (TagTable.Pairs, YamlList list) => Pairs(list, props),
            _ => node,
        };
        if (typed != node && props.Anchor is { } anchor)
            aliases.Declare(anchor, typed);
        return typed;
    }

    private YamlMap Set(YamlMap map, Props props)
    {
        if (!map.Entries.TrueForAll(entry => entry.Value is YamlScalar { Type: ScalarType.Null } && !HasComment(entry.Value.End)))
            Fail(props.At, "The items of a set have no values.");
        map.Entries.Clear();
        return map;
    }

    /// <summary>The official reader takes a value with a comment for more than nothing.</summary>
    private bool HasComment(int at) => text.AsSpan(at, Math.Max(0, end - at)).TrimStart(" \t").StartsWith('#');

    private YamlMap OrderedMap(YamlList list, Props props)
    {
        var keys = new YamlMap(list.Start, list.End, list.Flow);
        var known = new KeySet(keys);
        foreach (var pair in Pairs(list, props).Items)
        {
            var entry = ((YamlMap)pair).Entries[0];
            if (!known.Add(entry.Key))
                Fail(props.At, "A key is in this ordered map twice.");
            keys.Entries.Add(entry);
        }
        keys.Entries.Clear();
        return keys;
    }

    private YamlList Pairs(YamlList list, Props props)
    {
        for (var index = 0; index < list.Items.Count; index++)
        {
            var item = list.Items[index];
            if (item is YamlMap { Entries.Count: > 1 })
                Fail(props.At, "Each item of this list must be one key with its value.");
            else if (item is not YamlMap { Entries.Count: 1 })
            {
                var pair = new YamlMap(item.Start, item.End, flow: true);
                pair.Entries.Add(new YamlEntry(item is YamlMap ? EmptyAt(item.Start) : item, EmptyAt(item.End)));
                list.Items[index] = pair;
            }
        }
        return list;
    }
}
