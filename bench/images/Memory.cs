using System.Globalization;

namespace InfraAi.Bench.Images;

/// <summary>The most memory this process held at once since a moment, as Linux counts it (proc_pid_status(5), proc_pid_clear_refs(5)).</summary>
internal static class Memory
{
    /// <summary>Begins to count anew.</summary>
    internal static void Reset() => File.WriteAllText("/proc/self/clear_refs", "5");

    /// <summary>Resident megabytes at the highest moment since.</summary>
    internal static int Peak() => Read("VmHWM:");

    /// <summary>Resident megabytes now.</summary>
    internal static int Now() => Read("VmRSS:");

    private static int Read(string field)
    {
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith(field, StringComparison.Ordinal));
        return int.Parse(line[field.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024;
    }
}
