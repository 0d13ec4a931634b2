using InfraAi.Catalog.Fixing;

namespace InfraAi.Catalog.Yaml;

/// <summary>Maps and lists in lines.</summary>
internal sealed partial class Composer
{
    private YamlNode Node(SyntaxNode syntax, Props props)
    {
        YamlNode node;
        switch (syntax)
        {
            case { Kind: SyntaxKind.Alias }:
                node = Alias(syntax, props);
                break;
            case SyntaxBlockScalar scalar:
                node = BlockScalar(scalar, props);
                break;
            case SyntaxCollection collection:
                node = Collection(collection, props);
                break;
            case { Kind: SyntaxKind.Error }:
                FailError(syntax);
                return Empty(syntax.Offset);
            default:
                node = FlowScalar(syntax, props);
                break;
        }
        if (props.HasComment)
            Remark(node);
        return Anchored(node, props);
    }

    private void FailError(SyntaxNode syntax)
    {
        if (text[syntax.Offset] == '-')
            Fail(syntax.Offset, "A list cannot begin on the line of its key.", "Put the item on the next line.");
        else
            Fail(syntax.Offset, Unexpected(syntax.Offset));
    }

    private const string AliasProps = "An alias can have no anchor or tag of its own.";

    private YamlAlias Alias(SyntaxNode syntax, Props props)
    {
        if (syntax.To - syntax.Offset == 1)
            Fail(syntax.Offset, "An alias must have a name.", "Put the text in quotes if it begins with *.");
        else if (props.Any)
            Fail(syntax.Offset, AliasProps);
        ResolveEnd(syntax.End, syntax.To, mustBeApart: true, null);
        usesAliases = true;
        return new YamlAlias(syntax.Offset, syntax.To, text[(syntax.Offset + 1)..syntax.To]);
    }

    private YamlMap BlockMap(SyntaxCollection syntax)
    {
        atRoot = false;
        var map = new YamlMap(syntax.Offset, syntax.Offset, flow: false);
        var keys = new KeySet(map);
        var offset = syntax.Offset;
        var commentEnd = -1;
        foreach (var item in syntax.Items)
        {
            var keyProps = Resolve(
                item.Start,
                new Slot(TokenKind.QuestionMark, offset, syntax.Indent, IsFlow: false, OnNewLine: true),
                item.Key is null ? Follow.Of(item.Separator, tokens) : Follow.Of(item.Key)
            );
            if (keyProps.Found < 0)
            {
                if (item.Key is not null)
                    CheckKey(map, syntax, item.Key);
                if (!keyProps.Any && !item.HasSeparator)
                {
                    commentEnd = keyProps.End;
                    continue;
                }
                if (keyProps.NewLineAfterProp >= 0 || HasNewLine(item.Key))
                    FailLongKey(item.Key?.Offset ?? keyProps.Start);
            }
            else if (tokens[keyProps.Found].Indent != syntax.Indent)
                FailColumn(map, syntax, tokens[keyProps.Found].Offset);
            if (broken)
                break;
            atKey = true;
            var key = item.Key is null ? EmptyNode(keyProps.End, item.Start, keyProps) : Node(item.Key, keyProps);
            atKey = false;
            var value = broken ? Empty(key.End) : BlockValue(syntax, item, keyProps, key);
            Add(map, keys, key, value);
            if (broken)
                break;
            offset = nodeEnd;
        }
        if (commentEnd >= 0 && commentEnd < offset && !broken)
            Fail(commentEnd, "Nothing can stand behind this comment.");
        nodeEnd = commentEnd >= 0 ? commentEnd : offset;
        return map;
    }

    private YamlNode BlockValue(SyntaxCollection map, SyntaxItem item, Props keyProps, YamlNode key)
    {
        var keyEnd = nodeEnd;
        var props = Resolve(
            item.Separator,
            new Slot(TokenKind.Colon, keyEnd, map.Indent, IsFlow: false, OnNewLine: item.Key is null or SyntaxBlockScalar),
            Follow.Of(item.Value)
        );
        if (broken)
            return Empty(key.End);
        if (props.Found < 0)
        {
            if (keyProps.Found < 0)
                FailNoColon(key.Start);
            nodeEnd = props.End;
            return Absent(key.End); // what stands there without a colon is dropped
        }
        if (keyProps.Found < 0)
        {
            if (item.Value is SyntaxCollection { Kind: SyntaxKind.BlockMap } inner && !props.HasNewLine)
                FailSecondColon(map, inner);
            if (keyProps.Start < tokens[props.Found].Offset - 1024)
                Fail(key.Start, "The colon of a key must stand within 1024 characters.");
        }
        if (broken)
            return Empty(item.Value?.Offset ?? props.End);
        return item.Value is null ? EmptyNode(props.End, item.Separator, props) : Node(item.Value, props);
    }

