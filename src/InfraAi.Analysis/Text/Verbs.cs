using InfraAi.Model;

namespace InfraAi.Analysis.Text;

/// <summary>What a verb says about its subject and its object.</summary>
/// <param name="FromObject">True when what it speaks of flows from the object to the subject ("receives").</param>
/// <param name="Pull">True when that holds only for objects that hand messages over ("consumes": a queue, but not an API).</param>
/// <param name="Participle">True for a form that may be passive ("stored", "almacenados").</param>
/// <param name="Weak">True for a verb that relates nothing by itself ("provides").</param>
internal sealed record Verb(RelationKind Kind, bool FromObject, bool Pull, bool Participle, bool Weak);

/// <summary>The forms of the verbs in verbs.txt.</summary>
internal static class Verbs
{
    private static readonly HashSet<string> Be = new(
        [
            "is",
            "are",
            "was",
            "were",
            "be",
            "been",
            "being",
            "has",
            "have",
            "can",
            "will",
            "es",
            "son",
            "fue",
            "fueron",
            "ser",
            "sido",
            "siendo",
            "esta",
            "estan",
            "puede",
            "pueden",
        ],
        StringComparer.Ordinal
    );

    private static readonly Dictionary<string, Verb> Forms = Load();

    internal static Verb? Find(string folded) => Forms.GetValueOrDefault(folded);

    internal static bool IsBe(string folded) => Be.Contains(folded);

    /// <summary>True when the word is more likely a verb than a noun: "stores", but not "store", "procesando" but not "proceso".</summary>
    internal static bool IsVerbForm(string folded) => Forms.ContainsKey(folded);

    private static Dictionary<string, Verb> Load()
    {
        var forms = new Dictionary<string, Verb>(3000, StringComparer.Ordinal);
        using var stream =
            typeof(Verbs).Assembly.GetManifestResourceStream("verbs.txt")
            ?? throw new InvalidOperationException("verbs.txt is not in the assembly");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                AddLine(forms, line.Split('|', StringSplitOptions.TrimEntries));
            }
        }
        return forms;
    }

    private static void AddLine(Dictionary<string, Verb> forms, string[] fields)
    {
        var kind = Enum.Parse<RelationKind>(fields[0], ignoreCase: true);
        var active = new Verb(kind, fields[1] == "from", fields[1] == "pull", Participle: false, Weak: fields.Length > 4);
        var passive = active with { Participle = true };
        foreach (var verb in fields[2].Split(',', StringSplitOptions.TrimEntries))
        {
            AddEnglish(forms, verb, active, passive);
        }
        foreach (var verb in fields[3].Split(',', StringSplitOptions.TrimEntries))
        {
            AddSpanish(forms, verb, active, passive);
        }
    }

    private static void AddEnglish(Dictionary<string, Verb> forms, string entry, Verb active, Verb passive)
    {
        var parts = entry.Split('=');
        var verb = parts[0];
        var consonantY = verb[^1] == 'y' && verb[^2] is not ('a' or 'e' or 'o' or 'u');
        var stem = verb[^1] == 'e' || consonantY ? verb[..^1] : verb;
        Put(forms, verb, active);
        Put(
            forms,
            consonantY ? stem + "ies"
                : verb[^1] is 's' or 'h' or 'x' ? verb + "es"
                : verb + "s",
            active
        );
        Put(forms, (consonantY ? verb : stem) + "ing", active);
        if (parts.Length > 1)
        {
            foreach (var form in parts[1].Split(';'))
            {
                Put(forms, form, passive);
            }
            return;
        }
        Put(forms, stem + (consonantY ? "ied" : "ed"), passive);
        if (IsShort(verb))
        {
            Put(forms, verb + verb[^1] + "ed", passive);
            Put(forms, verb + verb[^1] + "ing", active);
        }
    }

    private static bool IsShort(string verb) =>
        verb.Length is 3 or 4
        && verb[^1] is not ('a' or 'e' or 'o' or 'u' or 'y' or 'w' or 'x')
        && verb[^2] is 'a' or 'e' or 'i' or 'o' or 'u';

    private static void AddSpanish(Dictionary<string, Verb> forms, string entry, Verb active, Verb passive)
    {
        var parts = entry.Split('=');
        var (stem, ending) = (parts[0][..^2], parts[0][^2..]);
        var ar = ending == "ar";
        foreach (
            var suffix in ar
                ? (ReadOnlySpan<string>)["ar", "a", "an", "o", "aron", "ando", "ara", "aran", "arse", "arlo", "arla"]
                : [ending, "e", "en", "io", "ieron", "iendo", "era", "eran", ending + "se"]
        )
        {
            Put(forms, stem + suffix, active);
        }
        foreach (var suffix in ar ? (ReadOnlySpan<string>)["ado", "ada", "ados", "adas"] : ["ido", "ida", "idos", "idas"])
        {
            Put(forms, stem + suffix, passive);
        }
        if (parts.Length > 1)
        {
            foreach (var form in parts[1].Split(';'))
            {
                Put(
                    forms,
                    form,
                    form.EndsWith("to", StringComparison.Ordinal) || form.EndsWith("ta", StringComparison.Ordinal) ? passive : active
                );
            }
        }
    }

    private static void Put(Dictionary<string, Verb> forms, string form, Verb verb) => forms.TryAdd(form, verb);
}
