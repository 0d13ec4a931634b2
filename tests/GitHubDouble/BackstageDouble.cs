using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace InfraAi.Tests;

/// <summary>The calls of a Backstage's catalog that publishing makes, for what a real one does only when it is set up wrongly.</summary>
public sealed class BackstageDouble : IAsyncDisposable
{
    private readonly WebApplication app;

    private BackstageDouble(WebApplication app) => this.app = app;

    public Uri Url { get; private set; } = null!;
    public ConcurrentQueue<string> Log { get; } = new();
    public ConcurrentDictionary<string, JsonObject> Entities { get; } = new(StringComparer.Ordinal);

    /// <summary>Locations that were added.</summary>
    public ConcurrentDictionary<string, bool> Locations { get; } = new(StringComparer.Ordinal);

    /// <summary>What processing says of every location; null for nothing.</summary>
    public string? Error { get; set; }

    public string? Token { get; set; }

    public byte[]? Pushed { get; private set; }
    public string? Signature { get; private set; }

    public static async Task<BackstageDouble> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var backstage = new BackstageDouble(app);
        app.Run(backstage.AnswerAsync);
        await app.StartAsync();
        backstage.Url = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return backstage;
    }

    /// <summary>Shows an entity as the catalog would once it is stitched.</summary>
    public void Show(string reference, string origin, string spec, params (string Type, string Target)[] relations) =>
        Entities[reference] = new JsonObject
        {
            ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { ["backstage.io/managed-by-location"] = $"url:{origin}" } },
            ["spec"] = JsonNode.Parse(spec),
            ["relations"] = new JsonArray([.. relations.Select(r => new JsonObject { ["type"] = r.Type, ["targetRef"] = r.Target })]),
        };

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        using var bytes = new MemoryStream();
        await request.Body.CopyToAsync(bytes);
        Log.Enqueue($"{request.Method} {request.Path}");
        if (Token is not null && request.Headers.Authorization != $"Bearer {Token}")
        {
            await GitHubDouble.WriteAsync(context, 401, new JsonObject());
            return;
        }

        var body = bytes.Length > 0 ? JsonNode.Parse(Encoding.UTF8.GetString(bytes.ToArray())) : null;
        var (status, answer) = (request.Method, request.Path.Value) switch
        {
            ("POST", "/api/catalog/locations") => Locations.TryAdd(body!["target"]!.ToString(), true)
                ? (201, new JsonObject())
                : (409, (JsonNode)new JsonObject()),
            ("POST", "/api/catalog/refresh") => (200, new JsonObject()),
            ("POST", "/api/catalog/entities/by-refs") => (
                200,
                new JsonObject
                {
                    ["items"] = new JsonArray([
                        .. body!["entityRefs"]!.AsArray().Select(r => Entities.GetValueOrDefault(r!.ToString())?.DeepClone()),
                    ]),
                }
            ),
            ("GET", "/api/catalog/entities/by-query") => (200, new JsonObject { ["items"] = new JsonArray() }),
            ("POST", "/api/events/http/github") => Push(request, bytes.ToArray()),
            ("GET", _) when Error is { } error => (
                200,
                new JsonObject
                {
                    ["status"] = new JsonObject { ["items"] = new JsonArray(new JsonObject { ["level"] = "error", ["message"] = error }) },
                }
            ),
            _ => (404, new JsonObject()),
        };
        await GitHubDouble.WriteAsync(context, status, answer);
    }

    private (int, JsonNode) Push(HttpRequest request, byte[] body)
    {
        Pushed = body;
        Signature = request.Headers["X-Hub-Signature-256"];
        return (202, new JsonObject());
    }
}
