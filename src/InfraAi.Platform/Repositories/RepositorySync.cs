using System.Globalization;
using System.Text.RegularExpressions;
using InfraAi.Model;
using InfraAi.Platform.Manifest;
using InfraAi.Platform.Processes;

namespace InfraAi.Platform.Repositories;

/// <summary>Looks at the repositories of platform.yaml and brings them up to date, several at a time, without ever touching local work.</summary>
/// <remarks>
/// Branches are only fast-forwarded, and only where nothing tracked is changed: `git merge --ff-only --no-overwrite-ignore`, which leaves
/// ignored files (a .env) alone too. Nothing is pruned and no collection is started, so that every commit that was here stays reachable as it was.
/// </remarks>
/// <param name="jobs">Repositories at the same time.</param>
public sealed partial class RepositorySync(TimeProvider time, int jobs = 8)
{
    private static readonly TimeSpan RemoteLimit = TimeSpan.FromMinutes(5);

    /// <param name="clone">True to clone what is missing (sync); false to report it (pull).</param>
    /// <param name="dryRun">Looks, and says what would be done: nothing is fetched.</param>
    /// <param name="done">Told of each one as it is finished, one at a time.</param>
    /// <returns>In the order of the entries.</returns>
    public async Task<IReadOnlyList<RepositoryReport>> RunAsync(
        IReadOnlyList<RepositoryEntry> entries,
        bool clone,
        bool dryRun,
        Action<RepositoryReport> done,
        CancellationToken cancellation
    )
    {
        var rewritten = await HasRewritesAsync(cancellation);
        var reports = new RepositoryReport[entries.Count];
        var gate = new Lock();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, entries.Count),
            new ParallelOptions { MaxDegreeOfParallelism = jobs, CancellationToken = cancellation },
            async (i, token) =>
            {
                var start = time.GetTimestamp();
                var report = await OneAsync(entries[i], clone, dryRun, readRemotes: !rewritten, token);
                reports[i] = report with { DurationMs = (long)time.GetElapsedTime(start).TotalMilliseconds };
                lock (gate)
                {
                    done(reports[i]);
                }
            }
        );
        return reports;
    }

    /// <summary>Where URLs are rewritten by configuration (url.X.insteadOf), only git knows where a remote is.</summary>
    private static async Task<bool> HasRewritesAsync(CancellationToken cancellation)
    {
        var asked = await new Git(Path.GetTempPath()).AskAsync(cancellation, "config", "--get-regexp", @"^url\..*\.insteadof$");
        return !asked.Ok || asked.Value.Good;
    }

    private static async Task<RepositoryReport> OneAsync(
        RepositoryEntry entry,
        bool clone,
        bool dryRun,
        bool readRemotes,
        CancellationToken cancellation
    )
    {
        try
        {
            if (!Directory.Exists(entry.Path) || !Directory.EnumerateFileSystemEntries(entry.Path).Any())
            {
                return clone && !dryRun && entry.Remote is not null
                    ? await CloneAsync(entry, cancellation)
                    : Report(entry, RepositoryState.Missing, null);
            }

            if (GitFolder.Of(entry.Path) is not { } folder)
            {
                return Report(entry, RepositoryState.NotARepository, null);
            }

            var url = folder.RemoteUrl("origin");
            if (url is not null && entry.Remote is not null && !RemoteAddress.Same(url, entry.Remote))
            {
                var there = await LookAsync(entry, cancellation);
                return there.Ok
                    ? Report(entry, RepositoryState.OtherRemote, there.Value, url)
                    : Report(entry, RepositoryState.Failed, null, there.Problem.Message.En);
            }

            return await UpdateAsync(entry, folder, url, dryRun, readRemotes, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Report(entry, RepositoryState.Failed, null, e.Message);
        }
    }

    private static async Task<RepositoryReport> UpdateAsync(
        RepositoryEntry entry,
        GitFolder folder,
        string? url,
        bool dryRun,
        bool readRemotes,
        CancellationToken cancellation
    )
    {
        (RepositoryState State, string Reason)? trouble = null;
        var news = !(readRemotes && url is not null && HasNothingNew(folder, url));
        if (news && !dryRun)
        {
            trouble = await FetchAsync(entry, cancellation);
        }

        var looked = await LookAsync(entry, cancellation);
        if (!looked.Ok)
        {
            return Report(entry, trouble?.State ?? RepositoryState.Failed, null, trouble?.Reason ?? looked.Problem.Message.En);
        }

        var copy = looked.Value;
        if (trouble is { } known)
        {
            return Report(entry, known.State, copy, known.Reason);
        }

        var state = StateOf(entry, folder, copy);
        if (dryRun && news && state is RepositoryState.UpToDate or RepositoryState.Ahead && await IsMovedAsync(entry, folder, cancellation))
        {
            return Report(entry, RepositoryState.Behind, copy);
        }

        if (state != RepositoryState.Behind)
        {
            return Report(entry, state, copy, state == RepositoryState.Underway ? folder.Underway : null);
        }

        return dryRun ? Report(entry, RepositoryState.Behind, copy) : await ForwardAsync(entry, folder, copy, cancellation);
    }

    /// <summary>True when the remote's branch is at a commit that was never fetched.</summary>
    private static async Task<bool> IsMovedAsync(RepositoryEntry entry, GitFolder folder, CancellationToken cancellation)
    {
        var listed = await new Git(entry.Path).AskAsync(cancellation, "ls-remote", "origin", $"refs/heads/{entry.Branch}");
        return listed is { Ok: true, Value.Good: true }
            && listed.Value.Text.Split('\t') is [var id, ..]
            && folder.References()?.GetValueOrDefault($"refs/remotes/origin/{entry.Branch}") != id;
    }

    private static RepositoryState StateOf(RepositoryEntry entry, GitFolder folder, WorkingCopy copy) =>
        folder.Underway is not null ? RepositoryState.Underway
        : copy.Branch is null ? RepositoryState.Detached
        : copy.Head is null ? RepositoryState.Unborn
        : copy.Branch != entry.Branch ? RepositoryState.OtherBranch
        : copy.Upstream is null ? (folder.HasRemote ? RepositoryState.NoUpstream : RepositoryState.NoRemote)
        : !copy.IsUpstreamThere ? RepositoryState.UpstreamGone
        : copy is { Ahead: > 0, Behind: > 0 } ? RepositoryState.Diverged
        : copy.Changed > 0 ? RepositoryState.Dirty
        : copy.Behind > 0 ? RepositoryState.Behind
        : copy.Ahead > 0 ? RepositoryState.Ahead
        : RepositoryState.UpToDate;

    private static async Task<RepositoryReport> ForwardAsync(
        RepositoryEntry entry,
        GitFolder folder,
        WorkingCopy copy,
        CancellationToken cancellation
    )
    {
        // Not canceled in the middle: it is local and short, and ends with the old commit or the new one checked out.
        cancellation.ThrowIfCancellationRequested();
        var merged = await new Git(entry.Path).AskAsync(
            CancellationToken.None,
            "-c",
            "merge.autoStash=false",
            "merge",
            "--ff-only",
            "--no-overwrite-ignore",
            "--no-stat",
            "--quiet",
            "@{upstream}"
        );
        if (!merged.Ok)
        {
            return Report(entry, RepositoryState.Failed, copy, merged.Problem.Message.En);
        }

        if (merged.Value.Good)
        {
            // Git saw to it that nothing was in the way: all but the commit is as it was a moment ago. Where references are not files, git is asked.
            return folder.References()?.GetValueOrDefault($"refs/heads/{copy.Branch}") is { } tip
                    ? Report(entry, RepositoryState.Updated, copy with { Head = tip })
                : await LookAsync(entry, CancellationToken.None) is { Ok: true, Value: var now }
                    ? Report(entry, RepositoryState.Updated, now with { Behind = copy.Behind })
                : Report(entry, RepositoryState.Updated, copy);
        }

        var reason = merged.Value.Error;
        return reason.Contains("would be overwritten", StringComparison.Ordinal) || reason.Contains("overwrite", StringComparison.Ordinal)
            ? Report(entry, RepositoryState.Dirty, copy, InTheWay(reason))
            : Report(
                entry,
                reason.Contains(".lock", StringComparison.Ordinal) ? RepositoryState.Locked : RepositoryState.Failed,
                copy,
                merged.Value.Reason
            );
    }

    /// <summary>The files that git names, indented by a tab.</summary>
    private static string InTheWay(string error)
    {
        var files = error.Split('\n').Where(line => line.StartsWith('\t')).Select(line => line.Trim()).ToList();
        return files.Count == 0 ? "files" : string.Join(", ", files.Take(3)) + (files.Count > 3 ? " …" : "");
    }

    private static async Task<(RepositoryState, string)?> FetchAsync(RepositoryEntry entry, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(RemoteLimit);
        try
        {
            var fetched = await new Git(entry.Path).AskAsync(
                limit.Token,
                "fetch",
                "--quiet",
                "--no-prune",
                "--no-prune-tags",
                "--no-auto-maintenance",
                "--no-recurse-submodules"
            );
            return !fetched.Ok ? (RepositoryState.Failed, fetched.Problem.Message.En)
                : fetched.Value.Good ? null
                : (Trouble(fetched.Value.Error), fetched.Value.Reason);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (RepositoryState.Unreachable, $"{RemoteLimit.TotalMinutes:0} min");
        }
    }

    private static async Task<RepositoryReport> CloneAsync(RepositoryEntry entry, CancellationToken cancellation)
    {
        // Cloned beside its place and moved there: nobody ever sees half of it.
        var parent = Path.GetDirectoryName(Path.GetFullPath(entry.Path))!;
        Directory.CreateDirectory(parent);
        var draft = Draft(entry.Path, $"{Environment.ProcessId}");
        RemoveAbandoned(entry.Path, parent);
        try
        {
            var git = new Git(parent);
            var cloned = await git.AskAsync(cancellation, "clone", "--quiet", "--branch", entry.Branch, "--", entry.Remote!, draft);
            if (cloned is { Ok: true, Value.Good: false } && cloned.Value.Error.Contains("not found in upstream", StringComparison.Ordinal))
            {
                // Without that branch: an empty repository is cloned as it is, another one is a mistake in platform.yaml.
                cloned = await git.AskAsync(cancellation, "clone", "--quiet", "--", entry.Remote!, draft);
                if (cloned is { Ok: true, Value.Good: true } && GitFolder.Of(draft)?.References()?.Count > 0)
                {
                    return Report(entry, RepositoryState.Failed, null, $"the remote has no branch {entry.Branch}");
                }
            }

            if (!cloned.Ok)
            {
                return Report(entry, RepositoryState.Failed, null, cloned.Problem.Message.En);
            }

            if (!cloned.Value.Good)
            {
                return Report(entry, Trouble(cloned.Value.Error), null, cloned.Value.Reason);
            }

            if (Directory.Exists(entry.Path))
            {
                // Empty, or this fails.
                Directory.Delete(entry.Path);
            }

            Directory.Move(draft, entry.Path);
            var copy = await LookAsync(entry, cancellation);
            return Report(
                entry,
                copy is { Ok: true, Value.Head: null } ? RepositoryState.Unborn : RepositoryState.Cloned,
                copy.Ok ? copy.Value : null
            );
        }
        finally
        {
            if (Directory.Exists(draft))
            {
                Directory.Delete(draft, recursive: true);
            }
        }
    }

    private static string Draft(string path, string owner) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $".{Path.GetFileName(path)}.{owner}.clone");

    /// <summary>Half clones of processes that were killed.</summary>
    private static void RemoveAbandoned(string path, string parent)
    {
        foreach (var draft in Directory.EnumerateDirectories(parent, Path.GetFileName(Draft(path, "*"))))
        {
            if (int.TryParse(draft.Split('.')[^2], CultureInfo.InvariantCulture, out var owner) && RunningProcess.Find(owner) is null)
            {
                try
                {
                    Directory.Delete(draft, recursive: true);
                }
                catch (IOException)
                {
                    // The git that it started still writes there; the next time it has ended.
                }
            }
        }
    }

    private static async Task<Result<WorkingCopy>> LookAsync(RepositoryEntry entry, CancellationToken cancellation)
    {
        var status = await new Git(entry.Path).AskAsync(cancellation, WorkingCopy.Arguments);
        return !status.Ok ? status.Problem
            : status.Value.Good ? WorkingCopy.Parse(status.Value.Text)
            : Git.Failed("status", entry.Path, status.Value);
    }

    /// <summary>For a remote on this machine: true when every branch and tag of it is here as it is there.</summary>
    private static bool HasNothingNew(GitFolder folder, string url)
    {
        if (GitFolder.OfRemote(url)?.References() is not { } there || folder.References() is not { } here)
        {
            return false;
        }

        const string Heads = "refs/heads/";
        return there.All(reference =>
            reference.Key.StartsWith(Heads, StringComparison.Ordinal)
                ? here.GetValueOrDefault($"refs/remotes/origin/{reference.Key[Heads.Length..]}") == reference.Value
                : !reference.Key.StartsWith("refs/tags/", StringComparison.Ordinal)
                    || here.GetValueOrDefault(reference.Key) == reference.Value
        );
    }

    private static RepositoryState Trouble(string error) =>
        error.Contains(".lock", StringComparison.Ordinal) ? RepositoryState.Locked
        : error.Contains("No remote repository specified", StringComparison.Ordinal)
        || error.Contains("No such remote", StringComparison.Ordinal)
            ? RepositoryState.NoRemote
        : NetworkTrouble().IsMatch(error) ? RepositoryState.Unreachable
        : AccessTrouble().IsMatch(error) ? RepositoryState.NoAccess
        : RepositoryState.Failed;

    private static RepositoryReport Report(RepositoryEntry entry, RepositoryState state, WorkingCopy? copy, string? reason = null)
    {
        var (detail, remedy) = RepositoryWords.Of(state, entry, copy, reason);
        return new(
            entry.Name,
            entry.Path,
            state,
            copy?.Branch,
            copy?.Head,
            copy?.Ahead ?? 0,
            state == RepositoryState.Updated ? 0 : copy?.Behind ?? 0,
            copy?.Changed ?? 0,
            copy?.Untracked ?? 0,
            detail,
            remedy
        );
    }

    [GeneratedRegex(
        "Could not resolve|Connection (refused|reset|timed out|closed)|timed out|Network is unreachable|No route to host|Failed to connect|Couldn't connect",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex NetworkTrouble();

    [GeneratedRegex(
        "Authentication failed|Permission denied|could not read (Username|Password)|access denied|403|404|not found|does not appear to be a git repository|does not exist|Could not read from remote",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex AccessTrouble();
}
