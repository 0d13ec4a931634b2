using InfraAi.Model;

namespace InfraAi.Analysis.Models;

/// <summary>How a model has answered: written by every real call, read by /health.</summary>
public sealed class ModelPulse(TimeProvider time)
{
    private readonly Lock gate = new();
    private Beat? lastAnswer;
    private Beat? lastFailure;
    private int running;

    /// <param name="At">By <see cref="TimeProvider.GetTimestamp"/>.</param>
    public sealed record Beat(long At, TimeSpan Took, Problem? Problem);

    public Beat? LastAnswer
    {
        get
        {
            lock (gate)
            {
                return lastAnswer;
            }
        }
    }

    public Beat? LastFailure
    {
        get
        {
            lock (gate)
            {
                return lastFailure;
            }
        }
    }

    /// <summary>Calls under way.</summary>
    public int Running => Volatile.Read(ref running);

    /// <returns>How long ago that was.</returns>
    public TimeSpan Ago(Beat beat) => time.GetElapsedTime(beat.At);

    internal void Begin() => Interlocked.Increment(ref running);

    internal void End(long started, Problem? problem)
    {
        Interlocked.Decrement(ref running);
        var beat = new Beat(time.GetTimestamp(), time.GetElapsedTime(started), problem);
        lock (gate)
        {
            if (problem is null)
            {
                lastAnswer = beat;
            }
            else
            {
                lastFailure = beat;
            }
        }
    }

    internal void Leave() => Interlocked.Decrement(ref running);
}
