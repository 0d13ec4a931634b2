using System.Collections.Frozen;
using InfraAi.Model.Texts;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Models.Proof;

/// <summary>Whether words of the input name what a model claims.</summary>
internal sealed class Naming(TechnologyVocabulary vocabulary)
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
    /// <param name="quotes">Words of the input that were given as proof.</param>
    /// <param name="around">The sentences they stand in.</param>
    public string? Unproven(string name, string? technology, IReadOnlyList<string> quotes, IReadOnlyList<string> around)
    {
        var named = vocabulary.Find(name);
        var claimed = technology is null ? null : vocabulary.Find(technology);
        var words = Words.Split(name).Where(w => w is not ("(" or ")") && !Small.Contains(w)).ToList();
        var telling = words.Where(w => !Common.Contains(w)).ToList();
        var inQuotes = WordsOf(quotes);
        var technologies = TechnologiesIn(quotes);
        if ((named is not null && technologies.Contains(named)) || Joined(quotes, name))
        {
            return null;
        }

        // The quote must bear out something of it; the rest may stand in the same sentence ("stores orders in PostgreSQL").
        var byTechnology = claimed is not null && technologies.Contains(claimed);
        var must = telling.Count > 0 ? telling : words;
        if (must.Count == 0 || (!byTechnology && !must.Exists(inQuotes.Contains)))
        {
            return must.Count == 0 ? name : must[0];
        }

        if (telling.Count == 0)
        {
            return byTechnology || must.TrueForAll(inQuotes.Contains) ? null : must.Find(w => !inQuotes.Contains(w));
        }

        var near = WordsOf(around);
        var nearTechnologies = TechnologiesIn(around);
        return telling.Find(w => !near.Contains(w) && !(vocabulary.Find(w) is { } t && nearTechnologies.Contains(t)));
    }

    /// <summary>True when the words name the technology, by any of its names.</summary>
    public bool Names(IReadOnlyList<string> texts, string technology) =>
        vocabulary.Find(technology) is { } known
            ? TechnologiesIn(texts).Contains(known)
            : Words.Split(technology) is { Count: > 0 } words && words.TrueForAll(WordsOf(texts).Contains);

    /// <summary>Words that two names must share to name the same thing.</summary>
    public static string Key(string name)
    {
        var words = Words.Split(name).Where(w => w is not ("(" or ")") && !Small.Contains(w)).ToList();
        var telling = words.Where(w => !Common.Contains(w)).ToList();
        return string.Join(' ', telling.Count > 0 ? telling : words);
    }

    private HashSet<Technology> TechnologiesIn(IReadOnlyList<string> texts)
    {
        var found = new HashSet<Technology>();
        foreach (var text in texts)
        {
            var ids = Words.Split(text).Select(vocabulary.WordId).ToArray();
            for (var i = 0; i < ids.Length; i++)
            {
                if (vocabulary.Starts(ids[i]))
                {
                    found.UnionWith(vocabulary.Matches(ids.AsSpan(i)).Select(m => m.Technology));
                }
            }
        }

        return found;
    }

    private static HashSet<string> WordsOf(IReadOnlyList<string> texts) => texts.SelectMany(Words.Split).ToHashSet(StringComparer.Ordinal);

    /// <summary>"OrderService" and "order service" are one name.</summary>
    private static bool Joined(IReadOnlyList<string> quotes, string name)
    {
        var joined = Letters(name);
        return joined.Length > 1 && quotes.Any(q => Letters(q).Contains(joined, StringComparison.Ordinal));
    }

    private static string Letters(string text) => string.Concat(Folding.Fold(text).Where(char.IsLetterOrDigit));

    private static FrozenSet<string> Stems(string words) =>
        words.Split(' ').Select(w => Words.Stem(Folding.Fold(w))).ToFrozenSet(StringComparer.Ordinal);
}
