namespace InfraAi.Catalog.Yaml;

/// <summary>A node of a YAML document with its place in the text.</summary>
/// <param name="start">Offset of its first character (of the value itself, after an anchor or tag).</param>
/// <param name="end">Offset after its last character.</param>
public abstract class YamlNode(int start, int end)
{
    public int Start { get; } = start;

    public int End { get; internal set; } = end;

    /// <summary>The node itself, or what an alias stands for.</summary>
    public virtual YamlNode Actual => this;

    /// <summary>The node's string, when it is a scalar that the core schema reads as a string.</summary>
    public string? String => Actual is YamlScalar { Type: ScalarType.String } scalar ? scalar.Text : null;
}

/// <summary>What a scalar is under the core schema of YAML 1.2.</summary>
public enum ScalarType : byte
{
    Null,
    Boolean,
    Number,
    String,
}

/// <summary>How a scalar is written.</summary>
public enum ScalarStyle : byte
{
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Literal,
    Folded,
}

/// <summary>Scalars that are not what their text says.</summary>
internal enum ScalarSpecial : byte
{
    None,

    /// <summary>The value of a key that has no colon.</summary>
    Absent,

    /// <summary>A time: an object there, which equals no other as a key.</summary>
    Object,

    /// <summary>A merge key.</summary>
    Merge,
}

/// <summary>A scalar.</summary>
/// <param name="text">Its text with escapes and folding resolved ("" for an empty node).</param>
public sealed class YamlScalar(int start, int end, string text, ScalarType type, ScalarStyle style) : YamlNode(start, end)
{
    public string Text => text;
    public ScalarType Type => type;
    public ScalarStyle Style => style;

    internal ScalarSpecial Special { get; init; }

    /// <summary>A comment belongs to it, or a tag makes it more than nothing: as the value of a set's item it is then refused.</summary>
    internal bool IsRemarked { get; set; }
}

/// <summary>A sequence.</summary>
public sealed class YamlList(int start, int end, bool flow) : YamlNode(start, end)
{
    /// <summary>Written in brackets, not in lines.</summary>
    public bool Flow => flow;

    public List<YamlNode> Items { get; } = [];
}

/// <summary>One entry of a map.</summary>
public readonly record struct YamlEntry(YamlNode Key, YamlNode Value)
{
    /// <summary>The key as JSON has it: always a string. That of a map or list is "{}" here, which like its spelling there is the name of no field.</summary>
    public string Name =>
        Key.Actual is YamlScalar scalar ? (scalar.Type == ScalarType.String ? scalar.Text : ScalarKeys.Name(scalar)) : Bytes.NameOf(Key);
}

/// <summary>A map, in the order of the text.</summary>
public sealed class YamlMap(int start, int end, bool flow) : YamlNode(start, end)
{
    /// <summary>Written in braces, not in lines.</summary>
    public bool Flow => flow;

    public List<YamlEntry> Entries { get; } = [];

    /// <summary>It stands for binary data.</summary>
    internal bool IsBytes { get; init; }

    /// <returns>The entry of that name, the last one when it is there twice; null when there is none.</returns>
    public YamlEntry? Find(string name)
    {
        for (var index = Entries.Count - 1; index >= 0; index--)
            if (Entries[index].Name == name)
                return Entries[index];
        return null;
    }
}

/// <summary>An alias and the node it stands for.</summary>
public sealed class YamlAlias(int start, int end, string name) : YamlNode(start, end)
{
    public string Name => name;

    /// <summary>Null when the anchor is not declared before the alias: the document then has an error.</summary>
    public YamlNode? Target { get; internal set; }

    public override YamlNode Actual => Target?.Actual ?? this;
}
