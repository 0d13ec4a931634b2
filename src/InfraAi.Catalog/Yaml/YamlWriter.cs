using System.Text;

namespace InfraAi.Catalog.Yaml;

/// <summary>Writes block YAML, two spaces a level, LF; the same calls give the same bytes.</summary>
/// <remarks>It writes what the generator needs and no more: maps, lists of scalars or of maps, literal blocks.</remarks>
internal sealed class YamlWriter
{
    private readonly StringBuilder text = new();
    private int level;
    private bool afterDash;

    public override string ToString() => text.ToString();

    public YamlWriter Comment(string comment)
    {
        Indent().Append("# ").Append(comment.ReplaceLineEndings(" ")).Append('\n');
        return this;
    }

    public YamlWriter Document()
    {
        text.Append("---\n");
        return this;
    }

    /// <summary>A key with one value; a null value writes nothing.</summary>
    public YamlWriter Entry(string key, string? value)
    {
        if (value is not null)
            Indent().Append(YamlText.Scalar(key)).Append(": ").Append(YamlText.Scalar(value)).Append('\n');
        return this;
    }

    /// <summary>A key with a number, as it is.</summary>
    public YamlWriter Raw(string key, string number)
    {
        Indent().Append(YamlText.Scalar(key)).Append(": ").Append(number).Append('\n');
        return this;
    }

    /// <summary>A key with true or false.</summary>
    public YamlWriter Entry(string key, bool value)
    {
        Indent().Append(YamlText.Scalar(key)).Append(value ? ": true\n" : ": false\n");
        return this;
    }

    /// <summary>A key with a list of scalars; an empty list writes nothing.</summary>
    public YamlWriter List(string key, IReadOnlyCollection<string> values)
    {
        if (values.Count == 0)
            return this;
        Indent().Append(YamlText.Scalar(key)).Append(":\n");
        foreach (var value in values)
            text.Append(' ', 2 * level + 2).Append("- ").Append(YamlText.Scalar(value)).Append('\n');
        return this;
    }

    /// <summary>A key with an empty list, where the format asks for one.</summary>
    public YamlWriter EmptyList(string key)
    {
        Indent().Append(YamlText.Scalar(key)).Append(": []\n");
        return this;
    }

    /// <summary>A key with a map (or with a list, when the body writes items).</summary>
    public YamlWriter Map(string key, Action body)
    {
        Indent().Append(YamlText.Scalar(key)).Append(":\n");
        level++;
        body();
        level--;
        return this;
    }

    /// <summary>A list item that is a map; its first entry stands after the dash.</summary>
    public YamlWriter Item(Action body)
    {
        Indent().Append("- ");
        afterDash = true;
        level++;
        body();
        level--;
        afterDash = false;
        return this;
    }

    /// <summary>A key with a literal block. Lines hold no control characters and do not begin with a blank on the first line.</summary>
    public YamlWriter Literal(string key, string block)
    {
        Indent().Append(YamlText.Scalar(key)).Append(": |\n");
        foreach (var line in block.TrimEnd('\n').Split('\n'))
        {
            if (line.Length > 0)
                text.Append(' ', 2 * level + 2).Append(line);
            text.Append('\n');
        }
        return this;
    }

    private StringBuilder Indent()
    {
        if (afterDash)
        {
            afterDash = false;
            return text;
        }
        return text.Append(' ', 2 * level);
    }
}
