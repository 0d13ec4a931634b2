namespace InfraAi.Analysis.Images;

/// <summary>What is drawn, told apart: solid shapes (icons, boxes), frames of containers, and the strokes that are left: the lines between them.</summary>
/// <param name="Solids">Boxes of icons and of boxes that hold text.</param>
/// <param name="Frames">Containers: outlined, dashed or of a colour of their own.</param>
/// <param name="Strokes">Lines and arrowheads, without text, shapes and frames.</param>
/// <param name="Solid">The pixels of the solids.</param>
internal sealed record Shapes(List<Box> Solids, List<Box> Frames, Mask Strokes, Mask Solid)
{
    /// <summary>Boxes of small connected pieces among the strokes: of icons drawn in lines, and of dashes.</summary>
    internal List<Box> Pieces { get; init; } = [];

    /// <summary>True when there are more pieces than are joined to icons.</summary>
    internal bool IsCrowded { get; init; }

    internal static Shapes Find(Ground ground, double unit, IReadOnlyList<Box> texts, List<Box> cards)
    {
        var ink = new Mask(ground.Width, ground.Height, (bool[])ground.Ink.Clone());
        var text = new Mask(ground.Width, ground.Height);
        foreach (var box in texts)
        {
            text.Fill(box, true);
        }

        // Frames first: with their lines gone, they do not join what they touch, and lines that cross them close nothing.
        var frames = FramesOf(ground, ink.Without(text), unit);
        var containers = frames.Where(f => IsContainer(f, frames, texts, unit)).ToList();
        foreach (var frame in containers)
        {
            Erase(ink, frame, Math.Max(2, (int)Math.Round(unit * 0.18)));
        }

        var closed = ground.Close(ink);
        foreach (var card in cards)
        {
            closed.Fill(card, true);
        }

        var (solids, solid) = SolidsOf(closed, texts, unit);
        containers.RemoveAll(f => solids.Exists(s => s.Common(f) > 0.9 * f.Area));
        var strokes = ink.Without(solid).Without(text);
        var pieces = new List<Box>();
        foreach (var (box, area) in strokes.Pieces().Pieces)
        {
            var (longer, shorter) = (Math.Max(box.Width, box.Height), Math.Min(box.Width, box.Height));
            // Elbows of lines hardly fill their box, lines are slender, short arrows both.
            if (
                longer < 8 * unit
                && shorter > 0.5 * unit
                && longer < 3 * shorter
                && area > (longer < 2 * shorter || shorter > unit ? 0.12 : 0.35) * box.Area
            )
            {
                pieces.Add(box);
            }
        }

        return new(WithLineArt(solids, pieces, texts, unit), containers, strokes, solid)
        {
            Pieces = pieces,
            IsCrowded = Math.Max(solids.Count, pieces.Count) > MostPieces,
        };
    }

    /// <summary>Icons drawn in lines: clusters of small pieces, alone or with what is solid of them.</summary>
    private static List<Box> WithLineArt(List<Box> solids, List<Box> pieces, IReadOnlyList<Box> texts, double unit)
    {
        var boxed = solids.Where(s => texts.Any(t => s.Contains(t.MiddleX, t.MiddleY))).ToList();
        var loose = solids
            .Except(boxed)
            .Concat(pieces.Where(p => !solids.Exists(s => s.Grow(2).Contains(p)) && Math.Max(p.Width, p.Height) > 1.4 * unit))
            .ToList();
        var icons = Merge(loose, texts, unit).Where(i => Math.Min(i.Width, i.Height) >= 1.3 * unit || solids.Contains(i));
        return [.. boxed, .. icons];
    }

    /// <summary>A frame around one label is a box; around more it holds parts.</summary>
    private static bool IsContainer(Box frame, List<Box> frames, IReadOnlyList<Box> texts, double unit)
    {
        // Its name stands in it or just above it.
        var near = Box.Of(frame.X, frame.Y - (int)(1.5 * unit), frame.Right, frame.Bottom);
        var inside = texts.Where(t => near.Contains(t.MiddleX, t.MiddleY)).ToList();
        return inside.Count > 0
            && Math.Min(frame.Width, frame.Height) > 2.5 * unit
            && (
                frame.Area > 49 * unit * unit
                || frames.Exists(f => f != frame && frame.Contains(f))
                || inside.Aggregate((a, b) => a.Union(b)).Height > 4.5 * unit
            );
    }

