using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using InfraAi.Model;
using InfraAi.Platform.Configuration;

namespace InfraAi.Platform.Services;

/// <summary>The running agent, as a program that has its token speaks to it.</summary>
public sealed class AgentClient : IDisposable
{
    /// <summary>For the agent to say that it takes a large body, before it is sent all the same.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly HttpClient http;

    private AgentClient(HttpClient http) => this.http = http;

    /// <param name="language">Of what it says to people: "en" or "es".</param>
    /// <returns>A client, or why the token cannot be read.</returns>
    public static Result<AgentClient> Open(Settings settings, string language)
    {
        try
        {
            var connected = Connect(settings.AgentUrl, settings.AgentToken);
            connected.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
            return new AgentClient(connected);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return NoToken(settings, e.Message);
        }
    }

    /// <summary>An HTTP client that is signed in by the token, and goes through no proxy.</summary>
    public static HttpClient Connect(Uri url, string token) =>
        new(new SocketsHttpHandler { UseProxy = false, Expect100ContinueTimeout = Patience })
        {
            BaseAddress = url,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };

    /// <returns>The answer's JSON, or the problem that the agent told.</returns>
    public Task<Result<JsonElement>> GetAsync(string path, CancellationToken cancellation) =>
        SendAsync(http.GetAsync(new Uri(path, UriKind.Relative), cancellation), cancellation);

    /// <param name="body">Sent as JSON.</param>
    /// <returns>The answer's JSON, or the problem that the agent told.</returns>
    public Task<Result<JsonElement>> PostAsync(string path, object body, CancellationToken cancellation) =>
        SendAsync(http.PostAsJsonAsync(path, body, cancellation), cancellation);

    /// <param name="place">In the page, as its addresses say it: "analyses/ID"; "" for its start.</param>
    /// <returns>A link that signs one browser in, once, within minutes.</returns>
    public async Task<Result<string>> LinkAsync(string place, CancellationToken cancellation)
    {
        var made = await PostAsync("/api/sign-in-links", new { }, cancellation);
        return made.Ok ? made.Value.GetProperty("url").GetString()! + (place.Length == 0 ? "" : $"&page={place}") : made.Problem;
    }

    public void Dispose() => http.Dispose();

    /// <summary>Why there is no token to call the agent with.</summary>
    public static Problem NoToken(Settings settings, string why) =>
        new(
            "token-not-readable",
            ProblemKind.Outside,
            new(
                $"The agent's token ({settings.AgentTokenFile.Path}) cannot be read or made: {why}",
                $"No se puede leer ni crear el token del agente ({settings.AgentTokenFile.Path}): {why}"
            ),
            new(
                "Ask as the user that the agent runs as, or set AGENT_TOKEN.",
                "Pregunte como el usuario con el que se ejecuta el agente, o ponga AGENT_TOKEN."
            )
        );

    private async Task<Result<JsonElement>> SendAsync(Task<HttpResponseMessage> sending, CancellationToken cancellation)
    {
        try
        {
            using var answer = await sending;
            var body = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
            return answer.IsSuccessStatusCode ? body : Told(body);
        }
        catch (Exception e)
            when (e is HttpRequestException or JsonException or InvalidOperationException
                || (e is TaskCanceledException && !cancellation.IsCancellationRequested)
            )
        {
            return new Problem(
                "agent-not-answering",
                ProblemKind.Outside,
                new(
                    $"The agent at {http.BaseAddress} does not answer: {e.Message}",
                    $"El agente en {http.BaseAddress} no responde: {e.Message}"
                ),
                new("./infra-ai start", "./infra-ai start")
            );
        }
    }

    /// <summary>The problem details of RFC 9457, whose words are in the language that was asked for.</summary>
    private static Problem Told(JsonElement body)
    {
        var detail = Word("detail");
        var remedy = Word("remedy");
        return new(Word("code"), ProblemKind.Outside, new(detail, detail), new(remedy, remedy));

        string Word(string name) => body.TryGetProperty(name, out var word) ? word.GetString() ?? "" : "";
    }
}
