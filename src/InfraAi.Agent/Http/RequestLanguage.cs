namespace InfraAi.Agent.Http;

/// <summary>In which language to answer: ?lang=, else the first of Accept-Language that we speak, else English.</summary>
public static class RequestLanguage
{
    public static string Of(HttpRequest request)
    {
        var asked = request.Query["lang"].ToString();
        if (asked.Length > 0)
        {
            return Known(asked) ?? "en";
        }

        return request
                .GetTypedHeaders()
                .AcceptLanguage.OrderByDescending(l => l.Quality ?? 1)
                .Select(l => Known(l.Value.ToString()))
                .FirstOrDefault(l => l is not null)
            ?? "en";
    }

    private static string? Known(string tag)
    {
        var language = tag.Split('-')[0];
        return language.Equals("es", StringComparison.OrdinalIgnoreCase) ? "es"
            : language.Equals("en", StringComparison.OrdinalIgnoreCase) ? "en"
            : null;
    }
}
