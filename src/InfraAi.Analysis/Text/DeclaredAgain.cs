using InfraAi.Model.Texts;

namespace InfraAi.Analysis.Text;

/// <summary>Finds where a declared service acts or is acted on by its bare name: "Orders uses MySQL", "pagos llama a notificaciones".</summary>
/// <remarks>Elsewhere the same word may mean the thing itself ("cuando hay pagos"): there it is no mention.</remarks>
internal sealed class DeclaredAgain(TextDocument document)
{
    private const int Shortest = 3;

    private List<Token> Tokens => document.Tokens;

    /// <param name="declared">The services as they were declared.</param>
    /// <param name="taken">Every mention there is, in the text's order; none of them is overlapped.</param>
    internal IEnumerable<Mention> Find(IReadOnlyCollection<Mention> declaredOnes, List<Mention> taken)
    {
        var byFirst = declaredOnes
            .Where(m => m.Name.Length >= Shortest || m.Listed)
            .Select(m => (Service: m, Words: Pieces(m)))
            .DistinctBy(d => string.Join(' ', d.Words), StringComparer.Ordinal)
            .ToLookup(d => d.Words[0], StringComparer.Ordinal);
        if (byFirst.Count == 0)
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
            for (var i = block.FirstToken; i < block.LastToken; i++)
            {
                while (next < taken.Count && taken[next].Last <= i)
                {
                    next++;
                }
                var (first, limit) = (i, next < taken.Count ? taken[next].First : Tokens.Count);
                if (
                    Tokens[i].Glue == '\0'
                    && byFirst[Tokens[i].Folded].FirstOrDefault(d => Equal(d.Words, first) && first + d.Words.Length <= limit)
                        is { Service: { } service, Words.Length: var length }
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

    private bool Equal(string[] words, int at)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (at + i >= Tokens.Count || Tokens[at + i].Folded != words[i])
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
