using InfraAi.Model;
using InfraAi.Publishing;
using InfraAi.Storage;

namespace InfraAi.Pipeline;

/// <summary>What a publication asks of the store: what was published before, and whether this attempt may still write.</summary>
public sealed class PublishingMemory(AnalysisStore store, JobStore jobs)
{
    public async Task<EarlierPublication?> EarlierAsync(string project)
    {
        var last = await store.LastPublishedAsync(project);
        return last is { Ok: true, Value: { } found } ? new(found.RepositoryUrl, found.Files) : null;
    }

    public Task<Problem?> FenceAsync(AnalysisRecord analysis) => jobs.FenceAsync(analysis.Id, analysis.Attempt);
}
