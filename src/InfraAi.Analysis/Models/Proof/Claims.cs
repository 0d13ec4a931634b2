using InfraAi.Model;

namespace InfraAi.Analysis.Models.Proof;

/// <summary>A part of the architecture, borne out by evidence, before it has its place among the others.</summary>
internal sealed record ProvenPart
{
    public required string Name { get; init; }
    public required ComponentKind Kind { get; init; }
    public string? Technology { get; init; }
    public string? Group { get; init; }
    public string? Owner { get; init; }
    public string? Description { get; init; }
    public required double Confidence { get; init; }
    public required IReadOnlyList<Evidence> Evidence { get; init; }
    public required IReadOnlyList<string> FoundBy { get; init; }

    /// <summary>The reader is not sure that it is a part.</summary>
    public bool Uncertain { get; init; }
}

/// <summary>A relation between two proven parts, borne out by evidence.</summary>
internal sealed record ProvenLink(
    ProvenPart From,
    ProvenPart To,
    RelationKind Kind,
    string? Label,
    double Confidence,
    IReadOnlyList<Evidence> Evidence,
    IReadOnlyList<string> FoundBy
);

/// <summary>What is left of a model's answers when each claim has been held against the input.</summary>
internal sealed class Claims
{
    public string? Title { get; set; }
    public List<ProvenPart> Parts { get; } = [];
    public List<ProvenLink> Links { get; } = [];
    public List<string> Questions { get; } = [];
    public List<RejectedClaim> Rejected { get; } = [];
}
