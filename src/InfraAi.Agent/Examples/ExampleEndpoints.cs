using System.Reflection;
using InfraAi.Agent.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace InfraAi.Agent.Examples;

/// <summary>A description to start from.</summary>
public sealed record Example(string Id, string Language, string Title, string Text);

/// <summary>/api/examples: the descriptions in this folder, for the page and for the first start.</summary>
public static class ExampleEndpoints
{
    private static readonly IReadOnlyList<Example> Examples =
    [
        Load("tienda", "es"),
        Load("iot", "es"),
        Load("orders", "en"),
        Load("serverless", "en"),
    ];

    public static void MapExamples(this WebApplication app) =>
        app.MapGet("/api/examples", All).WithTags("Analyses").WithSummary("Descriptions to start from").RequireAuthorization(Roles.Reader);

    private static Ok<IReadOnlyList<Example>> All() => TypedResults.Ok(Examples);

    private static Example Load(string id, string language)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream($"Examples/{id}.txt")!);
        var text = reader.ReadToEnd();
        return new(id, language, text[..text.IndexOf('\n', StringComparison.Ordinal)], text);
    }
}
