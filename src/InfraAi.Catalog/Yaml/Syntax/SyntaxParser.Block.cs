namespace InfraAi.Catalog.Yaml;

/// <summary>Maps and lists in lines, and scalars.</summary>
internal sealed partial class SyntaxParser
{
    private void BehindScalar(SyntaxNode scalar)
    {
        if (kind == TokenKind.Colon)
            stack[^1] = MapOf(scalar, FirstKeyStart(ref Before(stack[^2])), ref scalar.End, scalar.Offset, scalar.Indent);
        else
            LineEnd(scalar);
    }

    /// <summary>A colon makes a map of what was taken for a value.</summary>
    private SyntaxCollection MapOf(SyntaxNode key, TokenList start, ref TokenList separator, int at, int column)
    {
        Add(ref separator);
        var map = pool.Collection(SyntaxKind.BlockMap, at, column);
        pool.Item(map, start, key, hasSeparator: true).Separator = separator;
        separator = new TokenList();
        onKeyLine = true;
        return map;
    }

    private void InBlockScalar(SyntaxBlockScalar scalar)
    {
        switch (kind)
        {
            case TokenKind.Space or TokenKind.Comment or TokenKind.NewLine:
                Add(ref scalar.Header);
                break;
            case TokenKind.Scalar:
                scalar.Text = (offset, end);
                (atNewLine, indent) = (true, 0);
                Pop();
                break;
            default:
                PopAndStep();
                break;
        }
    }

    private void InBlockMap(SyntaxCollection map)
    {
        var item = map.Last!;
        if (kind is TokenKind.NewLine or TokenKind.Space or TokenKind.Comment)
        {
            onKeyLine &= kind != TokenKind.NewLine;
            if (item.Value is null && item.HasSeparator)
                Add(ref item.Separator);
            else
                Blank(map, item);
            return;
        }
        if (indent < map.Indent)
        {
            PopAndStep();
            return;
        }
        var atMapIndent = !onKeyLine && indent == map.Indent;
        var atNextItem = atMapIndent && (item.HasSeparator || item.IsExplicit) && kind != TokenKind.Dash;
        var start = atNextItem && item is { HasSeparator: true, Value: null } ? BlankLines(item, map.Indent) : new TokenList();
        switch (kind)
        {
            case TokenKind.Anchor or TokenKind.Tag:
                if (atNextItem || item.Value is not null)
                {
                    Add(ref start);
                    pool.Item(map, start);
                    onKeyLine = true;
                }
                else if (item.HasSeparator)
                    Add(ref item.Separator);
                else
                    Add(ref item.Start);
                return;
            case TokenKind.QuestionMark:
                Question(map, item, atNextItem, start);
                onKeyLine = true;
                return;
            case TokenKind.Colon:
                Colon(map, item, atNextItem, start);
                onKeyLine = true;
                return;
            case TokenKind.Alias or TokenKind.Scalar or TokenKind.SingleQuoted or TokenKind.DoubleQuoted:
                if (atNextItem || item.Value is not null)
                    pool.Item(map, start, FlowScalar(), hasSeparator: true);
                else if (item.HasSeparator)
                {
                    Push(FlowScalar());
                    return;
                }
                else
                    (item.Key, item.HasSeparator) = (FlowScalar(), true);
                onKeyLine = true;
                return;
        }
        if (Begin(map) is not { } value)
        {
            PopAndStep();
            return;
        }
        if (value.Kind == SyntaxKind.BlockList)
        {
            if (item is { IsExplicit: false, HasSeparator: true } && !item.Separator.Has(TokenKind.NewLine))
            {
                Finish(pool.Node(SyntaxKind.Error, offset, indent, end));
                return;
            }
        }
        else if (atMapIndent)
            pool.Item(map, start);
        Push(value);
    }

    /// <summary>
    /// Below a key without a value the next key takes the blank lines before it, from the second line break on, and with them their tabs.
    /// Comments indented more than the key begin the count anew.
    /// </summary>
    private TokenList BlankLines(SyntaxItem item, int column)
    {
        var (breaks, before, last) = (0, -1, -1);
        for (var at = item.Separator.First; at >= 0; last = at, at = tokens[at].Next)
            switch (tokens[at].Kind)
            {
                case TokenKind.NewLine:
                    if (++breaks == 2)
                        before = last;
                    break;
                case TokenKind.Space:
                case TokenKind.Comment when tokens[at].Indent <= column:
                    break;
                default:
                    breaks = 0;
                    break;
            }
        return breaks >= 2 ? tokens.CutAfter(ref item.Separator, before) : new TokenList();
    }

    private void Question(SyntaxCollection map, SyntaxItem item, bool atNextItem, TokenList start)
    {
        if (item is { HasSeparator: false, IsExplicit: false })
        {
            Add(ref item.Start);
            item.IsExplicit = true;
        }
        else if (atNextItem || item.Value is not null)
        {
            Add(ref start);
            pool.Item(map, start, isExplicit: true);
        }
        else
        {
            var inner = pool.Collection(SyntaxKind.BlockMap, offset, indent);
            Add(ref pool.Item(inner, new TokenList(), isExplicit: true).Start);
            Push(inner);
        }
    }

