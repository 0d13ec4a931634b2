using InfraAi.Model;
using InfraAi.Storage;

namespace InfraAi.Agent.Analyses;

/// <summary>How an analysis stands, and all of its steps that are in the store.</summary>
public sealed record StepsSoFar(AnalysisStatus Status, IReadOnlyList<StepEvent> Steps);

/// <summary>Asks the store for an analysis's steps once for all who want to know them: thousands may follow the same one.</summary>
/// <remarks>Who asks while a question is under way gets the answer of the next one: an answer is never older than its question.</remarks>
public sealed class StepFeed(AnalysisStore store)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Question> questions = new(StringComparer.Ordinal);

    /// <returns>What the store says from now on, or the problem "analysis-not-found".</returns>
    public Task<Result<StepsSoFar>> ReadAsync(string id)
    {
        lock (gate)
        {
            if (questions.TryGetValue(id, out var question))
            {
                return question.Next ??= AskAsync(id, question, question.Current);
            }

            question = new();
            questions[id] = question;
            return question.Current = AskAsync(id, question, Task.CompletedTask);
        }
    }

    private async Task<Result<StepsSoFar>> AskAsync(string id, Question question, Task before)
    {
        // Never within the lock.
        await Task.Yield();
        await before.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            // The status is read before the steps: when it is final, all its steps are there.
            var status = await store.StatusAsync(id);
            if (!status.Ok)
            {
                return status.Problem;
            }

            var steps = await store.StepsAsync(id);
            return steps.Ok ? new StepsSoFar(status.Value, steps.Value) : steps.Problem;
        }
        finally
        {
            lock (gate)
            {
                if (question.Next is { } next)
                {
                    (question.Current, question.Next) = (next, null);
                }
                else
                {
                    questions.Remove(id);
                }
            }
        }
    }

    private sealed class Question
    {
        public Task<Result<StepsSoFar>> Current { get; set; } = null!;
        public Task<Result<StepsSoFar>>? Next { get; set; }
    }
}
