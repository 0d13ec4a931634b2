using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using InfraAi.Platform.Files;
using InfraAi.Platform.Processes;
using InfraAi.Platform.Services;

// The main job, measured from outside with the program that users run. Usage: bench/main-job [FOLDER with .txt files | sizes]
var root = Environment.GetEnvironmentVariable("INFRA_AI_ROOT") ?? Directory.GetCurrentDirectory();
var launcher = Path.Combine(root, "infra-ai");
var folder = Directory.CreateTempSubdirectory("infra-ai-bench-").FullName;
var url = new Uri($"http://127.0.0.1:{FreePort()}");
var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
{
    ["INFRA_AI_HOME"] = Path.Combine(folder, "home"),
    ["AGENT_URL"] = url.ToString(),
};
try
{
    await RunAsync("list");
    if (args is ["sizes"])
    {
        await SizesAsync();
        return 0;
    }

    await AnalyzeAsync();
    await StartAsync();
    await ProcessAsync();
    return 0;
}
finally
{
    await RunAsync("stop");
    Directory.Delete(folder, recursive: true);
}

async Task AnalyzeAsync()
{
    // Every text several times under other names: enough work that starting the process is a part of it, not all of it.
    var texts = (
        args.Length > 0
            ? Directory.GetFiles(args[0], "*.txt")
            : Directory.GetFiles(Path.Combine(root, "src", "InfraAi.Agent", "Examples"), "*.txt")
    )
        .Select(File.ReadAllText)
        .ToList();
    var files = new List<string>();
    for (var i = 0; files.Count < 1000; i++)
    {
        var file = Path.Combine(folder, $"{files.Count}.txt");
        await File.WriteAllTextAsync(file, texts[i % texts.Count]);
        files.Add(file);
    }

    string[] all = [.. files.SelectMany(f => new[] { "--file", f })];
    await RunAsync(["analyze", "--format", "json", .. all]);
    var start = Stopwatch.GetTimestamp();
    var ran = await RunAsync(["analyze", "--format", "json", .. all]);
    var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
    var one = await TimeAsync(() => RunAsync("analyze", "--format", "json", "--file", files[0]));
    var read = ran.Text.Split('\n').Count(line => line.StartsWith('{'));
    Report(
        $"analyze, {read} texts of {texts.Average(t => t.Length):0} characters in one process",
        $"{read / seconds:0} texts/s",
        $"one text: {one:0} ms, start included"
    );
}

// What reading costs by the size of the input: tenfold the input should be about tenfold the time beyond the program's start.
async Task SizesAsync()
{
    var orders = await File.ReadAllTextAsync(Path.Combine(root, "src", "InfraAi.Agent", "Examples", "orders.txt"));
    (string What, string Extension, string Before, Func<int, string> One)[] kinds =
    [
        ("words", "txt", "", i => orders.Replace("orders", $"orders {i}", StringComparison.Ordinal) + "\n\n"),
        ("Mermaid", "mmd", "flowchart LR\n", i => $"  a{i}[Service {i}] -->|reads| b{i}[(PostgreSQL {i})]\n"),
        ("draw.io", "drawio", "<mxfile><diagram name=\"p\"><mxGraphModel><root><mxCell id=\"0\"/><mxCell id=\"1\" parent=\"0\"/>", Shape),
        ("Compose", "yaml", "services:\n", i => $"  s{i}:\n    image: postgres:17\n    depends_on: [s{Math.Max(0, i - 1)}]\n"),
        ("Kubernetes", "yaml", "", Deployment),
        ("Terraform", "tf", "", i => $"resource \"aws_sqs_queue\" \"q{i}\" {{\n  name = \"q{i}\"\n}}\n\n"),
    ];
    var empty = await BestAsync("empty.mmd", "flowchart LR\n  a --> b\n", 10);
    Console.WriteLine($"the program's own start: {empty:0} ms, taken off below");
    Console.WriteLine("| input | pieces | KB | ms | µs a piece |");
    Console.WriteLine("|---|---|---|---|---|");
    foreach (var (what, extension, before, one) in kinds)
    {
        foreach (var count in (int[])[100, 1_000, 10_000])
        {
            var pieces = what == "words" ? count / 10 : count;
            var text =
                before
                + string.Concat(Enumerable.Range(0, pieces).Select(one))
                + (extension == "drawio" ? "</root></mxGraphModel></diagram></mxfile>" : "");
            Row(what, pieces, text.Length, await BestAsync($"{what}-{count}.{extension}", text) - empty);
        }
    }

    foreach (var count in (int[])[100, 1_000, 10_000])
    {
        var tree = Directory.CreateDirectory(Path.Combine(folder, $"tree-{count}"));
        for (var i = 0; i < count; i++)
        {
            var beside = tree.CreateSubdirectory($"service-{i / 10}");
            await File.WriteAllTextAsync(Path.Combine(beside.FullName, $"deployment-{i}.yaml"), Deployment(i));
        }

        Row("a folder of files", count, count * Deployment(count).Length, await BestAsync(tree.FullName, null) - empty);
    }

    static string Shape(int i) =>
        $"<mxCell id=\"v{i}\" value=\"Service {i}\" vertex=\"1\" parent=\"1\"><mxGeometry x=\"{i}\" y=\"{i}\" width=\"80\" height=\"40\" as=\"geometry\"/></mxCell>"
        + $"<mxCell id=\"e{i}\" edge=\"1\" parent=\"1\" source=\"v{i}\" target=\"v{Math.Max(0, i - 1)}\"><mxGeometry as=\"geometry\"/></mxCell>";

    static string Deployment(int i) =>
        $"apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: service-{i}\nspec:\n  template:\n    spec:\n      containers:\n        - name: main\n          image: acme/service-{i}:1\n---\n";

    static void Row(string what, int pieces, int characters, double ms) =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"| {what} | {pieces:N0} | {characters / 1000:N0} | {ms:N0} | {ms * 1000 / pieces:N0} |"
            )
        );
}

