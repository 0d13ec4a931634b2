using InfraAi.Model;
using InfraAi.Platform.Configuration;
using InfraAi.Platform.Files;
using InfraAi.Platform.Manifest;
using InfraAi.Platform.Processes;

namespace InfraAi.Platform.Services;

/// <summary>A service as a background process of this machine, with a log file and a record of who it is.</summary>
/// <remarks>
/// The record holds pid and start time, so a pid that another program got later is never taken for ours. A mark in the environment finds the process
/// again when the starter was killed before it could write the record, and the children that outlive their parent.
/// </remarks>
public sealed class ServiceProcess(ServiceEntry entry, IServiceKind kind, Settings settings, TimeProvider time) : IService
{
    private const long LongestLog = 10 * 1024 * 1024;
    private static readonly TimeSpan UnhealthyLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan QuickestLook = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan SlowestLook = TimeSpan.FromMilliseconds(250);

    public ServiceEntry Entry => entry;

    public Uri? Url => kind.Url(entry);

    private string RecordFile => Path.Combine(settings.Home, "run", entry.Name + ".json");

    private string LockFile => Path.Combine(settings.Home, "run", entry.Name + ".lock");

    private string Mark => $"{entry.Name}@{settings.Home}";

    /// <summary>A service on another machine is somebody else's to start.</summary>
    private bool IsHere => kind.IsOurs(entry) && (Url is not { } url || url.IsLoopback || url.Host is "0.0.0.0" or "*" or "[::]");

    /// <summary>Who holds the port; a process that was killed while it wrote to the disk holds it for a moment longer, and is nobody any more.</summary>
    private async Task<PortHolder?> HolderAsync(CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        while (Holder is { Pid: null } && time.GetElapsedTime(start) < TimeSpan.FromSeconds(3))
        {
            await Task.Delay(QuickestLook, time, cancellation);
        }

        return Holder;
    }

    private PortHolder? Holder => IsHere && Url is { } url ? PortHolder.Find(url.Port) : null;

    public async Task<ServiceState> LookAsync(CancellationToken cancellation)
    {
        var record = ServiceRecord.Read(RecordFile);
        var ours = record?.Process is { IsAlive: true } process ? process : null;
        var start = time.GetTimestamp();
        // Where nobody listens nothing is asked: a refused connection costs more than the look.
        var silent = ours is null && IsHere && Url is { } url && !PortHolder.IsListening(url.Port);
        var answer = silent ? null : await kind.AskAsync(entry, cancellation);
        var latency = (long)time.GetElapsedTime(start).TotalMilliseconds;
        var holder = ours is null && !silent ? Holder : null;
        if (ours is null && holder?.Pid is not null)
        {
            ours = Unrecorded().FirstOrDefault(p => p.Pid == holder.Pid);
            holder = ours is null ? holder : null;
        }

        if (answer is not null)
        {
            return new(answer.Condition, Url, ours, holder, latency, answer.Detail.Length > 0 ? answer.Detail : null);
        }

        if (ours is not null)
        {
            var condition =
                entry.Ready is null && Url is null ? ServiceCondition.Running
                : ours.Uptime() < entry.StartTimeout ? ServiceCondition.Starting
                : ServiceCondition.NotAnswering;
            return new(condition, Url, ours);
        }

        return new(
            holder is not null ? ServiceCondition.PortTaken
                : record is not null ? ServiceCondition.Ended
                : ServiceCondition.Stopped,
            Url,
            Holder: holder
        );
    }

