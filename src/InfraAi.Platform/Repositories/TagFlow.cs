using System.Text;
using InfraAi.Model;
using InfraAi.Platform.Files;
using InfraAi.Platform.Manifest;

namespace InfraAi.Platform.Repositories;

/// <summary>A version that is about to be made.</summary>
/// <param name="Last">The last version before it; null for the first.</param>
/// <param name="Tag">Prefix and version ("v1.2.3").</param>
/// <param name="Section">What the changelog and the tag say.</param>
/// <param name="IsTagged">True when an earlier call made the tag and could not send it.</param>
public sealed record TagPlan(
    RepositoryEntry Entry,
    SemanticVersion? Last,
    SemanticVersion Version,
    string Tag,
    IReadOnlyList<CommitMessage> Commits,
    string Section,
    bool IsTagged
)
{
    /// <summary>False when the commit of the changelog is there already.</summary>
    internal bool NeedsChangelog { get; init; }
}

/// <summary>Makes versions: proposed from the commits since the last one, an annotated tag, a section of the changelog, sent all at once.</summary>
public static class TagFlow
{
    /// <param name="wanted">The version, or null for the one that the commits ask for.</param>
    /// <returns>Null when there is nothing new since the last version.</returns>
    public static async Task<Result<TagPlan?>> PlanAsync(
        RepositoryEntry entry,
        SemanticVersion? wanted,
        bool changelog,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        if (!Directory.Exists(entry.Path) || GitFolder.Of(entry.Path) is null)
        {
            return NotReady(entry, RepositoryState.Missing, null);
        }

        var git = new Git(entry.Path);
        var status = await git.AskAsync(cancellation, WorkingCopy.Arguments);
        if (!status.Ok || !status.Value.Good)
        {
            return status.Problem ?? Git.Failed("status", entry.Path, status.Value);
        }

        var copy = WorkingCopy.Parse(status.Value.Text);
        RepositoryState? state =
            copy.Head is null ? RepositoryState.Unborn
            : copy.Branch is null ? RepositoryState.Detached
            : copy.Branch != entry.Branch ? RepositoryState.OtherBranch
            : copy.Changed > 0 ? RepositoryState.Dirty
            : copy.Behind > 0 ? RepositoryState.Behind
            : null;
        if (state is { } notReady)
        {
            return NotReady(entry, notReady, copy);
        }

        var tags = await git.AskAsync(cancellation, "tag", "--merged", "HEAD");
        var here = await git.AskAsync(cancellation, "tag", "--points-at", "HEAD");
        if (!tags.Ok || !here.Ok)
        {
            return (tags.Problem ?? here.Problem)!;
        }

        var last = Versions(tags.Value.Text, entry.Tags).Max();
        var commits = await PushFlow.CommitsAsync(git, last is null ? "HEAD" : $"refs/tags/{entry.Tags}{last}..HEAD", cancellation);
        if (!commits.Ok)
        {
            return commits.Problem;
        }

        if (commits.Value.Count == 0)
        {
            // Made by an earlier call: sent, unless the remote has it.
            return
                last is not null
                && Versions(here.Value.Text, entry.Tags).Contains(last)
                && !await IsThereAsync(git, $"{entry.Tags}{last}", cancellation)
                ? new TagPlan(entry, null, last, entry.Tags + last, [], "", true)
                : (TagPlan?)null;
        }

        var begun =
            commits.Value[0] is { Type: "chore", Scope: "release" } release && SemanticVersion.Parse(release.Text) is { } found
                ? found
                : null;
        var version = begun ?? wanted ?? last?.Next(CommitMessage.Step(commits.Value)) ?? SemanticVersion.First;
        if (last is not null && version <= last)
        {
            return new Problem(
                "version-not-newer",
                ProblemKind.Usage,
                new($"{version} is not above the last version, {last}.", $"{version} no supera la última versión, {last}."),
                new(
                    $"Take {last.Next(CommitMessage.Step(commits.Value))} or a higher one.",
                    $"Tome {last.Next(CommitMessage.Step(commits.Value))} o una mayor."
                )
            );
        }

        var day = DateOnly.FromDateTime(time.GetLocalNow().DateTime);
        return new TagPlan(entry, last, version, entry.Tags + version, commits.Value, Changelog.Section(version, day, commits.Value), false)
        {
            NeedsChangelog = changelog && begun is null,
        };
    }

