using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using InfraAi.Pipeline;
using InfraAi.Platform.Configuration;
using InfraAi.Platform.Services;
using InfraAi.Tests;
using Microsoft.AspNetCore.Builder;

namespace InfraAi.Agent.Tests;

/// <summary>The real agent on a free port, with a data folder of its own.</summary>
public sealed class RunningAgent : IAsyncDisposable
{
    private readonly Workshop workshop;
    private readonly WebApplication app;

    private RunningAgent(string root, Workshop workshop, WebApplication app)
    {
        Root = root;
        this.workshop = workshop;
        this.app = app;
        Http = AgentClient.Connect(workshop.Settings.AgentUrl, workshop.Settings.AgentToken);
    }

    public string Root { get; }

    /// <summary>Has the token.</summary>
    public HttpClient Http { get; }
    public Uri Url => workshop.Settings.AgentUrl;
    public string Token => workshop.Settings.AgentToken;
    public string ReadKey => workshop.Settings.ReadKey;
    public IServiceProvider Services => app.Services;

    /// <summary>Who has neither token nor cookie, and follows no redirect.</summary>
    public HttpClient Stranger() =>
        new(
            new SocketsHttpHandler
            {
                UseProxy = false,
                AllowAutoRedirect = false,
                UseCookies = false,
            }
        )
        {
            BaseAddress = Url,
        };

    public static async Task<RunningAgent> StartAsync(string root, params (string Name, string Value)[] with)
    {
        var port = FreePort();
        var settings = Settings
            .Load(root, name => with.FirstOrDefault(w => w.Name == name).Value ?? (name == "AGENT_URL" ? $"http://127.0.0.1:{port}" : null))
            .Value;
        var workshop = (await Workshop.OpenAsync(settings, TimeProvider.System)).Value;
        var app = AgentHost.Build(workshop, [], quietly: true);
        await app.StartAsync();
        return new(root, workshop, app);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        await workshop.DisposeAsync();
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(
        HttpMethod method,
        string path,
        HttpContent? content = null,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        // A body that is refused for its size is answered before it is sent, as curl does.
        request.Headers.ExpectContinue = content?.Headers.ContentLength > 2_000_000;
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (answer.StatusCode, text.Length > 0 && text[0] is '{' or '[' ? JsonDocument.Parse(text).RootElement.Clone() : default);
    }

    public Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(string path, params (string, string)[] headers) =>
        SendAsync(HttpMethod.Get, path, null, headers);

    public Task<(HttpStatusCode Status, JsonElement Body)> DescribeAsync(string text, string? name = null) =>
        SendAsync(HttpMethod.Post, "/process-text", JsonContent.Create(new { description = text, name }));

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>One agent for the tests that do not stop it.</summary>
public sealed class AgentFixture : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    public RunningAgent Agent { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Agent = await RunningAgent.StartAsync(folder.Path);

    public async ValueTask DisposeAsync()
    {
        await Agent.DisposeAsync();
        folder.Dispose();
    }
}
