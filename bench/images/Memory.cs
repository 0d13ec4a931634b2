using System.Globalization;

namespace InfraAi.Bench.Images;

/// <summary>The most memory a process held at once since a moment, as Linux counts it (proc_pid_status(5), proc_pid_clear_refs(5)).</summary>
/// <param name="process">Its id; "self" for this one.</param>
internal sealed class Memory(string process)
{
    internal static Memory Own { get; } = new("self");

    /// <summary>Begins to count anew.</summary>
    internal void Reset() => File.WriteAllText($"/proc/{process}/clear_refs", "5");

    /// <summary>Resident megabytes at the highest moment since; 0 when the process has ended.</summary>
    internal int Peak() => Read("VmHWM:");

    /// <summary>Resident megabytes now.</summary>
    internal int Now() => Read("VmRSS:");

    private int Read(string field)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(l => l.StartsWith(field, StringComparison.Ordinal));
            return line is null
                ? 0
                : int.Parse(line[field.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
