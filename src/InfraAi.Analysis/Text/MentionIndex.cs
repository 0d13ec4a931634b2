namespace InfraAi.Analysis.Text;

/// <summary>The mentions of a text by place. They do not overlap.</summary>
/// <param name="mentions">Sorted by their first token.</param>
internal sealed class MentionIndex(List<Mention> mentions)
{
    private readonly Mention[] sorted = [.. mentions];

    /// <returns>The mentions that lie between two tokens.</returns>
    internal ReadOnlySpan<Mention> Between(int first, int last)
    {
        var from = LowerBound(first, static m => m.First);
        var to = from;
        while (to < sorted.Length && sorted[to].Last <= last)
        {
            to++;
        }
        return sorted.AsSpan(from, to - from);
    }

    /// <returns>The mentions that start between two offsets of the text.</returns>
    internal ReadOnlySpan<Mention> Within(int start, int end)
    {
        var from = LowerBound(start, static m => m.Start);
        var to = from;
        while (to < sorted.Length && sorted[to].Start < end)
        {
            to++;
        }
        return sorted.AsSpan(from, to - from);
    }

    private int LowerBound(int value, Func<Mention, int> key)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (key(sorted[middle]) < value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }
}
