using InfraAi.Analysis.Diagrams;
using InfraAi.Analysis.Folders;
using InfraAi.Analysis.Images;
using InfraAi.Analysis.Text;
using InfraAi.Model;

namespace InfraAi.Analysis;

/// <summary>Reads without a model: sources of diagrams and infrastructure exactly, words honestly, a document or a folder with both as one.</summary>
/// <remarks>What is no picture is read within <see cref="ReadingLimits"/>: more is a problem, and so is what takes longer.</remarks>
/// <param name="time">The clock of <see cref="ReadingLimits.LongestReading"/>; the system's when null.</param>
public sealed class OfflineAnalyzer(TimeProvider? time = null) : IAnalyzer
{
    private readonly TextAnalyzer words = new();

    public string Name => "offline";

    /// <inheritdoc/>
    public bool SeesPictures => true;

    public ValueTask<Result<Architecture>> AnalyzeAsync(AnalysisInput input, CancellationToken cancellation = default) =>
        new(Analyze(input, cancellation));

    /// <summary>The same at once: this reader never waits.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public Result<Architecture> Analyze(AnalysisInput input, CancellationToken cancellation = default)
    {
        if (input.Picture is not null)
        {
            return PictureAnalyzer.Analyze(input, cancellation);
        }

        using var budget = new CancellationTokenSource(ReadingLimits.LongestReading, time ?? TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, cancellation);
        try
        {
            var read = Read(input, either.Token);
            return read.Ok && ReadingLimits.Check(read.Value, input.Label) is { } tooMany ? tooMany : read;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return ReadingLimits.TooLong(input.Label);
        }
    }

    private Result<Architecture> Read(AnalysisInput input, CancellationToken cancellation)
    {
        if (SourceBundle.TryRead(input.Text) is { } files)
        {
            return FolderAnalyzer.Analyze(files, input, words, cancellation);
        }

        if (DiagramReader.TryRead(input.Text, input.Id, input.Name, cancellation) is { } exact)
        {
            return exact;
        }

        cancellation.ThrowIfCancellationRequested();
        var said = words.Analyze(input, cancellation);
        if (said.Ok)
        {
            said = ArchitectureUnion.WithoutTwins(said.Value);
        }
        else if (said.Problem.Kind == ProblemKind.TooLarge)
        {
            return said;
        }

        var drawn = new List<(Architecture Read, string? Code)>();
        var parts = 0;
        foreach (var block in DiagramReader.ReadBlocks(input.Text, input.Id, cancellation))
        {
            if (block.Result.Ok)
            {
                drawn.Add((block.Result.Value, null));
                parts += block.Result.Value.Components.Count;
            }
            else if (block.Result.Problem.Kind == ProblemKind.TooLarge)
            {
                return block.Result.Problem;
            }
        }
        if (drawn.Count == 0)
        {
            return said;
        }
        if (parts > 4 * ReadingLimits.MostComponents)
        {
            return ReadingLimits.TooManyComponents(input.Label, parts);
        }

        // What is drawn in a block is exact; the words add to it, and keep the title.
        var union = ArchitectureUnion.Of(drawn, cancellation);
        return said.Ok
            ? ArchitectureUnion.Of([(union, null), (said.Value, null)], cancellation) with
            {
                Name = said.Value.Name,
                Title = said.Value.Title,
                Language = said.Value.Language,
            }
            : union;
    }
}
