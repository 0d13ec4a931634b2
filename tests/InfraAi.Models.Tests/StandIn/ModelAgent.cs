using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using InfraAi.Agent;
using InfraAi.Pipeline;
using InfraAi.Platform.Configuration;
using InfraAi.Platform.Services;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace InfraAi.Models.Tests.StandIn;

/// <summary>The real agent on a free port, asking a stand-in.</summary>
internal sealed class ModelAgent : IAsyncDisposable
{
    private readonly WebApplication app;

    private readonly LogLines log;

    private ModelAgent(Workshop workshop, WebApplication app, LogLines log)
    {
        this.log = log;
        Workshop = workshop;
        this.app = app;
        Http = AgentClient.Connect(workshop.Settings.AgentUrl, workshop.Settings.AgentToken);
    }

    public Workshop Workshop { get; }
    public HttpClient Http { get; }

    /// <summary>What it logged so far.</summary>
    public string Log => log.Text;

    /// <summary>Gemini's settings for a stand-in; others replace or join them.</summary>
    public static async Task<ModelAgent> StartAsync(
        string root,
        StandInModel model,
        TimeProvider? time = null,
        params (string Name, string Value)[] settings
    )
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["AGENT_URL"] = $"http://127.0.0.1:{FreePort()}",
            ["GEMINI_API_KEY"] = model.Key,
            ["GOOGLE_GEMINI_BASE_URL"] = model.Url.ToString(),
        };
        foreach (var (name, value) in settings)
        {
            values[name] = value;
        }

        var workshop = (await Workshop.OpenAsync(Settings.Load(root, values.GetValueOrDefault).Value, time ?? TimeProvider.System)).Value;
        var app = AgentHost.Build(workshop, ["--Logging:LogLevel:Default=Information"], quietly: true);
        var log = new LogLines();
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        await app.StartAsync();
        return new(workshop, app, log);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        await Workshop.DisposeAsync();
    }

    public Task<(HttpStatusCode Status, JsonElement Body)> DescribeAsync(string text, string? name = null, string path = "/process-text") =>
        SendAsync(HttpMethod.Post, path, JsonContent.Create(new { description = text, name }));

    public Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var answer = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (answer.StatusCode, text.Length > 0 && text[0] is '{' or '[' ? JsonDocument.Parse(text).RootElement.Clone() : default);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
