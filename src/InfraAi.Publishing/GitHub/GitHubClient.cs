using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using InfraAi.Model;

namespace InfraAi.Publishing.GitHub;

/// <summary>What GitHub answered: 2xx, or a refusal that its caller understands (404, 409, 422).</summary>
internal sealed record GitHubAnswer(HttpStatusCode Status, JsonNode? Body)
{
    public bool Good => (int)Status is >= 200 and < 300;

    public string Text(string name) => Body?[name]?.ToString() ?? "";

    /// <summary>GitHub's message, with the details of what it lists below.</summary>
    public string Message =>
        Body is JsonObject
            ? string.Join(
                " · ",
                ((string?[])[Body["message"]?.ToString(), .. (Body["errors"] as JsonArray ?? []).Select(Detail)]).Where(s =>
                    !string.IsNullOrEmpty(s)
                )
            )
            : "";

    private static string? Detail(JsonNode? error) => error is JsonObject ? error["message"]?.ToString() : error?.ToString();
}

/// <summary>Calls GitHub's REST interface: signed, retried, within its limits; a write whose answer was lost is found out, not repeated.</summary>
internal sealed class GitHubClient(HttpClient http, GitHubOptions options, TimeProvider time) : IDisposable
{
    /// <summary>https://docs.github.com/rest/about-the-rest-api/api-versions</summary>
    private const string Version = "2022-11-28";

    /// <summary>GitHub allows 100 at once; some stay free for others who use the same token.</summary>
    private const int AtOnce = 64;
    private const int Tries = 6;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan SecondaryWait = TimeSpan.FromSeconds(60);

    private readonly GitHubTokens tokens = new(options, time);
    private readonly SemaphoreSlim places = new(AtOnce);
    private readonly Uri root = new(options.ApiUrl.ToString().TrimEnd('/') + "/");
    private long pausedUntil;
    private long calls;
    private long writes;

    /// <summary>Calls sent so far, retries included.</summary>
    public long Calls => Interlocked.Read(ref calls);

    /// <summary>Those of them that are no GET.</summary>
    public long Writes => Interlocked.Read(ref writes);

    public Task<Result<GitHubAnswer>> GetAsync(string path, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Get, path, null, null, cancellation);

    /// <param name="found">
    /// For a write that must not happen twice: asked when its answer did not come; what it returns is taken for the answer, null means that the
    /// write has not happened. Left out for what may be repeated.
    /// </param>
    public async Task<Result<GitHubAnswer>> SendAsync(
        HttpMethod method,
        string path,
        object? body,
        Func<Task<Result<GitHubAnswer?>>>? found,
        CancellationToken cancellation
    )
    {
        var waited = TimeSpan.Zero;
        var limits = 0;
        var renewed = false;
        for (var tries = 1; ; )
        {
            var token = await tokens.GetAsync((m, p, t) => SendOnceAsync(m, p, null, t, cancellation), cancellation);
            if (!token.Ok)
            {
                return token.Problem;
            }

            await PauseAsync(cancellation);
            var (answer, limit, failure) = await TryAsync(method, path, body, token.Value, cancellation);
            if (limit is { } wait)
            {
                wait = wait == TimeSpan.Zero ? SecondaryWait * Math.Pow(2, limits++) : wait;
                if ((waited += wait) > options.LongestWait)
                {
                    return GitHubProblems.RateLimited(root, time.GetUtcNow() + wait);
                }

                PauseUntil(wait);
                continue;
            }

            if (answer is { } got)
            {
                if (got.Status == HttpStatusCode.Unauthorized && options.App is not null && !renewed)
                {
                    renewed = true;
                    tokens.Forget();
                    continue;
                }

                return GitHubProblems.Refusal(got, root, $"{method} /{path}", options) is { } refused ? refused : got;
            }

            if (found is not null)
            {
                var done = await found();
                if (!done.Ok)
                {
                    return done.Problem;
                }

                if (done.Value is not null)
                {
                    return done.Value;
                }
            }

            if (tries++ >= Tries)
            {
                return GitHubProblems.NotReachable(root, failure!);
            }

            await Task.Delay(FirstWait * Math.Pow(2, tries - 2), time, cancellation);
        }
    }

