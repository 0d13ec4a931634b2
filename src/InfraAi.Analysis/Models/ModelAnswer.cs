using System.Text.Json;
using System.Text.Json.Serialization;

namespace InfraAi.Analysis.Models;

/// <summary>What a model answers: the schema of <see cref="ModelPrompt"/>. Checked here, whatever the vendor's own check was.</summary>
internal sealed record ModelAnswer(
    string? Title,
    IReadOnlyList<ModelAnswer.ComponentClaim> Components,
    IReadOnlyList<ModelAnswer.RelationClaim> Relations,
    IReadOnlyList<string> Questions
)
{
    private const int Most = 2000;
    private const int LongestName = 200;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        PropertyNameCaseInsensitive = true,
        RespectNullableAnnotations = true,
        MaxDepth = 16,
    };

    public sealed record ComponentClaim(
        [property: JsonRequired] string Id,
        [property: JsonRequired] string Name,
        string? Kind,
        string? Technology,
        string? Group,
        string? Owner,
        IReadOnlyList<string>? Quotes,
        [property: JsonPropertyName("box_2d")] IReadOnlyList<double>? Box,
        string? Certainty
    )
    {
        public bool Uncertain => Certainty == "uncertain";
    }

    public sealed record RelationClaim(
        [property: JsonRequired] string From,
        [property: JsonRequired] string To,
        string? Kind,
        string? Label,
        IReadOnlyList<string>? Quotes,
        [property: JsonPropertyName("box_2d")] IReadOnlyList<double>? Box,
        string? Certainty
    )
    {
        public bool Uncertain => Certainty == "uncertain";
    }

    /// <returns>The answer; null with what is wrong with it.</returns>
    public static (ModelAnswer? Answer, string Fault) Read(string text)
    {
        try
        {
            var answer = JsonSerializer.Deserialize<ModelAnswer>(Unfenced(text), Options);
            return answer switch
            {
                null => (null, "It is null."),
                { Components: null } or { Relations: null } => (null, "components and relations must be lists."),
                { Components.Count: > Most } or { Relations.Count: > Most } => (
                    null,
                    $"There are more than {Most} components or relations."
                ),
                _ when answer.Components.Any(c => string.IsNullOrWhiteSpace(c.Name) || c.Name.Length > LongestName) => (
                    null,
                    "A component's name is empty or too long."
                ),
                _ => (answer with { Questions = answer.Questions ?? [] }, ""),
            };
        }
        catch (JsonException e)
        {
            return (null, $"{e.Message}");
        }
    }

    /// <summary>Some models put a fence around it although none was asked for.</summary>
    private static string Unfenced(string text)
    {
        var trimmed = text.Trim();
        if (
            !trimmed.StartsWith("```", StringComparison.Ordinal)
            || !trimmed.EndsWith("```", StringComparison.Ordinal)
            || trimmed.Length < 7
        )
        {
            return trimmed;
        }

        var line = trimmed.IndexOf('\n', StringComparison.Ordinal);
        return line < 0 ? trimmed : trimmed[(line + 1)..^3];
    }
}
