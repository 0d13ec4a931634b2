using System.Collections.Concurrent;
using System.Threading.Channels;
using InfraAi.Model;
using InfraAi.Pipeline;
using InfraAi.Storage;

namespace InfraAi.Agent.Analyses;

/// <summary>Runs the accepted analyses, several at once; takes up at its start what an earlier process left.</summary>
public sealed class AnalysisWorker(AnalysisStore store, PipelineRun pipeline, ILogger<AnalysisWorker> log) : BackgroundService
{
    /// <summary>How many run at once: enough to hide waiting, few enough to keep the page quick on two cores.</summary>
    private const int AtOnce = 256;

    private readonly Channel<Job> queue = Channel.CreateUnbounded<Job>();
    private readonly ConcurrentDictionary<string, Job> jobs = new(StringComparer.Ordinal);

    /// <summary>Accepts an analysis: once this answers without a problem it is not lost.</summary>
    /// <returns>The accepted analysis, and a task that ends with it.</returns>
    public async Task<Result<(AnalysisRecord Accepted, Task<AnalysisRecord> Ended)>> AcceptAsync(AnalysisRequest request)
    {
        var accepted = await store.AcceptAsync(request);
        if (!accepted.Ok)
        {
            return accepted.Problem;
        }

        var job = Enqueue(accepted.Value.Id, accepted.Value);
        return (accepted.Value, job.Ended.Task);
    }

    /// <returns>False when it is not running here: it has ended, or never was.</returns>
    public bool Cancel(string id)
    {
        if (!jobs.TryGetValue(id, out var job))
        {
            return false;
        }

        job.Cancellation.Cancel();
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await TakeUpAsync();
        await Parallel.ForEachAsync(
            queue.Reader.ReadAllAsync(stoppingToken),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken },
            async (job, _) => await RunAsync(job, stoppingToken)
        );
    }

    private async Task TakeUpAsync()
    {
        var unfinished = await store.UnfinishedAsync();
        if (!unfinished.Ok)
        {
            log.LogError("What an earlier process left cannot be read: {Problem}", unfinished.Problem);
            return;
        }

        foreach (var id in unfinished.Value.Where(id => !jobs.ContainsKey(id)))
        {
            log.LogInformation("Analysis {Id} was not finished: it goes on", id);
            Enqueue(id, null);
        }
    }

    private Job Enqueue(string id, AnalysisRecord? analysis)
    {
        var job = new Job(id, analysis);
        jobs[id] = job;
        queue.Writer.TryWrite(job);
        return job;
    }

    private async Task RunAsync(Job job, CancellationToken shutdown)
    {
        try
        {
            var analysis = job.Analysis;
            if (analysis is null)
            {
                var found = await store.FindAsync(job.Id);
                if (!found.Ok)
                {
                    log.LogError("Analysis {Id} cannot be read: {Problem}", job.Id, found.Problem);
                    return;
                }

                analysis = found.Value;
            }

            var ended = await pipeline.RunAsync(analysis, job.Cancellation.Token, shutdown);
            if (ended.Status == AnalysisStatus.Done)
            {
                log.LogInformation(
                    "Analysis {Id} done: {Project} at {Commit}",
                    ended.Id,
                    ended.Project!.Name,
                    ended.Publication?.Commit ?? "no commit"
                );
            }
            else
            {
                log.LogWarning("Analysis {Id} {Status}: {Problem}", ended.Id, ended.Status, ended.Problem);
            }

            job.Ended.TrySetResult(ended);
        }
        catch (OperationCanceledException) when (shutdown.IsCancellationRequested)
        {
            job.Ended.TrySetCanceled(shutdown);
        }
        catch (Exception e)
        {
            // A bug in one analysis must not take the others down; it stays unfinished and is tried again at the next start.
            log.LogError(e, "Analysis {Id} met a fault", job.Id);
            job.Ended.TrySetException(e);
        }
        finally
        {
            jobs.TryRemove(job.Id, out _);
            job.Cancellation.Dispose();
        }
    }

    private sealed record Job(string Id, AnalysisRecord? Analysis)
    {
        public CancellationTokenSource Cancellation { get; } = new();
        public TaskCompletionSource<AnalysisRecord> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
