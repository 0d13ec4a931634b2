using InfraAi.Model;

namespace InfraAi.Analysis.Text;

/// <summary>Makes links of two parts and the words between them: which way, which kind, in which words.</summary>
internal sealed class LinkMaker(TextDocument document, ClauseWords words)
{
    private int sentenceLinks;

    private List<Token> Tokens => document.Tokens;

    internal List<Link> Links { get; } = [];

    internal bool HasSentenceLinks => Links.Count > sentenceLinks;

    internal void StartSentence() => sentenceLinks = Links.Count;

    /// <param name="ending">Of a verb that is said once for several objects: what stands before this one; null when the verb does.</param>
    internal void Verb(List<Mention> left, List<Mention> right, int at, string? ending = null)
    {
        foreach (var a in left)
        {
            foreach (var b in right)
            {
                Verb(a, b, at, right[0].First, ending);
            }
        }
    }

    private void Verb(Mention a, Mention b, int at, int end, string? ending)
    {
        var verb = Verbs.Find(Tokens[at].Folded)!;
        var preposition = words.LastPreposition(at + 1, end);
        var byAgent = preposition is "by" or "por";
        var passive = verb.Participle && (words.IsPassive(at) || byAgent);
        var kind = verb.Weak ? RelationKind.Uses : verb.Kind;
        bool backwards;
        if (passive)
        {
            // "the queue is read by the worker" flows with the messages; "the table is read by the API" with the call.
            backwards =
                preposition is "from" or "desde"
                || (
                    byAgent
                    && !verb.FromObject
                    && !verb.Pull
                    && !(Flow.IsSource(a.ComponentKind) && verb.Kind is RelationKind.Triggers or RelationKind.Reads)
                );
        }
        else
        {
            backwards =
                verb.FromObject
                || (preposition is "from" or "desde" && Flow.IsSource(b.ComponentKind))
                || ((verb.Pull || kind == RelationKind.Reads) && HandsOver(b.ComponentKind));
        }
        if (kind == RelationKind.Subscribes || (backwards && !passive))
        {
            kind = verb.Pull && !backwards ? RelationKind.Calls : RelationKind.Triggers;
        }
        var label = ending is null ? words.Label(at, end) : $"{document.Words(at, at + 1)} {ending}".TrimEnd();
        if (ending is not null && kind == RelationKind.Reads)
        {
            kind = RelationKind.Writes; // "exports A to B"
        }
        if (kind == RelationKind.Triggers && !backwards && !passive && preposition is "on" or "in" or "en")
        {
            kind = RelationKind.DependsOn; // "runs on"
        }
        Add(backwards ? Make(b, a, kind, label) : Make(a, b, kind, label));
    }

    /// <summary>Who reads a queue or a stream gets what it hands over.</summary>
    private static bool HandsOver(ComponentKind kind) => kind is ComponentKind.Queue or ComponentKind.Stream;

    internal void Preposition(List<Mention> left, List<Mention> right)
    {
        var from = left[^1].Last;
        var preposition = words.LastPreposition(from, right[0].First);
        switch (preposition)
        {
            case "to" or "a" or "al" when IsSubscribed(left[0]):
                Each(left, right, backwards: true, 0.8);
                break;
            case "to" or "into" or "a" or "al" or "hacia" or "hasta":
                Each(
                    left.Count > 1 && Links.FindIndex(sentenceLinks, l => l.To == left[^1]) >= 0 ? left : [left[^1]],
                    right,
                    backwards: false,
                    0.8
                );
                break;
            case "from" or "desde":
                // "Invoke A from B" is done by B; in "Listen to A from B" it is A that speaks.
                Each(left, right, backwards: !IsReceived(left[0]), 0.8);
                break;
            case "behind" or "detras":
                // "a service with a shared disk behind a balancer": the service is.
                var owner = Links.FindIndex(
                    sentenceLinks,
                    l =>
                        l.To == left[^1]
                        && l.Label is { } label
                        && (label.StartsWith("with", StringComparison.Ordinal) || label.StartsWith("con ", StringComparison.Ordinal))
                );
                Each([owner < 0 ? left[^1] : Links[owner].From], [right[0]], backwards: true, 0.8);
                break;
            case "by" or "por":
                Each(left, right, backwards: true, 0.8);
                break;
            case "via" or "through" or "mediante" or "traves" or "using" or "with" or "con" or "usando" or "utilizando":
                Instruments(left[^1], right, preposition);
                break;
            case "on" or "in" or "en" or "sobre" or "for" or "para":
                Each([left[^1]], right, backwards: false, 0.5);
                break;
            default:
                break;
        }
    }

