using InfraAi.Model;
using InfraAi.Storage;

namespace InfraAi.Pipeline;

/// <summary>Walks one analysis through the pipeline: says each step as it happens, saves what it made, ends in one state.</summary>
/// <remarks>
/// Saved is before anything outside is written, after it, and at the end. Between the analyser's answer and the first of these lie the generation
/// and the validation, which take less time than a save of their own would.
/// </remarks>
public sealed class PipelineRun(AnalysisPipeline pipeline, AnalysisStore store, AnalysisEvents events, TimeProvider time)
{
    /// <param name="analysis">As accepted, or as an earlier process left it.</param>
    /// <param name="cancellation">Cancels the analysis: it ends as canceled.</param>
    /// <param name="shutdown">Stops this process: the analysis is left as it is, for the next one to take up.</param>
    /// <returns>
    /// The analysis as it ended: done, failed or canceled; still running, with the problem "analysis-superseded", when another agent has taken it
    /// over: then nothing more was written, and nobody here was told of an end.
    /// </returns>
    /// <exception cref="OperationCanceledException">Only for <paramref name="shutdown"/>.</exception>
    public async Task<AnalysisRecord> RunAsync(
        AnalysisRecord analysis,
        CancellationToken cancellation,
        CancellationToken shutdown = default
    )
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, shutdown);
        events.Begin(analysis.Id);
        var seq = await LastStepAsync(analysis);
        var unsaved = new List<StepEvent>();
        analysis = analysis with { Status = AnalysisStatus.Running, Problem = null, FinishedAt = null };

        foreach (var stage in pipeline.Stages)
        {
            if (stage.IsDone(analysis))
            {
                continue;
            }

            Say(StepState.Started, new("", ""), null);
            var start = time.GetTimestamp();
            var result = await WalkAsync(stage);
            var took = (long)time.GetElapsedTime(start).TotalMilliseconds;
            if (result.Problem?.Code == AnalysisStore.SupersededCode)
            {
                return analysis with { Problem = result.Problem };
            }

            if (!result.Ok)
            {
                Say(StepState.Failed, result.Problem.Message, took);
                var status = result.Problem.Kind == ProblemKind.Canceled ? AnalysisStatus.Canceled : AnalysisStatus.Failed;
                return await EndAsync(analysis with { Problem = result.Problem }, status);
            }

            analysis = result.Value.Analysis;
            Say(result.Value.Skipped ? StepState.Skipped : StepState.Done, result.Value.Message, took);
            if ((stage.Step == PipelineStep.Validate && pipeline.Publishes) || (stage.Step == PipelineStep.Publish && pipeline.Registers))
            {
                // Thousands of parts as JSON take long, too.
                var saving = AnalysisPipeline.IsLarge(analysis)
                    ? Task.Run(() => SaveAsync(analysis), CancellationToken.None)
                    : SaveAsync(analysis);
                if (await saving is { } problem)
                {
                    return await EndAsync(analysis with { Problem = problem }, AnalysisStatus.Failed);
                }
            }

            void Say(StepState state, Phrase message, long? milliseconds)
            {
                var e = new StepEvent(++seq, time.GetUtcNow(), stage.Step, state, message, milliseconds);
                unsaved.Add(e);
                events.Say(analysis.Id, e);
            }
        }

        return await EndAsync(analysis, AnalysisStatus.Done).ConfigureAwait(false);

        async Task<Result<StageOutcome>> WalkAsync(Stage stage)
        {
            try
            {
                either.Token.ThrowIfCancellationRequested();
                return await stage.Walk(analysis, either.Token);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested && !shutdown.IsCancellationRequested)
            {
                return Canceled;
            }
        }

        async Task<Problem?> SaveAsync(AnalysisRecord changed)
        {
            var saved = await store.SaveAsync(changed, unsaved);
            unsaved.Clear();
            return saved.Problem;
        }

        async Task<AnalysisRecord> EndAsync(AnalysisRecord changed, AnalysisStatus status)
        {
            changed = changed with { Status = status, FinishedAt = time.GetUtcNow() };
            // What is left to do is small: it does not stand in the jobs' line again (see AnalysisJobs).
            var problem = await Task.Run(() => SaveAsync(changed), CancellationToken.None).ConfigureAwait(false);
            if (problem?.Code == AnalysisStore.SupersededCode)
            {
                return changed with { Status = AnalysisStatus.Running, FinishedAt = null, Problem = problem };
            }

            if (problem is not null)
            {
                // What cannot be written down has not happened: the caller is told so.
                changed = changed with
                {
                    Status = AnalysisStatus.Failed,
                    Problem = problem,
                };
            }

            events.End(changed.Id, seq + 1, changed.Status);
            return changed;
        }
    }

    /// <summary>What an earlier process said counts on; one that nobody has begun yet has no steps, and is not looked up.</summary>
    private async Task<int> LastStepAsync(AnalysisRecord analysis)
    {
        if (analysis.Status == AnalysisStatus.Queued)
        {
            return 0;
        }

        var before = await store.StepsAsync(analysis.Id);
        return before.Ok ? before.Value.Select(e => e.Seq).DefaultIfEmpty(0).Max() : 0;
    }

    private static readonly Problem Canceled = new(
        "canceled",
        ProblemKind.Canceled,
        new("The analysis was canceled on request.", "El análisis se canceló a petición."),
        new("Send the description again to run it.", "Envíe la descripción de nuevo para ejecutarlo.")
    );
}
