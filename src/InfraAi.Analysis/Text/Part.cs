using InfraAi.Model;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Text;

/// <summary>A component in the making: the mentions that speak of one thing.</summary>
internal sealed class Part
{
    public required int Index { get; init; }
    public required string Name { get; set; }
    public required ComponentKind Kind { get; init; }
    public Technology? Technology { get; set; }
    public List<Mention> Mentions { get; } = [];

    /// <summary>True for a part with a name of its own, false for one known by its product.</summary>
    public required bool Named { get; init; }

    public string? Owner { get; set; }
    public string? Group { get; set; }
}
