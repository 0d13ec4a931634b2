namespace InfraAi.Storage.Snapshots;

/// <summary>Why a version was made.</summary>
public enum SnapshotReason
{
    Backup,
    Sync,
}

/// <summary>The keys that a version changed against the one before it; never their values.</summary>
public sealed record SnapshotChanges(IReadOnlyList<string> Added, IReadOnlyList<string> Changed, IReadOnlyList<string> Removed)
{
    public static SnapshotChanges None { get; } = new([], [], []);

    public bool Touch(string key) =>
        Added.Contains(key, StringComparer.Ordinal)
        || Changed.Contains(key, StringComparer.Ordinal)
        || Removed.Contains(key, StringComparer.Ordinal);
}

/// <summary>One version of one file.</summary>
/// <param name="Id">Unique over all stores and times, unlike the version.</param>
/// <param name="File">Its path from the root of the checkout.</param>
/// <param name="Version">From 1, for each file.</param>
/// <param name="Origin">The machine and folder it comes from.</param>
public sealed record Snapshot(
    string Id,
    string File,
    int Version,
    DateTimeOffset At,
    string Origin,
    SnapshotReason Reason,
    SnapshotChanges Changes,
    string KeyId
);

/// <summary>A version with what it holds.</summary>
public sealed record OpenSnapshot(Snapshot Snapshot, byte[] Content);

/// <summary>A version to be added.</summary>
/// <param name="Expected">The version that has to be the last one for this to be added; 0 for none.</param>
public sealed record NewSnapshot(string File, int Expected, byte[] Content, SnapshotReason Reason, SnapshotChanges Changes);
