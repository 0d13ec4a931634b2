using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using InfraAi.Agent;
using InfraAi.Bench.Publish;
using InfraAi.Model;
using InfraAi.Pipeline;
using InfraAi.Platform.Configuration;
using InfraAi.Platform.Services;
using InfraAi.Publishing;
using InfraAi.Publishing.GitHub;
using InfraAi.Tests;

var count = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 0;
switch (args.FirstOrDefault())
{
    case "calls":
        await CallsAsync();
        break;
    case "projects":
        await ProjectsAsync(count > 0 ? count : 200);
        break;
    case "latency":
        await LatencyAsync(count > 0 ? count : 300);
        break;
    case "visible":
        return await VisibleAsync(count > 0 ? count : 20);
    default:
        Console.Error.WriteLine("calls | projects [N] | latency [N] | visible [N]");
        return 2;
}

return 0;

static GitHubOptions Options(GitHubDouble github) =>
    new()
    {
        ApiUrl = github.Url,
        Token = GitHubDouble.Token,
        User = "octocat",
    };

static HttpClient Http() => new(new SocketsHttpHandler { UseProxy = false });

static async Task CallsAsync()
{
    await using var github = await GitHubDouble.StartAsync();
    using var http = Http();
    using var publisher = new GitHubPublisher(http, Options(github), TimeProvider.System);
    var files = Enumerable.Range(0, 12).Select(i => new ProjectFile($"docs/{i}.md", $"# {i}\n")).ToList();
    await Say("new", files, null);
    await Say("unchanged", files, new("", []));
    files[0] = new("docs/0.md", "changed\n");
    await Say("one file changed", files, new("", []));

    async Task Say(string what, IReadOnlyList<ProjectFile> all, EarlierPublication? earlier)
    {
        var before = publisher.Sent;
        var published = await publisher.PublishAsync(
            new("shop", [.. all], "Describe the shop") { Earlier = () => Task.FromResult(earlier) }
        );
        var after = publisher.Sent;
        Console.WriteLine(
            $"{what, -18} {after.Calls - before.Calls} calls, {after.Writes - before.Writes} of them writes; commits {github.History("octocat/shop").Count}; {published.Value.Commit[..10]}"
        );
    }
}

static async Task ProjectsAsync(int projects)
{
    foreach (var latency in (int[])[0, 100])
    {
        await using var github = await GitHubDouble.StartAsync();
        github.Latency = TimeSpan.FromMilliseconds(latency);
        using var http = Http();
        using var publisher = new GitHubPublisher(http, Options(github), TimeProvider.System);
        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, projects),
            new ParallelOptions { MaxDegreeOfParallelism = 64 },
            async (i, cancellation) =>
            {
                var files = Enumerable.Range(0, 12).Select(f => new ProjectFile($"docs/{f}.md", $"# {i} {f}\n")).ToList();
                var published = await publisher.PublishAsync(new($"shop-{i}", files, $"Describe {i}"), cancellation);
                if (!published.Ok)
                {
                    throw new InvalidOperationException(published.Problem.ToString());
                }
            }
        );
        var seconds = clock.Elapsed.TotalSeconds;
        // Four calls one after the other, 64 projects at once: no client can be quicker.
        var floor = Math.Ceiling(projects / 64.0) * 4 * latency / 1000.0;
        Console.WriteLine(
            $"{projects} projects, double answers after {latency} ms: {seconds:0.00} s ({projects / seconds:0} a second; the double's own floor {floor:0.00} s), {publisher.Sent.Calls} calls"
        );
    }
}

