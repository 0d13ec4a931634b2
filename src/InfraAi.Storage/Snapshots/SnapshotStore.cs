using System.Data.Common;
using Dapper;
using InfraAi.Model;

namespace InfraAi.Storage.Snapshots;

/// <summary>Versions of .env files in the database, sealed on their way in and opened on their way out. The same on SQLite and PostgreSQL.</summary>
/// <param name="origin">Who writes: machine and folder.</param>
/// <param name="stop">Ends the waiting for a database that does not answer; what it was asked last is then done whole or not at all.</param>
public sealed class SnapshotStore(Database database, KeyRing keys, string origin, TimeProvider time, CancellationToken stop = default)
{
    private const string Columns = "id, file, version, at, origin, reason, changes, key_id AS keyId, content";
    private const int RotationBatch = 100;

    private KeyRing ring = keys;

    public string Name => database.Name;

    public KeyRing Keys => ring;

    private Task<Result<T>> ReadAsync<T>(Func<DbConnection, Task<T>> query) => database.ReadAsync(query).WaitAsync(stop);

    private Task<Result<T>> WriteAsync<T>(Func<DbConnection, DbTransaction, T> work) => database.WriteAsync(work).WaitAsync(stop);

    /// <returns>The last version of each of these files that has one.</returns>
    public async Task<Result<IReadOnlyDictionary<string, OpenSnapshot>>> HeadsAsync(IReadOnlyCollection<string> files)
    {
        var rows = await ReadAsync(c =>
            c.QueryAsync<Row>(
                $"SELECT {Columns} FROM config_snapshots s WHERE version = (SELECT MAX(version) FROM config_snapshots WHERE file = s.file)"
            )
        );
        if (!rows.Ok)
        {
            return rows.Problem;
        }

        var wanted = files.ToHashSet(StringComparer.Ordinal);
        var heads = new Dictionary<string, OpenSnapshot>(StringComparer.Ordinal);
        foreach (var row in rows.Value.Where(row => wanted.Contains(row.File)))
        {
            var opened = Open(row);
            if (!opened.Ok)
            {
                return opened.Problem;
            }

            heads.Add(row.File, opened.Value);
        }

        return heads;
    }

    /// <returns>These versions by id, as far as they are (still) there.</returns>
    public async Task<Result<IReadOnlyDictionary<string, OpenSnapshot>>> ByIdAsync(IReadOnlyCollection<string> ids)
    {
        var found = new Dictionary<string, OpenSnapshot>(StringComparer.Ordinal);
        foreach (var some in ids.Chunk(500))
        {
            var rows = await ReadAsync(c =>
                c.QueryAsync<Row>($"SELECT {Columns} FROM config_snapshots WHERE id IN {List(some, out var parameters)}", parameters)
            );
            if (!rows.Ok)
            {
                return rows.Problem;
            }

            foreach (var row in rows.Value)
            {
                var opened = Open(row);
                if (!opened.Ok)
                {
                    return opened.Problem;
                }

                found.Add(row.Id, opened.Value);
            }
        }

        return found;
    }

    /// <summary>The version that was the last one at a moment, or the one of that number.</summary>
    /// <returns>Null when there is none.</returns>
    public async Task<Result<OpenSnapshot?>> FindAsync(string file, DateTimeOffset? at, int? version)
    {
        var row = await ReadAsync(c =>
            c.QueryFirstOrDefaultAsync<Row>(
                $"SELECT {Columns} FROM config_snapshots WHERE file = @file AND version <= @most AND at <= @until ORDER BY version DESC LIMIT 1",
                new
                {
                    file,
                    most = version ?? int.MaxValue,
                    until = at?.ToUnixTimeMilliseconds() ?? long.MaxValue,
                }
            )
        );
        if (!row.Ok)
        {
            return row.Problem;
        }

        if (row.Value is null || (version is { } number && row.Value.Version != number))
        {
            return (OpenSnapshot?)null;
        }

        var opened = Open(row.Value);
        return opened.Ok ? opened.Value : opened.Problem;
    }

    /// <returns>All versions of a file, or of every file, the newest first; none of what they hold.</returns>
    public async Task<Result<IReadOnlyList<Snapshot>>> HistoryAsync(string? file)
    {
        var rows = await ReadAsync(c =>
            c.QueryAsync<Row>(
                $"SELECT {Columns.Replace(", content", ", '' AS content", StringComparison.Ordinal)} FROM config_snapshots "
                    + "WHERE @file IS NULL OR file = @file ORDER BY at DESC, version DESC, file",
                new { file = new DbString { Value = file } }
            )
        );
        return rows.Ok ? rows.Value.Select(Read).ToList() : rows.Problem;
    }

