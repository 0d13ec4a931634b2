namespace InfraAi.Platform.Repositories;

/// <summary>Finds where the keys of .env files are used, in the files that git knows or would add.</summary>
public static class KeyUses
{
    /// <returns>Key → "path:line", for those that are used; empty where there is no repository.</returns>
    public static async Task<ILookup<string, string>> FindAsync(
        string root,
        IReadOnlyCollection<string> keys,
        CancellationToken cancellation
    )
    {
        if (keys.Count == 0)
        {
            return Array.Empty<(string, string)>().ToLookup(use => use.Item1, use => use.Item2, StringComparer.Ordinal);
        }

        string[] patterns = [.. keys.SelectMany(key => new[] { "-e", key })];
        // -o prints what matched: a line with two keys is two answers.
        var found = await new Git(root).AskAsync(
            cancellation,
            [
                "grep",
                "--untracked",
                "-I",
                "-n",
                "-o",
                "-z",
                "--fixed-strings",
                "--word-regexp",
                .. patterns,
                "--",
                ".",
                ":!*.env",
                ":!.env*",
            ]
        );
        return (found.Ok ? found.Value.Text.Split('\n') : [])
            .Select(line => line.Split('\0'))
            .Where(parts => parts.Length == 3)
            .Select(parts => (Key: parts[2], Where: $"{parts[0]}:{parts[1]}"))
            .Distinct()
            .ToLookup(use => use.Key, use => use.Where, StringComparer.Ordinal);
    }
}