    private void Colon(SyntaxCollection map, SyntaxItem item, bool atNextItem, TokenList start)
    {
        if (!item.HasSeparator && (!item.IsExplicit || item.Start.Has(TokenKind.NewLine)))
        {
            item.HasSeparator = true;
            Add(ref item.Separator);
        }
        else if (!item.HasSeparator)
            Push(MapWithoutKey(FirstKeyStart(ref item.Start)));
        else if (item.Value is not null || (atNextItem && !item.IsExplicit))
        {
            Add(ref pool.Item(map, item.IsExplicit ? new TokenList() : start, hasSeparator: true).Separator);
        }
        else if (item.Separator.Has(TokenKind.Colon))
            Push(MapWithoutKey(item.IsExplicit ? start : new TokenList()));
        else if (item is { IsExplicit: true, Key: { } key } && (key.IsFlowScalar || key.IsFlow) && !item.Separator.Has(TokenKind.NewLine))
        {
            (item.Key, item.HasSeparator) = (null, false);
            var keyStart = FirstKeyStart(ref item.Start);
            Push(MapOf(key, keyStart, ref item.Separator, offset, indent));
        }
        else
        {
            if (item.IsExplicit)
                tokens.Append(ref item.Separator, ref start);
            Add(ref item.Separator);
        }
    }

    private SyntaxCollection MapWithoutKey(TokenList start)
    {
        var map = pool.Collection(SyntaxKind.BlockMap, offset, indent);
        Add(ref pool.Item(map, start, hasSeparator: true).Separator);
        return map;
    }

    private void InBlockList(SyntaxCollection list)
    {
        var item = list.Last!;
        switch (kind)
        {
            case TokenKind.NewLine or TokenKind.Space or TokenKind.Comment:
                Blank(list, item);
                return;
            case TokenKind.Anchor or TokenKind.Tag when item.Value is null && indent > list.Indent:
                Add(ref item.Start);
                return;
            case TokenKind.Dash when indent == list.Indent:
                if (item.Value is not null || item.Start.Has(TokenKind.Dash))
                    item = pool.Item(list, new TokenList());
                Add(ref item.Start);
                return;
        }
        if (indent > list.Indent && Begin(list) is { } value)
            Push(value);
        else
            PopAndStep();
    }

    /// <summary>A blank, line break or comment where no value is awaited.</summary>
    private void Blank(SyntaxCollection block, SyntaxItem item)
    {
        if (item.Value is { } value)
        {
            if (kind == TokenKind.NewLine && value.End.Last is >= 0 and var last && tokens[last].Kind == TokenKind.Comment)
            {
                Add(ref value.End);
                return;
            }
            item = pool.Item(block, new TokenList());
        }
        else if (kind == TokenKind.Comment && indent > block.Indent && item.Start.IsWhite && block.Items.Count > 1)
        {
            // A comment that is indented more belongs to the entry before it.
            var before = block.Items[^2].Value;
            if (before is { IsFlow: true } or { IsFlowScalar: true, End.IsEmpty: false })
            {
                tokens.Append(ref before.End, ref item.Start);
                Add(ref before.End);
                block.Items.RemoveAt(block.Items.Count - 1);
                return;
            }
        }
        Add(ref item.Start);
    }

    /// <summary>What the node to come has before it: tokens that may turn out to be those of a first key.</summary>
    private ref TokenList Before(SyntaxNode parent)
    {
        if (parent is SyntaxDocument document)
            return ref document.Start;
        nothing = new TokenList();
        if (parent is not SyntaxCollection { IsBlock: true, Last: { } item })
            return ref nothing;
        if (parent.Kind == SyntaxKind.BlockMap && item.HasSeparator)
            return ref item.Separator;
        return ref item.Start;
    }

    private TokenList nothing = new();

    /// <summary>The tokens of the last line, from the first that is no blank: anchors and tags there belong to the first key, not to its map.</summary>
    private TokenList FirstKeyStart(ref TokenList before)
    {
        var last = -1;
        for (var at = before.First; at >= 0; at = tokens[at].Next)
            if (
                tokens[at].Kind
                is TokenKind.DocumentStart
                    or TokenKind.QuestionMark
                    or TokenKind.Colon
                    or TokenKind.Dash
                    or TokenKind.NewLine
            )
                last = at;
        for (var at = last < 0 ? before.First : tokens[last].Next; at >= 0 && tokens[at].Kind == TokenKind.Space; at = tokens[at].Next)
            last = at;
        return before.IsEmpty ? new TokenList() : tokens.CutAfter(ref before, last);
    }

    private SyntaxNode FlowScalar() =>
        pool.Node(
            kind switch
            {
                TokenKind.Alias => SyntaxKind.Alias,
                TokenKind.SingleQuoted => SyntaxKind.SingleQuoted,
                TokenKind.DoubleQuoted => SyntaxKind.DoubleQuoted,
                _ => SyntaxKind.Plain,
            },
            offset,
            indent,
            end
        );

    /// <returns>The node that begins with the token; null when none does.</returns>
    private SyntaxNode? Begin(SyntaxNode parent)
    {
        switch (kind)
        {
            case TokenKind.Alias or TokenKind.Scalar or TokenKind.SingleQuoted or TokenKind.DoubleQuoted:
                return FlowScalar();
            case TokenKind.BlockHeader:
                var scalar = new SyntaxBlockScalar(offset, indent);
                Add(ref scalar.Header);
                return scalar;
            case TokenKind.BraceOpen:
                return pool.Collection(SyntaxKind.FlowMap, offset, indent);
            case TokenKind.BracketOpen:
                return pool.Collection(SyntaxKind.FlowList, offset, indent);
            case TokenKind.Dash:
                var list = pool.Collection(SyntaxKind.BlockList, offset, indent);
                Add(ref pool.Item(list, new TokenList()).Start);
                return list;
            case TokenKind.QuestionMark:
                onKeyLine = true;
                var map = pool.Collection(SyntaxKind.BlockMap, offset, indent);
                Add(ref pool.Item(map, FirstKeyStart(ref Before(parent)), isExplicit: true).Start);
                return map;
            case TokenKind.Colon:
                onKeyLine = true;
                return MapWithoutKey(FirstKeyStart(ref Before(parent)));
            default:
                return null;
        }
    }
}
