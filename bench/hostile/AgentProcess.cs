using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace InfraAi.Bench.Hostile;

/// <summary>The agent as it is started in earnest, in a data folder of its own, on a heap that is as small as asked.</summary>
internal sealed class AgentProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly string folder;

    private AgentProcess(Process process, string folder, HttpClient http)
    {
        this.process = process;
        this.folder = folder;
        Http = http;
    }

    /// <summary>Has the token.</summary>
    public HttpClient Http { get; }

    public static async Task<AgentProcess> StartAsync(long heap)
    {
        var home = Directory.CreateTempSubdirectory("infra-ai-hostile-").FullName;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        listener.Stop();
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "InfraAi.Agent.dll"), "--Logging:LogLevel:Default=Error" },
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = home,
        };
        start.Environment["INFRA_AI_ROOT"] = home;
        start.Environment["INFRA_AI_HOME"] = Path.Combine(home, "data");
        start.Environment["AGENT_URL"] = url.ToString();
        start.Environment["ANALYZER"] = "offline";
        start.Environment["AGENT_TOKEN"] = token;
        start.Environment["DOTNET_GCHeapHardLimit"] = heap.ToString("x", CultureInfo.InvariantCulture);
        var started = Process.Start(start)!;
        started.BeginOutputReadLine();
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = url, Timeout = TimeSpan.FromMinutes(2) };
        var agent = new AgentProcess(started, home, http);
        for (var tries = 0; ; tries++)
        {
            try
            {
                (await http.GetAsync("/health")).Dispose();
                http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
                return agent;
            }
            catch (HttpRequestException) when (tries < 300)
            {
                await Task.Delay(100);
            }
        }
    }

    public bool IsAlive => !process.HasExited;

    /// <summary>Resident bytes (VmRSS).</summary>
    public long Resident()
    {
        foreach (var line in File.ReadLines($"/proc/{process.Id}/status"))
        {
            if (line.StartsWith("VmRSS:", StringComparison.Ordinal))
            {
                return long.Parse(line.AsSpan(6).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture) * 1024;
            }
        }

        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
