using InfraAi.Model;

namespace InfraAi.Analysis.Text;

/// <summary>Reads relations from the words between two parts of a sentence: verbs with their voice, prepositions, enumerations.</summary>
internal sealed class SentenceReader(TextDocument document, List<Mention> mentions)
{
    private const int Farthest = 24;
    private readonly List<Link> links = [];
    private Mention? lastSubject;

    private List<Token> Tokens => document.Tokens;

    internal List<Link> Read()
    {
        for (var m = 0; m < mentions.Count; )
        {
            var end = document.SentenceEnd(mentions[m].First);
            var group = new List<Mention>();
            while (m < mentions.Count && mentions[m].First < end)
            {
                if (mentions[m].Component >= 0)
                {
                    group.Add(mentions[m]);
                }
                m++;
            }
            if (group.Count > 0 && group[0].Block.Kind is not (BlockKind.Diagram or BlockKind.TableRow))
            {
                ReadSentence(group);
            }
        }
        return links;
    }

    private void ReadSentence(List<Mention> group)
    {
        var first = document.SentenceStart(group[0].First);
        if (lastSubject is { } earlier && SpeaksOfEarlier(first, group[0]) is { } verb)
        {
            AddVerb(earlier, group[0], verb, group[0].First);
        }
        var subject = group[0];
        List<Mention> left = [group[0]];
        for (var i = 1; i < group.Count; i++)
        {
            var (before, here) = (group[i - 1], group[i]);
            if (before.Component == here.Component || here.First - before.Last > Farthest || here.First < before.Last)
            {
                left = [here];
                continue;
            }
            if (IsList(before.Last, here.First))
            {
                // "A sends to B and C": C has what B has.
                var shared = links.FindAll(l => l.To == before && l.Start >= Tokens[first].Start);
                foreach (var link in shared)
                {
                    Add(link with { To = here, End = Math.Max(link.End, here.End) });
                }
                if (shared.Count == 0)
                {
                    left.Add(here);
                }
                continue;
            }
            foreach (var a in left)
            {
                Relate(a, here, before, ref subject);
            }
            left = [here];
        }
        lastSubject = group[0];
    }

    /// <summary>"It then stores …", "Guarda …": a sentence whose subject is that of the one before.</summary>
    private int? SpeaksOfEarlier(int first, Mention mention)
    {
        var i = first;
        var pronoun = Tokens[i].Folded is "it" or "this" or "which" or "that" or "esta" or "este" or "esto" or "ella" or "luego" or "then" or "despues";
        while (i < mention.First && i < first + 3 && (SmallWords.Stops.Contains(Tokens[i].Folded) || Tokens[i].Folded is "then" or "finally" or "finalmente" or ","))
        {
            i++;
        }
        return i < mention.First && Verbs.Find(Tokens[i].Folded) is { Participle: false, Weak: false } && (pronoun || document.Language == "es" && i == first) ? i : null;
    }

    private bool IsList(int from, int to)
    {
        var separators = 0;
        for (var i = from; i < to; i++)
        {
            var t = Tokens[i];
            if (t.Is(',') || t.Folded is "and" or "or" or "y" or "e" or "o" or "&" || t.Is('/'))
            {
                separators++;
            }
            else if (t.Folded is not ("a" or "an" or "the" or "un" or "una" or "el" or "la" or "los" or "las" or "one" or "its" or "both" or "then"))
            {
                return false;
            }
        }
        return separators > 0 && !(to - from == 1 && Tokens[from].Is('/'));
    }

    private void Relate(Mention a, Mention b, Mention before, ref Mention subject)
    {
        var at = FindVerb(before.Last, b.First);
        if (at >= 0)
        {
            var joined = Tokens[before.Last].Folded is "and" or "y" or "," or "e" && at - before.Last <= 3 && subject != b && subject.Component != b.Component;
            var relative = joined && before.Last + 1 < b.First && Tokens[before.Last + 1].Folded is "which" or "that" or "que" or "where" or "donde";
            var actor = joined && !relative ? subject : a;
            AddVerb(actor, b, at, b.First);
            if (!joined)
            {
                subject = a;
            }
            return;
        }
        AddPreposition(a, b, before.Last);
    }

    /// <summary>The verb that relates: the last one before the second part that is not weak, else the last weak one.</summary>
    private int FindVerb(int from, int to)
    {
        var weak = -1;
        for (var i = to - 1; i >= from; i--)
        {
            if (Tokens[i].Kind == TokenKind.Word && Tokens[i].Glue == '\0' && Verbs.Find(Tokens[i].Folded) is { } verb && !IsNoun(i))
            {
                if (!verb.Weak)
                {
                    return i;
                }
                weak = weak < 0 ? i : weak;
            }
        }
        return weak;
    }

