using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace InfraAi.Models.Tests.StandIn;

/// <summary>One request as the stand-in saw it.</summary>
internal sealed record SeenRequest(string Method, string Url, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;
}

/// <summary>A model's server on a free port: Gemini's, OpenAI's and Anthropic's wire over real HTTP, with latency and faults on order.</summary>
internal sealed class StandInModel : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Reply> script = new();
    private readonly ConcurrentQueue<SeenRequest> seen = new();
    private int count;

    private StandInModel()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        app = builder.Build();
        app.Run(AnswerAsync);
    }

    /// <summary>Where Gemini's and Anthropic's wires are spoken; OpenAI's is below /v1.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>What is answered when nothing else is in the script.</summary>
    public Reply Always { get; set; } = Reply.Claims("{\"title\":null,\"components\":[],\"relations\":[],\"questions\":[]}");

    public TimeSpan Latency { get; set; }

    /// <summary>Off in benches: what is kept costs memory.</summary>
    public bool Remembers { get; set; } = true;

    public string Key { get; set; } = "a-key";

    public IReadOnlyList<string> Models { get; set; } = ["gemini-3.8-flash", "gemini-3.5-flash", "gpt-x", "claude-x"];

    /// <summary>Requests for an answer, in their order.</summary>
    public IReadOnlyList<SeenRequest> Seen => [.. seen];

    public int Count => Volatile.Read(ref count);

    /// <summary>Calls under way.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "A counter of the instance.")]
    public int Running => running;

    private int running;

    public static async Task<StandInModel> StartAsync()
    {
        var model = new StandInModel();
        await model.app.StartAsync();
        model.Url = new(model.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return model;
    }

    /// <summary>The next answers, in order.</summary>
    public void Next(params Reply[] replies) => Array.ForEach(replies, script.Enqueue);

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(0);
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (!Keyed(context.Request))
        {
            await Reply.BadKey.Write(context, Wire.Gemini);
            return;
        }

        if (HttpMethods.IsGet(context.Request.Method) && path.EndsWith("/models", StringComparison.Ordinal))
        {
            var gemini = path.StartsWith("/v1beta", StringComparison.Ordinal);
            await context.Response.WriteAsync(
                gemini
                    ? JsonSerializer.Serialize(new { models = Models.Select(m => new { name = "models/" + m }) })
                    : JsonSerializer.Serialize(new { data = Models.Select(m => new { id = m }) })
            );
            return;
        }

        Interlocked.Increment(ref running);
        try
        {
            if (Remembers)
            {
                await RememberAsync(context.Request);
            }
            else
            {
                await context.Request.Body.CopyToAsync(Stream.Null);
            }

            Interlocked.Increment(ref count);
            if (Latency > TimeSpan.Zero)
            {
                await Task.Delay(Latency, context.RequestAborted);
            }

            var wire =
                path.EndsWith(":streamGenerateContent", StringComparison.Ordinal) ? Wire.GeminiStream
                : path.EndsWith("/chat/completions", StringComparison.Ordinal) ? Wire.OpenAi
                : path.EndsWith("/messages", StringComparison.Ordinal) ? Wire.Anthropic
                : Wire.Gemini;
            await (script.TryDequeue(out var reply) ? reply : Always).Write(context, wire);
        }
        catch (OperationCanceledException)
        {
            // The client has gone.
        }
        finally
        {
            Interlocked.Decrement(ref running);
        }
    }

    private bool Keyed(HttpRequest request) =>
        request.Headers["x-goog-api-key"] == Key || request.Headers["x-api-key"] == Key || request.Headers.Authorization == "Bearer " + Key;

    private async Task RememberAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        seen.Enqueue(
            new(
                request.Method,
                $"{request.Path}{request.QueryString}",
                request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                body
            )
        );
    }
}