// Milliseconds of the best round, the program's start and the writing of its answer included.
async Task<double> BestAsync(string name, string? text, int rounds = 3)
{
    var path = text is null ? name : Path.Combine(folder, name);
    if (text is not null)
    {
        await File.WriteAllTextAsync(path, text);
    }

    var best = double.MaxValue;
    for (var i = 0; i < rounds; i++)
    {
        best = Math.Min(best, await TimeAsync(ReadAsync));
    }

    return best;

    async Task ReadAsync()
    {
        var ran = await RunAsync("analyze", "--format", "json", "--file", path);
        if (ran.ExitCode != 0)
        {
            throw new InvalidOperationException($"{path}: {ran.Text[..Math.Min(500, ran.Text.Length)]} {ran.Error}");
        }
    }
}

async Task StartAsync()
{
    var times = new List<double>();
    for (var i = 0; i < 5; i++)
    {
        times.Add(await TimeAsync(() => RunAsync("start")));
        if (i < 4)
        {
            await RunAsync("stop");
        }
    }

    times.Sort();
    Report("start to healthy, once built", $"{times[2]:0} ms", $"{times[0]:0} to {times[^1]:0} ms, the first with the example");
    var status = await TimeAsync(() => RunAsync("status"));
    Report("status", $"{status:0} ms", "");
}

async Task ProcessAsync()
{
    using var http = AgentClient.Connect(url, new SecretFile(environment["INFRA_AI_HOME"]!, "agent-token").Read());
    var text = await File.ReadAllTextAsync(Path.Combine(root, "src", "InfraAi.Agent", "Examples", "orders.txt"));
    var health = await SampleAsync(50, async _ => await http.GetStringAsync("/api/examples"));
    var first = await SampleAsync(300, i => PostAsync(http, text, $"project-{i}"));
    var again = await SampleAsync(300, i => PostAsync(http, text, $"project-{i}"));
    Report(
        "POST /process-text, published into a new repository",
        $"p50 {first.P50:0.0} ms",
        $"p99 {first.P99:0.0} ms; {first.P50 / health.P50:0.0} × an empty request"
    );
    Report("POST /process-text, unchanged", $"p50 {again.P50:0.0} ms", $"p99 {again.P99:0.0} ms; {again.P50 / first.P50:0.00} × a new one");
}

async Task PostAsync(HttpClient http, string text, string name)
{
    using var answer = await http.PostAsJsonAsync("/process-text", new { description = text, name });
    var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
    if (body.GetProperty("status").ToString() != "done")
    {
        throw new InvalidOperationException(body.ToString());
    }
}

async Task<(double P50, double P99)> SampleAsync(int count, Func<int, Task> work)
{
    var times = new double[count];
    for (var i = 0; i < count; i++)
    {
        times[i] = await TimeAsync(() => work(i));
    }

    Array.Sort(times);
    return (times[count / 2], times[count * 99 / 100]);
}

async Task<double> TimeAsync(Func<Task> work)
{
    var start = Stopwatch.GetTimestamp();
    await work();
    return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
}

async Task<ProcessOutcome> RunAsync(params string[] arguments) => (await Programs.RunAsync(launcher, arguments, root, environment)).Value;

void Report(string what, string figure, string more) =>
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what, -66} {figure, 16}   {more}"));

static int FreePort()
{
    using var listener = new TcpListener(IPAddress.Loopback, 0);
    listener.Start();
    return ((IPEndPoint)listener.LocalEndpoint).Port;
}
