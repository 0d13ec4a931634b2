using InfraAi.Catalog.Fixing;

namespace InfraAi.Catalog.Yaml;

/// <summary>Block nodes: maps and lists by indentation, and what stands in them.</summary>
internal sealed partial class DocumentParser
{
    /// <summary>
    /// After a flow collection as the value of a key a further colon stands on the line. The official reader takes that for
    /// an entry with an empty key, and so does this one.
    /// </summary>
    private bool colonAfterValue;

    /// <summary>Where a block node begins.</summary>
    private enum Place
    {
        /// <summary>At the start of a line, at the start of the document.</summary>
        LineStart,

        /// <summary>On the line of the marker "---": no map or list may begin there.</summary>
        AfterMarker,

        /// <summary>After the colon of a key on one line: no map or list may begin on that line; a list may stand in the key's column.</summary>
        MapValue,

        /// <summary>After "- ": a map or list may begin on that line.</summary>
        Compact,

        /// <summary>After "? ": likewise, and a list may stand in the column of the question mark.</summary>
        ExplicitKey,

        /// <summary>After a colon that begins its line: likewise.</summary>
        ExplicitValue,
    }

    /// <summary>Reads a node and what follows it up to the next line with content.</summary>
    /// <param name="parentIndent">Column of the collection that holds it, from 0; -1 for the document.</param>
    /// <param name="lineIndent">Indentation of the line, where that is more.</param>
    private YamlNode BlockNode(int parentIndent, Place place, int lineIndent = -1)
    {
        if (++depth > MaxDepth)
        {
            Fail(position, $"Maps and lists are nested more than {MaxDepth} deep.");
            return EmptyAt(position);
        }
        var node = ReadBlockNode(parentIndent, place, Math.Max(lineIndent, parentIndent));
        depth--;
        return node;
    }

    private YamlNode ReadBlockNode(int parentIndent, Place place, int lineIndent)
    {
        var outer = Props.None;
        var inner = Props.None;
        var emptyAt = position;
        var tab = -1;
        var propsTab = -1; // of the document's own node: only where that is a flow collection a tab may stand before its properties
        var onNewLine = place == Place.LineStart;
        lowest = int.MaxValue;
        int column;
        if (onNewLine)
        {
            StartLine();
            (column, tab) = (indent, lineTab);
        }
        else
        {
            var from = position;
            SkipBlanks();
            if (position > from && text.IndexOf('\t', from, position - from) is >= 0 and var at)
                tab = at;
            column = position - LineStart(position);
        }
        while (true)
        {
            if (AtEnd)
            {
                if (propsTab >= 0)
                    FailTab(propsTab);
                return Empty(emptyAt, Merge(outer, inner));
            }
            if (Current == '#' || IsLineBreakAt(position))
            {
                outer = Merge(outer, inner);
                inner = Props.None;
                NextLine();
                if (
                    AtEnd
                    && place == Place.MapValue
                    && parentIndent == 0
                    && !broken
                    && EndsAtMarker
                    && TabBelow(emptyAt, 0) is >= 0 and var above
                )
                    FailTab(above);
                if (AtEnd && lineTab >= 0 && lastIndent <= Math.Max(parentIndent, 0) && !broken)
                    FailTab(lineTab);
                if (AtEnd)
                    continue;
                (onNewLine, column, tab) = (true, indent, lineTab);
                var isList = Current == '-' && IsEmptyAt(position + 1);
                var inKeyColumn = column == parentIndent && parentIndent >= 0;
                if (inKeyColumn && !isList && place != Place.Compact && TabBelow(emptyAt, column) is >= 0 and var below)
                    FailTab(below);
                if (column <= parentIndent && !(inKeyColumn && isList && place != Place.Compact))
                    return Empty(emptyAt, outer);
                if (place == Place.ExplicitKey && IsColon)
                    return Empty(emptyAt, outer);
                continue;
            }
            if (parentIndent < 0 && Current is ']' or '}')
            {
                StrayBracket ??= new YamlError(position, Rules.YamlSyntax, $"The bracket {Current} closes nothing.", "Remove it.");
                Advance();
                SkipBlanks();
                continue;
            }
            if (Current is not ('&' or '!'))
                break;
            if (tab >= 0 && !inner.Any && (onNewLine || place is Place.Compact or Place.ExplicitKey))
            {
                if (parentIndent >= 0)
                {
                    FailTab(tab);
                    return EmptyAt(emptyAt);
                }
                propsTab = tab;
            }
            ReadProp(ref inner, flow: false);
            SkipBlanks();
            emptyAt = position;
        }
        tab = Math.Max(tab, propsTab);
        if ((propsTab >= 0 || onNewLine && tab >= 0 && column <= Math.Max(parentIndent, 0)) && !(parentIndent < 0 && Current is '[' or '{'))
            FailTab(tab);
        var mayNest = onNewLine || place is Place.Compact or Place.ExplicitKey or Place.ExplicitValue;
        var minIndent = Math.Min(lineIndent + 1, onNewLine ? lowest : int.MaxValue);
        return NodeAt(new Slot(parentIndent, column, mayNest, tab, place, minIndent), outer, inner);
    }

