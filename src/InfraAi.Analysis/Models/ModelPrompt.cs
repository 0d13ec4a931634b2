using System.Text.Json;
using Microsoft.Extensions.AI;

namespace InfraAi.Analysis.Models;

/// <summary>The one prompt and the one schema, for every vendor.</summary>
internal static class ModelPrompt
{
    /// <summary>Counts up when the words or the schema change: scores and cassettes are kept by it.</summary>
    public const string Version = "1";

    private static readonly Lazy<string> Words = new(() =>
    {
        using var stream = typeof(ModelPrompt).Assembly.GetManifestResourceStream("model-prompt.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    private static readonly JsonElement Schema = JsonSerializer.SerializeToElement(JsonDocument.Parse(SchemaText).RootElement);

    public static ChatOptions Options { get; } =
        new() { Instructions = null, ResponseFormat = ChatResponseFormat.ForJsonSchema(Schema, "architecture") };

    /// <param name="part">The text, or the part of it that is asked for.</param>
    /// <param name="digest">Of the whole text: it makes a marker that the text cannot contain.</param>
    public static List<ChatMessage> ForText(string part, string digest, int number, int count)
    {
        var marker = $"=== {digest} ===";
        var which = count == 1 ? "" : $" (part {number} of {count}; its neighbours are asked for separately)";
        return
        [
            new(ChatRole.System, Words.Value),
            new(ChatRole.User, $"Describe the infrastructure in this text{which}:\n{marker}\n{part}\n{marker}"),
        ];
    }

    public static List<ChatMessage> ForPicture(ReadOnlyMemory<byte> bytes, string mediaType) =>
        [
            new(ChatRole.System, Words.Value),
            new(ChatRole.User, [new DataContent(bytes, mediaType), new TextContent("Describe the infrastructure in this picture.")]),
        ];

    /// <summary>The one attempt to have an answer repaired.</summary>
    public static List<ChatMessage> Repair(List<ChatMessage> asked, string answer, string fault)
    {
        const int enough = 20_000;
        return
        [
            .. asked,
            new(ChatRole.Assistant, answer.Length <= enough ? answer : answer[..enough]),
            new(ChatRole.User, $"That is not the JSON that was asked for: {fault} Answer again, whole, with that JSON only."),
        ];
    }

    // Flat on purpose: nested schemas fail with "too many states". Every property is required, as OpenAI's strict mode wants.
    private const string SchemaText = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "type": "object",
          "additionalProperties": false,
          "required": ["title", "components", "relations", "questions"],
          "propertyOrdering": ["title", "components", "relations", "questions"],
          "properties": {
            "title": { "type": ["string", "null"] },
            "components": {
              "type": "array",
              "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["id", "name", "kind", "technology", "group", "owner", "quotes", "box_2d", "certainty"],
                "properties": {
                  "id": { "type": "string", "description": "short and unique in this answer: c1, c2 …" },
                  "name": { "type": "string" },
                  "kind": {
                    "type": "string",
                    "enum": ["service", "website", "mobileApp", "function", "job", "library", "api", "gateway", "loadBalancer", "cdn", "dns",
                      "firewall", "network", "database", "warehouse", "cache", "queue", "stream", "storage", "search", "compute", "cluster",
                      "containerRegistry", "repository", "pipeline", "workflow", "analytics", "ai", "identity", "secrets", "monitoring",
                      "notification", "iot", "device", "tool", "external", "person"]
                  },
                  "technology": { "type": ["string", "null"] },
                  "group": { "type": ["string", "null"] },
                  "owner": { "type": ["string", "null"] },
                  "quotes": { "type": "array", "items": { "type": "string" } },
                  "box_2d": { "type": ["array", "null"], "items": { "type": "integer" } },
                  "certainty": { "type": "string", "enum": ["stated", "uncertain"] }
                }
              }
            },
            "relations": {
              "type": "array",
              "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["from", "to", "kind", "label", "quotes", "box_2d", "certainty"],
                "properties": {
                  "from": { "type": "string", "description": "id of a component" },
                  "to": { "type": "string", "description": "id of a component" },
                  "kind": {
                    "type": "string",
                    "enum": ["uses", "calls", "reads", "writes", "publishes", "subscribes", "triggers", "routes", "deploys", "monitors",
                      "authenticates", "replicates", "dependsOn"]
                  },
                  "label": { "type": ["string", "null"] },
                  "quotes": { "type": "array", "items": { "type": "string" } },
                  "box_2d": { "type": ["array", "null"], "items": { "type": "integer" } },
                  "certainty": { "type": "string", "enum": ["stated", "uncertain"] }
                }
              }
            },
            "questions": { "type": "array", "items": { "type": "string" } }
          }
        }
        """;
}
