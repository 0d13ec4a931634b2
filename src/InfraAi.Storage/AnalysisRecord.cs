using InfraAi.Model;
using InfraAi.Model.Secrets;

namespace InfraAi.Storage;

/// <summary>How far an analysis is.</summary>
public enum AnalysisStatus
{
    Queued,
    Running,
    Done,
    Failed,
    Canceled,
}

/// <summary>The steps of the pipeline, in their order.</summary>
public enum PipelineStep
{
    Read,
    Analyze,
    Generate,
    Validate,
    Publish,
    Register,
    Confirm,
}

public enum StepState
{
    Started,
    Done,
    Failed,
    Skipped,
}

/// <summary>One event in the life of an analysis.</summary>
/// <param name="Seq">From 1, without gaps in one analysis.</param>
public sealed record StepEvent(int Seq, DateTimeOffset At, PipelineStep Step, StepState State, Phrase Message, long? DurationMs);

/// <summary>What was asked for.</summary>
/// <param name="Kind">"text".</param>
/// <param name="Text">Its secrets are masked.</param>
/// <param name="Name">The project's name as the caller gave it; null when the analyser is to find one.</param>
public sealed record AnalysisRequest(string Kind, string Text, string? Name)
{
    /// <summary>What was masked in the text when it was read.</summary>
    public IReadOnlyList<MaskedSecret> Secrets { get; init; } = [];

    /// <summary>True when the same is asked for.</summary>
    public bool Equals(AnalysisRequest? other) => other is not null && (Kind, Text, Name) == (other.Kind, other.Text, other.Name);

    public override int GetHashCode() => HashCode.Combine(Kind, Text, Name);
}

/// <summary>An entity of the generated catalog.</summary>
public sealed record CatalogEntity(string Ref, string Kind, string? Type, string Name, string Title, string? ComponentId);

/// <summary>The generated files and the entities in them.</summary>
public sealed record GeneratedProject(string Name, string Title, IReadOnlyList<ProjectFile> Files, IReadOnlyList<CatalogEntity> Entities);

/// <summary>Where the files went.</summary>
/// <param name="RepositoryUrl">What `git clone` takes.</param>
/// <param name="CatalogUrl">What a Backstage location takes.</param>
/// <param name="Changed">False when the repository already held exactly this: then <paramref name="Commit"/> is the older one.</param>
/// <param name="Notes">What a person should know of this publication: edits kept, for one.</param>
/// <param name="PullRequestUrl">Set when people must merge it first.</param>
/// <param name="VisibleAfterMs">From the acceptance until a Backstage showed all of it; null when that was not looked at.</param>
public sealed record Publication(
    string RepositoryUrl,
    string CatalogUrl,
    string Commit,
    bool Changed,
    IReadOnlyList<Phrase> Notes,
    string? PullRequestUrl = null,
    long? VisibleAfterMs = null
);

/// <summary>One analysis with all that is known of it.</summary>
public sealed record AnalysisRecord
{
    /// <summary>A version 7 UUID without hyphens: newer ones sort after older ones.</summary>
    public required string Id { get; init; }
    public required AnalysisStatus Status { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    public required AnalysisRequest Input { get; init; }

    /// <summary>Who asked, as Backstage or the OpenID provider names people (user:default/ana, oidc:ana); null for who has the agent's token.</summary>
    public string? DescribedBy { get; init; }

    /// <summary>True when who asked may overwrite what belongs to others.</summary>
    public bool ByMaintainer { get; init; } = true;
    public Architecture? Architecture { get; init; }
    public GeneratedProject? Project { get; init; }
    public Publication? Publication { get; init; }
    public Problem? Problem { get; init; }

    /// <summary>How often it was taken up: from 1. Only the latest attempt may write.</summary>
    public int Attempt { get; init; } = 1;
}

/// <summary>Whose an analysis is.</summary>
/// <param name="DescribedBy">Null for who had the agent's token.</param>
public sealed record AnalysisOwner(string? DescribedBy, bool IsPublished);

/// <summary>How an analysis is taken in.</summary>
public sealed record Acceptance
{
    /// <summary>Who works on it from the start; null leaves it to whoever claims it.</summary>
    public string? Owner { get; init; }
    public TimeSpan Lease { get; init; }

    /// <summary>The same key gives the same analysis: what was taken in with it before is answered.</summary>
    public string? Key { get; init; }
    public string? Campaign { get; init; }

    /// <summary>Who asked, as Backstage or the OpenID provider names people; null for who has the agent's token.</summary>
    public string? DescribedBy { get; init; }

    /// <summary>True when who asked may overwrite what belongs to others.</summary>
    public bool ByMaintainer { get; init; } = true;
}

/// <summary>A project that is published.</summary>
/// <param name="AnalysisId">The analysis that was published last.</param>
/// <param name="Where">Where it was published.</param>
public sealed record PublishedProject(string Name, string? Title, string AnalysisId, DateTimeOffset PublishedAt, Publication Where);

/// <summary>One line of the history.</summary>
public sealed record AnalysisSummary
{
    public required string Id { get; init; }
    public required AnalysisStatus Status { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    public string? Analyzer { get; init; }
    public string? Language { get; init; }
    public string? ProjectName { get; init; }
    public string? Title { get; init; }
    public int Components { get; init; }
    public int Relations { get; init; }
    public int Questions { get; init; }

    /// <summary>The first 200 characters of the input.</summary>
    public required string Excerpt { get; init; }
    public string? ErrorCode { get; init; }
    public string? DescribedBy { get; init; }
}
