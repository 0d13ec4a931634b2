using InfraAi.Analysis.Diagrams;
using InfraAi.Analysis.Folders;
using InfraAi.Analysis.Images;
using InfraAi.Analysis.Text;
using InfraAi.Model;

namespace InfraAi.Analysis;

/// <summary>Reads without a model: sources of diagrams and infrastructure exactly, words honestly, a document or a folder with both as one.</summary>
public sealed class OfflineAnalyzer : IAnalyzer
{
    private readonly TextAnalyzer words = new();

    public string Name => "offline";

    /// <inheritdoc/>
    public bool SeesPictures => true;

    public ValueTask<Result<Architecture>> AnalyzeAsync(AnalysisInput input, CancellationToken cancellation = default) =>
        new(Analyze(input, cancellation));

    /// <summary>The same at once: this reader never waits.</summary>
    public Result<Architecture> Analyze(AnalysisInput input, CancellationToken cancellation = default)
    {
        if (input.Picture is not null)
        {
            return PictureAnalyzer.Analyze(input, cancellation);
        }

        if (SourceBundle.TryRead(input.Text) is { } files)
        {
            return FolderAnalyzer.Analyze(files, input, words, cancellation);
        }

        if (DiagramReader.TryRead(input.Text, input.Id, input.Name) is { } exact)
        {
            return exact;
        }

        cancellation.ThrowIfCancellationRequested();
        var said = words.Analyze(input);
        if (said.Ok)
        {
            said = ArchitectureUnion.WithoutTwins(said.Value);
        }

        var drawn = DiagramReader
            .ReadBlocks(input.Text, input.Id)
            .Where(block => block.Result.Ok)
            .Select(block => block.Result.Value)
            .ToList();
        if (drawn.Count == 0)
        {
            return said;
        }

        // What is drawn in a block is exact; the words add to it, and keep the title.
        var union = drawn.Aggregate(ArchitectureUnion.Of);
        return said.Ok
            ? ArchitectureUnion.Of(union, said.Value) with
            {
                Name = said.Value.Name,
                Title = said.Value.Title,
                Language = said.Value.Language,
            }
            : union;
    }
}
