using InfraAi.Analysis.Images.Engine;

namespace InfraAi.Analysis.Images;

/// <summary>Reads a decoded picture into a drawing: text, shapes, frames, lines, and what names what.</summary>
internal sealed class DrawingReader
{
    private readonly Raster picture;
    private readonly List<TextLine> lines;
    private readonly double unit;
    private readonly Ground ground;
    private readonly Shapes shapes;
    private readonly List<Caption> captions;
    private readonly List<TextLine> steps;
    private readonly List<DrawnPart> parts = [];
    private readonly List<DrawnGroup> groups = [];
    private readonly HashSet<Caption> used = [];
    private bool crowded;

    private DrawingReader(Raster picture, List<TextLine> lines)
    {
        (this.picture, this.lines) = (picture, lines);
        var heights = lines.Where(l => l.Text.Length > 2).Select(l => l.Box.Height).Order().ToList();
        unit = Math.Clamp(heights.Count == 0 ? 16 : heights[heights.Count / 2] * 0.9, 8, 48);
        var texts = lines.Where(l => l.Confidence > 0.6).Select(l => l.Box).ToList();
        var even = Ripples.Removed(picture);
        ground = Ground.Find(even, unit, texts);
        shapes = Shapes.Find(ground, unit, texts, Cards.Find(even, unit, texts, clean: even == picture));
        captions = Captions.Join(lines, ground, shapes.Solid, shapes.Solids, out steps);
    }

    internal static Drawing Read(Raster picture, PictureEngine engine)
    {
        return Open(picture, engine).Read();
    }

    internal static DrawingReader Open(Raster picture, PictureEngine engine) =>
        Of(picture, LineReader.Read(picture, LineFinder.Find(picture, engine), engine));

    /// <summary>The same with lines that were read before.</summary>
    internal static DrawingReader Of(Raster picture, List<TextLine> lines) => new(picture, Accents.Restore(lines, picture));

    internal Shapes Shapes => shapes;
    internal List<Caption> All => captions;
    internal double Unit => unit;

    internal Drawing Read()
    {
        if (captions.Count == 0)
        {
            return new([], [], [], null, lines);
        }

        var inside = Inside();
        var badges = Titles(inside);
        Boxes(inside);
        Icons(inside, badges);
        Childless();
        Wrap();
        var links = Links();
        foreach (var part in parts)
        {
            part.Group = GroupOf(part);
        }

        return new(parts, groups, links, Title(), lines) { IsCrowded = crowded || shapes.IsCrowded };
    }

    /// <summary>Which captions stand in which solid.</summary>
    private ILookup<int, Caption> Inside() =>
        captions
            .Select(c =>
                (Solid: shapes.Solids.FindIndex(s => s.Contains(c.Box.MiddleX, c.Box.MiddleY) && s.Height > 0.8 * c.Box.Height), c)
            )
            .ToLookup(p => p.Solid, p => p.c);

    /// <summary>Finds the names of containers, and the icons that go with such a name.</summary>
    private HashSet<int> Titles(ILookup<int, Caption> inside)
    {
        var badges = new HashSet<int>();
        foreach (var frame in shapes.Frames.OrderBy(f => f.Area))
        {
            var best = inside[-1]
                .Where(c => !used.Contains(c))
                .Select(c => (Caption: c, Cost: TitleCost(frame, c)))
                .Where(t => t.Cost < double.MaxValue)
                .OrderBy(t => t.Cost)
                .FirstOrDefault();
            if (best.Caption is not { } title)
            {
                continue;
            }

            var badge = shapes.Solids.FindIndex(s =>
                s.CommonY(title.Box) > 0.5 * title.Box.Height
                && s.Right <= title.Box.X + (0.3 * unit)
                && title.Box.X - s.Right < 1.5 * unit
                && s.X - frame.X < 1.5 * unit
                && Math.Max(s.Width, s.Height) < 6 * unit
            );
            if (Lonely(frame))
            {
                var words = captions
                    .Where(c => frame.Contains(c.Box.MiddleX, c.Box.MiddleY))
                    .Append(title)
                    .Distinct()
                    .OrderBy(c => c.Box.Y)
                    .ToList();
                used.UnionWith(words);
                var label = words.Select(c => c.Box).Aggregate((a, b) => a.Union(b));
                parts.Add(Named(words, label, frame));
                continue;
            }

            used.Add(title);
            if (badge >= 0)
            {
                badges.Add(badge);
            }

            groups.Add(new(title.Text, title.Box, frame));
        }

        return badges;
    }

