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
            var index = map.Entries.FindLastIndex(entry => entry.Key.Start <= offset);
            if (index < 0)
                return (null, 0);
            path = path.Of(map.Entries[index].Name);
            return (map.Entries[index].Value, map.Entries[index].Key.Start);
        }
        if (node is YamlList list)
        {
            var index = list.Items.FindLastIndex(item => item.Start <= offset);
            if (index < 0)
                return (null, 0);
            path = path.At(index);
            return (list.Items[index], list.Items[index].Start);
        }
        return (null, 0);
    }
}
