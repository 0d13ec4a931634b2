using System.Collections.Concurrent;
using System.Diagnostics;

namespace InfraAi.Models.Tests.StandIn;

/// <summary>Listens to every trace of this process, with all that they are tagged with.</summary>
internal sealed class Traces : IDisposable
{
    private readonly ConcurrentQueue<string> seen = new();
    private readonly ActivityListener listener;

    public Traces()
    {
        listener = new()
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
                seen.Enqueue(
                    $"{activity.OperationName} {activity.DisplayName} {string.Join(' ', activity.TagObjects)} {string.Join(' ', activity.Events.SelectMany(e => e.Tags))}"
                ),
        };
        ActivitySource.AddActivityListener(listener);
    }

    public string Text => string.Join('\n', seen);

    public void Dispose() => listener.Dispose();
}