    /// <summary>A frame around nothing but a few lines in its middle is a box with its text.</summary>
    private bool Lonely(Box frame)
    {
        var words = captions.Where(c => frame.Contains(c.Box.MiddleX, c.Box.MiddleY)).ToList();
        return words.Count <= 3
            && words.TrueForAll(c => Math.Abs(c.Box.MiddleX - frame.MiddleX) < Math.Max(unit, 0.15 * frame.Width))
            && !shapes.Solids.Exists(s => frame.Contains(s.MiddleX, s.MiddleY))
            && !shapes.Frames.Exists(f => f != frame && frame.Contains(f));
    }

    /// <summary>A named frame with nothing in it but words is a part.</summary>
    private void Childless()
    {
        for (var i = groups.Count - 1; i >= 0; i--)
        {
            var (name, label, frame) = groups[i];
            if (
                !parts.Exists(p => frame.Contains(p.Box.MiddleX, p.Box.MiddleY))
                && !groups.Exists(g => g != groups[i] && frame.Contains(g.Frame))
                && !shapes.Solids.Exists(s => frame.Contains(s.MiddleX, s.MiddleY) && Math.Min(s.Width, s.Height) > 2 * unit)
            )
            {
                groups.RemoveAt(i);
                parts.Add(new(name, label, frame, 0.85));
            }
        }
    }

    /// <summary>A frame without a name around one part is that part's box: lines end at it.</summary>
    private void Wrap()
    {
        foreach (var frame in shapes.Frames.Where(f => !groups.Exists(g => g.Frame == f)).OrderBy(f => f.Area))
        {
            var inside = parts.FindAll(p => frame.Contains(p.Box.MiddleX, p.Box.MiddleY));
            if (inside is [{ Shape: not null } part] && frame.Area < 12 * part.Box.Area && !groups.Exists(g => frame.Contains(g.Frame)))
            {
                parts[parts.IndexOf(part)] = part with { Shape = part.Box.Union(frame) };
            }
        }
    }

    private double TitleCost(Box frame, Caption caption)
    {
        var box = caption.Box;
        var within = frame.CommonX(box) > 0.8 * box.Width;
        if (!within || box.Width > frame.Width * 1.05)
        {
            return double.MaxValue;
        }

        var top = box.Y - frame.Y;
        var left = box.X - frame.X;
        var middle = Math.Abs(box.MiddleX - frame.MiddleX);
        var placed = left < 5 * unit || middle < Math.Max(unit, 0.08 * frame.Width) || frame.Right - box.Right < 1.5 * unit;
        if (!placed)
        {
            return double.MaxValue;
        }

        // At its upper edge, on it, or just above.
        if (top > -1.2 * box.Height - (0.4 * unit) && top < 2 * unit)
        {
            var icon = shapes.Solids.Exists(s =>
                s.CommonX(box) > 0.3 * box.Width
                && s.Bottom <= box.Y + (0.5 * unit)
                && box.Y - s.Bottom < unit
                && frame.Contains(s.MiddleX, s.MiddleY)
            );
            return icon
                ? double.MaxValue
                : Math.Abs(top - (0.5 * unit)) + (Math.Min(Math.Min(left, middle), frame.Right - box.Right) * 0.1);
        }

        // Alone in it, it is a box with its text.
        return frame.Contains(box) && Lonely(frame) ? 100 : double.MaxValue;
    }

    /// <summary>Boxes that hold their name.</summary>
    private void Boxes(ILookup<int, Caption> inside)
    {
        foreach (var group in inside.Where(g => g.Key >= 0))
        {
            var box = shapes.Solids[group.Key];
            var words = group.Where(c => !used.Contains(c) && Telling(c)).OrderBy(c => c.Box.Y).ToList();
            if (words.Count == 0 || IsIcon(box, words))
            {
                continue;
            }

            foreach (var caption in words)
            {
                used.Add(caption);
            }

            var label = words.Select(c => c.Box).Aggregate((a, b) => a.Union(b));
            if (Named(words, label, box) is var part && !IsProse(part.Name))
            {
                parts.Add(part);
            }
        }
    }

    /// <summary>Sentences explain and name nothing.</summary>
    private static bool IsProse(string text) => text.Count(c => c == ' ') >= MostWords;

