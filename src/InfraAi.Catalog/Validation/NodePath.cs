using InfraAi.Catalog.Yaml;

namespace InfraAi.Catalog.Validation;

/// <summary>The path of a place in a document, as far as the tree was read.</summary>
internal static class NodePath
{
    /// <returns>The path of the entry or item that begins on the line of the offset, or holds it; "" when none does.</returns>
    public static string At(YamlNode? root, int offset, string text)
    {
        var path = FieldPath.Root;
        var found = FieldPath.Root;
        for (var node = root; node is not null; )
        {
            var (next, start) = Step(ref path, node, offset);
            if (next is null)
                break;
            if (text.AsSpan(start, Math.Max(0, offset - start)).IndexOf('\n') < 0 || next.End >= offset)
                found = path;
            node = next;
        }
        return ReferenceEquals(found, FieldPath.Root) ? "" : found.ToString();
    }

    private static (YamlNode? Next, int Start) Step(ref FieldPath path, YamlNode node, int offset)
    {
        if (node is YamlMap map)
        {
            var index = LastUpTo(map.Entries.Count, at => map.Entries[at].Key.Start, offset);
            if (index < 0)
                return (null, 0);
            path = path.Of(map.Entries[index].Name);
            return (map.Entries[index].Value, map.Entries[index].Key.Start);
        }
        if (node is YamlList list)
        {
            var index = LastUpTo(list.Items.Count, at => list.Items[at].Start, offset);
            if (index < 0)
                return (null, 0);
            path = path.At(index);
            return (list.Items[index], list.Items[index].Start);
        }
        return (null, 0);
    }

    /// <summary>Entries and items stand in the order of the text.</summary>
    private static int LastUpTo(int count, Func<int, int> startOf, int offset)
    {
        var (low, high) = (0, count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (startOf(middle) <= offset)
                low = middle + 1;
            else
                high = middle;
        }
        return low - 1;
    }
}
