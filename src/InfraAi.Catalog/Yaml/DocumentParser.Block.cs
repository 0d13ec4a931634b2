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

        /// <summary>After "- ", "? " or the ": " of an explicit key: a map or list may begin on that line.</summary>
        Compact,
    }

    /// <summary>Reads a node and what follows it up to the next line with content.</summary>
    /// <param name="parentIndent">Column of the collection that holds it, from 0; -1 for the document.</param>
    private YamlNode BlockNode(int parentIndent, Place place)
    {
        if (++depth > MaxDepth)
        {
            Fail(position, $"Maps and lists are nested more than {MaxDepth} deep.");
            return EmptyAt(position);
        }
        var node = ReadBlockNode(parentIndent, place);
        depth--;
        return node;
    }

    private YamlNode ReadBlockNode(int parentIndent, Place place)
    {
        var outer = Props.None;
        var inner = Props.None;
        var emptyAt = position;
        var tab = -1;
        var onNewLine = place == Place.LineStart;
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
                return Empty(emptyAt, Merge(outer, inner));
            if (Current == '#' || IsLineBreakAt(position))
            {
                outer = Merge(outer, inner);
                inner = Props.None;
                NextLine();
                if (AtEnd)
                    return Empty(emptyAt, outer);
                (onNewLine, column, tab) = (true, indent, lineTab);
                var listInKeyColumn = place == Place.MapValue && column == parentIndent && Current == '-' && IsEmptyAt(position + 1);
                if (column <= parentIndent && !listInKeyColumn)
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
            if (onNewLine && tab >= 0 && !inner.Any)
            {
                FailTab(tab);
                return EmptyAt(emptyAt);
            }
            ReadProp(ref inner, flow: false);
            SkipBlanks();
            emptyAt = position;
        }
        if (onNewLine && tab >= 0 && column <= Math.Max(parentIndent, 0) && !(parentIndent < 0 && Current is '[' or '{'))
            FailTab(tab);
        var mayNest = onNewLine || place == Place.Compact;
        return NodeAt(new Slot(parentIndent, column, mayNest, tab, place), outer, inner);
    }

    /// <summary>What a node at the position has to know of where it stands.</summary>
    private readonly record struct Slot(int ParentIndent, int Column, bool MayNest, int Tab, Place Place);

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
                if (inner.Any)
                    Fail(inner.At, "An anchor or tag must stand after the \"?\" of a key.");
                return BlockMap(slot.Column, outer, null);
            case ':' when IsEmptyAt(position + 1):
                if (!Nests(slot, at, "A second colon on the line of a key.", "Put the value in quotes."))
                    return EmptyAt(at);
                return BlockMap(slot.Column, outer, Empty(inner.At >= 0 ? inner.At : at, inner));
            case '|' or '>':
                return BlockScalar(slot.ParentIndent, Merge(outer, inner));
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
            var node = Current == '*' ? Alias(Props.None) : FlowCollection(slot.ParentIndent + 1, props);
            if (AtKeyEnd() && (node is YamlAlias || slot.MayNest || slot.Place != Place.MapValue))
            {
                if (IsKey(slot, at, inner))
                    return BlockMap(slot.Column, outer, node);
            }
            else
            {
                var both = Merge(outer, inner);
                if (node is YamlAlias && both.Any)
                    Fail(at, "An alias can have no anchor or tag of its own.");
                CheckTag(both);
                if (both.Anchor is { } anchor)
                    aliases.Declare(anchor, node);
                colonAfterValue = !AtEnd && Current == ':' && slot is { MayNest: false, Place: Place.MapValue } && AtKeyEnd();
                if (!colonAfterValue)
                    NextLine();
            }
            return node;
        }
        var (to, value, style) = FlowScalar(slot.ParentIndent + 1, inFlow: false);
        if (!AtKeyEnd())
        {
            var scalar = Scalar(at, to, value, style, Merge(outer, inner));
            NextLine();
            return scalar;
        }
        if (!IsKey(slot, at, inner))
            return EmptyAt(at);
        return BlockMap(slot.Column, outer, Scalar(at, to, value, style, inner), inner);
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
    private bool CheckKey(int at, Props props)
    {
        if (text.IndexOf('\n', at, position - at) >= 0)
            Fail(
                at,
                "A key must be on one line with its colon.",
                "Is a colon missing at the end of this line?",
                SyntaxRepairs.AddColon(at)
            );
        else if ((props.At >= 0 ? props.At : at) < position - 1024)
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
    private YamlList BlockList(int column, Props props)
    {
        var list = Declare(new YamlList(position, position, flow: false), props);
        CheckTag(props);
        while (!AtEnd)
        {
            Advance();
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
        return list;
    }

    /// <summary>The entries of a map whose keys stand in one column.</summary>
    /// <param name="first">The first key, with the position at its colon; null when the position is at "?".</param>
    private YamlMap BlockMap(int column, Props props, YamlNode? first, Props firstProps = default)
    {
        var map = Declare(new YamlMap(first?.Start ?? position, position, flow: false), props);
        if (first is not null && firstProps.Anchor is { } anchor)
            aliases.Declare(anchor, first);
        CheckTag(props);
        var keys = new KeySet(map);
        if (first is not null)
            AddEntry(map, keys, first, column);
        else
            AddExplicit(map, keys, column);
        while (!AtEnd && indent >= column)
        {
            if (indent > column && IsColon)
                AddEntry(map, keys, EmptyAt(position), column);
            else if (indent > column)
                FailBetween(map, column);
            else if (lineTab >= 0)
                FailTab(lineTab);
            else if (Current == '-' && IsEmptyAt(position + 1))
                Fail(position, "A list item cannot stand among the keys of a map.", "Indent it below its key.");
            else if (Current == '?' && IsEmptyAt(position + 1))
                AddExplicit(map, keys, column);
            else if (Key(column, out var place) is { } key)
                AddEntry(map, keys, key, column, place);
        }
        return map;
    }

    /// <summary>A line that stands between the keys of a map and what the last of them holds.</summary>
    private void FailBetween(YamlMap map, int column)
    {
        var inner = map.Entries is [.., { Value: YamlMap { Flow: false } or YamlList { Flow: false } } last]
            ? last.Value.Start - LineStart(last.Value.Start)
            : -1;
        if (inner <= indent)
            Fail(
                position,
                "This line is indented more than the keys of its map.",
                $"Indent it by {column} spaces, as the other keys, or put the value before it in quotes."
            );
        else
            Fail(
                position,
                $"All keys of a map must stand in one column: this one stands between column {column + 1} and column {inner + 1}.",
                $"Indent it by {inner} spaces, or by {column}.",
                SyntaxRepairs.Indent(position, inner)
            );
    }

    private void AddEntry(YamlMap map, KeySet keys, YamlNode key, int column, Place place = Place.MapValue)
    {
        if (AtEnd)
            return;
        Advance();
        Add(map, keys, key, BlockNode(column, place));
        if (!colonAfterValue)
            return;
        colonAfterValue = false;
        AddEntry(map, keys, EmptyAt(position), column);
    }

    private void AddExplicit(YamlMap map, KeySet keys, int column)
    {
        Advance();
        var key = BlockNode(column, Place.Compact);
        YamlNode value = EmptyAt(key.End);
        if (!AtEnd && indent >= column && IsColon)
        {
            if (lineTab >= 0)
                FailTab(lineTab);
            Advance();
            value = BlockNode(column, Place.Compact);
        }
        else if (!AtEnd && (indent > column || (indent == column && Current == '-' && IsEmptyAt(position + 1))))
        {
            // The official reader drops what stands below a key with "?" and no colon.
            var count = errors.Count;
            NodeAt(new Slot(column, indent, true, lineTab, Place.Compact), Props.None, Props.None);
            if (!broken)
                errors.RemoveRange(count, errors.Count - count);
        }
        Add(map, keys, key, value);
    }

    private bool IsColon => Current == ':' && !AtEnd && IsEmptyAt(position + 1);

    private void Add(YamlMap map, KeySet keys, YamlNode key, YamlNode value)
    {
        if (!keys.Add(key) && errors.Count < MaxErrors)
        {
            var twin = map.Entries.Find(entry => ScalarKeys.AreEqual(entry.Key, key));
            errors.Add(
                new YamlError(
                    key.Start,
                    Rules.DuplicateKey,
                    $"The key {Words.Cut(Words.OneLine(text[key.Start..key.End]), 60)} is in this map already.",
                    "Remove one of the two, or join their values.",
                    Repairs.RemoveTwin(twin, new YamlEntry(key, value))
                )
            );
        }
        map.Entries.Add(new YamlEntry(key, value));
        map.End = Math.Max(value.End, key.End);
    }

    /// <summary>A key on one line, up to its colon, which may also begin a further line that is indented more.</summary>
    private YamlNode? Key(int column, out Place place)
    {
        place = Place.MapValue;
        var at = position;
        var props = Props.None;
        while (Current is '&' or '!' && !AtEnd)
        {
            ReadProp(ref props, flow: false);
            SkipBlanks();
        }
        if (IsColon)
            return Empty(position, props);
        if (AtEnd || Current is '|' or '>' or '#' || IsLineBreakAt(position))
        {
            Fail(at, NoColon, NoColonFix, SyntaxRepairs.AddColon(at));
            return null;
        }
        if (Current is '[' or '{')
        {
            Fail(at, "Brackets as a key are read only as the first key of a map.", "Put the key in quotes.");
            return null;
        }
        var from = position;
        YamlNode key;
        if (Current == '*')
            key = Alias(props);
        else
        {
            var (to, value, style) = FlowScalar(column, inFlow: false);
            key = broken && AtEnd ? EmptyAt(from) : Scalar(from, to, value, style, props);
        }
        if (AtKeyEnd())
            return CheckKey(from, props) ? key : null;
        if (!AtEnd && (IsLineBreakAt(position) || Current is ' ' or '\t') && text.IndexOf('\n', from, position - from) < 0)
        {
            NextLine();
            if (!AtEnd && indent > column && IsColon && lineTab < 0 && position - (props.At >= 0 ? props.At : from) <= 1024)
            {
                place = Place.Compact;
                return key;
            }
        }
        Fail(at, NoColon, NoColonFix, SyntaxRepairs.AddColon(at));
        return null;
    }

    private const string NoColon = "There is no colon after this key.";
    private const string NoColonFix =
        "Write a colon and a blank after the key; if this line goes on with the value before it, indent it more.";
}
