using System.Buffers;

namespace InfraAi.Analysis.Text;

/// <summary>Spanish or English, by the small words of each.</summary>
internal static class LanguageGuess
{
    private static readonly SearchValues<char> SpanishSigns = SearchValues.Create("áéíóúñ¿¡");

    private static readonly HashSet<string> Spanish = new(
        [
            "el",
            "la",
            "los",
            "las",
            "de",
            "del",
            "en",
            "un",
            "una",
            "que",
            "y",
            "con",
            "para",
            "por",
            "se",
            "su",
            "es",
            "son",
            "al",
            "como",
            "o",
            "este",
            "esta",
            "sin",
            "desde",
            "hacia",
            "cada",
            "tiene",
            "usa",
            "servicio",
            "datos",
            "usuario",
            "aplicacion",
            "nuestro",
            "nuestra",
            "hay",
            "mediante",
            "entre",
            "cola",
            "base",
        ],
        StringComparer.Ordinal
    );

    private static readonly HashSet<string> English = new(
        [
            "the",
            "of",
            "and",
            "to",
            "in",
            "is",
            "with",
            "that",
            "for",
            "an",
            "on",
            "by",
            "from",
            "this",
            "are",
            "as",
            "it",
            "which",
            "our",
            "we",
            "uses",
            "into",
            "when",
            "service",
            "data",
            "user",
            "application",
            "there",
            "via",
            "between",
            "queue",
            "each",
        ],
        StringComparer.Ordinal
    );

    /// <returns>"es" or "en"; "en" when the text gives no sign.</returns>
    internal static string Of(string text, List<Token> tokens)
    {
        int spanish = 0,
            english = 0;
        var limit = Math.Min(tokens.Count, 4000);
        for (var i = 0; i < limit; i++)
        {
            if (tokens[i].Kind == TokenKind.Word)
            {
                spanish += Spanish.Contains(tokens[i].Folded) ? 1 : 0;
                english += English.Contains(tokens[i].Folded) ? 1 : 0;
            }
        }
        spanish += text.AsSpan(0, Math.Min(text.Length, 20_000)).IndexOfAny(SpanishSigns) >= 0 ? 1 : 0;
        return spanish > english ? "es" : "en";
    }
}
