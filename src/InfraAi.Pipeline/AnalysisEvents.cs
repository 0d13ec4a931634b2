using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using InfraAi.Storage;

namespace InfraAi.Pipeline;

/// <summary>An event, or the end of an analysis: then <paramref name="Status"/> is set and <paramref name="Step"/> is not.</summary>
public sealed record AnalysisEvent(int Seq, StepEvent? Step, AnalysisStatus? Status);

/// <summary>Tells whoever listens what happens to an analysis in this process, as it happens.</summary>
public sealed class AnalysisEvents
{
    private readonly ConcurrentDictionary<string, Topic> topics = new(StringComparer.Ordinal);

    /// <summary>From here to the end of the run, every event is kept for those who come late: the store may not have it yet.</summary>
    internal void Begin(string id) => Of(id, static topic => topic.Begin());

    internal void Say(string id, StepEvent step) => Of(id, topic => topic.Write(new(step.Seq, step, null)));

    /// <summary>To be called when everything is in the store.</summary>
    internal void End(string id, int seq, AnalysisStatus status)
    {
        if (topics.TryGetValue(id, out var topic) && topic.End(new(seq, null, status)))
        {
            topics.TryRemove(new KeyValuePair<string, Topic>(id, topic));
        }
    }

    /// <summary>Subscribes at once: to what happened in this run so far, and to what happens.</summary>
    public Subscription Listen(string id)
    {
        var channel = Channel.CreateUnbounded<AnalysisEvent>();
        var topic = Of(id, topic => topic.Add(channel));
        return new Subscription(
            channel.Reader,
            () =>
            {
                if (topic.Remove(channel))
                {
                    topics.TryRemove(new KeyValuePair<string, Topic>(id, topic));
                }
            }
        );
    }

    private Topic Of(string id, Func<Topic, bool> use)
    {
        while (true)
        {
            var topic = topics.GetOrAdd(id, static _ => new Topic());
            if (use(topic))
            {
                return topic;
            }
        }
    }

    /// <summary>One analysis: who listens to it, and what its run has said. Closed for good once it neither runs nor is listened to.</summary>
    private sealed class Topic
    {
        private readonly Lock gate = new();
        private readonly List<Channel<AnalysisEvent>> listeners = [];
        private readonly List<AnalysisEvent> said = [];
        private bool running;
        private bool closed;

        public bool Begin()
        {
            lock (gate)
            {
                running = !closed;
                return !closed;
            }
        }

        public bool Add(Channel<AnalysisEvent> channel)
        {
            lock (gate)
            {
                if (!closed)
                {
                    said.ForEach(e => channel.Writer.TryWrite(e));
                    listeners.Add(channel);
                }

                return !closed;
            }
        }

        public bool Write(AnalysisEvent e)
        {
            lock (gate)
            {
                said.Add(e);
                listeners.ForEach(listener => listener.Writer.TryWrite(e));
                return true;
            }
        }

        /// <returns>True when nobody is left and the topic can go.</returns>
        public bool End(AnalysisEvent e)
        {
            lock (gate)
            {
                Write(e);
                running = false;
                return closed = listeners.Count == 0;
            }
        }

        /// <returns>True when nobody is left and the topic can go.</returns>
        public bool Remove(Channel<AnalysisEvent> channel)
        {
            lock (gate)
            {
                listeners.Remove(channel);
                return closed = listeners.Count == 0 && !running;
            }
        }
    }

    public sealed class Subscription(ChannelReader<AnalysisEvent> reader, Action leave) : IDisposable
    {
        /// <summary>Every event since <see cref="Listen"/>, up to and with the end.</summary>
        public async IAsyncEnumerable<AnalysisEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
        {
            await foreach (var e in reader.ReadAllAsync(cancellation))
            {
                yield return e;
                if (e.Status is not null)
                {
                    yield break;
                }
            }
        }

        public void Dispose() => leave();
    }
}
