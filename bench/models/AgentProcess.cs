using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using InfraAi.Models.Tests.StandIn;
using InfraAi.Platform.Configuration;
using InfraAi.Platform.Services;

namespace InfraAi.Bench.Models;

/// <summary>The agent as it is started in earnest, in a data folder of its own.</summary>
internal sealed class AgentProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly string folder;

    private AgentProcess(Process process, string folder, Uri url)
    {
        Http = AgentClient.Connect(url, Settings.Load(folder, _ => null).Value.AgentToken);
        Http.Timeout = TimeSpan.FromMinutes(2);
        this.process = process;
        this.folder = folder;
    }

    /// <summary>Has its token.</summary>
    public HttpClient Http { get; }

    public static async Task<AgentProcess> StartAsync(StandInModel model, string publish)
    {
        var home = Directory.CreateTempSubdirectory("infra-ai-bench-").FullName;
        var url = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                Environment.GetEnvironmentVariable("INFRA_AI_BENCH_AGENT") ?? Path.Combine(AppContext.BaseDirectory, "InfraAi.Agent.dll"),
                "--Logging:LogLevel:Default=Warning",
            },
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = home,
        };
        start.Environment["INFRA_AI_ROOT"] = home;
        start.Environment["AGENT_URL"] = url.ToString();
        start.Environment["GEMINI_API_KEY"] = model.Key;
        start.Environment["GOOGLE_GEMINI_BASE_URL"] = model.Url.ToString();
        start.Environment["PUBLISH"] = publish;
        var started = Process.Start(start)!;
        started.BeginOutputReadLine();
        var agent = new AgentProcess(started, home, url);
        for (var tries = 0; ; tries++)
        {
            try
            {
                (await agent.Http.GetAsync("/health")).Dispose();
                return agent;
            }
            catch (HttpRequestException) when (tries < 200)
            {
                await Task.Delay(100);
            }
        }
    }

    /// <summary>Resident megabytes.</summary>
    public long Memory()
    {
        process.Refresh();
        return process.WorkingSet64 / 1024 / 1024;
    }

    /// <summary>Seconds of processor so far.</summary>
    public double Cpu()
    {
        process.Refresh();
        return process.TotalProcessorTime.TotalSeconds;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