    private static (List<Box>, Mask) SolidsOf(Mask ink, IReadOnlyList<Box> texts, double unit)
    {
        var bare = new Mask(ink.Width, ink.Height, (bool[])ink.On.Clone());
        foreach (var text in texts)
        {
            // Letters on plain ground go; a box filled around its text stays.
            if (Filled(ink, text) < 0.62)
            {
                bare.Fill(text, false);
            }
        }

        // Boxes and full icons first, so that arrowheads that touch them fall off; then what is finer, as far as it is no such head.
        var large = Open(bare, (int)Math.Ceiling(unit * 0.5));
        var fine = Open(bare.Without(large), Math.Max(2, (int)Math.Round(unit * 0.2)));
        fine.Drop((int)(0.9 * unit));
        var solid = large.Or(fine);
        var (number, pieces) = solid.Pieces();
        var kept = new bool[pieces.Count];
        var boxes = new List<Box>();
        for (var i = 0; i < pieces.Count; i++)
        {
            var box = pieces[i].Box;
            kept[i] = Math.Max(box.Width, box.Height) >= 1.3 * unit && Math.Min(box.Width, box.Height) >= 0.7 * unit;
            if (kept[i])
            {
                boxes.Add(box);
            }
        }

        for (var i = 0; i < number.Length; i++)
        {
            solid.On[i] = number[i] >= 0 && kept[number[i]];
        }

        return (Merge(boxes, texts, unit), solid);
    }

    /// <summary>Keeps what is wider than twice the radius, to its edge.</summary>
    private static Mask Open(Mask mask, int radius) => mask.Erode(radius).Dilate(radius + 1).And(mask);

    private const int MostPieces = 400;
    private const int MostSegments = 600;

    /// <summary>The pieces of one icon lie within or next to each other.</summary>
    private static List<Box> Merge(List<Box> boxes, IReadOnlyList<Box> texts, double unit)
    {
        // A photo has thousands: no icons among them.
        for (var changed = boxes.Count <= MostPieces; changed; )
        {
            changed = false;
            for (var i = 0; i < boxes.Count && !changed; i++)
            {
                for (var j = i + 1; j < boxes.Count && !changed; j++)
                {
                    var (a, b) = (boxes[i], boxes[j]);
                    var union = a.Union(b);
                    var near = a.Grow((int)(unit * 0.35)).Common(b) > 0;
                    var inside = a.Common(b) > 0.5 * Math.Min(a.Area, b.Area);
                    if (
                        inside
                        || (near && Math.Max(union.Width, union.Height) <= 9 * unit && !texts.Any(t => a.Contains(t) || b.Contains(t)))
                    )
                    {
                        boxes[i] = union;
                        boxes.RemoveAt(j);
                        changed = true;
                    }
                }
            }
        }

        return boxes;
    }

    private static double Filled(Mask ink, Box box)
    {
        var (on, all) = (0, 0);
        // The frame of the text's box: letters hardly reach it, a fill does.
        foreach (var y in (ReadOnlySpan<int>)[box.Y, box.Bottom - 1])
        {
            for (var x = box.X; x < box.Right; x++)
            {
                all++;
                on += ink[x, y] ? 1 : 0;
            }
        }

        return (double)on / Math.Max(1, all);
    }

    private static List<Box> FramesOf(Ground ground, Mask ink, double unit)
    {
        var frames = new List<Box>();
        var whole = new Box(0, 0, ground.Width, ground.Height);
        var radius = Math.Max(2, (int)Math.Round(unit * 0.2));
        foreach (var frame in Outlines(ink.Without(ink.Erode(radius).Dilate(radius + 1)), unit))
        {
            Add(frame);
        }

        for (var i = 0; i < ground.Regions.Count; i++)
        {
            var box = ground.Regions[i].Box;
            if (box.Area < 0.97 * whole.Area && Math.Min(box.Width, box.Height) > 2.5 * unit && Sides(ground, i, box) >= 0.7)
            {
                Add(box);
            }
        }

        return frames;

        void Add(Box box)
        {
            if (!frames.Exists(f => f.Common(box) > 0.9 * Math.Max(f.Area, box.Area)))
            {
                frames.Add(box);
            }
        }
    }

    /// <summary>How much of the worst of its four sides a region reaches: 1 for a rectangle.</summary>
    private static double Sides(Ground ground, int region, Box box)
    {
        var worst = 1.0;
        for (var side = 0; side < 4; side++)
        {
            var (on, all) = (0, 0);
            var length = side < 2 ? box.Width : box.Height;
            for (var i = length / 20; i < length - (length / 20); i++)
            {
                var found = false;
                for (var depth = 0; depth < 4 && !found; depth++)
                {
                    var (x, y) = side switch
                    {
                        0 => (box.X + i, box.Y + depth),
                        1 => (box.X + i, box.Bottom - 1 - depth),
                        2 => (box.X + depth, box.Y + i),
                        _ => (box.Right - 1 - depth, box.Y + i),
                    };
                    found = ground.Region[(y * ground.Width) + x] == region;
                }

                all++;
                on += found ? 1 : 0;
            }

            worst = Math.Min(worst, (double)on / Math.Max(1, all));
        }

        return worst;
    }

    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
    private readonly record struct Segment(int At, int From, int To, bool Whole);

