using InfraAi.Model;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Text;

/// <summary>Reads "A → B ← C" and drawings with arrows up and down. What stands at the end of an arrow is a part, whatever it is.</summary>
internal sealed class ArrowReader(TextDocument document, TechnologyVocabulary vocabulary, List<Mention> mentions)
{
    private const int MostWords = 4;

    /// <summary>Work that goes on between two ends for as long as both exist.</summary>
    private static readonly HashSet<string> KeepsInStep =
    [
        "sync",
        "synchronization",
        "synchronisation",
        "replication",
        "mirroring",
        "sincronizacion",
        "replicacion",
        "replica",
    ];

    private readonly List<Link> links = [];
    private readonly List<Mention> declared = [];
    private readonly HashSet<Mention> instances = [];
    private readonly MentionIndex index = new(mentions);
    private readonly Dictionary<Technology, Mention> names = [];

    private Mention? root;

    private List<Token> Tokens => document.Tokens;

    /// <summary>One end of an arrow: its mention, or null for a path, a file or a sentence that is no part.</summary>
    private sealed record Node(Mention? Mention, bool Transparent);

    internal List<Link> Read()
    {
        foreach (var block in document.Blocks)
        {
            for (var i = block.FirstToken; i < block.LastToken; )
            {
                document.Check();
                var end = document.SentenceEnd(i);
                ReadLine(block, i, end);
                i = end + 1;
            }
        }
        mentions.RemoveAll(instances.Contains);
        mentions.AddRange(declared);
        mentions.Sort((a, b) => a.First.CompareTo(b.First));
        links.AddRange(new DrawingReader(document, new MentionIndex(mentions)).Read());
        foreach (var mention in mentions)
        {
            if (
                mention.Kind == MentionKind.Bare
                && mention.SameAs is null
                && mention.Head is { } head
                && names.TryGetValue(head, out var name)
            )
            {
                mention.SameAs = name;
            }
        }
        return links;
    }

    private void ReadLine(Block block, int first, int end)
    {
        var branch = block.Kind == BlockKind.Diagram && Tokens[first].Kind == TokenKind.Punctuation && Tokens[first].Folded is "├" or "└";
        if (branch)
        {
            ReadBranch(first, end);
            return;
        }
        root = block.Kind == BlockKind.Diagram ? Root(first, end) : null;
        var arrows = new List<int>();
        for (var i = first; i < end; i++)
        {
            if (Tokens[i].Kind == TokenKind.Arrow)
            {
                arrows.Add(i);
            }
        }
        if (arrows.Count == 0)
        {
            return;
        }
        if (arrows is [var both] && Tokens[both].Arrow == ArrowDirection.Both && KeepsInStep.Contains(Tokens[first].Folded))
        {
            ReadKeptInStep(block, first, end);
            return;
        }
        Node? before = null;
        var direction = ArrowDirection.None;
        for (var n = 0; n <= arrows.Count; n++)
        {
            var from = n == 0 ? first : arrows[n - 1] + 1;
            var to = n == arrows.Count ? end : arrows[n];
            var node = ReadNode(block, from, to, n == 0, n == arrows.Count);
            if (before is { Mention: { } left } && node.Mention is { } right)
            {
                Add(left, right, direction);
            }
            if (!(node.Transparent && before is not null))
            {
                before = node;
                direction = n < arrows.Count ? Tokens[arrows[n]].Arrow : direction;
            }
        }
    }

    /// <summary>"Sincronización .env ↔ PostgreSQL": what keeps two things in step is a part of its own, and has to do with those that are parts.</summary>
    private void ReadKeptInStep(Block block, int first, int end)
    {
        var (from, to) = Trim(first, end, isFirst: false, isLast: true);
        var ends = index.Between(from, to).ToArray().Where(m => m.Technology is not { Use: TechnologyUse.Never }).ToList();
        if (ends.Count == 0)
        {
            return;
        }
        var keeper = Declare(block, from, to, kind: ComponentKind.Job);
        foreach (var each in ends)
        {
            each.Promoted = true;
            links.Add(new Link(keeper, each, RelationKind.Uses, null, keeper.Start, keeper.End, 0.8));
        }
    }

    /// <summary>What a tree hangs from: a line of the drawing with one part in it.</summary>
    private Mention? Root(int first, int end) =>
        Tokens[first].Kind == TokenKind.Word
        && index.Between(first, end) is [var only, ..]
        && only.First == first
        && only.Technology is not { Use: TechnologyUse.Never }
            ? only
            : null;

    /// <summary>"├── Catalog → GitHub": the root has to do with the product that the branch names; its other words are no parts.</summary>
    private void ReadBranch(int first, int end)
    {
        Mention? product = null;
        foreach (var mention in index.Between(first, end))
        {
            product = mention.Technology is { Use: TechnologyUse.Part } && mention.Kind == MentionKind.Product ? mention : product;
        }
        if (root is { } above && product is not null)
        {
            above.Promoted = product.Promoted = true;
            links.Add(
                new Link(
                    above,
                    product,
                    Flow.KindOf(above.ComponentKind, product.ComponentKind),
                    null,
                    Tokens[first].Start,
                    product.End,
                    0.8
                )
            );
        }
    }

