using System.Collections.Concurrent;
using InfraAi.Model;
using InfraAi.Platform.Configuration;
using InfraAi.Platform.Files;

namespace InfraAi.Storage.Snapshots;

/// <summary>What was done with a file, or would be.</summary>
public enum FileAction
{
    /// <summary>File and store hold the same.</summary>
    Unchanged,

    /// <summary>The file's content became a version of the store.</summary>
    Stored,

    /// <summary>The store's content was written to the file.</summary>
    Restored,

    /// <summary>Both had changed: both hold the merged content now.</summary>
    Merged,

    /// <summary>Both changed the same keys: nothing was written.</summary>
    Conflict,

    /// <summary>There is nothing to take.</summary>
    Missing,

    /// <summary>It could not be done; <see cref="FileOutcome.Problem"/> says why.</summary>
    Failed,
}

/// <param name="Version">The stored version that the file has now; null when there is none.</param>
/// <param name="Keys">What changed, by key; never a value.</param>
/// <param name="Copy">Where the overwritten file was kept.</param>
/// <param name="Note">What a person should know besides.</param>
public sealed record FileOutcome(
    string File,
    FileAction Action,
    int? Version,
    IReadOnlyList<KeyOutcome> Keys,
    string? Copy = null,
    Phrase? Note = null,
    Problem? Problem = null
);

/// <summary>Which version to restore: all null for the last one.</summary>
public sealed record VersionChoice(DateTimeOffset? At = null, int? Version = null);

/// <summary>Keeps the .env files of a checkout in step with the store: backup, restore, three-way synchronisation.</summary>
/// <remarks>
/// One process at a time works on a checkout (a lock in the data folder); checkouts that share a store are kept apart by the versions: one is only
/// added after the one that its writer had seen. What is overwritten is a version of the store or a copy in .env-backups.
/// </remarks>
/// <param name="root">The folder of the checkout; files are named from here.</param>
/// <param name="folder">Where the lock and the origins are (data/config).</param>
public sealed class ConfigurationSync(string root, string folder, SnapshotStore store, EnvFiles files, TimeProvider time)
{
    /// <summary>Copies in .env-backups and versions in the store that are kept of each file.</summary>
    public const int Kept = 100;

    private const int Parallel = 8;
    private readonly Origins origins = new(Path.Combine(folder, "origins.json"), root);

    public SnapshotStore Store => store;

    /// <summary>Stores every file that differs from its last version.</summary>
    public Task<Result<IReadOnlyList<FileOutcome>>> BackupAsync(IReadOnlyList<string> names, bool dryRun, CancellationToken cancellation) =>
        LockedAsync(
            async () =>
            {
                var seen = await LookAsync(names, withOrigins: true, cancellation);
                return seen.Ok ? await StoreAsync(seen.Value, dryRun, cancellation) : seen.Problem;
            },
            cancellation
        );

    /// <summary>Writes stored versions over the files.</summary>
    /// <param name="confirm">Asked once, with what would be overwritten; not asked when nothing would be.</param>
    public async Task<Result<IReadOnlyList<FileOutcome>>> RestoreAsync(
        IReadOnlyList<string> names,
        VersionChoice choice,
        Func<IReadOnlyList<FileOutcome>, bool> confirm,
        bool dryRun,
        CancellationToken cancellation
    )
    {
        var planned = await LockedAsync(() => PlanRestoreAsync(names, choice, cancellation), cancellation);
        if (!planned.Ok)
        {
            return planned.Problem;
        }

        var outcomes = planned.Value.Select(plan => plan.Outcome).ToList();
        var overwritten = planned
            .Value.Where(plan => plan is { Write: not null, Seen.Bytes: not null })
            .Select(plan => plan.Outcome)
            .ToList();
        if (dryRun)
        {
            return outcomes;
        }

        if (overwritten.Count > 0 && !confirm(overwritten))
        {
            return NotConfirmed();
        }

        return await LockedAsync(() => WriteAsync(planned.Value, cancellation), cancellation);
    }

