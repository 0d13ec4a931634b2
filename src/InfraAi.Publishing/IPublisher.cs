using InfraAi.Model;

namespace InfraAi.Publishing;

/// <summary>What to publish.</summary>
/// <param name="Name">The project's name: lower case letters, digits and hyphens.</param>
/// <param name="Files">Every generated file; what was generated before and is not here any more is removed.</param>
/// <param name="Message">The commit's message.</param>
public sealed record PublishRequest(string Name, IReadOnlyList<ProjectFile> Files, string Message)
{
    /// <summary>For people: a repository's description, a pull request's title.</summary>
    public string Title { get; init; } = Name;

    /// <summary>The commit's time. The same for every attempt, so that two attempts make the same commit, with the same id; null takes the clock's.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>What the input left open: told in a pull request.</summary>
    public IReadOnlyList<string> Questions { get; init; } = [];

    /// <summary>The last publication of this project that is remembered, if any. Asked for only when it matters.</summary>
    public Func<Task<EarlierPublication?>>? Earlier { get; init; }

    /// <summary>Asked right before each write to the outside: a problem means that somebody else has taken this work over, and nothing more is written.</summary>
    public Func<Task<Problem?>>? Fence { get; init; }
}

/// <summary>What was generated for a project when it was last published.</summary>
public sealed record EarlierPublication(string RepositoryUrl, IReadOnlyList<ProjectFile> Files);

/// <summary>Where the files are now.</summary>
/// <param name="RepositoryUrl">What `git clone` takes.</param>
/// <param name="CatalogUrl">What a Backstage location takes.</param>
/// <param name="Commit">Object id of the commit that holds them.</param>
/// <param name="Changed">False when they were there already and nothing was written.</param>
/// <param name="Notes">What a person should know: edits that were kept or merged.</param>
/// <param name="PullRequestUrl">Set when people must merge it first: until then the catalog does not show it.</param>
public sealed record Published(
    string RepositoryUrl,
    string CatalogUrl,
    string Commit,
    bool Changed,
    IReadOnlyList<Phrase> Notes,
    string? PullRequestUrl = null
);

/// <summary>Brings files into a repository. Repeating a call changes nothing the second time.</summary>
public interface IPublisher
{
    Task<Result<Published>> PublishAsync(PublishRequest request, CancellationToken cancellation = default);

    /// <returns>"owner/repository" on GitHub of what a project of this name is published into; null when that is elsewhere, or not known.</returns>
    Task<string?> SlugAsync(string project, CancellationToken cancellation = default) => Task.FromResult<string?>(null);
}
