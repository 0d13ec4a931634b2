namespace InfraAi.Catalog.Yaml;

/// <summary>What may stand before a document: blank lines, comments, directives.</summary>
internal sealed class Prelude
{
    private const string DefaultPrefix = "tag:yaml.org,2002:";

    private Dictionary<string, string>? tags;
    private bool anyDirective;
    private YamlError? fault;

    public bool HasDirectives => anyDirective;

    /// <returns>Where the next document begins: at its marker (an end marker alone is an empty document) or at its first line of content.</returns>
    public int Skip(string text, int from)
    {
        var at = from;
        while (at < text.Length)
        {
            if (text[at] == '\uFEFF')
                at++;
            if (at >= text.Length)
                break;
            var end = YamlReader.LineEnd(text, at);
            if (text[at] == '%')
                Directive(text, at, end);
            else if (!IsBlankOrComment(text.AsSpan(at, end - at)))
                return at;
            at = end;
        }
        return text.Length;
    }

    /// <summary>The handles of %TAG for the next document; they hold for one document.</summary>
    public Dictionary<string, string> TakeTags()
    {
        var taken = tags ?? [];
        tags = null;
        taken.TryAdd("!!", DefaultPrefix);
        return taken;
    }

    /// <summary>What is wrong before the document, if anything.</summary>
    public YamlError? TakeFault(bool explicitStart, int at)
    {
        var taken = fault;
        if (anyDirective && !explicitStart)
            taken ??= new YamlError(
                at,
                Rules.YamlSyntax,
                "After a directive the document must begin with \"---\".",
                "Write --- on a line of its own before it."
            );
        fault = null;
        anyDirective = false;
        return taken;
    }

    private static bool IsBlankOrComment(ReadOnlySpan<char> line)
    {
        var first = line.TrimStart(" \t");
        return first.IsEmpty || first[0] is '#' or '\n' || first.StartsWith("\r\n", StringComparison.Ordinal);
    }

    private void Directive(string text, int at, int end)
    {
        anyDirective = true;
        var line = text[at..end].TrimEnd('\n', '\r');
        var comment = line.IndexOf(" #", StringComparison.Ordinal);
        var words = (comment < 0 ? line : line[..comment]).Trim().Trim('\uFEFF').Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words[0] == "%TAG")
        {
            if (words.Length != 3)
                fault ??= new YamlError(at, Rules.YamlSyntax, "A %TAG directive has a handle and a prefix.");
            if (words.Length >= 3)
                (tags ??= new(StringComparer.Ordinal))[words[1]] = words[2];
        }
        else if (words[0] == "%YAML")
        {
            var isVersion = words.Length == 2 && Version.TryParse(words[1], out var version) && version.Build < 0;
            if (!isVersion)
                fault ??= new YamlError(at, Rules.YamlSyntax, "A %YAML directive has one part, the version: %YAML 1.2.");
        }
    }
}