static async Task LatencyAsync(int times)
{
    using var folder = new TemporaryFolder();
    await using var agent = await RunningAgent.StartAsync(folder.Path);
    await Measure("warm-up", 50);
    await Measure("POST /process-text, embedded, one at a time", times);

    async Task Measure(string what, int n)
    {
        var all = new List<double>();
        for (var i = 0; i < n; i++)
        {
            var clock = Stopwatch.StartNew();
            await agent.DescribeAsync($"{what[..4]}-{i}", "The shop API stores orders in PostgreSQL and publishes events to Kafka.");
            all.Add(clock.Elapsed.TotalMilliseconds);
        }

        Console.WriteLine($"{what}: {Figures.Of(all)} ms");
    }
}

static async Task<int> VisibleAsync(int times)
{
    await using var github = await GitHubDouble.StartAsync();
    await using var backstage = await RealBackstage.StartAsync(github.Url);
    if (backstage is null)
    {
        Console.Error.WriteLine("There is no installed Backstage: BACKSTAGE_FOLDER names a folder with its node_modules (backstage/).");
        return 3;
    }

    using var folder = new TemporaryFolder();
    await using var agent = await RunningAgent.StartAsync(
        folder.Path,
        ("GITHUB_TOKEN", GitHubDouble.Token),
        ("GITHUB_USER", "octocat"),
        ("GITHUB_API_URL", github.Url.ToString()),
        ("BACKSTAGE_URL", backstage.Url.ToString()),
        ("BACKSTAGE_TOKEN", RealBackstage.Token)
    );
    await One("first");
    var news = new List<double>();
    var changes = new List<double>();
    for (var i = 0; i < times; i++)
    {
        news.Add(await One($"shop-{i}"));
        changes.Add(await One($"shop-{i}", " Redis caches the orders."));
    }

    Console.WriteLine($"new project, request to visible with its relations: {Figures.Of(news)} s");
    Console.WriteLine($"changed project, request to the change visible: {Figures.Of(changes)} s");
    return 0;

    async Task<double> One(string name, string more = "")
    {
        var body = await agent.DescribeAsync(name, $"The {name} API stores orders of {name} in PostgreSQL." + more);
        if (!body.TryGetProperty("visible_after_ms", out var after) || after.ValueKind != JsonValueKind.Number)
        {
            throw new InvalidOperationException(body.GetRawText());
        }

        return after.GetInt64() / 1000.0;
    }
}

namespace InfraAi.Bench.Publish
{
    internal static class Figures
    {
        public static string Of(List<double> all)
        {
            all.Sort();
            return $"p50 {all[all.Count / 2]:0.00}, p95 {all[all.Count * 95 / 100]:0.00}, max {all[^1]:0.00} (n={all.Count})";
        }
    }

    /// <summary>The agent in this process, on a free port.</summary>
    internal sealed class RunningAgent : IAsyncDisposable
    {
        private readonly Workshop workshop;
        private readonly Microsoft.AspNetCore.Builder.WebApplication app;
        private readonly HttpClient http;

        private RunningAgent(Workshop workshop, Microsoft.AspNetCore.Builder.WebApplication app)
        {
            this.workshop = workshop;
            this.app = app;
            http = AgentClient.Connect(workshop.Settings.AgentUrl, workshop.Settings.AgentToken);
        }

        public static async Task<RunningAgent> StartAsync(string root, params (string Name, string Value)[] with)
        {
            var url = $"http://127.0.0.1:{Ports.Free()}";
            var settings = Settings.Load(root, name => name == "AGENT_URL" ? url : with.FirstOrDefault(w => w.Name == name).Value).Value;
            var open = (await Workshop.OpenAsync(settings, TimeProvider.System)).Value;
            var host = AgentHost.Build(open, [], quietly: true);
            await host.StartAsync();
            return new(open, host);
        }

        public async Task<JsonElement> DescribeAsync(string name, string description)
        {
            using var answer = await http.PostAsJsonAsync("/process-text", new { name, description });
            return await answer.Content.ReadFromJsonAsync<JsonElement>();
        }

        public async ValueTask DisposeAsync()
        {
            http.Dispose();
            await app.StopAsync();
            await app.DisposeAsync();
            await workshop.DisposeAsync();
        }
    }
}
