using System.Data.Common;
using System.Reflection;
using Dapper;
using Microsoft.Data.Sqlite;

namespace InfraAi.Storage;

internal enum Dialect
{
    Sqlite,
    Postgres,
}

/// <summary>Applies the numbered .sql files that a database does not have yet, in the order of their names, in one transaction.</summary>
/// <remarks>
/// NNNN_what.sql runs on both SQLite and PostgreSQL. Where the two differ, NNNN_what.sqlite.sql and NNNN_what.postgres.sql stand side by side.
/// </remarks>
internal static class Migrations
{
    /// <summary>Any number that nothing else in the database locks by: "infra-ai" in ASCII.</summary>
    private const long LockKey = 0x696E6672612D6169;

    private static readonly Assembly Here = typeof(Migrations).Assembly;

    /// <summary>Safe to run by several processes at once: the first takes the lock, the others then find nothing to do.</summary>
    public static async Task ApplyAsync(DbConnection connection, Dialect dialect)
    {
        var wanted = All(dialect);
        if (dialect == Dialect.Sqlite)
        {
            await connection.ExecuteAsync("CREATE TABLE IF NOT EXISTS schema_migrations (name TEXT NOT NULL PRIMARY KEY)");
            if (await MissingAsync(connection, wanted) is [])
            {
                return;
            }
        }

        await using var transaction = connection is SqliteConnection sqlite
            ? sqlite.BeginTransaction(deferred: false)
            : await connection.BeginTransactionAsync();
        if (dialect == Dialect.Postgres)
        {
            // CREATE TABLE IF NOT EXISTS itself fails when two do it at once.
            await connection.ExecuteAsync($"SELECT pg_advisory_xact_lock({LockKey})", transaction: transaction);
            await connection.ExecuteAsync(
                "CREATE TABLE IF NOT EXISTS schema_migrations (name TEXT NOT NULL PRIMARY KEY)",
                transaction: transaction
            );
        }

        foreach (var name in await MissingAsync(connection, wanted, transaction))
        {
            await connection.ExecuteAsync(Text(name), transaction: transaction);
            await connection.ExecuteAsync("INSERT INTO schema_migrations (name) VALUES (@name)", new { name }, transaction);
        }

        await transaction.CommitAsync();
    }

    public static IReadOnlyList<string> All(Dialect dialect)
    {
        var other = dialect == Dialect.Sqlite ? ".postgres.sql" : ".sqlite.sql";
        return
        [
            .. Here.GetManifestResourceNames()
                .Where(n => n.EndsWith(".sql", StringComparison.Ordinal) && !n.EndsWith(other, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static async Task<IReadOnlyList<string>> MissingAsync(
        DbConnection connection,
        IReadOnlyList<string> wanted,
        DbTransaction? transaction = null
    ) =>
        [
            .. wanted.Except(
                await connection.QueryAsync<string>("SELECT name FROM schema_migrations", transaction: transaction),
                StringComparer.Ordinal
            ),
        ];

    private static string Text(string name)
    {
        using var reader = new StreamReader(Here.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
