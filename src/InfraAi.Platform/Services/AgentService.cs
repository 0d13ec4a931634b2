using System.Net;
using System.Text.Json;
using InfraAi.Model;
using InfraAi.Platform.Configuration;
using InfraAi.Platform.Files;
using InfraAi.Platform.Processes;

namespace InfraAi.Platform.Services;

/// <summary>How the agent is, as seen from outside.</summary>
/// <param name="Ours">The process that we started, when it runs.</param>
/// <param name="Holder">Who listens on the port, when somebody does.</param>
/// <param name="Health">"healthy", "degraded", "unhealthy" as /health said just now; null when it did not answer.</param>
/// <param name="LatencyMs">Of that answer.</param>
public sealed record AgentState(RunningProcess? Ours, PortHolder? Holder, string? Health, long? LatencyMs);

/// <summary>Starts, looks at and stops the agent: a background process with a log file and a record of who it is.</summary>
/// <param name="program">The agent's program: its DLL, which `dotnet` runs.</param>
public sealed class AgentService(Settings settings, string program, TimeProvider time)
{
    private const long LongestLog = 10 * 1024 * 1024;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan UnhealthyLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(15);
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(6) };

    public string Log => Path.Combine(settings.Home, "logs", "agent.log");

    private string RecordFile => Path.Combine(settings.Home, "run", "agent.json");

    private string LockFile => Path.Combine(settings.Home, "run", "agent.lock");

    public async Task<AgentState> LookAsync(CancellationToken cancellation)
    {
        var process = ServiceRecord.Read(RecordFile)?.Process;
        var start = time.GetTimestamp();
        var health = await HealthAsync(cancellation);
        var latency = (long)time.GetElapsedTime(start).TotalMilliseconds;
        return new(
            process is { IsAlive: true } ? process : null,
            PortHolder.Find(settings.AgentUrl.Port),
            health,
            health is null ? null : latency
        );
    }

    /// <summary>Starts it and waits until /health answers well; when it already runs, says so and starts nothing.</summary>
    /// <returns>True when this call started it, false when it was running.</returns>
    public async Task<Result<bool>> StartAsync(CancellationToken cancellation)
    {
        using var held = await HoldAsync(cancellation);
        if (held is null)
        {
            return NotWritable();
        }

        if (ServiceRecord.Read(RecordFile)?.Process is { IsAlive: true } running)
        {
            var problem = await WaitUntilHealthyAsync(running, cancellation);
            if (problem is null)
            {
                return false;
            }

            if (running.IsAlive)
            {
                return problem;
            }

            // It was on its way out: a new one takes its place.
        }

        if (PortHolder.Find(settings.AgentUrl.Port) is { } holder)
        {
            return PortTaken(holder);
        }

        var started = Launch();
        if (!started.Ok)
        {
            return started.Problem;
        }

        return await WaitUntilHealthyAsync(started.Value, cancellation) is { } failed ? failed : true;
    }

    /// <summary>Asks it to end, and makes it end when it does not. Touches nothing that we did not start.</summary>
    /// <returns>True when it was running.</returns>
    public async Task<Result<bool>> StopAsync(CancellationToken cancellation)
    {
        using var held = await HoldAsync(cancellation);
        if (held is null)
        {
            return NotWritable();
        }

        if (ServiceRecord.Read(RecordFile)?.Process is not { IsAlive: true } running)
        {
            File.Delete(RecordFile);
            return false;
        }

        running.Terminate();
        if (!await running.WaitForEndAsync(StopLimit, time, cancellation))
        {
            running.Kill();
            await running.WaitForEndAsync(StopLimit, time, cancellation);
        }

        File.Delete(RecordFile);
        return true;
    }

    /// <summary>One start or stop at a time, across processes: the second one waits for the first.</summary>
    private async Task<FileStream?> HoldAsync(CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(LockFile)!);
            var start = time.GetTimestamp();
            while (true)
            {
                try
                {
                    return new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                }
                catch (IOException) when (time.GetElapsedTime(start) < StartLimit + StopLimit)
                {
                    // Held by another start or stop, which is bounded itself.
                    await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellation);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private Result<RunningProcess> Launch()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Log)!);
        if (new FileInfo(Log) is { Exists: true, Length: > LongestLog })
        {
            File.Move(Log, Log + ".1", overwrite: true);
        }

        // A session of its own, so that Ctrl-C in this terminal is not for it; exec keeps the pid.
        var started = Programs.Start(
            "sh",
            ["-c", "exec setsid dotnet \"$0\" >>\"$1\" 2>&1 </dev/null", program, Log],
            settings.Root,
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["INFRA_AI_ROOT"] = settings.Root }
        );
        if (!started.Ok)
        {
            return started.Problem;
        }

        using var process = started.Value;
        if (RunningProcess.Find(process.Id) is not { } running)
        {
            return Died();
        }

        new ServiceRecord(running, settings.AgentUrl.ToString(), Log).Write(RecordFile);
        return running;
    }

    private async Task<Problem?> WaitUntilHealthyAsync(RunningProcess process, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        (string Status, string Culprits)? said = null;
        // An agent that answers knows what is wrong with it: that seldom mends itself, so the wait is shorter.
        while (time.GetElapsedTime(start) < (said is null ? StartLimit : UnhealthyLimit))
        {
            said = await AskAsync(cancellation);
            if (said is { Status: "healthy" or "degraded" })
            {
                return null;
            }

            if (!process.IsAlive)
            {
                File.Delete(RecordFile);
                return Died();
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellation);
        }

        var culprit = said is { Culprits.Length: > 0 } known ? known.Culprits : $"no answer in {StartLimit.TotalSeconds} s";
        return new(
            "agent-not-healthy",
            ProblemKind.Outside,
            new(
                $"The agent (pid {process.Pid}) runs but is not healthy — {culprit}.",
                $"El agente (pid {process.Pid}) está en marcha pero no está sano — {culprit}."
            ),
            new($"Look at {new Uri(settings.AgentUrl, "/health")} and at {Log}.", $"Mire {new Uri(settings.AgentUrl, "/health")} y {Log}.")
        );
    }

    private async Task<string?> HealthAsync(CancellationToken cancellation) => (await AskAsync(cancellation))?.Status;

    /// <summary>What /health says; null when it does not answer.</summary>
    private async Task<(string Status, string Culprits)?> AskAsync(CancellationToken cancellation)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(settings.AgentUrl, "/health"), cancellation);
            if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable))
            {
                return null;
            }

            using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellation));
            var culprits = json
                .RootElement.GetProperty("checks")
                .EnumerateArray()
                .Where(check => check.GetProperty("status").GetString() == "unhealthy")
                .Select(check => $"{check.GetProperty("name").GetString()}: {check.GetProperty("message").GetString()}");
            return (json.RootElement.GetProperty("status").GetString()!, string.Join("; ", culprits));
        }
        catch (Exception e)
            when (e is HttpRequestException or JsonException or KeyNotFoundException or TaskCanceledException
                && !cancellation.IsCancellationRequested
            )
        {
            return null;
        }
    }

    private Problem Died()
    {
        var last = LogTail.Read(Log, 5);
        return new(
            "agent-ended",
            ProblemKind.Outside,
            new(
                $"The agent ended while starting. Its last words:\n{last}",
                $"El agente terminó al arrancar. Sus últimas palabras:\n{last}"
            ),
            new($"The whole log is {Log}.", $"El registro completo es {Log}.")
        );
    }

    private static Problem PortTaken(PortHolder holder) =>
        new(
            "port-in-use",
            ProblemKind.Outside,
            new($"Port {holder.Port} is taken by {holder}.", $"El puerto {holder.Port} está ocupado por {holder}."),
            new("Stop that program, or set AGENT_URL to another port.", "Detenga ese programa, o ponga otro puerto en AGENT_URL.")
        );

    private Problem NotWritable() =>
        new(
            "data-folder-not-writable",
            ProblemKind.Outside,
            new($"The data folder {settings.Home} cannot be written.", $"No se puede escribir en la carpeta de datos {settings.Home}."),
            new(
                "Make it writable for this user, or name another one in INFRA_AI_HOME.",
                "Dé permiso de escritura a este usuario, o indique otra en INFRA_AI_HOME."
            )
        );
}
