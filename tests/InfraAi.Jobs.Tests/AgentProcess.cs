using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using InfraAi.Platform.Configuration;
using InfraAi.Platform.Processes;
using InfraAi.Platform.Services;

namespace InfraAi.Jobs.Tests;

/// <summary>An agent as a process of its own, which can be killed, stopped and woken.</summary>
internal sealed class AgentProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly string root;
    private readonly Dictionary<string, string?> environment;
    private readonly int port = FreePort();
    private Process? process;

    /// <param name="root">Its own folder: INFRA_AI_HOME lies in it.</param>
    public AgentProcess(string root, params (string Name, string? Value)[] settings)
    {
        this.root = root;
        environment = settings.ToDictionary(s => s.Name, s => s.Value, StringComparer.Ordinal);
        environment["INFRA_AI_ROOT"] = root;
        environment["AGENT_URL"] = $"http://127.0.0.1:{port}";
        environment["ANALYZER"] = "offline";
        environment["DOTNET_gcServer"] = "0";
        var known = Settings.Load(root, environment.GetValueOrDefault).Value;
        Http = AgentClient.Connect(known.AgentUrl, known.AgentToken);
        Http.Timeout = StartLimit;
    }

    public HttpClient Http { get; }

    public int Pid => process!.Id;

    /// <summary>Launches it without waiting.</summary>
    public void Launch()
    {
        // Its output goes to a file: a pipe that nobody reads would stop it.
        var started = Programs.Start(
            "sh",
            [
                "-c",
                "exec dotnet \"$0\" >>\"$1\" 2>&1",
                Path.Combine(AppContext.BaseDirectory, "InfraAi.Agent.dll"),
                Path.Combine(root, "agent.log"),
            ],
            root,
            environment
        );
        process = started.Value;
    }

    public async Task StartAsync(CancellationToken cancellation)
    {
        Launch();
        await ReadyAsync(cancellation);
    }

    public async Task ReadyAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(StartLimit);
        while (true)
        {
            try
            {
                using var answer = await Http.GetAsync(new Uri("/api/analyses?limit=1", UriKind.Relative), limit.Token);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                process!.HasExited.ShouldBeFalse(Log);
            }

            await Task.Delay(20, limit.Token);
        }
    }

    public string Log => File.Exists(Path.Combine(root, "agent.log")) ? File.ReadAllText(Path.Combine(root, "agent.log")) : "";

    /// <summary>SIGKILL: nothing of it runs any more when this ends.</summary>
    public void Kill()
    {
        process!.Kill();
        process.WaitForExit();
        process.Dispose();
        process = null;
    }

    public Task FreezeAsync() => SignalAsync("STOP");

    public Task WakeAsync() => SignalAsync("CONT");

    /// <summary>Sends a description with a key, again and again until it is accepted by whoever answers.</summary>
    /// <returns>The analysis's id.</returns>
    public static async Task<string> AcceptAsync(IReadOnlyList<AgentProcess> agents, string name, CancellationToken cancellation)
    {
        for (var i = 0; ; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/analyses")
            {
                Content = JsonContent.Create(
                    new { description = $"The {name} API stores orders in PostgreSQL and publishes events to Kafka.", name }
                ),
            };
            request.Headers.Add("Idempotency-Key", name);
            try
            {
                using var answer = await agents[i % agents.Count].Http.SendAsync(request, cancellation);
                if (answer.StatusCode == HttpStatusCode.Accepted)
                {
                    var body = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
                    return body.GetProperty("id").GetString()!;
                }
            }
            catch (HttpRequestException)
            {
                // Killed meanwhile: the next one is asked.
            }

            await Task.Delay(20, cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await WakeAsync();
            Kill();
        }

        Http.Dispose();
    }

    private async Task SignalAsync(string signal) => (await Programs.RunAsync("kill", [$"-{signal}", $"{Pid}"])).Value.ExitCode.ShouldBe(0);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
