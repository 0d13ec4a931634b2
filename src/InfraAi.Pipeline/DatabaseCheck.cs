using InfraAi.Model;
using InfraAi.Platform.Checks;
using InfraAi.Platform.Configuration;
using InfraAi.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace InfraAi.Pipeline;

/// <summary>Whether the store of the analyses can be reached and is whole. It reads only: nothing is made or migrated.</summary>
public static class DatabaseCheck
{
    private const int Seconds = 5;
    private const string File = "infra-ai.db";

    public static async Task<IReadOnlyList<Finding>> LookAsync(Settings settings, CancellationToken cancellation) =>
        [settings.Postgres is { } postgres ? await PostgresAsync(postgres, cancellation) : await SqliteAsync(settings, cancellation)];

    private static async Task<Finding> PostgresAsync(PostgresSettings postgres, CancellationToken cancellation)
    {
        var text = new NpgsqlConnectionStringBuilder
        {
            Host = postgres.Host,
            Port = postgres.Port,
            Username = postgres.User,
            Password = postgres.Password,
            Database = postgres.Database,
            SslMode = Database.SslModeOf(postgres.Ssl),
            Timeout = Seconds,
            CommandTimeout = Seconds,
            Pooling = false,
        };
        try
        {
            await using var connection = new NpgsqlConnection(text.ConnectionString);
            await connection.OpenAsync(cancellation);
            var version = connection.PostgreSqlVersion.ToString();
            return new(
                "postgresql",
                CheckStatus.Passed,
                new($"{postgres} answers, version {version}", $"{postgres} responde, versión {version}")
            );
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            return new(
                "postgresql",
                CheckStatus.Noted,
                new($"{postgres}: the database is not there yet.", $"{postgres}: la base de datos todavía no existe."),
                new("The agent makes it at its first start.", "El agente la crea en su primer inicio.")
            );
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return new(
                "postgresql",
                CheckStatus.Failed,
                new($"{postgres} cannot be used: {e.Message}", $"{postgres} no se puede usar: {e.Message}"),
                new(
                    "Start it, or correct POSTGRES_*; without POSTGRES_HOST the embedded store is used.",
                    "Inícielo, o corrija POSTGRES_*; sin POSTGRES_HOST se usa el almacén embebido."
                )
            );
        }
    }

    private static async Task<Finding> SqliteAsync(Settings settings, CancellationToken cancellation)
    {
        var file = Path.Combine(settings.Home, File);
        if (new FileInfo(file) is not { Exists: true, Length: var main })
        {
            return new("sqlite", CheckStatus.Noted, new("not there yet; the agent makes it", "todavía no existe; la crea el agente"));
        }

        // What was written last lies beside it until it is taken over.
        var log = new FileInfo(file + "-wal");
        var size = (main + (log.Exists ? log.Length : 0)) / 1024;
        try
        {
            var text = new SqliteConnectionStringBuilder
            {
                DataSource = file,
                Mode = SqliteOpenMode.ReadOnly,
                DefaultTimeout = Seconds,
                Pooling = false,
            };
            await using var connection = new SqliteConnection(text.ConnectionString);
            await connection.OpenAsync(cancellation);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA quick_check(1)";
            var said = (string?)await command.ExecuteScalarAsync(cancellation);
            return said == "ok"
                ? new(
                    "sqlite",
                    CheckStatus.Passed,
                    new($"{file}: whole, {Phrase.Number(size).En} KB", $"{file}: íntegra, {Phrase.Number(size).Es} KB")
                )
                : Damaged(file, said ?? "?");
        }
        catch (SqliteException e)
        {
            return Damaged(file, e.Message);
        }
    }

    private static Finding Damaged(string file, string reason) =>
        new(
            "sqlite",
            CheckStatus.Failed,
            new($"{file} is damaged: {reason}", $"{file} está dañada: {reason}"),
            new(
                "./infra-ai stop, move the file aside, and start again or restore a copy of it.",
                "./infra-ai stop, aparte el archivo, y vuelva a iniciar o restaure una copia."
            )
        );
}
