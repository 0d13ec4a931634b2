namespace InfraAi.Catalog.Yaml;

/// <summary>What tags mean: handles become prefixes, and the tags of the core schema say what a scalar is.</summary>
internal sealed class TagTable(Dictionary<string, string> handles)
{
    /// <summary>What the names of YAML's own tags begin with.</summary>
    public const string Core = "tag:yaml.org,2002:";

    /// <returns>The whole name of the tag; null when it has none (and then, mostly, a fault).</returns>
    public string? Resolve(string tag, out string? fault)
    {
        fault = null;
        if (tag == "!")
            return "!";
        if (tag == "!<>")
            return null; // the official reader takes it for no tag
        if (tag.StartsWith("!<", StringComparison.Ordinal))
        {
            if (tag is "!<!>" or "!<!!>")
                fault = $"The tag {Words.Cut(tag, 60)} has no meaning.";
            else if (!tag.EndsWith('>'))
                fault = $"The tag {Words.Cut(tag, 60)} must end in >.";
            return fault is null ? tag[2..^1] : null;
        }
        var cut = tag.LastIndexOf('!') + 1;
        var (handle, suffix) = (tag[..cut], tag[cut..]);
        if (suffix.Length == 0)
        {
            fault = $"The tag {Words.Cut(tag, 60)} names nothing.";
            return null;
        }
        if (handles.TryGetValue(handle, out var prefix))
        {
            if (!IsUtf8(suffix))
                fault = $"The tag {Words.Cut(tag, 60)} has escapes that are no UTF-8.";
            return prefix + Uri.UnescapeDataString(suffix);
        }
        if (handle == "!")
            return tag;
        fault = $"The tag {Words.Cut(tag, 60)} has a handle that no %TAG directive defines.";
        return null;
    }

    private static bool IsUtf8(string escaped)
    {
        if (!escaped.Contains('%', StringComparison.Ordinal))
            return true;
        var bytes = new List<byte>(escaped.Length);
        for (var at = 0; at < escaped.Length; at++)
            if (escaped[at] == '%')
            {
                bytes.Add(Convert.FromHexString(escaped.AsSpan(at + 1, 2))[0]);
                at += 2;
            }
            else
                bytes.Add((byte)escaped[at]);
        return System.Text.Unicode.Utf8.IsValid(bytes.ToArray());
    }

    public const string Binary = Core + "binary";
    public const string Time = Core + "timestamp";
    public const string Merge = Core + "merge";
    public const string Set = Core + "set";
    public const string OrderedMap = Core + "omap";
    public const string Pairs = Core + "pairs";

    /// <returns>What a scalar with a tag of that name is in YAML 1.2: a text, unless it is what the tag says.</returns>
    public static ScalarType TypeOf(string name, string value)
    {
        if (!name.StartsWith(Core, StringComparison.Ordinal))
            return ScalarType.String;
        var plain = CoreSchema.TypeOf(value);
        return name[Core.Length..] switch
        {
            "null" when plain == ScalarType.Null => plain,
            "bool" when plain == ScalarType.Boolean => plain,
            "int" when plain == ScalarType.Number && CoreSchema.IsInteger(value) => plain,
            "float" when plain == ScalarType.Number && !CoreSchema.IsInteger(value) => plain,
            _ => ScalarType.String,
        };
    }
}
