using InfraAi.Model;
using InfraAi.Platform.Manifest;

namespace InfraAi.Platform.Repositories;

/// <summary>What a commit in one repository would hold.</summary>
/// <param name="OnlyStaged">True when something was staged: then only that is committed.</param>
/// <param name="Findings">Why it should not be committed as it is.</param>
/// <param name="Proposal">A message.</param>
public sealed record CommitPlan(
    RepositoryEntry Entry,
    string Branch,
    bool OnlyStaged,
    IReadOnlyList<ChangedFile> Files,
    IReadOnlyList<ContentFinding> Findings,
    string Proposal
)
{
    internal string? Head { get; init; }

    internal string Tree { get; init; } = "";

    internal byte[] Index { get; init; } = [];

    /// <summary>When it was written: a file that changed in the same moment or later, git looks into, and would not for a later one.</summary>
    internal DateTime IndexTime { get; init; }
}

/// <summary>Commits what changed in a repository, after looking at it; through git, so that hooks and signing hold.</summary>
/// <param name="secrets">Values that must not be committed.</param>
public sealed class CommitFlow(IReadOnlyCollection<string> secrets)
{
    private readonly ContentChecks checks = new(secrets);

    /// <summary>Looks at what would be committed: what is staged, or else everything that changed. Nothing is staged by looking.</summary>
    /// <returns>Null when there is nothing to commit.</returns>
    public async Task<Result<CommitPlan?>> PlanAsync(RepositoryEntry entry, CancellationToken cancellation)
    {
        if (!Directory.Exists(entry.Path) || GitFolder.Of(entry.Path) is not { } folder)
        {
            return (CommitPlan?)null;
        }

        var git = new Git(entry.Path);
        var status = await git.AskAsync(cancellation, WorkingCopy.AllArguments);
        if (!status.Ok || !status.Value.Good)
        {
            return status.Problem ?? Git.Failed("status", entry.Path, status.Value);
        }

        var copy = WorkingCopy.Parse(status.Value.Text);
        if (copy.Files.Count == 0)
        {
            return (CommitPlan?)null;
        }

        if (Unusable(entry, folder, copy) is { } problem)
        {
            return problem;
        }

        var staged = copy.Files.Any(file => file.IsStaged);
        var draft = Path.Combine(folder.Own, $"index.infra-ai.{Environment.ProcessId}");
        try
        {
            if (File.Exists(folder.Index))
            {
                File.Copy(folder.Index, draft, overwrite: true);
            }

            var added = staged
                ? null
                : await OkAsync(git.DoAsync(["add", "--all"], index: draft, cancellation: cancellation), "add", entry);
            // Writing the tree notes it in the index: what is to be put in place, or compared with, is as it was before.
            var index = File.Exists(draft) ? await File.ReadAllBytesAsync(draft, cancellation) : [];
            var indexTime = File.GetLastWriteTimeUtc(draft);
            var tree = await git.DoAsync(["write-tree"], index: draft, cancellation: cancellation);
            if (added is not null || !tree.Ok || !tree.Value.Good)
            {
                return added ?? tree.Problem ?? Git.Failed("write-tree", entry.Path, tree.Value);
            }

            var id = tree.Value.Text.Trim();
            var changes = await ChangesAsync(git, copy.Head, id, cancellation);
            var findings = changes.Ok ? await checks.LookAsync(git, changes.Value, cancellation) : changes.Problem;
            if (!findings.Ok)
            {
                return findings.Problem;
            }

            var files = copy.Files.Where(file => !staged || file.IsStaged).ToList();
            return new CommitPlan(entry, copy.Branch!, staged, files, findings.Value, CommitProposal.For(files))
            {
                Head = copy.Head,
                Tree = id,
                Index = index,
                IndexTime = indexTime,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return NotWritable(entry, e.Message);
        }
        finally
        {
            File.Delete(draft);
            File.Delete(draft + ".lock");
        }
    }

    /// <summary>Commits exactly what was looked at. When a hook or git refuses, the index is as it was.</summary>
    /// <returns>The commit's id.</returns>
    public static async Task<Result<string>> CommitAsync(CommitPlan plan, string message, CancellationToken cancellation)
    {
        var git = new Git(plan.Entry.Path);
        var folder = GitFolder.Of(plan.Entry.Path)!;
        cancellation.ThrowIfCancellationRequested();
        try
        {
            var head = await git.AskAsync(cancellation, "rev-parse", "--verify", "--quiet", "HEAD");
            var now = head is { Ok: true, Value.Good: true } ? head.Value.Text.Trim() : null;
            var before = File.Exists(folder.Index) ? await File.ReadAllBytesAsync(folder.Index, cancellation) : null;
            var beforeTime = File.GetLastWriteTimeUtc(folder.Index);
            if (now != plan.Head || (plan.OnlyStaged && before is not null && !before.AsSpan().SequenceEqual(plan.Index)))
            {
                return Moved(plan.Entry);
            }

            Install(folder, plan.Index, plan.IndexTime);
            // From here on nothing is broken off: git's own commit is one step.
            var committed = await git.DoAsync(
                ["commit", "--quiet", "--cleanup=whitespace", "--file=-"],
                input: message,
                cancellation: CancellationToken.None
            );
            if (!committed.Ok || !committed.Value.Good)
            {
                if (before is not null)
                {
                    Install(folder, before, beforeTime);
                }

                return committed.Problem ?? Refused(plan.Entry, committed.Value);
            }

            var made = await git.AskAsync(CancellationToken.None, "rev-parse", "HEAD");
            return made.Ok ? made.Value.Text.Trim() : made.Problem;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return NotWritable(plan.Entry, e.Message);
        }
    }

    /// <summary>Puts an index in place as git does: through index.lock, which must not be there.</summary>
    private static void Install(GitFolder folder, byte[] index, DateTime time)
    {
        var held = folder.Index + ".lock";
        using (var stream = new FileStream(held, FileMode.CreateNew, FileAccess.Write))
        {
            stream.Write(index);
        }

        File.SetLastWriteTimeUtc(held, time);
        File.Move(held, folder.Index, overwrite: true);
    }

    /// <returns>The files that differ between a commit and a tree, with their blobs; those that were removed are left out.</returns>
    internal static async Task<Result<IReadOnlyList<BlobChange>>> ChangesAsync(
        Git git,
        string? commit,
        string tree,
        CancellationToken cancellation
    )
    {
        if (commit is null)
        {
            var empty = await git.DoAsync(["mktree"], input: "", cancellation: cancellation);
            if (!empty.Ok)
            {
                return empty.Problem;
            }

            commit = empty.Value.Text.Trim();
        }

        var compared = await git.AskAsync(cancellation, "diff-tree", "-r", "-z", "--no-renames", commit, tree);
        return !compared.Ok ? compared.Problem
            : compared.Value.Good ? RawDiff.Parse(compared.Value.Text)
            : Git.Failed("diff-tree", git.Folder, compared.Value);
    }

    private static async Task<Problem?> OkAsync(Task<Result<GitAnswer>> running, string what, RepositoryEntry entry)
    {
        var ran = await running;
        return ran.Problem ?? (ran.Value.Good ? null : Git.Failed(what, entry.Path, ran.Value));
    }

    private static Problem? Unusable(RepositoryEntry entry, GitFolder folder, WorkingCopy copy)
    {
        if (copy.Files.FirstOrDefault(file => file.IsUnmerged) is { } open)
        {
            return new(
                "repository-underway",
                ProblemKind.Conflict,
                new(
                    $"{entry.Name} is in the middle of a {folder.Underway ?? "merge"}: {open.Path} has conflicts.",
                    $"{entry.Name} está en mitad de un {folder.Underway ?? "merge"}: {open.Path} tiene conflictos."
                ),
                new("Resolve them and git add the files, or git merge --abort.", "Resuélvalos y haga git add, o git merge --abort.")
            );
        }

        if (copy.Branch is null)
        {
            var (detail, remedy) = RepositoryWords.Of(RepositoryState.Detached, entry, copy, null);
            return new(
                "repository-detached",
                ProblemKind.Conflict,
                new(
                    $"{entry.Name}: {detail.En}; a commit would belong to no branch.",
                    $"{entry.Name}: {detail.Es}; un commit no pertenecería a ninguna rama."
                ),
                remedy!.Value
            );
        }

        return null;
    }

    private static Problem Moved(RepositoryEntry entry) =>
        new(
            "repository-changed",
            ProblemKind.Conflict,
            new(
                $"{entry.Name} was changed by another git this moment; nothing was committed.",
                $"Otro git cambió {entry.Name} en este momento; no se hizo commit."
            ),
            new("Look again: ./infra-ai commit", "Mire de nuevo: ./infra-ai commit")
        );

    private static Problem Refused(RepositoryEntry entry, GitAnswer answer)
    {
        var said = string.Join('\n', new[] { answer.Text.Trim(), answer.Error.Trim() }.Where(text => text.Length > 0));
        return new(
            "commit-refused",
            ProblemKind.Invalid,
            new($"git or a hook refused the commit in {entry.Name}:\n{said}", $"git o un hook rechazó el commit en {entry.Name}:\n{said}"),
            new(
                "Correct what it names and run it again; the index is as it was.",
                "Corrija lo que indica y repita; el índice queda como estaba."
            )
        );
    }

    private static Problem NotWritable(RepositoryEntry entry, string reason) =>
        new(
            "repository-not-writable",
            ProblemKind.Outside,
            new($"{entry.Name} cannot be written: {reason}", $"No se puede escribir en {entry.Name}: {reason}"),
            new("See that no other git runs in it and that there is space.", "Compruebe que no haya otro git en ella y que hay espacio.")
        );
}

/// <summary>The raw output of git-diff-tree(1) with -z.</summary>
internal static class RawDiff
{
    private const string NoBlob = "0000000000";

    public static List<BlobChange> Parse(string text)
    {
        var changes = new List<BlobChange>();
        var parts = text.Split('\0');
        for (var i = 0; i + 1 < parts.Length; i++)
        {
            // ":100644 100644 BEFORE AFTER M", then the path; a line without a colon is the commit's own id.
            if (parts[i].Trim() is { Length: > 0 } line && line[0] == ':' && line.Split(' ') is [_, var mode, var before, var after, _])
            {
                var path = parts[++i];
                if (mode is not ("160000" or "000000"))
                {
                    changes.Add(new(path, before.StartsWith(NoBlob, StringComparison.Ordinal) ? null : before, after));
                }
            }
        }

        return changes;
    }
}
