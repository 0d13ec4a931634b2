using InfraAi.Model;
using InfraAi.Publishing;
using InfraAi.Storage;

namespace InfraAi.Pipeline;

/// <summary>What a publication asks of the store: what was published before, and whether this attempt may still write.</summary>
public sealed class PublishingMemory(AnalysisStore store, JobStore jobs, ProjectOwners owners, TimeProvider time)
{
    public async Task<EarlierPublication?> EarlierAsync(string project)
    {
        var last = await store.LastPublishedAsync(project);
        return last is { Ok: true, Value: { } found } ? new(found.RepositoryUrl, found.Files) : null;
    }

    /// <returns>Null when who described it may write this project; the problem "project-not-yours" otherwise.</returns>
    public Task<Problem?> ClaimAsync(AnalysisRecord analysis, string project) =>
        analysis.ByMaintainer ? Task.FromResult<Problem?>(null) : owners.ClaimAsync(project, analysis.DescribedBy, time.GetUtcNow());

    public Task<Problem?> FenceAsync(AnalysisRecord analysis) => jobs.FenceAsync(analysis.Id, analysis.Attempt);
}
