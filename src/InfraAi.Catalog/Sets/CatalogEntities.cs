using System.Text.Json.Nodes;
using InfraAi.Catalog.Yaml;

namespace InfraAi.Catalog;

/// <summary>The entities of a file, as the catalog's own JSON.</summary>
public static class CatalogEntities
{
    /// <returns>One for each YAML document that is a map with a kind and a name; what cannot be read is left out.</returns>
    public static IReadOnlyList<JsonObject> Read(string yaml) =>
        [
            .. YamlReader
                .Read(yaml)
                .Select(document => document.Root is { } root ? EntityJson.From(root) : null)
                .OfType<JsonObject>()
                .Where(entity => entity["kind"] is not null && entity["metadata"]?["name"] is not null),
        ];
}
