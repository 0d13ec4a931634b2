namespace InfraAi.Catalog.Yaml;

/// <summary>Flow collections: maps in braces, lists in brackets.</summary>
internal sealed partial class DocumentParser
{
    private int flowLevel;

    private static bool IsFlowIndicator(char character) => character is ',' or '[' or ']' or '{' or '}';

    /// <summary>Reads from the opening bracket to after the closing one.</summary>
    /// <param name="minIndent">Lines within it are indented by this much at least; its last bracket may stand one column before.</param>
    private YamlNode FlowCollection(int minIndent, Props props)
    {
        if (++depth > MaxDepth)
        {
            Fail(position, $"Maps and lists are nested more than {MaxDepth} deep.");
            return EmptyAt(position);
        }
        flowLevel++;
        YamlNode node = Current == '{' ? FlowMap(minIndent, props) : FlowList(minIndent, props);
        flowLevel--;
        depth--;
        if (AtEnd && broken)
            return node;
        Advance();
        node.End = position;
        return node;
    }

    private YamlMap FlowMap(int minIndent, Props props)
    {
        var map = Declare(new YamlMap(position, position + 1, flow: true), props);
        var keys = new KeySet(map);
        Advance();
        var isFirst = true;
        while (NextItem(minIndent, '}', ref isFirst))
        {
            var (key, value, _) = FlowItem(minIndent, inList: false);
            if (key is null)
                break;
            Add(map, keys, key, value ?? EmptyAt(key.End));
        }
        return map;
    }

    private YamlList FlowList(int minIndent, Props props)
    {
        var list = Declare(new YamlList(position, position + 1, flow: true), props);
        Advance();
        var isFirst = true;
        while (NextItem(minIndent, ']', ref isFirst))
        {
            var (key, value, isPair) = FlowItem(minIndent, inList: true);
            if (key is null)
                break;
            if (!isPair)
            {
                list.Items.Add(key);
                continue;
            }
            var pair = new YamlMap(key.Start, (value ?? key).End, flow: true);
            pair.Entries.Add(new YamlEntry(key, value ?? EmptyAt(key.End)));
            list.Items.Add(pair);
        }
        return list;
    }

    /// <summary>To the next item: over the comma that must stand between two, which may also stand after the last.</summary>
    /// <returns>False at the closing bracket, and after a fault.</returns>
    private bool NextItem(int minIndent, char close, ref bool isFirst)
    {
        if (!SkipFlowBlanks(minIndent, close))
            return false;
        if (Current == close)
            return false;
        if (isFirst)
            isFirst = false;
        else if (Current == ',')
        {
            Advance();
            if (!SkipFlowBlanks(minIndent, close) || Current == close)
                return false;
        }
        else
        {
            Fail(position, $"A comma is missing before this, or the bracket {close} before it.", $"Write , or {close}");
            return false;
        }
        if (Current == ',')
            Fail(position, "A comma with nothing before it.", "Remove it.");
        else if (Current is ']' or '}')
            Fail(position, $"The bracket {Current} closes what {(close == '}' ? '{' : '[')} opened.", $"Write {close}");
        return !AtEnd;
    }

    /// <summary>Blanks, line breaks and comments; holds lines to the indentation of the collection.</summary>
    private bool SkipFlowBlanks(int minIndent, char close)
    {
        while (!AtEnd)
        {
            SkipBlanks();
            if (AtEnd)
                break;
            if (Current == '#')
                SkipComment();
            else if (IsLineBreakAt(position))
            {
                SkipLineBreak();
                var from = position;
                while (position < end && text[position] == ' ')
                    Advance();
                var spaces = position - from;
                SkipBlanks();
                var isLast = flowLevel == 1 && spaces == minIndent - 1 && Current is ']' or '}';
                if (!AtEnd && spaces < minIndent && !isLast && Current != '#' && !IsLineBreakAt(position))
                {
                    if (YamlReader.IsMarker(text, position, '-'))
                        MarkerInside = position;
                    Fail(
                        position,
                        $"This line must be indented by {minIndent} spaces at least: the bracket {close} is still open.",
                        "Indent it, or close the bracket."
                    );
                }
            }
            else
                return true;
        }
        if (!broken)
            Fail(end, $"The bracket {close} is missing.", $"Write {close}");
        return false;
    }