    private bool EndsAtMarker => end < text.Length && YamlReader.IsMarker(text, end, '-');

    /// <summary>
    /// A tab in the first of two or more blank lines below a key without a value. The official reader lays the further ones to the next key
    /// (and with them its leave to have tabs); comments indented more than the key begin the count anew.
    /// </summary>
    private int TabBelow(int from, int column)
    {
        var (at, breaks, tab) = (from, 0, -1);
        while (at < position)
        {
            var lineFrom = at;
            at = Math.Min(position, YamlReader.LineEnd(text, at));
            var line = text.AsSpan(lineFrom, at - lineFrom);
            var content = line.TrimStart(" \t").TrimEnd("\r\n");
            var spaces = line.Length - line.TrimStart(' ').Length;
            if (content.StartsWith('#') && spaces > column && lineFrom > from)
                breaks = 0;
            if (breaks == 1)
                tab = content.IsEmpty && line.Contains('\t') && spaces <= column ? lineFrom + spaces : -1;
            if (line.EndsWith("\n") && ++breaks == 2)
                return tab;
        }
        return -1;
    }

    /// <summary>What a node at the position has to know of where it stands.</summary>
    private readonly record struct Slot(int ParentIndent, int Column, bool MayNest, int Tab, Place Place, int MinIndent);

    private YamlNode NodeAt(Slot slot, Props outer, Props inner)
    {
        var at = position;
        switch (Current)
        {
            case '-' when IsEmptyAt(position + 1):
                if (!Nests(slot, at, "A list cannot begin on the line of its key.", "Put the item on the next line."))
                    return EmptyAt(at);
                if (inner.Any)
                    Fail(inner.At, "An anchor or tag of a list must stand on the line before its first item.");
                return BlockList(slot.Column, outer);
            case '?' when IsEmptyAt(position + 1):
                if (!Nests(slot, at, "A map cannot begin on the line of its key.", "Put it on the next line."))
                    return EmptyAt(at);
                if (inner.Any && slot.Place is Place.Compact or Place.LineStart or Place.AfterMarker)
                    Fail(inner.At, "An anchor or tag must stand after the \"?\" of a key.");
                return BlockMap(slot.Column, Merge(outer, inner), null);
            case ':' when IsEmptyAt(position + 1):
                if (!Nests(slot, at, "A second colon on the line of a key.", "Put the value in quotes."))
                    return EmptyAt(at);
                return BlockMap(slot.Column, outer, Empty(inner.At >= 0 ? inner.At : at, inner));
            case '|' or '>':
                return BlockScalar(slot.ParentIndent, slot.MinIndent, Merge(outer, inner));
            default:
                return FlowOrKey(slot, outer, inner);
        }
    }

    /// <summary>A scalar, an alias or a flow collection: the node itself, or the first key of a map.</summary>
    private YamlNode FlowOrKey(Slot slot, Props outer, Props inner)
    {
        var at = position;
        if (Current is '[' or '{' or '*')
        {
            var props =
                Current == '*' ? Props.None
                : inner.Any || !outer.Any ? inner
                : outer;
            YamlNode node = Current == '*' ? Alias(Props.None) : FlowCollection(slot.MinIndent, props);
            if (AtKeyEnd() && (node is YamlAlias || slot.MayNest || slot.Place != Place.MapValue))
            {
                if (node is YamlAlias && inner.Any)
                    Fail(at, AliasProps);
                if (IsKey(slot, at, inner))
                    return BlockMap(slot.Column, outer, node);
            }
            else
            {
                var both = Merge(outer, inner);
                if (node is YamlAlias && both.Any)
                    Fail(at, AliasProps);
                CheckTag(both);
                if (both.Anchor is { } anchor)
                    aliases.Declare(anchor, node);
                if (both.Tag is not null)
                    node = Typed(node, both);
                colonAfterValue = !AtEnd && Current == ':' && slot is { MayNest: false, Place: Place.MapValue } && AtKeyEnd();
                if (!colonAfterValue && !(node is YamlAlias && DropsBehind(slot)))
                    NextLine();
            }
            return node;
        }
        var (to, value, style) = FlowScalar(slot.MinIndent, inFlow: false);
        if (!AtKeyEnd())
        {
            var scalar = Scalar(at, to, value, style, Merge(outer, inner));
            if (!DropsBehind(slot))
                NextLine();
            return scalar;
        }
        if (!IsKey(slot, at, inner))
            return EmptyAt(at);
        return BlockMap(slot.Column, outer, Scalar(at, to, value, style, inner), inner);
    }

