using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace InfraAi.Analysis.Models.Gemini;

/// <summary>Leaves of a JSON schema what responseJsonSchema takes; the rest is checked here when the answer is read.</summary>
internal static class GeminiSchema
{
    private static readonly FrozenSet<string> Taken = FrozenSet.ToFrozenSet(
        [
            "$id",
            "$defs",
            "$ref",
            "$anchor",
            "type",
            "format",
            "title",
            "description",
            "enum",
            "items",
            "prefixItems",
            "minItems",
            "maxItems",
            "minimum",
            "maximum",
            "anyOf",
            "oneOf",
            "properties",
            "additionalProperties",
            "required",
            "propertyOrdering",
        ],
        StringComparer.Ordinal
    );

    public static JsonElement Strip(JsonElement schema) => JsonSerializer.SerializeToElement(Strip(JsonNode.Parse(schema.GetRawText())));

    private static JsonNode? Strip(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject schema:
                var kept = new JsonObject();
                foreach (var (keyword, value) in schema.Where(p => Taken.Contains(p.Key)))
                {
                    // Below these two the keys are names, not keywords.
                    kept[keyword] =
                        keyword is "properties" or "$defs" && value is JsonObject named
                            ? new JsonObject(named.Select(p => KeyValuePair.Create(p.Key, Strip(p.Value))))
                            : Strip(value);
                }

                return kept;
            case JsonArray list:
                return new JsonArray([.. list.Select(Strip)]);
            default:
                return node?.DeepClone();
        }
    }
}
