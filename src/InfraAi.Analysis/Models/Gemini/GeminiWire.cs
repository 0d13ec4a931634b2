using System.Text.Json;
using System.Text.Json.Serialization;

namespace InfraAi.Analysis.Models.Gemini;

/// <summary>The messages of Gemini's REST interface, as far as they are used. https://ai.google.dev/api/generate-content</summary>
internal static class GeminiWire
{
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    public sealed record Request(
        IReadOnlyList<Content> Contents,
        [property: JsonPropertyName("system_instruction")] Content? SystemInstruction,
        GenerationConfig? GenerationConfig
    );

    public sealed record Content(IReadOnlyList<Part>? Parts, string? Role = null);

    public sealed record Part(string? Text = null, InlineData? InlineData = null, bool? Thought = null);

    public sealed record InlineData(string MimeType, ReadOnlyMemory<byte> Data);

    public sealed record GenerationConfig(
        string? ResponseMimeType,
        JsonElement? ResponseJsonSchema,
        float? Temperature,
        int? MaxOutputTokens,
        long? Seed
    );

    public sealed record Answer(
        IReadOnlyList<Candidate>? Candidates,
        PromptFeedback? PromptFeedback,
        UsageMetadata? UsageMetadata,
        string? ModelVersion,
        string? ResponseId
    );

    public sealed record Candidate(Content? Content, string? FinishReason);

    public sealed record PromptFeedback(string? BlockReason);

    public sealed record UsageMetadata(int? PromptTokenCount, int? CandidatesTokenCount, int? ThoughtsTokenCount, int? TotalTokenCount);
}
