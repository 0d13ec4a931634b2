using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace InfraAi.Platform.Services;

/// <summary>What a service answered.</summary>
/// <param name="Condition">Healthy, Degraded or Unhealthy.</param>
/// <param name="Detail">What it said is wrong; "" when nothing.</param>
public sealed record Answer(ServiceCondition Condition, string Detail);

/// <summary>Asks a service whether it is ready.</summary>
public static class Readiness
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(6);
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
    {
        Timeout = Longest,
    };

    /// <param name="address">
    /// http(s): any answer below 400 is healthy; a JSON body with "status" (healthy, degraded, unhealthy) and "checks" is taken at its word, whatever
    /// the code. tcp: a connection is enough. Null: nothing can be asked.
    /// </param>
    /// <returns>Null when there is no answer, or one that says "not here" (404).</returns>
    public static async Task<Answer?> AskAsync(Uri? address, CancellationToken cancellation)
    {
        try
        {
            return address switch
            {
                null => null,
                { Scheme: "tcp" } => await ConnectAsync(address, cancellation),
                _ => await GetAsync(address, cancellation),
            };
        }
        catch (Exception e)
            when (e is HttpRequestException or SocketException or IOException or OperationCanceledException
                && !cancellation.IsCancellationRequested
            )
        {
            return null;
        }
    }

    private static async Task<Answer> ConnectAsync(Uri address, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Longest);
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port, limit.Token);
        return new(ServiceCondition.Healthy, "");
    }

    private static async Task<Answer?> GetAsync(Uri address, CancellationToken cancellation)
    {
        using var answer = await Http.GetAsync(address, cancellation);
        if (Told(await answer.Content.ReadAsStringAsync(cancellation)) is { } told)
        {
            return told;
        }

        return answer.StatusCode switch
        {
            < HttpStatusCode.BadRequest => new(ServiceCondition.Healthy, ""),
            HttpStatusCode.NotFound => null,
            var code => new(ServiceCondition.Unhealthy, $"HTTP {(int)code}"),
        };
    }

    /// <summary>The report of a service that measures itself, as the agent's /health does.</summary>
    private static Answer? Told(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (
                json.RootElement.ValueKind != JsonValueKind.Object
                || !json.RootElement.TryGetProperty("status", out var status)
                || status.ValueKind != JsonValueKind.String
                || !Enum.TryParse<ServiceCondition>(status.GetString(), ignoreCase: true, out var condition)
                || condition is not (ServiceCondition.Healthy or ServiceCondition.Degraded or ServiceCondition.Unhealthy)
            )
            {
                return null;
            }

            var culprits = json.RootElement.TryGetProperty("checks", out var checks)
                ? checks
                    .EnumerateArray()
                    .Where(check => check.GetProperty("status").GetString() != "healthy")
                    .Select(check => $"{check.GetProperty("name").GetString()}: {check.GetProperty("message").GetString()}")
                : [];
            return new(condition, string.Join("; ", culprits));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
