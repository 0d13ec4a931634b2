using InfraAi.Model;
using InfraAi.Model.Texts;

namespace InfraAi.Analysis.Models.Proof;

/// <summary>Finds quotes in a text, whatever became of their case, accents, spaces and typographic signs, and gives the exact span back.</summary>
internal sealed class QuoteFinder
{
    private readonly string text;
    private readonly Folded spaced;
    private Folded? joined;

    public QuoteFinder(string text)
    {
        this.text = text;
        spaced = Folded.Of(text, spaces: true);
    }

    /// <param name="from">Where to begin looking; it is looked for in the whole text when it is not found from there on.</param>
    /// <returns>The first place where the words of the quote stand; null when they stand nowhere.</returns>
    public TextEvidence? Find(string quote, int from = 0) =>
        Find(spaced, quote, from) ?? Find(joined ??= Folded.Of(text, spaces: false), quote, from);

    private TextEvidence? Find(Folded hay, string quote, int from)
    {
        var needle = Folded.Of(quote.Trim().Trim('"', '“', '”', '«', '»', '\'', '‘', '’', '…'), hay.Spaces).Text.Trim();
        if (needle.Length == 0)
        {
            return null;
        }

        var begin = from == 0 ? 0 : Math.Max(0, Array.BinarySearch(hay.Places, from) is var i && i < 0 ? ~i : i);
        return Search(hay, needle, begin) ?? (begin > 0 ? Search(hay, needle, 0) : null);
    }

    private TextEvidence? Search(Folded hay, string needle, int begin)
    {
        for (
            var at = hay.Text.IndexOf(needle, Math.Min(begin, hay.Text.Length), StringComparison.Ordinal);
            at >= 0;
            at = hay.Text.IndexOf(needle, at + 1, StringComparison.Ordinal)
        )
        {
            var start = hay.Places[at];
            var end = hay.Places[at + needle.Length - 1] + 1;
            if (Whole(start, ref end))
            {
                return new(start, end - start, text[start..end]);
            }
        }

        return null;
    }

    /// <summary>A quote is of whole words: "S3" does not stand in "ES3X". A plural's ending is taken in.</summary>
    private bool Whole(int start, ref int end)
    {
        if (start > 0 && Words.IsLetter(text[start]) && Words.IsLetter(text[start - 1]))
        {
            return false;
        }

        while (end < text.Length && Folding.Fold(text[end]) == '\0')
        {
            end++;
        }

        if (!Words.IsLetter(text[end - 1]))
        {
            return true;
        }

        var tail = end;
        while (tail < text.Length && Words.IsLetter(text[tail]))
        {
            tail++;
        }

        if (tail > end && Folding.Fold(text.AsSpan(end, tail - end)) is not ("s" or "es"))
        {
            return false;
        }

        end = tail;
        return true;
    }

    /// <param name="Places">For each character, where it stands in the text.</param>
    private sealed record Folded(string Text, int[] Places, bool Spaces)
    {
        public static Folded Of(string text, bool spaces)
        {
            var folded = new char[text.Length];
            var places = new int[text.Length];
            var length = 0;
            for (var i = 0; i < text.Length; i++)
            {
                var c = Sign(text[i]);
                if (char.IsWhiteSpace(c) || c is '\u200b' or '\u00ad' or '\ufeff')
                {
                    if (!spaces || length == 0 || folded[length - 1] == ' ' || !char.IsWhiteSpace(c))
                    {
                        continue;
                    }

                    c = ' ';
                }
                else if ((c = Folding.Fold(c)) == '\0')
                {
                    continue;
                }

                folded[length] = c;
                places[length++] = i;
            }

            return new(new string(folded, 0, length), places[..length], spaces);
        }

        private static char Sign(char c) =>
            c switch
            {
                '“' or '”' or '„' or '«' or '»' => '"',
                '‘' or '’' or '´' or '`' => '\'',
                '–' or '—' or '‑' or '−' => '-',
                _ => c,
            };
    }
}
