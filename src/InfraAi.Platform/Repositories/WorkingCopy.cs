using System.Globalization;

namespace InfraAi.Platform.Repositories;

/// <summary>What `git status --porcelain=v2 --branch` says of a working copy (git-status(1), "Porcelain Format Version 2").</summary>
/// <param name="Branch">Null when HEAD is detached.</param>
/// <param name="Head">Null when there is no commit yet.</param>
/// <param name="Upstream">As "origin/main"; null when none is set.</param>
/// <param name="IsUpstreamThere">False when the upstream is set and was never fetched or is gone.</param>
/// <param name="Files">One for each file that is not as the last commit has it.</param>
internal sealed record WorkingCopy(
    string? Branch,
    string? Head,
    string? Upstream,
    bool IsUpstreamThere,
    int Ahead,
    int Behind,
    IReadOnlyList<ChangedFile> Files
)
{
    /// <summary>As <see cref="Arguments"/>, with every file of an untracked folder.</summary>
    public static readonly string[] AllArguments = ["status", "--porcelain=v2", "--branch", "-z", "--untracked-files=all", "--renames"];

    public static readonly string[] Arguments = ["status", "--porcelain=v2", "--branch", "-z", "--untracked-files=normal", "--renames"];

    public int Untracked => Files.Count(file => file.IsUntracked);

    public int Changed => Files.Count - Untracked;

    public static WorkingCopy Parse(string text)
    {
        string? branch = null;
        string? head = null;
        string? upstream = null;
        var (there, ahead, behind) = (false, 0, 0);
        var files = new List<ChangedFile>();
        var parts = text.Split('\0');
        for (var i = 0; i < parts.Length; i++)
        {
            var part = parts[i];
            switch (part.Split(' '))
            {
                case ["#", "branch.oid", var id]:
                    head = id == "(initial)" ? null : id;
                    break;
                case ["#", "branch.head", var name]:
                    branch = name == "(detached)" ? null : name;
                    break;
                case ["#", "branch.upstream", var name]:
                    upstream = name;
                    break;
                case ["#", "branch.ab", var plus, var minus]:
                    there = true;
                    ahead = int.Parse(plus, CultureInfo.InvariantCulture);
                    behind = -int.Parse(minus, CultureInfo.InvariantCulture);
                    break;
                case ["1", var state, ..]:
                    files.Add(new(Rest(part, 8), state[0], state[1]));
                    break;
                case ["2", var state, ..]:
                    // Its old path follows as a part of its own.
                    files.Add(new(Rest(part, 9), state[0], state[1], From: parts[++i]));
                    break;
                case ["u", var state, ..]:
                    files.Add(new(Rest(part, 10), state[0], state[1], IsUnmerged: true));
                    break;
                case ["?", ..]:
                    files.Add(new(part[2..], '?', '?'));
                    break;
            }
        }

        return new(branch, head, upstream, there, ahead, behind, files);
    }

    private static string Rest(string line, int fields)
    {
        var at = 0;
        for (var i = 0; i < fields; i++)
        {
            at = line.IndexOf(' ', at) + 1;
        }

        return line[at..];
    }
}

/// <param name="Staged">Its state in the index: M, A, D, R, C, T, '.' for none, '?' for an untracked file.</param>
/// <param name="Unstaged">Its state in the working copy.</param>
/// <param name="From">The path before a renaming.</param>
public sealed record ChangedFile(string Path, char Staged, char Unstaged, string? From = null, bool IsUnmerged = false)
{
    public bool IsUntracked => Staged == '?';

    public bool IsStaged => Staged is not ('.' or '?');

    /// <summary>One letter for people: A, M, D, R.</summary>
    public char Letter =>
        IsUntracked ? 'A'
        : IsStaged ? Staged
        : Unstaged;
}
