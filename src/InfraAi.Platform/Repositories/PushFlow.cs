using InfraAi.Model;
using InfraAi.Platform.Manifest;

namespace InfraAi.Platform.Repositories;

/// <summary>What a push of one repository would send.</summary>
/// <param name="Commits">Those that the remote has not, the newest first.</param>
/// <param name="IsNew">True when the remote has no such branch yet.</param>
/// <param name="Changed">The files that they change, as the last one has them; for checks of their own.</param>
public sealed record PushPlan(
    RepositoryEntry Entry,
    string Branch,
    IReadOnlyList<CommitMessage> Commits,
    bool IsNew,
    IReadOnlyList<string> Changed,
    IReadOnlyList<ContentFinding> Findings
)
{
    internal string Head { get; init; } = "";
}

/// <summary>Sends commits to the remote, after looking at every one of them; never by force.</summary>
public sealed class PushFlow(IReadOnlyCollection<string> secrets)
{
    private const int MostCommits = 5000;
    private readonly ContentChecks checks = new(secrets);

    /// <returns>Null when there is nothing to send; a problem when it could not be sent.</returns>
    public async Task<Result<PushPlan?>> PlanAsync(RepositoryEntry entry, CancellationToken cancellation)
    {
        if (!Directory.Exists(entry.Path) || GitFolder.Of(entry.Path) is not { } folder)
        {
            return (PushPlan?)null;
        }

        var git = new Git(entry.Path);
        var status = await git.AskAsync(cancellation, WorkingCopy.Arguments);
        if (!status.Ok || !status.Value.Good)
        {
            return status.Problem ?? Git.Failed("status", entry.Path, status.Value);
        }

        var copy = WorkingCopy.Parse(status.Value.Text);
        if (copy.Head is null)
        {
            return (PushPlan?)null;
        }

        if (Unusable(entry, folder, copy) is { } problem)
        {
            return problem;
        }

        var log = await CommitsAsync(git, copy.IsUpstreamThere ? "@{upstream}..HEAD" : null, cancellation);
        if (!log.Ok)
        {
            return log.Problem;
        }

        if (log.Value.Count == 0 && copy.IsUpstreamThere)
        {
            return (PushPlan?)null;
        }

        var changes = await ChangesAsync(git, log.Value, cancellation);
        var findings = changes.Ok ? await checks.LookAsync(git, changes.Value, cancellation) : changes.Problem;
        return findings.Ok
            ? new PushPlan(
                entry,
                copy.Branch!,
                log.Value,
                !copy.IsUpstreamThere,
                [
                    .. changes
                        .Value.Select(change => change.Path)
                        .Distinct(StringComparer.Ordinal)
                        .Where(path => File.Exists(Path.Combine(entry.Path, path))),
                ],
                findings.Value
            )
            {
                Head = copy.Head,
            }
            : findings.Problem;
    }

    /// <summary>What is sent together with a tag: the branch as it is, even when the remote has all of it.</summary>
    public async Task<Result<PushPlan>> PlanForTagAsync(RepositoryEntry entry, CancellationToken cancellation)
    {
        var planned = await PlanAsync(entry, cancellation);
        if (!planned.Ok)
        {
            return planned.Problem;
        }

        if (planned.Value is { } plan)
        {
            return plan;
        }

        var head = await new Git(entry.Path).AskAsync(cancellation, "rev-parse", "HEAD");
        return head.Ok ? new PushPlan(entry, entry.Branch, [], false, [], []) { Head = head.Value.Text.Trim() } : head.Problem;
    }

    /// <summary>Sends exactly what was looked at, and sets the upstream of a new branch.</summary>
    /// <param name="tag">A tag that is sent with it: both arrive or neither.</param>
    public static async Task<Problem?> PushAsync(PushPlan plan, string? tag, CancellationToken cancellation)
    {
        var git = new Git(plan.Entry.Path);
        var target = $"{plan.Head}:refs/heads/{plan.Branch}";
        string[] what = tag is null ? ["origin", target] : ["--atomic", "origin", target, $"refs/tags/{tag}"];
        var pushed = await git.DoAsync(["push", "--quiet", "--no-force", "--no-follow-tags", .. what], cancellation: cancellation);
        if (!pushed.Ok || !pushed.Value.Good)
        {
            return pushed.Problem ?? Refused(plan.Entry, pushed.Value);
        }

        if (plan.IsNew)
        {
            await git.DoAsync(["branch", "--quiet", $"--set-upstream-to=origin/{plan.Branch}", plan.Branch], cancellation: cancellation);
        }

        return null;
    }

