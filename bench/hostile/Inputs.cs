using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace InfraAi.Bench.Hostile;

/// <summary>Forty inputs, one at a time, against a real agent with a heap of 1 GiB; beside them another user's descriptions, and the health.</summary>
/// <remarks>
/// Each must be answered (413 and 422 are answers) within 5 s, with less than 400 MB of resident memory more than before it (VmRSS, looked at every
/// 20 ms), while the other's p99 stays below 1 s and the health healthy.
/// </remarks>
internal static class Inputs
{
    private const long Heap = 1L << 30;
    private const int Megabyte = 1 << 20;

    /// <summary>Characters of a body of 16 MB, with room for what JSON adds.</summary>
    private const int Most = 12 * Megabyte;

    private static readonly string[] Long =
    [
        "bullets",
        "bullets of code",
        "arrows",
        "arrows in one line",
        "names in one sentence",
        "lists of lists",
        "sentences",
        "the same product",
        "a table of columns",
        "tables",
        "drawings",
        "fences",
        "fences of one part",
        "parentheses",
        "names in other letters",
        "a stack of one service",
        "commands",
    ];

    private static readonly string[] Sources =
    [
        "Compose",
        "Compose, anchors",
        "YAML, merges of merges",
        "Kubernetes, one selector",
        "Kubernetes, one map",
        "CloudFormation, JSON",
        "Terraform",
        "Terraform, one tie",
        "Terraform JSON",
        "OpenAPI",
        "catalog",
        "Mermaid",
        "PlantUML",
        "PlantUML, quoted ends",
        "Structurizr",
        "DOT",
        "D2, paths",
        "draw.io",
        "draw.io, placeholders",
        "Excalidraw, loose",
        "SVG",
        "bundle of words",
    ];

    public static async Task<int> RunAsync()
    {
        await using var agent = await AgentProcess.StartAsync(Heap);
        for (var i = 0; i < 30; i++)
        {
            (await SendAsync(agent, $"warm {i}", Small(i))).Dispose();
        }

        using var over = new CancellationTokenSource();
        var (others, unhealthy) = (new List<double>(), 0);
        var beside = OtherAsync();
        var health = HealthAsync();
        Console.WriteLine("| input | MB | answer | s | MB more | other's slowest ms |\n|---|---:|---|---:|---:|---:|");
        var failed = 0;
        var inputs = Long.Select(name => (Name: name, Length: Megabyte - 1024))
            .Concat(Sources.Select(name => (Name: name, Length: Most)))
            .Select(i => (i.Name, Text: Patterns.All.Single(p => p.Name == i.Name).OfLength(i.Length)))
            .Append(
                (
                    "4,900 parts and as many relations",
                    "flowchart LR\n" + string.Concat(Enumerable.Range(0, 4_900).Select(i => $"  a{i}[Service {i}] --> a{i / 2}\n"))
                )
            );
        foreach (var (name, text) in inputs)
        {
            int seen;
            lock (others)
            {
                seen = others.Count;
            }

            var before = agent.Resident();
            var most = before;
            using var done = new CancellationTokenSource();
            var watch = Task.Run(async () =>
            {
                while (!done.IsCancellationRequested)
                {
                    most = Math.Max(most, agent.Resident());
                    await Task.Delay(20);
                }
            });
            var clock = Stopwatch.StartNew();
            string answer;
            try
            {
                using var response = await SendAsync(agent, name, text);
                var body = await response.Content.ReadAsStringAsync();
                answer = $"{(int)response.StatusCode} {Code(body)}";
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                answer = e.GetType().Name;
            }

            var seconds = clock.Elapsed.TotalSeconds;
            await done.CancelAsync();
            await watch;
            double slowest;
            lock (others)
            {
                slowest = others.Skip(seen).DefaultIfEmpty(0).Max();
            }

            var more = (most - before) / (double)Megabyte;
            var good = seconds < 5 && more < 400 && answer[0] is '2' or '4';
            failed += good ? 0 : 1;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {text.Length / (double)Megabyte:0.0} | {answer} | {seconds:0.0} | {more:0} | {slowest:0} |{(good ? "" : " <<<")}"
                )
            );
        }

        await over.CancelAsync();
        await Task.WhenAll(beside, health);
        others.Sort();
        var p99 = others[(int)(others.Count * 0.99)];
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"\n{failed} beyond 5 s or 400 MB; the other user: {others.Count} descriptions, p50 {others[others.Count / 2]:0} ms, p99 {p99:0} ms, slowest {others[^1]:0} ms; {unhealthy} times not healthy; resident at the end {agent.Resident() / Megabyte} MB"
            )
        );
        return failed == 0 && p99 < 1000 && unhealthy == 0 ? 0 : 1;

        async Task OtherAsync()
        {
            for (var i = 0; !over.IsCancellationRequested; i++)
            {
                var clock = Stopwatch.StartNew();
                using var response = await SendAsync(agent, $"other {i}", Small(i));
                lock (others)
                {
                    others.Add(response.IsSuccessStatusCode ? clock.Elapsed.TotalMilliseconds : 60_000);
                }

                await Task.Delay(50);
            }
        }

        async Task HealthAsync()
        {
            while (!over.IsCancellationRequested)
            {
                var said = await agent.Http.GetFromJsonAsync<JsonElement>("/health");
                unhealthy += said.GetProperty("status").GetString() == "healthy" ? 0 : 1;
                await Task.Delay(500);
            }
        }
    }

    private static string Small(int i) => $"The shop {i} API stores orders in PostgreSQL and publishes events to Kafka.";

    private static Task<HttpResponseMessage> SendAsync(AgentProcess agent, string name, string text) =>
        agent.Http.PostAsJsonAsync("/process-text", new { description = text, name });

    private static string Code(string body)
    {
        try
        {
            var answer = JsonDocument.Parse(body).RootElement;
            return answer.TryGetProperty("code", out var code) ? code.GetString()!
                : answer.TryGetProperty("components", out var components) ? $"{components.GetArrayLength()} components"
                : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }
}
