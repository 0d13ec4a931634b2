using InfraAi.Model;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Models.Proof;

/// <summary>A text as proof: quotes must stand in it, name what is claimed, and not be orders to the reader.</summary>
internal sealed class TextGround : IGround
{
    private const int Reach = 400;
    private readonly string text;
    private readonly QuoteFinder finder;
    private readonly TechnologyVocabulary vocabulary;
    private readonly Naming naming;
    private readonly Instructions instructions;

    public TextGround(string text, TechnologyVocabulary vocabulary)
    {
        this.text = text;
        this.vocabulary = vocabulary;
        finder = new(text);
        instructions = new(text);
        naming = new(new TextWords(text, vocabulary), vocabulary);
    }

    /// <summary>Where the part of the text begins that the model was shown: quotes are looked for from there on.</summary>
    public int From { get; set; }

    public (IReadOnlyList<Evidence> Proof, string Code, Phrase Reason) Prove(ModelAnswer.ComponentClaim claim)
    {
        var (found, code, reason) = Quotes(claim.Quotes);
        if (found.Count == 0)
        {
            return ([], code, reason);
        }

        return naming.Unproven(claim.Name, claim.Technology, found.ConvertAll(Of), found.ConvertAll(Sentence)) is { } word
            ? ([], "quote-does-not-name", new($"the quote does not name it (\"{word}\")", $"la cita no lo nombra («{word}»)"))
            : (found, "", default);
    }

    public (IReadOnlyList<Evidence> Proof, string Code, Phrase Reason) Prove(
        ModelAnswer.RelationClaim claim,
        ProvenPart from,
        ProvenPart to
    )
    {
        var (found, code, reason) = Quotes(claim.Quotes);
        var telling = found.FindAll(quote => Tells(quote, from) || Tells(quote, to));
        return found.Count == 0 ? ([], code, reason)
            : telling.Count > 0 ? (telling, "", default)
            : ([], "quote-does-not-name", new("the quote names neither of the two", "la cita no nombra a ninguno de los dos"));
    }

    public IReadOnlyList<Evidence>? ProveWord(string word, bool technology, IReadOnlyList<Evidence> of)
    {
        var quotes = of.OfType<TextEvidence>().ToList();
        if (technology && naming.Names(quotes.ConvertAll(Of), word))
        {
            return [];
        }

        var near = quotes.Count == 0 ? 0 : Math.Max(0, quotes[0].Start - Reach);
        var names = technology && vocabulary.Find(word) is { } known ? [word, known.Name, .. known.Aliases] : (string[])[word];
        foreach (var name in names)
        {
            if (finder.Find(name, near) is { } found && !instructions.Contains(found.Start))
            {
                return technology ? [found] : [];
            }
        }

        return null;
    }

    /// <summary>A title may be put together of the text's words; where it stands as it is, it must not be an order.</summary>
    public bool ProvesTitle(string title) =>
        title.Length <= 80
        && (
            finder.Find(title) is { } place
                ? !instructions.Contains(place.Start)
                : naming.Unproven(title, null, [new(0, text.Length)], [new(0, text.Length)]) is null
        );

    /// <summary>True for what is named in an instruction to the reader only.</summary>
    public bool IsOrder(Component component)
    {
        var named = component
            .Evidence.OfType<TextEvidence>()
            .Where(quote => naming.Unproven(component.Name, component.Technology, [Of(quote)], [Of(quote)]) is null)
            .ToList();
        return named.Count > 0 && named.TrueForAll(quote => instructions.Contains(quote.Start));
    }

    private (List<TextEvidence> Found, string Code, Phrase Reason) Quotes(IReadOnlyList<string>? quotes)
    {
        if (quotes is not { Count: > 0 })
        {
            return ([], "no-evidence", new("the model gave no quote", "el modelo no dio ninguna cita"));
        }

        var found = quotes.Select(quote => finder.Find(quote, From)).OfType<TextEvidence>().DistinctBy(q => (q.Start, q.Length)).ToList();
        if (found.Count == 0)
        {
            return ([], "quote-not-found", new("the quote does not occur in the text", "la cita no aparece en el texto"));
        }

        return found.RemoveAll(quote => instructions.Contains(quote.Start)) > 0 && found.Count == 0
            ? (
                [],
                "instruction",
                new(
                    "the quote is an instruction to the reader, not a description",
                    "la cita es una instrucción para quien lee, no una descripción"
                )
            )
            : (found, "", default);
    }

    /// <summary>True when the part is named where the quote stands: in it, or in the same paragraph.</summary>
    private bool Tells(TextEvidence quote, ProvenPart part)
    {
        var paragraph = Bounds(quote, paragraph: true);
        return part.Evidence.OfType<TextEvidence>().Any(e => e.Start < paragraph.End && e.Start + e.Length > paragraph.Start)
            || naming.Unproven(part.Name, part.Technology, [paragraph], [paragraph]) is null;
    }

    private static Span Of(TextEvidence quote) => new(quote.Start, quote.Start + quote.Length);

    private Span Sentence(TextEvidence quote) => Bounds(quote, paragraph: false);

    private Span Bounds(TextEvidence quote, bool paragraph)
    {
        var start = quote.Start;
        var least = Math.Max(0, start - Reach);
        while (start > least && !Ends(start - 1, paragraph))
        {
            start--;
        }

        var end = quote.Start + quote.Length;
        var most = Math.Min(text.Length, end + Reach);
        while (end < most && !Ends(end, paragraph))
        {
            end++;
        }

        return new(start, end);
    }

    private bool Ends(int i, bool paragraph) =>
        text[i] switch
        {
            '.' or '!' or '?' => !paragraph && (i + 1 == text.Length || char.IsWhiteSpace(text[i + 1])),
            '\n' => i + 1 == text.Length || text[i + 1] is '\n' or '\r' || (!paragraph && text[i + 1] is '-' or '*' or '•' or '#' or '|'),
            _ => false,
        };
}
