using System.Data.Common;
using Dapper;
using InfraAi.Model;

namespace InfraAi.Storage;

/// <summary>How much of a table was there and was copied.</summary>
public sealed record CopiedTable(string Name, long Rows, long Copied);

/// <summary>Copies what one store holds into another: what is there already stays as it is, so that a copy that broke off is repeated.</summary>
public static class StoreCopy
{
    /// <summary>The tables, those that others refer to first, with what identifies a row and how many are held at once (a picture has up to 15 MB).</summary>
    private static readonly (string Name, string[] Keys, int Batch)[] Tables =
    [
        ("pictures", ["name"], 1),
        ("analyses", ["id"], 200),
        ("analysis_steps", ["analysis_id", "seq"], 200),
        ("campaigns", ["name"], 200),
        ("project_owners", ["project"], 200),
        ("config_snapshots", ["id"], 200),
        ("config_state", ["name"], 200),
    ];

    /// <param name="progress">Told of each table: rows copied so far.</param>
    public static async Task<Result<IReadOnlyList<CopiedTable>>> CopyAsync(Database from, Database to, Action<string, long> progress)
    {
        var all = new List<CopiedTable>();
        foreach (var (name, keys, batch) in Tables)
        {
            var copied = await TableAsync(from, to, name, keys, batch, count => progress(name, count));
            if (!copied.Ok)
            {
                return copied.Problem;
            }

            all.Add(copied.Value);
        }

        return all;
    }

    private static async Task<Result<CopiedTable>> TableAsync(
        Database from,
        Database to,
        string table,
        string[] keys,
        int batch,
        Action<long> progress
    )
    {
        var order = string.Join(", ", keys);
        var (seen, copied) = (0L, 0L);
        while (true)
        {
            var offset = seen;
            var page = await from.ReadAsync(async connection =>
                (IReadOnlyList<IDictionary<string, object?>>)
                    [
                        .. (await connection.QueryAsync($"SELECT * FROM {table} ORDER BY {order} LIMIT {batch} OFFSET {offset}")).Cast<
                            IDictionary<string, object?>
                        >(),
                    ]
            );
            if (!page.Ok)
            {
                return page.Problem;
            }

            if (page.Value.Count == 0)
            {
                return new CopiedTable(table, seen, copied);
            }

            var written = await to.WriteAsync(
                (connection, transaction) => page.Value.Sum(row => Insert(connection, transaction, table, row, to))
            );
            if (!written.Ok)
            {
                return written.Problem;
            }

            seen += page.Value.Count;
            copied += written.Value;
            progress(copied);
        }
    }

    private static int Insert(
        DbConnection connection,
        DbTransaction transaction,
        string table,
        IDictionary<string, object?> row,
        Database to
    )
    {
        var parameters = new DynamicParameters();
        foreach (var (name, value) in row)
        {
            parameters.Add(name, value is string text ? to.Storable(text) : value);
        }

        var columns = string.Join(", ", row.Keys);
        var values = string.Join(", ", row.Keys.Select(name => "@" + name));
        return connection.Execute($"INSERT INTO {table} ({columns}) VALUES ({values}) ON CONFLICT DO NOTHING", parameters, transaction);
    }
}
