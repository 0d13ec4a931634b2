using System.Reflection;
using Dapper;
using Microsoft.Data.Sqlite;

namespace InfraAi.Storage;

/// <summary>Applies the numbered .sql files that a database does not have yet, each in a transaction of its own.</summary>
internal static class Migrations
{
    private static readonly Assembly Here = typeof(Migrations).Assembly;

    public static IReadOnlyList<string> All { get; } =
    [.. Here.GetManifestResourceNames().Where(n => n.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>Safe to run by two processes at once: the first takes the write lock, the second then finds nothing to do.</summary>
    public static void Apply(SqliteConnection connection)
    {
        connection.Execute("CREATE TABLE IF NOT EXISTS schema_migrations (name TEXT NOT NULL PRIMARY KEY)");
        if (connection.ExecuteScalar<int>("SELECT COUNT(*) FROM schema_migrations") == All.Count)
        {
            return;
        }

        using var transaction = connection.BeginTransaction(deferred: false);
        var done = connection
            .Query<string>("SELECT name FROM schema_migrations", transaction: transaction)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var name in All.Where(name => !done.Contains(name)))
        {
            connection.Execute(Text(name), transaction: transaction);
            connection.Execute("INSERT INTO schema_migrations (name) VALUES (@name)", new { name }, transaction);
        }

        transaction.Commit();
    }

    private static string Text(string name)
    {
        using var reader = new StreamReader(Here.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