    /// <summary>Adds versions, all in one transaction, each only when the one it follows is still the last.</summary>
    /// <returns>What was added, by file; a file that is not in it has a newer version by now.</returns>
    public async Task<Result<IReadOnlyDictionary<string, Snapshot>>> AddAsync(IReadOnlyList<NewSnapshot> versions)
    {
        while (true)
        {
            var current = await CurrentKeyAsync();
            if (!current.Ok)
            {
                return current.Problem;
            }

            var rows = versions.Select(version => Seal(version, current.Value)).ToList();
            var written = await WriteAsync((c, t) => HoldKey(c, t, current.Value) ? rows.Where(row => Insert(c, t, row)).ToList() : null);
            if (!written.Ok)
            {
                return written.Problem;
            }

            if (written.Value is { } added)
            {
                return added.ToDictionary(row => row.File, Read, StringComparer.Ordinal);
            }

            // The key was changed this moment: seal again with the new one, when it is here.
        }
    }

    /// <summary>Removes old versions of a file; the newest ones stay.</summary>
    public Task<Result<int>> RetainAsync(int most) =>
        WriteAsync(
            (c, t) =>
                c.Execute(
                    "DELETE FROM config_snapshots WHERE version <= (SELECT MAX(version) FROM config_snapshots o WHERE o.file = config_snapshots.file) - @most",
                    new { most },
                    t
                )
        );

