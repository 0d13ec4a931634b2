using System.Globalization;
using System.Net;
using System.Text.Json;

namespace InfraAi.Analysis.Models;

/// <summary>What an error answer says, whoever sent it: Gemini, OpenAI and Anthropic all put it into "error".</summary>
internal sealed record VendorError(HttpStatusCode Status, string Message, string Codes, TimeSpan? RetryAfter, string? FinalQuota)
{
    public static VendorError Read(HttpResponseMessage response, string body)
    {
        var error = new VendorError(response.StatusCode, response.ReasonPhrase ?? "", "", Wait(response), null);
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            // Gemini's streaming address wraps the error into a list.
            if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0)
            {
                root = root[0];
            }

            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("error", out var e) ? error.With(e) : error;
        }
        catch (JsonException)
        {
            return error;
        }
    }

    public ModelException ToFailure(ModelProblems problems) =>
        (int)Status switch
        {
            400 or 401 or 403 when Says("API_KEY_INVALID") || Says("API key not valid") => problems.KeyRefused(),
            401 or 403 => problems.KeyRefused(),
            404 => problems.ModelUnknown(),
            429 when FinalQuota is { } quota => problems.QuotaExhausted(quota),
            429 when Says("insufficient_quota") => problems.QuotaExhausted(Message),
            429 => problems.RateLimited(RetryAfter),
            408 or 504 => problems.Failing(Status, RetryAfter),
            >= 500 => problems.Failing(Status, RetryAfter),
            _ => problems.RequestRefused(Status, Message),
        };

    private bool Says(string code) =>
        Codes.Contains(code, StringComparison.OrdinalIgnoreCase) || Message.Contains(code, StringComparison.OrdinalIgnoreCase);

    private VendorError With(JsonElement error)
    {
        if (error.ValueKind == JsonValueKind.String)
        {
            return this with { Message = error.GetString()! };
        }

        if (error.ValueKind != JsonValueKind.Object)
        {
            return this;
        }

        var read = this with
        {
            Message = Text(error, "message") ?? Message,
            Codes = string.Join(' ', new[] { Text(error, "status"), Text(error, "code"), Text(error, "type") }.OfType<string>()),
        };
        return error.TryGetProperty("details", out var details) && details.ValueKind == JsonValueKind.Array
            ? read.WithDetails(details)
            : read;
    }

    private VendorError WithDetails(JsonElement details)
    {
        var read = this;
        foreach (var detail in details.EnumerateArray().Where(d => d.ValueKind == JsonValueKind.Object))
        {
            read = read with
            {
                Codes = $"{read.Codes} {Text(detail, "reason")}",
                RetryAfter = Duration(Text(detail, "retryDelay")) ?? read.RetryAfter,
            };
            if (detail.TryGetProperty("violations", out var violations) && violations.ValueKind == JsonValueKind.Array)
            {
                var final = violations
                    .EnumerateArray()
                    .Select(v => Text(v, "quotaId"))
                    .FirstOrDefault(id => id?.Contains("PerDay", StringComparison.OrdinalIgnoreCase) == true);
                read = read with { FinalQuota = read.FinalQuota ?? final };
            }
        }

        return read;
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>"45.8s", as RetryInfo writes it.</summary>
    private static TimeSpan? Duration(string? text) =>
        text is not null
        && text.EndsWith('s')
        && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
        && seconds is >= 0 and < 1e6
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static TimeSpan? Wait(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta;
}
