using InfraAi.Model;
using InfraAi.Platform.Processes;

namespace InfraAi.Publishing.Git;

/// <summary>Makes empty bare repositories: the first by `git init`, the others as copies of it, without a process each.</summary>
internal sealed class BareRepository(string branch)
{
    private IReadOnlyList<(string Path, byte[]? Content)>? made;

    /// <returns>Null when the folder is an empty bare repository now.</returns>
    public async Task<Problem?> MakeAsync(string folder, CancellationToken cancellation)
    {
        if (Directory.Exists(folder))
        {
            // Left by a process that was killed while making it.
            Directory.Delete(folder, recursive: true);
        }

        if (made is { } copy)
        {
            await CopyAsync(copy, folder, cancellation);
            return null;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        var ran = await Programs.RunAsync(
            "git",
            ["init", "--quiet", "--bare", "--template=", $"--initial-branch={branch}", folder],
            cancellation: cancellation
        );
        if (!ran.Ok)
        {
            return ran.Problem;
        }

        if (ran.Value.ExitCode != 0)
        {
            return GitProblems.Failed(ran.Value.Error);
        }

        made = Read(folder);
        return null;
    }

    private static IReadOnlyList<(string, byte[]?)> Read(string folder) =>
        [
            .. Directory
                .EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(path => (Path.GetRelativePath(folder, path), File.Exists(path) ? File.ReadAllBytes(path) : null)),
        ];

    private static async Task CopyAsync(IReadOnlyList<(string Path, byte[]? Content)> copy, string folder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        foreach (var (path, content) in copy)
        {
            if (content is null)
            {
                Directory.CreateDirectory(Path.Combine(folder, path));
            }
            else
            {
                await File.WriteAllBytesAsync(Path.Combine(folder, path), content, cancellation);
            }
        }
    }
}
