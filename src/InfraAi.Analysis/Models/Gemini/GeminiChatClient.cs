using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace InfraAi.Analysis.Models.Gemini;

/// <summary>Gemini over its REST interface. The key travels in a header only.</summary>
/// <remarks>Fails with <see cref="ModelException"/>. Only finishReason STOP is an answer. https://ai.google.dev/api/generate-content</remarks>
public sealed class GeminiChatClient : IChatClient
{
    private const string KeyHeader = "x-goog-api-key";
    private readonly HttpClient http;
    private readonly ModelOptions options;
    private readonly ModelProblems problems;
    private readonly ChatClientMetadata metadata;
    private Stripped? stripped;

    /// <param name="http">Made by <see cref="ModelHttp"/>; disposed with the client.</param>
    internal GeminiChatClient(HttpClient http, ModelOptions options)
    {
        this.http = http;
        this.options = options;
        problems = ModelProblems.Of(options);
        metadata = new("gemini", options.Address, options.Model);
    }

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        using var response = await SendAsync(":generateContent", messages, options, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        GeminiWire.Answer answer;
        try
        {
            answer =
                await JsonSerializer.DeserializeAsync<GeminiWire.Answer>(stream, GeminiWire.Options, cancellationToken)
                ?? throw problems.AnswerEmpty();
        }
        catch (JsonException e)
        {
            // A body that ends too early is a broken connection behind a proxy; anything else is another server.
            throw stream is CappedStream { Position: > 0 } && e.Message.Contains("end of data", StringComparison.OrdinalIgnoreCase)
                ? problems.ConnectionCut()
                : problems.NotTheProtocol(e.Message);
        }

        var text = Check(answer);
        if (answer.Candidates![0].FinishReason is null)
        {
            throw problems.ConnectionCut();
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            throw problems.AnswerEmpty();
        }

        return new ChatResponse(new ChatMessage(ChatRole.Assistant, text))
        {
            ResponseId = answer.ResponseId,
            ModelId = answer.ModelVersion ?? this.options.Model,
            FinishReason = ChatFinishReason.Stop,
            Usage = Usage(answer.UsageMetadata),
        };
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        using var response = await SendAsync(":streamGenerateContent?alt=sse", messages, options, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var finished = false;
        var anything = false;
        GeminiWire.UsageMetadata? usage = null;
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellationToken))
        {
            var answer = Event(item.Data);
            usage = answer.UsageMetadata ?? usage;
            if (answer is { Candidates: null or { Count: 0 }, PromptFeedback: null, UsageMetadata: not null })
            {
                continue;
            }

            var text = Check(answer);
            finished |= answer.Candidates![0].FinishReason is not null;
            anything |= !string.IsNullOrWhiteSpace(text);
            yield return new ChatResponseUpdate(ChatRole.Assistant, text)
            {
                ResponseId = answer.ResponseId,
                ModelId = answer.ModelVersion ?? this.options.Model,
                FinishReason = finished ? ChatFinishReason.Stop : null,
            };
        }

        if (!finished)
        {
            throw problems.ConnectionCut();
        }

        if (!anything)
        {
            throw problems.AnswerEmpty();
        }

        if (Usage(usage) is { } counted)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(counted)]);
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(
        string method,
        IEnumerable<ChatMessage> messages,
        ChatOptions? chat,
        CancellationToken cancellation
    )
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            Address(options.Address, $"v1beta/models/{Uri.EscapeDataString(options.Model)}{method}")
        );
        request.Headers.TryAddWithoutValidation(KeyHeader, options.Key.Reveal());
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(Request(messages, chat), GeminiWire.Options));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Content = content;
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }

    internal static Uri Address(Uri baseUrl, string path) => new($"{baseUrl.AbsoluteUri.TrimEnd('/')}/{path}");

    private GeminiWire.Request Request(IEnumerable<ChatMessage> messages, ChatOptions? chat)
    {
        var all = messages.ToList();
        var system = all.Where(m => m.Role == ChatRole.System).SelectMany(Parts).ToList();
        if (!string.IsNullOrEmpty(chat?.Instructions))
        {
            system.Insert(0, new(chat.Instructions));
        }

        var contents = all.Where(m => m.Role != ChatRole.System)
            .Select(m => new GeminiWire.Content([.. Parts(m)], m.Role == ChatRole.Assistant ? "model" : "user"))
            .ToList();
        var json = chat?.ResponseFormat as ChatResponseFormatJson;
        return new(
            contents,
            system.Count == 0 ? null : new(system),
            new(json is null ? null : "application/json", Schema(json), chat?.Temperature, chat?.MaxOutputTokens, chat?.Seed)
        );
    }

    private static IEnumerable<GeminiWire.Part> Parts(ChatMessage message) =>
        message.Contents.Select(content =>
            content switch
            {
                TextContent text => new GeminiWire.Part(text.Text),
                DataContent data => new GeminiWire.Part(InlineData: new(data.MediaType, data.Data)),
                _ => throw new NotSupportedException($"Gemini is not sent {content.GetType().Name}."),
            }
        );

    /// <summary>The same format comes with every call: what is left of its schema is kept.</summary>
    private JsonElement? Schema(ChatResponseFormatJson? format)
    {
        if (format is null)
        {
            return null;
        }

        if (stripped is not { } kept || !ReferenceEquals(kept.Format, format))
        {
            stripped = kept = new(format, format.Schema is { } schema ? GeminiSchema.Strip(schema) : null);
        }

        return kept.Schema;
    }

    private sealed record Stripped(ChatResponseFormatJson Format, JsonElement? Schema);

    private GeminiWire.Answer Event(string data)
    {
        try
        {
            return JsonSerializer.Deserialize<GeminiWire.Answer>(data, GeminiWire.Options) ?? throw problems.AnswerEmpty();
        }
        catch (JsonException e)
        {
            throw problems.NotTheProtocol(e.Message);
        }
    }

    /// <returns>The text so far; thoughts are not part of it.</returns>
    private string Check(GeminiWire.Answer answer)
    {
        if (answer.PromptFeedback?.BlockReason is { Length: > 0 } blocked)
        {
            throw problems.PromptBlocked(blocked);
        }

        if (answer.Candidates is not { Count: > 0 } candidates)
        {
            throw problems.AnswerEmpty();
        }

        if (candidates[0].FinishReason is { } reason and not "STOP")
        {
            throw problems.Stopped(reason);
        }

        return string.Concat((candidates[0].Content?.Parts ?? []).Where(p => p.Thought != true).Select(p => p.Text));
    }

    private static UsageDetails? Usage(GeminiWire.UsageMetadata? usage) =>
        usage is null
            ? null
            : new()
            {
                InputTokenCount = usage.PromptTokenCount,
                OutputTokenCount = (usage.CandidatesTokenCount ?? 0) + (usage.ThoughtsTokenCount ?? 0),
                TotalTokenCount = usage.TotalTokenCount,
            };
}
