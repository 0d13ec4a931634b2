using InfraAi.Model;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Text;

/// <summary>Reads relations from the words between the parts of a sentence: verbs with their voice, prepositions, enumerations.</summary>
/// <remarks>A sentence is read as groups of parts ("SQS and SNS" is one); each group is related to the one before it.</remarks>
internal sealed class SentenceReader(TextDocument document, List<Mention> mentions, bool isTour)
{
    private const int Farthest = 24;
    private readonly ClauseWords words = new(document);
    private readonly List<Link> links = [];
    private readonly List<Link> paths = [];

    /// <summary>Where products end that are no parts: what they do is no relation between the parts beside them ("docker compose maps …").</summary>
    private readonly HashSet<int> others =
    [
        .. mentions
            .Where(m =>
                m.Component < 0
                && m is { Kind: MentionKind.Product, Technology: { Kind: ComponentKind.Tool } or { Use: TechnologyUse.Part } }
            )
            .Select(m => m.Last),
    ];
    private Mention? lastSubject;
    private Mention? lastPart;
    private Mention? relativeHead;
    private int sentenceLinks;

    private List<Token> Tokens => document.Tokens;

    internal List<Link> Read()
    {
        for (var m = 0; m < mentions.Count; )
        {
            var end = document.SentenceEnd(mentions[m].First);
            var inside = new List<Mention>();
            for (; m < mentions.Count && mentions[m].First <= end; m++)
            {
                if (mentions[m].Component >= 0 && (inside.Count == 0 || mentions[m].First >= inside[^1].Last))
                {
                    inside.Add(mentions[m]);
                }
            }
            if (
                inside.Count > 0
                && inside[0].Block.Kind is not (BlockKind.Diagram or BlockKind.TableRow)
                && !HasArrow(inside[0].First, end)
            )
            {
                ReadSentence(inside);
            }
        }
        // The order of an enumeration counts only where no words say how its parts are related.
        var said = links.Select(l => Pair(l)).ToHashSet();
        links.AddRange(paths.Where(p => !said.Contains(Pair(p))).ToList());
        return links;
    }

    private static (int, int) Pair(Link link) =>
        (Math.Min(link.From.Component, link.To.Component), Math.Max(link.From.Component, link.To.Component));

    private bool HasArrow(int from, int to)
    {
        for (var i = document.SentenceStart(from); i < to; i++)
        {
            if (Tokens[i].Kind == TokenKind.Arrow)
            {
                return true;
            }
        }
        return false;
    }

    private void ReadSentence(List<Mention> inside)
    {
        var first = document.SentenceStart(inside[0].First);
        sentenceLinks = links.Count;
        var earlier =
            lastSubject is { } subjectBefore
            && Follows(subjectBefore.Block, inside[0].Block)
            && SpeaksOfEarlier(first, inside[0]) is { } verb
                ? verb
                : -1;
        if (earlier >= 0)
        {
            Verb([lastSubject!], [inside[0]], earlier);
            if (links.Count > sentenceLinks)
            {
                links[^1] = links[^1] with { Start = Tokens[earlier].Start, End = inside[0].End };
            }
        }
        else
        {
            FollowStep(first, inside[0]);
        }
        var hasSubject = words.FindVerb(first, inside[0].First) < 0;
        var groups = Group(inside, first);
        var subject = groups[0];
        relativeHead = null;
        AddPath(groups[0]);
        for (var g = 1; g < groups.Count; g++)
        {
            var (left, right) = (groups[g - 1], groups[g]);
            if (right[0].First - left[^1].Last > Farthest)
            {
                subject = right;
                continue;
            }
            var before = links.Count;
            Relate(left, right, subject, hasSubject, out var isNewClause);
            if (isNewClause)
            {
                subject = left;
            }
            if (links.Count == before)
            {
                AddPath(right);
            }
        }
        lastSubject = earlier >= 0 || (inside[0].Block.Kind == BlockKind.Step && StartsWithVerb(first)) ? lastSubject : groups[0][0];
        lastPart = inside[^1];
    }

