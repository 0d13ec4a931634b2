namespace InfraAi.Catalog.Yaml;

/// <summary>Anchors and tags.</summary>
internal sealed partial class DocumentParser
{
    /// <summary>An anchor and a tag before a node.</summary>
    private struct Props
    {
        public string? Anchor;
        public string? Tag;

        /// <summary>Where the first of them begins; -1 without any.</summary>
        public int At;

        public readonly bool Any => Anchor is not null || Tag is not null;

        public static Props None => new() { At = -1 };
    }

    /// <summary>Reads one anchor or tag at the position into the properties of the node to come.</summary>
    private void ReadProp(ref Props props, bool flow)
    {
        var from = position;
        if (Current == '&')
        {
            if (props.Anchor is not null)
            {
                Fail(from, "A node can have one anchor.");
                return;
            }
            props.Anchor = AnchorName();
            if (props.Anchor.Length == 0)
            {
                Fail(from, "An anchor must have a name.", "Put the text in quotes if it begins with &.");
                return;
            }
        }
        else
        {
            if (props.Tag is not null)
            {
                Fail(from, "A node can have one tag.");
                return;
            }
            props.Tag = TagText();
        }
        if (props.At < 0)
            props.At = from;
        var isApart = AtEnd || text[position] is ' ' or '\t' || IsLineBreakAt(position);
        var isBeforeStray = depth == 1 && flowLevel == 0 && !AtEnd && text[position] is ']' or '}';
        if (!isApart && !isBeforeStray && !(flow && text[position] is ',' or ']' or '}'))
            Fail(position, "A blank must follow an anchor or a tag.");
    }

    /// <summary>The name after &amp; or *.</summary>
    private string AnchorName()
    {
        var from = ++position;
        while (position < end && text[position] is not (' ' or ',' or '[' or ']' or '{' or '}' or '\n' or '\r' or '\t'))
            position++;
        return text[from..position];
    }

    private string TagText()
    {
        var from = position++;
        if (Current == '<')
        {
            while (!IsEmptyAt(position) && text[position] != '>')
                position++;
            if (Current == '>')
                position++;
        }
        else
            while (position < end && IsTagCharacter(position))
                position += text[position] == '%' ? 3 : 1;
        return text[from..position];
    }

    private bool IsTagCharacter(int at) =>
        char.IsAsciiLetterOrDigit(text[at])
        || "-#;/?:@&=+$_.!~*'()".Contains(text[at], StringComparison.Ordinal)
        || (text[at] == '%' && at + 2 < end && char.IsAsciiHexDigit(text[at + 1]) && char.IsAsciiHexDigit(text[at + 2]));

    private static Props Both(Props outer, Props inner, out bool clash)
    {
        clash = (outer.Anchor is not null && inner.Anchor is not null) || (outer.Tag is not null && inner.Tag is not null);
        return new Props
        {
            Anchor = inner.Anchor ?? outer.Anchor,
            Tag = inner.Tag ?? outer.Tag,
            At = outer.At >= 0 ? outer.At : inner.At,
        };
    }

    /// <summary>Makes the node known under its anchor. Collections are declared before their content: it may refer to them.</summary>
    private T Declare<T>(T node, Props props)
        where T : YamlNode
    {
        if (props.Anchor is { } anchor)
            aliases.Declare(anchor, node);
        return node;
    }

    private void CheckTag(Props props)
    {
        if (props.Tag is { } tag && tags.Resolve(tag, out var fault) is null && fault is not null)
            Fail(props.At, fault);
    }

    private YamlNode Scalar(int from, int to, string value, ScalarStyle style, Props props)
    {
        if (props.Tag is not { } tag)
            return Declare(
                new YamlScalar(from, to, value, style == ScalarStyle.Plain ? CoreSchema.TypeOf(value) : ScalarType.String, style),
                props
            );
        var name = tags.Resolve(tag, out var fault);
        if (fault is not null)
            Fail(props.At, fault);
        var type = TagTable.TypeOf(name, value, out fault);
        if (fault is not null)
            Fail(props.At, fault);
        if (name == TagTable.Binary)
            return Declare(Bytes(from, to), props);
        var resolved = name == TagTable.Time ? Timestamp.ToIso(value) ?? value : value;
        return Declare(
            new YamlScalar(from, to, resolved, type ?? (style == ScalarStyle.Plain ? CoreSchema.TypeOf(value) : ScalarType.String), style),
            props
        );
    }

    /// <summary>What the catalog has of binary data: the official reader's buffer becomes a map of its type and its bytes, which no check here looks at.</summary>
    private static YamlMap Bytes(int from, int to)
    {
        var bytes = new YamlMap(from, to, flow: true);
        bytes.Entries.Add(
            new YamlEntry(
                new YamlScalar(from, from, "type", ScalarType.String, ScalarStyle.Plain),
                new YamlScalar(from, to, "Buffer", ScalarType.String, ScalarStyle.Plain)
            )
        );
        bytes.Entries.Add(
            new YamlEntry(new YamlScalar(from, from, "data", ScalarType.String, ScalarStyle.Plain), new YamlList(from, to, flow: true))
        );
        return bytes;
    }

    private YamlNode Empty(int at, Props props) => props.Any ? Scalar(at, at, "", ScalarStyle.Plain, props) : EmptyAt(at);

    private const string AliasProps = "An alias can have no anchor or tag of its own.";

    private YamlAlias Alias(Props props)
    {
        var from = position;
        var name = AnchorName();
        if (name.Length == 0)
            Fail(from, "An alias must have a name.", "Put the text in quotes if it begins with *.");
        else if (props.Any)
            Fail(from, AliasProps);
        return aliases.Use(name, from, position);
    }
}
