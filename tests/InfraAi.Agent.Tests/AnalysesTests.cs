using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using InfraAi.Model;
using InfraAi.Pipeline;
using InfraAi.Platform.Configuration;
using InfraAi.Storage;
using InfraAi.Tests;

namespace InfraAi.Agent.Tests;

public sealed class AnalysesTests(AgentFixture fixture) : IClassFixture<AgentFixture>
{
    private const string Shop = "The shop API stores orders in PostgreSQL and publishes events to Kafka.";
    private RunningAgent Agent => fixture.Agent;

    [Fact]
    public async Task A_file_is_accepted_as_words_are_and_followed_to_its_end()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("graph LR\n  web[Shop web] --> api[Shop API]\n  api --> db[(PostgreSQL)]\n"), "file", "shop.mmd" },
            { new StringContent("from-a-file"), "name" },
        };

        var (status, body) = await Agent.SendAsync(HttpMethod.Post, "/api/analyses", form);

        status.ShouldBe(HttpStatusCode.Accepted);
        var location = $"/api/analyses/{body.GetProperty("id").GetString()}";
        (await EventsAsync(location + "/events"))[^1].Data.GetProperty("status").GetString().ShouldBe("done");
        var (_, whole) = await Agent.GetAsync(location);
        whole.GetProperty("project_name").GetString().ShouldBe("from-a-file");
        whole.GetProperty("components").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task A_form_without_a_file_is_words_and_without_either_it_is_refused()
    {
        using var words = new MultipartFormDataContent
        {
            { new StringContent(Shop), "description" },
            { new StringContent("form-words"), "name" },
        };
        (await Agent.SendAsync(HttpMethod.Post, "/api/analyses", words)).Status.ShouldBe(HttpStatusCode.Accepted);

        using var empty = new MultipartFormDataContent { { new ByteArrayContent([]), "file", "a.png" } };
        (await Agent.SendAsync(HttpMethod.Post, "/api/analyses", empty)).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task An_accepted_analysis_can_be_followed_to_its_end()
    {
        using var accepted = await Agent.Http.PostAsJsonAsync(
            "/api/analyses",
            new { description = Shop, name = "followed" },
            TestContext.Current.CancellationToken
        );
        accepted.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var location = accepted.Headers.Location!.ToString();

        var events = await EventsAsync(location + "/events");

        events[^1].Type.ShouldBe("end");
        events[^1].Data.GetProperty("status").GetString().ShouldBe("done");
        var steps = events[..^1];
        steps.Select(e => e.Data.GetProperty("seq").GetInt32()).ShouldBe(Enumerable.Range(1, steps.Count));
        steps
            .Where(e => e.Data.GetProperty("state").GetString() != "started")
            .Select(e => $"{e.Data.GetProperty("step").GetString()} {e.Data.GetProperty("state").GetString()}")
            .ShouldBe([
                "read done",
                "analyze done",
                "generate done",
                "validate done",
                "publish done",
                "register skipped",
                "confirm skipped",
            ]);
        var (_, whole) = await Agent.GetAsync(location);
        whole.GetProperty("status").GetString().ShouldBe("done");
        whole.GetProperty("steps").GetArrayLength().ShouldBe(steps.Count);
        whole.GetProperty("input").GetProperty("text").GetString().ShouldBe(Shop);
        whole.GetProperty("components").EnumerateArray().ShouldAllBe(c => c.GetProperty("entity_ref").ValueKind == JsonValueKind.String);
        whole.GetProperty("files").EnumerateArray().Select(f => f.GetProperty("path").GetString()).ShouldContain("catalog-info.yaml");
    }

    [Fact]
    public async Task Events_come_again_for_who_asks_later_and_from_where_it_broke_off()
    {
        var (_, body) = await Agent.DescribeAsync(Shop, "later");
        var path = $"/api/analyses/{body.GetProperty("analysis_id").GetString()}/events";

        var all = await EventsAsync(path);
        var rest = await EventsAsync(path, lastEventId: "5");

        rest.Select(e => e.Id).ShouldBe(all.Select(e => e.Id).Skip(5));
        all[^1].Type.ShouldBe("end");
    }

    [Fact]
    public async Task The_history_lists_what_was_done_and_what_failed()
    {
        var (_, done) = await Agent.DescribeAsync(Shop, "history");
        var (_, failed) = await Agent.DescribeAsync("We had a lovely walk on the beach.");

        var (_, page) = await Agent.GetAsync("/api/analyses?limit=100");

        var items = page.GetProperty("items").EnumerateArray().ToDictionary(i => i.GetProperty("id").GetString()!, StringComparer.Ordinal);
        var first = items[done.GetProperty("analysis_id").GetString()!];
        first.GetProperty("project_name").GetString().ShouldBe("history");
        first.GetProperty("components").GetInt32().ShouldBe(done.GetProperty("components").GetArrayLength());
        var second = items[failed.GetProperty("analysis_id").GetString()!];
        second.GetProperty("status").GetString().ShouldBe("failed");
        second.GetProperty("error_code").GetString().ShouldBe("no-infrastructure");
        (await Agent.GetAsync("/api/analyses?limit=1")).Body.GetProperty("next").GetString().ShouldNotBeNull();
    }

    [Fact]
    public async Task What_has_ended_or_never_was_cannot_be_canceled()
    {
        var (_, done) = await Agent.DescribeAsync(Shop, "ended");

        var ended = await Agent.SendAsync(HttpMethod.Delete, $"/api/analyses/{done.GetProperty("analysis_id").GetString()}");
        var none = await Agent.SendAsync(HttpMethod.Delete, "/api/analyses/none");

        ended.Status.ShouldBe(HttpStatusCode.Conflict);
        none.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_an_earlier_process_accepted_is_taken_up()
    {
        using var folder = new TemporaryFolder();
        string id;
        await using (var workshop = (await Workshop.OpenAsync(Settings.Load(folder.Path, _ => null).Value, TimeProvider.System)).Value)
        {
            id = (await workshop.Store.AcceptAsync(new("text", Shop, "taken-up"))).Value.Id;
        }

        await using var agent = await RunningAgent.StartAsync(folder.Path);

        var events = await EventsAsync($"/api/analyses/{id}/events", agent: agent);
        events[^1].Data.GetProperty("status").GetString().ShouldBe("done");
        (await agent.GetAsync($"/api/analyses/{id}")).Body.GetProperty("publication").GetProperty("changed").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Health_is_measured_each_time()
    {
        var (status, body) = await Agent.GetAsync("/health");

        status.ShouldBe(HttpStatusCode.OK);
        body.GetProperty("status").GetString().ShouldBe("healthy");
        body.GetProperty("version").GetString().ShouldBe(Product.Version);
        body.GetProperty("checks")
            .EnumerateArray()
            .Select(c => c.GetProperty("name").GetString())
            .ShouldBe(["storage", "git", "disk", "analyzer"]);
    }

    [Fact]
    public async Task A_store_that_cannot_be_written_is_unhealthy_and_nothing_is_accepted()
    {
        using var folder = new TemporaryFolder();
        var settings = Settings.Load(folder.Path, _ => null).Value;
        await using var workshop = (await Workshop.OpenAsync(settings, TimeProvider.System)).Value;
        await using var app = AgentHost.Build(workshop, [], quietly: true);
        await workshop.Database.DisposeAsync();
        var checks = new Health.HealthChecks(workshop, TimeProvider.System);

        var report = await checks.MeasureAsync("en", TestContext.Current.CancellationToken);

        report.Status.ShouldBe(Health.HealthStatus.Unhealthy);
        report.Checks.First(c => c.Name == "storage").Message.ShouldContain("closing");
        (await workshop.Store.AcceptAsync(new("text", Shop, null))).Ok.ShouldBeFalse();
    }

    [Fact]
    public async Task Examples_are_there_in_both_languages_and_every_one_gives_a_catalog()
    {
        var (_, examples) = await Agent.GetAsync("/api/examples");

        examples.EnumerateArray().Select(e => e.GetProperty("language").GetString()).Distinct().ShouldBe(["es", "en"], ignoreOrder: true);
        foreach (var example in examples.EnumerateArray())
        {
            var (status, body) = await Agent.DescribeAsync(example.GetProperty("text").GetString()!);
            status.ShouldBe(HttpStatusCode.OK);
            body.GetProperty("components").GetArrayLength().ShouldBeGreaterThan(4);
            body.GetProperty("relations").GetArrayLength().ShouldBeGreaterThan(3);
        }
    }

    private sealed record ServerEvent(string Type, string? Id, JsonElement Data);

    private async Task<List<ServerEvent>> EventsAsync(string path, string? lastEventId = null, RunningAgent? agent = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        using var answer = await (agent ?? Agent).Http.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead,
            TestContext.Current.CancellationToken
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var events = new List<ServerEvent>();
        await using var stream = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await foreach (var e in System.Net.ServerSentEvents.SseParser.Create(stream).EnumerateAsync(TestContext.Current.CancellationToken))
        {
            events.Add(new(e.EventType, e.EventId, JsonDocument.Parse(e.Data).RootElement.Clone()));
        }

        return events;
    }
}
