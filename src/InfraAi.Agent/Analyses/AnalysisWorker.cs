using InfraAi.Agent.Hosting;
using InfraAi.Model;
using InfraAi.Pipeline;
using InfraAi.Platform.Files;
using InfraAi.Storage;

namespace InfraAi.Agent.Analyses;

/// <summary>Runs the jobs as long as the host runs, and writes what happens to them into its log.</summary>
public sealed class AnalysisWorker(AnalysisJobs jobs) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => jobs.RunAsync(stoppingToken);

    public static AnalysisJobs Jobs(Workshop workshop, ILogger<AnalysisJobs> log) =>
        new(
            workshop,
            new(workshop.Settings.JobLease, Claims: true, Claim: TimeSpan.FromSeconds(1)) { MostLosses = workshop.Settings.JobLosses },
            new JobLog(log, workshop.Audit),
            TimeProvider.System
        );

    private sealed class JobLog(ILogger log, AuditLog audit) : IJobLog
    {
        public void TakenUp(string id) => log.LogInformation("Analysis {Id} was not finished: it goes on here", id);

        public void Ended(AnalysisRecord analysis)
        {
            if (AuditLines.Of(analysis, null, null, TimeProvider.System.GetUtcNow()) is { } line)
            {
                Audit.Add(log, audit, line);
            }

            if (analysis.Status == AnalysisStatus.Done)
            {
                log.LogInformation(
                    "Analysis {Id} done: {Project} at {Commit}",
                    analysis.Id,
                    analysis.Project!.Name,
                    analysis.Publication?.Commit ?? "no commit"
                );
            }
            else
            {
                log.LogWarning("Analysis {Id} {Status}: {Problem}", analysis.Id, analysis.Status, analysis.Problem);
            }
        }

        public void Superseded(string id) => log.LogWarning("Analysis {Id} was taken over by another agent; nothing more was written", id);

        public void Failed(string id, Exception error) => log.LogError(error, "Analysis {Id} met a fault", id);

        public void GivenUp(string id, Problem problem) => log.LogWarning("Analysis {Id} is given up: {Problem}", id, problem);

        public void StoreFailed(Problem problem) => log.LogError("The store: {Problem}", problem);
    }
}
