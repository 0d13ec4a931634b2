using InfraAi.Analysis.Models;
using InfraAi.Model;

namespace InfraAi.Agent.Health;

/// <summary>Whether the model answers: by the real calls of late, else by asking for its list of models, now and then.</summary>
/// <remarks>A model that fails makes the agent degraded, not unhealthy: a restart would not help.</remarks>
internal sealed class ModelHealth(TimeProvider time)
{
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(20);
    private readonly Lock gate = new();
    private (long At, Task<Result<IReadOnlyList<string>>> Models)? asked;

    public async Task<(HealthStatus, Phrase)> MeasureAsync(ModelDoor door, CancellationToken cancellation)
    {
        var who = $"{door.Options.Vendor} {door.Options.Model}";
        var (answer, failure) = (door.Pulse.LastAnswer, door.Pulse.LastFailure);
        if (answer is not null && door.Pulse.Ago(answer) < Lately && (failure is null || failure.At < answer.At))
        {
            var (ago, took) = (door.Pulse.Ago(answer), answer.Took);
            return (
                HealthStatus.Healthy,
                new(
                    $"{who}: answered {ago.TotalSeconds:0} s ago, in {took.TotalMilliseconds:0} ms",
                    $"{who}: respondió hace {ago.TotalSeconds:0} s, en {took.TotalMilliseconds:0} ms"
                )
            );
        }

        if (failure?.Problem is { } problem && door.Pulse.Ago(failure) < Lately)
        {
            return (HealthStatus.Degraded, new($"{problem.Code}: {problem.Message.En}", $"{problem.Code}: {problem.Message.Es}"));
        }

        var models = await Models(door).WaitAsync(cancellation);
        return !models.Ok
                ? (
                    HealthStatus.Degraded,
                    new($"{models.Problem.Code}: {models.Problem.Message.En}", $"{models.Problem.Code}: {models.Problem.Message.Es}")
                )
            : door.Missing(models.Value) is { } missing
                ? (HealthStatus.Degraded, new($"{missing.Code}: {missing.Message.En}", $"{missing.Code}: {missing.Message.Es}"))
            : (
                HealthStatus.Healthy,
                new(
                    $"{who}: the key works and the model exists; not asked lately",
                    $"{who}: la clave funciona y el modelo existe; sin consultas recientes"
                )
            );
    }

    /// <summary>Asked once for all who want to know at the same time; the caller's patience does not end it for the others.</summary>
    private Task<Result<IReadOnlyList<string>>> Models(ModelDoor door)
    {
        lock (gate)
        {
            if (asked is not { } last || time.GetElapsedTime(last.At) > Kept)
            {
                asked = last = (time.GetTimestamp(), door.ListModelsAsync(CancellationToken.None));
            }

            return last.Models;
        }
    }
}
