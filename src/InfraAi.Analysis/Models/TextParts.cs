namespace InfraAi.Analysis.Models;

/// <summary>Cuts a long text into parts that overlap, at paragraphs, lines or sentences where it can.</summary>
internal static class TextParts
{
    public static List<(int Start, int Length)> Split(string text, int longest, int overlap)
    {
        var parts = new List<(int, int)>();
        var start = 0;
        while (text.Length - start > longest)
        {
            var end = Cut(text, start + (longest * 2 / 3), start + longest);
            parts.Add((start, end - start));
            // What was cut in two stands whole in the next part.
            start = Cut(text, Math.Max(start + 1, end - overlap), end);
            start = start == end ? Math.Max(0, end - overlap) : start;
            start = char.IsLowSurrogate(text[start]) ? start - 1 : start;
        }

        parts.Add((start, text.Length - start));
        return parts;
    }

    /// <returns>After the last paragraph, line or sentence that ends between the two; the later one when none does.</returns>
    private static int Cut(string text, int least, int most)
    {
        var window = text.AsSpan(least, most - least);
        foreach (var end in (ReadOnlySpan<string>)["\n\n", "\n", ". "])
        {
            if (window.LastIndexOf(end, StringComparison.Ordinal) is var at and >= 0)
            {
                return least + at + end.Length;
            }
        }

        return char.IsLowSurrogate(text[most]) ? most - 1 : most;
    }
}
