namespace InfraAi.Catalog.Yaml;

/// <summary>Maps and lists in brackets.</summary>
internal sealed partial class Composer
{
    private const string TemplateBlock =
        "This is a block of a template; the catalog reads the file as it is, before any template is filled in.";
    private const string TemplateBlockFix = "Keep a template's skeleton out of what the catalog reads.";

    /// <summary>Where brackets opened like a block of a template ({% if … %}, {# … #}): any fault within is that.</summary>
    private int template = -1;

    private YamlNode Flow(SyntaxCollection syntax)
    {
        var wasRoot = atRoot;
        (atRoot, atKey) = (false, false);
        var isMap = syntax.Kind == SyntaxKind.FlowMap;
        var outerTemplate = template;
        if (isMap && syntax.Offset + 1 < text.Length && text[syntax.Offset + 1] is '%' or '#')
            template = syntax.Offset;
        YamlNode node = isMap
            ? new YamlMap(syntax.Offset, syntax.Offset + 1, flow: true)
            : new YamlList(syntax.Offset, syntax.Offset + 1, flow: true);
        var keys = isMap ? new KeySet((YamlMap)node) : null;
        var offset = syntax.Offset + 1;
        for (var index = 0; index < syntax.Items.Count && !broken; index++)
            offset = FlowItem(syntax, index, node, keys, offset);
        if (!broken)
            offset = FlowEnd(syntax, offset, wasRoot);
        template = outerTemplate;
        node.End = broken ? syntax.Offset + 1 : offset;
        return node;
    }

    /// <returns>Where it ends.</returns>
    private int FlowItem(SyntaxCollection syntax, int index, YamlNode node, KeySet? keys, int offset)
    {
        var item = syntax.Items[index];
        var props = Resolve(
            item.Start,
            new Slot(TokenKind.QuestionMark, offset, syntax.Indent, IsFlow: true, OnNewLine: false),
            item.Key is null ? Follow.Of(item.Separator, tokens) : Follow.Of(item.Key)
        );
        var isImplicitInList = props.Found < 0 && keys is null;
        if (props.Found < 0)
        {
            if (!props.Any && !item.HasSeparator && item.Value is null)
            {
                if (props.Comma >= 0 && (index == 0 || index < syntax.Items.Count - 1))
                    Fail(tokens[props.Comma].Offset, CommaAlone, "Remove it.");
                else if (index > 0 && index < syntax.Items.Count - 1)
                    Fail(props.Start, CommaAlone);
                return props.End;
            }
            if (isImplicitInList && HasNewLine(item.Key))
                FailLongPair(item.Key!.Offset);
        }
        if (index == 0 && props.Comma >= 0)
            Fail(tokens[props.Comma].Offset, CommaAlone, "Remove it.");
        else if (index > 0 && props.Comma < 0)
            FailNoComma(props.Start, syntax);
        else if (index > 0 && props.HasComment)
            RemarkLast(item.Start, node, ref props);
        if (broken)
            return offset;
        if (isImplicitInList && !item.HasSeparator)
        {
            if (item.Value is { IsBlock: true })
                FailBlockInFlow(item.Value.Offset);
            ((YamlList)node).Items.Add(item.Value is null ? EmptyNode(props.End, new TokenList(), props) : Node(item.Value, props));
            return nodeEnd;
        }
        var (key, value, end) = FlowPair(syntax, item, props, isImplicitInList);
        if (keys is not null)
            Add((YamlMap)node, keys, key, value ?? Absent(key.End));
        else
        {
            var pair = new YamlMap(key.Start, (value ?? key).End, flow: true);
            pair.Entries.Add(new YamlEntry(key, value ?? Absent(key.End)));
            ((YamlList)node).Items.Add(pair);
        }
        return end;
    }

