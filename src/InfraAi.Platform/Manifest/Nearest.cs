namespace InfraAi.Platform.Manifest;

/// <summary>The name that somebody may have meant.</summary>
public static class Nearest
{
    private const int MostSlips = 2;

    /// <returns>The known name that is at most two slips away; null when there is none.</returns>
    public static string? Of(string typed, IEnumerable<string> known) =>
        known
            .Select(name => (Name: name, Slips: Distance(name, typed)))
            .Where(n => n.Slips <= MostSlips)
            .OrderBy(n => n.Slips)
            .FirstOrDefault()
            .Name;

    /// <summary>How many letters differ (Levenshtein).</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var corner = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, corner + (a[i - 1] == b[j - 1] ? 0 : 1));
                corner = above;
            }
        }

        return row[^1];
    }
}
