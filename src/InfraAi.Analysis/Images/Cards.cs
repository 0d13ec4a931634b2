namespace InfraAi.Analysis.Images;

/// <summary>Boxes whose edge is too faint to count as drawn: rectangles that hardly differ from what lies around them, with words and room around the words.</summary>
internal static class Cards
{
    /// <summary>Levels that neighbours within one card differ by, in a picture without noise: the pixels of round corners lie between both colours.</summary>
    private const int Clean = 3;
    private const int Noisy = 7;

    /// <summary>A plate behind a line's label is hardly higher than its words.</summary>
    private const double Room = 0.8;

    /// <summary>In squares of the unit; larger ones are containers.</summary>
    private const double MostArea = 49;
    private const double LeastFilled = 0.93;

    /// <summary>Of the card's area: with more drawn in it, it is a container.</summary>
    private const double MostIcon = 0.15;

    /// <param name="clean">False for a picture that was compressed with loss.</param>
    internal static List<Box> Find(Raster picture, double unit, IReadOnlyList<Box> texts, bool clean)
    {
        var (most, smooth) = ((int)(MostArea * unit * unit), clean ? Clean : Noisy);
        var cards = new List<Box>();
        var seen = new int[picture.Width * picture.Height];
        for (var i = 0; i < texts.Count; i++)
        {
            var text = texts[i];
            if (
                !cards.Exists(c => c.Contains(text))
                && Flat(picture, (text.Y * picture.Width) + text.X, smooth, most, seen, i + 1) is var (box, area)
                && box.Contains(text)
                && Named(box, area)
            )
            {
                cards.Add(box);
            }
        }

        return cards;

        // One block of words, room around it, and at most a small icon.
        bool Named(Box box, int area)
        {
            var words = texts.Where(t => box.Contains(t.MiddleX, t.MiddleY)).ToList();
            var block = words.Aggregate((a, b) => a.Union(b));
            return box.Height > block.Height + (Room * unit)
                && block.Area < 2 * words.Sum(w => w.Area)
                && box.Area - area - words.Sum(w => w.Area) < MostIcon * box.Area;
        }
    }

    /// <summary>The flat rectangle around a pixel, and how many of its pixels are flat; null when it is too large or none.</summary>
    private static (Box Box, int Area)? Flat(Raster picture, int start, int smooth, int most, int[] seen, int mark)
    {
        var width = picture.Width;
        var rows = new Dictionary<int, (int First, int Last)>();
        var open = new Stack<int>([start]);
        seen[start] = mark;
        var count = 0;
        while (open.TryPop(out var at))
        {
            if (++count > most)
            {
                return null;
            }

            var (y, x) = Math.DivRem(at, width);
            rows[y] = rows.TryGetValue(y, out var row) ? (Math.Min(row.First, x), Math.Max(row.Last, x)) : (x, x);
            Go(x > 0, at, at - 1);
            Go(x < width - 1, at, at + 1);
            Go(y > 0, at, at - width);
            Go(y < picture.Height - 1, at, at + width);
        }

        var (left, right) = (rows.Values.Min(r => r.First), rows.Values.Max(r => r.Last) + 1);
        var box = Box.Of(left, rows.Keys.Min(), right, rows.Keys.Max() + 1);
        return rows.Values.Sum(r => r.Last - r.First + 1) > LeastFilled * box.Area ? (box, count) : null;

        void Go(bool within, int from, int to)
        {
            if (
                within
                && seen[to] != mark
                && Math.Abs(picture.Red[from] - picture.Red[to]) <= smooth
                && Math.Abs(picture.Green[from] - picture.Green[to]) <= smooth
                && Math.Abs(picture.Blue[from] - picture.Blue[to]) <= smooth
            )
            {
                seen[to] = mark;
                open.Push(to);
            }
        }
    }
}
