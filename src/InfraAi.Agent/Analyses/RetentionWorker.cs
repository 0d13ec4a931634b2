using InfraAi.Pipeline;

namespace InfraAi.Agent.Analyses;

/// <summary>Forgets what RETENTION_DAYS and RETENTION_MB no longer keep, at the start and every hour. Several agents may do so at once.</summary>
public sealed class RetentionWorker(Workshop workshop, TimeProvider time, ILogger<RetentionWorker> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await RetainAsync(stoppingToken);
                await Task.Delay(Every, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The agent ends.
        }
    }

    private async Task RetainAsync(CancellationToken cancellation)
    {
        var settings = workshop.Settings;
        var erased = await workshop.Eraser.RetainAsync(settings.RetentionDays, settings.RetentionMegabytes, cancellation);
        var compacted = erased is { Ok: true, Value.IsNothing: false } ? await workshop.Database.CompactAsync() : true;
        if ((erased.Problem ?? compacted.Problem) is { } problem)
        {
            log.LogError("Retention: {Problem}", problem);
        }
        else if (!erased.Value.IsNothing)
        {
            log.LogInformation(
                "Retention: {Deleted} analyses forgotten, {Reduced} kept as publications only, {Pictures} pictures deleted",
                erased.Value.Deleted,
                erased.Value.Reduced,
                erased.Value.Pictures
            );
        }
    }
}
