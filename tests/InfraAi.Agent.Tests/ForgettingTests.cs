using System.Net;
using InfraAi.Platform.Processes;
using InfraAi.Tests;
using Microsoft.Data.Sqlite;

namespace InfraAi.Agent.Tests;

/// <summary>What is purged over HTTP or by retention is gone; what was published stays. And a data folder of an earlier version is taken on whole.</summary>
public sealed class ForgettingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Home => folder["data"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_purged_analysis_is_gone_and_its_project_stays_published()
    {
        await using var agent = await RunningAgent.StartAsync(folder.Path);
        var (_, described) = await agent.DescribeAsync("The shop API stores orders in PostgreSQL.", "shop");
        var path = $"/api/analyses/{described.GetProperty("analysis_id").GetString()}";
        var (_, failed) = await agent.DescribeAsync("Nothing of the kind");

        var (status, answer) = await agent.SendAsync(HttpMethod.Delete, $"{path}?purge=true");
        var (other, nothing) = await agent.SendAsync(
            HttpMethod.Delete,
            $"/api/analyses/{failed.GetProperty("analysis_id").GetString()}?purge=true"
        );

        status.ShouldBe(HttpStatusCode.OK);
        answer.GetProperty("stays_published_at").GetString().ShouldBe(described.GetProperty("repository_url").GetString());
        other.ShouldBe(HttpStatusCode.OK);
        nothing.GetProperty("stays_published_at").GetString().ShouldBeNull();
        (await agent.SendAsync(HttpMethod.Get, $"/api/analyses/{failed.GetProperty("analysis_id").GetString()}")).Status.ShouldBe(
            HttpStatusCode.NotFound
        );
        var (_, left) = await agent.GetAsync(path);
        left.GetProperty("input").GetProperty("text").GetString().ShouldBeEmpty();
        left.GetProperty("components").GetArrayLength().ShouldBe(0);
        (await agent.Http.GetStringAsync("/catalog-info.yaml", Cancellation)).ShouldContain("/projects/shop/");
        (await agent.SendAsync(HttpMethod.Delete, $"{path}?purge=true")).Status.ShouldBe(
            HttpStatusCode.NotFound,
            "there is nothing more to forget of it"
        );
        (await agent.DescribeAsync("The shop API stores orders in MySQL.", "shop")).Status.ShouldBe(HttpStatusCode.OK);
        (await agent.SendAsync(HttpMethod.Delete, "/api/analyses/never-was?purge=true")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await agent.SendAsync(HttpMethod.Delete, path)).Status.ShouldBe(HttpStatusCode.Conflict, "without purge it cancels, as ever");
    }

    [Fact]
    public async Task Retention_forgets_in_the_background_and_only_when_it_is_set()
    {
        await OldAsync(new Uri("http://127.0.0.1:8000/"));
        var id = await OldAnalysisAsync();
        await using (var keeping = await RunningAgent.StartAsync(folder.Path))
        {
            (await keeping.GetAsync($"/api/analyses/{id}")).Status.ShouldBe(HttpStatusCode.OK);
        }

        await using var agent = await RunningAgent.StartAsync(folder.Path, ("RETENTION_DAYS", "30"));
        while ((await agent.GetAsync($"/api/analyses/{id}")).Status != HttpStatusCode.NotFound)
        {
            await Task.Delay(20, Cancellation);
        }

        (await agent.GetAsync($"/api/analyses/{OldHome.Published}")).Status.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>One of the year 2001.</summary>
    private async Task<string> OldAnalysisAsync()
    {
        const string id = "00e5000000007d168701d4bf9719d286";
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(Home, "infra-ai.db")};Pooling=False");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"INSERT INTO analyses (id, status, created_at, input_kind, input_text) VALUES ('{id}', 'failed', 983555407872, 'text', 'old')";
        await command.ExecuteNonQueryAsync(Cancellation);
        return id;
    }

    [Fact]
    public async Task A_data_folder_of_an_earlier_version_is_taken_on_whole()
    {
        await using var agent = await StartOldAsync();

        var (status, whole) = await agent.GetAsync($"/api/analyses/{OldHome.Published}");
        status.ShouldBe(HttpStatusCode.OK);
        whole.GetProperty("input").GetProperty("text").GetString().ShouldBe(OldHome.Text);
        whole.GetProperty("components").GetArrayLength().ShouldBe(2);
        whole.GetProperty("steps").GetArrayLength().ShouldBe(1);
        (await agent.Http.GetByteArrayAsync($"/api/analyses/{OldHome.Pictured}/picture", Cancellation)).ShouldBe(OldHome.PictureBytes);
        (await agent.Http.GetStringAsync("/projects/shop/catalog-info.yaml", Cancellation)).ShouldBe("kind: System\n");
        var cloned = await Programs.RunAsync(
            "git",
            ["clone", "--quiet", $"{agent.Url}r/{agent.ReadKey}/projects/shop.git", folder["clone"]],
            cancellation: Cancellation
        );
        cloned.Value.ExitCode.ShouldBe(0, cloned.Value.Error);
        new OldHome(Home).Open().ShouldBeEmpty();
        // What stands in the old repository was not generated: it is a person's, and stays.
        var (refused, problem) = await agent.DescribeAsync("The shop API stores orders in PostgreSQL.", "shop");
        (refused, problem.GetProperty("code").GetString()).ShouldBe((HttpStatusCode.Conflict, "repository-not-ours"));
        (await agent.DescribeAsync("The till API stores sales in PostgreSQL.", "till")).Status.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<RunningAgent> StartOldAsync()
    {
        await OldAsync(new Uri("http://127.0.0.1:8000/"));
        return await RunningAgent.StartAsync(folder.Path);
    }

    private async Task OldAsync(Uri agent)
    {
        var old = new OldHome(Home);
        await old.WriteAsync();
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(Home, "infra-ai.db")};Pooling=False"))
        {
            await connection.OpenAsync(Cancellation);
            await old.FillAsync(connection, ".sqlite.sql", agent);
        }

        old.LeaveOpen();
        old.Open().ShouldNotBeEmpty();
    }
}