    public async Task<Result<bool>> StartAsync(Action<Phrase> say, CancellationToken cancellation)
    {
        if (!IsHere)
        {
            return await kind.AskAsync(entry, cancellation) is not null ? false : Unreachable();
        }

        using var held = await HoldAsync(say, cancellation);
        if (held.Problem is { } busy)
        {
            return busy;
        }

        if (Running() is { } running)
        {
            var problem = await WaitUntilReadyAsync(running, cancellation);
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

        // Children of one that died would hold its port and its files.
        await EndAsync(Unrecorded(), cancellation);
        if (await HolderAsync(cancellation) is { } holder)
        {
            return PortTaken(holder);
        }

        var prepared = await kind.PrepareAsync(entry, say, cancellation);
        if (!prepared.Ok)
        {
            return prepared.Problem;
        }

        var launched = Launch(prepared.Value);
        if (!launched.Ok)
        {
            return launched.Problem;
        }

        try
        {
            return await WaitUntilReadyAsync(launched.Value, cancellation) is { } failed ? failed : true;
        }
        catch (OperationCanceledException)
        {
            // Whoever asked for it has gone: nothing half started stays behind.
            await EndAsync(launched.Value, CancellationToken.None);
            File.Delete(RecordFile);
            throw;
        }
    }

    public async Task<Result<bool>> StopAsync(CancellationToken cancellation)
    {
        using var held = await HoldAsync(_ => { }, cancellation);
        if (held.Problem is { } busy)
        {
            return busy;
        }

        var running = Running();
        var left = running is null ? Unrecorded() : [];
        if (running is not null)
        {
            await EndAsync(running, cancellation);
        }
        else
        {
            await EndAsync(left, cancellation);
        }

        File.Delete(RecordFile);
        return running is not null || left.Count > 0;
    }

    /// <summary>The process of the record, or one with our mark that leads a session: its starter had no time to write the record.</summary>
    private RunningProcess? Running()
    {
        if (ServiceRecord.Read(RecordFile)?.Process is { IsAlive: true } recorded)
        {
            return recorded;
        }

        var leader = Unrecorded().FirstOrDefault(p => MarkedProcesses.SessionOf(p.Pid) == p.Pid && Leads(p));
        if (leader is not null)
        {
            new ServiceRecord(leader, Url?.ToString(), entry.Log).Write(RecordFile);
        }

        return leader;
    }

    /// <summary>A child may lead a session of its own; the service itself has no marked parent.</summary>
    private bool Leads(RunningProcess process) =>
        MarkedProcesses.ParentOf(process.Pid) is not { } parent || Unrecorded().All(p => p.Pid != parent);

    private IReadOnlyList<RunningProcess> Unrecorded() => MarkedProcesses.Find(Mark);

    /// <summary>One start or stop at a time, across processes: the second one waits for the first, which is bounded itself.</summary>
    private async Task<Held> HoldAsync(Action<Phrase> say, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        var said = false;
        while (true)
        {
            try
            {
                DataFolder.Create(Path.GetDirectoryName(LockFile)!);
                return new(new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), null);
            }
            catch (Exception e) when (e is UnauthorizedAccessException || (e is IOException && !File.Exists(LockFile)))
            {
                return new(null, NotWritable());
            }
            catch (IOException)
            {
                if (time.GetElapsedTime(start) > entry.StartTimeout + entry.StopTimeout)
                {
                    return new(null, Busy());
                }
            }

            if (!said && time.GetElapsedTime(start) > TimeSpan.FromSeconds(1))
            {
                said = true;
                say(new("waits for another start or stop of it", "espera a otro inicio o parada suyos"));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellation);
        }
    }

    private Result<RunningProcess> Launch(ServiceCommand command)
    {
        if (!Directory.Exists(command.Folder))
        {
            return NoFolder(command.Folder);
        }

        DataFolder.Create(Path.GetDirectoryName(entry.Log)!);
        if (new FileInfo(entry.Log) is { Exists: true, Length: > LongestLog })
        {
            File.Move(entry.Log, entry.Log + ".1", overwrite: true);
        }

        // The log is for this user alone; what a service of platform.yaml's own command writes is as its user always writes.
        var mask = entry.Kind == ServiceEntry.CommandKind ? DataFolder.PersonsMask : "077";
        // A session of its own, so that Ctrl-C in this terminal is not for it; exec keeps the pid.
        var started = Programs.Start(
            "sh",
            [
                "-c",
                "log=$1 mask=$2; shift 2; umask 077; exec >>\"$log\" 2>&1 </dev/null; umask \"$mask\"; exec setsid \"$@\"",
                "sh",
                entry.Log,
                mask,
                .. command.Command,
            ],
            command.Folder,
            new Dictionary<string, string?>(command.Environment, StringComparer.Ordinal) { [MarkedProcesses.Variable] = Mark }
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

        new ServiceRecord(running, Url?.ToString(), entry.Log).Write(RecordFile);
        return running;
    }

    private async Task<Problem?> WaitUntilReadyAsync(RunningProcess process, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        Answer? said = null;
        var pause = QuickestLook;
        // A service that answers knows what is wrong with it: that seldom mends itself, so the wait is shorter.
        while (time.GetElapsedTime(start) < (said is null || entry.StartTimeout < UnhealthyLimit ? entry.StartTimeout : UnhealthyLimit))
        {
            said = await kind.AskAsync(entry, cancellation);
            if (!process.IsAlive)
            {
                await EndAsync(Unrecorded(), cancellation);
                File.Delete(RecordFile);
                return Died();
            }

            if (said is { Condition: ServiceCondition.Healthy or ServiceCondition.Degraded } || (said is null && IsSilent(process)))
            {
                // Another program may have taken the port in the meantime, and be the one that answers.
                return Holder is { Pid: { } pid } holder && !Belongs(pid, process) ? PortTaken(holder) : null;
            }

            await Task.Delay(pause, time, cancellation);
            pause = pause * 1.2 < SlowestLook ? pause * 1.2 : SlowestLook;
        }

        return NotReady(process, said);
    }

    /// <summary>Nothing can be asked of it: it counts as started when it has lived for half a second.</summary>
    private bool IsSilent(RunningProcess process) =>
        entry.Ready is null && Url is null && process.Uptime() >= TimeSpan.FromMilliseconds(500);

    private bool Belongs(int pid, RunningProcess leader) =>
        pid == leader.Pid || MarkedProcesses.SessionOf(pid) == leader.Pid || Unrecorded().Any(p => p.Pid == pid);

    /// <summary>Asks the leader to end, then what it left; what does not end in time is made to.</summary>
    private async Task EndAsync(RunningProcess leader, CancellationToken cancellation)
    {
        leader.Terminate(entry.StopSignal);
        if (!await leader.WaitForEndAsync(entry.StopTimeout, time, cancellation))
        {
            var all = MarkedProcesses.Find(Mark, leader);
            leader.Kill();
            await KillAsync(all, cancellation);
        }

        await EndAsync(Unrecorded(), cancellation);
    }

    private async Task EndAsync(IReadOnlyList<RunningProcess> processes, CancellationToken cancellation)
    {
        foreach (var process in processes)
        {
            process.Terminate();
        }

        var start = time.GetTimestamp();
        foreach (var process in processes)
        {
            var left = entry.StopTimeout - time.GetElapsedTime(start);
            if (!await process.WaitForEndAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, cancellation))
            {
                await KillAsync([process], cancellation);
            }
        }
    }

