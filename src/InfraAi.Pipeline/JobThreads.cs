using System.Collections.Concurrent;

namespace InfraAi.Pipeline;

/// <summary>Runs tasks on threads of its own, in the order in which they come.</summary>
internal sealed class JobThreads : TaskScheduler
{
    private readonly BlockingCollection<Task> queue = [];

    public JobThreads(int count)
    {
        MaximumConcurrencyLevel = count;
        for (var i = 0; i < count; i++)
        {
            new Thread(Run) { IsBackground = true, Name = "Jobs" }.Start();
        }
    }

    public override int MaximumConcurrencyLevel { get; }

    protected override void QueueTask(Task task) => queue.Add(task);

    /// <summary>Only on one of its threads: what goes on there need not stand in line again.</summary>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && Current == this && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => queue;

    private void Run()
    {
        foreach (var task in queue.GetConsumingEnumerable())
        {
            TryExecuteTask(task);
        }
    }
}
