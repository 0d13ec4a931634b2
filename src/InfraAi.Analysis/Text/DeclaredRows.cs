using InfraAi.Model.Texts;

namespace InfraAi.Analysis.Text;

/// <summary>Reads the other cells of a row that declares a service: "| broker | redis:7 | task queue |", "| api | … | db, rabbitmq |".</summary>
internal sealed class DeclaredRows(TextDocument document)
{
    private static readonly string[] Made = ["image", "imagen", "technolog", "tecnolog", "stack", "implement", "framework"];
    private static readonly string[] Needs =
    [
        "depends",
        "depende",
        "dependenc",
        "dependencia",
        "requires",
        "requiere",
        "uses",
        "usa",
        "database",
        "base de datos",
        "db",
        "bd",
        "queue",
        "cola",
        "storage",
        "almacen",
    ];

    private List<string> header = [];
    private int headerOf = -1;
    private int lastRow = -2;
    private Block? counted;
    private int countedTo;
    private int columns;

    private List<Token> Tokens => document.Tokens;

    /// <summary>What the cells name is the service's technology or says what it is; only products are parts of their own.</summary>
    internal void Describe(List<Mention> mentions)
    {
        foreach (var row in Rows(mentions))
        {
            document.Check();
            Header(row.Key);
            foreach (var mention in row.Skip(1))
            {
                var column = Column(row.Key, mention.First);
                if (mention.SameAs is not null)
                {
                    continue;
                }
                if (
                    mention.Kind == MentionKind.Product
                    && (StartsWith(column, Made) || (IsWholeCell(mention) && !StartsWith(column, Needs)))
                )
                {
                    row.First().Technology ??= mention.Technology;
                    mention.SameAs = row.First();
                }
                else if (mention.Kind is MentionKind.Bare or MentionKind.Named && Tokens[mention.First - 1].Is('|'))
                {
                    mention.SameAs = row.First();
                }
                else if (mention.Kind is MentionKind.Bare or MentionKind.Named or MentionKind.Actor)
                {
                    mention.Exclusion = Exclusion.Description;
                }
            }
        }
    }

    /// <summary>What a column such as "Depends on" names.</summary>
    internal IEnumerable<(Mention Service, string Needed, int Start, int End)> Dependencies(List<Mention> mentions)
    {
        foreach (var row in Rows(mentions))
        {
            document.Check();
            Header(row.Key);
            for (var i = row.First().Last; i < row.Key.LastToken; i++)
            {
                if (Tokens[i].Kind == TokenKind.Word && Tokens[i].Glue == '\0' && StartsWith(Column(row.Key, i), Needs))
                {
                    var last = i + 1;
                    while (Tokens[last].Kind == TokenKind.Word && Tokens[last].Glue is '-' or '.')
                    {
                        last++;
                    }
                    yield return (row.First(), document.Words(i, last), Tokens[i].Start, Tokens[last - 1].End);
                }
            }
        }
    }

    private static IEnumerable<IGrouping<Block, Mention>> Rows(List<Mention> mentions) =>
        mentions
            .Where(m => m.Block.Kind == BlockKind.TableRow)
            .GroupBy(m => m.Block)
            .Where(g => g.First() is { Kind: MentionKind.Declared } first && first.First <= g.Key.FirstToken + 1);

    /// <summary>Reads the columns' names, folded, from the table's first row. Rows come in the text's order.</summary>
    private void Header(Block row)
    {
        var first = row.Index;
        while (first > 0 && first - 1 != lastRow && document.Blocks[first - 1].Kind == BlockKind.TableRow)
        {
            first--;
        }
        first = first - 1 == lastRow && headerOf >= 0 ? headerOf : first;
        lastRow = row.Index;
        if (first != headerOf)
        {
            headerOf = first;
            var block = document.Blocks[first];
            var names = Folding.Fold(document.Text.AsSpan(block.Start, block.End - block.Start)).Split('|');
            header = [.. names.Skip(document.Text[block.Start] == '|' ? 1 : 0).Select(c => c.Trim(' ', '*'))];
        }
    }

    private bool IsWholeCell(Mention mention) => Tokens[mention.First - 1].Is('|') && Tokens[mention.Last].Is('|');

    private int Column(Block row, int token)
    {
        // Asked in the row's order: it counts on from the token before.
        if (row != counted || token < countedTo)
        {
            (counted, countedTo, columns) = (row, row.FirstToken, document.Text[row.Start] == '|' ? -1 : 0);
        }
        for (; countedTo < token; countedTo++)
        {
            columns += Tokens[countedTo].Is('|') ? 1 : 0;
        }
        return columns;
    }

    private bool StartsWith(int column, string[] words) =>
        column > 0 && column < header.Count && Array.Exists(words, w => header[column].StartsWith(w, StringComparison.Ordinal));
}
