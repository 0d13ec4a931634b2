namespace InfraAi.Catalog.Yaml;

internal enum SyntaxKind
{
    Document,
    DocumentEnd,
    Alias,
    Plain,
    SingleQuoted,
    DoubleQuoted,
    BlockScalar,
    BlockMap,
    BlockList,
    FlowMap,
    FlowList,

    /// <summary>Something that can stand nowhere.</summary>
    Error,
}

/// <summary>A piece of syntax: what belongs to what, before anything is decided about its meaning or its faults.</summary>
internal class SyntaxNode
{
    public SyntaxKind Kind { get; private set; }

    public int Offset { get; private set; }

    /// <summary>Column that its line begins with, dashes and the like counted.</summary>
    public int Indent { get; set; }

    /// <summary>Offset after its own text, for what is one token.</summary>
    public int To { get; private set; }

    /// <summary>Tokens behind it; those of brackets begin with the closing one.</summary>
    public TokenList End = new();

    public bool IsFlowScalar => Kind is SyntaxKind.Alias or SyntaxKind.Plain or SyntaxKind.SingleQuoted or SyntaxKind.DoubleQuoted;

    public bool IsFlow => Kind is SyntaxKind.FlowMap or SyntaxKind.FlowList;

    public bool IsBlock => Kind is SyntaxKind.BlockMap or SyntaxKind.BlockList;

    /// <summary>Makes a new node of this one.</summary>
    public void Begin(SyntaxKind kind, int offset, int indent, int to)
    {
        (Kind, Offset, Indent, To) = (kind, offset, indent, to);
        End = new TokenList();
    }
}

/// <summary>A document: what stands before its node, and the node.</summary>
internal sealed class SyntaxDocument : SyntaxNode
{
    public SyntaxDocument(int offset) => Begin(SyntaxKind.Document, offset, -1, offset);

    public TokenList Start = new();

    public SyntaxNode? Value { get; set; }
}

/// <summary>A literal or folded scalar.</summary>
internal sealed class SyntaxBlockScalar : SyntaxNode
{
    public SyntaxBlockScalar(int offset, int indent)
    {
        Begin(SyntaxKind.BlockScalar, offset, indent, offset);
        Text = (offset, offset);
    }

    public TokenList Header = new();

    /// <summary>Its lines; empty while they are not there.</summary>
    public (int From, int To) Text { get; set; }
}

/// <summary>A map or list, in lines or in brackets.</summary>
internal sealed class SyntaxCollection : SyntaxNode
{
    public List<SyntaxItem> Items { get; } = [];

    public SyntaxItem? Last => Items.Count > 0 ? Items[^1] : null;
}

/// <summary>One entry: the tokens before its key (or before the item of a list), the key, those between it and its value, the value.</summary>
internal sealed class SyntaxItem
{
    public TokenList Start = new();
    public TokenList Separator = new();

    public SyntaxNode? Key { get; set; }

    public SyntaxNode? Value { get; set; }

    /// <summary>A key is there, or a colon, so that what comes next belongs to the value.</summary>
    public bool HasSeparator { get; set; }

    /// <summary>The key has a question mark.</summary>
    public bool IsExplicit { get; set; }

    /// <summary>Makes a new entry of this one.</summary>
    public void Begin(TokenList start, SyntaxNode? key, bool hasSeparator, bool isExplicit)
    {
        (Start, Separator) = (start, new TokenList());
        (Key, Value, HasSeparator, IsExplicit) = (key, null, hasSeparator, isExplicit);
    }
}

/// <summary>The pieces of one document, made once and used again for the next: a file of thousands of documents leaves no garbage of them.</summary>
internal sealed class SyntaxPool
{
    private readonly Rack<SyntaxNode> nodes = new();
    private readonly Rack<SyntaxCollection> collections = new();
    private readonly Rack<SyntaxItem> items = new();

    public SyntaxNode Node(SyntaxKind kind, int offset, int indent, int to)
    {
        var node = nodes.Next();
        node.Begin(kind, offset, indent, to);
        return node;
    }

    public SyntaxCollection Collection(SyntaxKind kind, int offset, int indent)
    {
        var collection = collections.Next();
        collection.Begin(kind, offset, indent, offset + 1);
        collection.Items.Clear();
        return collection;
    }

    /// <summary>A further entry of a map or list.</summary>
    public SyntaxItem Item(
        SyntaxCollection collection,
        TokenList start,
        SyntaxNode? key = null,
        bool hasSeparator = false,
        bool isExplicit = false
    )
    {
        var item = items.Next();
        item.Begin(start, key, hasSeparator, isExplicit);
        collection.Items.Add(item);
        return item;
    }

    /// <summary>The document is finished: its pieces are free.</summary>
    public void Clear()
    {
        nodes.Clear();
        collections.Clear();
        items.Clear();
    }

    private sealed class Rack<T>
        where T : new()
    {
        private readonly List<T> all = [];
        private int used;

        public T Next()
        {
            if (used == all.Count)
                all.Add(new T());
            return all[used++];
        }

        public void Clear() => used = 0;
    }
}
