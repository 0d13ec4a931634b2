namespace InfraAi.Analysis.Text;

/// <summary>Tells a tree of folders and files from a drawing of an architecture.</summary>
internal static class FileTree
{
    /// <summary>True when at least half of the branches are named like files or folders.</summary>
    internal static bool Is(ReadOnlySpan<char> drawing)
    {
        int branches = 0,
            files = 0;
        foreach (var line in drawing.EnumerateLines())
        {
            var at = line.IndexOf("── ", StringComparison.Ordinal);
            if (at >= 0)
            {
                branches++;
                files += IsFile(line[(at + 3)..]) ? 1 : 0;
            }
        }
        return branches > 0 && files * 2 >= branches;
    }

    private static bool IsFile(ReadOnlySpan<char> name)
    {
        var end = name.IndexOf(' ');
        name = end < 0 ? name : name[..end];
        var dot = name.LastIndexOf('.');
        return name.Length > 1 && name[0] != '/' && (name[^1] == '/' || (dot >= 0 && name.Length - dot is > 1 and <= 6));
    }
}
