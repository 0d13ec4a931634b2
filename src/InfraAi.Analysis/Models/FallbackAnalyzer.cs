using InfraAi.Model;

namespace InfraAi.Analysis.Models;

/// <summary>Lets the offline reader take over when the model fails, and says so in the answer. Only where ANALYSIS_FALLBACK=offline asks for it.</summary>
public sealed class FallbackAnalyzer(IAnalyzer model, IAnalyzer offline) : IAnalyzer
{
    /// <inheritdoc/>
    public string Name => model.Name;

    /// <inheritdoc/>
    public bool SeesPictures => model.SeesPictures;

    /// <inheritdoc/>
    public async ValueTask<Result<Architecture>> AnalyzeAsync(AnalysisInput input, CancellationToken cancellation = default)
    {
        var read = await model.AnalyzeAsync(input, cancellation);
        if (
            read.Ok
            || !read.Problem.Code.StartsWith("model-", StringComparison.Ordinal)
            || (input.Picture is not null && !offline.SeesPictures)
        )
        {
            return read;
        }

        var problem = read.Problem;
        var instead = await offline.AnalyzeAsync(input, cancellation);
        if (!instead.Ok)
        {
            return problem;
        }

        var note = new Phrase(
            $"{model.Name} failed ({problem.Code}); the offline reader took over. {problem.Message.En}",
            $"{model.Name} falló ({problem.Code}); leyó en su lugar el analizador sin conexión. {problem.Message.Es}"
        );
        return instead.Value with { Notes = [.. instead.Value.Notes, note.In(instead.Value.Language)] };
    }
}
