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
/// <param name="indent">Column that its line begins with, dashes and the like counted.</param>
internal class SyntaxNode(SyntaxKind kind, int offset, int indent)
{
    public SyntaxKind Kind => kind;

    public int Offset => offset;

    public int Indent { get; set; } = indent;

    /// <summary>Offset after its own text, for what is one token.</summary>
    public int To { get; init; }

    /// <summary>Tokens behind it; those of brackets begin with the closing one.</summary>
    public TokenList End = new();

    public bool IsFlowScalar => Kind is SyntaxKind.Alias or SyntaxKind.Plain or SyntaxKind.SingleQuoted or SyntaxKind.DoubleQuoted;

    public bool IsFlow => Kind is SyntaxKind.FlowMap or SyntaxKind.FlowList;

    public bool IsBlock => Kind is SyntaxKind.BlockMap or SyntaxKind.BlockList;
}

/// <summary>A document: what stands before its node, and the node.</summary>
internal sealed class SyntaxDocument(int offset) : SyntaxNode(SyntaxKind.Document, offset, -1)
{
    public TokenList Start = new();

    public SyntaxNode? Value { get; set; }
}

/// <summary>A literal or folded scalar.</summary>
internal sealed class SyntaxBlockScalar(int offset, int indent) : SyntaxNode(SyntaxKind.BlockScalar, offset, indent)
{
    public TokenList Header = new();

    /// <summary>Its lines; empty while they are not there.</summary>
    public (int From, int To) Text { get; set; } = (offset, offset);
}

/// <summary>A map or list, in lines or in brackets.</summary>
internal sealed class SyntaxCollection(SyntaxKind kind, int offset, int indent) : SyntaxNode(kind, offset, indent)
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
}