    public void Dispose()
    {
        tokens.Dispose();
        places.Dispose();
    }

    private async Task<Result<GitHubAnswer>> SendOnceAsync(
        HttpMethod method,
        string path,
        object? body,
        string token,
        CancellationToken cancellation
    )
    {
        var (answer, _, failure) = await TryAsync(method, path, body, token, cancellation);
        return answer switch
        {
            null => GitHubProblems.NotReachable(root, failure ?? "rate limit"),
            { Status: HttpStatusCode.Unauthorized or HttpStatusCode.NotFound } when options.App is { } app => GitHubProblems.AppRefused(
                app,
                answer
            ),
            _ => answer,
        };
    }

    /// <returns>An answer; or a limit and how long to wait for it (zero: GitHub did not say); or what failed, then nobody knows whether it was done.</returns>
    private async Task<(GitHubAnswer? Answer, TimeSpan? Limit, string? Failure)> TryAsync(
        HttpMethod method,
        string path,
        object? body,
        string token,
        CancellationToken cancellation
    )
    {
        await places.WaitAsync(cancellation);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(options.Timeout);
            using var request = new HttpRequestMessage(method, new Uri(root, path));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            request.Headers.Accept.Add(new("application/vnd.github+json"));
            request.Headers.Add("X-GitHub-Api-Version", Version);
            request.Headers.UserAgent.Add(new("infra-ai", Product.Version));
            if (body is not null)
            {
                request.Content = new StringContent(JsonSerializer.Serialize(body, Json.Options), Encoding.UTF8, "application/json");
            }

            Interlocked.Increment(ref calls);
            Interlocked.Add(ref writes, method == HttpMethod.Get ? 0 : 1);
            using var response = await http.SendAsync(request, limit.Token);
            var text = await response.Content.ReadAsStringAsync(limit.Token);
            if ((int)response.StatusCode >= 500)
            {
                return (null, null, $"{(int)response.StatusCode} {response.ReasonPhrase}");
            }

            var answer = new GitHubAnswer(response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
            return LimitOf(response, answer) is { } wait ? (null, wait, null) : (answer, null, null);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (null, null, $"no answer in {options.Timeout.TotalSeconds:0.#} s");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
        {
            return (null, null, e.Message);
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit</summary>
    private TimeSpan? LimitOf(HttpResponseMessage response, GitHubAnswer answer)
    {
        if (response.StatusCode is not (HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests))
        {
            return null;
        }

        if (response.Headers.RetryAfter?.Delta is { } delta)
        {
            return delta + TimeSpan.FromSeconds(1);
        }

        if (Header(response, "x-ratelimit-remaining") == "0" && long.TryParse(Header(response, "x-ratelimit-reset"), out var reset))
        {
            var wait = DateTimeOffset.FromUnixTimeSeconds(reset) - time.GetUtcNow();
            return (wait < TimeSpan.Zero ? TimeSpan.Zero : wait) + TimeSpan.FromSeconds(1);
        }

        return
            response.StatusCode == HttpStatusCode.TooManyRequests
            || answer.Message.Contains("rate limit", StringComparison.OrdinalIgnoreCase)
            ? TimeSpan.Zero
            : null;
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.First() : null;

    /// <summary>A limit is the token's: everybody waits.</summary>
    private void PauseUntil(TimeSpan wait)
    {
        var until = (time.GetUtcNow() + wait).ToUnixTimeMilliseconds();
        InterlockedMax(ref pausedUntil, until);
    }

    private async Task PauseAsync(CancellationToken cancellation)
    {
        while (Interlocked.Read(ref pausedUntil) - time.GetUtcNow().ToUnixTimeMilliseconds() is > 0 and var left)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(left), time, cancellation);
        }
    }

    private static void InterlockedMax(ref long place, long value)
    {
        long seen;
        while ((seen = Interlocked.Read(ref place)) < value && Interlocked.CompareExchange(ref place, value, seen) != seen) { }
    }
}
