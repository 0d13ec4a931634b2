using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using InfraAi.Storage;
using InfraAi.Tests;

namespace InfraAi.Agent.Tests;

public sealed class JobTests : IAsyncLifetime
{
    private const string Shop = "The shop API stores orders in PostgreSQL and publishes events to Kafka.";
    private readonly TemporaryFolder folder = new();
    private GitHubDouble github = null!;
    private RunningAgent agent = null!;

    public async ValueTask InitializeAsync()
    {
        github = await GitHubDouble.StartAsync();
        agent = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await agent.DisposeAsync();
        await github.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task The_same_key_gives_the_same_analysis_and_another_text_under_it_is_refused()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SendAsync("shop", Shop, "key-1")));

        all.ShouldAllBe(a => a.Status == HttpStatusCode.OK);
        all.Select(a => a.Body.GetProperty("analysis_id").GetString()).Distinct().ShouldHaveSingleItem();
        github.History("octocat/shop").Count.ShouldBe(1);
        github.Writes.Count.ShouldBe(4);
        var (status, body) = await SendAsync("shop", Shop + " And Redis.", "key-1");
        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        body.GetProperty("code").GetString().ShouldBe("idempotency-key-reused");
    }

    [Fact]
    public async Task Creating_the_same_twice_makes_no_write_call_and_a_change_is_one_commit()
    {
        await SendAsync("shop", Shop);
        var writes = github.Writes.Count;

        var (_, second) = await SendAsync("shop", Shop);

        second.GetProperty("repository_url").GetString().ShouldEndWith("/octocat/shop.git");
        github.Writes.Count.ShouldBe(writes);
        github.History("octocat/shop").Count.ShouldBe(1);

        var location = await agent.Http.GetStringAsync("/catalog-info.yaml", TestContext.Current.CancellationToken);
        location.ShouldContain($"    - {github.Url}octocat/shop/blob/main/catalog-info.yaml\n");

        await SendAsync("shop", Shop + " Redis caches the orders.");

        github.History("octocat/shop").Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_failed_goes_on_from_its_step_when_it_is_retried()
    {
        github.Meet(Fault.Status("POST /git/trees", 403, "Resource not accessible by integration"));
        var (status, failed) = await SendAsync("shop", Shop);
        status.ShouldBe(HttpStatusCode.BadGateway);
        failed.GetProperty("code").GetString().ShouldBe("github-not-allowed");
        var id = failed.GetProperty("analysis_id").GetString();

        var retried = await agent.SendAsync(HttpMethod.Post, $"/api/analyses/{id}/retry");

        retried.Status.ShouldBe(HttpStatusCode.Accepted);
        var done = await EndedAsync(id!);
        done.GetProperty("status").GetString().ShouldBe("done");
        done.GetProperty("error").ValueKind.ShouldBe(JsonValueKind.Null);
        done.GetProperty("steps")
            .EnumerateArray()
            .Count(s => s.GetProperty("step").GetString() == "analyze")
            .ShouldBe(2, "started, done: once");
        github.History("octocat/shop").Count.ShouldBe(1);
        (await agent.SendAsync(HttpMethod.Post, $"/api/analyses/{id}/retry")).Status.ShouldBe(HttpStatusCode.Conflict);
        (await agent.SendAsync(HttpMethod.Post, "/api/analyses/none/retry")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    /// <summary>An analysis that has begun to publish and waits there until it is released.</summary>
    private async Task<(string Location, TaskCompletionSource Release)> HeldAsync()
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        github.Hook = async (phase, call) =>
        {
            if (phase == "before" && call.Contains("/git/trees", StringComparison.Ordinal))
            {
                reached.TrySetResult();
                await release.Task;
            }
        };
        using var accepted = await agent.Http.PostAsJsonAsync(
            "/api/analyses",
            new { description = Shop, name = "shop" },
            TestContext.Current.CancellationToken
        );
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        return (accepted.Headers.Location!.ToString(), release);
    }

    [Fact]
    public async Task What_runs_is_canceled_and_writes_nothing_more()
    {
        var (location, release) = await HeldAsync();

        var canceled = await agent.SendAsync(HttpMethod.Delete, location);

        canceled.Status.ShouldBe(HttpStatusCode.Accepted);
        var ended = await EndedAsync(location.Split('/')[^1]);
        ended.GetProperty("status").GetString().ShouldBe("canceled");
        release.SetResult();
        github.Moves("octocat/shop").ShouldBeEmpty();
    }

    [Fact]
    public async Task What_one_agent_runs_another_one_follows_and_cancels()
    {
        await using var other = await StartAsync();
        var (location, release) = await HeldAsync();
        var following = other.Http.GetStringAsync(location + "/events", TestContext.Current.CancellationToken);

        (await other.SendAsync(HttpMethod.Delete, location)).Status.ShouldBe(HttpStatusCode.Accepted);

        var told = await following.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        release.SetResult();
        told.ShouldContain("event: end");
        told.ShouldContain("\"status\":\"canceled\"");
    }

    [Fact]
    public async Task What_every_agent_died_of_is_given_up_and_can_be_retried()
    {
        await agent.DisposeAsync();
        string id;
        await using (var database = (await Database.OpenAsync(Path.Combine(folder.Path, "data"))).Value)
        {
            var store = new AnalysisStore(database, TimeProvider.System);
            id = (await store.AcceptAsync(new("text", Shop, "shop"), new() { Owner = "agent-0" })).Value.Analysis.Id;
            var jobs = new JobStore(database);
            for (var i = 1; i <= 3; i++)
            {
                (await jobs.ClaimAsync($"agent-{i}", TimeSpan.Zero, 1, [$"agent-{i - 1}"])).Value.ShouldHaveSingleItem().Losses.ShouldBe(i);
            }
        }

        agent = await StartAsync();

        var ended = await EndedAsync(id);
        ended.GetProperty("status").GetString().ShouldBe("failed");
        ended.GetProperty("error").GetProperty("code").GetString().ShouldBe("agents-lost");
        (await agent.SendAsync(HttpMethod.Post, $"/api/analyses/{id}/retry")).Status.ShouldBe(HttpStatusCode.Accepted);
        (await EndedAsync(id)).GetProperty("status").GetString().ShouldBe("done");
    }

    private Task<RunningAgent> StartAsync() =>
        RunningAgent.StartAsync(
            folder.Path,
            ("GITHUB_TOKEN", GitHubDouble.Token),
            ("GITHUB_USER", "octocat"),
            ("GITHUB_API_URL", github.Url.ToString()),
            ("JOB_LEASE", "3")
        );

    private Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(string name, string description, string? key = null) =>
        agent.SendAsync(
            HttpMethod.Post,
            "/process-text",
            JsonContent.Create(new { description, name }),
            key is null ? [] : [("Idempotency-Key", key)]
        );

    private async Task<JsonElement> EndedAsync(string id)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            var (_, body) = await agent.GetAsync($"/api/analyses/{id}");
            if (body.GetProperty("status").GetString() is "done" or "failed" or "canceled")
            {
                return body;
            }

            await Task.Delay(20, limit.Token);
        }
    }
}
