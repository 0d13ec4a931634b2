namespace InfraAi.Catalog.Yaml;

/// <summary>Offset → line and column, both from 1. A line ends at LF, at CR LF or, as for the official reader, nowhere else.</summary>
internal sealed class LineIndex(string text)
{
    private int[]? starts;

    public (int Line, int Column) At(int offset)
    {
        starts ??= Starts();
        var at = Array.BinarySearch(starts, Math.Clamp(offset, 0, text.Length));
        var line = at >= 0 ? at : ~at - 1;
        return (line + 1, Math.Clamp(offset, 0, text.Length) - starts[line] + 1);
    }

    private int[] Starts()
    {
        var found = new List<int> { 0 };
        for (var at = text.IndexOf('\n', StringComparison.Ordinal); at >= 0; at = text.IndexOf('\n', at + 1))
            found.Add(at + 1);
        return [.. found];
    }
}
