namespace InfraAi.Catalog.Yaml;

/// <summary>Puts tokens together to documents, maps, lists and scalars, and hands what is finished to the composer.</summary>
/// <remarks>
/// It refuses next to nothing: what stands where it cannot is kept there, for the composer to refuse. Which piece takes which token is as in the
/// npm package yaml 2.9.1 (its parser); every fault of that package's verdict has its cause here.
/// </remarks>
internal sealed partial class SyntaxParser(Composer composer, TokenStore tokens)
{
    /// <summary>Deeper nesting than any catalog file has, and less than the composer's stack holds.</summary>
    private const int MaxDepth = 500;

    private readonly SyntaxPool pool = new();
    private readonly List<SyntaxNode> stack = [];

    /// <summary>Nothing but blanks, dashes and the like stands before the token on its line, so it still adds to the indentation.</summary>
    private bool atNewLine = true;
    private int indent;

    /// <summary>On the line of a key of a map.</summary>
    private bool onKeyLine;

    /// <summary>The document is refused for its depth: nothing of it is kept up to the next marker.</summary>
    private bool isTooDeep;

    private TokenKind kind;
    private int offset;
    private int end;

    public void Next(TokenKind next, int from, int to)
    {
        (kind, offset, end) = (next, from, to);
        if (isTooDeep)
        {
            if (kind is not (TokenKind.DocumentStart or TokenKind.DocumentEnd))
                return;
            (isTooDeep, atNewLine, indent, onKeyLine) = (false, true, 0, false);
            while (stack.Count > 0)
                Pop();
        }
        if (kind == TokenKind.Unknown)
        {
            Finish(pool.Node(SyntaxKind.Error, offset, indent, end));
            return;
        }
        if (kind == TokenKind.Scalar)
        {
            atNewLine = false;
            Step();
            return;
        }
        Step();
        switch (kind)
        {
            case TokenKind.NewLine:
                (atNewLine, indent) = (true, 0);
                break;
            case TokenKind.Space when atNewLine:
                indent += composer.Text[offset] == ' ' ? end - offset : 0;
                break;
            case TokenKind.Dash or TokenKind.QuestionMark or TokenKind.Colon when atNewLine:
                indent += end - offset;
                break;
            case TokenKind.Space or TokenKind.Dash or TokenKind.QuestionMark or TokenKind.Colon:
            case TokenKind.DocumentMode or TokenKind.FlowErrorEnd:
                break;
            default:
                atNewLine = false;
                break;
        }
    }

    /// <summary>The stream is over.</summary>
    public void Finish(int at)
    {
        offset = end = at;
        while (stack.Count > 0)
            Pop();
        composer.Finish(at);
    }

    private SyntaxNode? Top => stack.Count > 0 ? stack[^1] : null;

    private void Push(SyntaxNode node)
    {
        if (stack.Count >= MaxDepth)
        {
            composer.RefuseDepth(node.Offset, MaxDepth);
            isTooDeep = true;
        }
        stack.Add(node);
    }

    private void Add(ref TokenList list) => tokens.Add(ref list, kind, offset, end, indent);

    private void Step()
    {
        if (kind == TokenKind.DocumentEnd && Top is not { Kind: SyntaxKind.DocumentEnd })
        {
            while (stack.Count > 0)
                Pop();
            Push(pool.Node(SyntaxKind.DocumentEnd, offset, indent, end));
            return;
        }
        switch (Top)
        {
            case null:
                Stream();
                break;
            case SyntaxDocument document:
                InDocument(document);
                break;
            case SyntaxBlockScalar scalar:
                InBlockScalar(scalar);
                break;
            case SyntaxCollection { Kind: SyntaxKind.BlockMap } map:
                InBlockMap(map);
                break;
            case SyntaxCollection { Kind: SyntaxKind.BlockList } list:
                InBlockList(list);
                break;
            case SyntaxCollection collection:
                InFlow(collection);
                break;
            case { Kind: SyntaxKind.DocumentEnd } marker:
                BehindDocument(marker);
                break;
            case { } scalar:
                BehindScalar(scalar);
                break;
        }
    }

    private void PopAndStep()
    {
        Pop();
        Step();
    }

    /// <summary>Finishes the piece on top and lays it into the one below.</summary>
    private void Pop()
    {
        var node = stack[^1];
        stack.RemoveAt(stack.Count - 1);
        Finish(node);
    }

