namespace InfraAi.Analysis.Text;

/// <summary>A first line that is a name, not a sentence: "Tienda en línea.", "Our food delivery app:", "Tenemos una tienda online."</summary>
internal static class TitleLine
{
    private const int MostWords = 7;

    private static readonly PhraseTable Introductions = new(
        "we run a; we run an; we run; we have a; we have an; we have; i have a; i have an; this is a; this is an; this is our; this is the; it is a; it's a; our; my; we are building a; we are building an; there is a;"
            + "tenemos una; tenemos un; tenemos; tengo una; tengo un; nuestra; nuestro; es una; es un; esta es una; este es un; hay una; hay un; se trata de una; se trata de un; mi"
    );

    private static readonly PhraseTable Endings = new("compuesto; compuesta; formado; formada; composed; made; consisting");

    /// <returns>The tokens that name the system; null when the text does not start with a name.</returns>
    internal static (int First, int Last)? Find(TextDocument document)
    {
        if (document.Blocks.Count == 0 || document.Blocks[0].Kind is not (BlockKind.Paragraph or BlockKind.Heading))
        {
            return null;
        }
        var tokens = document.Tokens;
        var first = document.Blocks[0].FirstToken;
        var end = document.SentenceEnd(first);
        for (var i = first; i < end; i++)
        {
            if (tokens[i].Is(':'))
            {
                end = i;
            }
        }
        first += Introductions.At(tokens, first);
        while (end > first + 1 && (SmallWords.Stops.Contains(tokens[end - 1].Folded) || Endings.At(tokens, end - 1) > 0))
        {
            end--;
        }
        return end - first is >= 2 and <= MostWords && end < tokens.Count - 1 && IsName(document, first, end) ? (first, end) : null;
    }

    private static bool IsName(TextDocument document, int first, int end)
    {
        for (var i = first; i < end; i++)
        {
            if (
                document.Tokens[i].Kind == TokenKind.Arrow
                || Verbs.Find(document.Tokens[i].Folded) is not null
                || Verbs.IsBe(document.Tokens[i].Folded)
            )
            {
                return false;
            }
        }
        return true;
    }
}