    private (YamlNode Key, YamlNode? Value, int End) FlowPair(
        SyntaxCollection syntax,
        SyntaxItem item,
        Props keyProps,
        bool isImplicitInList
    )
    {
        atKey = true;
        var key = item.Key is null ? EmptyNode(keyProps.End, item.Start, keyProps) : Node(item.Key, keyProps);
        atKey = false;
        if (item.Key is { IsBlock: true })
            FailBlockInFlow(item.Key.Offset);
        if (broken)
            return (key, null, key.End);
        var props = Resolve(
            item.Separator,
            new Slot(TokenKind.Colon, nodeEnd, syntax.Indent, IsFlow: true, OnNewLine: false),
            Follow.Of(item.Value)
        );
        if (props.Found >= 0 && isImplicitInList)
        {
            for (var at = item.Separator.First; at != props.Found; at = tokens[at].Next)
                if (tokens[at].Kind == TokenKind.NewLine)
                    FailLongPair(key.Start);
            if (keyProps.Start < tokens[props.Found].Offset - 1024)
                Fail(key.Start, "The colon of a key must stand within 1024 characters.");
        }
        else if (props.Found < 0 && item.Value is { } stray)
        {
            if (text[stray.Offset] == ':')
                Fail(stray.Offset, "A blank must follow the colon of a key.", "Write a blank after the colon.");
            else
                FailNoComma(props.Start, syntax);
        }
        if (item.Value is { IsBlock: true })
            FailBlockInFlow(item.Value.Offset);
        if (broken)
            return (key, null, key.End);
        if (item.Value is not null)
            return (key, Node(item.Value, props), nodeEnd);
        if (props.Found >= 0)
            return (key, EmptyNode(props.End, item.Separator, props), nodeEnd);
        if (props.HasComment)
            Remark(key);
        return (key, null, props.End);
    }

    /// <summary>A comment behind the comma belongs to the item before it.</summary>
    private void RemarkLast(TokenList list, YamlNode node, ref Props props)
    {
        var at = list.First;
        while (at >= 0 && tokens[at].Kind is TokenKind.Comma or TokenKind.Space)
            at = tokens[at].Next;
        if (at < 0 || tokens[at].Kind != TokenKind.Comment || tokens[at].End - tokens[at].Offset == 1)
            return;
        if (node is YamlMap { Entries: [.., var entry] })
            Remark(entry.Value is YamlScalar { Special: ScalarSpecial.Absent } ? entry.Key : entry.Value);
        else if (node is YamlList { Items: [.., var last] })
            Remark(last);
        props.HasComment = false;
        for (at = tokens[at].Next; at >= 0; at = tokens[at].Next)
            props.HasComment |= tokens[at].Kind == TokenKind.Comment;
    }

    /// <returns>Offset behind the last bracket.</returns>
    private int FlowEnd(SyntaxCollection syntax, int offset, bool wasRoot)
    {
        var open = text[syntax.Offset];
        var close = open == '{' ? '}' : ']';
        var first = syntax.End.First;
        if (first < 0 || text[tokens[first].Offset] != close)
        {
            FailOpen(syntax, first < 0 ? offset : tokens[first].Offset, close);
            return offset;
        }
        var end = tokens[first].End;
        var behind = syntax.End;
        behind.First = tokens[first].Next;
        ResolveEnd(behind, end, mustBeApart: true, null);
        return end;
    }

    private void FailOpen(SyntaxCollection syntax, int offset, char close)
    {
        var at = offset;
        while (at < text.Length)
            if (text[at] == '#')
                at = text.IndexOf('\n', at) is >= 0 and var lineBreak ? lineBreak : text.Length;
            else if (text[at] is ' ' or '\t' or '\r' or '\n')
                at++;
            else
                break;
        if (at < text.Length && text[at] is ']' or '}' && !syntax.End.IsEmpty)
            Fail(at, $"The bracket {text[at]} closes what {text[syntax.Offset]} opened.", $"Write {close}");
        else if (at < text.Length && text.AsSpan(offset, at - offset).Contains('\n') && !Lexer.IsMarkerAt(text, at))
            Fail(
                at,
                $"This line must be indented by {syntax.Indent + 1} spaces at least: the bracket {close} is still open.",
                "Indent it, or close the bracket."
            );
        else
            Fail(offset, $"The bracket {close} is missing.", $"Write {close}");
    }

    private const string CommaAlone = "A comma with nothing before it.";

    private void FailNoComma(int at, SyntaxCollection syntax)
    {
        var close = syntax.Kind == SyntaxKind.FlowMap ? '}' : ']';
        Fail(at, $"A comma is missing before this, or the bracket {close} before it.", $"Write , or {close}");
    }

    private void FailLongPair(int at) => Fail(at, "The key of a pair in a list must be on one line with its colon.");

    private void FailBlockInFlow(int at) =>
        Fail(at, "Lists and maps in lines cannot stand in brackets.", "Write it in brackets too, or put it in quotes.");
}
