using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;

namespace InfraAi.Bench.Images;

/// <summary>Gives every bad picture to the program and to the agent as users have them, and holds them to the bound on time and memory.</summary>
internal static class BadRun
{
    private sealed record Cost(string Code, double Seconds, int Megabytes)
    {
        internal bool IsKept(string code) =>
            Code == code && Seconds <= BadPictures.MostSeconds && Megabytes is > 0 and <= BadPictures.MostMegabytes;

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Code} | {Seconds:F1} s | {Megabytes} MB");
    }

    /// <returns>0, or 1 when one took longer or more, or ended otherwise.</returns>
    internal static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("infra-ai-bad-").FullName;
        // Builds what is not built yet.
        using (var build = Start("./infra-ai", folder))
        {
            await build.StandardOutput.ReadToEndAsync();
            await build.WaitForExitAsync();
        }

        var url = new Uri($"http://127.0.0.1:{FreePort()}");
        using var agent = Start("dotnet", folder, ["artifacts/app/InfraAi.Agent.dll"], url);
        agent.BeginOutputReadLine();
        try
        {
            using var http = new HttpClient { BaseAddress = url, DefaultRequestHeaders = { Authorization = new("Bearer", Token) } };
            await AnsweringAsync(http, agent);
            var kept = true;
            Console.WriteLine("| input | analyze | time | peak | a running agent | time | peak |\n|---|---|---|---|---|---|---|");
            foreach (var bad in BadPictures.All)
            {
                var bytes = bad.Bytes();
                var (alone, served) = (await ProgramAsync(folder, bytes), await AgentAsync(http, new(Id(agent)), bytes));
                Console.WriteLine($"| {bad.Name} | {alone} | {served} |");
                kept &= alone.IsKept(bad.Code) && served.IsKept(bad.Code);
            }

            Console.Error.WriteLine(
                $"{(kept ? "All" : "NOT all")} as they should be, within {BadPictures.MostSeconds} s and {BadPictures.MostMegabytes} MB; load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}."
            );
            return kept ? 0 : 1;
        }
        finally
        {
            agent.Kill(entireProcessTree: true);
            await agent.WaitForExitAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static readonly string Token = Guid.NewGuid().ToString("N");

    private static async Task<Cost> ProgramAsync(string folder, byte[] bytes)
    {
        var file = Path.Combine(folder, "a.png");
        await File.WriteAllBytesAsync(file, bytes);
        var clock = Stopwatch.StartNew();
        using var program = Start("./infra-ai", folder, ["analyze", "--analyzer", "offline", "--format", "json", "--file", file]);
        var (said, memory, peak) = (program.StandardOutput.ReadToEndAsync(), new Memory(Id(program)), 0);
        while (!program.WaitForExit(TimeSpan.FromMilliseconds(5)))
        {
            peak = Math.Max(peak, memory.Peak());
        }

        var seconds = clock.Elapsed.TotalSeconds;
        using var answer = JsonDocument.Parse(await said);
        return new(answer.RootElement.TryGetProperty("error", out var error) ? Code(error) : "read", seconds, peak);
    }

    private static async Task<Cost> AgentAsync(HttpClient http, Memory memory, byte[] bytes)
    {
        using var form = new MultipartFormDataContent();
        using var file = new ByteArrayContent(bytes);
        file.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        form.Add(file, "file", "a.png");
        memory.Reset();
        var clock = Stopwatch.StartNew();
        using var answer = await http.PostAsync("/process-image", form);
        var body = await answer.Content.ReadAsStringAsync();
        var seconds = clock.Elapsed.TotalSeconds;
        using var problem = JsonDocument.Parse(body);
        return new(answer.IsSuccessStatusCode ? "read" : Code(problem.RootElement), seconds, memory.Peak());
    }

    private static string Code(JsonElement problem) => problem.GetProperty("code").GetString()!;

    private static string Id(Process process) => process.Id.ToString(CultureInfo.InvariantCulture);

    private static async Task AnsweringAsync(HttpClient http, Process agent)
    {
        for (var tries = 0; !agent.HasExited; tries++)
        {
            try
            {
                using var answer = await http.GetAsync("/health");
                return;
            }
            catch (HttpRequestException) when (tries < 300)
            {
                await Task.Delay(100);
            }
        }

        throw new InvalidOperationException($"The agent ended with {agent.ExitCode}.");
    }

    private static Process Start(string program, string folder, string[]? arguments = null, Uri? url = null)
    {
        var start = new ProcessStartInfo(program, arguments ?? [])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            Environment =
            {
                ["INFRA_AI_ROOT"] = folder,
                ["INFRA_AI_HOME"] = folder,
                ["ANALYZER"] = "offline",
                ["PUBLISH"] = "git",
            },
        };
        if (url is not null)
        {
            start.Environment["AGENT_URL"] = url.ToString();
            start.Environment["AGENT_TOKEN"] = Token;
        }

        return Process.Start(start)!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
