using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace InfraAi.Models.Tests.StandIn;

internal enum Wire
{
    Gemini,
    GeminiStream,
    OpenAi,
    Anthropic,
}

/// <summary>One answer of the stand-in, right or wrong, in the words of each wire.</summary>
internal sealed class Reply(Func<HttpContext, Wire, Task> write)
{
    public Func<HttpContext, Wire, Task> Write => write;

    /// <summary>An answer that ends well, with this text.</summary>
    public static Reply Claims(string text) => Finished(text, "STOP");

    public static Reply Finished(string text, string reason)
    {
        var bodies = Enum.GetValues<Wire>().ToDictionary(w => w, w => Encoding.UTF8.GetBytes(Body(w, text, reason)));
        return new(
            async (context, wire) =>
            {
                context.Response.ContentType = wire == Wire.GeminiStream ? "text/event-stream" : "application/json";
                context.Response.ContentLength = bodies[wire].Length;
                await context.Response.Body.WriteAsync(bodies[wire]);
            }
        );
    }

    /// <summary>Whatever was asked for: a body as it stands.</summary>
    public static Reply Raw(string body, int status = 200, params (string Name, string Value)[] headers) =>
        new(
            async (context, _) =>
            {
                context.Response.StatusCode = status;
                context.Response.ContentType = "application/json";
                foreach (var (name, value) in headers)
                {
                    context.Response.Headers[name] = value;
                }

                await context.Response.WriteAsync(body);
            }
        );

    public static Reply Error(int status, string code, string message, string details = "[]") =>
        Raw(
            JsonSerializer.Serialize(
                new
                {
                    error = new
                    {
                        code = status,
                        message,
                        status = code,
                        details = JsonDocument.Parse(details).RootElement,
                    },
                }
            ),
            status
        );

    public static Reply BadKey =>
        Error(
            400,
            "INVALID_ARGUMENT",
            "API key not valid. Please pass a valid API key.",
            """[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID","domain":"googleapis.com"}]"""
        );

    public static Reply UnknownModel =>
        Error(404, "NOT_FOUND", "models/none is not found for API version v1beta, or is not supported for generateContent.");

    public static Reply RateLimited(double seconds) =>
        Error(
            429,
            "RESOURCE_EXHAUSTED",
            "You exceeded your current quota.",
            "[{\"@type\":\"type.googleapis.com/google.rpc.QuotaFailure\",\"violations\":[{\"quotaId\":\"GenerateRequestsPerMinutePerProjectPerModel\"}]},"
                + "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\""
                + seconds.ToString(CultureInfo.InvariantCulture)
                + "s\"}]"
        );

    public static Reply DailyQuota =>
        Error(
            429,
            "RESOURCE_EXHAUSTED",
            "You exceeded your current quota.",
            "[{\"@type\":\"type.googleapis.com/google.rpc.QuotaFailure\",\"violations\":[{\"quotaId\":\"GenerateRequestsPerDayPerProjectPerModel-FreeTier\"}]},"
                + "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"12s\"}]"
        );

    public static Reply Blocked =>
        Raw("""{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"},"usageMetadata":{"promptTokenCount":7}}""");

    /// <summary>Nothing, for as long as the client waits.</summary>
    public static Reply Hang => new((context, _) => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted));

    /// <summary>Half an answer, and the connection is gone.</summary>
    public static Reply Cut =>
        new(
            async (context, wire) =>
            {
                context.Response.ContentType = wire == Wire.GeminiStream ? "text/event-stream" : "application/json";
                var body = Body(wire, "{\"title\":\"half of it\",\"components\":[", "STOP");
                await context.Response.WriteAsync(body[..(body.Length / 2)]);
                await context.Response.Body.FlushAsync();
                // The half is to arrive before the end does.
                await Task.Delay(50);
                context.Abort();
            }
        );

    /// <summary>The connection is gone before a word.</summary>
    public static Reply Gone =>
        new(
            (context, _) =>
            {
                context.Abort();
                return Task.CompletedTask;
            }
        );

    /// <summary>So many bytes of an answer that never ends by itself.</summary>
    public static Reply Huge(int megabytes) =>
        new(
            async (context, _) =>
            {
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"");
                var filler = new byte[1024 * 1024];
                Array.Fill(filler, (byte)'x');
                for (var i = 0; i < megabytes && !context.RequestAborted.IsCancellationRequested; i++)
                {
                    await context.Response.Body.WriteAsync(filler, context.RequestAborted);
                }

                await context.Response.WriteAsync("\"}]},\"finishReason\":\"STOP\"}]}");
            }
        );

    private static string Body(Wire wire, string text, string reason)
    {
        var quoted = JsonSerializer.Serialize(text);
        switch (wire)
        {
            case Wire.Gemini:
                return $$$"""
                    {"candidates":[{"content":{"parts":[{"text":"thinking","thought":true},{"text":{{{quoted}}}}],"role":"model"},"finishReason":"{{{reason}}}","index":0}],
                     "usageMetadata":{"promptTokenCount":120,"candidatesTokenCount":80,"totalTokenCount":200},"modelVersion":"gemini-3.8-flash","responseId":"r1"}
                    """;
            case Wire.GeminiStream:
                var half = text.Length / 2;
                return $$$"""
                    data: {"candidates":[{"content":{"parts":[{"text":{{{JsonSerializer.Serialize(text[..half])}}}}],"role":"model"}}]}

                    data: {"candidates":[{"content":{"parts":[{"text":{{{JsonSerializer.Serialize(
                        text[half..]
                    )}}}}],"role":"model"},"finishReason":"{{{reason}}}"}],"usageMetadata":{"promptTokenCount":120,"candidatesTokenCount":80,"totalTokenCount":200}}


                    """;
            case Wire.OpenAi:
                var finish = reason switch
                {
                    "STOP" => "stop",
                    "MAX_TOKENS" => "length",
                    "SAFETY" => "content_filter",
                    _ => "tool_calls",
                };
                return $$$"""
                    {"id":"c1","object":"chat.completion","created":1763800000,"model":"gpt-x","choices":[{"index":0,"message":{"role":"assistant","content":{{{quoted}}},"refusal":null},"finish_reason":"{{{finish}}}"}],
                     "usage":{"prompt_tokens":120,"completion_tokens":80,"total_tokens":200}}
                    """;
            default:
                var stop = reason switch
                {
                    "STOP" => "end_turn",
                    "MAX_TOKENS" => "max_tokens",
                    "SAFETY" => "refusal",
                    _ => "tool_use",
                };
                return $$$"""
                    {"id":"m1","type":"message","role":"assistant","model":"claude-x","content":[{"type":"text","text":{{{quoted}}}}],"stop_reason":"{{{stop}}}","stop_sequence":null,
                     "usage":{"input_tokens":120,"output_tokens":80}}
                    """;
        }
    }
}
