using InfraAi.Platform.Processes;

namespace InfraAi.Pipeline;

/// <summary>Who holds a lease: a process that others on its machine can see to be dead, without waiting for the lease to run out.</summary>
/// <param name="Machine">Host and PID namespace: only within both is a pid what it says.</param>
/// <param name="Process">Which process there.</param>
/// <param name="Run">Tells two runs in one process apart.</param>
internal sealed record JobOwner(string Machine, RunningProcess Process, string Run)
{
    public static JobOwner Here() => new(ThisMachine(), RunningProcess.Find(Environment.ProcessId)!, Guid.NewGuid().ToString("N")[..8]);

    public static JobOwner? Parse(string text) =>
        text.Split('|') is [var machine, var boot, var pid, var ticks, var run]
        && int.TryParse(pid, out var number)
        && long.TryParse(ticks, out var start)
            ? new(machine, new RunningProcess(number, start, boot), run)
            : null;

    /// <summary>True only when it is certain.</summary>
    public bool IsDead => Machine == ThisMachine() && !Process.IsAlive;

    public override string ToString() => $"{Machine}|{Process.BootId}|{Process.Pid}|{Process.StartTicks}|{Run}";

    private static string ThisMachine()
    {
        const string space = "/proc/self/ns/pid";
        var link = new FileInfo(space).LinkTarget ?? "";
        return $"{Environment.MachineName.Replace('|', '_')}/{link}";
    }
}
