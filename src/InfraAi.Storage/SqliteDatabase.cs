using System.Data.Common;
using System.Threading.Channels;
using InfraAi.Model;
using InfraAi.Platform.Files;
using Microsoft.Data.Sqlite;

namespace InfraAi.Storage;

/// <summary>The embedded store: one SQLite file, one writer, as many readers as ask.</summary>
/// <remarks>
/// Writes wait in a queue, are done in its order and committed together, so that hundreds of small ones a second cost a few disk flushes. When
/// one of them fails, those of its batch are done again one by one, so that it fails alone. A write has happened when its task ends: WAL with
/// synchronous=FULL keeps it through a kill and a power cut.
/// </remarks>
internal sealed class SqliteDatabase : Database
{
    private const int BatchLimit = 256;

    /// <summary>The user_version of a file in whose free pages nothing readable is: made with secure_delete, or rewritten since.</summary>
    private const int AlwaysWiped = 1;

    /// <summary>Free pages are given back when they are more than a quarter of the file, and 4 MB.</summary>
    private const int FewPages = 1000;

    private readonly string connectionString;
    private readonly SqliteConnection writer;
    private readonly Channel<IWrite> writes = Channel.CreateUnbounded<IWrite>(new() { SingleReader = true });
    private readonly Task writing;

    private SqliteDatabase(string file, string connectionString, SqliteConnection writer)
    {
        File = file;
        this.connectionString = connectionString;
        this.writer = writer;
        writing = Task.Factory.StartNew(WriteAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private string File { get; }

    public override string Name => "SQLite";

    internal override string Now => "CAST(unixepoch('now', 'subsec') * 1000 AS INTEGER)";

    internal override string SkipLocked => "";

    internal override string ForUpdate => "";

    internal override string ForShare => "";

    internal override string Bytes(string column) => $"COALESCE(length(CAST({column} AS BLOB)), 0)";

    internal override string In(string column, string parameter) => $"{column} IN {parameter}";

    internal override string Each(string parameter) => $"json_each({parameter})";

    /// <param name="folder">Made when it is not there; the file in it is infra-ai.db.</param>
    /// <returns>The store with every migration applied, or why it cannot be used.</returns>
    public static new async Task<Result<Database>> OpenAsync(string folder)
    {
        var file = Path.Combine(folder, "infra-ai.db");
        SqliteConnection? connection = null;
        try
        {
            DataFolder.Open(folder);
            var text = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 30 }.ToString();
            connection = new SqliteConnection(text);
            await connection.OpenAsync();
            // By its path: to open and close it here would let go of the locks that another connection of this process holds. What SQLite lays beside
            // it gets the same permissions.
            DataFolder.Close(folder, file);
            // What is deleted is overwritten with zeros.
            Execute(
                connection,
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA wal_autocheckpoint=8000; PRAGMA secure_delete=ON;"
            );
            if (Number(connection, "SELECT COUNT(*) FROM sqlite_master") == 0)
            {
                Execute(connection, $"PRAGMA user_version={AlwaysWiped}");
            }

            await Migrations.ApplyAsync(connection, Dialect.Sqlite);
            return new SqliteDatabase(file, text, connection);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            connection?.Dispose();
            return StorageProblems.Of(e, file);
        }
    }

    /// <summary>Runs a query on a connection of its own.</summary>
    public override async Task<Result<T>> ReadAsync<T>(Func<DbConnection, Task<T>> query)
    {
        try
        {
            await using var connection = new SqliteConnection(connectionString);
            await connection.OpenAsync();
            return await query(connection);
        }
        catch (SqliteException e)
        {
            return StorageProblems.Of(e, File);
        }
    }

    /// <summary>Runs a write; when the task ends without a problem, it is on the disk.</summary>
    public override async Task<Result<T>> WriteAsync<T>(Func<DbConnection, DbTransaction, T> work)
    {
        var write = new Write<T>(work);
        if (!writes.Writer.TryWrite(write))
        {
            return StorageProblems.Closed(File);
        }

        try
        {
            return await write.Done;
        }
        catch (SqliteException e)
        {
            return StorageProblems.Of(e, File);
        }
    }

    public override async Task<Result<bool>> CompactAsync()
    {
        try
        {
            return await Task.Run(() =>
            {
                using var connection = new SqliteConnection(connectionString + ";Pooling=False");
                connection.Open();
                var (free, all) = (Number(connection, "PRAGMA freelist_count"), Number(connection, "PRAGMA page_count"));
                if (Number(connection, "PRAGMA user_version") < AlwaysWiped || (free > FewPages && free > all / 4))
                {
                    Execute(connection, $"VACUUM; PRAGMA user_version={AlwaysWiped};");
                }

                // 1 when a reader was in the way: then what was deleted is in the log until the next time.
                return Number(connection, "PRAGMA wal_checkpoint(TRUNCATE)") == 0;
            });
        }
        catch (SqliteException e)
        {
            return StorageProblems.Of(e, File);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (writes.Writer.TryComplete())
        {
            await writing;
            await writer.DisposeAsync();
            SqliteConnection.ClearPool(new SqliteConnection(connectionString));
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>On a thread of its own: on the pool each batch would wait until the pool gets round to it, and grow meanwhile.</summary>
    private void WriteAll()
    {
        var batch = new List<IWrite>(BatchLimit);
        while (writes.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            batch.Clear();
            while (batch.Count < BatchLimit && writes.Reader.TryRead(out var write))
            {
                batch.Add(write);
            }

            Commit(batch);
        }
    }

    private void Commit(IReadOnlyList<IWrite> batch)
    {
        Exception? failure = null;
        try
        {
            using var transaction = writer.BeginTransaction(deferred: false);
            foreach (var write in batch)
            {
                write.Run(writer, transaction);
            }

            transaction.Commit();
        }
        catch (Exception e)
        {
            failure = e;
        }

        foreach (var write in batch)
        {
            switch (failure)
            {
                case null:
                    write.Complete();
                    break;
                case not null when batch.Count == 1:
                    write.Fail(failure);
                    break;
                default:
                    Commit([write]);
                    break;
            }
        }
    }

    private interface IWrite
    {
        void Run(DbConnection connection, DbTransaction transaction);
        void Complete();
        void Fail(Exception error);
    }

    /// <param name="work">May be run twice: first in company, and alone when the company was rolled back.</param>
    private sealed class Write<T>(Func<DbConnection, DbTransaction, T> work) : IWrite
    {
        private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T value = default!;

        public Task<T> Done => done.Task;

        public void Run(DbConnection connection, DbTransaction transaction) => value = work(connection, transaction);

        public void Complete() => done.TrySetResult(value);

        public void Fail(Exception error) => done.TrySetException(error);
    }
}