    private async Task KillAsync(IReadOnlyList<RunningProcess> processes, CancellationToken cancellation)
    {
        foreach (var process in processes)
        {
            process.Kill();
        }

        foreach (var process in processes)
        {
            await process.WaitForEndAsync(entry.StopTimeout, time, cancellation);
        }
    }

    private Problem Died()
    {
        string[] lines = LogTail.Read(entry.Log, 5).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var said = lines.Length == 0 ? new Phrase("It said nothing.", "No dijo nada.") : new("Its last words:", "Sus últimas palabras:");
        var last = string.Concat(lines.Select(line => $"\n  │ {line}"));
        return new(
            $"{entry.Name}-ended",
            ProblemKind.Outside,
            new($"{entry.Name} ended while starting. {said.En}{last}", $"{entry.Name} terminó al arrancar. {said.Es}{last}"),
            new($"The whole log: ./infra-ai logs {entry.Name}", $"El registro completo: ./infra-ai logs {entry.Name}")
        );
    }

    private Problem NotReady(RunningProcess process, Answer? said)
    {
        var seconds = entry.StartTimeout.TotalSeconds;
        var culprit = said is { Detail.Length: > 0 }
            ? new Phrase(said.Detail, said.Detail)
            : new($"no answer in {seconds} s", $"sin respuesta en {seconds} s");
        var asked = (entry.Ready ?? Url)?.ToString().TrimEnd('/');
        return new(
            $"{entry.Name}-not-healthy",
            ProblemKind.Outside,
            new(
                $"{entry.Name} (pid {process.Pid}) runs but is not healthy: {asked}, {culprit.En}.",
                $"{entry.Name} (pid {process.Pid}) está en marcha pero no está sano: {asked}, {culprit.Es}."
            ),
            new(
                $"./infra-ai logs {entry.Name} may say why. If it only needs longer, set its start_timeout in platform.yaml.",
                $"./infra-ai logs {entry.Name} puede decir por qué. Si solo necesita más tiempo, ponga su start_timeout en platform.yaml."
            )
        );
    }

    private Problem Unreachable() =>
        new(
            $"{entry.Name}-not-reached",
            ProblemKind.Outside,
            new(
                $"{entry.Name} is set to another machine, {Url}, and does not answer.",
                $"{entry.Name} está puesto en otra máquina, {Url}, y no responde."
            ),
            new("Start it there, or correct its address.", "Inícielo allí, o corrija su dirección.")
        );

    private Problem PortTaken(PortHolder holder) =>
        new(
            "port-in-use",
            ProblemKind.Outside,
            new(
                $"Port {holder.Port} of {entry.Name} is taken by {holder}.",
                $"El puerto {holder.Port} de {entry.Name} está ocupado por {holder}."
            ),
            entry.Kind == "agent"
                ? new("Stop that program, or set AGENT_URL to another port.", "Detenga ese programa, o ponga otro puerto en AGENT_URL.")
                : new("Stop that program, or choose another port.", "Detenga ese programa, o elija otro puerto.")
        );

    private Problem Busy() =>
        new(
            $"{entry.Name}-busy",
            ProblemKind.Conflict,
            new($"Another start or stop of {entry.Name} does not end.", $"Otro inicio o parada de {entry.Name} no termina."),
            new($"See who holds {LockFile}: fuser {LockFile}", $"Vea quién tiene {LockFile}: fuser {LockFile}")
        );

    private Problem NoFolder(string folder) =>
        new(
            "service-folder-missing",
            ProblemKind.Outside,
            new($"The folder of {entry.Name}, {folder}, is not there.", $"La carpeta de {entry.Name}, {folder}, no existe."),
            new("Correct \"folder\" in platform.yaml.", "Corrija \"folder\" en platform.yaml.")
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

    private sealed record Held(FileStream? Stream, Problem? Problem) : IDisposable
    {
        public void Dispose() => Stream?.Dispose();
    }
}