    /// <summary>"the request", "una consulta": a verb's form after an article is a noun.</summary>
    private bool IsNoun(int i) =>
        i > 0
        && Tokens[i - 1].Folded is "the" or "a" or "an" or "this" or "each" or "el" or "la" or "los" or "las" or "un" or "una" or "its" or "su" or "sus" or "of" or "http"
        && !(Verbs.Find(Tokens[i].Folded) is { Participle: true });

    private void AddVerb(Mention a, Mention b, int at, int end)
    {
        var verb = Verbs.Find(Tokens[at].Folded)!;
        var preposition = Preposition(at + 1, end);
        var label = document.Words(at, Math.Min(end, at + 6));
        var passive = verb.Participle && (at > 0 && Verbs.IsBe(Tokens[at - 1].Folded) || preposition is "by" or "por");
        var backwards = passive ? preposition is "by" or "por" or "from" or "desde" : verb.FromObject;
        var kind = verb.Weak ? RelationKind.Uses : verb.Kind;
        if (passive && preposition is "by" or "por" && verb.FromObject)
        {
            backwards = false; // "the queue is consumed by the worker": queue → worker
        }
        else if (passive && preposition is "by" or "por" && Flow.IsSource(a.ComponentKind) && verb.Kind is RelationKind.Triggers or RelationKind.Reads)
        {
            backwards = false; // "the queue is processed by the worker"
            kind = RelationKind.Triggers;
        }
        else if (!passive && preposition is "from" or "desde" && (Flow.IsSource(b.ComponentKind) || verb.Kind is RelationKind.Publishes or RelationKind.Triggers))
        {
            backwards = verb.Kind is not (RelationKind.Calls) || Flow.IsSource(b.ComponentKind);
            kind = RelationKind.Triggers;
        }
        if (verb.FromObject && kind == RelationKind.Subscribes)
        {
            kind = RelationKind.Triggers;
        }
        Add(backwards ? Make(b, a, kind, label) : Make(a, b, kind, label));
    }

    private void AddPreposition(Mention a, Mention b, int from)
    {
        var preposition = Preposition(from, b.First);
        var label = from < b.First ? document.Words(from, b.First) : null;
        switch (preposition)
        {
            case "to" or "into" or "a" or "al" or "hacia" or "hasta":
                Add(Make(a, b, Flow.KindOf(a.ComponentKind, b.ComponentKind), label));
                break;
            case "from" or "desde":
                Add(Make(b, a, Flow.KindOf(b.ComponentKind, a.ComponentKind), label));
                break;
            case "via" or "through" or "mediante" or "traves":
                Through(a, b, label);
                break;
            case "using" or "with" or "con" or "usando" or "utilizando":
                var turned = Flow.SecondFirst(a.ComponentKind, b.ComponentKind);
                Add(turned ? Make(b, a, Flow.KindOf(b.ComponentKind, a.ComponentKind), label) : Make(a, b, Flow.KindOf(a.ComponentKind, b.ComponentKind), label));
                break;
            case "behind" or "detras":
                Add(Make(b, a, RelationKind.Routes, label));
                break;
            case "on" or "in" or "en" or "sobre" or "for" or "para":
                Add(Make(a, b, RelationKind.DependsOn, label) with { Confidence = 0.5 });
                break;
            default:
                break;
        }
    }

    /// <summary>"from S3 to DynamoDB via Lambda": S3 → Lambda → DynamoDB.</summary>
    private void Through(Mention a, Mention b, string? label)
    {
        var whole = links.FindIndex(l => l.To == a);
        if (whole >= 0)
        {
            var source = links[whole].From;
            links.RemoveAt(whole);
            Add(Make(source, b, Flow.KindOf(source.ComponentKind, b.ComponentKind), label));
            Add(Make(b, a, Flow.KindOf(b.ComponentKind, a.ComponentKind), label));
        }
        else if (Flow.SecondFirst(a.ComponentKind, b.ComponentKind))
        {
            Add(Make(b, a, Flow.KindOf(b.ComponentKind, a.ComponentKind), label));
        }
        else
        {
            Add(Make(a, b, Flow.KindOf(a.ComponentKind, b.ComponentKind), label));
        }
    }

    /// <summary>The last preposition between two tokens.</summary>
    private string? Preposition(int from, int to)
    {
        for (var i = to - 1; i >= from; i--)
        {
            if (
                Tokens[i].Folded
                is "to" or "into" or "from" or "by" or "via" or "through" or "using" or "with" or "on" or "in" or "for" or "behind"
                    or "a" or "al" or "hacia" or "desde" or "por" or "mediante" or "traves" or "con" or "usando" or "utilizando" or "en" or "sobre" or "para" or "detras" or "hasta"
            )
            {
                if (Tokens[i].Folded is "a" && document.Language != "es")
                {
                    continue;
                }
                return Tokens[i].Folded;
            }
        }
        return null;
    }

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
