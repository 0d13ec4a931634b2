using System.Text.Json;
using System.Text.Json.Nodes;

namespace InfraAi.Catalog;

/// <summary>One entity of a live catalog.</summary>
/// <param name="Ref">Whole and in lower case.</param>
/// <param name="Location">Its annotation backstage.io/managed-by-location; null when it has none.</param>
public sealed record ExportedEntity(string Ref, string? Location, JsonObject Entity);

/// <summary>What a live catalog holds: the answer of GET /api/catalog/entities (a list), of /entities/by-query ({"items":[…]}), or one entity a line.</summary>
public sealed class CatalogExport
{
    private readonly Dictionary<string, ExportedEntity> byRef;

    private CatalogExport(Dictionary<string, ExportedEntity> byRef) => this.byRef = byRef;

    public IReadOnlyCollection<ExportedEntity> Entities => byRef.Values;

    public ExportedEntity? Find(string reference) => byRef.GetValueOrDefault(reference);

    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static CatalogExport Read(string json)
    {
        var found = new Dictionary<string, ExportedEntity>(StringComparer.Ordinal);
        foreach (var node in Nodes(json))
            if (node is JsonObject entity && EntityOf(entity) is { } exported)
                found.TryAdd(exported.Ref, exported);
        return new CatalogExport(found);
    }

    private static IEnumerable<JsonNode?> Nodes(string json)
    {
        var text = json.Trim();
        if (text.Length == 0)
            return [];
        if (text[0] == '[')
            return JsonNode.Parse(text)!.AsArray();
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length > 1 && lines.All(line => line[0] == '{' && line[^1] == '}'))
            return lines.Select(line => JsonNode.Parse(line));
        var root = JsonNode.Parse(text);
        return root?["items"] is JsonArray items ? items : [root];
    }

    private static ExportedEntity? EntityOf(JsonObject entity)
    {
        if (Text(entity["kind"]) is not { } kind || Text(entity["metadata"]?["name"]) is not { } name)
            return null;
        var reference = $"{kind}:{Text(entity["metadata"]?["namespace"]) ?? "default"}/{name}".ToLowerInvariant();
        return new ExportedEntity(reference, Text(entity["metadata"]?["annotations"]?["backstage.io/managed-by-location"]), entity);
    }

    private static string? Text(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;
}