    private const int MostWords = 12;

    /// <summary>A box is called by its largest letters, without what is said of it in smaller ones or in brackets: "[Container: Java]".</summary>
    private static DrawnPart Named(List<Caption> words, Box label, Box box)
    {
        var all = words.SelectMany(w => w.Lines).ToList();
        var largest = all.Max(Size);
        var name = all.FindAll(l => Size(l) >= Smaller * largest && l.Text[0] is not ('[' or '«' or '<'));
        name = name.Count > 0 ? name : all;
        return new(string.Join(' ', name.Take(LongestName).Select(l => l.Text)), label, box, name.Average(l => l.Confidence));
    }

    /// <summary>How large a line is written: its height, which is more with a "T" and with a "g", by what letters it has.</summary>
    private static double Size(TextLine line) =>
        line.Box.Height
        / (0.25 + (line.Text.Any(c => !"acegmnopqrsuvwxyz".Contains(c)) ? 0.72 : 0.52) + (line.Text.Any("gjpqy,()[]".Contains) ? 0.21 : 0));

    /// <summary>Of the size of the largest line: what is less is written in smaller letters.</summary>
    private const double Smaller = 0.82;

    /// <summary>Lines.</summary>
    private const int LongestName = 6;

    /// <summary>An icon may have letters in it; its name then stands next to it.</summary>
    private bool IsIcon(Box box, List<Caption> words)
    {
        var square = Math.Max(box.Width, box.Height) < 1.45 * Math.Min(box.Width, box.Height);
        return square
            && words.Sum(w => (double)w.Box.Area) < 0.35 * box.Area
            && captions.Exists(c =>
                !used.Contains(c)
                && !shapes.Solids.Exists(s => s.Contains(c.Box.MiddleX, c.Box.MiddleY))
                && Math.Abs(c.Box.MiddleX - box.MiddleX) < 0.35 * box.Width
                && c.Box.Y >= box.Bottom - (0.9 * unit)
                && c.Box.Y - box.Bottom < 1.4 * unit
            );
    }

    /// <summary>A word; "S3" is one too.</summary>
    private static bool Telling(Caption caption) =>
        caption.Text.Any(char.IsLetter) && caption.Text.Count(char.IsLetterOrDigit) >= 2 && caption.Confidence > 0.75;

    private enum Side
    {
        Below,
        Above,
        Right,
        Left,
    }

    /// <summary>Gives icons their names: first wherever they fit best, then by the side that most of them have them on.</summary>
    private void Icons(ILookup<int, Caption> inside, HashSet<int> badges)
    {
        var taken = parts.Select(p => p.Shape).ToHashSet();
        var icons = shapes
            .Solids.Select((box, i) => (Box: box, Number: i))
            .Where(s => !badges.Contains(s.Number) && !taken.Contains(s.Box))
            .ToList();
        var free = captions
            .Where(c =>
                !used.Contains(c)
                && c.Text.Count(char.IsLetterOrDigit) > 1
                && !IsProse(c.Text)
                && !shapes.Solids.Exists(s => s.Contains(c.Box) && s.Area < 40 * c.Box.Area)
            )
            .ToList();
        var bonus = new double[4];
        var pairs = Match();
        foreach (var side in pairs.GroupBy(p => p.Side))
        {
            bonus[(int)side.Key] = unit * side.Count() / pairs.Count;
        }

        foreach (var (caption, icon, _) in Match())
        {
            used.Add(caption);
            var letters = inside[icon.Number].Where(c => c != caption && Telling(c)).Select(c => c.Text).FirstOrDefault();
            parts.Add(new(caption.Text, caption.Box, icon.Box, caption.Confidence) { Hint = letters });
        }

        Complete(icons.ConvertAll(i => i.Box));

        List<(Caption Caption, (Box Box, int Number) Icon, Side Side)> Match()
        {
            var candidates = new List<(double Cost, Caption Caption, (Box Box, int Number) Icon, Side Side)>();
            foreach (var caption in free)
            {
                foreach (var icon in icons)
                {
                    if (Fit(icon.Box, caption.Box) is { } fit)
                    {
                        // Letters in the icon are its name only where there is no other.
                        var within = icon.Box.Contains(caption.Box.MiddleX, caption.Box.MiddleY) ? 3 * unit : 0;
                        candidates.Add((fit.Cost + within - bonus[(int)fit.Side], caption, icon, fit.Side));
                    }
                }
            }

            var (captionsDone, iconsDone) = (new HashSet<Caption>(), new HashSet<int>());
            var found = new List<(Caption, (Box, int), Side)>();
            foreach (var (_, caption, icon, side) in candidates.OrderBy(c => c.Cost))
            {
                if (!captionsDone.Contains(caption) && !iconsDone.Contains(icon.Number))
                {
                    captionsDone.Add(caption);
                    iconsDone.Add(icon.Number);
                    found.Add((caption, icon, side));
                }
            }

            return found;
        }
    }

