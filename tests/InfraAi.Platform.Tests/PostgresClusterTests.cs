using System.Net.Sockets;
using InfraAi.Platform.Processes;
using InfraAi.Platform.Services;

namespace InfraAi.Platform.Tests;

public sealed class PostgresClusterTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("infra-ai-postgres-").FullName;

    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task It_is_made_started_asked_stopped_and_keeps_what_it_was_told()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var options = new PostgresOptions
        {
            Folder = Path.Combine(folder, "inner"),
            User = "infra",
            Password = "it's a secret",
            Durable = false,
        };
        // The programs' user must be able to enter what root made.
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        var first = (await PostgresCluster.StartAsync(options, cancellation)).Value;
        try
        {
            (await AskAsync(first, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)")).ShouldBe("INSERT 0 1");
            (await AskAsync(first, "SELECT 1", password: "wrong")).ShouldContain("password authentication failed");
            (await PostgresCluster.StartAsync(options, cancellation)).Value.Port.ShouldBe(first.Port);
            File.Exists(options.Folder + ".password").ShouldBeFalse();
        }
        finally
        {
            (await first.StopAsync(cancellation)).ShouldBeNull();
        }

        (await PostgresCluster.IsRunningAsync(options.Folder, cancellation)).ShouldBeFalse();
        var second = (await PostgresCluster.StartAsync(options with { EndsWithThisProcess = true }, cancellation)).Value;
        (await AskAsync(second, "SELECT n FROM kept")).ShouldBe("7");

        await second.DisposeAsync();

        (await PostgresCluster.IsRunningAsync(options.Folder, cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_port_that_is_taken_is_a_problem_with_the_servers_own_words()
    {
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;

        var started = await PostgresCluster.StartAsync(
            new()
            {
                Folder = folder,
                Port = port,
                Durable = false,
            },
            TestContext.Current.CancellationToken
        );

        started.Problem.ShouldNotBeNull().Code.ShouldBe("postgres-failed");
        started.Problem!.Message.En.ShouldContain("could not");
    }

    private static async Task<string> AskAsync(PostgresCluster cluster, string sql, string? password = null)
    {
        var ran = await Programs.RunAsync(
            Path.Combine(PostgresCluster.FindPrograms()!, "psql"),
            ["-h", "127.0.0.1", "-p", $"{cluster.Port}", "-U", cluster.User, "-d", "postgres", "-At", "-c", sql],
            environment: new Dictionary<string, string?> { ["PGPASSWORD"] = password ?? cluster.Password },
            cancellation: TestContext.Current.CancellationToken
        );
        return ran.Value.ExitCode == 0 ? ran.Value.Text.Trim().Split('\n')[^1] : ran.Value.Error;
    }
}
