using System.Collections.Frozen;
using InfraAi.Model.Texts;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Models.Proof;

/// <summary>Whether words of the input name what a model claims.</summary>
internal sealed class Naming(TextWords text, TechnologyVocabulary vocabulary)
{
    private static readonly FrozenSet<string> Small = Stems(
        "the a an of for and or with in on to our its el la los las un una unos unas de del y o con en para por nuestro nuestra su al"
    );

    /// <summary>Words that say what sort of thing it is, or who sells it, and not which one.</summary>
    private static readonly FrozenSet<string> Common = Stems(
        "service services servicio servicios server servers servidor servidores system systems sistema sistemas database databases base datos db "
            + "app apps application applications aplicación aplicaciones cluster clúster instance instancia platform plataforma component componente "
            + "module módulo managed cloud nube storage almacenamiento cache caché queue cola backend frontend engine motor "
            + "amazon aws azure microsoft google gcp apache"
    );

    /// <returns>Which word of the name nothing bears out; null when the name is borne out.</returns>
    /// <param name="quotes">Spans of the input that were given as proof.</param>
    /// <param name="around">The sentences they stand in.</param>
    public string? Unproven(string name, string? technology, IReadOnlyList<Span> quotes, IReadOnlyList<Span> around)
    {
        if ((vocabulary.Find(name) is { } named && text.Has(quotes, named)) || Joined(quotes, name))
        {
            return null;
        }

        var words = Words.Split(name).FindAll(w => w is not ("(" or ")") && !Small.Contains(w));
        var telling = words.FindAll(w => !Common.Contains(w));
        // The quote must bear out something of it; the rest may stand in the same sentence ("stores orders in PostgreSQL").
        var byTechnology = technology is not null && vocabulary.Find(technology) is { } claimed && text.Has(quotes, claimed);
        var must = telling.Count > 0 ? telling : words;
        if (must.Count == 0 || (!byTechnology && !must.Exists(w => text.Has(quotes, w))))
        {
            return must.Count == 0 ? name : must[0];
        }

        if (telling.Count == 0)
        {
            return byTechnology ? null : must.Find(w => !text.Has(quotes, w));
        }

        return telling.Find(w => !text.Has(around, w) && !(vocabulary.Find(w) is { } t && text.Has(around, t)));
    }

    /// <summary>True when the words name the technology, by any of its names.</summary>
    public bool Names(IReadOnlyList<Span> spans, string technology) =>
        vocabulary.Find(technology) is { } known
            ? text.Has(spans, known)
            : Words.Split(technology) is { Count: > 0 } words && words.TrueForAll(w => text.Has(spans, w));

    /// <summary>Words that two names must share to name the same thing.</summary>
    public static string Key(string name)
    {
        var words = Words.Split(name).Where(w => w is not ("(" or ")") && !Small.Contains(w)).ToList();
        var telling = words.Where(w => !Common.Contains(w)).ToList();
        return string.Join(' ', telling.Count > 0 ? telling : words);
    }

    /// <summary>"OrderService" and "order service" are one name.</summary>
    private bool Joined(IReadOnlyList<Span> quotes, string name)
    {
        var joined = Letters(name);
        return joined.Length > 1
            && quotes.Any(q => Letters(text.Text.AsSpan(q.Start, q.End - q.Start)).Contains(joined, StringComparison.Ordinal));
    }

    private static string Letters(ReadOnlySpan<char> text)
    {
        Span<char> letters = text.Length <= 256 ? stackalloc char[text.Length] : new char[text.Length];
        var length = 0;
        foreach (var c in text)
        {
            var folded = Folding.Fold(c);
            if (char.IsLetterOrDigit(folded))
            {
                letters[length++] = folded;
            }
        }

        return new string(letters[..length]);
    }

    private static FrozenSet<string> Stems(string words) =>
        words.Split(' ').Select(w => Words.Stem(Folding.Fold(w))).ToFrozenSet(StringComparer.Ordinal);
}
