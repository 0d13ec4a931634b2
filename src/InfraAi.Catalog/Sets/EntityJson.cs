using System.Text.Json.Nodes;
using InfraAi.Catalog.Yaml;

namespace InfraAi.Catalog;

/// <summary>Entities as JSON, to compare what a file says with what the catalog holds.</summary>
internal static class EntityJson
{
    private const int MaxDepth = 100;

    /// <summary>What the catalog writes by itself, in no file.</summary>
    private static readonly string[] CatalogsOwn =
    [
        "backstage.io/managed-by-location",
        "backstage.io/managed-by-origin-location",
        "backstage.io/view-url",
        "backstage.io/edit-url",
        "backstage.io/source-location",
        "backstage.io/orphan",
    ];

    /// <returns>The value; null where it holds itself, or is nested deeper than any entity.</returns>
    public static JsonNode? From(YamlNode node) => From(node, []);

    private static JsonNode? From(YamlNode node, List<YamlNode> within)
    {
        var actual = node.Actual;
        if (within.Count > MaxDepth || (node is YamlAlias && within.Contains(actual)))
            return null;
        return actual switch
        {
            YamlMap or YamlList => Collection(actual, within),
            YamlScalar { Type: ScalarType.Null } => null,
            YamlScalar { Type: ScalarType.Boolean } scalar => JsonValue.Create(ScalarKeys.Name(scalar) == "true"),
            YamlScalar { Type: ScalarType.Number } scalar => ScalarKeys.Read(scalar.Text) is var number && double.IsFinite(number)
                ? JsonValue.Create(number)
                : null,
            YamlScalar scalar => JsonValue.Create(scalar.Text),
            _ => null,
        };
    }

    private static JsonNode Collection(YamlNode node, List<YamlNode> within)
    {
        within.Add(node);
        JsonNode json = node is YamlMap map
            ? Object(map, within)
            : new JsonArray([.. ((YamlList)node).Items.Select(item => From(item, within))]);
        within.RemoveAt(within.Count - 1);
        return json;
    }

    /// <summary>The paths of the fields that differ, those that the catalog adds apart.</summary>
    public static IReadOnlyList<string> Differences(JsonNode? file, JsonNode? live)
    {
        var found = new List<string>();
        foreach (var root in (ReadOnlySpan<string>)["apiVersion", "metadata", "spec"])
            Compare(file?[root], live?[root], root, found);
        return found;
    }

    private static JsonObject Object(YamlMap map, List<YamlNode> within)
    {
        var json = new JsonObject();
        foreach (var entry in map.Entries)
            if (entry.Value.Actual is not YamlScalar { Special: ScalarSpecial.Merge }) // as a value it is a symbol there, which JSON leaves out
                json[entry.Name] = From(entry.Value, within);
        return json;
    }

    private static void Compare(JsonNode? file, JsonNode? live, string path, List<string> found)
    {
        if (file is JsonObject a && live is JsonObject b)
        {
            foreach (
                var name in a.Select(pair => pair.Key)
                    .Union(b.Select(pair => pair.Key), StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal)
            )
                if (!IsCatalogs(path, name, a.ContainsKey(name)))
                    Compare(a[name], b[name], $"{path}.{name}", found);
        }
        else if (
            !JsonNode.DeepEquals(file, live)
            && !(path == "metadata.namespace" && (file ?? live)?.ToString() == "default")
            && !IsEmpty(file, live)
        )
            found.Add(path);
    }

    private static bool IsCatalogs(string path, string name, bool inFile) =>
        (path == "metadata" && name is "uid" or "etag")
        || (path == "metadata.annotations" && !inFile && CatalogsOwn.Contains(name, StringComparer.Ordinal));

    /// <summary>Annotations that hold the catalog's own only, beside none in the file.</summary>
    private static bool IsEmpty(JsonNode? file, JsonNode? live) =>
        file is null
        && live is JsonObject annotations
        && annotations.Count > 0
        && annotations.All(pair => CatalogsOwn.Contains(pair.Key, StringComparer.Ordinal));
}