    private void Finish(SyntaxNode node)
    {
        if (Top is not { } top)
        {
            composer.Take(node, offset, end);
            tokens.Clear();
            pool.Clear();
            return;
        }
        if (node.Kind == SyntaxKind.BlockScalar)
            node.Indent = Math.Max(0, top.Indent); // its parent's, not that of its header's line
        else if (node.IsFlow && top.Kind == SyntaxKind.Document)
            node.Indent = 0;
        if (node is SyntaxCollection { Kind: SyntaxKind.FlowList } flowList)
            TakeSeparatorsBack(flowList);
        if (LayInto(top, node) && node is SyntaxCollection { IsBlock: true } block)
            HandTrailingBlanksUp(top, block);
    }

    /// <returns>True where the piece became the value of what is below it.</returns>
    private bool LayInto(SyntaxNode top, SyntaxNode node)
    {
        switch (top)
        {
            case SyntaxDocument document:
                document.Value = node;
                return true;
            case SyntaxBlockScalar scalar:
                tokens.Add(ref scalar.Header, TokenKind.Error, node.Offset, node.To, indent);
                return false;
            case SyntaxCollection { Kind: SyntaxKind.BlockList } list:
                if (list.Last!.Value is null)
                    list.Last.Value = node;
                else
                    pool.Item(list, new TokenList()).Value = node;
                return true;
            case SyntaxCollection collection:
                var isMap = collection.Kind == SyntaxKind.BlockMap;
                if (collection.Last is not { Value: null } item)
                {
                    pool.Item(collection, new TokenList(), node, hasSeparator: true);
                    onKeyLine |= isMap;
                    return false;
                }
                if (item.HasSeparator)
                {
                    item.Value = node;
                    return isMap;
                }
                (item.Key, item.HasSeparator) = (node, true);
                if (isMap)
                    onKeyLine = !item.IsExplicit;
                return false;
            default:
                Pop();
                Finish(node);
                return false;
        }
    }

    /// <summary>Blank lines and comments at the end of a map or list belong to what holds it.</summary>
    private void HandTrailingBlanksUp(SyntaxNode top, SyntaxCollection block)
    {
        if (block.Last is not { HasSeparator: false, Value: null } last || last.Start.IsEmpty || !last.Start.IsBlank)
            return;
        if (block.Indent != 0 && last.Start.Has(TokenKind.Comment) && HasCommentFrom(last.Start, block.Indent))
            return;
        if (top is SyntaxDocument document)
            document.End = last.Start;
        else
            pool.Item((SyntaxCollection)top, last.Start);
        block.Items.RemoveAt(block.Items.Count - 1);
    }

    private bool HasCommentFrom(TokenList list, int column)
    {
        for (var at = list.First; at >= 0; at = tokens[at].Next)
            if (tokens[at].Kind == TokenKind.Comment && tokens[at].Indent >= column)
                return true;
        return false;
    }

    private void Stream()
    {
        switch (kind)
        {
            case TokenKind.Directive:
                composer.Directive(offset, end);
                break;
            case TokenKind.ByteOrderMark or TokenKind.Space or TokenKind.Comment or TokenKind.NewLine:
                break;
            case TokenKind.DocumentMode or TokenKind.DocumentStart:
                var document = new SyntaxDocument(offset);
                if (kind == TokenKind.DocumentStart)
                    Add(ref document.Start);
                Push(document);
                break;
            default:
                composer.Refuse(kind, offset);
                break;
        }
    }

    private void InDocument(SyntaxDocument document)
    {
        if (document.Value is not null)
            LineEnd(document);
        else if (kind == TokenKind.DocumentStart && !document.Start.IsBlank)
            PopAndStep();
        else if (
            kind
            is TokenKind.DocumentStart
                or TokenKind.Anchor
                or TokenKind.Tag
                or TokenKind.Space
                or TokenKind.Comment
                or TokenKind.NewLine
        )
            Add(ref document.Start);
        else if (Begin(document) is { } value)
            Push(value);
        else
            composer.Refuse(kind, offset);
    }

    /// <summary>Behind the marker "..." counts nothing but its own line.</summary>
    private void BehindDocument(SyntaxNode marker)
    {
        if (kind == TokenKind.DocumentMode)
            return;
        Add(ref marker.End);
        if (kind == TokenKind.NewLine)
            Pop();
    }

    /// <summary>Behind something finished: a line break ends it, a marker, bracket or colon is for what holds it, anything else stays there as a fault.</summary>
    private void LineEnd(SyntaxNode node)
    {
        switch (kind)
        {
            case TokenKind.Comma or TokenKind.DocumentStart or TokenKind.DocumentEnd:
            case TokenKind.BracketClose or TokenKind.BraceClose or TokenKind.Colon:
                PopAndStep();
                break;
            default:
                Add(ref node.End);
                if (kind != TokenKind.NewLine)
                    break;
                onKeyLine = false;
                Pop();
                break;
        }
    }
}
