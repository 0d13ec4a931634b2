using InfraAi.Model;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Text;

/// <summary>How a mention names a thing.</summary>
internal enum MentionKind
{
    /// <summary>By the name of a product ("PostgreSQL").</summary>
    Product,

    /// <summary>By a name of its own before or after an infrastructure noun ("orders database", "cola de pedidos").</summary>
    Named,

    /// <summary>By the noun alone ("the queue").</summary>
    Bare,

    /// <summary>By the text's own declaration: a service of a list, a row of a table, the end of an arrow.</summary>
    Declared,

    /// <summary>People and clients.</summary>
    Actor,
}

/// <summary>A place of the text that names a thing which may be a part of the architecture.</summary>
internal sealed class Mention
{
    public required MentionKind Kind { get; init; }

    /// <summary>Index of the first token.</summary>
    public required int First { get; init; }

    /// <summary>Index after the last token.</summary>
    public required int Last { get; init; }

    public required int Start { get; init; }
    public required int End { get; init; }

    /// <summary>The words as written, on one line.</summary>
    public required string Name { get; init; }

    public required ComponentKind ComponentKind { get; init; }

    /// <summary>The product or framework; null for a thing whose technology is not said.</summary>
    public Technology? Technology { get; set; }

    /// <summary>The vocabulary entry of the noun that heads it; null for a product.</summary>
    public Technology? Head { get; init; }

    /// <summary>The noun alone, as written; null for a product.</summary>
    public string? HeadName { get; init; }

    /// <summary>True when its noun stands in the plural: a class of things rather than one.</summary>
    public bool IsPlural { get; init; }

    public required Block Block { get; init; }

    /// <summary>Why the place does not make it a part.</summary>
    public Exclusion Exclusion { get; set; }

    /// <summary>True when it stands at the end of an arrow or in another place that makes anything a part.</summary>
    public bool Promoted { get; set; }

    /// <summary>True when the text lists its services and this is one of them.</summary>
    public bool Listed { get; init; }

    /// <summary>The mention that says what this one is ("Frontend (AI Agent)"); null when it speaks for itself.</summary>
    public Mention? SameAs { get; set; }

    /// <summary>Number of the component it became part of; -1 when of none.</summary>
    public int Component { get; set; } = -1;

    public override string ToString() => $"{Kind} {Name} [{Technology?.Name}] {Exclusion}";
}
