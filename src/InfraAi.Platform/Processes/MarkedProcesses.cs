using System.Globalization;
using System.Text;

namespace InfraAi.Platform.Processes;

/// <summary>Finds the processes of a service by a mark in their environment, which children inherit (proc(5), environ).</summary>
/// <remarks>So a service is known again when its record was never written, and its children when it has ended before them.</remarks>
public static class MarkedProcesses
{
    public const string Variable = "INFRA_AI_SERVICE";

    /// <summary>Every running process with the mark, or in the session of a process (setsid(2)): ours and the programs above us excepted.</summary>
    /// <param name="mark">The variable's value.</param>
    /// <param name="session">The leader of the session, as long as it is known to run; null otherwise.</param>
    public static IReadOnlyList<RunningProcess> Find(string mark, RunningProcess? session = null)
    {
        var wanted = Encoding.UTF8.GetBytes($"\0{Variable}={mark}\0");
        var above = Above(Environment.ProcessId);
        var found = new List<RunningProcess>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (
                int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && !above.Contains(pid)
                && RunningProcess.Find(pid) is { IsAlive: true } process
                && ((session is not null && SessionOf(pid) == session.Pid) || HasMark(pid, wanted))
            )
            {
                found.Add(process);
            }
        }

        return found;
    }

    /// <summary>The session that a process belongs to; null when it has ended.</summary>
    public static int? SessionOf(int pid) => Field(pid, 3);

    /// <summary>Its parent; null when it has ended.</summary>
    public static int? ParentOf(int pid) => Field(pid, 1);

    private static HashSet<int> Above(int pid)
    {
        var above = new HashSet<int>();
        for (int? at = pid; at is > 0 && above.Add(at.Value); at = Field(at.Value, 1))
        {
            // Walks up to the first process.
        }

        return above;
    }

    private static int? Field(int pid, int index) =>
        RunningProcess.StatOf(pid) is { } stat ? int.Parse(stat[index], CultureInfo.InvariantCulture) : null;

    private static bool HasMark(int pid, byte[] wanted)
    {
        try
        {
            ReadOnlySpan<byte> environment = File.ReadAllBytes($"/proc/{pid}/environ");
            return environment.StartsWith(wanted.AsSpan(1)) || environment.IndexOf(wanted) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended, or is another user's: not ours then.
            return false;
        }
    }
}
