using InfraAi.Model;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Text;

/// <summary>Reads relations from the words between the parts of a sentence: verbs with their voice, prepositions, enumerations.</summary>
/// <remarks>
/// A sentence is read as groups of parts ("SQS and SNS" is one). A verb between two groups relates the second to whoever acts: the group before it, the one that a
/// relative clause hangs from, or, after "and" or a comma, the subject that acted before.
/// </remarks>
internal sealed class SentenceReader(TextDocument document, List<Mention> mentions, bool isTour)
{
    private const int Farthest = 24;
    private readonly ClauseWords words = new(document);
    private readonly LinkMaker maker = new(document, new ClauseWords(document));
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
    private readonly Memory memory = new();

    /// <summary>Who acts in the clause that is being read, and the verb that related it last.</summary>
    private List<Mention> subject = [];

    /// <summary>Who acts from the start of the sentence is no part that is known: "The branches read prices from A and store orders in B".</summary>
    private bool isSomebodyElse;
    private bool hasSubject;
    private int lastVerb;
    private string? lastPreposition;
    private List<Mention>? lastObject;
    private Mention? relativeHead;

    /// <summary>"the app hosted in X authenticates …": what X was said of, and goes on after it.</summary>
    private (List<Mention> Head, List<Mention> Place)? reduced;

    private List<Token> Tokens => document.Tokens;

