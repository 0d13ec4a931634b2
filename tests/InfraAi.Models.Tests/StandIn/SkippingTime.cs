using System.Collections.Concurrent;

namespace InfraAi.Models.Tests.StandIn;

/// <summary>A clock that leaps over every wait shorter than a limit, and writes down how long it would have been.</summary>
internal sealed class SkippingTime(TimeSpan limit) : TimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> waits = new();
    private long leapt;

    /// <summary>The waits that were leapt over, in their order.</summary>
    public IReadOnlyList<TimeSpan> Waits => [.. waits];

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref leapt));

    public override long GetTimestamp() =>
        base.GetTimestamp() + (long)(TimeSpan.FromTicks(Interlocked.Read(ref leapt)).TotalSeconds * TimestampFrequency);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime <= TimeSpan.Zero || dueTime >= limit || period > TimeSpan.Zero)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        waits.Enqueue(dueTime);
        Interlocked.Add(ref leapt, dueTime.Ticks);
        return base.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Lets time pass.</summary>
    public void Leap(TimeSpan time) => Interlocked.Add(ref leapt, time.Ticks);
}