    private void Add(Mention left, Mention right, ArrowDirection direction)
    {
        var (start, end) = (Math.Min(left.Start, right.Start), Math.Max(left.End, right.End));
        if (direction is ArrowDirection.Right or ArrowDirection.Both)
        {
            links.Add(new Link(left, right, Flow.KindOf(left.ComponentKind, right.ComponentKind), null, start, end, 0.95));
        }
        else if (direction == ArrowDirection.Left)
        {
            links.Add(new Link(right, left, Flow.KindOf(right.ComponentKind, left.ComponentKind), null, start, end, 0.95));
        }
    }

    private Node ReadNode(Block block, int from, int to, bool isFirst, bool isLast)
    {
        (from, to) = Trim(from, to, isFirst, isLast);
        if (from >= to)
        {
            return new Node(null, false);
        }
        if (IsPath(from))
        {
            return new Node(null, true);
        }
        var inside = index.Between(from, to).ToArray().Where(m => m.Technology is not { Use: TechnologyUse.Never }).ToList();
        if (Instance(inside) is { } instance)
        {
            instances.UnionWith(inside[..2]);
            return new Node(Declare(block, inside[0].First, inside[1].Last, instance), false);
        }
        if (inside.Count > 0)
        {
            var best = inside.OrderBy(Order).ThenBy(m => isFirst ? -m.First : m.First).First();
            Promote(best, inside);
            return new Node(best, false);
        }
        for (var i = from; i < to; i++)
        {
            if (IsPath(i) || Tokens[i].Is('#'))
            {
                return new Node(null, true);
            }
        }
        var last = from;
        while (last < to && Tokens[last].Kind == TokenKind.Word)
        {
            last++;
        }
        if (
            last == from
            || last - from > MostWords
            || IsPort(from)
            || Verbs.IsBe(Tokens[from].Folded)
            || SmallWords.Stops.Contains(Tokens[from].Folded)
        )
        {
            return new Node(null, false);
        }
        return new Node(Declare(block, from, last), false);
    }

    /// <summary>"worker lambda": one of several of a product, by what it does.</summary>
    private Technology? Instance(List<Mention> inside) =>
        inside is [{ Kind: MentionKind.Bare, Head.Use: TechnologyUse.Generic } first, { Kind: MentionKind.Product } second, ..]
        && first.Last == second.First
        && Tokens[second.First].Kind == TokenKind.Word
            ? second.Technology
            : null;

    /// <summary>The words next to the arrow: after the last sign before it, up to the first sign after it.</summary>
    private (int From, int To) Trim(int from, int to, bool isFirst, bool isLast)
    {
        while (from < to && IsEdge(from))
        {
            from++;
        }
        while (to > from && IsEdge(to - 1))
        {
            to--;
        }
        for (var i = to - 1; isFirst && i > from; i--)
        {
            if (Tokens[i].Is(':') && i < to - 1 && Tokens[i + 1].Kind == TokenKind.Word && Tokens[i].End < Tokens[i + 1].Start)
            {
                from = i + 1;
                break;
            }
        }
        for (var i = from; isLast && i < to; i++)
        {
            if (Tokens[i].Is(',') || Tokens[i].Is(';') || Tokens[i].Is('#'))
            {
                to = i;
                break;
            }
        }
        return (from, to);
    }

    private bool IsEdge(int i) => Tokens[i].Kind == TokenKind.Punctuation && Tokens[i].Folded[0] is not ('(' or ')' or '/' or '.');

    private bool IsPath(int i) =>
        i + 1 < Tokens.Count
        && (
            Tokens[i].Is('/')
            || Tokens[i].Is('.')
            || (
                Tokens[i + 1] is
                { Glue: '.', Folded: "py" or "js" or "ts" or "sh" or "yaml" or "yml" or "json" or "cs" or "env" or "html" or "md" }
            )
        );

    /// <summary>"puerto 5432", "8080": where it listens.</summary>
    private bool IsPort(int i) => Tokens[i].Folded is "port" or "puerto" || char.IsDigit(Tokens[i].Folded[0]);

    private static int Order(Mention mention) =>
        mention.Kind switch
        {
            MentionKind.Declared => 0,
            MentionKind.Product => 1,
            MentionKind.Named => 2,
            MentionKind.Actor => 3,
            _ => 4,
        };

    private void Promote(Mention best, List<Mention> inside)
    {
        best.Promoted = true;
        best.Exclusion = Exclusion.None;
        foreach (var other in inside)
        {
            if (
                other != best
                && other.Kind == MentionKind.Bare
                && best.Kind != MentionKind.Bare
                && other.First < best.First
                && Tokens[other.Last].Is('(')
            )
            {
                other.SameAs = best;
                names.TryAdd(other.Head!, best);
            }
        }
    }

    private Mention Declare(Block block, int first, int last, Technology? of = null, ComponentKind kind = ComponentKind.Service)
    {
        var name = document.Words(first, last);
        var technology = of ?? vocabulary.Find(name);
        var mention = new Mention
        {
            Kind = MentionKind.Declared,
            First = first,
            Last = last,
            Start = Tokens[first].Start,
            End = Tokens[last - 1].End,
            Name = name,
            ComponentKind = technology?.Kind ?? kind,
            Technology = technology is { IsProduct: true } ? technology : null,
            Head = technology is { IsProduct: true } ? null : technology,
            Block = block,
            Promoted = true,
        };
        declared.Add(mention);
        return mention;
    }
}
