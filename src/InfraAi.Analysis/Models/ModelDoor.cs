using System.Text.Json;
using InfraAi.Analysis.Models.Anthropic;
using InfraAi.Analysis.Models.Gemini;
using InfraAi.Analysis.Models.OpenAi;
using InfraAi.Model;
using Microsoft.Extensions.AI;

namespace InfraAi.Analysis.Models;

/// <summary>One vendor's model: its chat client, its list of models, and how it has answered so far.</summary>
public sealed class ModelDoor : IDisposable
{
    /// <summary>Counts up when the prompt or its schema change.</summary>
    public const string PromptVersion = ModelPrompt.Version;

    private readonly HttpClient http;
    private readonly ModelProblems problems;

    private ModelDoor(ModelOptions options, HttpClient http, TimeProvider time, Func<double>? jitter)
    {
        this.http = http;
        Options = options;
        problems = ModelProblems.Of(options);
        Chat = options.Vendor switch
        {
            "gemini" => new GeminiChatClient(http, options),
            "openai" => new OpenAiChatClient(http, options),
            "anthropic" => AnthropicModel.Create(http, options),
            _ => throw new ArgumentException($"There is no vendor \"{options.Vendor}\".", nameof(options)),
        };
        Pulse = new(time);
        Caller = new(Chat, options, Pulse, time, jitter);
    }

    public ModelOptions Options { get; }
    public IChatClient Chat { get; }

    /// <summary>How it has answered so far.</summary>
    public ModelPulse Pulse { get; }

    internal ModelCaller Caller { get; }

    /// <param name="network">Takes the place of the network: cassettes, for one.</param>
    /// <param name="jitter">Numbers from 0 to 1 that spread the retries.</param>
    public static ModelDoor Open(
        ModelOptions options,
        TimeProvider time,
        HttpMessageHandler? network = null,
        Func<double>? jitter = null
    ) => new(options, ModelHttp.Create(options, network), time, jitter);

    /// <summary>Asks the vendor which models this key may use: the cheapest call there is, made once, without retries.</summary>
    public async Task<Result<IReadOnlyList<string>>> ListModelsAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var longest = TimeSpan.FromSeconds(Math.Min(15, Options.Timeout.TotalSeconds));
        limit.CancelAfter(longest);
        try
        {
            using var request = ListRequest();
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            await using var stream = await response.Content.ReadAsStreamAsync(limit.Token);
            using var json = await JsonDocument.ParseAsync(stream, cancellationToken: limit.Token);
            return Names(json.RootElement);
        }
        catch (ModelException failure)
        {
            return failure.Problem;
        }
        catch (JsonException e)
        {
            return problems.NotTheProtocol(e.Message).Problem;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return problems.TimedOut(longest).Problem;
        }
    }

    /// <returns>The problem "model-unknown" when the list does not have the configured model.</returns>
    public Problem? Missing(IReadOnlyList<string> models) =>
        models.Contains(Options.Model, StringComparer.Ordinal) || models.Contains(Options.Model + ":latest", StringComparer.Ordinal)
            ? null
            : problems.ModelUnknown().Problem;

    public void Dispose()
    {
        Caller.Dispose();
        Chat.Dispose();
        http.Dispose();
    }

    private HttpRequestMessage ListRequest()
    {
        var key = Options.Key.Reveal();
        var request = new HttpRequestMessage(
            HttpMethod.Get,
            GeminiChatClient.Address(
                Options.Address,
                Options.Vendor switch
                {
                    "gemini" => "v1beta/models?pageSize=1000",
                    "openai" => "models",
                    _ => "v1/models?limit=1000",
                }
            )
        );
        switch (Options.Vendor)
        {
            case "gemini":
                request.Headers.TryAddWithoutValidation("x-goog-api-key", key);
                break;
            case "openai" when key.Length > 0:
                request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + key);
                break;
            case "anthropic":
                request.Headers.TryAddWithoutValidation("x-api-key", key);
                request.Headers.TryAddWithoutValidation("anthropic-version", "2023-06-01");
                break;
        }

        return request;
    }

    private static List<string> Names(JsonElement root)
    {
        var names = new List<string>();
        foreach (var list in (string[])["models", "data"])
        {
            if (
                root.ValueKind != JsonValueKind.Object
                || !root.TryGetProperty(list, out var models)
                || models.ValueKind != JsonValueKind.Array
            )
            {
                continue;
            }

            foreach (var model in models.EnumerateArray().Where(m => m.ValueKind == JsonValueKind.Object))
            {
                if (
                    (model.TryGetProperty("name", out var name) || model.TryGetProperty("id", out name))
                    && name.ValueKind == JsonValueKind.String
                )
                {
                    var text = name.GetString()!;
                    names.Add(text.StartsWith("models/", StringComparison.Ordinal) ? text["models/".Length..] : text);
                }
            }
        }

        return names;
    }
}