    internal List<Link> Read()
    {
        for (var m = 0; m < mentions.Count; )
        {
            document.Check();
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
                && inside[0].Block.Kind != BlockKind.Diagram
                && (inside[0].Block.Kind != BlockKind.TableRow || inside[0].Kind == MentionKind.Declared)
                && !HasArrow(inside[0].First, end)
            )
            {
                ReadSentence(inside);
            }
        }
        // The order of an enumeration counts only where no words say how its parts are related.
        var said = maker.Links.Select(l => Pair(l)).ToHashSet();
        maker.Links.AddRange(paths.Where(p => !said.Contains(Pair(p))).ToList());
        return maker.Links;
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
        var groups = Group(inside, first);
        maker.StartSentence();
        (subject, relativeHead, lastVerb, lastPreposition, lastObject) = (groups[0], null, -1, null, null);
        var opening = words.FindVerb(first, inside[0].First);
        hasSubject = opening < 0;
        isSomebodyElse = opening > first && IsNamed(opening - 1);
        reduced = null;
        var carried = ReadOpening(first, groups[0]);
        AddPath(groups[0]);
        for (var g = 1; g < groups.Count; g++)
        {
            var (left, right) = (inside[0].Block.Kind == BlockKind.TableRow ? groups[0] : groups[g - 1], groups[g]);
            if (right[0].First - left[^1].Last > Farthest)
            {
                (subject, lastVerb) = (right, -1);
                continue;
            }
            if (StartsAnew(right))
            {
                (subject, hasSubject, lastVerb, lastObject) = (right, true, -1, null);
                memory.See(left);
                continue;
            }
            memory.See(left);
            var before = maker.Links.Count;
            Relate(left, right, first);
            if (maker.Links.Count == before)
            {
                AddPath(right);
            }
        }
        memory.See(groups[^1]);
        ReadVerbs(groups[^1], groups[^1][^1].Last, document.SentenceEnd(groups[^1][^1].Last), -1);
        memory.Remember(inside, carried || (inside[0].Block.Kind == BlockKind.Step && StartsWithVerb(first)) ? null : groups[0][0]);
    }

    /// <summary>"The branches read …", but not "Create …", "you can read …", "to read …".</summary>
    private bool IsNamed(int before) =>
        Tokens[before].Kind == TokenKind.Word
        && !SmallWords.Stops.Contains(Tokens[before].Folded)
        && !words.IsAdverb(before)
        && !words.IsRelative(before)
        && Verbs.Find(Tokens[before].Folded) is null;

    /// <summary>What stands before the first part: "It then stores …", "Each upload triggers …", "In front there is …".</summary>
    /// <returns>True when the sentence goes on with the subject of the one before.</returns>
    private bool ReadOpening(int first, List<Mention> group)
    {
        var goesOn = memory.LastSubject is { } before && Follows(before.Block, group[0].Block);
        if (goesOn && SpeaksOfEarlier(first, group[0]) is var (earlier, verb))
        {
            var known = maker.Links.Count;
            (subject, hasSubject) = ([earlier], true);
            Verb(subject, group, verb);
            if (maker.Links.Count > known)
            {
                maker.Links[^1] = maker.Links[^1] with { Start = Tokens[verb].Start, End = group[0].End };
            }
            return true;
        }
        if (words.StartsInFront(first) && memory.LastService is { } served && words.FrontEnd(first) < 0)
        {
            AddFrom(group[0], served, first);
            return true;
        }
        if (goesOn && words.FindVerb(first, group[0].First) is >= 0 and var at && StartsWithMessage(first, at) is { } source)
        {
            var passive = words.IsPassive(at) && words.LastPreposition(at, group[0].First) is "by" or "por";
            if (passive || (Verbs.Find(Tokens[at].Folded) is { Kind: RelationKind.Triggers, Participle: false }))
            {
                AddFrom(source, group[0], at);
                hasSubject = true;
                return false;
            }
        }
        FollowStep(first, group[0]);
        return false;
    }

    /// <summary>A link to a part that another sentence named: its evidence is what this one says.</summary>
    private void AddFrom(Mention from, Mention to, int at)
    {
        var here = from.First > to.First ? from : to;
        maker.Add(
            LinkMaker.Make(from, to, words.Label(at, at < here.First ? here.First : at + 2), 0.8) with
            {
                Start = Math.Min(Tokens[at].Start, here.Start),
                End = Math.Max(Tokens[at].End, here.End),
            }
        );
    }

    /// <summary>"Each upload triggers …", "Esos eventos son consumidos por …": what came into the store or queue named last.</summary>
    private Mention? StartsWithMessage(int first, int verb)
    {
        for (var i = first; i < verb && i < first + 4; i++)
        {
            if (ClauseWords.Messages.Contains(Tokens[i].Folded))
            {
                return memory.LastChannel;
            }
            if (ClauseWords.Contents.Contains(Tokens[i].Folded))
            {
                return memory.LastStore;
            }
        }
        return null;
    }

    /// <summary>"Genera archivos …": a step without a subject leaves the subject as it was.</summary>
    private bool StartsWithVerb(int first) => Verbs.IsVerbForm(Tokens[first].Folded) && memory.LastSubject is not null;

    /// <summary>"It then stores …", "Este guarda …", "Guarda …": a sentence whose subject the one before named.</summary>
    private (Mention Subject, int Verb)? SpeaksOfEarlier(int first, Mention mention)
    {
        var i = first;
        var near = Tokens[i].Folded is "they" or "ellos" or "este" or "esta" or "ese" or "esa" or "estos" or "estas";
        var pronoun =
            near || Tokens[i].Folded is "it" or "this" or "which" or "that" or "they" or "esto" or "ella" or "luego" or "then" or "despues";
        while (
            i < mention.First
            && i < first + 3
            && (SmallWords.Stops.Contains(Tokens[i].Folded) || Tokens[i].Folded is "then" or "finally" or "finalmente" or ",")
        )
        {
            i++;
        }
        if (
            i >= mention.First
            || Verbs.Find(Tokens[i].Folded) is not { Weak: false } found
            || (found.Participle && !(pronoun && words.IsPassive(i)))
            || !(pronoun || (document.Language == "es" && (i == first || (i == first + 1 && words.IsClitic(first)))))
        )
        {
            return null;
        }
        var verb = words.FindVerb(i, mention.First);
        return ((near ? memory.LastService : null) ?? memory.LastSubject!, verb < 0 ? i : verb);
    }

    private void Relate(List<Mention> left, List<Mention> right, int sentence)
    {
        var (from, to) = (left[^1].Last, right[0].First);
        var at = words.FindVerb(from, to);
        if (at < 0 && left[0].Block.Kind == BlockKind.TableRow && HasSign(from, to, '|'))
        {
            return;
        }
        if (words.FrontEnd(from, to) == to)
        {
            maker.Add(LinkMaker.Make(left[^1], right[0], words.Label(from, to), 0.8));
        }
        else if (at < 0 && words.FrontEnd(Math.Max(sentence, left[0].First - 5), left[0].First) == left[0].First)
        {
            maker.Add(LinkMaker.Make(right[0], left[0], null, 0.8));
        }
        else if (at < 0 && ActsOnRelative(from, to, right) is >= 0 and var verb)
        {
            maker.Verb(right, left, verb);
        }
        else if (at < 0)
        {
            WithoutVerb(left, right);
        }
        else if (!others.Contains(at) && ReadVerbs(left, from, to, at) is { } acting)
        {
            subject = acting;
            Verb(acting, right, at);
            reduced = IsReduced(from, at, right) ? (left, right) : null;
        }
    }

    /// <summary>"una cola que notificaciones consume", "the topic that the worker reads".</summary>
    /// <returns>The verb; -1 when the words between are no relative, or what follows does not act.</returns>
    private int ActsOnRelative(int from, int to, List<Mention> right)
    {
        var verb = right[^1].Last;
        return
            to > from
            && to - from <= 2
            && words.IsRelative(from)
            && (to == from + 1 || words.IsDeterminer(from + 1))
            && Verbs.Find(Tokens[verb].Folded) is { Participle: false, Weak: false }
            && Tokens[verb].Glue == '\0'
            ? verb
            : -1;
    }

    /// <summary>A participle right behind its noun, and a place or a means: "hosted in", "running on", "backed by" an agent is none.</summary>
    private bool IsReduced(int from, int at, List<Mention> right) =>
        at == from
        && (Verbs.Find(Tokens[at].Folded) is { Participle: true } || Tokens[at].Folded is "running" or "deployed" or "hosted")
        && !words.IsPassive(at)
        && words.LastPreposition(at + 1, right[0].First) is "in" or "on" or "with" or "en" or "sobre" or "con" or "using";

    private void Verb(List<Mention> acting, List<Mention> right, int at)
    {
        (lastVerb, lastPreposition, lastObject) = (at, words.LastPreposition(at + 1, right[0].First), right);
        maker.Verb(acting, right, at);
    }

    /// <summary>"stores orders in A and files in B", "routes to A and to B", "uses A for this, B for that"; else the preposition says it.</summary>
    private void WithoutVerb(List<Mention> left, List<Mention> right)
    {
        var (from, to) = (left[^1].Last, right[0].First);
        var piece = words.AfterConjunction(from, to);
        var preposition = words.LastPreposition(piece, to);
        if (piece > from && lastVerb >= 0 && hasSubject)
        {
            if (
                (preposition == lastPreposition || (IsPlace(preposition) && IsPlace(lastPreposition)))
                && !StartsClause(from, piece, right[^1])
            )
            {
                maker.Verb(subject, right, lastVerb, words.Label(piece, to));
                lastObject = right;
            }
        }
        else if (piece > from + 1)
        {
            return; // parts of a list with something said of each
        }
        else if (IsPlace(preposition) && hasSubject && lastVerb >= 0 && lastPreposition is null && left == lastObject && IsData(left[^1]))
        {
            maker.Verb(subject, right, lastVerb, preposition); // "exports the database to …"
        }
        else
        {
            maker.Preposition(left, right);
        }
    }

    /// <summary>"…; the worker reads …": what follows acts itself.</summary>
    private bool StartsClause(int from, int to, Mention right)
    {
        if (HasSign(from, to, ';'))
        {
            return true;
        }
        var next = right.Last;
        while (next < Tokens.Count && words.IsAdverb(next))
        {
            next++;
        }
        return next < Tokens.Count && Verbs.Find(Tokens[next].Folded) is { Participle: false };
    }

    /// <summary>"…; the worker reads …", "…: web is a container that …": a clause with a subject of its own.</summary>
    private bool StartsAnew(List<Mention> group)
    {
        var sign = group[0].First - 1;
        sign -= sign > 0 && words.IsDeterminer(sign) ? 1 : 0;
        return sign > 0 && (Tokens[sign].Is(':') || Tokens[sign].Is(';')) && (Acts(group[^1]) || Verbs.IsBe(Tokens[group[^1].Last].Folded));
    }

    private bool HasSign(int from, int to, char sign)
    {
        for (var i = from; i < to; i++)
        {
            if (Tokens[i].Is(sign))
            {
                return true;
            }
        }
        return false;
    }

    private static bool IsPlace(string? preposition) => preposition is "to" or "into" or "in" or "on" or "a" or "al" or "en" or "hacia";

    private static bool IsData(Mention mention) =>
        mention.ComponentKind is ComponentKind.Database or ComponentKind.Storage or ComponentKind.Warehouse or ComponentKind.Search;

    /// <summary>Goes through the verbs between two groups; one that takes what a queue named before hands over relates to that queue.</summary>
    /// <returns>Who acts in the verb at <paramref name="at"/>; null when that is no part.</returns>
    private List<Mention>? ReadVerbs(List<Mention> left, int from, int to, int at)
    {
        var acting = subject;
        List<Mention>? found = null;
        var went = false;
        for (var i = from; i < to; i++)
        {
            if (!words.IsVerb(i))
            {
                continue;
            }
            var who = Subject(i, from, left, acting, i == at || at < 0);
            if (i == at)
            {
                // "calls a set of APIs published through X": what is published is no part; who calls it is.
                found = went && Verbs.Find(Tokens[i].Folded) is { Participle: true } && !words.IsPassive(i) ? acting : who;
                break;
            }
            if (who is not null)
            {
                acting = who;
                went |= Verbs.Find(Tokens[i].Folded) is { Participle: false, Weak: false };
                if (words.TakesMessages(i, to) && memory.Channel(who[^1]) is { } channel)
                {
                    AddFrom(channel, who[^1], i);
                }
            }
        }
        return found;
    }

    /// <summary>Who does what the verb says.</summary>
    private List<Mention>? Subject(int verb, int from, List<Mention> left, List<Mention> acting, bool last)
    {
        var i = words.BeforeVerb(verb, from);
        if (i < from)
        {
            return reduced is { } clause && clause.Place == left && Verbs.Find(Tokens[verb].Folded) is { Participle: false }
                ? clause.Head
                : left;
        }
        if (words.IsRelative(i) || IsRelative(from, verb))
        {
            relativeHead = left[^1];
            return [left[^1]];
        }
        if (hasSubject && IsPutIn(verb, i, from))
        {
            return acting;
        }
        if (Tokens[i].Folded is "este" or "esta" or "ese" or "esa" or "this" && (i == from || words.IsConjunction(i - 1)))
        {
            return [left[^1]];
        }
        var pronoun = Tokens[i].Folded is "it" or "they" or "ella" or "ellos";
        if (pronoun && hasSubject && last && i > from && !words.IsConjunction(i - 1) && Tokens[i].Folded is "it" or "ella")
        {
            return acting; // "on a miss it queries …"
        }
        var joint = pronoun ? i - 1 : i;
        if (joint < from || !words.IsConjunction(joint))
        {
            // "and the reports use …": who that is, is no part.
            return words.FirstConjunction(from, i) is >= 0 and var other && words.IsDeterminer(other + 1) ? null : left;
        }
        if (!hasSubject)
        {
            // "Create a function that receives … and inserts …": the third person goes on with the relative clause.
            return Verbs.Find(Tokens[verb].Folded) is { Weak: false, Kind: not RelationKind.Deploys } || !last
                ? relativeHead is { } head && Tokens[verb].Folded[^1] == 's'
                    ? [head]
                    : isSomebodyElse
                        ? null
                        : left
                : null;
        }
        // "The service, owned by them, reads …": the comma before the verb closes what was put in.
        return Tokens[joint].Is(',') && joint > from && Tokens[from].Is(',') && left[0].First <= acting[0].First ? left : acting;
    }

    /// <summary>"…, computes the amount with the prices stored in A": the participle says where an object is; who acts goes on acting.</summary>
    private bool IsPutIn(int verb, int before, int from) =>
        Verbs.Find(Tokens[verb].Folded) is { Participle: true }
        && !words.IsPassive(verb)
        && before == verb - 1
        && words.FirstConjunction(from, before) >= 0
        && !words.IsConjunction(before);

    private bool IsRelative(int from, int at)
    {
        for (var i = from; i < at && i <= from + 2; i++)
        {
            if (words.IsRelative(i))
            {
                return words.FirstConjunction(i + 1, at) < 0;
            }
        }
        return false;
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
            && memory.LastPart is { Block.Kind: BlockKind.Step } part
            && mention.Block.Kind == BlockKind.Step
            && mention.Block != part.Block
            && mention.First <= first + 1
            && part.Component != mention.Component
            && Verbs.Find(Tokens[mention.Last].Folded) is not { Participle: true }
            && !Verbs.IsBe(Tokens[mention.Last].Folded)
            && Follows(part.Block, mention.Block)
        )
        {
            paths.Add(LinkMaker.Make(part, mention, null, 0.5));
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
        if (group.Count == 2 && (Acts(group[1]) || Verbs.IsBe(Tokens[group[1].Last].Folded)))
        {
            return; // "web and worker keep …": both do
        }
        for (var i = 1; i < group.Count; i++)
        {
            // "a portal, a service and a database" are told one by one.
            var told = Tokens[group[i].First - 1].Folded is "a" or "an" or "un" or "una";
            if (!told && group[i - 1].Component != group[i].Component && Flow.IsPath(group[i - 1].ComponentKind, group[i].ComponentKind))
            {
                paths.Add(LinkMaker.Make(group[i - 1], group[i], null, 0.4));
            }
        }
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
}
