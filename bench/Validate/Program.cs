using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using InfraAi.Bench.Validate;
using InfraAi.Platform.Processes;

// validate and the official checks on the same files, side by side in one run, one core each. Usage: bench/validate [DOCUMENTS]
const int Rounds = 15;
const string Core = "0";
var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000;
var root = Environment.GetEnvironmentVariable("INFRA_AI_ROOT") ?? Directory.GetCurrentDirectory();
var oracle = Path.Combine(root, "artifacts", "oracle", "verdicts.js");
var folder = Directory.CreateTempSubdirectory("infra-ai-bench-").FullName;
try
{
    string[] files = [.. Enumerable.Range(0, count).Select(number => Path.Combine(folder, $"{number:00000}.yaml"))];
    for (var number = 0; number < count; number++)
    {
        await File.WriteAllTextAsync(files[number], Documents.Make(number));
    }

    Console.WriteLine($"{"validate", -44}{"ours", 12}{"official", 12}{"ratio", 8}");
    await OneFileAsync(files[0]);
    return await ManyFilesAsync(files) ? 0 : 1;
}
finally
{
    Directory.Delete(folder, recursive: true);
}

async Task OneFileAsync(string file)
{
    // The first run builds the program and warms the disk for both.
    await OursAsync([], file);
    await OfficialAsync([], file);
    var (ours, official, start) = (new List<double>(), new List<double>(), new List<double>());
    for (var round = 0; round < Rounds; round++)
    {
        ours.Add((await OursAsync([], file)).Seconds);
        official.Add((await OfficialAsync([], file)).Seconds);
        start.Add((await RunAsync(Path.Combine(root, "infra-ai"), "list")).Seconds);
    }

    Row("one file, process start to verdict, ms", Median(ours) * 1000, Median(official) * 1000);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"  of that, ./infra-ai list", -44}{Median(start) * 1000, 12:0}"));
}

async Task<bool> ManyFilesAsync(string[] files)
{
    string[] oneCore = ["taskset", "--cpu-list", Core];
    var ours = await OursAsync(oneCore, folder);
    var official = await OfficialAsync(oneCore, files);
    Row($"{files.Length} documents on one core, ms", ours.Seconds * 1000, official.Seconds * 1000);
    Row("  documents each second", files.Length / ours.Seconds, files.Length / official.Seconds);
    Row("  peak memory, MB", ours.PeakBytes / 1e6, official.PeakBytes / 1e6);
    var (said, expected) = (Verdicts(ours.Output, "file"), Verdicts(official.Output, "id"));
    var different = expected.Count(verdict => !said.TryGetValue(verdict.Key, out var valid) || valid != verdict.Value);
    Console.WriteLine($"{expected.Count} verdicts, {expected.Values.Count(valid => !valid)} refused, {different} different");
    return different == 0 && said.Count == expected.Count && expected.Count > 0;
}

Task<Run> OursAsync(string[] before, string path) =>
    RunAsync([.. before, Path.Combine(root, "infra-ai"), "validate", path, "--format", "json"]);

Task<Run> OfficialAsync(string[] before, params string[] paths) => RunAsync([.. before, "node", oracle, .. paths]);

async Task<Run> RunAsync(params string[] command)
{
    var start = Stopwatch.GetTimestamp();
    using var process = Programs.Start(command[0], command[1..], root).Value;
    process.StandardInput.Close();
    var output = process.StandardOutput.ReadToEndAsync();
    var errors = process.StandardError.ReadToEndAsync();
    var ended = process.WaitForExitAsync();
    var peak = 0L;
    while (await Task.WhenAny(ended, Task.Delay(20)) != ended)
    {
        peak = Math.Max(peak, PeakOf(process.Id));
    }

    var run = new Run(Stopwatch.GetElapsedTime(start).TotalSeconds, peak, await output);
    return process.ExitCode <= 1 ? run : throw new InvalidOperationException(await errors);
}

// The kernel's own high-water mark: what lies between two looks counts too.
static long PeakOf(int id)
{
    try
    {
        var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.AsSpan(6).Trim().TrimEnd(" kB"), CultureInfo.InvariantCulture) * 1024;
    }
    catch (IOException)
    {
        return 0;
    }
}

static Dictionary<string, bool> Verdicts(string output, string name)
{
    var verdicts = new Dictionary<string, bool>(StringComparer.Ordinal);
    foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
    {
        using var json = JsonDocument.Parse(line);
        if (json.RootElement.TryGetProperty("valid", out var valid))
        {
            verdicts[$"{json.RootElement.GetProperty(name)}#{json.RootElement.GetProperty("document")}"] = valid.GetBoolean();
        }
    }

    return verdicts;
}

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

static void Row(string what, double ours, double official) =>
    Console.WriteLine(
        string.Create(
            CultureInfo.InvariantCulture,
            $"{what, -44}{ours, 12:0}{official, 12:0}{Math.Max(ours, official) / Math.Min(ours, official), 8:0.0}"
        )
    );
