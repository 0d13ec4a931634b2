using InfraAi.Platform.Services;
using InfraAi.Tests;

namespace InfraAi.EndToEnd.Tests;

/// <summary>The agent loses its database and gets it back: a real PostgreSQL, the real launcher.</summary>
public sealed class DatabaseTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_agent_that_loses_its_database_is_told_by_status_verify_and_diagnose_and_is_well_again_with_it()
    {
        using var folder = new TemporaryFolder();
        var options = new PostgresOptions
        {
            Folder = folder.Path,
            Durable = false,
            EndsWithThisProcess = true,
        };
        await using var launcher = new Launcher();
        var cluster = (await PostgresCluster.StartAsync(options, Cancellation)).Value;
        launcher.Set("POSTGRES_HOST", "127.0.0.1");
        launcher.Set("POSTGRES_PORT", $"{cluster.Port}");
        launcher.Set("POSTGRES_USER", cluster.User);

        var start = await launcher.RunAsync("start");
        var well = await launcher.RunAsync("status", "agent");
        await cluster.DisposeAsync();
        var lost = await launcher.RunAsync("status", "agent", "--format", "json");
        var verify = await launcher.RunAsync("verify", "--only", "services", "database");
        var diagnose = await launcher.RunAsync("diagnose", "--format", "json");
        await using var again = (await PostgresCluster.StartAsync(options with { Port = cluster.Port }, Cancellation)).Value;
        var back = await launcher.RunAsync("status", "agent");

        start.Code.ShouldBe(0, start.Error);
        well.Code.ShouldBe(0, well.Out);
        lost.Code.ShouldBe(1);
        lost.Out.ShouldContain("\"state\":\"unhealthy\"");
        lost.Out.ShouldContain("storage");
        verify.Code.ShouldBe(1);
        verify.Out.ShouldContain("cannot be used");
        diagnose.Code.ShouldBe(1);
        back.Code.ShouldBe(0, back.Out);
    }
}
