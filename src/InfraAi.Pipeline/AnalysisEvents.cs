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

    internal void Say(string id, StepEvent step) => Find(id)?.Write(new(step.Seq, step, null));

    internal void End(string id, int seq, AnalysisStatus status) => Find(id)?.Write(new(seq, null, status));

    /// <summary>Subscribes at once; the events come when they are asked for.</summary>
    public Subscription Listen(string id)
    {
        while (true)
        {
            var topic = topics.GetOrAdd(id, static _ => new Topic());
            var channel = Channel.CreateUnbounded<AnalysisEvent>();
            if (topic.Add(channel))
            {
                return new Subscription(channel.Reader, () => Leave(id, topic, channel));
            }
        }
    }

    private Topic? Find(string id) => topics.GetValueOrDefault(id);

    private void Leave(string id, Topic topic, Channel<AnalysisEvent> channel)
    {
        if (topic.Remove(channel))
        {
            topics.TryRemove(new KeyValuePair<string, Topic>(id, topic));
        }
    }

    /// <summary>Those who listen to one analysis; closed for good when the last one leaves.</summary>
    private sealed class Topic
    {
        private readonly Lock gate = new();
        private readonly List<Channel<AnalysisEvent>> listeners = [];
        private bool closed;

        public bool Add(Channel<AnalysisEvent> channel)
        {
            lock (gate)
            {
                if (!closed)
                {
                    listeners.Add(channel);
                }

                return !closed;
            }
        }

        public bool Remove(Channel<AnalysisEvent> channel)
        {
            lock (gate)
            {
                listeners.Remove(channel);
                return closed = listeners.Count == 0;
            }
        }

        public void Write(AnalysisEvent e)
        {
            lock (gate)
            {
                listeners.ForEach(listener => listener.Writer.TryWrite(e));
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
