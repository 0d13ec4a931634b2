namespace InfraAi.Platform.Configuration;

/// <summary>The two sides of a synchronisation.</summary>
public enum EnvSide
{
    File,
    Store,
}

/// <summary>What became of one key.</summary>
public enum KeyChange
{
    Added,
    Changed,
    Removed,

    /// <summary>Both sides changed it, each to something else.</summary>
    Conflict,
}

/// <param name="From">The side whose change it is; null for a conflict that nobody has decided.</param>
public sealed record KeyOutcome(string Key, KeyChange Change, EnvSide? From);

/// <param name="Document">The merged file. Where a conflict is open, it holds the file's value: it must not be written then.</param>
/// <param name="Keys">Every key that one side or both changed, in the order of their names.</param>
/// <param name="TextNote">True when both sides also changed text that is no value (comments, order): the file's was kept.</param>
public sealed record EnvMerged(EnvDocument Document, IReadOnlyList<KeyOutcome> Keys, bool TextNote)
{
    public IEnumerable<string> Conflicts => Keys.Where(key => key is { Change: KeyChange.Conflict, From: null }).Select(key => key.Key);
}

/// <summary>Merges a file and its stored version by key, as seen from the version that both were once.</summary>
public static class EnvMerge
{
    /// <param name="origin">Null when they never met: then nothing counts as removed, and a key that differs is a conflict.</param>
    /// <param name="decided">Who wins a key that both changed; null leaves it open.</param>
    public static EnvMerged Merge(EnvDocument? origin, EnvDocument file, EnvDocument store, Func<string, EnvSide?> decided)
    {
        if (origin is not null && Same(origin, file))
        {
            return new(store, Differences(origin, store, EnvSide.Store), false);
        }

        if (Same(file, store) || (origin is not null && Same(origin, store)))
        {
            return new(file, Differences(origin ?? file, file, EnvSide.File), false);
        }

        var merged = file;
        var keys = new List<KeyOutcome>();
        foreach (var key in Names(origin, file, store))
        {
            var (before, here, there) = (origin?.Values.GetValueOrDefault(key), Value(file, key), Value(store, key));
            if (here == there)
            {
                continue;
            }

            var side =
                origin is null
                    ? (
                        here is null ? EnvSide.Store
                        : there is null ? EnvSide.File
                        : (EnvSide?)null
                    )
                : here == before ? EnvSide.Store
                : there == before ? EnvSide.File
                : null;
            var open = side is null;
            side ??= decided(key);
            keys.Add(new(key, open ? KeyChange.Conflict : Change(before, side == EnvSide.File ? here : there), side));
            if (side == EnvSide.Store)
            {
                merged = Take(merged, store, key);
            }
        }

        return new(merged, keys, !SameText(origin, store) && !SameText(file, store));
    }

    /// <returns>What has to be done to the first to get the values of the second.</returns>
    public static IReadOnlyList<KeyOutcome> Differences(EnvDocument from, EnvDocument to, EnvSide? side = null) =>
        [
            .. Names(from, to)
                .Where(key => Value(from, key) != Value(to, key))
                .Select(key => new KeyOutcome(key, Change(Value(from, key), Value(to, key)), side)),
        ];

    private static EnvDocument Take(EnvDocument merged, EnvDocument store, string key) =>
        Value(store, key) is not { } value ? merged.Without(key)
        : merged.Values.ContainsKey(key) ? merged.With(key, value)
        : merged.WithFrom(store, key);

    private static KeyChange Change(string? before, string? after) =>
        before is null ? KeyChange.Added
        : after is null ? KeyChange.Removed
        : KeyChange.Changed;

    private static string? Value(EnvDocument document, string key) => document.Values.GetValueOrDefault(key);

    private static IEnumerable<string> Names(params EnvDocument?[] documents) =>
        documents.SelectMany(d => d?.Values.Keys ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static bool Same(EnvDocument one, EnvDocument other) => one.ToBytes().AsSpan().SequenceEqual(other.ToBytes());

    /// <summary>Compares what is left when the values are taken out.</summary>
    private static bool SameText(EnvDocument? one, EnvDocument other) => one is not null && one.Skeleton() == other.Skeleton();
}
