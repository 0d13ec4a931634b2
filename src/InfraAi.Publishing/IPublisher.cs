using InfraAi.Model;

namespace InfraAi.Publishing;

/// <summary>What to publish.</summary>
/// <param name="Name">The project's name: lower case letters, digits and hyphens. One project is one repository.</param>
/// <param name="Files">Every generated file; what was generated before and is not here any more is removed.</param>
/// <param name="Message">The commit's message.</param>
public sealed record PublishRequest(string Name, IReadOnlyList<ProjectFile> Files, string Message);

/// <summary>Where the files are now.</summary>
/// <param name="RepositoryUrl">What `git clone` takes.</param>
/// <param name="CatalogUrl">What a Backstage location takes.</param>
/// <param name="Commit">Object id of the commit that holds them.</param>
/// <param name="Changed">False when they were there already and nothing was written.</param>
/// <param name="Notes">What a person should know: edits that were kept or replaced.</param>
public sealed record Published(string RepositoryUrl, string CatalogUrl, string Commit, bool Changed, IReadOnlyList<Phrase> Notes);

/// <summary>Brings files into a repository. Repeating a call changes nothing the second time.</summary>
public interface IPublisher
{
    Task<Result<Published>> PublishAsync(PublishRequest request, CancellationToken cancellation = default);
}
