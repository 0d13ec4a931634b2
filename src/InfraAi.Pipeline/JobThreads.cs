using System.Collections.Concurrent;
using InfraAi.Analysis.Images;

namespace InfraAi.Pipeline;

/// <summary>Runs tasks on threads of its own, in the order in which they come.</summary>
internal sealed class JobThreads : TaskScheduler
{
    /// <summary>
    /// What computes for long, and is no picture: a megabyte of words, the files of a thousand parts. On few threads, so that such inputs wait for
    /// each other, hold memory one after the other, and leave the others' line and the thread pool free.
    /// </summary>
    public static readonly TaskFactory Long = new(
        new JobThreads(Math.Max(1, Environment.ProcessorCount / 2), () => Leftovers.Return(Much))
    );

    /// <summary>Resident bytes; a quiet agent holds less than half of it.</summary>
    private const long Much = 300L * 1024 * 1024;

    private readonly Action? idle;

    private readonly BlockingCollection<Task> queue = [];

    /// <param name="idle">Done when nothing more waits.</param>
    public JobThreads(int count, Action? idle = null)
    {
        this.idle = idle;
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
            if (queue.Count == 0)
            {
                idle?.Invoke();
            }
        }
    }
}
