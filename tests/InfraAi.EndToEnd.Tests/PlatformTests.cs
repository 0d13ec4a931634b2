using System.Net.Http.Json;
using System.Text.Json;
using InfraAi.Platform.Processes;

namespace InfraAi.EndToEnd.Tests;

/// <summary>start, status, stop: the real program against real processes and ports.</summary>
public sealed class PlatformTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_start_shows_an_example_through_the_whole_pipeline_and_the_second_is_quick_and_starts_nothing()
    {
        await using var launcher = new Launcher();

        var first = await launcher.RunAsync("start");
        var pid = await PidAsync(launcher);
        var second = await launcher.RunAsync("start");

        first.Code.ShouldBe(0, first.Error);
        foreach (
            var part in (string[])
                [
                    "agent healthy",
                    "components",
                    "relations",
                    "questions",
                    "files",
                    "git clone",
                    "catalog-info.yaml",
                    "/sign-in?code=",
                    "&page=analyses/",
                ]
        )
        {
            first.Out.ShouldContain(part);
        }

        second.Code.ShouldBe(0);
        second.Out.ShouldContain("was running");
        second.Out.ShouldNotContain("components");
        (await PidAsync(launcher)).ShouldBe(pid);
    }

    [Fact]
    public async Task A_Backstage_that_is_not_up_does_not_make_the_first_start_look_failed()
    {
        await using var launcher = new Launcher();
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var backstage = $"http://127.0.0.1:{((System.Net.IPEndPoint)listener.LocalEndpoint).Port}";
        listener.Stop();
        launcher.Set("BACKSTAGE_URL", backstage);

        var ran = await launcher.RunAsync("start", "agent");

        ran.Code.ShouldBe(0, ran.Error);
        ran.Out.ShouldContain("agent healthy");
        ran.Error.ShouldContain($"{backstage} (BACKSTAGE_URL), which must show it, does not answer. → ./infra-ai start backstage");
        (await launcher.RunAsync("history", "--format", "json")).Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task Stop_ends_what_start_started_and_status_tells_the_truth_before_and_after()
    {
        await using var launcher = new Launcher();
        (await launcher.RunAsync("status")).Code.ShouldBe(1);

        await launcher.RunAsync("start");
        var running = await launcher.RunAsync("status", "agent", "--format", "json");
        var process = RunningProcess.Find(await PidAsync(launcher)).ShouldNotBeNull();
        var stopped = await launcher.RunAsync("stop");

        running.Code.ShouldBe(0);
        JsonDocument.Parse(running.Out).RootElement.GetProperty("state").GetString().ShouldBe("healthy");
        stopped.Code.ShouldBe(0);
        process.IsAlive.ShouldBeFalse();
        (await launcher.RunAsync("status")).Code.ShouldBe(1);
        (await launcher.RunAsync("stop")).Out.ShouldContain("was not running");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named_with_its_holder_who_is_left_alone()
    {
        await using var owner = new Launcher();
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, owner.Url.Port);
        listener.Start();

        var start = await owner.RunAsync("start");
        var stop = await owner.RunAsync("stop");

        start.Code.ShouldBe(3);
        start.Error.ShouldContain("port-in-use");
        start.Error.ShouldContain($"pid {Environment.ProcessId}");
        stop.Out.ShouldContain("was not running");
        listener.Server.IsBound.ShouldBeTrue();
    }

    [Fact]
    public async Task Two_starts_at_once_make_one_agent()
    {
        await using var launcher = new Launcher();

        var both = await Task.WhenAll(launcher.RunAsync("start"), launcher.RunAsync("start"));

        both.ShouldAllBe(ran => ran.Code == 0);
        both.Count(ran => ran.Out.Contains("was running", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task An_agent_killed_at_any_moment_loses_nothing_that_was_accepted()
    {
        await using var launcher = new Launcher();
        using var http = launcher.Connect();
        await launcher.RunAsync("start");
        var accepted = new List<string>();
        for (var round = 0; round < 6; round++)
        {
            // Sent all at once, and killed while they are under way: a different number has been answered each time.
            var sending = Enumerable
                .Range(0, 40)
                .Select(async i =>
                {
                    using var answer = await http.PostAsJsonAsync(
                        "/api/analyses",
                        new
                        {
                            description = $"The shop {round} {i} API stores orders in PostgreSQL and sends events to Kafka.",
                            name = $"shop-{round}-{i}",
                        },
                        Cancellation
                    );
                    return (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("id").GetString()!;
                })
                .ToList();
            await Task.WhenAny(Task.WhenAll(sending.Take(1 + (round * 7))), Task.Delay(5000, Cancellation));
            RunningProcess.Find(await PidAsync(launcher))!.Kill();
            foreach (var one in sending)
            {
                try
                {
                    accepted.Add(await one);
                }
                catch (HttpRequestException)
                {
                    // Not answered: not accepted.
                }
            }

            var restarted = await launcher.RunAsync("start");
            restarted.Code.ShouldBe(0, restarted.Error);
        }

        accepted.Count.ShouldBeGreaterThan(20);
        foreach (var id in accepted)
        {
            // The event stream ends when the analysis does.
            await http.GetStringAsync($"/api/analyses/{id}/events", Cancellation);
            var analysis = await http.GetFromJsonAsync<JsonElement>($"/api/analyses/{id}", Cancellation);
            analysis.GetProperty("status").GetString().ShouldBe("done", analysis.ToString());
            var repository = Path.Combine(launcher.Home, "repositories", analysis.GetProperty("project_name").GetString() + ".git");
            var count = await Programs.RunAsync("git", ["-C", repository, "rev-list", "--count", "main"], cancellation: Cancellation);
            count.Value.Text.Trim().ShouldBe("1");
        }
    }

    private static async Task<int> PidAsync(Launcher launcher)
    {
        var record = await File.ReadAllTextAsync(Path.Combine(launcher.Home, "run", "agent.json"), Cancellation);
        return JsonDocument.Parse(record).RootElement.GetProperty("process").GetProperty("pid").GetInt32();
    }
}
