namespace InfraAi.Agent.Analyses;

/// <summary>The header Idempotency-Key: the same key gives the same analysis, so that a caller who saw no answer may ask again.</summary>
/// <remarks>https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header</remarks>
public static class IdempotencyKey
{
    private const int Longest = 200;

    /// <returns>Null when none was sent; only its first 200 characters count.</returns>
    public static string? Of(HttpRequest request)
    {
        var key = request.Headers["Idempotency-Key"].ToString().Trim();
        return key.Length switch
        {
            0 => null,
            > Longest => key[..Longest],
            _ => key,
        };
    }
}
