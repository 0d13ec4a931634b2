using InfraAi.Catalog.Fixing;

namespace InfraAi.Catalog.Yaml;

/// <summary>Block maps: their keys and what each holds.</summary>
internal sealed partial class DocumentParser
{
    /// <summary>The entries of a map whose keys stand in one column.</summary>
    /// <param name="first">The first key, with the position at its colon; null when the position is at "?".</param>
    private YamlMap BlockMap(int column, Props props, YamlNode? first, Props firstProps = default)
    {
        var map = Declare(new YamlMap(first?.Start ?? position, position, flow: false), props);
        if (first is not null && firstProps.Anchor is { } anchor)
            aliases.Declare(anchor, first);
        CheckTag(props);
        if (first is YamlAlias alias && alias.Name == props.Anchor)
            first = aliases.Again(alias); // it stands for this very map
        var keys = new KeySet(map);
        if (first is not null)
            AddEntry(map, keys, first, column);
        else
            AddExplicit(map, keys, column);
        while (!AtEnd && indent >= column)
        {
            if (indent > column && IsColon)
                AddEntry(map, keys, EmptyAt(position), column, lineIndent: indent);
            else if (indent > column)
                FailBetween(map, column);
            else if (lineTab >= 0)
                FailTab(lineTab);
            else if (Current == '-' && IsEmptyAt(position + 1))
                Fail(position, "A list item cannot stand among the keys of a map.", "Indent it below its key.");
            else if (Current == '?' && IsEmptyAt(position + 1))
                AddExplicit(map, keys, column);
            else if (Key(map, column, out var place) is { } key)
                AddEntry(map, keys, key, column, place, place == Place.ExplicitValue ? indent : column);
        }
        if (props.Tag is not null)
            Typed(map, props);
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

    /// <param name="lineIndent">Indentation of the line of the colon.</param>
    private void AddEntry(YamlMap map, KeySet keys, YamlNode key, int column, Place place = Place.MapValue, int lineIndent = -1)
    {
        if (AtEnd)
            return;
        Advance();
        Add(map, keys, key, BlockNode(column, place, lineIndent));
        if (!colonAfterValue)
            return;
        colonAfterValue = false;
        AddEntry(map, keys, EmptyAt(position), column);
    }

    private void AddExplicit(YamlMap map, KeySet keys, int column)
    {
        Advance();
        var key = BlockNode(column, Place.ExplicitKey);
        var isBlock = key is YamlMap { Flow: false } or YamlList { Flow: false };
        YamlNode value = EmptyAt(key.End);
        if (!AtEnd && indent >= column && IsColon)
        {
            if (lineTab >= 0)
                FailTab(lineTab);
            var line = indent;
            Advance();
            value = BlockNode(column, Place.ExplicitValue, line);
            if (value.Start == value.End && !AtEnd && indent == column && IsColon)
                value = BlockMap(column, Props.None, EmptyAt(position)); // a second colon begins a map in the same column
        }
        else if (!AtEnd && (indent > column || (indent == column && Current == '-' && IsEmptyAt(position + 1))))
            Drop(column);
        else if (AtEnd && lineTab >= 0 && lastIndent <= (isBlock ? key.Start - LineStart(key.Start) : column))
            FailTab(lineTab);
        Add(map, keys, key, value);
    }

    /// <summary>The official reader drops what stands behind or below a key with "?" and no colon, faults and all.</summary>
    private void Drop(int column)
    {
        var (from, count, wasBroken) = (position, errors.Count, broken);
        var forget = aliases.Mark();
        var props = Props.None;
        while (!AtEnd && Current is '&' or '!')
        {
            ReadProp(ref props, flow: false);
            SkipBlanks();
        }
        while (!AtEnd && props.Any && IsLineBreakAt(position))
            NextLine();
        if (props.Any && IsColon)
        {
            Fail(position, "Anchors and tags must stand after the colon.");
            return;
        }
        if (AtEnd || indent > column || (indent == column && Current == '-' && IsEmptyAt(position + 1)))
            NodeAt(new Slot(column, indent, true, lineTab, Place.Compact, column + 1), Props.None, Props.None);
        if (wasBroken)
            return;
        if (broken)
        {
            // What cannot be read is left out by its indentation.
            broken = false;
            position = from;
            do
            {
                position = Math.Min(end, YamlReader.LineEnd(text, position));
                StartLine();
            } while (indent > column || (indent == column && Current == '-' && IsEmptyAt(position + 1)));
        }
        errors.RemoveRange(count, errors.Count - count);
        forget();
    }

    /// <summary>
    /// Can brackets be a key that is not the first of its map? For the official reader only where nothing at all stands between the line of
    /// the value before it and the bracket: no indentation, no blank line and no comment, except one that is indented, or where that value is empty.
    /// </summary>
    private bool MayBracketsFollow(YamlMap map, int column)
    {
        var (last, innermost, isItem) = (map.Entries[^1].Value, column, false);
        while (last is YamlMap { Flow: false, Entries.Count: > 0 } or YamlList { Flow: false, Items.Count: > 0 })
        {
            innermost = last.Start - LineStart(last.Start);
            isItem = last is YamlList;
            last = last is YamlMap { Entries: var entries } ? entries[^1].Value : ((YamlList)last).Items[^1];
        }
        if (last.Start == last.End)
            return true;
        var isBlock = last is YamlScalar { Style: ScalarStyle.Literal or ScalarStyle.Folded };
        if (column > 0 && (!isBlock || isItem))
            return false;
        var from = last.End;
        if (isBlock && !text.AsSpan(last.Start, 3).Contains('+'))
            while (text[from - 1] is '\n' or '\r' or ' ')
                from--;
        if (!isBlock || text[from - 1] != '\n')
            from = YamlReader.LineEnd(text, from);
        var isApart = false;
        while (from < LineStart(position))
        {
            var to = YamlReader.LineEnd(text, from);
            var line = text.AsSpan(from, to - from);
            var content = line.TrimStart(" \t");
            if (!content.StartsWith('#'))
                isApart = true;
            else if (isBlock || line.Length - content.Length <= innermost)
                return false;
            else
                isApart = false;
            from = to;
        }
        return !isApart;
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
    private YamlNode? Key(YamlMap map, int column, out Place place)
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
        if (IsTemplateBlock(position))
        {
            Fail(at, TemplateBlock, TemplateBlockFix);
            return null;
        }
        var isBracket = Current is '[' or '{';
        if (isBracket && !MayBracketsFollow(map, column))
        {
            Fail(at, "Brackets as a key are read only as the first key of a map.", "Put the key in quotes.");
            return null;
        }
        var from = position;
        YamlNode key;
        if (Current == '*')
            key = Alias(props);
        else if (isBracket)
        {
            CheckTag(props);
            key = Typed(FlowCollection(column + 1, props), props);
        }
        else
        {
            var (to, value, style) = FlowScalar(column, inFlow: false);
            key = broken && AtEnd ? EmptyAt(from) : Scalar(from, to, value, style, props);
        }
        if (AtKeyEnd())
            return CheckKey(from, props, KeyFrom(map, from)) ? key : null;
        if (!AtEnd && (IsLineBreakAt(position) || Current is ' ' or '\t') && text.IndexOf('\n', from, position - from) < 0)
        {
            NextLine();
            if (!AtEnd && indent > column && IsColon && lineTab < 0 && position - (props.At >= 0 ? props.At : from) <= 1024)
            {
                place = Place.ExplicitValue;
                return key;
            }
        }
        Fail(at, NoColon, NoColonFix, SyntaxRepairs.AddColon(at));
        return null;
    }

    /// <summary>Where the 1024 characters of a key begin: behind an empty value the official reader counts from there.</summary>
    private int KeyFrom(YamlMap map, int from)
    {
        if (map.Entries is not [.., { Value: YamlScalar { Type: ScalarType.Null } last }] || last.Start != last.End)
            return from;
        var between = text.AsSpan(last.End, from - last.End);
        return between.Contains('#') || between.Count('\n') > 1 ? from : from - between.TrimStart(" \t").Length;
    }

    /// <summary>A block of a template: {% if … %}, {# … #}.</summary>
    private bool IsTemplateBlock(int at) => at + 1 < end && text[at] == '{' && text[at + 1] is '%' or '#';

    private const string TemplateBlock =
        "This is a block of a template; the catalog reads the file as it is, before any template is filled in.";
    private const string TemplateBlockFix = "Keep a template's skeleton out of what the catalog reads.";

    private const string NoColon = "There is no colon after this key.";
    private const string NoColonFix =
        "Write a colon and a blank after the key; if this line goes on with the value before it, indent it more.";
}
