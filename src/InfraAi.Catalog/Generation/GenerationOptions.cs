namespace InfraAi.Catalog;

/// <summary>What the caller knows beside the architecture. Nothing here is needed: what is null is left out, never guessed.</summary>
public sealed record GenerationOptions
{
    /// <summary>Reference of the owner of what names none (<c>group:default/platform</c>); it exists in the reader's catalog.</summary>
    public string? DefaultOwner { get; init; }

    /// <summary>Text of the repository's CODEOWNERS file; its last rule for /catalog-info.yaml comes before <see cref="DefaultOwner"/>.</summary>
    public string? CodeOwners { get; init; }

    /// <summary><c>owner/repo</c> on GitHub: the annotation github.com/project-slug and a link.</summary>
    public string? RepositorySlug { get; init; }

    /// <summary>Where the source stands (<c>https://…/tree/main/</c>, with or without the prefix <c>url:</c>): backstage.io/source-location.</summary>
    public string? SourceLocation { get; init; }

    /// <summary>Page of the analysis this came from: a link of the system.</summary>
    public string? PageUrl { get; init; }

    /// <summary>Version of the generator, for the provenance annotation.</summary>
    public string Version { get; init; } = "";

    /// <summary>Digest of the input, for the provenance annotation.</summary>
    public string InputDigest { get; init; } = "";

    /// <summary>Lifecycle of every component and API. An input seldom says it and the format wants one: the most cautious is the default.</summary>
    public string Lifecycle { get; init; } = "experimental";

    /// <summary>Kind and type by the technology's canonical name, before the table of <see cref="EntityMapping"/>; null falls through to it.</summary>
    /// <remarks>Kinds other than Component, Resource and API are ignored.</remarks>
    public Func<string, (string Kind, string Type)?>? Mapping { get; init; }

    /// <summary>
    /// References in lower case that other projects of the catalog hold already: a part that would have one of them gets the system's name before
    /// its own. Every project has a "postgresql", and a catalog shows one of a name.
    /// </summary>
    public IReadOnlySet<string> TakenRefs { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// Each boundary that the input names (<see cref="InfraAi.Model.Component.Group"/>) becomes a System of its own. Off by default: a boundary
    /// may as well be a network or a namespace.
    /// </summary>
    public bool SystemsFromGroups { get; init; }

    /// <summary>What the reader's backend lets in. With <see cref="SystemsFromGroups"/>, and where it allows it, a Domain holds the systems.</summary>
    public CatalogRules? Rules { get; init; }

    /// <summary>Who cancels is heard between two files (<see cref="OperationCanceledException"/>).</summary>
    public CancellationToken Cancellation { get; init; }
}