    /// <summary>Writes a copy over a file.</summary>
    public async Task<Result<FileOutcome>> RestoreCopyAsync(
        string name,
        string copy,
        Func<IReadOnlyList<FileOutcome>, bool> confirm,
        bool dryRun,
        CancellationToken cancellation
    )
    {
        var content = await files.ReadAsync(copy, cancellation);
        var there = await files.ReadAsync(PathOf(name), cancellation);
        if (!content.Ok || !there.Ok)
        {
            return (content.Problem ?? there.Problem)!;
        }

        if (content.Value is null)
        {
            return new Problem(
                "copy-not-found",
                ProblemKind.NotFound,
                new($"There is no file {copy}.", $"No existe el archivo {copy}."),
                new("ls .env-backups shows the copies there are.", "ls .env-backups muestra las copias que hay.")
            );
        }

        var before = there.Value;
        if (before is not null && before.AsSpan().SequenceEqual(content.Value))
        {
            return new FileOutcome(name, FileAction.Unchanged, null, []);
        }

        var keys = EnvMerge.Differences(Document(before), Document(content.Value));
        var plan = new FileOutcome(name, FileAction.Restored, null, keys);
        if (dryRun)
        {
            return plan;
        }

        if (before is not null && !confirm([plan]))
        {
            return NotConfirmed();
        }

        return await LockedAsync(
            () =>
            {
                var replaced = files.Replace(PathOf(name), name, before, content.Value);
                return Task.FromResult<Result<FileOutcome>>(replaced.Ok ? plan with { Copy = replaced.Value } : replaced.Problem);
            },
            cancellation
        );
    }

    /// <summary>Brings files and store together, key by key, from the version that both last shared.</summary>
    /// <param name="decide">Who wins a key that both changed; null leaves the whole file as it is, as a conflict.</param>
    public async Task<Result<IReadOnlyList<FileOutcome>>> SyncAsync(
        IReadOnlyList<string> names,
        Func<string, string, EnvSide?> decide,
        bool dryRun,
        CancellationToken cancellation
    )
    {
        // Asked outside the lock, and once: the answers hold for what comes after.
        var decided = new ConcurrentDictionary<(string File, string Key), EnvSide?>();
        var planned = await LockedAsync(() => PlanSyncAsync(names, (_, _) => null, cancellation), cancellation);
        if (!planned.Ok)
        {
            return planned.Problem;
        }

        foreach (var plan in planned.Value)
        {
            foreach (var key in plan.Outcome.Keys.Where(k => k is { Change: KeyChange.Conflict, From: null }))
            {
                decided[(plan.Outcome.File, key.Key)] = decide(plan.Outcome.File, key.Key);
            }
        }

        for (var tries = 0; ; tries++)
        {
            var done = await LockedAsync(
                async () =>
                {
                    var plans = await PlanSyncAsync(names, (file, key) => decided.GetValueOrDefault((file, key)), cancellation);
                    return !plans.Ok ? plans.Problem
                        : dryRun ? plans.Value.Select(plan => plan.Outcome).ToList()
                        : await ApplySyncAsync(plans.Value, cancellation);
                },
                cancellation
            );
            // Another checkout stored a version in between: its changes are merged too.
            if (!done.Ok || tries == 20 || !done.Value.Any(outcome => outcome.Problem?.Code == "config-moved"))
            {
                return done;
            }
        }
    }

    /// <summary>Compares each file with a stored version: what the file changed since.</summary>
    public Task<Result<IReadOnlyList<FileOutcome>>> DiffAsync(
        IReadOnlyList<string> names,
        VersionChoice choice,
        CancellationToken cancellation
    ) =>
        LockedAsync(
            async () =>
            {
                var plans = await PlanRestoreAsync(names, choice, cancellation);
                return plans.Ok
                    ? plans
                        .Value.Select(plan =>
                            plan.Target is null
                                ? plan.Outcome
                                : plan.Outcome with
                                {
                                    Keys = EnvMerge.Differences(Document(plan.Target.Content), Document(plan.Seen.Bytes)),
                                    Version = plan.Target.Snapshot.Version,
                                }
                        )
                        .ToList()
                    : (Result<IReadOnlyList<FileOutcome>>)plans.Problem;
            },
            cancellation
        );

    private sealed record Seen(string Name, byte[]? Bytes, OpenSnapshot? Head, OpenSnapshot? Origin, Problem? Problem);

    private sealed record Plan(FileOutcome Outcome, Seen Seen, OpenSnapshot? Target, byte[]? Write, NewSnapshot? Store);