    /// <param name="range">Null for all that no branch of the remote has.</param>
    internal static async Task<Result<IReadOnlyList<CommitMessage>>> CommitsAsync(Git git, string? range, CancellationToken cancellation)
    {
        string[] which = range is null ? ["HEAD", "--not", "--remotes=origin"] : [range];
        var log = await git.AskAsync(cancellation, ["log", "--format=%H%x1f%P%x1f%s%x1f%b%x1e", .. which]);
        return !log.Ok ? log.Problem
            : !log.Value.Good ? Git.Failed("log", git.Folder, log.Value)
            : log
                .Value.Text.Split('\x1e', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(entry => entry.Split('\x1f'))
                .Select(parts =>
                    CommitMessage.Parse(parts[0], parts[2], parts[3]) with
                    {
                        IsMerge = parts[1].Contains(' ', StringComparison.Ordinal),
                    }
                )
                .ToList();
    }

    /// <summary>Of each commit, so that what one adds and the next removes is looked at too: the history keeps it.</summary>
    private static async Task<Result<IReadOnlyList<BlobChange>>> ChangesAsync(
        Git git,
        IReadOnlyList<CommitMessage> commits,
        CancellationToken cancellation
    )
    {
        var ids = string.Concat(commits.Take(MostCommits).Select(c => c.Id + "\n"));
        var compared = await git.DoAsync(
            ["diff-tree", "--stdin", "-r", "-z", "--root", "--no-renames", "-m"],
            input: ids,
            cancellation: cancellation
        );
        return !compared.Ok ? compared.Problem
            : compared.Value.Good ? RawDiff.Parse(compared.Value.Text).Distinct().ToList()
            : Git.Failed("diff-tree", git.Folder, compared.Value);
    }

    private static Problem? Unusable(RepositoryEntry entry, GitFolder folder, WorkingCopy copy)
    {
        RepositoryState? state =
            folder.Underway is not null ? RepositoryState.Underway
            : copy.Branch is null ? RepositoryState.Detached
            : !folder.HasRemote ? RepositoryState.NoRemote
            : copy.Behind > 0 ? RepositoryState.Diverged
            : null;
        if (state is not { } known || (known == RepositoryState.Diverged && copy.Ahead == 0))
        {
            return null;
        }

        var (detail, remedy) = RepositoryWords.Of(known, entry, copy, folder.Underway);
        return new(
            "repository-not-pushable",
            ProblemKind.Conflict,
            new($"{entry.Name}: {detail.En}", $"{entry.Name}: {detail.Es}"),
            remedy!.Value
        );
    }

    private static Problem Refused(RepositoryEntry entry, GitAnswer answer)
    {
        var moved =
            answer.Error.Contains("fetch first", StringComparison.Ordinal)
            || answer.Error.Contains("non-fast-forward", StringComparison.Ordinal);
        var said = answer.Error.Trim();
        return new(
            moved ? "push-behind" : "push-refused",
            moved ? ProblemKind.Conflict : ProblemKind.Outside,
            moved
                ? new(
                    $"{entry.Name}: the remote has commits that are not here; nothing was sent.",
                    $"{entry.Name}: el remoto tiene commits que no están aquí; no se envió nada."
                )
                : new(
                    $"{entry.Name}: the push was refused; nothing was sent.\n{said}",
                    $"{entry.Name}: se rechazó el envío; no se envió nada.\n{said}"
                ),
            moved
                ? new("./infra-ai pull, then push again", "./infra-ai pull, y repita push")
                : new("What git or the hook says tells why.", "Lo que dice git o el hook indica por qué.")
        );
    }
}