    /// <summary>Frames made of four straight strokes, dashed ones too.</summary>
    private static List<Box> Outlines(Mask strokes, double unit)
    {
        var across = Segments(strokes, (int)(4 * unit), unit, horizontal: true);
        var down = Segments(strokes, (int)(2 * unit), unit, horizontal: false);
        var near = (int)Math.Ceiling(1.3 * unit);
        var badge = (int)Math.Ceiling(4 * unit);
        var found = new List<(Box Box, bool Whole)>();
        for (var i = 0; i < across.Count; i++)
        {
            for (var j = 0; j < across.Count; j++)
            {
                var (top, bottom) = (across[i], across[j]);
                // An icon may cover the upper left corner.
                if (
                    bottom.At - top.At < 2 * unit
                    || top.From - bottom.From > badge
                    || bottom.From - top.From > near
                    || Math.Abs(top.To - bottom.To) > near
                )
                {
                    continue;
                }

                bool Side(Segment s, int x) =>
                    Math.Abs(s.At - x) <= near && s.From - top.At <= badge && top.At - s.From <= near && Math.Abs(s.To - bottom.At) <= near;
                var left = down.FindIndex(s => Side(s, Math.Min(top.From, bottom.From)));
                var right = down.FindIndex(s => Side(s, Math.Max(top.To, bottom.To)));
                if (left >= 0 && right >= 0 && left != right)
                {
                    found.Add(
                        (
                            Box.Of(down[left].At, top.At, down[right].At + 1, bottom.At + 1),
                            top.Whole && bottom.Whole && down[left].Whole && down[right].Whole
                        )
                    );
                }
            }
        }

        // Boxes in a row or a column, close to each other, are no frame around them: their own edges part it from side to side.
        return
        [
            .. found
                .Where(f =>
                    f.Whole
                    || !(
                        Parts(across, f.Box.X, f.Box.Right, f.Box.Y, f.Box.Bottom)
                        || Parts(down, f.Box.Y, f.Box.Bottom, f.Box.X, f.Box.Right)
                    )
                )
                .Select(f => f.Box),
        ];

        bool Parts(List<Segment> segments, int from, int to, int first, int last) =>
            segments.Count(s => Math.Abs(s.From - from) <= 3 && Math.Abs(s.To - to) <= 3 && s.At > first + unit && s.At < last - unit) > 1;
    }

    private static List<Segment> Segments(Mask strokes, int least, double unit, bool horizontal)
    {
        var (lines, length) = horizontal ? (strokes.Height, strokes.Width) : (strokes.Width, strokes.Height);
        // Text on the frame, and arrows' ends, hide a part of it.
        var gap = (int)Math.Ceiling(0.9 * unit);
        var found = new List<Segment>();
        for (var line = 0; line < lines; line++)
        {
            var (from, last, on) = (-1, -1, 0);
            for (var i = 0; i <= length; i++)
            {
                var set = i < length && (horizontal ? strokes[i, line] : strokes[line, i]);
                if (set)
                {
                    from = from < 0 ? i : from;
                    last = i;
                    on++;
                }

                if (from >= 0 && (i - last > gap || i == length))
                {
                    if (last - from >= least && on > 0.4 * (last - from))
                    {
                        Keep(new(line, from, last + 1, on > last - from - 2));
                    }

                    (from, on) = (-1, 0);
                }
            }
        }

        // A photo or a page of text has many: the longest are looked at.
        return found.Count <= MostSegments ? found : [.. found.OrderByDescending(s => s.To - s.From).Take(MostSegments).OrderBy(s => s.At)];

        void Keep(Segment segment)
        {
            var at = found.FindIndex(s =>
                segment.At - s.At <= 3 && Math.Abs(s.From - segment.From) < unit && Math.Abs(s.To - segment.To) < unit
            );
            if (at < 0)
            {
                found.Add(segment);
            }
        }
    }

    private static void Erase(Mask strokes, Box frame, int reach)
    {
        var outer = frame.Grow(reach);
        var thick = (2 * reach) + 1;
        strokes.Fill(outer with { Height = thick }, false);
        strokes.Fill(outer with { Y = outer.Bottom - thick, Height = thick }, false);
        strokes.Fill(outer with { Width = thick }, false);
        strokes.Fill(outer with { X = outer.Right - thick, Width = thick }, false);
    }
}
