using System.Runtime.InteropServices;

namespace InfraAi.Catalog.Yaml;

/// <summary>What a token is. It can be told from its text alone; only a scalar without quotes is announced by the lexer.</summary>
internal enum TokenKind
{
    Unknown,
    ByteOrderMark,
    DocumentMode,
    FlowErrorEnd,
    Scalar,
    DocumentStart,
    DocumentEnd,
    NewLine,
    Dash,
    QuestionMark,
    Colon,
    BraceOpen,
    BraceClose,
    BracketOpen,
    BracketClose,
    Comma,
    Space,
    Comment,
    Directive,
    Alias,
    Anchor,
    Tag,
    SingleQuoted,
    DoubleQuoted,
    BlockHeader,

    /// <summary>Something that is no token where the header of a block scalar ends.</summary>
    Error,
}

/// <summary>A token in the text, and the next one of the list it belongs to (-1 at its end).</summary>
/// <param name="indent">Columns before it on its line, as the parser counts them.</param>
[StructLayout(LayoutKind.Auto)]
internal struct Token(TokenKind kind, int offset, int end, int indent)
{
    public readonly TokenKind Kind => kind;

    public readonly int Offset => offset;

    public readonly int End => end;

    public readonly int Indent => indent;

    public int Next { readonly get; set; } = -1;
}

/// <summary>Tokens in a row: indexes into the store of all of them, and which kinds are among them.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct TokenList()
{
    public int First { get; set; } = -1;

    public int Last { get; set; } = -1;

    private uint kinds;

    public readonly bool IsEmpty => First < 0;

    public readonly bool Has(TokenKind kind) => (kinds & (1u << (int)kind)) != 0;

    /// <summary>Blanks and line breaks only, or nothing.</summary>
    public readonly bool IsWhite => (kinds & ~((1u << (int)TokenKind.Space) | (1u << (int)TokenKind.NewLine))) == 0;

    /// <summary>Blanks, line breaks and comments only, or nothing.</summary>
    public readonly bool IsBlank =>
        (kinds & ~((1u << (int)TokenKind.Space) | (1u << (int)TokenKind.NewLine) | (1u << (int)TokenKind.Comment))) == 0;

    public void Mark(TokenKind kind) => kinds |= 1u << (int)kind;

    public void Mark(TokenList other) => kinds |= other.kinds;
}

/// <summary>All tokens of one document. A token belongs to one list at a time, so lists are links and moving tokens costs nothing.</summary>
internal sealed class TokenStore(int capacity)
{
    private Token[] tokens = new Token[capacity];
    private int count;

    public ref readonly Token this[int index] => ref tokens[index];

    /// <summary>Forgets all tokens: the document they made is finished.</summary>
    public void Clear() => count = 0;

    public void Add(ref TokenList list, TokenKind kind, int offset, int end, int indent)
    {
        if (count == tokens.Length)
            Array.Resize(ref tokens, count * 2);
        tokens[count] = new Token(kind, offset, end, indent);
        if (list.Last >= 0)
            tokens[list.Last].Next = count;
        else
            list.First = count;
        list.Last = count++;
        list.Mark(kind);
    }

    /// <summary>Moves all of one list behind another.</summary>
    public void Append(ref TokenList list, ref TokenList other)
    {
        if (list.IsEmpty)
            list = other;
        else if (!other.IsEmpty)
        {
            tokens[list.Last].Next = other.First;
            list.Last = other.Last;
            list.Mark(other);
        }
        other = new TokenList();
    }

    /// <summary>Cuts a list in two.</summary>
    /// <param name="before">The last token that stays; -1 when none does.</param>
    /// <returns>What was behind it.</returns>
    public TokenList CutAfter(ref TokenList list, int before)
    {
        var first = before < 0 ? list.First : tokens[before].Next;
        var rest = Relisted(first, first < 0 ? -1 : list.Last);
        if (before >= 0)
            tokens[before].Next = -1;
        list = before < 0 ? new TokenList() : Relisted(list.First, before);
        return rest;
    }

    private TokenList Relisted(int first, int last)
    {
        var list = new TokenList { First = first, Last = last };
        for (var at = first; at >= 0; at = at == last ? -1 : tokens[at].Next)
            list.Mark(tokens[at].Kind);
        return list;
    }
}
