using System.Runtime.CompilerServices;
using Anthropic;
using Microsoft.Extensions.AI;

namespace InfraAi.Analysis.Models.Anthropic;

/// <summary>Anthropic's models through its package, whose retries are switched off: ours apply to every vendor alike.</summary>
internal static class AnthropicModel
{
    private const int LongestAnswer = 32_000;

    public static IChatClient Create(HttpClient http, ModelOptions options)
    {
        var client = new AnthropicClient
        {
            ApiKey = options.Key.Reveal(),
            BaseUrl = options.Address.AbsoluteUri.TrimEnd('/'),
            HttpClient = http,
            MaxRetries = 0,
            Timeout = options.Timeout + TimeSpan.FromSeconds(30),
        };
        return new Checked(client.AsIChatClient(options.Model, LongestAnswer), ModelProblems.Of(options));
    }

    /// <summary>An answer that did not end by itself is a failure, as with every vendor.</summary>
    private sealed class Checked(IChatClient inner, ModelProblems problems) : DelegatingChatClient(inner)
    {
        public override async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            CancellationToken cancellationToken = default
        )
        {
            var response = await base.GetResponseAsync(messages, options, cancellationToken);
            Check(response.FinishReason);
            return string.IsNullOrWhiteSpace(response.Text) ? throw problems.AnswerEmpty() : response;
        }

        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            [EnumeratorCancellation] CancellationToken cancellationToken = default
        )
        {
            var finished = false;
            await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
            {
                if (update.FinishReason is { } reason)
                {
                    Check(reason);
                    finished = true;
                }

                yield return update;
            }

            if (!finished)
            {
                throw problems.ConnectionCut();
            }
        }

        private void Check(ChatFinishReason? reason)
        {
            if (reason != ChatFinishReason.Stop)
            {
                throw problems.Stopped(
                    reason == ChatFinishReason.Length ? "MAX_TOKENS"
                    : reason == ChatFinishReason.ContentFilter ? "SAFETY"
                    : reason == ChatFinishReason.ToolCalls ? "UNEXPECTED_TOOL_CALL"
                    : "OTHER"
                );
            }
        }
    }
}
