using InfraAi.Model;

namespace InfraAi.Platform.Repositories;

public enum RepositoryState
{
    UpToDate,

    /// <summary>Fast-forwarded just now.</summary>
    Updated,
    Cloned,

    /// <summary>It has commits that the remote has not.</summary>
    Ahead,

    /// <summary>The remote has commits that it has not, and nothing was done about it.</summary>
    Behind,

    /// <summary>Uncommitted changes stand in the way of new commits, or were only looked at.</summary>
    Dirty,
    Diverged,
    Detached,

    /// <summary>On another branch than platform.yaml names.</summary>
    OtherBranch,
    NoUpstream,
    UpstreamGone,

    /// <summary>Without any commit.</summary>
    Unborn,
    Missing,
    NotARepository,
    NoRemote,

    /// <summary>Its remote is another one than platform.yaml names.</summary>
    OtherRemote,
    NoAccess,
    Unreachable,

    /// <summary>In the middle of a merge, a rebase or the like.</summary>
    Underway,

    /// <summary>Another git holds a lock in it.</summary>
    Locked,
    Failed,
}

/// <summary>How a repository is, and what to do about it.</summary>
/// <param name="Head">The id of the commit that is checked out; null when there is none.</param>
/// <param name="Changed">Tracked files with uncommitted changes.</param>
/// <param name="Detail">What was done, or what git said.</param>
public sealed record RepositoryReport(
    string Name,
    string Path,
    RepositoryState State,
    string? Branch,
    string? Head,
    int Ahead,
    int Behind,
    int Changed,
    int Untracked,
    Phrase Detail,
    Phrase? Remedy,
    long DurationMs = 0
)
{
    /// <summary>True when somebody has to do something before it can be brought up to date.</summary>
    public bool NeedsAttention =>
        State is not (RepositoryState.UpToDate or RepositoryState.Updated or RepositoryState.Cloned or RepositoryState.Ahead)
        && (State is not RepositoryState.Dirty || Behind > 0);

    /// <summary>True when it could not be reached or read.</summary>
    public bool IsOutside =>
        State is RepositoryState.NoAccess or RepositoryState.Unreachable or RepositoryState.Locked or RepositoryState.Failed;
}
