using System.Runtime.InteropServices;
using InfraAi.Model.Texts;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Models.Proof;

/// <summary>A span of a text.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Span(int Start, int End);

/// <summary>The words of a text and the technologies they name, read once and asked for by span.</summary>
internal sealed class TextWords
{
    private readonly List<(int Start, int End, string Stem)> words = [];
    private readonly List<(int Start, int End, Technology Technology)> technologies = [];

    public TextWords(string text, TechnologyVocabulary vocabulary)
    {
        Text = text;
        for (var i = 0; i < text.Length; )
        {
            if (!Words.IsLetter(text[i]) && !Words.StartsDotNet(text, i))
            {
                i++;
                continue;
            }

            var end = Words.WordEnd(text, i);
            words.Add((i, end, Words.Stem(Folding.Fold(text.AsSpan(i, end - i)))));
            i = end;
        }

        var ids = words.ConvertAll(w => vocabulary.WordId(w.Stem)).ToArray();
        for (var i = 0; i < ids.Length; i++)
        {
            if (vocabulary.Starts(ids[i]))
            {
                foreach (var match in vocabulary.Matches(ids.AsSpan(i)))
                {
                    technologies.Add((words[i].Start, words[i + match.Words - 1].End, match.Technology));
                }
            }
        }
    }

    public string Text { get; }

    public bool Has(IReadOnlyList<Span> spans, string stem)
    {
        foreach (var span in spans)
        {
            for (var i = First(span.Start); i < words.Count && words[i].End <= span.End; i++)
            {
                if (words[i].Stem == stem)
                {
                    return true;
                }
            }
        }

        return false;
    }

    public bool Has(IReadOnlyList<Span> spans, Technology technology) =>
        technologies.Exists(t => t.Technology == technology && spans.Any(s => t.Start >= s.Start && t.End <= s.End));

    private int First(int start)
    {
        var (low, high) = (0, words.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = words[middle].Start < start ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