    private string PathOf(string name) => Path.GetFullPath(name, root);

    private static EnvDocument Document(byte[]? bytes) => bytes is null ? EnvDocument.Empty : EnvDocument.Read(bytes);

    private static SnapshotChanges Changes(byte[]? before, byte[] after)
    {
        var keys = EnvMerge.Differences(Document(before), Document(after)).ToLookup(k => k.Change, k => k.Key);
        return new([.. keys[KeyChange.Added]], [.. keys[KeyChange.Changed]], [.. keys[KeyChange.Removed]]);
    }

    private static Problem NotConfirmed() =>
        new(
            "not-confirmed",
            ProblemKind.Canceled,
            new("Nothing was overwritten.", "No se sobrescribió nada."),
            new("Answer yes, or give --yes.", "Responda que sí, o use --yes.")
        );

    private async Task<Result<T>> LockedAsync<T>(Func<Task<Result<T>>> work, CancellationToken cancellation)
    {
        var held = await FileLock.HoldAsync(Path.Combine(folder, "lock"), time, cancellation);
        if (!held.Ok)
        {
            return held.Problem;
        }

        using var _ = held.Value;
        return await work();
    }

    private async Task<Result<IReadOnlyList<Seen>>> LookAsync(IReadOnlyList<string> names, bool withOrigins, CancellationToken cancellation)
    {
        var heads = await store.HeadsAsync(names);
        if (!heads.Ok)
        {
            return heads.Problem;
        }

        Func<string, string?> originOf = withOrigins ? origins.Read() : _ => null;
        var wanted = names.Select(originOf).OfType<string>().ToList();
        var known = await store.ByIdAsync([.. wanted.Except(heads.Value.Values.Select(head => head.Snapshot.Id), StringComparer.Ordinal)]);
        if (!known.Ok)
        {
            return known.Problem;
        }

        var seen = new Seen[names.Count];
        await System.Threading.Tasks.Parallel.ForEachAsync(
            Enumerable.Range(0, names.Count),
            new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellation },
            async (i, token) =>
            {
                var name = names[i];
                var read = await files.ReadAsync(PathOf(name), token);
                var head = heads.Value.GetValueOrDefault(name);
                var id = originOf(name);
                var origin =
                    id is null ? null
                    : head?.Snapshot.Id == id ? head
                    : known.Value.GetValueOrDefault(id);
                seen[i] = new(name, read.Ok ? read.Value : null, head, origin, read.Problem);
            }
        );
        return seen;
    }

    private static Plan Failed(Seen seen, Problem problem) =>
        new(new(seen.Name, FileAction.Failed, seen.Head?.Snapshot.Version, [], Problem: problem), seen, null, null, null);

    private async Task<Result<IReadOnlyList<FileOutcome>>> StoreAsync(IReadOnlyList<Seen> all, bool dryRun, CancellationToken cancellation)
    {
        var outcomes = new FileOutcome[all.Count];
        var open = Enumerable.Range(0, all.Count).ToList();
        var met = new Dictionary<string, string>(StringComparer.Ordinal);
        while (open.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            var versions = new List<(int Index, NewSnapshot Version)>();
            foreach (var i in open)
            {
                var (name, bytes, head, origin, problem) = all[i];
                var version = head?.Snapshot.Version;
                if (problem is not null || bytes is null || (head is not null && head.Content.AsSpan().SequenceEqual(bytes)))
                {
                    var action =
                        problem is not null ? FileAction.Failed
                        : bytes is null ? FileAction.Missing
                        : FileAction.Unchanged;
                    outcomes[i] = new(name, action, version, [], Problem: problem);
                    if (action == FileAction.Unchanged)
                    {
                        met[name] = head!.Snapshot.Id;
                    }

                    continue;
                }

                var keys = EnvMerge.Differences(Document(head?.Content), Document(bytes), EnvSide.File);
                outcomes[i] = new(name, FileAction.Stored, (version ?? 0) + 1, keys, Note: Unseen(head, origin));
                versions.Add((i, new(name, version ?? 0, bytes, SnapshotReason.Backup, Changes(head?.Content, bytes))));
            }

            if (dryRun || versions.Count == 0)
            {
                break;
            }

            var added = await store.AddAsync([.. versions.Select(v => v.Version)]);
            if (!added.Ok)
            {
                return added.Problem;
            }

            foreach (var (name, snapshot) in added.Value)
            {
                met[name] = snapshot.Id;
            }

            open = [.. versions.Where(v => !added.Value.ContainsKey(v.Version.File)).Select(v => v.Index)];
            var heads = await store.HeadsAsync([.. open.Select(i => all[i].Name)]);
            if (!heads.Ok)
            {
                return heads.Problem;
            }

            all = [.. all.Select(seen => heads.Value.TryGetValue(seen.Name, out var head) ? seen with { Head = head } : seen)];
        }

        if (!dryRun)
        {
            var retained = await store.RetainAsync(Kept);
            if ((retained.Problem ?? origins.Write(met)) is { } problem)
            {
                return problem;
            }
        }

        return outcomes;
    }

    /// <summary>What the store held and this checkout never saw; it stays in the history.</summary>
    private static Phrase? Unseen(OpenSnapshot? head, OpenSnapshot? origin) =>
        head is null || head.Snapshot.Id == origin?.Snapshot.Id
            ? null
            : new(
                $"version {head.Snapshot.Version} came from {head.Snapshot.Origin} and was never merged here; it stays in the history (env sync merges)",
                $"la versión {head.Snapshot.Version} vino de {head.Snapshot.Origin} y aquí nunca se fusionó; queda en el historial (env sync fusiona)"
            );

    private async Task<Result<IReadOnlyList<Plan>>> PlanRestoreAsync(
        IReadOnlyList<string> names,
        VersionChoice choice,
        CancellationToken cancellation
    )
    {
        var seen = await LookAsync(names, withOrigins: false, cancellation);
        if (!seen.Ok)
        {
            return seen.Problem;
        }

        var plans = new List<Plan>();
        foreach (var one in seen.Value)
        {
            var target = one.Head;
            if (choice is not { At: null, Version: null })
            {
                var found = await store.FindAsync(one.Name, choice.At, choice.Version);
                if (!found.Ok)
                {
                    return found.Problem;
                }

                target = found.Value;
            }

            if (one.Problem is { } problem)
            {
                plans.Add(Failed(one, problem));
            }
            else if (target is null)
            {
                plans.Add(new(new(one.Name, FileAction.Missing, null, []), one, null, null, null));
            }
            else
            {
                var same = one.Bytes is not null && one.Bytes.AsSpan().SequenceEqual(target.Content);
                var keys = EnvMerge.Differences(Document(one.Bytes), Document(target.Content), EnvSide.Store);
                var outcome = new FileOutcome(
                    one.Name,
                    same ? FileAction.Unchanged : FileAction.Restored,
                    target.Snapshot.Version,
                    same ? [] : keys
                );
                plans.Add(new(outcome, one, target, same ? null : target.Content, null));
            }
        }

        return plans;
    }

    private async Task<Result<IReadOnlyList<Plan>>> PlanSyncAsync(
        IReadOnlyList<string> names,
        Func<string, string, EnvSide?> decided,
        CancellationToken cancellation
    )
    {
        var seen = await LookAsync(names, withOrigins: true, cancellation);
        return seen.Ok ? seen.Value.Select(one => PlanSync(one, key => decided(one.Name, key))).ToList() : seen.Problem;
    }

    private static Plan PlanSync(Seen seen, Func<string, EnvSide?> decided)
    {
        var (name, bytes, head, origin, problem) = seen;
        if (problem is not null)
        {
            return Failed(seen, problem);
        }

        if (bytes is null || head is null)
        {
            // A file that is not there is never a wish to remove every key of it.
            var action =
                head is not null ? FileAction.Restored
                : bytes is not null ? FileAction.Stored
                : FileAction.Missing;
            var keys = EnvMerge.Differences(
                EnvDocument.Empty,
                Document(bytes ?? head?.Content),
                head is null ? EnvSide.File : EnvSide.Store
            );
            var first = bytes is null ? null : new NewSnapshot(name, 0, bytes, SnapshotReason.Sync, Changes(null, bytes));
            return new(new(name, action, head?.Snapshot.Version ?? (bytes is null ? null : 1), keys), seen, head, head?.Content, first);
        }

        var merged = EnvMerge.Merge(origin is null ? null : Document(origin.Content), Document(bytes), Document(head.Content), decided);
        var version = head.Snapshot.Version;
        if (merged.Conflicts.Any())
        {
            return new(new(name, FileAction.Conflict, version, merged.Keys), seen, head, null, null);
        }

        var content = merged.Document.ToBytes();
        var write = content.AsSpan().SequenceEqual(bytes) ? null : content;
        var stored = content.AsSpan().SequenceEqual(head.Content)
            ? null
            : new NewSnapshot(name, version, content, SnapshotReason.Sync, Changes(head.Content, content));
        var done = (write, stored) switch
        {
            (null, null) => FileAction.Unchanged,
            (null, _) => FileAction.Stored,
            (_, null) => FileAction.Restored,
            _ => FileAction.Merged,
        };
        Phrase? note =
            merged.TextNote && stored is not null
                ? new(
                    $"comments differed on both sides: the file's were kept; the store's are in version {version}",
                    $"los comentarios diferían en ambos lados: quedan los del archivo; los del almacén, en la versión {version}"
                )
                : null;
        return new(new(name, done, stored is null ? version : version + 1, merged.Keys, Note: note), seen, head, write, stored);
    }

    private async Task<Result<IReadOnlyList<FileOutcome>>> ApplySyncAsync(IReadOnlyList<Plan> plans, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        // The store first: killed here, the next synchronisation finds the file unchanged and takes the store's.
        var versions = plans.Select(plan => plan.Store).OfType<NewSnapshot>().ToList();
        var added = await store.AddAsync(versions);
        if (!added.Ok)
        {
            return added.Problem;
        }

        var moved = versions.Where(v => !added.Value.ContainsKey(v.File)).Select(v => v.File).ToHashSet(StringComparer.Ordinal);
        var left = plans.Select(plan => moved.Contains(plan.Outcome.File) ? Failed(plan.Seen, Moved()) : plan).ToList();
        return await WriteAsync(left, cancellation, added.Value);
    }

    private static Problem Moved() =>
        new(
            "config-moved",
            ProblemKind.Conflict,
            new("Another machine keeps storing new versions.", "Otra máquina no deja de guardar versiones."),
            new("Run it again.", "Repita.")
        );

    /// <summary>Writes what is planned for the files, and records what they are the same as now.</summary>
    private async Task<Result<IReadOnlyList<FileOutcome>>> WriteAsync(
        IReadOnlyList<Plan> plans,
        CancellationToken cancellation,
        IReadOnlyDictionary<string, Snapshot>? added = null
    )
    {
        var outcomes = plans.Select(plan => plan.Outcome).ToArray();
        var writes = Enumerable.Range(0, plans.Count).Where(i => plans[i].Write is not null).ToList();
        var replaced = cancellation.IsCancellationRequested
            ? [.. writes.Select(_ => (Result<string?>)Stopped())]
            : await Task.Run(() => files.ReplaceAll([.. writes.Select(i => Replacement(plans[i]))]), CancellationToken.None);
        foreach (var (i, done) in writes.Zip(replaced))
        {
            outcomes[i] = done.Ok ? outcomes[i] with { Copy = done.Value } : Failed(plans[i].Seen, done.Problem).Outcome;
            if (done is { Ok: true, Value: not null })
            {
                files.Retain(outcomes[i].File, Kept);
            }
        }

        // An older version was restored on purpose: the last one is what the file has been told of.
        var met = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (outcome, plan) in outcomes.Zip(plans))
        {
            var id = added?.GetValueOrDefault(outcome.File)?.Id ?? plan.Seen.Head?.Snapshot.Id;
            if (id is not null && outcome.Action is not (FileAction.Failed or FileAction.Conflict or FileAction.Missing))
            {
                met[outcome.File] = id;
            }
        }

        return origins.Write(met) is { } problem ? problem : outcomes;
    }

    private Replacement Replacement(Plan plan) => new(PathOf(plan.Outcome.File), plan.Outcome.File, plan.Seen.Bytes, plan.Write!);

    private static Problem Stopped() =>
        new(
            "stopped",
            ProblemKind.Canceled,
            new("Stopped before this file; it is as it was.", "Detenido antes de este archivo; queda como estaba."),
            new("Run it again.", "Repita.")
        );
}
