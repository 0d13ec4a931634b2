using System.Data.Common;
using Dapper;
using InfraAi.Model;
using Npgsql;

namespace InfraAi.Storage;

/// <summary>The shared store: PostgreSQL, which commits the writes of all agents together by itself.</summary>
internal sealed class PostgresDatabase : Database
{
    private const int Connections = 24;
    private const int Writers = 16;

    private readonly PostgresAddress address;
    private readonly NpgsqlDataSource source;

    // Writes are synchronous inside; more at once would only hold threads that requests need.
    private readonly SemaphoreSlim writers = new(Writers);

    private PostgresDatabase(PostgresAddress address, NpgsqlDataSource source)
    {
        this.address = address;
        this.source = source;
    }

    public override string Name => "PostgreSQL";

    internal override string Now => "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";

    internal override string SkipLocked => "FOR UPDATE SKIP LOCKED";

    internal override string ForUpdate => "FOR UPDATE";

    internal override string ForShare => "FOR SHARE";

    internal override string Bytes(string column) => $"COALESCE(octet_length({column}), 0)";

    /// <summary>Autovacuum's work.</summary>
    public override Task<Result<bool>> CompactAsync() => Task.FromResult<Result<bool>>(false);

    internal override string In(string column, string parameter) => $"{column} = ANY({parameter})";

    internal override string Each(string parameter) => $"json_array_elements(CAST({parameter} AS json))";

    public static new async Task<Result<Database>> OpenAsync(PostgresAddress address)
    {
        var pool = NpgsqlDataSource.Create(Text(address, address.Name));
        try
        {
            await using (var connection = await ConnectAsync(address, pool))
            {
                await Migrations.ApplyAsync(connection, Dialect.Postgres);
            }

            return new PostgresDatabase(address, pool);
        }
        catch (NpgsqlException e)
        {
            await pool.DisposeAsync();
            return StorageProblems.Of(e, address);
        }
    }

    public override async Task<Result<T>> ReadAsync<T>(Func<DbConnection, Task<T>> query)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync();
            return await query(connection);
        }
        catch (NpgsqlException e)
        {
            return StorageProblems.Of(e, address);
        }
    }

    public override async Task<Result<T>> WriteAsync<T>(Func<DbConnection, DbTransaction, T> work)
    {
        await writers.WaitAsync();
        try
        {
            await using var connection = await source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            var value = await Task.Run(() => work(connection, transaction));
            await transaction.CommitAsync();
            return value;
        }
        catch (NpgsqlException e)
        {
            return StorageProblems.Of(e, address);
        }
        finally
        {
            writers.Release();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        writers.Dispose();
    }

    internal override string Storable(string text) => text.Replace('\0', '\u2400');

    private static async Task<NpgsqlConnection> ConnectAsync(PostgresAddress address, NpgsqlDataSource pool)
    {
        try
        {
            return await pool.OpenConnectionAsync();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            await using var server = new NpgsqlConnection(Text(address, "postgres"));
            await server.OpenAsync();
            try
            {
                await server.ExecuteAsync($"CREATE DATABASE \"{address.Name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
            }
            catch (PostgresException made)
                when (made.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
            {
                // Another agent was quicker.
            }

            return await pool.OpenConnectionAsync();
        }
    }

    private static string Text(PostgresAddress address, string database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = address.Host,
            Port = address.Port,
            Username = address.User,
            Password = address.Password,
            Database = database,
            SslMode = SslModeOf(address.Ssl),
            MaxPoolSize = Connections,
            Timeout = 10,
            CommandTimeout = 30,
            MaxAutoPrepare = 20,
            ApplicationName = "infra-ai",
            // An agent that is frozen inside a transaction must not hold its rows against those who would take them over.
            Options = "-c idle_in_transaction_session_timeout=10s",
        }.ToString();
}
