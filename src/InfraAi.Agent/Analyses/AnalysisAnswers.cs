using InfraAi.Agent.Http;
using InfraAi.Model;
using InfraAi.Pipeline;
using InfraAi.Platform.Configuration;
using InfraAi.Storage;
using Microsoft.AspNetCore.Mvc;

namespace InfraAi.Agent.Analyses;

/// <summary>A component as it is answered: with the entity it became.</summary>
public sealed record ComponentAnswer(
    string Id,
    string Name,
    ComponentKind Kind,
    string? Technology,
    string? Group,
    string? Owner,
    string? Description,
    double Confidence,
    IReadOnlyList<Evidence> Evidence,
    string? EntityRef,
    IReadOnlyList<string> FoundBy
);

/// <param name="VisibleAfterMs">From the request until Backstage showed all of it; null when none was asked.</param>
public sealed record PublicationAnswer(
    string RepositoryUrl,
    string CatalogUrl,
    string Commit,
    bool Changed,
    IReadOnlyList<string> Notes,
    string? PullRequestUrl,
    long? VisibleAfterMs
);

/// <summary>One analysis, whole.</summary>
public sealed record AnalysisAnswer
{
    public required string Id { get; init; }
    public required AnalysisStatus Status { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    public long? DurationMs { get; init; }
    public string? Analyzer { get; init; }
    public string? Language { get; init; }
    public required AnalysisRequest Input { get; init; }

    /// <summary>Who described it, as Backstage names people; null where nobody signed in.</summary>
    public string? DescribedBy { get; init; }
    public string? ProjectName { get; init; }
    public string? Title { get; init; }
    public string? Description { get; init; }
    public required IReadOnlyList<ComponentAnswer> Components { get; init; }
    public required IReadOnlyList<Relation> Relations { get; init; }
    public required IReadOnlyList<string> Questions { get; init; }
    public required IReadOnlyList<RejectedClaim> Rejected { get; init; }
    public required IReadOnlyList<string> Notes { get; init; }
    public ModelUse? Model { get; init; }
    public required IReadOnlyList<ProjectFile> Files { get; init; }
    public PublicationAnswer? Publication { get; init; }
    public required IReadOnlyList<StepAnswer> Steps { get; init; }
    public ProblemDetails? Error { get; init; }

    public static AnalysisAnswer Of(AnalysisRecord a, IReadOnlyList<StepEvent> steps, string language, ReadAddress addresses) =>
        new()
        {
            Id = a.Id,
            Status = a.Status,
            CreatedAt = a.CreatedAt,
            FinishedAt = a.FinishedAt,
            DurationMs = AnalysisItem.Milliseconds(a.CreatedAt, a.FinishedAt),
            Analyzer = a.Architecture?.Analyzer,
            Language = a.Architecture?.Language,
            Input = a.Input,
            DescribedBy = a.DescribedBy,
            ProjectName = a.Project?.Name,
            Title = a.Project?.Title ?? a.Architecture?.Title,
            Description = a.Architecture?.Description,
            Components = ComponentsOf(a),
            Relations = a.Architecture?.Relations ?? [],
            Questions = a.Architecture?.Questions ?? [],
            Rejected = a.Architecture?.Rejected ?? [],
            Notes = a.Architecture?.Notes ?? [],
            Model = a.Architecture?.Model,
            Files = a.Project?.Files ?? [],
            Publication = a.Publication is { } p
                ? new(
                    addresses.Of(p.RepositoryUrl),
                    addresses.Of(p.CatalogUrl),
                    p.Commit,
                    p.Changed,
                    [.. p.Notes.Select(n => n.In(language))],
                    p.PullRequestUrl,
                    p.VisibleAfterMs
                )
                : null,
            Steps = [.. steps.Select(s => StepAnswer.Of(s, language))],
            Error = a.Problem is { } problem ? ProblemAnswers.Details(problem, language, a.Id) : null,
        };

    public static IReadOnlyList<ComponentAnswer> ComponentsOf(AnalysisRecord a)
    {
        var refs = (a.Project?.Entities ?? [])
            .Where(e => e.ComponentId is not null)
            .ToLookup(e => e.ComponentId!, e => e.Ref, StringComparer.Ordinal);
        return
        [
            .. (a.Architecture?.Components ?? []).Select(c => new ComponentAnswer(
                c.Id,
                c.Name,
                c.Kind,
                c.Technology,
                c.Group,
                c.Owner,
                c.Description,
                c.Confidence,
                c.Evidence,
                refs[c.Id].FirstOrDefault(),
                c.FoundBy
            )),
        ];
    }
}

/// <summary>A page of the history.</summary>
/// <param name="Next">What `before` takes for the next page; null on the last one.</param>
public sealed record AnalysisPage(IReadOnlyList<AnalysisItem> Items, string? Next);

/// <summary>An analysis that was taken in.</summary>
public sealed record AcceptedAnswer(string Id, AnalysisStatus Status);

/// <summary>What /process-text answers: the names of the specification.</summary>
public sealed record ProcessAnswer(
    AnalysisStatus Status,
    string AnalysisId,
    string ProjectName,
    string YamlContent,
    string? RepositoryUrl,
    string? CatalogUrl,
    IReadOnlyList<ComponentAnswer> Components,
    IReadOnlyList<Relation> Relations,
    IReadOnlyList<string> Questions,
    IReadOnlyList<string> Files,
    string Analyzer,
    IReadOnlyList<RejectedClaim> Rejected,
    IReadOnlyList<string> Notes,
    string? PullRequestUrl,
    long? VisibleAfterMs
)
{
    public static ProcessAnswer Of(AnalysisRecord a, ReadAddress addresses) =>
        new(
            a.Status,
            a.Id,
            a.Project!.Name,
            a.Project.Files.First(f => f.Path == "catalog-info.yaml").Content,
            addresses.Of(a.Publication?.RepositoryUrl),
            addresses.Of(a.Publication?.CatalogUrl),
            AnalysisAnswer.ComponentsOf(a),
            a.Architecture!.Relations,
            a.Architecture.Questions,
            [.. a.Project.Files.Select(f => f.Path)],
            a.Architecture.Analyzer,
            a.Architecture.Rejected,
            a.Architecture.Notes,
            a.Publication?.PullRequestUrl,
            a.Publication?.VisibleAfterMs
        );
}
