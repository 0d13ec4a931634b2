namespace InfraAi.Analysis.Text;

/// <summary>Finds where a declared service acts or is acted on by its bare name: "Orders uses MySQL", "pagos llama a notificaciones".</summary>
/// <remarks>Elsewhere the same word may mean the thing itself ("cuando hay pagos"): there it is no mention.</remarks>
internal sealed class DeclaredAgain(TextDocument document)
{
    private const int Shortest = 3;

    private List<Token> Tokens => document.Tokens;

    /// <param name="declared">The services as they were declared.</param>
    /// <param name="taken">Every mention there is, in the text's order; none of them is overlapped.</param>
    internal IEnumerable<Mention> Find(IEnumerable<Mention> declared, List<Mention> taken)
    {
        var byFirst = declared
            .Where(m => m.Name.Length >= Shortest)
            .DistinctBy(
                m => string.Join(' ', Enumerable.Range(m.First, m.Last - m.First).Select(i => Tokens[i].Folded)),
                StringComparer.Ordinal
            )
            .ToLookup(m => Tokens[m.First].Folded, StringComparer.Ordinal);
        if (byFirst.Count == 0)
        {
            yield break;
        }
        var next = 0;
        foreach (var block in document.Blocks.Where(b => b.Kind is not (BlockKind.Code or BlockKind.Diagram or BlockKind.TableRow)))
        {
            for (var i = block.FirstToken; i < block.LastToken; i++)
            {
                while (next < taken.Count && taken[next].Last <= i)
                {
                    next++;
                }
                var (first, limit) = (i, next < taken.Count ? taken[next].First : Tokens.Count);
                if (
                    byFirst[Tokens[i].Folded].FirstOrDefault(m => Equal(m, first) && first + m.Last - m.First <= limit) is { } service
                    && Tokens[i].Glue == '\0'
                    && (Acts(i + service.Last - service.First) || IsActedOn(i))
                )
                {
                    yield return At(service, block, i);
                }
            }
        }
    }

    private bool Equal(Mention declared, int at)
    {
        for (var i = 0; i < declared.Last - declared.First; i++)
        {
            if (at + i >= Tokens.Count || Tokens[at + i].Folded != Tokens[declared.First + i].Folded)
            {
                return false;
            }
        }
        return true;
    }

    private bool Acts(int next)
    {
        while (Tokens[next].Folded is "se" or "lo" or "la" or "los" or "las" or "le" or "also" or "then" or "tambien" or "luego")
        {
            next++;
        }
        return Tokens[next].Glue == '\0' && Verbs.Find(Tokens[next].Folded) is { Participle: false, Weak: false };
    }

    /// <summary>"calls payments", "consumed by shipping", "llama a pagos".</summary>
    private bool IsActedOn(int first)
    {
        var before = first - 1;
        if (before > 0 && Tokens[before].Folded is "a" or "al" or "to" or "by" or "por" or "from" or "desde" or "into")
        {
            before--;
        }
        return before >= 0 && Tokens[before].Kind == TokenKind.Word && Verbs.Find(Tokens[before].Folded) is { Weak: false };
    }

    private Mention At(Mention declared, Block block, int first)
    {
        var last = first + declared.Last - declared.First;
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
