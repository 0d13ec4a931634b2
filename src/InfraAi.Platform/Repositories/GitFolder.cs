namespace InfraAi.Platform.Repositories;

/// <summary>What can be read of a repository without a process: its references, and what is under way in it.</summary>
/// <remarks>The layout is that of gitrepository-layout(5). Where a repository is laid out otherwise (reftable), nothing is read and git is asked.</remarks>
internal sealed class GitFolder
{
    private readonly string own;
    private readonly string common;

    private GitFolder(string own)
    {
        this.own = own;
        var link = Path.Combine(own, "commondir");
        common = File.Exists(link) ? Path.GetFullPath(File.ReadAllText(link).Trim(), own) : own;
    }

    /// <param name="path">A working copy.</param>
    /// <returns>Null when it is none of its own: a plain folder inside another working copy is not one.</returns>
    public static GitFolder? Of(string path)
    {
        var git = Path.Combine(path, ".git");
        if (Directory.Exists(git))
        {
            return new(git);
        }

        const string Prefix = "gitdir:";
        return File.Exists(git) && File.ReadAllText(git).Trim() is var text && text.StartsWith(Prefix, StringComparison.Ordinal)
            ? new(Path.GetFullPath(text[Prefix.Length..].Trim(), path))
            : null;
    }

    /// <param name="remote">A path or a file:// URL; anything else gives null.</param>
    public static GitFolder? OfRemote(string remote)
    {
        var path =
            remote.StartsWith("file://", StringComparison.Ordinal) ? Uri.UnescapeDataString(remote[7..])
            : Path.IsPathRooted(remote) ? remote
            : null;
        return path is null
            ? null
            : new[] { Path.Combine(path, ".git"), path, path + ".git" }
                .Where(candidate => File.Exists(Path.Combine(candidate, "HEAD")) && Directory.Exists(Path.Combine(candidate, "objects")))
                .Select(candidate => new GitFolder(candidate))
                .FirstOrDefault();
    }

    /// <summary>The operation that somebody began here and has not ended ("merge", "rebase"); null for none.</summary>
    public string? Underway =>
        Has("MERGE_HEAD") ? "merge"
        : Has("rebase-merge") || Has("rebase-apply") ? "rebase"
        : Has("CHERRY_PICK_HEAD") ? "cherry-pick"
        : Has("REVERT_HEAD") ? "revert"
        : Has("BISECT_LOG") ? "bisect"
        : null;

    public string Index => Path.Combine(own, "index");

    public string Own => own;

    /// <returns>Reference → object id, of those below refs/; null when they cannot be read like this.</returns>
    public IReadOnlyDictionary<string, string>? References()
    {
        try
        {
            if (Config() is not { } config || config.Contains("refstorage", StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }

            // Loose ones first: packing writes the packed file before it removes them.
            var loose = new Dictionary<string, string>(StringComparer.Ordinal);
            var refs = Path.Combine(common, "refs");
            foreach (var file in Directory.EnumerateFiles(refs, "*", SearchOption.AllDirectories))
            {
                var text = File.ReadAllText(file).Trim();
                if (text.Length is 40 or 64 && text.All(char.IsAsciiHexDigit))
                {
                    loose[Path.GetRelativePath(common, file)] = text;
                }
                else if (!text.StartsWith("ref:", StringComparison.Ordinal) && !file.EndsWith(".lock", StringComparison.Ordinal))
                {
                    return null;
                }
            }

            var packed = Path.Combine(common, "packed-refs");
            foreach (var line in File.Exists(packed) ? File.ReadAllLines(packed) : [])
            {
                if (line.Split(' ') is [{ Length: 40 or 64 } id, var name])
                {
                    loose.TryAdd(name, id);
                }
            }

            return loose;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <returns>The URL of a remote as the repository's own file has it; null when it is not there or not plainly written.</returns>
    public string? RemoteUrl(string remote)
    {
        string? url = null;
        var inside = false;
        foreach (var line in (Config() ?? "").Split('\n').Select(line => line.Trim()))
        {
            if (line.StartsWith('['))
            {
                inside = line == $"[remote \"{remote}\"]";
            }
            else if (inside && line.Split('=', 2, StringSplitOptions.TrimEntries) is ["url", var value])
            {
                // A second one is pushed to as well; quotes and comments are for git to read.
                url = url is null && value.AsSpan().IndexOfAny("\"\\#;") < 0 ? value : "";
            }
        }

        return string.IsNullOrEmpty(url) ? null : url;
    }

    public bool HasRemote => Config()?.Contains("[remote \"", StringComparison.Ordinal) == true;

    private bool Has(string name) => File.Exists(Path.Combine(own, name)) || Directory.Exists(Path.Combine(own, name));

    private string? Config()
    {
        var file = Path.Combine(common, "config");
        return File.Exists(file) ? File.ReadAllText(file) : null;
    }
}
