using InfraAi.Model.Texts;

namespace InfraAi.Analysis.Text;

/// <summary>Finds where a declared service acts or is acted on by its bare name: "Orders uses MySQL", "pagos llama a notificaciones".</summary>
/// <remarks>Elsewhere the same word may mean the thing itself ("cuando hay pagos"): there it is no mention.</remarks>
internal sealed class DeclaredAgain(TextDocument document)
{
    private const int Shortest = 3;

    /// <summary>The services by the words of their names, and how many words the names that start with one have: thousands may start alike ("ms-…").</summary>
    private readonly Dictionary<string, (Mention Service, int Order)> byWords = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedSet<int>> lengths = new(StringComparer.Ordinal);

    private List<Token> Tokens => document.Tokens;

    /// <param name="declared">The services as they were declared.</param>
    /// <param name="taken">Every mention there is, in the text's order; none of them is overlapped.</param>
    internal IEnumerable<Mention> Find(IReadOnlyCollection<Mention> declaredOnes, List<Mention> taken)
    {
        foreach (var one in declaredOnes.Where(m => m.Name.Length >= Shortest || m.Listed))
        {
            Know(one);
        }
        if (byWords.Count == 0)
        {
            yield break;
        }
        var byName = declaredOnes.ToLookup(m => Folding.Fold(m.Name), StringComparer.Ordinal);
        foreach (var bare in taken.Where(m => m is { Kind: MentionKind.Bare, SameAs: null }))
        {
            bare.SameAs = byName[Folding.Fold(bare.Name)].FirstOrDefault(); // "the queue", where "queue" is one of the services
        }
        var next = 0;
        foreach (var block in document.Blocks.Where(b => b.Kind is not (BlockKind.Code or BlockKind.Diagram)))
        {
            document.Check();
            for (var i = block.FirstToken; i < block.LastToken; i++)
            {
                while (next < taken.Count && taken[next].Last <= i)
                {
                    next++;
                }
                var (first, limit) = (i, next < taken.Count ? taken[next].First : Tokens.Count);
                if (
                    Tokens[i].Glue == '\0'
                    && Known(first, limit) is var (service, length)
                    && (Acts(i + length) || IsActedOn(i) || IsExplained(i, i + length))
                )
                {
                    yield return At(service, block, i, i + length);
                }
            }
        }
    }

    /// <summary>The words of a name as tokens have them.</summary>
    private static string[] Pieces(Mention declared) =>
        Folding.Fold(declared.Name).Split((char[])[' ', '-', '.', '/'], StringSplitOptions.RemoveEmptyEntries);

    private void Know(Mention declared)
    {
        var words = Pieces(declared);
        if (words.Length > 0 && byWords.TryAdd(string.Join(' ', words), (declared, byWords.Count)))
        {
            var counts = lengths.TryGetValue(words[0], out var known) ? known : lengths[words[0]] = [];
            counts.Add(words.Length);
        }
    }

    /// <summary>The service whose name stands here and ends before the limit, with how many tokens it takes: of several the one that was declared first.</summary>
    private (Mention Service, int Length)? Known(int first, int limit)
    {
        if (!lengths.TryGetValue(Tokens[first].Folded, out var counts))
        {
            return null;
        }
        (Mention Service, int Length)? best = null;
        var order = int.MaxValue;
        foreach (var length in counts)
        {
            if (
                first + length <= limit
                && byWords.TryGetValue(string.Join(' ', Tokens.Skip(first).Take(length).Select(t => t.Folded)), out var found)
                && found.Order < order
            )
            {
                (best, order) = ((found.Service, length), found.Order);
            }
        }
        return best;
    }

    private bool Acts(int next)
    {
        while (Tokens[next].Folded is "se" or "lo" or "la" or "los" or "las" or "le" or "also" or "then" or "tambien" or "luego")
        {
            next++;
        }
        return Tokens[next].Glue == '\0' && Verbs.Find(Tokens[next].Folded) is { Participle: false, Weak: false };
    }

    /// <summary>"cron ejecuta …", "nextcloud es la aplicación", "`db`": at the start of a sentence, or written as code.</summary>
    private bool IsExplained(int first, int next) =>
        ((document.StartsSentence(first) || Tokens[first - 1].Is(':')) && Verbs.IsBe(Tokens[next].Folded))
        || (next > first + 1 && Tokens[first + 1].Glue is '-') // "ms-pedidos" is no word
        || (
            Tokens[first].Start > 0
            && document.Text[Tokens[first].Start - 1] == '`'
            && Tokens[next - 1].End < document.Text.Length
            && document.Text[Tokens[next - 1].End] == '`'
        );

    /// <summary>"calls payments", "consumed by shipping", "llama a pagos".</summary>
    private bool IsActedOn(int first)
    {
        var before = first - 1;
        if (
            before > 0
            && Tokens[before].Folded
                is "a"
                    or "al"
                    or "to"
                    or "by"
                    or "por"
                    or "from"
                    or "desde"
                    or "into"
                    or "en"
                    or "in"
                    or "through"
                    or "via"
                    or "mediante"
        )
        {
            before--;
            // "pasa las peticiones a app": the verb's object stands between.
            for (var i = before; i > before - 4 && i >= 0 && Tokens[i].Kind == TokenKind.Word; i--)
            {
                if (Verbs.Find(Tokens[i].Folded) is { Weak: false })
                {
                    return true;
                }
            }
        }
        return before >= 0 && Tokens[before].Kind == TokenKind.Word && Verbs.Find(Tokens[before].Folded) is { Weak: false };
    }

    private Mention At(Mention declared, Block block, int first, int last)
    {
        return new Mention
        {
            Kind = MentionKind.Declared,
            First = first,
            Last = last,
            Start = Tokens[first].Start,
            End = Tokens[last - 1].End,
            Name = declared.Name,
            ComponentKind = declared.ComponentKind,
            Technology = declared.Technology,
            Head = declared.Head,
            Block = block,
        };
    }
}
