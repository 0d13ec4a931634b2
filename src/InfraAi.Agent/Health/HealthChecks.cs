using InfraAi.Model;
using InfraAi.Pipeline;
using InfraAi.Platform.Processes;
using InfraAi.Publishing.Backstage;
using InfraAi.Publishing.GitHub;

namespace InfraAi.Agent.Health;

/// <summary>How a dependency, or the whole, is.</summary>
public enum HealthStatus
{
    Healthy,
    Degraded,
    Unhealthy,
}

/// <summary>One dependency as it was just now.</summary>
public sealed record HealthCheck(string Name, HealthStatus Status, long LatencyMs, string Message);

/// <summary>All of them; the worst one's status is the whole's.</summary>
/// <param name="Analyzer">Who reads descriptions.</param>
/// <param name="Model">The model it asks; null for the offline one.</param>
public sealed record HealthReport(
    HealthStatus Status,
    string Version,
    long UptimeS,
    IReadOnlyList<HealthCheck> Checks,
    string Analyzer,
    string? Model
);

/// <summary>Measures each dependency when it is asked; a check that fails or hangs never stops the others.</summary>
public sealed class HealthChecks(Workshop workshop, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private readonly long started = time.GetTimestamp();
    private readonly ModelHealth pulse = new(time);

    public async Task<HealthReport> MeasureAsync(string language, CancellationToken cancellation)
    {
        List<Task<HealthCheck>> measured =
        [
            MeasureAsync("storage", StorageAsync, language, cancellation),
            MeasureAsync("git", GitAsync, language, cancellation),
            MeasureAsync("disk", DiskAsync, language, cancellation),
            MeasureAsync("analyzer", AnalyzerAsync, language, cancellation),
        ];
        if (workshop.Publisher is GitHubPublisher github)
        {
            measured.Add(MeasureAsync("github", limit => GitHubAsync(github, limit), language, cancellation));
        }

        if (workshop.Backstage is { } backstage)
        {
            measured.Add(MeasureAsync("backstage", limit => BackstageAsync(backstage, limit), language, cancellation));
        }

        if (workshop.Settings.SignIn == "none")
        {
            measured.Add(MeasureAsync("sign-in", _ => Task.FromResult((HealthStatus.Degraded, Open)), language, cancellation));
        }

        var checks = await Task.WhenAll(measured);
        return new(
            checks.Max(c => c.Status),
            Product.Version,
            (long)time.GetElapsedTime(started).TotalSeconds,
            checks,
            workshop.Analyzer.Name,
            workshop.Model?.Options.Model
        );
    }

    private static readonly Phrase Open = new(
        "off (AGENT_SIGN_IN=none): every program and every user of this machine may do everything",
        "desactivado (AGENT_SIGN_IN=none): todo programa y todo usuario de esta máquina puede hacerlo todo"
    );

    private async Task<HealthCheck> MeasureAsync(
        string name,
        Func<CancellationToken, Task<(HealthStatus, Phrase)>> check,
        string language,
        CancellationToken cancellation
    )
    {
        var start = time.GetTimestamp();
        var (status, message) = await Answer();
        return new(name, status, (long)time.GetElapsedTime(start).TotalMilliseconds, message.In(language));

        async Task<(HealthStatus, Phrase)> Answer()
        {
            try
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                limit.CancelAfter(Longest);
                return await check(limit.Token).WaitAsync(limit.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return (
                    HealthStatus.Unhealthy,
                    new($"no answer in {Longest.TotalSeconds} s", $"sin respuesta en {Longest.TotalSeconds} s")
                );
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return (HealthStatus.Unhealthy, new(e.Message, e.Message));
            }
        }
    }

    private async Task<(HealthStatus, Phrase)> StorageAsync(CancellationToken cancellation)
    {
        var written = await workshop.Database.PingAsync();
        return written.Ok
            ? (HealthStatus.Healthy, new($"{workshop.Database.Name} takes writes", $"{workshop.Database.Name} admite escrituras"))
            : (HealthStatus.Unhealthy, written.Problem.Message);
    }

    private static async Task<(HealthStatus, Phrase)> GitAsync(CancellationToken cancellation)
    {
        var ran = await Programs.RunAsync("git", ["--version"], cancellation: cancellation);
        return ran.Ok && ran.Value.ExitCode == 0
            ? (HealthStatus.Healthy, new(ran.Value.Text.Trim(), ran.Value.Text.Trim()))
            : (HealthStatus.Unhealthy, ran.Problem?.Message ?? new(ran.Value.Error, ran.Value.Error));
    }

    /// <summary>Descriptions are still read and kept while these are away, and go on once they are back.</summary>
    private static async Task<(HealthStatus, Phrase)> GitHubAsync(GitHubPublisher github, CancellationToken cancellation)
    {
        var limit = await github.LimitAsync(cancellation);
        if (!limit.Ok)
        {
            return (HealthStatus.Degraded, limit.Problem.Message);
        }

        var (left, most, reset) = limit.Value;
        return (
            left * 20 < most ? HealthStatus.Degraded : HealthStatus.Healthy,
            new(
                $"{Phrase.Number(left).En} of {Phrase.Number(most).En} calls left until {reset:HH:mm} UTC",
                $"quedan {Phrase.Number(left).Es} de {Phrase.Number(most).Es} llamadas hasta las {reset:HH:mm} UTC"
            )
        );
    }

    private static async Task<(HealthStatus, Phrase)> BackstageAsync(BackstageRegistry backstage, CancellationToken cancellation) =>
        await backstage.CheckAsync(cancellation) is { } problem
            ? (HealthStatus.Degraded, problem.Message)
            : (HealthStatus.Healthy, new($"{backstage.Url} answers", $"{backstage.Url} responde"));

    private Task<(HealthStatus, Phrase)> DiskAsync(CancellationToken cancellation)
    {
        const long low = 500;
        const long empty = 20;
        var free = new DriveInfo(workshop.Settings.Home).AvailableFreeSpace / 1024 / 1024;
        var status =
            free < empty ? HealthStatus.Unhealthy
            : free < low ? HealthStatus.Degraded
            : HealthStatus.Healthy;
        return Task.FromResult((status, new Phrase($"{Phrase.Number(free).En} MB free", $"{Phrase.Number(free).Es} MB libres")));
    }

    private Task<(HealthStatus, Phrase)> AnalyzerAsync(CancellationToken cancellation) =>
        workshop.Model is { } model
            ? pulse.MeasureAsync(model, cancellation)
            : Task.FromResult(
                (
                    HealthStatus.Healthy,
                    new Phrase($"{workshop.Analyzer.Name}: needs nothing outside", $"{workshop.Analyzer.Name}: no necesita nada externo")
                )
            );
}
