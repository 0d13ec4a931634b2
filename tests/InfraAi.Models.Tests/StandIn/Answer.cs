using System.Text.Json;

namespace InfraAi.Models.Tests.StandIn;

/// <summary>Writes answers as a model would.</summary>
internal sealed class Answer
{
    private readonly List<object> components = [];
    private readonly List<object> relations = [];
    private readonly List<string> questions = [];

    public string? Title { get; init; }

    public Answer Part(
        string name,
        string? quote,
        string kind = "service",
        string? technology = null,
        string certainty = "stated",
        int[]? box = null,
        string? group = null,
        string? owner = null
    )
    {
        components.Add(
            new
            {
                id = name,
                name,
                kind,
                technology,
                group,
                owner,
                quotes = quote is null ? Array.Empty<string>() : [quote],
                box_2d = box,
                certainty,
            }
        );
        return this;
    }

    public Answer Link(string from, string to, string? quote, string kind = "uses", string certainty = "stated", int[]? box = null)
    {
        relations.Add(
            new
            {
                from,
                to,
                kind,
                label = (string?)null,
                quotes = quote is null ? Array.Empty<string>() : [quote],
                box_2d = box,
                certainty,
            }
        );
        return this;
    }

    public Answer Question(string question)
    {
        questions.Add(question);
        return this;
    }

    public string Write() =>
        JsonSerializer.Serialize(
            new
            {
                title = Title,
                components,
                relations,
                questions,
            }
        );

    public static implicit operator Reply(Answer answer) => Reply.Claims(answer.Write());
}
