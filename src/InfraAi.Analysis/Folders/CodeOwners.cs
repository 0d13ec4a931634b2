namespace InfraAi.Analysis.Folders;

/// <summary>Who owns a path, by a CODEOWNERS file: the last rule that covers it wins.</summary>
public sealed class CodeOwners
{
    private readonly List<(string Pattern, string? Team)> rules = [];

    public CodeOwners(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split('#')[0].Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0)
            {
                rules.Add((words[0], words.Skip(1).Select(Team).FirstOrDefault(team => team is not null)));
            }
        }
    }

    /// <param name="path">Relative to the root, without a leading slash.</param>
    /// <returns>A team's name; null when no rule covers the path, or the last one that does names no team.</returns>
    public string? Of(string path) => rules.FindLast(rule => Covers(rule.Pattern, path)).Team;

    /// <summary>"@org/team"; a single person's handle is no team.</summary>
    private static string? Team(string handle) =>
        handle.StartsWith('@') && handle.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? handle[(slash + 1)..] : null;

    /// <summary>The patterns of .gitignore (gitignore(5)) that CODEOWNERS knows: anchored or not, folders, and stars.</summary>
    private static bool Covers(string pattern, string path)
    {
        var folder = pattern.EndsWith('/');
        var anchored = pattern.TrimEnd('/').Contains('/', StringComparison.Ordinal);
        var parts = pattern.Trim('/').Split('/');
        var names = path.Split('/');
        for (var start = 0; start < names.Length; start++)
        {
            if (Matches(parts, 0, names, start, folder))
            {
                return true;
            }

            if (anchored)
            {
                return false;
            }
        }

        return false;
    }

    private static bool Matches(string[] parts, int part, string[] names, int name, bool folder)
    {
        if (part == parts.Length)
        {
            // "docs/" and "/docs" cover what is below; "*.tf" and "/a/*" end at a file of that depth.
            return name == names.Length ? !folder : folder || !parts[^1].Contains('*', StringComparison.Ordinal);
        }

        if (parts[part] == "**")
        {
            return Enumerable.Range(name, names.Length - name + 1).Any(next => Matches(parts, part + 1, names, next, folder));
        }

        return name < names.Length
            && System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(parts[part], names[name], ignoreCase: false)
            && Matches(parts, part + 1, names, name + 1, folder);
    }
}