    /// <summary>Two places of which the second may go on where the first ended: one block, or steps of one list.</summary>
    private bool Follows(Block before, Block here)
    {
        for (var i = before.Index; i <= here.Index && before != here; i++)
        {
            if (document.Blocks[i].Kind != BlockKind.Step || i - before.Index > 6)
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>"1. The user uploads a file. 2. The API checks it.": what a step ends with hands over to who acts in the next.</summary>
    private void FollowStep(int first, Mention mention)
    {
        if (
            !isTour
            && lastPart is { Block.Kind: BlockKind.Step } part
            && mention.Block.Kind == BlockKind.Step
            && mention.Block != part.Block
            && mention.First <= first + 1
            && part.Component != mention.Component
            && Verbs.Find(Tokens[mention.Last].Folded) is not { Participle: true }
            && !Verbs.IsBe(Tokens[mention.Last].Folded)
            && Follows(part.Block, mention.Block)
        )
        {
            paths.Add(Make(part, mention, null, 0.5));
        }
    }

    private List<List<Mention>> Group(List<Mention> inside, int first)
    {
        var groups = new List<List<Mention>> { new() { inside[0] } };
        for (var i = 1; i < inside.Count; i++)
        {
            if (inside[i].Component == groups[^1][^1].Component && IsClose(inside[i - 1], inside[i]))
            {
                groups[^1][^1] = inside[i]; // "Azure Kubernetes Service (AKS)"
            }
            else if (IsList(inside[i - 1].Last, inside[i].First) && !(Acts(inside[i]) && words.FindVerb(first, inside[i - 1].First) >= 0))
            {
                groups[^1].Add(inside[i]);
            }
            else
            {
                groups.Add([inside[i]]);
            }
        }
        return groups;
    }

    /// <summary>"… scrapes the API and Grafana shows it": after a verb, a name that acts starts a clause of its own.</summary>
    private bool Acts(Mention mention) =>
        Verbs.Find(Tokens[mention.Last].Folded) is { Participle: false } && Tokens[mention.Last].Glue == '\0';

    private static bool IsClose(Mention a, Mention b) => b.First - a.Last <= 2;

    private void AddPath(List<Mention> group)
    {
        for (var i = 1; i < group.Count; i++)
        {
            if (group[i - 1].Component != group[i].Component && Flow.IsPath(group[i - 1].ComponentKind, group[i].ComponentKind))
            {
                paths.Add(Make(group[i - 1], group[i], null, 0.4));
            }
        }
    }

    /// <summary>"Genera archivos …": a step without a subject leaves the subject as it was.</summary>
    private bool StartsWithVerb(int first) => Verbs.IsVerbForm(Tokens[first].Folded) && lastSubject is not null;

    /// <summary>"It then stores …", "Guarda …": a sentence whose subject is that of the one before.</summary>
    private int? SpeaksOfEarlier(int first, Mention mention)
    {
        var i = first;
        var pronoun =
            Tokens[i].Folded
            is "it"
                or "this"
                or "which"
                or "that"
                or "esta"
                or "este"
                or "esto"
                or "ella"
                or "luego"
                or "then"
                or "despues";
        while (
            i < mention.First
            && i < first + 3
            && (SmallWords.Stops.Contains(Tokens[i].Folded) || Tokens[i].Folded is "then" or "finally" or "finalmente" or ",")
        )
        {
            i++;
        }
        return
            i < mention.First
            && Verbs.Find(Tokens[i].Folded) is { Participle: false, Weak: false }
            && (pronoun || (document.Language == "es" && i == first))
            ? i
            : null;
    }

    private bool IsList(int from, int to)
    {
        var separators = 0;
        for (var i = from; i < to; i++)
        {
            var t = Tokens[i];
            if (t.Is(',') || t.Folded is "and" or "or" or "y" or "e" or "o" or "&" or "+" || t.Is('/'))
            {
                separators++;
            }
            else if (t.Folded is not ("a" or "an" or "the" or "un" or "una" or "el" or "la" or "los" or "las" or "one" or "its" or "both"))
            {
                return false;
            }
        }
        return separators > 0;
    }

    private void Relate(List<Mention> left, List<Mention> right, List<Mention> subject, bool hasSubject, out bool isNewClause)
    {
        isNewClause = false;
        var from = left[^1].Last;
        var at = words.FindVerb(from, right[0].First);
        if (at < 0)
        {
            Preposition(left, right);
            return;
        }
        if (others.Contains(at))
        {
            return;
        }
        var relative = IsRelative(from, at);
        var joined = !relative && Tokens[from].Folded is "and" or "y" or "," or "e" or "but" or "pero";
        if (joined && at - from <= 4)
        {
            if (hasSubject)
            {
                Verb(subject, right, at);
            }
            else if (Verbs.Find(Tokens[at].Folded) is { Weak: false, Kind: not RelationKind.Deploys })
            {
                // "Create a function that receives … and inserts …": the third person goes on with the relative clause.
                Verb(relativeHead is { } head && Tokens[at].Folded[^1] == 's' ? [head] : left, right, at);
            }
            return;
        }
        isNewClause = true;
        relativeHead = relative ? left[^1] : null;
        Verb(relative ? [left[^1]] : left, right, at);
    }

    private bool IsRelative(int from, int at)
    {
        for (var i = from; i < at && i <= from + 2; i++)
        {
            if (Tokens[i].Folded is "which" or "that" or "who" or "que" or "where" or "donde" or "cual")
            {
                return true;
            }
        }
        return false;
    }

    private void Verb(List<Mention> left, List<Mention> right, int at)
    {
        foreach (var a in left)
        {
            foreach (var b in right)
            {
                Verb(a, b, at, right[0].First);
            }
        }
    }

    private void Verb(Mention a, Mention b, int at, int end)
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
                    && !(Flow.IsSource(a.ComponentKind) && verb.Kind is RelationKind.Triggers or RelationKind.Reads)
                );
        }
        else
        {
            backwards = verb.FromObject || (preposition is "from" or "desde" && Flow.IsSource(b.ComponentKind));
        }
        if (kind == RelationKind.Subscribes || (backwards && !passive))
        {
            kind = RelationKind.Triggers;
        }
        var label = document.Words(at, Math.Min(end, at + 6));
        Add(backwards ? Make(b, a, kind, label) : Make(a, b, kind, label));
    }

    private void Preposition(List<Mention> left, List<Mention> right)
    {
        var from = left[^1].Last;
        var preposition = words.LastPreposition(from, right[0].First);
        switch (preposition)
        {
            case "to" or "into" or "a" or "al" or "hacia" or "hasta":
                Each(
                    left.Count > 1 && links.FindIndex(sentenceLinks, l => l.To == left[^1]) >= 0 ? left : [left[^1]],
                    right,
                    backwards: false,
                    0.8
                );
                break;
            case "from" or "desde":
                // "Invoke A from B" is done by B; in "Listen to A from B" it is A that speaks.
                Each(left, right, backwards: !IsReceived(left[0]), 0.8);
                break;
            case "by" or "por" or "behind" or "detras":
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

    private bool IsReceived(Mention mention)
    {
        var at = words.FindVerb(document.SentenceStart(mention.First), mention.First);
        return at >= 0 && Verbs.Find(Tokens[at].Folded) is { FromObject: true };
    }

    private void Each(List<Mention> left, List<Mention> right, bool backwards, double confidence)
    {
        var label = document.Words(left[^1].Last, right[0].First);
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
        var label = document.Words(target.Last, tools[0].First);
        var whole = links.FindIndex(sentenceLinks, l => l.To == target);
        if (whole >= 0 && preposition is not ("with" or "con"))
        {
            var source = links[whole].From;
            links.RemoveAt(whole);
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
        if ((isEnd && preposition is not ("with" or "con")) || Flow.SecondFirst(target.ComponentKind, tools[0].ComponentKind))
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
        Add(Make(target, tools[0], label));
        for (var i = 1; i < tools.Count; i++)
        {
            var path = Flow.IsPath(tools[i - 1].ComponentKind, tools[i].ComponentKind);
            Add(Make(path ? tools[i - 1] : target, tools[i], label));
        }
    }

    private void Chain(List<Mention> tools, string label)
    {
        for (var i = 1; i < tools.Count; i++)
        {
            Add(Make(tools[i - 1], tools[i], label));
        }
    }

    private static Link Make(Mention from, Mention to, string? label, double confidence = 0.8) =>
        Make(from, to, Flow.KindOf(from.ComponentKind, to.ComponentKind), label) with
        {
            Confidence = confidence,
        };

    private static Link Make(Mention from, Mention to, RelationKind kind, string? label) =>
        new(from, to, kind, label, Math.Min(from.Start, to.Start), Math.Max(from.End, to.End), 0.8);

    private void Add(Link link)
    {
        if (link.From.Component != link.To.Component)
        {
            links.Add(link);
        }
    }
}
