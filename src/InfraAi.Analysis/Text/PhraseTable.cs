namespace InfraAi.Analysis.Text;

/// <summary>Phrases of one or more folded words, found by their first.</summary>
internal sealed class PhraseTable
{
    private readonly Dictionary<string, string[][]> byFirst;

    /// <param name="list">Phrases separated by semicolons; an apostrophe parts words as it does in tokens.</param>
    internal PhraseTable(string list) =>
        byFirst = list.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(p => p.Replace('\'', ' ').Split(' '))
            .GroupBy(p => p[0], StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Select(p => p[1..]).ToArray(), StringComparer.Ordinal);

    /// <returns>How many tokens the phrase at this place takes; 0 when there is none.</returns>
    internal int At(List<Token> tokens, int at)
    {
        if (tokens[at].Kind != TokenKind.Word || !byFirst.TryGetValue(tokens[at].Folded, out var tails))
        {
            return 0;
        }
        foreach (var tail in tails)
        {
            var i = 0;
            while (i < tail.Length && at + 1 + i < tokens.Count && tokens[at + 1 + i].Folded == tail[i])
            {
                i++;
            }
            if (i == tail.Length)
            {
                return i + 1;
            }
        }
        return 0;
    }

    /// <returns>The first token of the first phrase in the span; -1 when there is none.</returns>
    internal int FirstIn(List<Token> tokens, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (At(tokens, i) > 0)
            {
                return i;
            }
        }
        return -1;
    }
}