    private void CheckKey(YamlMap map, SyntaxCollection syntax, SyntaxNode key)
    {
        if (key.Kind == SyntaxKind.BlockList)
            Fail(key.Offset, "A list in lines cannot be a key.", "Put a question mark before it, or indent it below its key.");
        else if (key.Kind == SyntaxKind.Error && text[key.Offset] == '-')
            Fail(key.Offset, "A list item cannot stand among the keys of a map.", "Indent it below its key.");
        else if (key.Kind != SyntaxKind.Error && key.Indent != syntax.Indent)
            FailColumn(map, syntax, key.Offset);
    }

    /// <summary>A line that stands between the keys of a map and what the last of them holds.</summary>
    private void FailColumn(YamlMap map, SyntaxCollection syntax, int at)
    {
        var inner = map.Entries is [.., { Value: YamlMap { Flow: false } or YamlList { Flow: false } } last]
            ? last.Value.Start - LineStart(last.Value.Start)
            : -1;
        var column = syntax.Indent;
        if (inner <= at - LineStart(at))
            Fail(
                at,
                "This line is indented more than the keys of its map.",
                $"Indent it by {column} spaces, as the other keys, or put the value before it in quotes."
            );
        else
            Fail(
                at,
                $"All keys of a map must stand in one column: this one stands between column {column + 1} and column {inner + 1}.",
                $"Indent it by {inner} spaces, or by {column}.",
                SyntaxRepairs.Indent(at, inner)
            );
    }

    private void FailLongKey(int at) =>
        Fail(at, "A key must be on one line with its colon.", "Is a colon missing at the end of this line?", SyntaxRepairs.AddColon(at));

    private void FailNoColon(int at) =>
        Fail(
            at,
            "There is no colon after this key.",
            "Write a colon and a blank after the key; if this line goes on with the value before it, indent it more.",
            SyntaxRepairs.AddColon(at)
        );

    /// <summary>A map on the line of its key: a second colon there, or a further line that is indented too much.</summary>
    private void FailSecondColon(SyntaxCollection map, SyntaxCollection inner)
    {
        var from = FirstContent(inner);
        var colon = inner.Items[0].Separator is { IsEmpty: false } separator ? LastColon(separator) : from;
        if (text.AsSpan(from, colon - from).Contains('\n'))
        {
            var line = LineStart(colon);
            Fail(
                line + text.AsSpan(line).IndexOfAnyExcept(' '),
                "This line is indented more than the key above it, so it is read as a part of that key's value.",
                $"Indent it by {Math.Max(map.Indent, 0)} spaces, as that key, or put the value in quotes."
            );
        }
        else
            Fail(
                colon,
                "A second \": \" on the line of a key: the value cannot be a map here.",
                "Put the value in quotes.",
                SyntaxRepairs.QuoteToLineEnd(from)
            );
    }

    private int LastColon(TokenList list)
    {
        var found = tokens[list.First].Offset;
        for (var at = list.First; at >= 0; at = tokens[at].Next)
            if (tokens[at].Kind == TokenKind.Colon)
                found = tokens[at].Offset;
        return found;
    }

    /// <summary>A key without question mark is on one line; anything but scalars and brackets is not.</summary>
    private bool HasNewLine(SyntaxNode? key)
    {
        if (key is null)
            return false;
        if (key.IsFlowScalar)
            return text.AsSpan(key.Offset, key.To - key.Offset).Contains('\n') || key.End.Has(TokenKind.NewLine);
        if (!key.IsFlow)
            return true;
        foreach (var item in ((SyntaxCollection)key).Items)
            if (
                item.Start.Has(TokenKind.NewLine)
                || item.Separator.Has(TokenKind.NewLine)
                || HasNewLine(item.Key)
                || HasNewLine(item.Value)
            )
                return true;
        return false;
    }

    private void Add(YamlMap map, KeySet keys, YamlNode key, YamlNode value)
    {
        if (!keys.Add(key) && !broken && errors.Count < MaxErrors)
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

    private YamlList BlockList(SyntaxCollection syntax)
    {
        (atRoot, atKey) = (false, false);
        var list = new YamlList(syntax.Offset, syntax.Offset, flow: false);
        var offset = syntax.Offset;
        var commentEnd = -1;
        foreach (var item in syntax.Items)
        {
            var props = Resolve(
                item.Start,
                new Slot(TokenKind.Dash, offset, syntax.Indent, IsFlow: false, OnNewLine: true),
                Follow.Of(item.Value)
            );
            if (props.Found < 0)
            {
                if (!props.Any && item.Value is null)
                {
                    commentEnd = props.End;
                    continue;
                }
                FailDash(syntax, item.Value?.Offset ?? props.Start);
            }
            if (broken)
                break;
            var node = item.Value is null ? EmptyNode(props.End, item.Start, props) : Node(item.Value, props);
            list.Items.Add(node);
            list.End = node.End;
            offset = nodeEnd;
            if (broken)
                break;
        }
        nodeEnd = commentEnd >= 0 ? commentEnd : offset;
        return list;
    }

    private void FailDash(SyntaxCollection list, int at) =>
        Fail(
            at,
            text[at] == '-' ? "This line is indented more than the items of its list." : "This is in a list, and no dash stands before it.",
            $"Indent it by {list.Indent} spaces, as the other items."
        );
}
