using System.Text;
using InfraAi.Model;
using InfraAi.Platform.Processes;

namespace InfraAi.Publishing.Git;

/// <summary>Reads files out of the published repositories as they are committed, whoever committed them.</summary>
public sealed class GitReader(string folder)
{
    public string RepositoryPath(string name) => Path.Combine(folder, name + ".git");

    public bool Exists(string name) => IsName(name) && File.Exists(Path.Combine(RepositoryPath(name), "HEAD"));

    /// <summary>Every project that has a repository here, in the order of their names.</summary>
    public IReadOnlyList<string> Names() =>
        Directory.Exists(folder)
            ?
            [
                .. Directory
                    .EnumerateDirectories(folder, "*.git")
                    .Select(d => Path.GetFileName(d)[..^4])
                    .Where(Exists)
                    .Order(StringComparer.Ordinal),
            ]
            : [];

    /// <returns>The commit that the project's main branch stands at; null when there is no such project.</returns>
    public async Task<string?> CommitAsync(string name, CancellationToken cancellation) =>
        Exists(name) ? await GitReferences.ReadAsync(RepositoryPath(name), "main", cancellation) : null;

    /// <param name="path">Relative, forward slashes.</param>
    /// <returns>The bytes and the blob's id; null when the project or the file is not there.</returns>
    public async Task<Result<(byte[] Content, string BlobId)?>> ReadAsync(string name, string path, CancellationToken cancellation)
    {
        if (!Exists(name))
        {
            return ((byte[], string)?)null;
        }

        // --batch takes any bytes but a line feed as a name, so a path can never be read as an option.
        var asked = $"refs/heads/main:{path.Replace("\n", "", StringComparison.Ordinal)}\n";
        var ran = await Programs.RunAsync(
            "git",
            ["-C", RepositoryPath(name), "cat-file", "--batch"],
            input: Encoding.UTF8.GetBytes(asked),
            cancellation: cancellation
        );
        if (!ran.Ok)
        {
            return ran.Problem;
        }

        // "ID blob SIZE\n" and the bytes; "… missing" otherwise.
        var output = ran.Value.Output;
        var newline = Array.IndexOf(output, (byte)'\n');
        return newline > 0 && Encoding.UTF8.GetString(output, 0, newline).Split(' ') is [var id, "blob", var size]
            ? (output.AsSpan(newline + 1, int.Parse(size)).ToArray(), id)
            : ((byte[], string)?)null;
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 100 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && name[0] != '.';
}
