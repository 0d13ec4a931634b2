using InfraAi.Model;

namespace InfraAi.Analysis;

/// <summary>One input, read and checked, ready for an analyser.</summary>
/// <param name="Id">The path as given, or for a bare text "sha256:" and its first 12 hex digits.</param>
/// <param name="Text">The text; evidence spans count in its UTF-16 code units. Empty for a picture.</param>
/// <param name="Name">The name the caller gave the project; null when the analyser is to find one.</param>
public sealed record AnalysisInput(string Id, string Text, string? Name = null)
{
    /// <summary>How problems name it.</summary>
    public Phrase Label => Id.StartsWith("sha256:", StringComparison.Ordinal) ? new("the description", "la descripción") : new(Id, Id);

    /// <summary>The picture, when the input is one.</summary>
    public PictureFile? Picture { get; init; }
}
