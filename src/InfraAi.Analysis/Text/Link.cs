using InfraAi.Model;

namespace InfraAi.Analysis.Text;

/// <summary>What two parts of the text have to do with each other, before it is known which components they are.</summary>
/// <param name="Label">The words that say so; null when an arrow or the order of the words does.</param>
/// <param name="Start">Offset of the evidence.</param>
/// <param name="End">Offset after it.</param>
internal sealed record Link(Mention From, Mention To, RelationKind Kind, string? Label, int Start, int End, double Confidence);
