using System.Text;
using InfraAi.Model.Texts;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Images;

/// <summary>Undoes what character readers confuse, where the vocabulary has the name that is meant, and only one.</summary>
internal static class Spelling
{
    private const int ShortestName = 3;
    private static readonly Lazy<Dictionary<string, string?>> Known = new(Read);

    /// <returns>"Power BI" for "Power Bl", "CloudFront" for "CIoudFront"; any other name as it is.</returns>
    internal static string Correct(string name)
    {
        if (name.Length > 60 || TechnologyVocabulary.Default.Find(name) is not null)
        {
            return name;
        }

        if (Meant(name) is { } meant)
        {
            return meant;
        }

        // A known name with words after or before it: each run of words is looked at, the longest first.
        var words = name.Split(' ');
        for (var length = Math.Min(5, words.Length - 1); length > 0; length--)
        {
            for (var start = 0; start + length <= words.Length; start++)
            {
                var run = string.Join(' ', words, start, length);
                if (run.Length > ShortestName && TechnologyVocabulary.Default.Find(run) is null && Meant(run) is { } part)
                {
                    return string.Join(' ', [.. words[..start], part, .. words[(start + length)..]]);
                }
            }
        }

        return name;
    }

    /// <summary>Digits for the letters that look like them, where the picture has the same name with another digit.</summary>
    /// <param name="others">All names of the picture.</param>
    /// <returns>"replica1" for "replical" beside a "replica2"; any other name as it is.</returns>
    internal static string Numbered(string name, IReadOnlyCollection<string> others)
    {
        for (var at = name.Length - 1; at > 0; at--)
        {
            var digit = name[at] switch
            {
                'l' or 'I' or '|' or '!' => '1',
                'O' or 'o' => '0',
                _ => '\0',
            };
            if (digit == '\0' || (at + 1 < name.Length && char.IsLetterOrDigit(name[at + 1])))
            {
                continue;
            }

            var (before, after) = (name[..at], name[(at + 1)..]);
            if (
                others.Any(o =>
                    o.Length == name.Length
                    && char.IsAsciiDigit(o[at])
                    && o.StartsWith(before, StringComparison.OrdinalIgnoreCase)
                    && o.EndsWith(after, StringComparison.OrdinalIgnoreCase)
                )
            )
            {
                return before + digit + after;
            }
        }

        return name;
    }

    /// <summary>These words with the letters of the one known name that looks like them and has others; null when there is none.</summary>
    private static string? Meant(string words)
    {
        if (Known.Value.GetValueOrDefault(Skeleton(words)) is not { } known || Letters(known) == Letters(words))
        {
            return null;
        }

        var letters = known.Where(char.IsLetterOrDigit).ToArray();
        if (letters.Length != words.Count(char.IsLetterOrDigit))
        {
            return known;
        }

        var (text, next) = (new StringBuilder(words.Length), 0);
        foreach (var c in words)
        {
            var right = char.IsLetterOrDigit(c) ? letters[next++] : c;
            text.Append(Folding.Fold(right) == Folding.Fold(c) ? c : right);
        }

        return text.ToString();
    }

    private static string Letters(string name) => string.Concat(Folding.Fold(name).Where(char.IsLetterOrDigit));

    private static Dictionary<string, string?> Read()
    {
        var known = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var technology in TechnologyVocabulary.Default.All)
        {
            foreach (var name in technology.Aliases.Prepend(technology.Name))
            {
                var skeleton = Skeleton(name);
                if (skeleton.Length >= ShortestName)
                {
                    // Two names that look alike: neither is put in the place of the other.
                    known[skeleton] =
                        known.TryGetValue(skeleton, out var other) && (other is null || Letters(other) != Letters(name)) ? null : name;
                }
            }
        }

        return known;
    }

    /// <summary>The word with letters that look alike made one, and without spaces.</summary>
    private static string Skeleton(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var word in name.Replace("rn", "m", StringComparison.Ordinal).Replace("vv", "w", StringComparison.Ordinal).Split(' '))
        {
            // "Web Server 5" is not "Web servers".
            var number = word.All(char.IsAsciiDigit);
            foreach (var c in word)
            {
                var shape = c switch
                {
                    _ when number => c,
                    'I' or 'l' or '1' or '|' or '!' or 'T' or ']' => 'i',
                    '0' or 'O' or 'Q' => 'o',
                    '5' or '$' => 's',
                    '8' => 'b',
                    _ => Folding.Fold(c),
                };
                if (char.IsLetterOrDigit(shape))
                {
                    text.Append(shape == 'l' ? 'i' : shape);
                }
            }
        }

        return text.ToString();
    }
}
