using InfraAi.Model;
using InfraAi.Model.Secrets;

namespace InfraAi.Analysis;

/// <summary>One input, read and checked, ready for an analyser.</summary>
/// <param name="Id">The path as given, or for a bare text "sha256:" and its first 12 hex digits.</param>
/// <param name="Text">The text, its secrets masked; evidence spans count in its UTF-16 code units. Empty for a picture.</param>
/// <param name="Name">The name the caller gave the project; null when the analyser is to find one.</param>
public sealed record AnalysisInput(string Id, string Text, string? Name = null)
{
    /// <summary>How problems name it.</summary>
    public Phrase Label => Id.StartsWith("sha256:", StringComparison.Ordinal) ? new("the description", "la descripción") : new(Id, Id);

    /// <summary>What was masked in the text, or in what a source was packed in.</summary>
    public IReadOnlyList<MaskedSecret> Secrets { get; init; } = [];

    /// <summary>The picture, when the input is one.</summary>
    public PictureFile? Picture { get; init; }

    /// <summary>Takes a text over with its secrets masked, each as long as it was: what is kept, quoted, sent to a model and published holds none.</summary>
    /// <param name="name">Blank for none.</param>
    public static AnalysisInput Of(string id, string text, string? name)
    {
        var masked = SecretScanner.Default.MaskIn(text);
        return new(id, masked.Text, string.IsNullOrWhiteSpace(name) ? null : SecretScanner.Default.MaskIn(name.Trim()).Text)
        {
            Secrets = masked.Secrets,
        };
    }
}
