namespace InfraAi.Analysis.Text;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    Word,
    Punctuation,
    Arrow,

    /// <summary>End of a sentence or of a block.</summary>
    Break,
}

/// <summary>Where an arrow points.</summary>
internal enum ArrowDirection
{
    None,
    Right,
    Left,
    Both,
}

/// <summary>One word or sign of the text.</summary>
/// <param name="Start">Offset in the text.</param>
/// <param name="End">Offset after it.</param>
/// <param name="Folded">Lower case without accents.</param>
/// <param name="Stem">What the vocabulary compares.</param>
/// <param name="Word">Number of the stem in the vocabulary, -1 when no alias has it.</param>
/// <param name="Capital">Starts with a capital letter.</param>
/// <param name="Glue">The sign that ties it to the word before without a space ('-', '/', '.', '@', '\''); '\0' when there is none.</param>
internal readonly record struct Token(
    TokenKind Kind,
    int Start,
    int End,
    string Folded,
    string Stem,
    int Word,
    bool Capital,
    char Glue,
    ArrowDirection Arrow
)
{
    public int Length => End - Start;

    public bool Is(char sign) => Kind == TokenKind.Punctuation && Folded.Length == 1 && Folded[0] == sign;
}
