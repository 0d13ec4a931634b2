using System.Data.Common;
using System.Globalization;
using Dapper;
using InfraAi.Model;

namespace InfraAi.Storage;

/// <summary>Which analyses are meant: exactly one of the three is set.</summary>
/// <param name="Id">This one.</param>
/// <param name="Before">All that were taken in before this moment.</param>
/// <param name="Project">All of the project of this name.</param>
public sealed record ErasureChoice(string? Id = null, DateTimeOffset? Before = null, string? Project = null);

/// <summary>An analysis that can be forgotten, or that is in the way of it.</summary>
public sealed record Erasable
{
    public string Id { get; init; } = "";

    /// <summary>As <see cref="AnalysisStatus"/>, lower case.</summary>
    public string Status { get; init; } = "";
    public string? ProjectName { get; init; }

    /// <summary>Where its project was published last, when it was this analysis that did it; else null.</summary>
    public string? StaysAt { get; init; }

    public bool IsRunning => Status is "queued" or "running";
}

/// <summary>What was taken away.</summary>
/// <param name="Deleted">Analyses of which nothing is left.</param>
/// <param name="Reduced">Analyses that published their project last: of them only that is left.</param>
/// <param name="Pictures">Pictures that no analysis names any more.</param>
public sealed record Erasure(int Deleted, int Reduced, int Pictures)
{
    public static Erasure operator +(Erasure one, Erasure other) =>
        new(one.Deleted + other.Deleted, one.Reduced + other.Reduced, one.Pictures + other.Pictures);

    public bool IsNothing => this is { Deleted: 0, Reduced: 0, Pictures: 0 };
}

/// <summary>Forgets: takes descriptions, their results, steps and pictures out of the store.</summary>
/// <remarks>
/// What a project published last is not undone by it. Of the analysis behind that, the description, its author, the findings and the steps go, and the
/// publication stays: project, files, addresses. Without it Backstage would be told that the project is gone, and people's edits could not be merged any
/// more. It goes when the project is published anew. What is queued or running is left alone.
/// </remarks>
public sealed class HistoryEraser(Database database, TimeProvider time)
{
    private const int Batch = 200;
    private const string Ended = "status IN ('done', 'failed', 'canceled')";
    private static readonly TimeSpan UnnamedPicture = TimeSpan.FromDays(1);

    /// <summary>The analysis is what its project published last.</summary>
    private const string IsLast =
        "a.publication IS NOT NULL AND a.project_name IS NOT NULL AND a.id = (SELECT MAX(b.id) FROM analyses AS b WHERE b.project_name = a.project_name AND b.publication IS NOT NULL)";

    /// <summary>All of it can go, or it has not been reduced yet.</summary>
    private const string IsThere = $"(a.forgotten_at IS NULL OR NOT ({IsLast}))";

    /// <returns>What is meant, oldest first; what was forgotten already is not among it.</returns>
    public Task<Result<IReadOnlyList<Erasable>>> FindAsync(ErasureChoice choice)
    {
        var which = choice switch
        {
            { Id: not null } => "a.id = @Id",
            { Before: not null } => "a.id < @Edge",
            _ => "a.project_name = @Project",
        };
        return ListAsync(
            which,
            new
            {
                choice.Id,
                choice.Project,
                Edge = choice.Before is { } before ? EdgeOf(before) : null,
            }
        );
    }

    /// <summary>What has ended and is older than so many days, and what goes beyond so many megabytes, counted from the newest.</summary>
    /// <param name="days">0 keeps it however old it is.</param>
    /// <param name="megabytes">Of texts, results, steps and pictures together; 0 keeps it however much it is.</param>
    public async Task<Result<Erasure>> RetainAsync(int days, int megabytes, CancellationToken cancellation)
    {
        var all = new Erasure(0, 0, 0);
        if (days > 0)
        {
            var old = await FindAsync(new(Before: time.GetUtcNow().AddDays(-days)));
            var erased = old.Ok ? await EraseAsync(Ids(old.Value), cancellation) : old.Problem;
            if (!erased.Ok)
            {
                return erased;
            }

            all += erased.Value;
        }

        if (megabytes > 0)
        {
            var beyond = await BeyondAsync(megabytes * 1024L * 1024L);
            var erased = beyond.Ok ? await EraseAsync(Ids(beyond.Value), cancellation) : beyond.Problem;
            if (!erased.Ok)
            {
                return erased;
            }

            all += erased.Value;
        }

        var pictures = await TakeUnnamedPicturesAsync();
        return pictures.Ok ? all with { Pictures = all.Pictures + pictures.Value } : pictures.Problem;
    }

    /// <summary>Takes away what has ended of these; the rest of them is left as it is. May be called again with the same.</summary>
    public async Task<Result<Erasure>> EraseAsync(IReadOnlyList<string> ids, CancellationToken cancellation = default)
    {
        var all = new Erasure(0, 0, 0);
        foreach (var some in ids.Chunk(Batch))
        {
            cancellation.ThrowIfCancellationRequested();
            var erased = await database.WriteAsync((connection, transaction) => Erase(connection, transaction, some));
            if (!erased.Ok)
            {
                return erased;
            }

            all += erased.Value;
        }

        return all;
    }

