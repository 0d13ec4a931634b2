using InfraAi.Model;

namespace InfraAi.Analysis.Models.Proof;

/// <summary>A picture as proof: boxes from 0 to 1000 become pixels of the upright picture.</summary>
internal sealed class PictureGround(int width, int height) : IGround
{
    private const double Scale = 1000;

    private static readonly (IReadOnlyList<Evidence> Proof, string Code, Phrase Reason) NoBox = (
        [],
        "box-not-valid",
        new("the model gave no box inside the picture", "el modelo no dio un recuadro dentro de la imagen")
    );

    public (IReadOnlyList<Evidence> Proof, string Code, Phrase Reason) Prove(ModelAnswer.ComponentClaim claim) =>
        Box(claim.Box, claim.Quotes) is { } box ? ([box], "", default) : NoBox;

    public (IReadOnlyList<Evidence> Proof, string Code, Phrase Reason) Prove(
        ModelAnswer.RelationClaim claim,
        ProvenPart from,
        ProvenPart to
    ) => Box(claim.Box, claim.Quotes) is { } box ? ([box], "", default) : NoBox;

    /// <remarks>What is drawn as a symbol has no words to be held against.</remarks>
    public IReadOnlyList<Evidence>? ProveWord(string word, bool technology, IReadOnlyList<Evidence> of) => [];

    public bool ProvesTitle(string title) => title.Length <= 80;

    /// <param name="box">[ymin, xmin, ymax, xmax].</param>
    private BoxEvidence? Box(IReadOnlyList<double>? box, IReadOnlyList<string>? quotes)
    {
        if (box is not { Count: 4 } || box.Any(v => v is < 0 or > Scale || double.IsNaN(v)) || box[0] >= box[2] || box[1] >= box[3])
        {
            return null;
        }

        var left = (int)Math.Floor(box[1] / Scale * width);
        var top = (int)Math.Floor(box[0] / Scale * height);
        var right = Math.Min(width, (int)Math.Ceiling(box[3] / Scale * width));
        var bottom = Math.Min(height, (int)Math.Ceiling(box[2] / Scale * height));
        return new(left, top, Math.Max(1, right - left), Math.Max(1, bottom - top), quotes is { Count: > 0 } ? quotes[0] : null);
    }
}
