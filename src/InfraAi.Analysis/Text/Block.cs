namespace InfraAi.Analysis.Text;

/// <summary>What a line, or some lines, of the text are.</summary>
internal enum BlockKind
{
    Paragraph,
    Heading,
    Bullet,
    Step,
    TableRow,

    /// <summary>Boxes and arrows.</summary>
    Diagram,

    /// <summary>Commands, settings, source: read for nothing but the services it declares.</summary>
    Code,
}

/// <summary>A part of the text that is read in one go.</summary>
/// <param name="Kind">How it is written.</param>
/// <param name="Start">Offset of its first character, after marks such as "#" or "1.".</param>
/// <param name="End">Offset after its last character.</param>
/// <param name="Level">Of a heading, from 1; else 0.</param>
/// <param name="Aside">True below a heading such as "Prerequisites" or "Next steps": what stands there is no part of the architecture.</param>
internal sealed record Block(BlockKind Kind, int Start, int End, int Level = 0, bool Aside = false)
{
    /// <summary>Its place among the blocks.</summary>
    public int Index { get; set; }

    /// <summary>Index of its first token.</summary>
    public int FirstToken { get; set; }

    /// <summary>Index after its last token.</summary>
    public int LastToken { get; set; }
}
