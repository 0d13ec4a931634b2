using System.Globalization;

namespace InfraAi.Platform.Processes;

/// <summary>Who listens on a TCP port of this machine.</summary>
/// <param name="Pid">Null when the process belongs to another user and cannot be seen.</param>
/// <param name="Command">Its command line, cut to 120 characters; null with the pid.</param>
public sealed record PortHolder(int Port, int? Pid, string? Command)
{
    /// <summary>Whether anybody listens there: quicker than asking who.</summary>
    public static bool IsListening(int port) => Listeners.Inodes(port).Count > 0;

    /// <returns>Null when nobody listens there.</returns>
    public static PortHolder? Find(int port)
    {
        var inodes = Listeners.Inodes(port);
        if (inodes.Count == 0)
        {
            return null;
        }

        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) && Holds(pid, inodes))
            {
                return new(port, pid, CommandOf(pid));
            }
        }

        return new(port, null, null);
    }

    public override string ToString() => Pid is { } pid ? $"pid {pid} ({Command})" : "?";

    private static bool Holds(int pid, IReadOnlySet<string> inodes)
    {
        try
        {
            return Directory
                .EnumerateFiles($"/proc/{pid}/fd")
                .Any(fd =>
                    new FileInfo(fd).LinkTarget is { } target
                    && target.StartsWith("socket:[", StringComparison.Ordinal)
                    && inodes.Contains(target[8..^1])
                );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string? CommandOf(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/cmdline").Replace('\0', ' ').ReplaceLineEndings(" ").Trim();
            return text.Length <= 120 ? text : text[..120] + "…";
        }
        catch (IOException)
        {
            return null;
        }
    }
}
