using InfraAi.Model;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Text;

/// <summary>Parts that the text declares by position: "with three services proxy, backend and db", the first column of a table of services.</summary>
internal sealed class DeclaredServices(TextDocument document, TechnologyVocabulary vocabulary)
{
    private static readonly HashSet<string> Lists = new(
        ["services", "microservices", "containers", "servicios", "microservicios", "contenedores"],
        StringComparer.Ordinal
    );

    private static readonly HashSet<string> Columns = new(
        [
            "service",
            "services",
            "component",
            "components",
            "container",
            "microservice",
            "module",
            "servicio",
            "servicios",
            "componente",
            "componentes",
            "contenedor",
            "microservicio",
            "modulo",
        ],
        StringComparer.Ordinal
    );

    private List<Token> Tokens => document.Tokens;

    internal void AddTo(List<Mention> mentions)
    {
        var found = new List<Mention>();
        for (var b = 0; b < document.Blocks.Count; b++)
        {
            document.Check();
            var block = document.Blocks[b];
            if (block.Kind == BlockKind.TableRow)
            {
                b = ReadTable(b, found);
            }
            else if (block.Kind is not (BlockKind.Code or BlockKind.Diagram))
            {
                ReadLists(block, found);
            }
        }
        var lists = new ListedParts(document, vocabulary);
        AddFree(lists.Read(), found);
        AddFree(lists.ReadMarked(), found);
        var listed = found.ToList();
        var commanded = new ServiceCommands(document, vocabulary).Read();
        found.AddRange(commanded);
        if (new DescribedService(document).Read(mentions) is { } described)
        {
            found.Add(described);
        }
        if (found.Count > 0)
        {
            found.Sort((a, b) => a.First != b.First ? a.First.CompareTo(b.First) : a.Start.CompareTo(b.Start));
            var index = new MentionIndex(found);
            mentions.RemoveAll(m => Overlaps(index, m));
            mentions.AddRange(found);
            mentions.Sort((a, b) => a.First.CompareTo(b.First));
            mentions.AddRange(new DeclaredAgain(document).Find([.. listed, .. commanded], mentions).ToList());
            mentions.Sort((a, b) => a.First.CompareTo(b.First));
            new DeclaredRows(document).Describe(mentions);
        }
    }

    /// <summary>Adds those that stand where nothing was declared yet.</summary>
    private static void AddFree(IEnumerable<Mention> more, List<Mention> found)
    {
        var taken = found.SelectMany(f => Enumerable.Range(f.First, f.Last - f.First)).ToHashSet();
        found.AddRange(more.Where(l => !taken.Contains(l.First) && !taken.Contains(l.Last - 1)));
    }

    private static bool Overlaps(MentionIndex declared, Mention mention)
    {
        // A declared name is at most a few words long: one that overlaps starts close by.
        foreach (var other in declared.Within(mention.Start - 200, mention.End))
        {
            if (other.Last > mention.First && other.First < mention.Last)
            {
                return true;
            }
        }
        return false;
    }

    private void ReadLists(Block block, List<Mention> found)
    {
        for (var i = block.FirstToken; i + 3 < block.LastToken; i++)
        {
            if (Lists.Contains(Tokens[i].Folded))
            {
                var items = Items(ListStart(i + 1));
                if (items.Count >= 2)
                {
                    found.AddRange(items.Select(item => Declare(block, item.First, item.Last)));
                }
            }
        }
    }

    /// <summary>"tres contenedores de terceros: …": words between the noun and its colon.</summary>
    private int ListStart(int i)
    {
        for (var colon = i; colon < i + 4 && Tokens[colon].Kind is TokenKind.Word or TokenKind.Punctuation; colon++)
        {
            if (Tokens[colon].Is(':') || Tokens[colon].Is(',') || Verbs.Find(Tokens[colon].Folded) is not null)
            {
                return Tokens[colon].Is(':') ? colon : i;
            }
        }
        return i;
    }

    private List<(int First, int Last)> Items(int i)
    {
        var items = new List<(int, int)>();
        if (Tokens[i].Is(':') || Tokens[i].Is('('))
        {
            i++;
        }
        while (true)
        {
            var first = i;
            while (IsPart(i, first))
            {
                i++;
            }
            if (i == first || i - first > 4)
            {
                return [];
            }
            items.Add((first, i));
            if (Tokens[i].Kind == TokenKind.Break || Tokens[i].Is(')') || Tokens[i].Is(':'))
            {
                return items;
            }
            var separator = i;
            if (Tokens[i].Is(','))
            {
                i++;
            }
            if (Tokens[i].Folded is "and" or "y" or "e" or "&")
            {
                i++;
            }
            if (i == separator)
            {
                return Tokens[i].Folded is "," or ";" ? items : [];
            }
        }
    }

    /// <summary>A word, and those glued to it.</summary>
    private bool IsPart(int i, int first) =>
        Tokens[i].Kind == TokenKind.Word
        && (i == first ? !SmallWords.Stops.Contains(Tokens[i].Folded) : Tokens[i].Glue is '-' or '.' or '/');

    /// <returns>The index of the table's last row.</returns>
    private int ReadTable(int header, List<Mention> found)
    {
        var last = header;
        while (last + 1 < document.Blocks.Count && document.Blocks[last + 1].Kind == BlockKind.TableRow)
        {
            last++;
        }
        var (first, end) = Cell(document.Blocks[header]);
        if (end - first is 1 or 2 && Columns.Contains(Tokens[first].Folded) && !document.Blocks[header].Aside)
        {
            for (var row = header + 1; row <= last; row++)
            {
                var (from, to) = Cell(document.Blocks[row]);
                if (to > from && to - from <= 5 && Tokens[from].Kind == TokenKind.Word)
                {
                    found.Add(Declare(document.Blocks[row], from, to));
                }
            }
        }
        return last;
    }

    private (int First, int Last) Cell(Block row)
    {
        var first = row.FirstToken;
        while (first < row.LastToken && Tokens[first].Is('|'))
        {
            first++;
        }
        var last = first;
        while (last < row.LastToken && Tokens[last].Kind == TokenKind.Word)
        {
            last++;
        }
        return last < row.LastToken && Tokens[last].Is('|') ? (first, last) : (first, first);
    }

    private Mention Declare(Block block, int first, int last)
    {
        var name = document.Words(first, last);
        var technology = vocabulary.Find(name) ?? Head(first, last);
        return new Mention
        {
            Kind = MentionKind.Declared,
            First = first,
            Last = last,
            Start = Tokens[first].Start,
            End = Tokens[last - 1].End,
            Name = name,
            ComponentKind = technology?.Kind ?? ComponentKind.Service,
            Technology = technology is { IsProduct: true } ? technology : null,
            Head = technology is { IsProduct: true } ? null : technology,
            Block = block,
            Listed = true,
        };
    }

    /// <summary>"nginx-proxy", "flask-app": what one of the words says.</summary>
    private Technology? Head(int first, int last)
    {
        Technology? found = null;
        for (var i = first; i < last; i++)
        {
            if (vocabulary.Find(Tokens[i].Folded) is { Use: not TechnologyUse.Never } technology && (found is null || !found.IsProduct))
            {
                found = technology;
            }
        }
        return found;
    }
}
