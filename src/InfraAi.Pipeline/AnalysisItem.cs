using InfraAi.Model;
using InfraAi.Storage;

namespace InfraAi.Pipeline;

/// <summary>One line of the history, as the command line and HTTP write it.</summary>
public sealed record AnalysisItem(
    string Id,
    AnalysisStatus Status,
    string? Title,
    string? ProjectName,
    DateTimeOffset CreatedAt,
    long? DurationMs,
    string? Analyzer,
    string? Language,
    int Components,
    int Relations,
    int Questions,
    string Excerpt,
    string? ErrorCode,
    string? DescribedBy
)
{
    public static AnalysisItem Of(AnalysisSummary s) =>
        new(
            s.Id,
            s.Status,
            s.Title,
            s.ProjectName,
            s.CreatedAt,
            Milliseconds(s.CreatedAt, s.FinishedAt),
            s.Analyzer,
            s.Language,
            s.Components,
            s.Relations,
            s.Questions,
            s.Excerpt,
            s.ErrorCode,
            s.DescribedBy
        );

    /// <returns>How long it took; null while it has not ended.</returns>
    public static long? Milliseconds(DateTimeOffset from, DateTimeOffset? to) =>
        to is { } end ? (long)(end - from).TotalMilliseconds : null;
}

/// <summary>A step as it is answered, in the reader's language.</summary>
public sealed record StepAnswer(int Seq, DateTimeOffset At, PipelineStep Step, StepState State, string Message, long? DurationMs)
{
    public static StepAnswer Of(StepEvent e, string language) => new(e.Seq, e.At, e.Step, e.State, e.Message.In(language), e.DurationMs);
}
