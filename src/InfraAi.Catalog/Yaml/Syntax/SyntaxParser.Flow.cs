namespace InfraAi.Catalog.Yaml;

/// <summary>Maps and lists in brackets.</summary>
internal sealed partial class SyntaxParser
{
    private void InFlow(SyntaxCollection flow)
    {
        if (kind == TokenKind.FlowErrorEnd)
        {
            do Pop();
            while (Top is { IsFlow: true });
        }
        else if (!flow.End.IsEmpty)
            BehindFlow(flow);
        else
            WithinFlow(flow);
    }

    private void WithinFlow(SyntaxCollection flow)
    {
        var item = flow.Last;
        switch (kind)
        {
            case TokenKind.Comma or TokenKind.QuestionMark:
                if (item is null or { HasSeparator: true })
                    item = pool.Item(flow, new TokenList());
                Add(ref item.Start);
                return;
            case TokenKind.Colon:
                if (item is null or { Value: not null })
                    item = pool.Item(flow, new TokenList());
                item.HasSeparator = true;
                Add(ref item.Separator);
                return;
            case TokenKind.Space or TokenKind.Comment or TokenKind.NewLine or TokenKind.Anchor or TokenKind.Tag:
                if (item is null or { Value: not null })
                    item = pool.Item(flow, new TokenList());
                if (item.HasSeparator)
                    Add(ref item.Separator);
                else
                    Add(ref item.Start);
                return;
            case TokenKind.Alias or TokenKind.Scalar or TokenKind.SingleQuoted or TokenKind.DoubleQuoted:
                if (item is { Value: null, HasSeparator: true })
                {
                    Push(FlowScalar());
                    return;
                }
                if (item is null or { Value: not null })
                    item = pool.Item(flow, new TokenList());
                (item.Key, item.HasSeparator) = (FlowScalar(), true);
                return;
            case TokenKind.BraceClose or TokenKind.BracketClose:
                Add(ref flow.End);
                return;
        }
        if (Begin(flow) is { } value)
            Push(value);
        else
            PopAndStep();
    }

    private void BehindFlow(SyntaxCollection flow)
    {
        var parent = stack[^2];
        var isLine =
            parent is SyntaxCollection { Kind: SyntaxKind.BlockMap, Last: var last }
            && (
                (kind == TokenKind.Colon && parent.Indent == flow.Indent)
                || (kind == TokenKind.NewLine && last is not { HasSeparator: true })
            );
        if (isLine)
            PopAndStep();
        else if (kind == TokenKind.Colon && !parent.IsFlow)
        {
            var start = FirstKeyStart(ref Before(parent));
            if (flow.Kind == SyntaxKind.FlowList)
                TakeSeparatorsBack(flow);
            var separator = tokens.CutAfter(ref flow.End, flow.End.First);
            stack[^1] = MapOf(flow, start, ref separator, flow.Offset, flow.Indent);
        }
        else
            LineEnd(flow);
    }

    /// <summary>What began like the key of a pair in a list, and has no colon, is an item.</summary>
    private void TakeSeparatorsBack(SyntaxCollection list)
    {
        foreach (var item in list.Items)
        {
            if (
                item is not { HasSeparator: true, Value: null, Key: { } key }
                || item.Start.Has(TokenKind.QuestionMark)
                || item.Separator.Has(TokenKind.Colon)
            )
                continue;
            (item.Key, item.Value, item.HasSeparator) = (null, key, false);
            if (key.IsFlowScalar || key.IsFlow)
                tokens.Append(ref key.End, ref item.Separator);
            else
                tokens.Append(ref item.Start, ref item.Separator);
        }
    }
}
