using InfraAi.Model;
using InfraAi.Model.Texts;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Text;

/// <summary>Parts that head the items of a list: "- **gateway** (8080): the only entry", "1. `db` → port 5432", "- Red local. Una red …".</summary>
/// <remarks>
/// A list counts below a heading or sentence that speaks of services, containers or components; without one only if its items are headed by
/// `identifiers` of which at least half are known things.
/// </remarks>
internal sealed class ListedParts(TextDocument document, TechnologyVocabulary vocabulary)
{
    private const int MostWords = 5;

    private static readonly HashSet<string> Introductions = new(
        [
            "services",
            "microservices",
            "containers",
            "components",
            "parts",
            "servicios",
            "microservicios",
            "contenedores",
            "contenedor",
            "componentes",
            "partes",
            "piezas",
            "elementos",
        ],
        StringComparer.Ordinal
    );

    private List<Token> Tokens => document.Tokens;
    private List<Block> Blocks => document.Blocks;

    /// <summary>The head of an item.</summary>
    /// <param name="IsCode">An identifier, written as `code` or in bold.</param>
    private readonly record struct Lead(Block Block, int First, int Last, bool IsCode);

    internal IEnumerable<Mention> Read()
    {
        for (var b = 0; b < Blocks.Count; )
        {
            document.Check();
            var items = Items(b, out var next);
            if (items.Count >= 2)
            {
                foreach (var lead in Leads(items, IsIntroduced(b)))
                {
                    yield return Declare(lead);
                }
            }
            b = next;
        }
    }

    /// <summary>"**vector** reads the logs and inserts them into **clickhouse**": identifiers that act, where at least two are marked and one is known.</summary>
    internal IEnumerable<Mention> ReadMarked()
    {
        var found = new List<Lead>();
        foreach (var block in Blocks.Where(b => b.Kind is BlockKind.Paragraph or BlockKind.Bullet or BlockKind.Step && !b.Aside))
        {
            for (var i = block.FirstToken; i < block.LastToken; i++)
            {
                if (IsMarked(i, out var last))
                {
                    found.Add(new Lead(block, i, last, IsCode: true));
                    i = last - 1;
                }
            }
        }
        var acting = found.Where(l => Acts(l.Last)).Select(Name).ToHashSet(StringComparer.Ordinal);
        var enough =
            found.DistinctBy(Name, StringComparer.Ordinal).Count() >= 2 && found.Exists(l => acting.Contains(Name(l)) && IsKnown(l));
        return enough ? found.Where(l => acting.Contains(Name(l)) || IsPart(vocabulary.Find(Name(l)))).Select(Declare) : [];
    }

    private string Name(Lead lead) => document.Words(lead.First, lead.Last);

    private bool Acts(int i)
    {
        while (Tokens[i].Folded is "se" or "lo" or "la" or "los" or "las" or "also" or "then" or "tambien" or "luego")
        {
            i++;
        }
        return Tokens[i].Glue == '\0' && Verbs.Find(Tokens[i].Folded) is { Participle: false, Weak: false };
    }

    /// <summary>An identifier between `…` or **…**.</summary>
    private bool IsMarked(int first, out int last)
    {
        last = first + 1;
        var start = Tokens[first].Start;
        if (Tokens[first].Kind != TokenKind.Word || start == 0 || document.Text[start - 1] is not ('`' or '*'))
        {
            return false;
        }
        while (Tokens[last].Kind == TokenKind.Word && Tokens[last].Glue == '-')
        {
            last++;
        }
        var end = Tokens[last - 1].End;
        return end < document.Text.Length && document.Text[end] == document.Text[start - 1] && IsIdentifier(start, end);
    }

    /// <returns>The items of the list that starts here, without those of lists inside it.</returns>
    private List<Block> Items(int first, out int next)
    {
        var kind = Blocks[first].Kind;
        next = first + 1;
        var paragraphs = kind == BlockKind.Paragraph && !IsMarkedParagraph(Blocks[first]) && IsIntroduced(first);
        if (Blocks[first].Aside || !(kind is BlockKind.Bullet or BlockKind.Step || paragraphs || IsMarkedParagraph(Blocks[first])))
        {
            return [];
        }
        while (
            next < Blocks.Count
            && Blocks[next].Kind == kind
            && (kind != BlockKind.Paragraph || (paragraphs ? LeadOf(Blocks[next]) is not null : IsMarkedParagraph(Blocks[next])))
        )
        {
            next++;
        }
        var indent = Indent(Blocks[first]);
        return Blocks[first..next].FindAll(b => Indent(b) <= indent);
    }

    private bool IsMarkedParagraph(Block block) =>
        block.Kind == BlockKind.Paragraph && document.Text.AsSpan(block.Start).StartsWith("**", StringComparison.Ordinal);

    private int Indent(Block block)
    {
        var line = block.Start == 0 ? -1 : document.Text.LastIndexOf('\n', block.Start - 1);
        var i = line + 1;
        while (i < block.Start && char.IsWhiteSpace(document.Text[i]))
        {
            i++;
        }
        return i - line - 1;
    }

