namespace InfraAi.Analysis.Diagrams;

/// <summary>What the lines of a text begin with: enough to tell the formats apart without reading them.</summary>
internal sealed class Signs
{
    private static readonly System.Buffers.SearchValues<string> D2Arrows = System.Buffers.SearchValues.Create(
        ["->", "<-", "--"],
        StringComparison.Ordinal
    );

    private readonly HashSet<string> keys = new(StringComparer.Ordinal);

    private Signs() { }

    /// <summary>True when a block of Terraform opens at a line's start.</summary>
    internal bool IsTerraform { get; private set; }

    /// <summary>True when lines are connections of D2 and others can only be D2's: a property of a shape, a container that opens.</summary>
    internal bool IsD2 => connections > 0 && properties > 0 && others == 0;

    private bool inComment;
    private int connections;
    private int properties;
    private int others;

    /// <summary>True for a document with fenced blocks: what its lines begin with belongs to the blocks.</summary>
    internal bool HasFence { get; private set; }

    /// <summary>The first line that says something: no comment, no blank, no front matter.</summary>
    internal string First { get; private set; } = "";

    /// <summary>The offset of that line.</summary>
    internal int FirstOffset { get; private set; }

    /// <summary>True when a line without indentation is this key of a YAML map.</summary>
    internal bool Has(string key) => keys.Contains(key);

    internal static Signs Of(string text)
    {
        var signs = new Signs();
        var matter =
            text.AsSpan().TrimStart("\uFEFF \r\n").StartsWith("---\n") || text.AsSpan().TrimStart("\uFEFF \r\n").StartsWith("---\r");
        var inMatter = false;
        for (var start = 0; start < text.Length; )
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end;
            signs.Line(text.AsSpan(start, end - start), start, matter, ref inMatter);
            start = end + 1;
        }
        return signs;
    }

    private void Line(ReadOnlySpan<char> line, int offset, bool matter, ref bool inMatter)
    {
        var trimmed = line.Trim("\uFEFF \t\r");
        if (trimmed.IsEmpty)
        {
            return;
        }
        HasFence |= trimmed.StartsWith("```") || trimmed.StartsWith("~~~");
        if (inComment || (First.Length == 0 && trimmed.StartsWith("/*")))
        {
            inComment = !trimmed.Contains("*/", StringComparison.Ordinal);
            return;
        }
        if (matter && trimmed.SequenceEqual("---") && First.Length == 0)
        {
            inMatter = !inMatter;
            return;
        }
        var comment =
            trimmed[0] == '#'
            || (trimmed[0] == '\'' && trimmed[1..].IndexOf('\'') < 0)
            || trimmed.StartsWith("//")
            || trimmed.StartsWith("%%")
            || trimmed.StartsWith("/*")
            || trimmed[0] == '*';
        if (First.Length == 0 && !inMatter && !comment)
        {
            First = trimmed[..Math.Min(trimmed.Length, 300)].ToString();
            FirstOffset = offset;
        }
        if (!comment)
        {
            CountD2(trimmed);
        }
        if (char.IsWhiteSpace(line[0]) || comment || keys.Count > 2000)
        {
            return;
        }
        var colon = trimmed.IndexOf(':');
        if (colon > 0 && colon < 60)
        {
            keys.Add(trimmed[..colon].Trim("\"'").ToString());
        }
        IsTerraform |= IsBlock(trimmed);
    }

    private void CountD2(ReadOnlySpan<char> line)
    {
        var arrow = line.IndexOfAny(D2Arrows);
        var colon = line.IndexOf(':');
        if (arrow > 0)
        {
            connections++;
            properties += line.EndsWith("{") ? 1 : 0;
        }
        else if (line is "}" || (line.EndsWith("}") && line.Contains('{')) || (colon > 0 && line.EndsWith("{")))
        {
            properties++;
        }
        else if (colon > 0 && IsProperty(line[..colon].Trim()))
        {
            properties++;
        }
        else if (colon < 0 && line.Contains(' ') && line.Count(' ') > 3 && !line.StartsWith("|") && !line.EndsWith("|"))
        {
            others++;
        }
        else if (line.EndsWith(";") || line.StartsWith("-") || line.Contains('='))
        {
            others++;
        }
    }

    private static bool IsProperty(ReadOnlySpan<char> key)
    {
        key = key[(key.LastIndexOf('.') + 1)..];
        return key is "shape" or "icon" or "direction" or "label" or "near" or "tooltip" or "fill" or "stroke" or "style";
    }

    private static bool IsBlock(ReadOnlySpan<char> line)
    {
        foreach (var word in (ReadOnlySpan<string>)["resource", "module", "data", "provider", "variable", "output", "terraform", "locals"])
        {
            if (!line.StartsWith(word))
            {
                continue;
            }
            var rest = line[word.Length..].TrimStart();
            return rest.Length > 0 && (rest[0] == '"' || (rest[0] == '{' && word is "terraform" or "locals"));
        }
        return false;
    }
}
