namespace InfraAi.Catalog.Yaml;

/// <summary>Binary data: in the catalog a map of its type and its bytes, which no check looks at, so here it has none.</summary>
internal static class Bytes
{
    public static YamlMap Node(int from, int to)
    {
        var bytes = new YamlMap(from, to, flow: true);
        bytes.Entries.Add(new YamlEntry(Text(from, from, "type"), Text(from, to, "Buffer")));
        bytes.Entries.Add(new YamlEntry(Text(from, from, "data"), new YamlList(from, to, flow: true)));
        return bytes;
    }

    private static YamlScalar Text(int from, int to, string text) => new(from, to, text, ScalarType.String, ScalarStyle.Plain);
}