    /// <summary>Icons are drawn of pieces: what stands above a piece that has its name below, and belongs to nothing else, is part of the same icon.</summary>
    private void Complete(List<Box> icons)
    {
        var claimed = parts.Select(p => p.Shape).ToHashSet();
        var pieces = icons.Where(i => !claimed.Contains(i)).Concat(shapes.Pieces.Where(p => Math.Max(p.Width, p.Height) >= unit)).ToList();
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i].Shape is not { } shape || parts[i].Label.Y < shape.MiddleY || shape.Contains(parts[i].Label))
            {
                continue;
            }

            for (var grown = true; grown; )
            {
                grown = false;
                foreach (var piece in pieces)
                {
                    var union = shape.Union(piece);
                    if (
                        union != shape
                        && union.Bottom - shape.Bottom < 0.5 * unit
                        && Math.Abs(piece.MiddleX - parts[i].Label.MiddleX) < Math.Max(2.2 * unit, 0.6 * shape.Width)
                        && shape.GapY(piece) <= 0.8 * unit
                        && shape.GapX(piece) <= 0.5 * unit
                        && Math.Max(union.Width, union.Height) <= 9 * unit
                        && (Math.Min(piece.Width, piece.Height) >= 0.8 * unit || shape.Grow(2).Common(piece) > 0)
                        && !captions.Exists(c => c.Box.Common(union) > 0.3 * c.Box.Area && c.Box.Common(shape) == 0)
                    )
                    {
                        (shape, grown) = (union, true);
                    }
                }
            }

            parts[i] = parts[i] with { Shape = shape };
        }
    }

    private (double Cost, Side Side)? Fit(Box icon, Box label)
    {
        var size = Math.Max(icon.Width, icon.Height);
        if (size > 14 * unit || size < 1.3 * unit)
        {
            return null;
        }

        var offset = Math.Abs(icon.MiddleX - label.MiddleX);
        if (offset < Math.Max(0.5 * icon.Width, 0.8 * unit))
        {
            var below = label.Y - icon.Bottom;
            if (below > -0.9 * unit && below < 2.6 * unit)
            {
                return (Math.Max(0, below) + (0.4 * offset), Side.Below);
            }

            var above = icon.Y - label.Bottom;
            if (above > -0.5 * unit && above < 1.2 * unit)
            {
                return (Math.Max(0, above) + (0.4 * offset) + (0.5 * unit), Side.Above);
            }
        }

        var level = Math.Abs(icon.MiddleY - label.MiddleY);
        if (level < 0.6 * icon.Height)
        {
            var right = label.X - icon.Right;
            if (right > -0.4 * unit && right < 1.3 * unit)
            {
                return (Math.Max(0, right) + (0.4 * level) + (0.8 * unit), Side.Right);
            }

            var left = icon.X - label.Right;
            if (left > -0.4 * unit && left < unit)
            {
                return (Math.Max(0, left) + (0.4 * level) + (1.2 * unit), Side.Left);
            }
        }

        return null;
    }

    private List<DrawnLink> Links()
    {
        var hidden = new Mask(picture.Width, picture.Height);
        foreach (var line in lines)
        {
            hidden.Fill(line.Box.Grow((int)(0.2 * unit)), true);
        }

        foreach (var step in steps)
        {
            hidden.Fill(step.Box.Grow((int)(0.8 * unit)), true);
        }

        // Marks on lines, whose number was not read.
        foreach (var mark in shapes.Solids.Where(s => Math.Max(s.Width, s.Height) < 2.5 * unit && !parts.Exists(p => p.Box.Common(s) > 0)))
        {
            hidden.Fill(mark.Grow(3), true);
            shapes.Strokes.Fill(mark.Grow(2), false);
        }

        foreach (var frame in shapes.Frames)
        {
            var band = (int)Math.Ceiling(unit * 0.4);
            hidden.Fill(frame.Grow(band) with { Height = 2 * band }, true);
            hidden.Fill(new Box(frame.X - band, frame.Bottom - band, frame.Width + (2 * band), 2 * band), true);
            hidden.Fill(frame.Grow(band) with { Width = 2 * band }, true);
            hidden.Fill(new Box(frame.Right - band, frame.Y - band, 2 * band, frame.Height + (2 * band)), true);
        }

        var anchors = parts.Select(IReadOnlyList<Box> (p) => p.Shape is { } shape ? [shape, p.Label, p.Box] : [p.Label]).ToList();
        var graph = Strokes.Of(shapes.Strokes, unit);
        var found = Connectors.Find(
            graph,
            shapes.Strokes,
            hidden,
            new Mask(ground.Width, ground.Height, ground.Ink),
            anchors,
            [.. groups.Select(g => g.Frame)],
            unit,
            out crowded
        );
        var links = new List<DrawnLink>();
        var labels = EdgeLabels(found);
        foreach (var (connector, label) in found.Zip(labels))
        {
            var box = connector.Points.Select(p => new Box(p.X, p.Y, 1, 1)).Aggregate((a, b) => a.Union(b));
            // Without an arrowhead, a line is read the way people read: from the left and from above.
            var (from, to) =
                connector.Directed || Order(connector.From) <= Order(connector.To)
                    ? (connector.From, connector.To)
                    : (connector.To, connector.From);
            links.Add(new(from, to, connector.Directed, label, box));
            if (connector.Both)
            {
                links.Add(new(to, from, connector.Directed, label, box));
            }
        }

        double Order(int end)
        {
            var box = end < parts.Count ? parts[end].Box : groups[end - parts.Count].Frame;
            return box.MiddleX + box.MiddleY;
        }

        return [.. links.DistinctBy(l => (l.From, l.To))];
    }

    /// <summary>Words that name no part and stand on or beside a line are the line's.</summary>
    private string?[] EdgeLabels(List<Connector> connectors)
    {
        var labels = new string?[connectors.Count];
        foreach (var caption in captions.Where(c => !used.Contains(c) && c.Text.Any(char.IsLetter) && c.Text.Count(char.IsWhiteSpace) < 7))
        {
            var (x, y) = (caption.Box.MiddleX, caption.Box.MiddleY);
            var near = connectors
                .Select(
                    (c, i) =>
                        (
                            Number: i,
                            Distance: c.Points.Zip(c.Points.Skip(1))
                                .Select(s => Distance(x, y, s.First, s.Second))
                                .DefaultIfEmpty(double.MaxValue)
                                .Min()
                        )
                )
                .OrderBy(c => c.Distance)
                .FirstOrDefault((Number: -1, Distance: double.MaxValue));
            if (near.Distance < (0.5 * caption.Box.Height) + unit)
            {
                labels[near.Number] = labels[near.Number] is { } before ? $"{before} {caption.Text}" : caption.Text;
            }
        }

        return labels;
    }

    private static double Distance(double x, double y, (int X, int Y) a, (int X, int Y) b)
    {
        var (dx, dy) = ((double)b.X - a.X, (double)b.Y - a.Y);
        var square = (dx * dx) + (dy * dy);
        var part = square == 0 ? 0 : Math.Clamp((((x - a.X) * dx) + ((y - a.Y) * dy)) / square, 0, 1);
        return Math.Sqrt(Math.Pow(x - a.X - (part * dx), 2) + Math.Pow(y - a.Y - (part * dy), 2));
    }

    private int GroupOf(DrawnPart part)
    {
        var best = -1;
        for (var i = 0; i < groups.Count; i++)
        {
            if (
                groups[i].Frame.Contains(part.Box.MiddleX, part.Box.MiddleY) && (best < 0 || groups[i].Frame.Area < groups[best].Frame.Area)
            )
            {
                best = i;
            }
        }

        return best;
    }

    /// <summary>The words written largest that name no part.</summary>
    private string? Title() =>
        captions
            .Where(c => !used.Contains(c) && c.Text.Count(char.IsLetter) > 4 && c.LineHeight > 1.3 * unit)
            .MaxBy(c => c.LineHeight)
            ?.Text;
}
