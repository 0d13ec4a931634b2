using InfraAi.Agent.Hosting;

namespace InfraAi.Agent.Analyses;

/// <summary>The header Idempotency-Key: the same key of the same caller gives the same analysis, so that a caller who saw no answer may ask again.</summary>
/// <remarks>https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header</remarks>
public static class IdempotencyKey
{
    private const int Longest = 200;

    /// <returns>Null when none was sent; only its first 200 characters count.</returns>
    public static string? Of(HttpContext context)
    {
        var sent = context.Request.Headers["Idempotency-Key"].ToString().Trim();
        var key = sent.Length > Longest ? sent[..Longest] : sent;
        return key.Length == 0 ? null
            // A header holds no line feed: nobody can send another one's key.
            : Caller.Of(context).Name is { } name ? $"{name}\n{key}"
            : key;
    }
}
