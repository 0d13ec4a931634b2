using InfraAi.Model;

namespace InfraAi.Analysis.Text;

/// <summary>What the sentences read so far have named: "it", "those events" and "each upload" speak of that.</summary>
internal sealed class Memory
{
    internal Mention? LastSubject { get; private set; }
    internal Mention? LastPart { get; private set; }

    /// <summary>The queue or stream named last.</summary>
    internal Mention? LastChannel { get; private set; }

    /// <summary>The store, queue or stream named last.</summary>
    internal Mention? LastStore { get; private set; }

    /// <summary>What runs and was named last.</summary>
    internal Mention? LastService { get; private set; }

    /// <summary>The queue or stream that a part reads, when it was named before.</summary>
    internal Mention? Channel(Mention reader) => LastChannel is { } channel && channel.Component != reader.Component ? channel : null;

    /// <summary>What a sentence names is known to the clauses after it.</summary>
    internal void See(List<Mention> group)
    {
        foreach (var mention in group)
        {
            if (mention.ComponentKind is ComponentKind.Queue or ComponentKind.Stream)
            {
                LastChannel = mention;
            }
        }
    }

    /// <param name="mentions">Of one sentence.</param>
    /// <param name="subject">Whom it was about; null when that was told by the one before.</param>
    internal void Remember(List<Mention> mentions, Mention? subject)
    {
        LastSubject = subject ?? LastSubject;
        LastPart = mentions[^1];
        foreach (var mention in mentions)
        {
            switch (mention.ComponentKind)
            {
                case ComponentKind.Queue or ComponentKind.Stream:
                    LastChannel = LastStore = mention;
                    break;
                case ComponentKind.Storage:
                    LastStore = mention;
                    break;
                case ComponentKind.Service or ComponentKind.Api or ComponentKind.Function or ComponentKind.Job or ComponentKind.Compute:
                    LastService = mention;
                    break;
                default:
                    break;
            }
        }
    }
}