    /// <summary>Commits the changelog and makes the annotated tag. Broken off anywhere, the next call goes on from there.</summary>
    public static async Task<Problem?> MakeAsync(TagPlan plan, CancellationToken cancellation)
    {
        var git = new Git(plan.Entry.Path);
        if (plan.NeedsChangelog && await CommitChangelogAsync(plan, git, cancellation) is { } problem)
        {
            return problem;
        }

        if (plan.IsTagged)
        {
            return null;
        }

        // "## [1.2.3]" would be a comment: the message is taken as it is.
        var tagged = await git.DoAsync(
            ["tag", "--annotate", "--cleanup=whitespace", "--file=-", plan.Tag],
            input: $"{plan.Tag}\n\n{plan.Section}",
            cancellation: CancellationToken.None
        );
        return tagged.Problem ?? (tagged.Value.Good ? null : Git.Failed($"tag {plan.Tag}", plan.Entry.Path, tagged.Value));
    }

    private static async Task<Problem?> CommitChangelogAsync(TagPlan plan, Git git, CancellationToken cancellation)
    {
        var file = Path.Combine(plan.Entry.Path, Changelog.File);
        var before = File.Exists(file) ? await File.ReadAllBytesAsync(file, cancellation) : null;
        var text = before is null ? null : Encoding.UTF8.GetString(before);
        cancellation.ThrowIfCancellationRequested();
        try
        {
            AtomicFile.Write(file, Encoding.UTF8.GetBytes(Changelog.Insert(text, plan.Section)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(
                "changelog-not-written",
                ProblemKind.Outside,
                new($"{file} cannot be written: {e.Message}", $"No se puede escribir {file}: {e.Message}"),
                new("Let this user write it, or give --no-changelog.", "Permita escribirlo, o use --no-changelog.")
            );
        }

        var added = await git.DoAsync(["add", "--", Changelog.File], cancellation: CancellationToken.None);
        var committed = added is { Ok: true, Value.Good: true }
            ? await git.DoAsync(
                ["commit", "--quiet", "--file=-", "--", Changelog.File],
                input: $"chore(release): {plan.Version}\n",
                cancellation: CancellationToken.None
            )
            : added;
        if (committed is { Ok: true, Value.Good: true })
        {
            return null;
        }

        await git.DoAsync(["reset", "--quiet", "--", Changelog.File], cancellation: CancellationToken.None);
        if (before is null)
        {
            File.Delete(file);
        }
        else
        {
            AtomicFile.Write(file, before);
        }

        return committed.Problem ?? Git.Failed("commit", plan.Entry.Path, committed.Value);
    }

    private static async Task<bool> IsThereAsync(Git git, string tag, CancellationToken cancellation)
    {
        var listed = await git.AskAsync(cancellation, "ls-remote", "origin", $"refs/tags/{tag}");
        // A remote that cannot be asked is asked again by the push itself.
        return listed is { Ok: true, Value.Good: true } && listed.Value.Text.Length > 0;
    }

    private static IEnumerable<SemanticVersion> Versions(string tags, string prefix) =>
        tags.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(tag => tag.StartsWith(prefix, StringComparison.Ordinal))
            .Select(tag => SemanticVersion.Parse(tag[prefix.Length..]))
            .OfType<SemanticVersion>();

    private static Problem NotReady(RepositoryEntry entry, RepositoryState state, WorkingCopy? copy)
    {
        var (detail, remedy) = RepositoryWords.Of(state, entry, copy, null);
        return new(
            "repository-not-taggable",
            ProblemKind.Conflict,
            new($"{entry.Name}: {detail.En}", $"{entry.Name}: {detail.Es}"),
            remedy!.Value
        );
    }
}