    /// <summary>Seals everything with a new key. Killed in the middle, the next call goes on; what was written meanwhile has the new key already.</summary>
    /// <returns>The key's id, and how many versions this call sealed again.</returns>
    public async Task<Result<(string Key, int Sealed)>> RotateAsync(CancellationToken cancellation)
    {
        var current = await CurrentKeyAsync();
        if (!current.Ok)
        {
            return current.Problem;
        }

        var left = await ReadAsync(c =>
            c.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM config_snapshots WHERE key_id <> @key", new { key = current.Value })
        );
        if (!left.Ok)
        {
            return left.Problem;
        }

        var target = current.Value;
        if (left.Value == 0)
        {
            var moved = await MoveKeyAsync(current.Value);
            if (!moved.Ok)
            {
                return moved.Problem;
            }

            target = moved.Value;
        }

        var done = 0;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var batch = await SealAgainAsync(target);
            if (!batch.Ok)
            {
                return batch.Problem;
            }

            if (batch.Value == 0)
            {
                return (target, done);
            }

            done += batch.Value;
        }
    }

    /// <summary>For a key that is lost for good: removes what it sealed, so that backups can begin anew.</summary>
    /// <returns>How many versions were removed.</returns>
    public Task<Result<int>> ResetAsync()
    {
        var known = List(["", .. ring.Ids], out var parameters);
        return WriteAsync(
            (c, t) =>
            {
                c.Execute($"DELETE FROM config_state WHERE name = 'key' AND value NOT IN {known}", parameters, t);
                return c.Execute($"DELETE FROM config_snapshots WHERE key_id NOT IN {known}", parameters, t);
            }
        );
    }

    /// <returns>The id of the key that seals now; null when nothing was ever sealed.</returns>
    public Task<Result<string?>> KeyInUseAsync() =>
        ReadAsync(c => c.ExecuteScalarAsync<string?>("SELECT value FROM config_state WHERE name = 'key'"));

    private async Task<Result<string>> CurrentKeyAsync()
    {
        var stored = await KeyInUseAsync();
        if (!stored.Ok)
        {
            return stored.Problem;
        }

        if (stored.Value is { } id)
        {
            return Has(id) ? id : KeyProblems.Missing(id, ring);
        }

        if (ring.Ids.Count == 0)
        {
            var made = await ring.WithNewAsync(time);
            if (!made.Ok)
            {
                return made.Problem;
            }

            ring = made.Value;
        }

        return ring.Ids[0];
    }

    /// <summary>Makes a newer key the one that seals, unless an earlier call came that far; the key is on the disk before anything needs it.</summary>
    private async Task<Result<string>> MoveKeyAsync(string from)
    {
        if (ring.Ids[0] == from)
        {
            var made = await ring.WithNewAsync(time);
            if (!made.Ok)
            {
                return made.Problem;
            }

            ring = made.Value;
        }

        var to = ring.Ids[0];
        var moved = await WriteAsync(
            (c, t) => HoldKey(c, t, from) && c.Execute("UPDATE config_state SET value = @to WHERE name = 'key'", new { to }, t) == 1
        );
        return !moved.Ok ? moved.Problem
            : moved.Value ? to
            : new Problem(
                "config-key-changed",
                ProblemKind.Conflict,
                new("Another infra-ai changed the key this moment.", "Otro infra-ai cambió la clave en este momento."),
                new("Look with ./infra-ai env key, and run it again.", "Mire con ./infra-ai env key, y repita.")
            );
    }

    private async Task<Result<int>> SealAgainAsync(string target)
    {
        var rows = await ReadAsync(c =>
            c.QueryAsync<Row>(
                $"SELECT {Columns} FROM config_snapshots WHERE key_id <> @target ORDER BY id LIMIT @some",
                new { target, some = RotationBatch }
            )
        );
        if (!rows.Ok)
        {
            return rows.Problem;
        }

        var again = new List<Row>();
        foreach (var row in rows.Value)
        {
            var opened = Open(row);
            if (!opened.Ok)
            {
                return opened.Problem;
            }

            again.Add(row with { KeyId = target, Content = ring.Seal(target, opened.Value.Content, About(row)) });
        }

        var written = await WriteAsync(
            (c, t) => again.Sum(row => c.Execute("UPDATE config_snapshots SET key_id = @KeyId, content = @Content WHERE id = @Id", row, t))
        );
        // Counted as read: one that was removed meanwhile is no reason to stop.
        return written.Ok ? again.Count : written.Problem;
    }

    /// <summary>Locks the row that says which key seals, for the rest of the transaction.</summary>
    private static bool HoldKey(DbConnection connection, DbTransaction transaction, string key)
    {
        connection.Execute("INSERT INTO config_state (name, value) VALUES ('key', @key) ON CONFLICT DO NOTHING", new { key }, transaction);
        return connection.Execute("UPDATE config_state SET value = value WHERE name = 'key' AND value = @key", new { key }, transaction)
            == 1;
    }

    private static bool Insert(DbConnection connection, DbTransaction transaction, Row row) =>
        connection.Execute(
            "INSERT INTO config_snapshots (id, file, version, at, origin, reason, changes, key_id, content) "
                + "SELECT @Id, @File, @Version, @At, @Origin, @Reason, @Changes, @KeyId, @Content "
                + "WHERE (SELECT COALESCE(MAX(version), 0) FROM config_snapshots WHERE file = @File) = @Version - 1 ON CONFLICT DO NOTHING",
            row,
            transaction
        ) == 1;

    /// <summary>True when the key is here; one that another process made since is read then.</summary>
    private bool Has(string key)
    {
        if (!ring.Has(key) && ring.Reload() is { Ok: true } now)
        {
            ring = now.Value;
        }

        return ring.Has(key);
    }

    /// <summary>A list of values as SQL that every database reads: Dapper makes an array of one for PostgreSQL.</summary>
    private static string List(string[] values, out DynamicParameters parameters)
    {
        parameters = new DynamicParameters();
        for (var i = 0; i < values.Length; i++)
        {
            parameters.Add($"v{i}", values[i]);
        }

        return $"({string.Join(',', values.Select((_, i) => $"@v{i}"))})";
    }

    private Row Seal(NewSnapshot version, string key)
    {
        var row = new Row(
            Guid.CreateVersion7(time.GetUtcNow()).ToString("N"),
            version.File,
            version.Expected + 1,
            time.GetUtcNow().ToUnixTimeMilliseconds(),
            origin,
            version.Reason.ToString(),
            Json.Write(version.Changes),
            key,
            ""
        );
        return row with { Content = ring.Seal(key, version.Content, About(row)) };
    }

    private Result<OpenSnapshot> Open(Row row)
    {
        Has(row.KeyId);
        var content = ring.Open(row.KeyId, row.Content, About(row));
        return content.Ok ? new OpenSnapshot(Read(row), content.Value) : content.Problem;
    }

    private static string About(Row row) => $"{row.File}@{row.Version} ({row.Id})";

    private static Snapshot Read(Row row) =>
        new(
            row.Id,
            row.File,
            row.Version,
            DateTimeOffset.FromUnixTimeMilliseconds(row.At),
            row.Origin,
            Enum.Parse<SnapshotReason>(row.Reason),
            Json.Read<SnapshotChanges>(row.Changes),
            row.KeyId
        );

    private sealed record Row(
        string Id,
        string File,
        int Version,
        long At,
        string Origin,
        string Reason,
        string Changes,
        string KeyId,
        string Content
    )
    {
        // For Dapper.
        public Row()
            : this("", "", 0, 0, "", "", "", "", "") { }
    }
}
