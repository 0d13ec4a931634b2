using InfraAi.Model;
using InfraAi.Pipeline;
using InfraAi.Platform.Files;
using InfraAi.Storage;

namespace InfraAi.Cli;

/// <summary>The jobs of this process, running until it is disposed of: then what has not ended is let go of, for the next one.</summary>
internal sealed class RunningJobs : IAsyncDisposable, IJobLog
{
    private readonly CancellationTokenSource stopping = new();
    private readonly Task running;

    private readonly AuditLog audit;
    private readonly TimeProvider time;

    private RunningJobs(Workshop workshop, JobOptions options, TimeProvider time)
    {
        this.time = time;
        audit = workshop.Audit;
        Jobs = new(workshop, options, this, time);
        running = Jobs.RunAsync(stopping.Token);
    }

    public AnalysisJobs Jobs { get; }

    /// <param name="atOnce">How many run at the same time.</param>
    /// <param name="claims">Takes up what nobody holds, too.</param>
    public static RunningJobs Start(Workshop workshop, TimeProvider time, int atOnce = 16, bool claims = false) =>
        new(
            workshop,
            new(workshop.Settings.JobLease, claims, Claim: TimeSpan.FromSeconds(1))
            {
                AtOnce = atOnce,
                MostLosses = workshop.Settings.JobLosses,
            },
            time
        );

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        stopping.Dispose();
    }

    // Each analysis is shown by the verb that asked for it.
    void IJobLog.TakenUp(string id) { }

    void IJobLog.Ended(AnalysisRecord analysis)
    {
        if (AuditLines.Of(analysis, "cli", Environment.UserName, time.GetUtcNow()) is { } line)
        {
            try
            {
                audit.Add(line);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The store and the repositories lie beside it: the verb meets and tells the same.
            }
        }
    }

    void IJobLog.Superseded(string id) { }

    void IJobLog.Failed(string id, Exception error) { }

    void IJobLog.GivenUp(string id, Problem problem) { }

    void IJobLog.StoreFailed(Problem problem) { }
}
