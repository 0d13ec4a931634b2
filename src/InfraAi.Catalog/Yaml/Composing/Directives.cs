namespace InfraAi.Catalog.Yaml;

/// <summary>The directives of a stream: the version of YAML and the handles of tags. They hold for the next document; those of YAML 1.1 for all up to the next directive.</summary>
internal sealed class Directives
{
    private const string DefaultPrefix = "tag:yaml.org,2002:";

    private Dictionary<string, string> handles = Default();
    private bool isYaml11;
    private bool isVersionGiven;
    private bool startsAnew;

    /// <summary>What holds for a document that begins now.</summary>
    /// <returns>Its tags, and whether it is read by the rules of YAML 1.1.</returns>
    public (TagTable Tags, bool IsOneOne) ForDocument()
    {
        var document = (new TagTable(new(handles, StringComparer.Ordinal)), isYaml11 && isVersionGiven);
        startsAnew = isYaml11;
        if (!isYaml11)
        {
            handles = Default();
            isVersionGiven = false;
        }
        return document;
    }

    /// <param name="line">From the percent sign to before a comment.</param>
    /// <returns>What is wrong with it; null when nothing is. Unknown directives and versions are let pass.</returns>
    public string? Add(string line)
    {
        if (startsAnew)
        {
            handles = Default();
            isVersionGiven = false;
            startsAnew = false;
        }
        var words = Trim(line).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        switch (words[0])
        {
            case "%TAG":
                if (words.Length >= 3)
                    handles[words[1]] = words[2];
                return words.Length == 3 ? null : "A %TAG directive has a handle and a prefix.";
            case "%YAML":
                isVersionGiven = true;
                if (words.Length == 2 && words[1] is "1.1" or "1.2")
                    isYaml11 = words[1] == "1.1";
                return words.Length == 2 && IsVersion(words[1]) ? null : "A %YAML directive has one part, the version: %YAML 1.2.";
            default:
                return null;
        }
    }

    private static Dictionary<string, string> Default() => new(StringComparer.Ordinal) { ["!!"] = DefaultPrefix };

    private static bool IsVersion(string word)
    {
        var dot = word.IndexOf('.', StringComparison.Ordinal);
        return dot > 0
            && dot < word.Length - 1
            && !word.AsSpan(0, dot).ContainsAnyExceptInRange('0', '9')
            && !word.AsSpan(dot + 1).ContainsAnyExceptInRange('0', '9');
    }

    /// <summary>Without what JavaScript takes for white space: .NET's, a byte order mark too, and no next-line character.</summary>
    private static ReadOnlySpan<char> TrimmedOf(ReadOnlySpan<char> line)
    {
        static bool IsWhite(char character) => character == '\uFEFF' || (char.IsWhiteSpace(character) && character != '\u0085');
        while (!line.IsEmpty && IsWhite(line[^1]))
            line = line[..^1];
        return line;
    }

    private static string Trim(string line) => TrimmedOf(line).ToString();
}
