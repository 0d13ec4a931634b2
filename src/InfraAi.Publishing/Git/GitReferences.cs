namespace InfraAi.Publishing.Git;

/// <summary>Reads where a branch of a local repository stands, without a process: its own file, else packed-refs (gitrepository-layout(5)).</summary>
internal static class GitReferences
{
    /// <returns>The commit's id; null when the branch has none yet.</returns>
    public static async Task<string?> ReadAsync(string repository, string branch, CancellationToken cancellation)
    {
        var loose = Path.Combine(repository, "refs", "heads", branch);
        if (File.Exists(loose))
        {
            return (await File.ReadAllTextAsync(loose, cancellation)).Trim();
        }

        var packed = Path.Combine(repository, "packed-refs");
        if (!File.Exists(packed))
        {
            return null;
        }

        var suffix = $" refs/heads/{branch}";
        await foreach (var line in File.ReadLinesAsync(packed, cancellation))
        {
            if (line.EndsWith(suffix, StringComparison.Ordinal))
            {
                return line[..^suffix.Length];
            }
        }

        return null;
    }
}
