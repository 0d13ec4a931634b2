using System.Collections.Concurrent;
using System.Threading.Channels;
using InfraAi.Model;
using InfraAi.Storage;

namespace InfraAi.Pipeline;

/// <summary>What is told of the jobs as they run.</summary>
public interface IJobLog
{
    void TakenUp(string id);
    void Ended(AnalysisRecord analysis);
    void Superseded(string id);
    void Failed(string id, Exception error);
    void GivenUp(string id, Problem problem);
    void StoreFailed(Problem problem);
}

/// <summary>How the jobs run.</summary>
/// <param name="Lease">How long a silent process keeps its work; it renews three times in that time.</param>
/// <param name="Claims">Takes up what others left, and what nobody holds yet.</param>
/// <param name="Claim">How often it looks for such work.</param>
public sealed record JobOptions(TimeSpan Lease, bool Claims, TimeSpan Claim)
{
    /// <summary>How many run at once: enough to hide waiting, few enough to keep the page quick on two cores.</summary>
    public int AtOnce { get; init; } = 256;

    /// <summary>An analysis that was lost so often, by agents that died, fell silent or met a fault of the program, is given up.</summary>
    public int MostLosses { get; init; } = 3;
}

/// <summary>Runs the accepted analyses, several at once, under leases: what this process cannot finish, another one does.</summary>
/// <remarks>
/// An analysis that is accepted here is run here at once, without a detour through the database. Recovery is the detour: a process that is dead,
/// or silent for longer than its lease, loses its work to whoever claims it first, and with it the right to write (docs/publishing.md).
/// </remarks>
public sealed class AnalysisJobs(Workshop workshop, JobOptions options, IJobLog log, TimeProvider time)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly AnalysisStore store = workshop.Store;
    private readonly JobStore leases = workshop.Jobs;
    private readonly string owner = JobOwner.Here().ToString();

    /// <summary>The jobs' own computing, on threads of its own, in the order in which it comes up.</summary>
    /// <remarks>
    /// Hundreds of jobs that wait for a model wake up together. On the thread pool each step of each of them stands in one line with the writes
    /// and answers of the others, so that the first is answered only after the last: they all ask again at the same moment, and the processors
    /// idle between such waves. In a line of their own a job walks from the model's answer to its last write in one go, the next behind it; half
    /// of the processors are left to take in, to write and to answer, and the herd spreads by itself (figures in docs/models.md). What computes
    /// for long, or waits, does not belong here: see AnalysisPipeline.
    /// </remarks>
    private static readonly TaskFactory Turns = new(new JobThreads((Environment.ProcessorCount + 1) / 2));

    private readonly Channel<Job> queue = Channel.CreateUnbounded<Job>();
    private readonly ConcurrentDictionary<string, Job> jobs = new(StringComparer.Ordinal);
    private static readonly SemaphoreSlim OneFaulty = new(1);
    private TaskCompletionSource suspectEnded = new();

    /// <summary>Accepts an analysis: once this answers without a problem it is not lost.</summary>
    /// <param name="key">The same key gives the same analysis, running or ended.</param>
    /// <param name="describedBy">Who asks, as Backstage or the OpenID provider names people; null for who has the agent's token.</param>
    /// <param name="byMaintainer">Whether they may overwrite what belongs to others.</param>
    /// <param name="accepting">Told the id before it begins to run: who listens from then on misses nothing.</param>
    /// <returns>The accepted analysis, and a task that ends with it, wherever it runs.</returns>
    public async Task<Result<(AnalysisRecord Accepted, Task<AnalysisRecord> Ended)>> AcceptAsync(
        AnalysisRequest request,
        string? key = null,
        string? campaign = null,
        Action<string>? accepting = null,
        string? describedBy = null,
        bool byMaintainer = true
    )
    {
        // With the house full, whoever has room takes it.
        var isOurs = jobs.Count < options.AtOnce * 2;
        var accepted = await store.AcceptAsync(
            request,
            new()
            {
                Owner = isOurs ? owner : null,
                Lease = options.Lease,
                Key = key,
                Campaign = campaign,
                DescribedBy = describedBy,
                ByMaintainer = byMaintainer,
            }
        );
        if (!accepted.Ok)
        {
            return accepted.Problem;
        }

        var (analysis, isNew) = accepted.Value;
        accepting?.Invoke(analysis.Id);
        return (analysis, isNew && isOurs ? Enqueue(analysis.Id, analysis).Ended.Task : EndedAsync(analysis));
    }

    public bool IsHere(string id) => jobs.ContainsKey(id);

    /// <summary>Cancels it, wherever it runs.</summary>
    /// <returns>False when it has ended, or never was.</returns>
    public async Task<Result<bool>> CancelAsync(string id)
    {
        if (jobs.TryGetValue(id, out var job))
        {
            await job.CancelAsync();
            return true;
        }

        return await leases.AskCancelAsync(id);
    }

    /// <summary>Goes on with what failed or was canceled, from that step.</summary>
    /// <returns>False when it is not in such a state.</returns>
    public async Task<Result<bool>> RetryAsync(string id)
    {
        var opened = await leases.ReopenAsync(id, owner, options.Lease);
        if (opened is { Ok: true, Value: true })
        {
            Enqueue(id, null);
        }

        return opened;
    }

    /// <summary>Waits for an analysis, wherever it runs.</summary>
    public async Task<AnalysisRecord> FollowAsync(string id)
    {
        var found = await store.FindAsync(id);
        return found.Ok ? await EndedAsync(found.Value) : throw new InvalidOperationException($"{id} was accepted: {found.Problem}");
    }

    /// <summary>Runs until it is stopped; then lets go of what it has not finished.</summary>
    public async Task RunAsync(CancellationToken shutdown)
    {
        try
        {
            await Task.WhenAll(
                Parallel.ForEachAsync(
                    queue.Reader.ReadAllAsync(shutdown),
                    new ParallelOptions { MaxDegreeOfParallelism = options.AtOnce, CancellationToken = shutdown },
                    async (job, _) => await Turns.StartNew(() => RunAsync(job, shutdown)).Unwrap()
                ),
                RepeatAsync(options.Lease / 3, RenewAsync, shutdown),
                options.Claims ? ClaimAgainAsync(shutdown) : Task.CompletedTask
            );
        }
        catch (OperationCanceledException) when (shutdown.IsCancellationRequested)
        {
            // Asked to end.
        }

        await leases.ReleaseAsync(owner);
    }

    private async Task RepeatAsync(TimeSpan every, Func<Task> work, CancellationToken shutdown)
    {
        while (true)
        {
            await work();
            await Task.Delay(every, time, shutdown);
        }
    }

    /// <summary>Looks for work again and again, and at once when a suspect has ended: the next one may be taken up.</summary>
    private async Task ClaimAgainAsync(CancellationToken shutdown)
    {
        while (true)
        {
            suspectEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
            await ClaimAsync();
            await Task.WhenAny(suspectEnded.Task, Task.Delay(options.Claim, time, shutdown));
            shutdown.ThrowIfCancellationRequested();
        }
    }

    private async Task RenewAsync()
    {
        string[] held = [.. jobs.Keys];
        if (held.Length == 0)
        {
            return;
        }

        var canceled = await leases.RenewAsync(owner, options.Lease, held);
        if (!canceled.Ok)
        {
            log.StoreFailed(canceled.Problem);
            return;
        }

        foreach (var id in canceled.Value)
        {
            await CancelAsync(id);
        }
    }

    private async Task ClaimAsync()
    {
        // Beside what was lost twice nothing else is taken up, so that it is lost alone or not at all.
        var room = options.AtOnce - jobs.Count;
        var suspects = jobs.Values.Count(job => job.Losses > 0);
        if (room <= 0 || jobs.Values.Any(job => job.Losses > 1))
        {
            return;
        }

        var owners = await leases.OwnersAsync();
        var claimed = owners.Ok
            ? await leases.ClaimAsync(owner, options.Lease, room, [.. owners.Value.Where(o => JobOwner.Parse(o)?.IsDead == true)], suspects)
            : owners.Problem;
        if (!claimed.Ok)
        {
            log.StoreFailed(claimed.Problem);
            return;
        }

        foreach (var job in claimed.Value)
        {
            if (job.Losses >= options.MostLosses)
            {
                await GiveUpAsync(job.Id, AgentsLost(job.Losses));
            }
            else
            {
                log.TakenUp(job.Id);
                Enqueue(job.Id, null, job.Losses);
            }
        }
    }

    /// <summary>What takes down every agent that works on it would go round for ever.</summary>
    private async Task GiveUpAsync(string id, Problem problem)
    {
        var ended = await leases.GiveUpAsync(id, owner, problem, time.GetUtcNow());
        if (!ended.Ok)
        {
            log.StoreFailed(ended.Problem);
        }
        else if (ended.Value)
        {
            log.GivenUp(id, problem);
            workshop.Events.End(id, int.MaxValue, AnalysisStatus.Failed);
        }
    }

    private static Problem AgentsLost(int losses) =>
        new(
            "agents-lost",
            ProblemKind.Outside,
            new(
                $"{losses} agents died or fell silent while they worked on this, so it is not taken up again.",
                $"{losses} agentes murieron o enmudecieron mientras trabajaban en esto, así que no se retoma."
            ),
            new(
                "See in the agents' logs and the system's journal why they ended (memory, for one); then retry the analysis.",
                "Mire en los registros de los agentes y en el diario del sistema por qué acabaron (la memoria, por ejemplo); después reintente el análisis."
            )
        );

    private static Problem Faulty(int losses, Exception error) =>
        new(
            "analysis-fault",
            ProblemKind.Outside,
            new(
                $"The program met a fault of its own on this {losses} times ({error.GetType().Name}), so it is not tried again.",
                $"El programa tuvo un fallo propio con esto {losses} veces ({error.GetType().Name}), así que no se intenta más."
            ),
            new(
                "Report it with the agent's log (./infra-ai diagnose); a shorter input may pass.",
                "Comuníquelo con el registro del agente (./infra-ai diagnose); una entrada más corta puede pasar."
            )
        );

    private Job Enqueue(string id, AnalysisRecord? analysis, int losses = 0)
    {
        var job = new Job(id, analysis, losses);
        jobs[id] = job;
        queue.Writer.TryWrite(job);
        return job;
    }

    private async Task RunAsync(Job job, CancellationToken shutdown)
    {
        try
        {
            if (await FaultAsync(job, job.Analysis, shutdown) is { } fault)
            {
                await TryAgainAsync(job, fault, shutdown);
            }
        }
        catch (OperationCanceledException) when (shutdown.IsCancellationRequested)
        {
            job.Ended.TrySetCanceled(shutdown);
        }
        finally
        {
            Remove(job);
            job.Cancellation.Dispose();
            if (job.Losses > 0)
            {
                suspectEnded.TrySetResult();
            }
        }
    }

    /// <summary>One attempt. A bug in one analysis must not take the others down.</summary>
    /// <returns>Null when it has ended, here or elsewhere; else the fault of the program that it met.</returns>
    private async Task<Exception?> FaultAsync(Job job, AnalysisRecord? accepted, CancellationToken shutdown)
    {
        try
        {
            var found = accepted is { } analysis ? analysis : await store.FindAsync(job.Id);
            if (!found.Ok)
            {
                log.StoreFailed(found.Problem);
                return null;
            }

            var ended = await workshop.Run.RunAsync(found.Value, job.Cancellation.Token, shutdown).ConfigureAwait(false);
            if (ended.Problem?.Code != AnalysisStore.SupersededCode)
            {
                log.Ended(ended);
                job.Ended.TrySetResult(ended);
                return null;
            }

            log.Superseded(job.Id);
            await EndsElsewhereAsync(job, ended, shutdown);
            return null;
        }
        catch (Exception e) when (e is not OperationCanceledException || !shutdown.IsCancellationRequested)
        {
            log.Failed(job.Id, e);
            return e;
        }
    }

    /// <summary>A fault counts at once. What met one is tried again beside no other that did, until it has met too many.</summary>
    private async Task TryAgainAsync(Job job, Exception first, CancellationToken shutdown)
    {
        await OneFaulty.WaitAsync(shutdown);
        try
        {
            for (Exception? fault = first; fault is not null; fault = await FaultAsync(job, null, shutdown))
            {
                var losses = await leases.CountFaultAsync(job.Id, owner);
                if (!losses.Ok)
                {
                    // Its lease runs out, and it is taken up again.
                    log.StoreFailed(losses.Problem);
                    job.Ended.TrySetException(fault);
                    return;
                }

                if (losses.Value is 0 || losses.Value >= options.MostLosses)
                {
                    await (losses.Value is 0 ? Task.CompletedTask : GiveUpAsync(job.Id, Faulty(losses.Value, fault)));
                    Remove(job);
                    var ended = await store.FindAsync(job.Id);
                    await (ended.Ok ? EndsElsewhereAsync(job, ended.Value, shutdown) : Task.CompletedTask);
                    return;
                }
            }
        }
        catch (Exception e) when (e is not OperationCanceledException || !shutdown.IsCancellationRequested)
        {
            // Not even what the store says of it can be read.
            job.Ended.TrySetException(e);
        }
        finally
        {
            OneFaulty.Release();
        }
    }

    private async Task EndsElsewhereAsync(Job job, AnalysisRecord analysis, CancellationToken shutdown)
    {
        Remove(job);
        var ended = await EndedAsync(analysis, shutdown);
        workshop.Events.End(job.Id, int.MaxValue, ended.Status);
        job.Ended.TrySetResult(ended);
    }

    /// <summary>Waits for an analysis that runs elsewhere.</summary>
    private async Task<AnalysisRecord> EndedAsync(AnalysisRecord analysis, CancellationToken cancellation = default)
    {
        while (true)
        {
            if (analysis.Status is AnalysisStatus.Done or AnalysisStatus.Failed or AnalysisStatus.Canceled)
            {
                return analysis;
            }

            if (jobs.TryGetValue(analysis.Id, out var here))
            {
                return await here.Ended.Task;
            }

            await Task.Delay(Look, time, cancellation);
            var status = await store.StatusAsync(analysis.Id);
            if (status is { Ok: true, Value: AnalysisStatus.Done or AnalysisStatus.Failed or AnalysisStatus.Canceled })
            {
                var found = await store.FindAsync(analysis.Id);
                analysis = found.Ok ? found.Value : analysis;
            }
        }
    }

    private void Remove(Job job) => jobs.TryRemove(new KeyValuePair<string, Job>(job.Id, job));

    private sealed class Job(string id, AnalysisRecord? analysis, int losses)
    {
        public string Id => id;
        public int Losses => losses;
        public AnalysisRecord? Analysis => analysis;
        public CancellationTokenSource Cancellation { get; } = new();
        public TaskCompletionSource<AnalysisRecord> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task CancelAsync()
        {
            try
            {
                await Cancellation.CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                // It ended meanwhile.
            }
        }
    }
}