    private Erasure Erase(DbConnection connection, DbTransaction transaction, string[] wanted)
    {
        // Held first: what is opened again (retry) at this moment is either ours or theirs.
        var ended = Names(
            $"SELECT id FROM analyses WHERE {database.In("id", "@names")} AND {Ended} ORDER BY id {database.ForUpdate}",
            wanted
        );
        if (ended.Length == 0)
        {
            return new(0, 0, 0);
        }

        var last = Names($"SELECT a.id FROM analyses AS a WHERE {database.In("a.id", "@names")} AND {IsLast}", ended);
        var pictures = Names(
            $"SELECT DISTINCT input_text FROM analyses WHERE {database.In("id", "@names")} AND input_kind = 'image'",
            ended
        );
        Run($"DELETE FROM analysis_steps WHERE {database.In("analysis_id", "@names")}", ended);
        var reduced = Run(
            $"""
            UPDATE analyses SET input_kind = 'text', input_text = '', input_name = NULL, described_by = NULL, architecture = NULL, problem = NULL,
                analyzer = NULL, language = NULL, component_count = 0, relation_count = 0, question_count = 0,
                idempotency_key = NULL, campaign = NULL, forgotten_at = @now
            WHERE {database.In("id", "@names")} AND forgotten_at IS NULL
            """,
            last
        );
        var deleted = Run($"DELETE FROM analyses WHERE {database.In("id", "@names")}", [.. ended.Except(last, StringComparer.Ordinal)]);
        return new(deleted, reduced, DeleteUnnamed(connection, transaction, pictures));

        string[] Names(string sql, string[] names) => [.. connection.Query<string>(sql, new { names }, transaction)];

        int Run(string sql, string[] names) =>
            names.Length == 0 ? 0 : connection.Execute(sql, new { names, now = time.GetUtcNow().ToUnixTimeMilliseconds() }, transaction);
    }

    /// <summary>Those of the pictures that nobody names. Held first, so that whoever takes in an analysis of one waits, and then finds it gone.</summary>
    private int DeleteUnnamed(DbConnection connection, DbTransaction transaction, string[] pictures)
    {
        if (pictures.Length == 0)
        {
            return 0;
        }

        connection.Query<string>(
            $"SELECT name FROM pictures WHERE {database.In("name", "@pictures")} ORDER BY name {database.ForUpdate}",
            new { pictures },
            transaction
        );
        return connection.Execute(
            $"DELETE FROM pictures WHERE {database.In("name", "@pictures")} AND {Unnamed}",
            new { pictures },
            transaction
        );
    }

    private const string Unnamed = "NOT EXISTS (SELECT 1 FROM analyses AS a WHERE a.input_kind = 'image' AND a.input_text = pictures.name)";

    /// <summary>Pictures whose analysis was never taken in. One that was sent just now may be about to be named.</summary>
    private async Task<Result<int>> TakeUnnamedPicturesAsync()
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var unnamed = await database.ReadAsync(async connection =>
            (string[])[.. await connection.QueryAsync<string>($"SELECT name FROM pictures WHERE {Unnamed}")]
        );
        if (!unnamed.Ok || unnamed.Value.Length == 0)
        {
            return unnamed.Ok ? 0 : unnamed.Problem;
        }

        var parameters = new
        {
            now,
            names = unnamed.Value,
            edge = now - (long)UnnamedPicture.TotalMilliseconds,
        };
        return await database.WriteAsync(
            (connection, transaction) =>
            {
                var mine = database.In("name", "@names");
                connection.Execute($"UPDATE pictures SET kept_at = @now WHERE {mine} AND kept_at = 0", parameters, transaction);
                return connection.Execute($"DELETE FROM pictures WHERE {mine} AND kept_at < @edge AND {Unnamed}", parameters, transaction);
            }
        );
    }

    private Task<Result<IReadOnlyList<Erasable>>> BeyondAsync(long most) =>
        ListAsync(
            $"""
            a.id IN (SELECT id FROM (
                SELECT id, SUM(size) OVER (ORDER BY id DESC) AS total FROM (
                    SELECT c.id, {database.Bytes("c.input_text")} + {database.Bytes("c.architecture")} + {database.Bytes("c.project")}
                        + COALESCE((SELECT SUM({database.Bytes("s.message_en")} + {database.Bytes("s.message_es")})
                            FROM analysis_steps AS s WHERE s.analysis_id = c.id), 0)
                        + CASE WHEN c.input_kind = 'image' AND c.id =
                            (SELECT MAX(d.id) FROM analyses AS d WHERE d.input_kind = 'image' AND d.input_text = c.input_text)
                            THEN COALESCE((SELECT length(p.bytes) FROM pictures AS p WHERE p.name = c.input_text), 0) ELSE 0 END AS size
                    FROM analyses AS c) AS sizes) AS totals
                WHERE total > @most)
            """,
            new { most }
        );

    private Task<Result<IReadOnlyList<Erasable>>> ListAsync(string which, object parameters) =>
        database.ReadAsync(async connection =>
        {
            var rows = await connection.QueryAsync<(string Id, string Status, string? ProjectName, string? Publication)>(
                $"""
                SELECT a.id, a.status, a.project_name, CASE WHEN {IsLast} THEN a.publication END FROM analyses AS a
                WHERE {which} AND {IsThere} ORDER BY a.id
                """,
                parameters
            );
            return (IReadOnlyList<Erasable>)
                [
                    .. rows.Select(row => new Erasable
                    {
                        Id = row.Id,
                        Status = row.Status,
                        ProjectName = row.ProjectName,
                        StaysAt = row.Publication is { } text ? Json.Read<Publication>(text).RepositoryUrl : null,
                    }),
                ];
        });

    private static IReadOnlyList<string> Ids(IEnumerable<Erasable> all) => [.. all.Where(one => !one.IsRunning).Select(one => one.Id)];

    /// <summary>Ids begin with the milliseconds of their time, in twelve hexadecimal digits (RFC 9562, version 7).</summary>
    private static string EdgeOf(DateTimeOffset before) =>
        Math.Max(0, before.ToUnixTimeMilliseconds()).ToString("x12", CultureInfo.InvariantCulture);
}