    /// <summary>"## Services", "The stack consists of the following containers:".</summary>
    private bool IsIntroduced(int first)
    {
        if (first == 0 || Blocks[first - 1] is not { Kind: BlockKind.Heading or BlockKind.Paragraph } before)
        {
            return false;
        }
        var last = before.LastToken - 2;
        if (before.Kind == BlockKind.Paragraph && !(last > before.FirstToken && (Tokens[last].Is(':') || last - before.FirstToken < 2)))
        {
            return false;
        }
        for (var i = document.SentenceStart(Math.Max(before.FirstToken, last)); i <= last; i++)
        {
            if (Introductions.Contains(Tokens[i].Folded))
            {
                return true;
            }
        }
        return before.LastToken - before.FirstToken == 2 && Introductions.Contains(Tokens[before.FirstToken].Folded);
    }

    private List<Lead> Leads(List<Block> items, bool introduced)
    {
        var leads = new List<Lead>();
        foreach (var item in items)
        {
            if (LeadOf(item) is { } lead && (introduced || lead.IsCode))
            {
                leads.Add(lead);
            }
        }
        var enough = introduced
            ? leads.Count * 5 >= items.Count * 3
            : leads.Count == items.Count && leads.Count(l => IsKnown(l)) * 2 >= leads.Count;
        return enough && leads.Count >= 2 ? leads : [];
    }

    private bool IsKnown(Lead lead) =>
        IsPart(Find(lead)) || (Tokens[lead.Last].Kind == TokenKind.Punctuation && IsPart(vocabulary.Find(Tokens[lead.Last + 1].Folded)));

    private static bool IsPart(Technology? technology) =>
        technology is { Use: TechnologyUse.Part or TechnologyUse.Common or TechnologyUse.Generic, Kind: not ComponentKind.Tool };

    private Technology? Find(Lead lead)
    {
        var name = document.Words(lead.First, lead.Last);
        return vocabulary.Find(name) ?? Pieces(lead).FirstOrDefault(t => t.IsProduct) ?? Pieces(lead).FirstOrDefault();
    }

    /// <summary>"nginx-proxy", "Redes virtuales de radio": what the words say.</summary>
    private IEnumerable<Technology> Pieces(Lead lead)
    {
        for (var i = lead.First; i < lead.Last; i++)
        {
            if (vocabulary.Find(Tokens[i].Folded) is { Use: not TechnologyUse.Never } technology)
            {
                yield return technology;
            }
        }
    }

    private Lead? LeadOf(Block item)
    {
        var mark =
            document.Text.AsSpan(item.Start) is ['`', ..] ? "`"
            : document.Text.AsSpan(item.Start).StartsWith("**", StringComparison.Ordinal) ? "**"
            : null;
        var first = item.FirstToken;
        var last = first;
        if (mark is not null)
        {
            var close = document.Text.IndexOf(
                mark,
                item.Start + mark.Length,
                item.End - item.Start - mark.Length,
                StringComparison.Ordinal
            );
            while (last < item.LastToken && Tokens[last].Kind == TokenKind.Word && Tokens[last].End <= close)
            {
                last++;
            }
            // "**Windows Server.**", "**Uso:**": the sign is inside.
            var after = last < item.LastToken && Tokens[last].End <= close && Tokens[last].Kind != TokenKind.Break ? last + 1 : last;
            if (close < 0 || (after < item.LastToken - 1 && Tokens[after].Start < close && Tokens[after].Kind == TokenKind.Word))
            {
                return null;
            }
            var code = mark == "`";
            var identifier = last > first && IsIdentifier(item.Start + mark.Length, Tokens[last - 1].End);
            return IsName(first, last, identifier) && (!code || identifier) ? new Lead(item, first, last, identifier) : null;
        }
        while (last < item.LastToken && Tokens[last].Kind == TokenKind.Word && Verbs.Find(Tokens[last].Folded) is not { Participle: false })
        {
            last++;
        }
        var ends = Tokens[last].Is(':') || Tokens[last].Kind == TokenKind.Break || Tokens[last].Is('(') || Tokens[last].Is('–');
        return ends && last < item.LastToken - 1 && IsName(first, last) ? new Lead(item, first, last, false) : null;
    }

    private bool IsName(int first, int last, bool identifier = false) =>
        last > first
        && last - first <= MostWords
        && !SmallWords.Stops.Contains(Tokens[first].Folded)
        && !char.IsDigit(Tokens[first].Folded[0])
        && (identifier || vocabulary.Find(document.Words(first, last)) is not { Use: TechnologyUse.Never or TechnologyUse.Actor }); // a service may be called "ldap"

    /// <summary>A service's name: small letters, digits, "-" and "_".</summary>
    private bool IsIdentifier(int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (!char.IsAsciiLetterLower(document.Text[i]) && !char.IsAsciiDigit(document.Text[i]) && document.Text[i] is not ('-' or '_'))
            {
                return false;
            }
        }
        return end > start + 1;
    }

    private Mention Declare(Lead lead)
    {
        var technology = Find(lead) is { Use: not TechnologyUse.Never } found ? found : null;
        return new Mention
        {
            Kind = MentionKind.Declared,
            First = lead.First,
            Last = lead.Last,
            Start = Tokens[lead.First].Start,
            End = Tokens[lead.Last - 1].End,
            Name = document.Words(lead.First, lead.Last),
            ComponentKind = technology?.Kind ?? ComponentKind.Service,
            Technology = technology is { IsProduct: true } ? technology : null,
            Head = technology is { IsProduct: true } ? null : technology,
            Block = lead.Block,
            Listed = true,
        };
    }
}
