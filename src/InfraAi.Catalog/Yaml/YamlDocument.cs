using InfraAi.Catalog.Fixing;

namespace InfraAi.Catalog.Yaml;

/// <summary>One document of a YAML stream.</summary>
/// <param name="Root">Null when nothing of it could be read. After a fault of syntax it holds what stood before the fault.</param>
/// <param name="Errors">Faults that make the document unreadable for the catalog; the last may be one of syntax, which ends the reading.</param>
/// <param name="IsBroken">The syntax is at fault, so the root is not whole.</param>
internal sealed record YamlDocument(YamlNode? Root, IReadOnlyList<YamlError> Errors, bool IsBroken)
{
    /// <summary>Offset of its marker, or of its first content when it has none.</summary>
    public int Start { get; init; }

    /// <summary>Offset after it: of the next document's marker, or the end of the text.</summary>
    public int End { get; init; }

    /// <summary>Offset of the first tag (!something) in it; -1 without one.</summary>
    public int FirstTag { get; init; } = -1;
}

/// <summary>A fault of the YAML itself.</summary>
internal sealed record YamlError(int Offset, string Rule, string Message, string? Fix = null, Repair? Repair = null);
