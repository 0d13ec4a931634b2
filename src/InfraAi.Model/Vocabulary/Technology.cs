namespace InfraAi.Model.Vocabulary;

/// <summary>How far the name of a thing makes it a part of an architecture.</summary>
public enum TechnologyUse
{
    /// <summary>A part when the text names it as one.</summary>
    Part,

    /// <summary>What a part is written in or delivered with: a part only when the text makes it one.</summary>
    Runtime,

    /// <summary>A thing without a brand ("queue"): a part when the text gives it a name or a role.</summary>
    Generic,

    /// <summary>A thing without a brand that is a part as it stands ("load balancer").</summary>
    Common,

    /// <summary>People and clients: parts when they act.</summary>
    Actor,

    /// <summary>Formats, protocols, libraries, clouds as a whole: never parts.</summary>
    Never,
}

/// <summary>One entry of the vocabulary.</summary>
/// <param name="Name">Canonical name ("PostgreSQL").</param>
/// <param name="Category">What it is, finer than the kind ("relational-database").</param>
/// <param name="Vendor">"azure", "aws", "gcp", …; null when it belongs to none of them.</param>
/// <param name="Logo">Name of its logo in the usual icon sets; null when none is known.</param>
/// <param name="BackstageKind">Entity kind that overrides what follows from <paramref name="Kind"/>; null by default.</param>
/// <param name="BackstageType">The spec.type that goes with it.</param>
/// <param name="Aliases">Other names in both languages, as the file writes them, without marks.</param>
public sealed record Technology(
    string Name,
    ComponentKind Kind,
    string Category,
    TechnologyUse Use,
    string? Vendor,
    string? Logo,
    string? BackstageKind,
    string? BackstageType,
    IReadOnlyList<string> Aliases
)
{
    /// <summary>True for an entry that is a product: its name says what technology a component has.</summary>
    public bool IsProduct => Use is TechnologyUse.Part or TechnologyUse.Runtime or TechnologyUse.Never;
}
