using InfraAi.Platform.Services;
using Npgsql;

namespace InfraAi.Tests;

/// <summary>One PostgreSQL for a test project: [assembly: AssemblyFixture(typeof(PostgresFixture))]. Gone when the tests end, however they end.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("infra-ai-postgres-").FullName;
    private PostgresCluster cluster = null!;
    private int databases;

    public string Host => "127.0.0.1";
    public int Port => cluster.Port;
    public string User => cluster.User;

    public async ValueTask InitializeAsync()
    {
        var started = await PostgresCluster.StartAsync(
            new()
            {
                Folder = folder,
                Durable = false,
                EndsWithThisProcess = true,
            }
        );
        cluster = started.Ok ? started.Value : throw new InvalidOperationException($"{started.Problem} {started.Problem!.Remedy}");
    }

    /// <summary>A database that nobody has used.</summary>
    /// <returns>Its name; what opens it as the superuser is <see cref="ConnectionString"/>.</returns>
    public async Task<string> NewDatabaseAsync()
    {
        var name = $"test_{Interlocked.Increment(ref databases)}";
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"CREATE DATABASE {name}";
        await command.ExecuteNonQueryAsync();
        return name;
    }

    public string ConnectionString(string database) => $"Host={Host};Port={Port};Username={User};Database={database}";

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await cluster.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