    /// <summary>"subscribe a queue to a topic": what comes out of the topic goes to the queue.</summary>
    private bool IsSubscribed(Mention mention)
    {
        var at = words.FindVerb(document.SentenceStart(mention.First), mention.First);
        return at >= 0
            && (
                Tokens[at].Folded.StartsWith("subscrib", StringComparison.Ordinal)
                || Tokens[at].Folded.StartsWith("suscrib", StringComparison.Ordinal)
            );
    }

    private bool IsReceived(Mention mention)
    {
        var at = words.FindVerb(document.SentenceStart(mention.First), mention.First);
        return at >= 0 && Verbs.Find(Tokens[at].Folded) is { FromObject: true };
    }

    private void Each(List<Mention> left, List<Mention> right, bool backwards, double confidence)
    {
        var label = words.Label(Math.Max(left[^1].Last, words.PrepositionAt(left[^1].Last, right[0].First)), right[0].First);
        foreach (var a in left)
        {
            foreach (var b in right)
            {
                Add(backwards ? Make(b, a, label, confidence) : Make(a, b, label, confidence));
            }
        }
    }

    /// <summary>"from S3 to DynamoDB via Lambda", "forward events to S3 using EventBridge and Firehose", "process SQS messages with Lambda".</summary>
    private void Instruments(Mention target, List<Mention> tools, string preposition)
    {
        var label = words.Label(Math.Max(target.Last, words.PrepositionAt(target.Last, tools[0].First)), tools[0].First);
        var whole = Links.FindIndex(sentenceLinks, l => l.To == target);
        if (whole >= 0 && (preposition is not ("with" or "con") || (tools.Count > 1 && IsDestination(Links[whole]))))
        {
            var source = Links[whole].From;
            Links.RemoveAt(whole);
            Add(Make(source, tools[0], label));
            Chain(tools, label);
            Add(Make(tools[^1], target, label));
            return;
        }
        var isEnd =
            words.LastPreposition(Math.Max(document.SentenceStart(target.First), target.First - 3), target.First)
            is "to"
                or "into"
                or "in"
                or "a"
                or "en";
        var keeps =
            preposition is "with" or "con" && tools[0].ComponentKind is ComponentKind.Database or ComponentKind.Cache && !IsStore(target);
        if (!keeps && ((isEnd && preposition is not ("with" or "con")) || Flow.SecondFirst(target.ComponentKind, tools[0].ComponentKind)))
        {
            if (tools.Count > 1 && Flow.IsPath(tools[0].ComponentKind, tools[^1].ComponentKind) && preposition is not ("with" or "con"))
            {
                Chain(tools, label);
                Add(Make(tools[^1], target, label));
                return;
            }
            foreach (var tool in tools)
            {
                var turned = Flow.SecondFirst(target.ComponentKind, tool.ComponentKind) || isEnd;
                Add(turned ? Make(tool, target, label) : Make(target, tool, label));
            }
            return;
        }
        Add(Make(target, tools[0], label, Sureness(tools[0])));
        for (var i = 1; i < tools.Count; i++)
        {
            var path = Flow.IsPath(tools[i - 1].ComponentKind, tools[i].ComponentKind);
            Add(Make(path ? tools[i - 1] : target, tools[i], label, Sureness(tools[i])));
        }
    }

    private static bool IsStore(Mention mention) =>
        mention.ComponentKind
            is ComponentKind.Database
                or ComponentKind.Cache
                or ComponentKind.Storage
                or ComponentKind.Queue
                or ComponentKind.Stream
                or ComponentKind.Job;

    /// <summary>"an app with Prometheus metrics": which of them calls the other is not said.</summary>
    private static double Sureness(Mention tool) => tool.ComponentKind == ComponentKind.Monitoring ? 0.5 : 0.8;

    /// <summary>"from A to B": the whole way, that "with C and D" goes into.</summary>
    private bool IsDestination(Link whole) =>
        whole.From.First > 0
        && Tokens[whole.From.First - 1].Folded is "from" or "desde" or "de"
        && words.LastPreposition(whole.From.Last, whole.To.First) is "to" or "into" or "a" or "hacia" or "hasta";

    private void Chain(List<Mention> tools, string label)
    {
        for (var i = 1; i < tools.Count; i++)
        {
            Add(Make(tools[i - 1], tools[i], label));
        }
    }

    internal static Link Make(Mention from, Mention to, string? label, double confidence = 0.8) =>
        Make(from, to, Flow.KindOf(from.ComponentKind, to.ComponentKind), label) with
        {
            Confidence = confidence,
        };

    internal static Link Make(Mention from, Mention to, RelationKind kind, string? label) =>
        new(from, to, kind, label, Math.Min(from.Start, to.Start), Math.Max(from.End, to.End), 0.8);

    internal void Add(Link link)
    {
        if (link.From.Component == link.To.Component)
        {
            return;
        }
        if (Links.Count >= ReadingLimits.MostLinks)
        {
            throw new LimitException(label => ReadingLimits.TooManyRelations(label, Links.Count));
        }
        Links.Add(link);
    }
}
