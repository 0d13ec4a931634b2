using InfraAi.Model;

namespace InfraAi.Analysis;

/// <summary>Reads a description into an architecture.</summary>
public interface IAnalyzer
{
    /// <summary>Short name for answers and history: "offline", "gemini".</summary>
    string Name { get; }

    /// <summary>True when it reads <see cref="AnalysisInput.Picture"/>; others are not given pictures.</summary>
    bool SeesPictures => false;

    /// <summary>Never invents: what comes back carries its evidence.</summary>
    /// <returns>The architecture, or the problem that says why there is none.</returns>
    ValueTask<Result<Architecture>> AnalyzeAsync(AnalysisInput input, CancellationToken cancellation = default);
}
