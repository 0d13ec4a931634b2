using System.Data.Common;
using Dapper;
using InfraAi.Model;
using InfraAi.Platform.Configuration;
using Npgsql;

namespace InfraAi.Storage;

/// <summary>Where the platform remembers: an embedded SQLite file, or a PostgreSQL that several agents share. The same tables in both.</summary>
public abstract class Database : IAsyncDisposable
{
    /// <summary>"SQLite" or "PostgreSQL", for people.</summary>
    public abstract string Name { get; }

    /// <param name="folder">Made when it is not there; the file in it is infra-ai.db.</param>
    /// <returns>The embedded store with every migration applied, or why it cannot be used.</returns>
    public static Task<Result<Database>> OpenAsync(string folder) => SqliteDatabase.OpenAsync(folder);

    /// <param name="address">The database is made when the server does not have it and the user may.</param>
    /// <returns>The shared store with every migration applied, or why it cannot be used.</returns>
    public static Task<Result<Database>> OpenAsync(PostgresAddress address) => PostgresDatabase.OpenAsync(address);

    /// <returns>The store that the settings name: PostgreSQL with POSTGRES_HOST, else the embedded one.</returns>
    public static Task<Result<Database>> OpenAsync(Settings settings) =>
        settings.Postgres is { } p ? OpenAsync(PostgresAddress.Of(p)) : OpenAsync(settings.Home);

    /// <summary>libpq's word for it as Npgsql's. The authority that verify-* asks for is PGSSLROOTCERT, else the system's.</summary>
    public static SslMode SslModeOf(string word) => Enum.Parse<SslMode>(word.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);

    /// <summary>Runs a query on a connection of its own.</summary>
    public abstract Task<Result<T>> ReadAsync<T>(Func<DbConnection, Task<T>> query);

    /// <summary>Runs a write in a transaction; when the task ends without a problem, it is on the disk. It fails alone.</summary>
    public abstract Task<Result<T>> WriteAsync<T>(Func<DbConnection, DbTransaction, T> work);

    /// <summary>A write that goes to the disk and changes nothing, to see that writes go through.</summary>
    public Task<Result<int>> PingAsync() =>
        WriteAsync((connection, transaction) => connection.Execute("UPDATE schema_migrations SET name = name", transaction: transaction));

    public abstract ValueTask DisposeAsync();

    /// <summary>Milliseconds since 1970 by the database's own clock, in its SQL.</summary>
    internal abstract string Now { get; }

    /// <summary>What ends a SELECT inside an UPDATE so that two who choose at once choose different rows.</summary>
    internal abstract string SkipLocked { get; }

    /// <summary>"column IN parameter": Dapper writes lists out for SQLite, and hands arrays to PostgreSQL. The parameter is never empty.</summary>
    internal abstract string In(string column, string parameter);

    /// <summary>A table of the elements of a JSON array, in a column named value.</summary>
    internal abstract string Each(string parameter);

    /// <summary>What ends a SELECT so that nobody changes its rows before the transaction ends; the embedded store has one writer at a time anyway.</summary>
    internal abstract string ForUpdate { get; }

    /// <summary>As <see cref="ForUpdate"/>, for rows that must only stay: several may hold them at once.</summary>
    internal abstract string ForShare { get; }

    /// <summary>How many bytes a text takes, 0 for null.</summary>
    internal abstract string Bytes(string column);

    /// <summary>Gives back the room of what was deleted, and wipes what is left of it where this process can: the embedded store's files.</summary>
    /// <returns>True when nothing of it is left in the files; false when the server does that in its own time.</returns>
    public abstract Task<Result<bool>> CompactAsync();

    /// <summary>The text as this store can hold it: PostgreSQL knows no NUL, which becomes its picture (U+2400), one character for one.</summary>
    internal virtual string Storable(string text) => text;
}

/// <summary>A PostgreSQL and the database in it.</summary>
/// <param name="Ssl">As <see cref="PostgresSettings"/> has it.</param>
public sealed record PostgresAddress(string Host, int Port, string User, string? Password, string Name, string Ssl = "prefer")
{
    public static PostgresAddress Of(PostgresSettings p) => new(p.Host, p.Port, p.User, p.Password, p.Database, p.Ssl);

    /// <summary>Without the password.</summary>
    public override string ToString() => $"postgresql://{User}@{Host}:{Port}/{Name}";
}