    /// <summary>Behind a scalar as key with "?" stands something more, which counts as standing below it.</summary>
    private bool DropsBehind(Slot slot)
    {
        if (slot.Place != Place.ExplicitKey || AtEnd)
            return false;
        SkipBlanks();
        if (AtEnd || Current is '#' or ',' or '[' or ']' or '{' or '}' || IsLineBreakAt(position))
            return false;
        indent = slot.ParentIndent + 1;
        lineTab = -1;
        return true;
    }

    private bool Nests(Slot slot, int at, string message, string fix)
    {
        if (!slot.MayNest)
            Fail(
                at,
                slot.Place == Place.AfterMarker ? "A map or list cannot begin on the line of \"---\"." : message,
                slot.Place == Place.AfterMarker ? "Put it on the next line." : fix
            );
        else if (slot.Tab >= 0)
            FailTab(slot.Tab);
        return !broken || position < end;
    }

    /// <summary>After a node: a colon that makes a key of it?</summary>
    private bool AtKeyEnd()
    {
        if (AtEnd)
            return false;
        var at = position;
        SkipBlanks();
        if (Current == ':' && !AtEnd && IsEmptyAt(position + 1))
            return true;
        position = at;
        return false;
    }

    private bool IsKey(Slot slot, int at, Props props)
    {
        if (!slot.MayNest)
        {
            if (text.IndexOf('\n', at, position - at) >= 0)
                Fail(
                    LineStart(position) + CountSpaces(LineStart(position)),
                    "This line is indented more than the key above it, so it is read as a part of that key's value.",
                    $"Indent it by {Math.Max(slot.ParentIndent, 0)} spaces, as that key, or put the value in quotes."
                );
            else if (slot.Place == Place.AfterMarker)
                Fail(at, "A map cannot begin on the line of \"---\".", "Put it on the next line.");
            else
                Fail(
                    position,
                    "A second \": \" on the line of a key: the value cannot be a map here.",
                    "Put the value in quotes.",
                    SyntaxRepairs.QuoteToLineEnd(at)
                );
            return false;
        }
        if (slot.Tab >= 0)
            FailTab(slot.Tab);
        return CheckKey(at, props) && position < end;
    }

    private int CountSpaces(int at)
    {
        var count = 0;
        while (at + count < end && text[at + count] == ' ')
            count++;
        return count;
    }

    /// <summary>A key without "?" is on one line, and its colon within 1024 characters.</summary>
    private bool CheckKey(int at, Props props, int countFrom = int.MaxValue)
    {
        if (text.IndexOf('\n', at, position - at) >= 0)
            Fail(
                at,
                "A key must be on one line with its colon.",
                "Is a colon missing at the end of this line?",
                SyntaxRepairs.AddColon(at)
            );
        else if ((props.At >= 0 ? props.At : Math.Min(at, countFrom)) < position - 1024)
            Fail(at, "The colon of a key must stand within 1024 characters.");
        else
            return true;
        return false;
    }

    private void FailTab(int tab) => Fail(tab, "A tab cannot indent YAML.", "Indent with spaces.", SyntaxRepairs.SpacesForTabs(tab));

    private Props Merge(Props outer, Props inner)
    {
        if (!outer.Any)
            return inner;
        var both = Both(outer, inner, out var clash);
        if (clash)
            Fail(inner.At, "A node can have one anchor and one tag.");
        return both;
    }

    /// <summary>The items of a list whose dashes stand in one column. The position is at the first dash.</summary>
    private YamlNode BlockList(int column, Props props)
    {
        var list = Declare(new YamlList(position, position, flow: false), props);
        CheckTag(props);
        while (!AtEnd)
        {
            var isMarked = IsAfterByteOrderMark(LineStart(position));
            Advance();
            if (isMarked && OnMarkedLine(list))
                continue;
            var item = BlockNode(column, Place.Compact);
            list.Items.Add(item);
            list.End = item.End;
            if (AtEnd || indent < column)
                break;
            if (indent > column)
                Fail(
                    position,
                    "This line is indented more than the items of its list.",
                    $"Indent it by {column} spaces, as the other items."
                );
            else if (Current != '-' || !IsEmptyAt(position + 1))
                break;
            else if (lineTab >= 0)
                FailTab(lineTab);
        }
        return props.Tag is null ? list : Typed(list, props);
    }

    /// <summary>
    /// Behind a byte order mark the official reader counts no columns, so on that line a dash has nothing below it: a second one is the next
    /// item, and anything else is refused.
    /// </summary>
    /// <returns>True at the next dash.</returns>
    private bool OnMarkedLine(YamlList list)
    {
        SkipBlanks();
        if (AtEnd || Current == '#' || IsLineBreakAt(position))
            return false;
        if (Current != '-' || !IsEmptyAt(position + 1))
            Fail(position, "Nothing can stand behind a dash on a line that begins with a byte order mark.", "Remove the byte order mark.");
        else
            list.Items.Add(EmptyAt(position));
        return true;
    }
}
