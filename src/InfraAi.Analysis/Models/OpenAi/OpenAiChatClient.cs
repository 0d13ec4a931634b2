using System.ClientModel;
using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using ChatFinishReason = Microsoft.Extensions.AI.ChatFinishReason;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using Wire = OpenAI.Chat;

namespace InfraAi.Analysis.Models.OpenAi;

/// <summary>Any endpoint that speaks OpenAI's chat protocol (OpenAI, Azure, Ollama, vLLM), through OpenAI's package.</summary>
/// <remarks>The package brings no <see cref="IChatClient"/> of its own; its retries are switched off, ours apply to every vendor alike.</remarks>
internal sealed class OpenAiChatClient : IChatClient
{
    private readonly HttpClient http;
    private readonly ChatClient client;
    private readonly ModelProblems problems;
    private readonly ChatClientMetadata metadata;

    public OpenAiChatClient(HttpClient http, ModelOptions options)
    {
        this.http = http;
        problems = ModelProblems.Of(options);
        metadata = new("openai", options.Address, options.Model);
        client = new(
            options.Model,
            // Ollama and vLLM ask for no key, the package does.
            new ApiKeyCredential(options.Key.IsEmpty ? "none" : options.Key.Reveal()),
            new OpenAIClientOptions
            {
                Endpoint = options.Address,
                Transport = new HttpClientPipelineTransport(http),
                RetryPolicy = new ClientRetryPolicy(0),
                NetworkTimeout = Timeout.InfiniteTimeSpan,
                ClientLoggingOptions = new ClientLoggingOptions { EnableLogging = false },
            }
        );
    }

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var completion = (await client.CompleteChatAsync(Messages(messages), Options(options), cancellationToken)).Value;
        Check(completion.FinishReason);
        if (!string.IsNullOrEmpty(completion.Refusal))
        {
            throw problems.Stopped("REFUSAL");
        }

        var text = string.Concat(completion.Content.Select(part => part.Text));
        if (string.IsNullOrWhiteSpace(text))
        {
            throw problems.AnswerEmpty();
        }

        return new ChatResponse(new ChatMessage(ChatRole.Assistant, text))
        {
            ResponseId = completion.Id,
            ModelId = completion.Model,
            FinishReason = ChatFinishReason.Stop,
            Usage = Usage(completion.Usage),
        };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var finished = false;
        await foreach (var update in client.CompleteChatStreamingAsync(Messages(messages), Options(options), cancellationToken))
        {
            if (update.FinishReason is { } reason)
            {
                Check(reason);
                finished = true;
            }

            yield return new ChatResponseUpdate(ChatRole.Assistant, string.Concat(update.ContentUpdate.Select(part => part.Text)))
            {
                ResponseId = update.CompletionId,
                ModelId = update.Model,
            };
        }

        if (!finished)
        {
            throw problems.ConnectionCut();
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose() => http.Dispose();

    private static IEnumerable<Wire.ChatMessage> Messages(IEnumerable<ChatMessage> messages) =>
        messages.Select<ChatMessage, Wire.ChatMessage>(message =>
            message.Role == ChatRole.System ? new SystemChatMessage(message.Text)
            : message.Role == ChatRole.Assistant ? new AssistantChatMessage(message.Text)
            : new UserChatMessage(message.Contents.Select(Part))
        );

    private static ChatMessageContentPart Part(AIContent content) =>
        content switch
        {
            TextContent text => ChatMessageContentPart.CreateTextPart(text.Text),
            DataContent data => ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(data.Data), data.MediaType),
            _ => throw new NotSupportedException($"{content.GetType().Name} is not sent."),
        };

    private static ChatCompletionOptions Options(ChatOptions? chat) =>
        new()
        {
            Temperature = chat?.Temperature,
            MaxOutputTokenCount = chat?.MaxOutputTokens,
            ResponseFormat = chat?.ResponseFormat is ChatResponseFormatJson { Schema: { } schema } json
                ? Wire.ChatResponseFormat.CreateJsonSchemaFormat(
                    json.SchemaName ?? "answer",
                    BinaryData.FromString(schema.GetRawText()),
                    jsonSchemaIsStrict: true
                )
                : null,
        };

    private void Check(Wire.ChatFinishReason reason)
    {
        if (reason != Wire.ChatFinishReason.Stop)
        {
            throw problems.Stopped(
                reason switch
                {
                    Wire.ChatFinishReason.Length => "MAX_TOKENS",
                    Wire.ChatFinishReason.ContentFilter => "SAFETY",
                    _ => "UNEXPECTED_TOOL_CALL",
                }
            );
        }
    }

    private static UsageDetails? Usage(ChatTokenUsage? usage) =>
        usage is null
            ? null
            : new()
            {
                InputTokenCount = usage.InputTokenCount,
                OutputTokenCount = usage.OutputTokenCount,
                TotalTokenCount = usage.TotalTokenCount,
            };
}
