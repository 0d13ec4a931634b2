using System.Text.Json.Serialization;

namespace InfraAi.Model;

/// <summary>What one input says of an infrastructure: its parts, how they relate, and what it leaves open.</summary>
/// <remarks>Immutable. Every component and relation carries the evidence it was read from; nothing is there by default.</remarks>
public sealed record Architecture
{
    /// <summary>Short stable name, fit for a repository (lower case, digits, hyphens; at most 63 characters).</summary>
    public required string Name { get; init; }

    /// <summary>The name as a person would write it.</summary>
    public required string Title { get; init; }

    /// <summary>One or two sentences of the input that say what the system is for; null when it does not say.</summary>
    public string? Description { get; init; }

    /// <summary>ISO 639-1 code of the input's language: "es" or "en".</summary>
    public required string Language { get; init; }

    /// <summary>Who read it: "offline", "gemini", …</summary>
    public required string Analyzer { get; init; }

    public IReadOnlyList<Component> Components { get; init; } = [];
    public IReadOnlyList<Relation> Relations { get; init; } = [];

    /// <summary>What the input does not say and a person should answer, in the input's language.</summary>
    public IReadOnlyList<string> Questions { get; init; } = [];

    /// <summary>What a model claimed and the input does not bear out: none of it is in the lists above.</summary>
    public IReadOnlyList<RejectedClaim> Rejected { get; init; } = [];

    /// <summary>What the reader should know of how this was read (another analyser took over …), in the input's language.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The model that was asked; null when none was.</summary>
    public ModelUse? Model { get; init; }
}

/// <summary>A model's part in reading one input.</summary>
/// <param name="Vendor">"gemini", "openai", "anthropic".</param>
/// <param name="Name">The model, as the vendor calls it.</param>
/// <param name="Prompt">Version of the prompt.</param>
/// <param name="Calls">Answers that were read; long inputs are asked for in parts.</param>
public sealed record ModelUse(string Vendor, string Name, string Prompt, int Calls, long InputTokens, long OutputTokens);

/// <summary>A claim of a model that was left out.</summary>
/// <param name="What">"component", "relation", "technology", "owner" or "group".</param>
/// <param name="Claim">What was claimed, in the model's words.</param>
/// <param name="Quote">What the model gave as proof; null when it gave none.</param>
/// <param name="Code">Stable reason: "quote-not-found", "quote-does-not-name", "instruction", "no-evidence", "box-not-valid", "end-rejected" …</param>
/// <param name="Reason">The same for people, in the input's language.</param>
public sealed record RejectedClaim(string What, string Claim, string? Quote, string Code, string Reason);

/// <summary>One part of an architecture.</summary>
public sealed record Component
{
    /// <summary>Unique in its architecture: lower case letters, digits and hyphens.</summary>
    public required string Id { get; init; }

    /// <summary>The name as the input writes it ("orders database").</summary>
    public required string Name { get; init; }

    public required ComponentKind Kind { get; init; }

    /// <summary>Canonical name of its technology in the vocabulary ("PostgreSQL"); null when unknown.</summary>
    public string? Technology { get; init; }

    /// <summary>Name of the boundary that holds it (a system, a VPC, a namespace); null when none is named.</summary>
    public string? Group { get; init; }

    /// <summary>Who answers for it, as the input says it ("payments team"); null when it does not.</summary>
    public string? Owner { get; init; }

    /// <summary>What the input says it does; null when it does not.</summary>
    public string? Description { get; init; }

    /// <summary>0 to 1: how sure the reader is that this is a part of the architecture.</summary>
    public double Confidence { get; init; } = 1;

    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    /// <summary>Repository of the container image it runs ("shop/orders", no host or tag) when that is one's own; tells that two sources mean one part.</summary>
    [JsonIgnore]
    public string? Image { get; init; }

    /// <summary>Where it is built and how others reach it, as its source says; tells what other sources mean by a host name or a folder.</summary>
    [JsonIgnore]
    public Deployment? Deployment { get; init; }

    /// <summary>Which analysers found it ("gemini", "offline"); empty when only one has read the input.</summary>
    public IReadOnlyList<string> FoundBy { get; init; } = [];
}

/// <summary>What the source of a part says of its deployment. Paths are relative to the root that is read, with forward slashes.</summary>
public sealed record Deployment
{
    /// <summary>The folder that it is built from ("" is the root); null when no source says so.</summary>
    public string? Folder { get; init; }

    /// <summary>Repository of the container image that it runs, whoever made that; null when none is named.</summary>
    public string? Image { get; init; }

    /// <summary>Names under which others reach it, beside its own.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Ports on which the machine that runs it answers.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    /// <summary>Files and folders that it is given when it starts.</summary>
    public IReadOnlyList<string> Mounts { get; init; } = [];
}

/// <summary>A directed relation between two components of one architecture.</summary>
public sealed record Relation
{
    /// <summary>Id of the component that acts (calls, reads, writes, sends to, depends on …).</summary>
    public required string From { get; init; }

    /// <summary>Id of the component that is acted on.</summary>
    public required string To { get; init; }

    public required RelationKind Kind { get; init; }

    /// <summary>The words of the input on the relation ("stores results in"); null when it has none.</summary>
    public string? Label { get; init; }

    public double Confidence { get; init; } = 1;

    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    /// <inheritdoc cref="Component.FoundBy"/>
    public IReadOnlyList<string> FoundBy { get; init; } = [];
}

/// <summary>What a component is. Decides, with its technology, which Backstage entity it becomes (see InfraAi.Catalog).</summary>
public enum ComponentKind
{
    /// <summary>Something that runs code of one's own and whose nature the input does not say better.</summary>
    Service,
    Website,
    MobileApp,
    Function,
    Job,
    Library,
    Api,
    Gateway,
    LoadBalancer,
    Cdn,
    Dns,
    Firewall,
    Network,
    Database,
    Warehouse,
    Cache,
    Queue,
    Stream,
    Storage,
    Search,
    Compute,
    Cluster,
    ContainerRegistry,
    Repository,
    Pipeline,
    Workflow,
    Analytics,
    Ai,
    Identity,
    Secrets,
    Monitoring,
    Notification,
    Iot,
    Device,

    /// <summary>A program people work with that is neither theirs nor a data store (Backstage, Jenkins, Power BI …).</summary>
    Tool,

    /// <summary>A service run by somebody else, used over the network.</summary>
    External,

    /// <summary>A person or a role that uses the system.</summary>
    Person,
}

/// <summary>What the first component of a relation does to the second.</summary>
public enum RelationKind
{
    Uses,
    Calls,
    Reads,
    Writes,
    Publishes,
    Subscribes,
    Triggers,
    Routes,
    Deploys,
    Monitors,
    Authenticates,
    Replicates,
    DependsOn,
}
