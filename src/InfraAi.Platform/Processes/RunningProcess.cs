using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace InfraAi.Platform.Processes;

/// <summary>A process that can be told from another one that later got the same number: by the moment it started.</summary>
/// <param name="Pid">Its number.</param>
/// <param name="StartTicks">Clock ticks from boot to its start (field 22 of /proc/PID/stat, proc(5)).</param>
/// <param name="BootId">Which boot those ticks count from.</param>
public sealed partial record RunningProcess(int Pid, long StartTicks, string BootId)
{
    private const int SigInt = 2;
    private const int SigQuit = 3;
    private const int SigKill = 9;
    private const int SigTerm = 15;

    /// <returns>Null when there is no such process (any more).</returns>
    public static RunningProcess? Find(int pid) => StatOf(pid) is { } stat ? new(pid, Ticks(stat), Boot()) : null;

    /// <summary>True while this very process runs; a zombie has ended.</summary>
    public bool IsAlive => StatOf(Pid) is { } stat && stat[0] != "Z" && Ticks(stat) == StartTicks && Boot() == BootId;

    /// <param name="signal">TERM, INT or QUIT.</param>
    public void Terminate(string signal = "TERM") =>
        Signal(
            signal switch
            {
                "INT" => SigInt,
                "QUIT" => SigQuit,
                _ => SigTerm,
            }
        );

    public void Kill() => Signal(SigKill);

    /// <summary>Resident memory in bytes; null when it has ended.</summary>
    public long? Memory()
    {
        try
        {
            var pages = File.ReadAllText($"/proc/{Pid}/statm").Split(' ')[1];
            return IsAlive ? long.Parse(pages, CultureInfo.InvariantCulture) * Environment.SystemPageSize : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>How long it has been running; null when it has ended.</summary>
    public TimeSpan? Uptime()
    {
        try
        {
            var up = double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture);
            // USER_HZ is 100 on every Linux that .NET runs on (time(7)).
            return IsAlive ? TimeSpan.FromSeconds(Math.Max(0, up - (StartTicks / 100.0))) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <returns>True when it has ended within the time.</returns>
    public async Task<bool> WaitForEndAsync(TimeSpan longest, TimeProvider time, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        while (IsAlive)
        {
            if (time.GetElapsedTime(start) > longest)
            {
                return false;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellation);
        }

        return true;
    }

    private void Signal(int signal)
    {
        // Looked at again right before: never a process that took over the number.
        if (IsAlive && SendSignal(Pid, signal) != 0 && IsAlive)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>The fields of /proc/PID/stat from the third (the state) on; the second, the name in brackets, may hold anything.</summary>
    internal static string[]? StatOf(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static long Ticks(string[] stat) => long.Parse(stat[19], CultureInfo.InvariantCulture);

    private static string Boot()
    {
        const string file = "/proc/sys/kernel/random/boot_id";
        return File.Exists(file) ? File.ReadAllText(file).Trim() : "";
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int pid, int signal);
}
