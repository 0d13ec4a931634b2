using InfraAi.Model.Texts;

namespace InfraAi.Model.Vocabulary;

/// <summary>A technology that the words at some place may name, and under which conditions.</summary>
/// <param name="Words">How many words of the text the alias takes.</param>
/// <param name="Capital">Only when written with a capital letter.</param>
/// <param name="VendorOnly">Only when the text speaks of the technology's vendor.</param>
/// <param name="Acronym">With <paramref name="Capital"/>: its second letter is a capital too, so "Luis" is not "LUIS".</param>
public readonly record struct VocabularyMatch(Technology Technology, int Words, bool Capital, bool VendorOnly, bool Acronym);

/// <summary>The names of technologies and of infrastructure in general, in English and Spanish. Loaded once; safe to share between threads.</summary>
public sealed class TechnologyVocabulary
{
    private static readonly Lazy<TechnologyVocabulary> Loaded = new(LoadDefault);

    private readonly Dictionary<string, int> words = new(4096, StringComparer.Ordinal);
    private readonly Dictionary<long, int> steps = new(8192);
    private readonly List<List<(Technology Technology, bool Capital, bool VendorOnly, bool Acronym)>?> ends = [null];
    private readonly List<Technology> all = [];

    private TechnologyVocabulary() { }

    /// <summary>The vocabulary that comes with the platform.</summary>
    public static TechnologyVocabulary Default => Loaded.Value;

    /// <summary>Every entry, in the file's order.</summary>
    public IReadOnlyList<Technology> All => all;

    /// <summary>Reads a vocabulary in the format of technologies.txt.</summary>
    /// <exception cref="FormatException">A line is not right; the message names it.</exception>
    public static TechnologyVocabulary Read(TextReader lines)
    {
        var vocabulary = new TechnologyVocabulary();
        foreach (var (technology, names) in VocabularyFile.Read(lines))
        {
            vocabulary.all.Add(technology);
            foreach (var name in names)
            {
                vocabulary.Add(technology, name);
            }
        }
        return vocabulary;
    }

    /// <returns>The technology of that name or alias, whatever its case, accents and plural; null when there is none.</returns>
    public Technology? Find(string alias)
    {
        Span<int> ids = stackalloc int[32];
        var count = 0;
        foreach (var word in Words.Split(alias))
        {
            if (count == ids.Length)
            {
                return null;
            }
            ids[count++] = WordId(word);
        }
        Technology? found = null;
        foreach (var match in Matches(ids[..count]))
        {
            if (match.Words == count && (found is null || !match.VendorOnly))
            {
                found = match.Technology;
            }
        }
        return found;
    }

    /// <returns>A number for a stem that occurs in some alias, -1 for any other word.</returns>
    public int WordId(string stem) => words.TryGetValue(stem, out var id) ? id : -1;

    /// <summary>What the text may name from its first word on.</summary>
    /// <param name="wordIds">Numbers by <see cref="WordId"/>.</param>
    /// <returns>All matches, longest first.</returns>
    public List<VocabularyMatch> Matches(ReadOnlySpan<int> wordIds)
    {
        var found = new List<VocabularyMatch>();
        var node = 0;
        for (var i = 0; i < wordIds.Length && wordIds[i] >= 0 && steps.TryGetValue(Step(node, wordIds[i]), out node); i++)
        {
            if (ends[node] is { } entries)
            {
                foreach (var (technology, capital, vendorOnly, acronym) in entries)
                {
                    found.Insert(0, new VocabularyMatch(technology, i + 1, capital, vendorOnly, acronym));
                }
            }
        }
        return found;
    }

    /// <summary>True when some alias starts with this word: a cheap test before <see cref="Matches"/>.</summary>
    public bool Starts(int wordId) => wordId >= 0 && steps.ContainsKey(Step(0, wordId));

    private static long Step(int node, int word) => ((long)node << 32) | (uint)word;

    private static TechnologyVocabulary LoadDefault()
    {
        using var stream =
            typeof(TechnologyVocabulary).Assembly.GetManifestResourceStream("technologies.txt")
            ?? throw new InvalidOperationException("technologies.txt is not in the assembly");
        using var reader = new StreamReader(stream);
        return Read(reader);
    }

    private void Add(Technology technology, VocabularyFile.MarkedAlias name)
    {
        var parts = Words.Split(name.Text);
        AddPath(parts, technology, name);
        if (parts.Count is 2 or 3 && technology.IsProduct && !parts.Contains("("))
        {
            var joined = string.Concat(parts);
            if (joined.Length >= 7)
            {
                AddPath([joined], technology, name); // "EventBridge" for "Event Bridge"
            }
        }
    }

    private static bool IsAcronym(string alias) => alias.Length > 1 && char.IsUpper(alias[0]) && char.IsUpper(alias[1]);

    private void AddPath(List<string> parts, Technology technology, VocabularyFile.MarkedAlias name)
    {
        var node = 0;
        foreach (var part in parts)
        {
            if (!words.TryGetValue(part, out var word))
            {
                words.Add(part, word = words.Count);
            }
            var step = Step(node, word);
            if (!steps.TryGetValue(step, out var next))
            {
                next = ends.Count;
                ends.Add(null);
                steps.Add(step, next);
            }
            node = next;
        }
        var entries = ends[node] ??= new(1);
        if (entries.TrueForAll(e => e.Technology != technology))
        {
            entries.Add((technology, name.Capital, name.VendorOnly, name.Capital && IsAcronym(name.Text)));
        }
    }
}