    /// <summary>One item: a value, or a key with or without a value.</summary>
    private (YamlNode? Key, YamlNode? Value, bool IsPair) FlowItem(int minIndent, bool inList)
    {
        var close = inList ? ']' : '}';
        var isExplicit = Current == '?' && (IsEmptyAt(position + 1) || IsFlowIndicator(text[position + 1]));
        if (isExplicit)
        {
            Advance();
            if (!SkipFlowBlanks(minIndent, close))
                return default;
        }
        var at = position;
        var (key, propsAt) = FlowNode(minIndent, close);
        if (isExplicit && Current == ',' && !AtEnd && key.Start == key.End)
            Fail(position, "A comma with nothing before it.", "Remove it.");
        var keyEnd = key is YamlScalar { Style: ScalarStyle.Plain } or YamlAlias
            ? false
            : position > 0 && text[position - 1] is '"' or '\'' or ']' or '}';
        if (!SkipFlowBlanks(minIndent, close))
            return default;
        if (Current != ':' || !(keyEnd || IsEmptyAt(position + 1) || IsFlowIndicator(text[position + 1])))
            return (key, null, isExplicit);
        if (inList && !isExplicit)
        {
            var nodeAt = key.End > key.Start ? key.Start : position;
            var nextLine = key is YamlScalar or YamlAlias ? key.End : Math.Min(position, YamlReader.LineEnd(text, key.End)); // brackets may end their line
            if (
                text.AsSpan(nodeAt, Math.Max(0, key.End - nodeAt)).Contains('\n')
                || text.AsSpan(nextLine, position - nextLine).Contains('\n')
            )
                Fail(nodeAt, "The key of a pair in a list must be on one line with its colon.");
            else if ((propsAt >= 0 ? propsAt : at) < position - 1024)
                Fail(at, "The colon of a key must stand within 1024 characters.");
        }
        if (AtEnd)
            return default;
        Advance();
        if (!SkipFlowBlanks(minIndent, close))
            return default;
        var value = Current is ',' or ']' or '}' ? EmptyAt(position) : FlowNode(minIndent, close).Node;
        return (key, value, true);
    }

    /// <summary>A node in a flow collection, with its anchor and tag; empty before a colon, a comma or a bracket.</summary>
    private (YamlNode Node, int PropsAt) FlowNode(int minIndent, char close)
    {
        var props = Props.None;
        var at = position;
        while (!AtEnd && Current is '&' or '!')
        {
            ReadProp(ref props, flow: true);
            if (!SkipFlowBlanks(minIndent, close))
                return (EmptyAt(at), props.At);
        }
        at = position;
        switch (Current)
        {
            case ',' or ']' or '}':
            case ':' when IsEmptyAt(position + 1) || IsFlowIndicator(text[position + 1]):
                return (Empty(at, props), props.At);
            case '-' when IsEmptyAt(position + 1) || IsFlowIndicator(text[position + 1]):
                Fail(at, "A list with dashes cannot stand in brackets.", "Write the items with commas, or put the dash in quotes.");
                return (EmptyAt(at), props.At);
            case '?' when IsEmptyAt(position + 1) || IsFlowIndicator(text[position + 1]):
                Fail(at, "\"?\" must stand before everything else of its item.");
                return (EmptyAt(at), props.At);
            case '*':
                return (Alias(props), props.At);
            case '[' or '{':
                CheckTag(props);
                return (Typed(FlowCollection(minIndent, props), props), props.At);
            default:
                var (to, value, style) = FlowScalar(minIndent, inFlow: true);
                return (Scalar(at, to, value, style, props), props.At);
        }
    }
}
