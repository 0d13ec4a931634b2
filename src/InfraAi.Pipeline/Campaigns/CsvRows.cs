using System.Text;

namespace InfraAi.Pipeline.Campaigns;

/// <summary>Reads comma-separated values as RFC 4180 says: quotes, doubled quotes, line ends inside quotes; semicolons where the header has them.</summary>
internal static class CsvRows
{
    /// <returns>One for each row below the header that is not empty: column, in lower case → value.</returns>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Read(string text)
    {
        text = text.TrimStart('\uFEFF');
        var head = text.AsSpan(0, Math.Max(0, text.IndexOf('\n', StringComparison.Ordinal)));
        var separator = head.Contains(';') && !head.Contains(',') ? ';' : ',';
        var rows = Fields(text, separator).Where(row => row.Exists(field => field.Length > 0)).ToList();
        if (rows.Count == 0)
        {
            return [];
        }

        var names = rows[0].ConvertAll(name => name.Trim().ToLowerInvariant());
        return
        [
            .. rows.Skip(1)
                .Select(row =>
                    (IReadOnlyDictionary<string, string>)
                        names
                            .Zip(row)
                            .DistinctBy(pair => pair.First, StringComparer.Ordinal)
                            .ToDictionary(pair => pair.First, pair => pair.Second.Trim(), StringComparer.Ordinal)
                ),
        ];
    }

    private static IEnumerable<List<string>> Fields(string text, char separator)
    {
        var row = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted)
            {
                if (c != '"')
                {
                    field.Append(c);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    field.Append(text[i++]);
                }
                else
                {
                    quoted = false;
                }
            }
            else if (c == '"' && field.Length == 0)
            {
                quoted = true;
            }
            else if (c == separator || c == '\n')
            {
                row.Add(field.ToString().TrimEnd('\r'));
                field.Clear();
                if (c == '\n')
                {
                    yield return row;
                    row = [];
                }
            }
            else
            {
                field.Append(c);
            }
        }

        row.Add(field.ToString());
        yield return row;
    }
}
