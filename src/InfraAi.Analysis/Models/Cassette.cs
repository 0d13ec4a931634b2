using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace InfraAi.Analysis.Models;

/// <summary>Requests to a model and its answers in a file: recorded once, replayed offline for as long as the prompt stays the same.</summary>
/// <remarks>No headers are kept, so no key is. A request is found again by its method, path and body, to the byte.</remarks>
public sealed class Cassette
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Lock gate = new();
    private readonly List<Exchange> exchanges;

    private Cassette(List<Exchange> exchanges) => this.exchanges = exchanges;

    /// <summary>One request and its answer.</summary>
    public sealed record Exchange(string Method, string Path, string Request, int Status, string? ContentType, string Answer);

    private sealed record Tape(string Prompt, IReadOnlyList<Exchange> Exchanges);

    public static Cassette Empty() => new([]);

    /// <exception cref="JsonException">The file is no cassette.</exception>
    public static Cassette Load(string file) =>
        new([.. JsonSerializer.Deserialize<Tape>(File.ReadAllText(file), Options)?.Exchanges ?? throw new JsonException(file)]);

    public void Save(string file)
    {
        lock (gate)
        {
            var sorted = exchanges.OrderBy(e => e.Path, StringComparer.Ordinal).ThenBy(e => e.Request, StringComparer.Ordinal).ToList();
            File.WriteAllText(file, JsonSerializer.Serialize(new Tape(ModelPrompt.Version, sorted), Options) + "\n");
        }
    }

    /// <summary>Goes to the network and writes down what comes back.</summary>
    public HttpMessageHandler Recording() => new Recorder(this);

    /// <summary>Answers from the file; what it does not hold is refused (421).</summary>
    public HttpMessageHandler Replaying() => new Player(this);

    private static async Task<string> BodyAsync(HttpRequestMessage request, CancellationToken cancellation) =>
        request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellation);

    private sealed class Recorder(Cassette cassette) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var asked = await BodyAsync(request, cancellationToken);
            var response = await base.SendAsync(request, cancellationToken);
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            var exchange = new Exchange(
                request.Method.Method,
                request.RequestUri!.PathAndQuery,
                asked,
                (int)response.StatusCode,
                response.Content.Headers.ContentType?.ToString(),
                await response.Content.ReadAsStringAsync(cancellationToken)
            );
            lock (cassette.gate)
            {
                cassette.exchanges.Add(exchange);
            }

            return response;
        }
    }

    private sealed class Player(Cassette cassette) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var asked = await BodyAsync(request, cancellationToken);
            Exchange? found;
            lock (cassette.gate)
            {
                found = cassette.exchanges.Find(e =>
                    e.Method == request.Method.Method && e.Path == request.RequestUri!.PathAndQuery && e.Request == asked
                );
            }

            if (found is null)
            {
                return new(HttpStatusCode.MisdirectedRequest)
                {
                    Content = new StringContent("""{"error":{"message":"The cassette does not hold this request: record it again."}}"""),
                    RequestMessage = request,
                };
            }

            var answer = new ByteArrayContent(Encoding.UTF8.GetBytes(found.Answer));
            answer.Headers.TryAddWithoutValidation("Content-Type", found.ContentType ?? "application/json");
            return new((HttpStatusCode)found.Status) { Content = answer, RequestMessage = request };
        }
    }
}
