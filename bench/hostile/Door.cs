using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using InfraAi.Agent;
using InfraAi.Pipeline;
using InfraAi.Platform.Configuration;
using Microsoft.AspNetCore.Builder;

namespace InfraAi.Bench.Hostile;

/// <summary>The agent's door, in this process and on a free port: what a body or a path makes of it.</summary>
internal sealed class Door : IDisposable
{
    private static readonly (string Method, string Path, string Type)[] Requests =
    [
        ("POST", "/process-text", "application/json"),
        ("POST", "/process-text", "application/x-www-form-urlencoded"),
        ("POST", "/process-text", "text/plain"),
        ("POST", "/process-text", "multipart/form-data; boundary=x"),
        ("POST", "/process-image", "multipart/form-data; boundary=x"),
        ("POST", "/api/analyses", "application/json"),
        ("POST", "/api/campaigns", "application/json"),
        ("POST", "/api/webhooks/github", "application/json"),
        ("GET", "/api/analyses/", ""),
        ("GET", "/projects/", ""),
        ("GET", "/static/", ""),
        ("GET", "/", ""),
    ];

    private readonly string home = Directory.CreateTempSubdirectory("infra-ai-door-").FullName;
    private readonly Workshop workshop;
    private readonly WebApplication app;
    private readonly HttpClient http;

    public Door()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        listener.Stop();
        var settings = Settings
            .Load(
                home,
                name =>
                    name switch
                    {
                        "AGENT_URL" => url.ToString(),
                        "INFRA_AI_HOME" => Path.Combine(home, "data"),
                        "PUBLISH" => "none",
                        "ANALYZER" => "offline",
                        "AGENT_SIGN_IN" => "none",
                        _ => null,
                    }
            )
            .Value;
        workshop = Workshop.OpenAsync(settings, TimeProvider.System).GetAwaiter().GetResult().Value;
        app = AgentHost.Build(workshop, [], quietly: true);
        app.StartAsync().GetAwaiter().GetResult();
        http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
        {
            BaseAddress = url,
            Timeout = TimeSpan.FromSeconds(30),
        };
    }

    /// <returns>Which request and what it was answered.</returns>
    /// <exception cref="InvalidDataException">The agent answered with a fault of its own.</exception>
    public string Read(byte[] bytes)
    {
        var (method, path, type) = Requests[bytes.Length == 0 ? 0 : bytes[0] % Requests.Length];
        if (type.Length == 0)
        {
            path += Uri.EscapeDataString(Encoding.Latin1.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, 200))))
                .Replace("%2F", "/", StringComparison.Ordinal);
        }

        using var request = new HttpRequestMessage(new(method), "/" + path.TrimStart('/')); // two slashes would name another host
        if (type.Length > 0)
        {
            request.Content = new ByteArrayContent(Body(type, bytes));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }

        using var answer = http.Send(request);
        var status = (int)answer.StatusCode;
        return status is >= 500 and not (501 or 502 or 503)
            ? throw new InvalidDataException(
                string.Create(CultureInfo.InvariantCulture, $"{method} {path.Split('/')[1]} {type} answered {status}")
            )
            : $"{method} {type} {status}";
    }

    /// <summary>Every other body has the envelope that its kind wants, so that what is in it is reached.</summary>
    private static byte[] Body(string type, byte[] bytes) =>
        bytes.Length % 2 == 0 ? bytes
        : type.EndsWith("json", StringComparison.Ordinal)
            ? Encoding.UTF8.GetBytes($"{{\"description\":{System.Text.Json.JsonSerializer.Serialize(Encoding.UTF8.GetString(bytes))}}}")
        : type.Contains("multipart", StringComparison.Ordinal)
            ? [.. "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n"u8, .. bytes, .. "\r\n--x--\r\n"u8]
        : [.. "description="u8, .. bytes];

    public void Dispose()
    {
        http.Dispose();
        app.StopAsync().GetAwaiter().GetResult();
        app.DisposeAsync().AsTask().GetAwaiter().GetResult();
        workshop.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Directory.Delete(home, recursive: true);
    }
}
