namespace InfraAi.Analysis.Text;

/// <summary>Joins the parts above and below the arrows of a drawing that point up and down, and the root of a tree with its branches.</summary>
internal sealed class DrawingReader(TextDocument document, MentionIndex mentions)
{
    private string Text => document.Text;

    private sealed record Row(int Start, int End);

    internal List<Link> Read()
    {
        var links = new List<Link>();
        foreach (var block in document.Blocks)
        {
            if (block.Kind == BlockKind.Diagram)
            {
                ReadDrawing(Rows(block), links);
            }
        }
        return links;
    }

    private void ReadDrawing(List<Row> rows, List<Link> links)
    {
        for (var r = 0; r < rows.Count; r++)
        {
            document.Check();
            for (var i = rows[r].Start; i < rows[r].End; i++)
            {
                if (BlockReader.IsVerticalArrow(Text[i]))
                {
                    Join(links, rows, r, i - rows[r].Start, Text[i] is '↓' or '▼' or '⬇');
                }
            }
        }
    }

    private List<Row> Rows(Block block)
    {
        var rows = new List<Row>();
        for (var start = LineStart(block.Start); start < block.End; )
        {
            var end = Text.IndexOf('\n', start);
            end = end < 0 || end > block.End ? block.End : end;
            rows.Add(new Row(start, end));
            start = end + 1;
        }
        return rows;
    }

    private int LineStart(int offset) => offset == 0 ? 0 : Text.LastIndexOf('\n', offset - 1) + 1;

    private void Join(List<Link> links, List<Row> rows, int row, int column, bool down)
    {
        if (Nearest(rows, row, -1, column) is { } above && Nearest(rows, row, 1, column) is { } below)
        {
            var (from, to) = down ? (above, below) : (below, above);
            links.Add(
                new Link(
                    from,
                    to,
                    Flow.KindOf(from.ComponentKind, to.ComponentKind),
                    null,
                    Math.Min(from.Start, to.Start),
                    Math.Max(from.End, to.End),
                    0.9
                )
            );
        }
    }

    /// <summary>The part in the next row with parts that stands over or under the column, or the nearest to it.</summary>
    private Mention? Nearest(List<Row> rows, int row, int step, int column)
    {
        for (var r = row + step; r >= 0 && r < rows.Count && Math.Abs(r - row) <= 4; r += step)
        {
            Mention? best = null;
            var distance = 13;
            foreach (var mention in mentions.Within(rows[r].Start, rows[r].End))
            {
                if (
                    mention.Kind == MentionKind.Bare && !mention.Promoted
                    || mention.Technology is { Use: Model.Vocabulary.TechnologyUse.Never }
                )
                {
                    continue;
                }
                var (from, to) = (mention.Start - rows[r].Start, mention.End - rows[r].Start);
                var away =
                    column < from ? from - column
                    : column > to ? column - to
                    : 0;
                if (away < distance)
                {
                    (best, distance) = (mention, away);
                }
            }
            if (best is not null)
            {
                return best;
            }
        }
        return null;
    }
}
