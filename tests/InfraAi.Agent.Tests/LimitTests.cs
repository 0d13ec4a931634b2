using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Dapper;
using InfraAi.Agent.Http;
using InfraAi.Platform.Services;
using InfraAi.Storage;
using InfraAi.Tests;

namespace InfraAi.Agent.Tests;

/// <summary>What strangers may hold open, send packed, and crash.</summary>
public sealed class LimitTests : IAsyncLifetime
{
    private const string Shop = "The shop API stores orders in PostgreSQL and publishes events to Kafka.";
    private readonly TemporaryFolder folder = new();
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;
    private RunningAgent? agent;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (agent is not null)
        {
            await agent.DisposeAsync();
        }

        folder.Dispose();
    }

    [Fact]
    public async Task One_caller_follows_so_many_at_once_and_is_told_when_to_come_again()
    {
        var id = await StoredAsync();
        agent = await RunningAgent.StartAsync(folder.Path);
        var streams = await Task.WhenAll(Enumerable.Range(0, Limits.EventsOfOne).Select(_ => FollowAsync(id)));
        streams.ShouldAllBe(stream => stream.StatusCode == HttpStatusCode.OK);

        using var refused = await FollowAsync(id);

        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        (await refused.Content.ReadAsStringAsync(cancellation)).ShouldContain("\"code\":\"too-many-requests\"");
        (await agent.DescribeAsync(Shop, "meanwhile")).Status.ShouldBe(HttpStatusCode.OK);

        // Who goes away makes room.
        streams[0].Dispose();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var again = await FollowAsync(id);
            if (again.StatusCode == HttpStatusCode.OK)
            {
                break;
            }

            await Task.Delay(20, limit.Token);
        }

        Array.ForEach(streams, stream => stream.Dispose());
    }

    [Fact]
    public async Task A_stream_ends_with_its_agent_and_is_not_cut_off()
    {
        var id = await StoredAsync();
        agent = await RunningAgent.StartAsync(folder.Path);
        using var http = AgentClient.Connect(agent.Url, agent.Token);
        using var stream = await http.GetAsync($"/api/analyses/{id}/events", HttpCompletionOption.ResponseHeadersRead, cancellation);

        await agent.DisposeAsync();
        agent = null;

        var told = await stream.Content.ReadAsStringAsync(cancellation);
        told.ShouldContain("event: step");
        told.ShouldNotContain("event: end");
    }

    [Fact]
    public async Task What_git_is_sent_is_not_unpacked_without_end()
    {
        agent = await RunningAgent.StartAsync(folder.Path);
        await agent.DescribeAsync(Shop, "packed");
        var (_, projects) = await agent.GetAsync("/api/projects");
        var commit = projects.EnumerateArray().Single(p => p.GetProperty("name").GetString() == "packed").GetProperty("commit").GetString();
        var have = $"0032have {new string('0', 40)}\n";
        using var bomb = Packed(Encoding.ASCII.GetBytes($"0032want {commit}\n0000" + string.Concat(Enumerable.Repeat(have, 1_200_000))));

        (await agent.SendAsync(HttpMethod.Post, "/projects/packed.git/git-upload-pack", bomb)).Status.ShouldBe(
            HttpStatusCode.RequestEntityTooLarge
        );

        // Nothing is wanted: git ends the talk.
        using var fine = Packed("0000"u8.ToArray());
        (await agent.SendAsync(HttpMethod.Post, "/projects/packed.git/git-upload-pack", fine)).Status.ShouldBe(HttpStatusCode.OK);
        using var none = new ByteArrayContent("0000"u8.ToArray());
        none.Headers.ContentEncoding.Add("gzip");
        (await agent.SendAsync(HttpMethod.Post, "/projects/packed.git/git-upload-pack", none)).Status.ShouldBe(HttpStatusCode.BadRequest);
        using var noise = Packed(new byte[1000]);
        (await agent.SendAsync(HttpMethod.Post, "/projects/packed.git/git-upload-pack", noise)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_fault_of_the_program_counts_at_once_and_is_final_after_three()
    {
        var id = await StoredAsync();
        await using (var database = (await Database.OpenAsync(Path.Combine(folder.Path, "data"))).Value)
        {
            // What is stored of it cannot be read any more: every attempt meets the same exception.
            await database.WriteAsync(
                (connection, transaction) =>
                    connection.Execute(
                        "UPDATE analyses SET architecture = '{', lease_owner = NULL, lease_until = 0",
                        transaction: transaction
                    )
            );
        }

        agent = await RunningAgent.StartAsync(folder.Path, ("JOB_LEASE", "60"));

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            var (_, page) = await agent.GetAsync("/api/analyses");
            var item = page.GetProperty("items").EnumerateArray().Single(i => i.GetProperty("id").GetString() == id);
            if (item.GetProperty("status").GetString() == "failed")
            {
                item.GetProperty("error_code").GetString().ShouldBe("analysis-fault");
                break;
            }

            await Task.Delay(20, limit.Token);
        }

        (await agent.DescribeAsync(Shop, "beside")).Status.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>An analysis that another agent, which is alive, is working on: it has said one step.</summary>
    private async Task<string> StoredAsync()
    {
        await using var database = (await Database.OpenAsync(Path.Combine(folder.Path, "data"))).Value;
        var store = new AnalysisStore(database, TimeProvider.System);
        var how = new Acceptance { Owner = "elsewhere", Lease = TimeSpan.FromHours(1) };
        var analysis = (await store.AcceptAsync(new("text", Shop, "shop"), how)).Value.Analysis;
        var step = new StepEvent(1, analysis.CreatedAt, PipelineStep.Read, StepState.Started, new("", ""), null);
        (await store.SaveAsync(analysis with { Status = AnalysisStatus.Running }, step)).Ok.ShouldBeTrue();
        return analysis.Id;
    }

    private Task<HttpResponseMessage> FollowAsync(string id) =>
        agent!.Http.GetAsync($"/api/analyses/{id}/events", HttpCompletionOption.ResponseHeadersRead, cancellation);

    private static ByteArrayContent Packed(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentEncoding.Add("gzip");
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-git-upload-pack-request");
        return content;
    }
}
