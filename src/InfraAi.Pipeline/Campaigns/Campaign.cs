using InfraAi.Analysis;
using InfraAi.Model;
using InfraAi.Storage;

namespace InfraAi.Pipeline.Campaigns;

/// <summary>How one description of a campaign ended.</summary>
/// <param name="Analysis">Null when it could not be read.</param>
/// <param name="Before">True when an earlier run had finished it.</param>
public sealed record CampaignResult(string Id, AnalysisRecord? Analysis, Problem? Problem, bool Before);

/// <summary>Runs many descriptions. The store is the ledger: a run that broke off goes on where it was, and what is done is not done again.</summary>
public sealed class Campaign(AnalysisJobs jobs, PictureStore pictures, string name)
{
    /// <summary>Read ahead of what runs; more would only fill the memory.</summary>
    private const int Ahead = 32;

    /// <param name="ended">Told of each as it ends, in whatever order.</param>
    public async Task RunAsync(IReadOnlyList<CampaignInput> inputs, Action<CampaignResult> ended, CancellationToken cancellation)
    {
        var gate = new Lock();
        await Parallel.ForEachAsync(
            inputs,
            new ParallelOptions { MaxDegreeOfParallelism = Ahead, CancellationToken = cancellation },
            async (input, token) =>
            {
                var result = await OneAsync(input, token);
                lock (gate)
                {
                    ended(result);
                }
            }
        );
    }

    private async Task<CampaignResult> OneAsync(CampaignInput input, CancellationToken cancellation)
    {
        var read = await input.ReadAsync(cancellation);
        var request = read.Ok ? await pictures.RequestAsync(read.Value) : read.Problem;
        if (!request.Ok)
        {
            return new(input.Id, null, request.Problem, Before: false);
        }

        // The same description under the same name is the same line of the ledger; a changed one is a new line.
        var digest = InputReader.Digest($"{request.Value.Kind}\n{request.Value.Name}\n{request.Value.Text}");
        var accepted = await jobs.AcceptAsync(request.Value, $"campaign/{name}/{input.Id}/{digest}", name);
        if (!accepted.Ok)
        {
            return new(input.Id, null, accepted.Problem, Before: false);
        }

        var (analysis, running) = accepted.Value;
        if (analysis.Status == AnalysisStatus.Done)
        {
            return new(input.Id, analysis, null, Before: true);
        }

        if (analysis.Status is AnalysisStatus.Failed or AnalysisStatus.Canceled)
        {
            await jobs.RetryAsync(analysis.Id);
            running = jobs.FollowAsync(analysis.Id);
        }

        var last = await running.WaitAsync(cancellation);
        return new(input.Id, last, last.Problem, Before: false);
    }
}
