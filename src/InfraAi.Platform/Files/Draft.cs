using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using InfraAi.Platform.Processes;

namespace InfraAi.Platform.Files;

/// <summary>Names for what is made beside its place and moved there when it is whole. No two writers ever get the same one.</summary>
/// <remarks>
/// PATH.MACHINE-PID-CHANCE.ENDING. Containers that share a folder all have a process 1, so the machine is its host, boot and PID namespace: only
/// within all three does a number say whether its process is gone.
/// </remarks>
public static class Draft
{
    private static readonly TimeSpan LongestWrite = TimeSpan.FromDays(1);

    private static readonly string Machine = ThisMachine();

    /// <returns>A name that nothing has.</returns>
    public static string Of(string path, string ending) =>
        $"{path}.{Machine}-{Environment.ProcessId}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}.{ending}";

    /// <summary>
    /// The drafts of this path that nobody will finish: their process is gone; or, where that cannot be seen, they are a day older than what is there now.
    /// None when the folder is not there.
    /// </summary>
    public static IReadOnlyList<string> Left(string path, string ending) =>
        Directory.Exists(Path.GetDirectoryName(path))
            ?
            [
                .. Directory
                    .EnumerateFileSystemEntries(Path.GetDirectoryName(path)!, $"{Path.GetFileName(path)}.*.{ending}")
                    .Where(draft => IsLeft(path, draft, draft[(path.Length + 1)..^(ending.Length + 1)])),
            ]
            : [];

    private static bool IsLeft(string path, string draft, string owner) =>
        owner.Split('-') is [var machine, var number, _] && machine == Machine
            ? int.TryParse(number, CultureInfo.InvariantCulture, out var pid) && RunningProcess.Find(pid) is not { IsAlive: true }
            : IsOwner(owner) && File.GetLastWriteTimeUtc(path) - File.GetLastWriteTimeUtc(draft) > LongestWrite;

    /// <summary>Another machine's, or the bare number of a process that versions before 0.2 wrote.</summary>
    private static bool IsOwner(string text) =>
        text.Split('-') is { Length: 1 or 3 } parts && parts.All(part => part.Length > 0 && part.All(char.IsAsciiHexDigit));

    private static string ThisMachine()
    {
        var space = new FileInfo("/proc/self/ns/pid").LinkTarget ?? "";
        var boot = RunningProcess.Find(Environment.ProcessId)?.BootId ?? "";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Environment.MachineName}/{boot}/{space}")))[..8];
    }
}
