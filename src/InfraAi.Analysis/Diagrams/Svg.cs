using InfraAi.Model;

namespace InfraAi.Analysis.Diagrams;

/// <summary>An SVG picture without a source inside, by what is drawn where: boxes with their words, icons with their captions, lines between them.</summary>
internal static class Svg
{
    /// <summary>Everything is compared with everything near: more shapes, lines or texts than this are no architecture.</summary>
    private const int MostCompared = 4_000;
    private const long MostDistances = 64_000_000;

    private sealed class Box(Area area, int line)
    {
        internal Area Area { get; set; } = area;
        internal int Line { get; } = line;

        /// <summary>The smallest box with words around it.</summary>
        internal Box? Parent { get; set; }
        internal List<SvgText> Words { get; } = [];

        internal bool IsGroup { get; set; }
        internal Node? Node { get; set; }
    }

    private sealed record Tie(SvgLine Line)
    {
        internal Box? From { get; set; }
        internal Box? To { get; set; }
        internal string? Label { get; set; }
    }

    internal static Sketch Read(SourceText source)
    {
        var picture = SvgPicture.Read(source.Text);
        source.Check();
        var sketch = new Sketch(source) { SameNameIsSamePart = true };
        if (picture.Texts.Count == 0)
        {
            return sketch;
        }

        var em = picture.Texts.Select(t => t.Size).Order().ElementAt(picture.Texts.Count / 2);
        var near = 1.2 * em;
        var lines = picture.Lines.FindAll(l => Length(l) > em);
        Heads(picture.Shapes, lines, em, source);
        var boxes = Boxes(picture, em);
        var texts = picture.Texts.FindAll(t => !Labels.IsMark(t.Text));
        if (boxes.Count > MostCompared || lines.Count > MostCompared || texts.Count > MostCompared)
        {
            throw new BrokenSourceException(
                1,
                $"more than {MostCompared} boxes, lines or texts",
                $"más de {MostCompared} cajas, líneas o textos",
                tooLarge: true
            );
        }

        var points = lines.Sum(l => (long)l.Points.Count);
        if (points * (texts.Count + boxes.Count) > MostDistances)
        {
            throw new BrokenSourceException(
                1,
                $"{points} points of lines among {texts.Count + boxes.Count} boxes and texts",
                $"{points} puntos de líneas entre {texts.Count + boxes.Count} cajas y textos",
                tooLarge: true
            );
        }

        var ties = lines.ConvertAll(l => new Tie(l));
        var loose = Fill(boxes, texts, ties, near, source);
        var parts = Captions(boxes, loose, em, source);
        Contain(parts, loose, em);
        Declare(sketch, parts, picture.Origin);
        var ends = parts.FindAll(p => p.Node is not null);
        foreach (var tie in ties)
        {
            source.Check();
            tie.From = At(ends, tie.Line.Points[0], near);
            tie.To = At(ends, tie.Line.Points[^1], near);
        }

        Words(sketch, loose, ties, ends, near, picture.Origin);
        Fork(ties, em, source);
        // Cells of a table touch: the lines between them connect nothing.
        ties.RemoveAll(t => !t.Line.HeadAtStart && !t.Line.HeadAtEnd && t.From is { } a && t.To is { } b && a.Area.Meets(b.Area, 0.3 * em));
        Relate(sketch, ties, picture.Origin);
        return sketch;
    }

    private static double Length(SvgLine line) =>
        line.Points.Zip(line.Points.Skip(1), (a, b) => Math.Sqrt(Math.Pow(a.X - b.X, 2) + Math.Pow(a.Y - b.Y, 2))).Sum();

    /// <summary>Small filled shapes at the ends of lines are their heads, and the line goes on to their far side.</summary>
    private static void Heads(List<SvgShape> shapes, List<SvgLine> lines, double em, SourceText source)
    {
        var small = shapes.FindAll(s => s.MayBeHead && Math.Max(s.Area.Width, s.Area.Height) < 1.3 * em).Take(MostCompared).ToList();
        foreach (var line in lines.Take(MostCompared))
        {
            source.Check();
            for (var end = 0; end < 2; end++)
            {
                var (x, y) = end == 0 ? line.Points[0] : line.Points[^1];
                if (small.Find(s => s.Area.Distance(x, y) < 0.25 * em) is not { } head)
                {
                    continue;
                }

                shapes.Remove(head);
                line.Points[end == 0 ? 0 : line.Points.Count - 1] = (head.Area.X, head.Area.Y);
                (line.HeadAtStart, line.HeadAtEnd) = (line.HeadAtStart || end == 0, line.HeadAtEnd || end == 1);
            }
        }
    }

    /// <summary>Shapes large enough for a part, each once, without the canvas.</summary>
    private static List<Box> Boxes(SvgPicture picture, double em)
    {
        var all = picture
            .Shapes.Select(s => s.Area)
            .Concat(picture.Texts.Select(t => t.Area))
            .Concat(picture.Lines.Select(l => Area.Around(l.Points)))
            .Aggregate((a, b) => a.Union(b));
        var boxes = new Dictionary<(int, int, int, int), Box>();
        foreach (var shape in picture.Shapes)
        {
            var area = shape.Area;
            if (Math.Min(area.Width, area.Height) >= 0.8 * em && area.Size < 0.9 * all.Size)
            {
                // A shadow or a second outline lies within two units of the first.
                boxes.TryAdd(
                    ((int)(area.Left / 4), (int)(area.Top / 4), (int)(area.Right / 4), (int)(area.Bottom / 4)),
                    new Box(area, shape.Line)
                );
            }
        }

        return [.. boxes.Values.OrderBy(b => b.Area.Size)];
    }

    /// <summary>Gives each text to the smallest box around it. The plate behind a line's label is no box.</summary>
    /// <returns>The texts in no box.</returns>
    private static List<SvgText> Fill(List<Box> boxes, List<SvgText> texts, List<Tie> ties, double near, SourceText source)
    {
        var loose = new List<SvgText>();
        foreach (var text in texts)
        {
            source.Check();
            if (boxes.Find(b => b.Area.Holds(text.Area.X, text.Area.Y)) is not { } box)
            {
                loose.Add(text);
            }
            else if (box.Area.Height < 2.5 * near && ties.Find(t => Passes(t.Line, box.Area, near / 2)) is { } tie)
            {
                boxes.Remove(box);
                tie.Label = text.Text;
            }
            else
            {
                box.Words.Add(text);
            }
        }

        foreach (var box in boxes)
        {
            source.Check();
            box.Parent = boxes.Find(b => b.Words.Count > 0 && b.Area.Size > box.Area.Size && b.Area.Holds(box.Area, 2));
        }

        return loose;
    }

    private static bool Passes(SvgLine line, Area area, double near) =>
        area.Distance(line.Points[0].X, line.Points[0].Y) > near
        && area.Distance(line.Points[^1].X, line.Points[^1].Y) > near
        && Distance(line, area.X, area.Y) < 0.8 * area.Height;

    /// <summary>Shapes without words are icons: what stands below one is its caption.</summary>
    private static List<Box> Captions(List<Box> boxes, List<SvgText> loose, double em, SourceText source)
    {
        var parts = boxes.FindAll(b => b.Words.Count > 0);
        var icons = new List<Box>();
        foreach (var box in boxes.Where(b => b.Words.Count == 0 && Math.Max(b.Area.Width, b.Area.Height) < 9 * em).Reverse())
        {
            source.Check();
            // The largest comes first: what lies on it, or touches it, belongs to it.
            if (icons.Find(i => i.Area.Meets(box.Area, 0.1 * em)) is not { } whole)
            {
                icons.Add(box);
            }
            else if (whole.Area.Union(box.Area) is var union && Math.Max(union.Width, union.Height) < 9 * em)
            {
                whole.Area = union;
            }
        }

        var captions = new Dictionary<Box, List<SvgText>>();
        var said = parts
            .SelectMany(p => p.Words.Select(w => (Text: w, Holder: (Box?)p)))
            .Concat(loose.Select(t => (Text: t, Holder: (Box?)null)));
        foreach (var (text, holder) in said.OrderBy(s => s.Text.Area.Top).ToList())
        {
            source.Check();
            var icon = icons
                .Where(i => i.Parent == holder && Below(text, Bottom(i)))
                .OrderBy(i => text.Area.Top - Bottom(i).Bottom + Math.Abs(text.Area.X - i.Area.X))
                .FirstOrDefault();
            if (icon is not null)
            {
                (captions.TryGetValue(icon, out var lines) ? lines : captions[icon] = []).Add(text);
            }
        }

        foreach (var (icon, words) in captions)
        {
            source.Check();
            // A card with one picture and its words is one part.
            if (
                icon.Parent is { } card
                && card.Words.Count == words.Count
                && captions.Keys.Count(i => i.Parent == card) == 1
                && card.Area.Size < 16 * icon.Area.Size
            )
            {
                continue;
            }

            icon.Parent?.Words.RemoveAll(words.Contains);
            loose.RemoveAll(words.Contains);
            icon.Words.AddRange(words);
            icon.Area = words.Select(w => w.Area).Aggregate(icon.Area, (a, b) => a.Union(b));
            parts.Add(icon);
        }

        return parts;

        Area Bottom(Box icon) => captions.TryGetValue(icon, out var lines) ? lines[^1].Area : icon.Area;

        bool Below(SvgText text, Area above) =>
            Math.Abs(text.Area.X - above.X) < Math.Max(text.Area.Width, above.Width) / 2
            && text.Area.Top - above.Bottom is var gap
            && gap > -0.5 * em
            && gap < 1.3 * em;
    }

    /// <summary>Boxes with parts inside are containers: they keep the words at their upper or lower edge, the rest is loose.</summary>
    private static void Contain(List<Box> parts, List<SvgText> loose, double em)
    {
        foreach (var part in parts)
        {
            for (var around = part.Parent; around is not null && !around.IsGroup; around = around.Parent)
            {
                around.IsGroup = true;
            }
        }

        foreach (var group in parts.Where(p => p.IsGroup))
        {
            var top = group.Words.OrderBy(w => w.Area.Top).FirstOrDefault();
            var title = group.Words.FindAll(w => w.Area.Top - top!.Area.Top < 1.6 * em && Math.Abs(w.Area.Left - top.Area.Left) < 4 * em);
            loose.AddRange(group.Words.Where(w => !title.Contains(w)));
            group.Words.RemoveAll(w => !title.Contains(w));
        }
    }

    private static void Declare(Sketch sketch, List<Box> parts, (double X, double Y) origin)
    {
        // In the order of the source, which is what evidence and names follow.
        foreach (var part in parts.Where(p => p.Words.Count > 0).OrderBy(p => p.Line))
        {
            var words = part.Words.OrderBy(w => w.Area.Top).ThenBy(w => w.Area.Left).ToList();
            if (Labels.Name(string.Join(' ', words.Select(w => w.Text)), html: false) is { Length: > 0 } name)
            {
                part.Node = sketch.Node($"{part.Line}/{part.Area}", name, sketch.Source.AtLine(words[0].Line));
                part.Node.Evidence.Add(Drawn(part.Area, origin, name));
                part.Node.IsGroup = part.IsGroup;
                part.Node.Confidence = 0.85;
            }
        }

        foreach (var part in parts.Where(p => p.Node is not null))
        {
            part.Node!.Group = part.Parent?.Node;
        }
    }

    private static Box? At(List<Box> ends, (double X, double Y) point, double near) =>
        ends.Select(e => (End: e, Distance: e.IsGroup ? e.Area.DistanceToEdge(point.X, point.Y) : e.Area.Distance(point.X, point.Y)))
            .Where(e => e.Distance < near)
            .OrderBy(e => e.Distance)
            .ThenBy(e => e.End.Area.Size)
            .FirstOrDefault()
            .End;

    /// <summary>Words in no box: where a line ends at them they are a part, along a line its label, in larger letters the title.</summary>
    private static void Words(Sketch sketch, List<SvgText> loose, List<Tie> ties, List<Box> ends, double near, (double X, double Y) origin)
    {
        foreach (var text in loose.OrderByDescending(t => t.Size).ThenBy(t => t.Area.Top))
        {
            sketch.Source.Check();
            var open = ties.FindAll(t => (t.From is null && Ends(t.Line.Points[0])) || (t.To is null && Ends(t.Line.Points[^1])));
            if (open.Count > 0 && Labels.Name(text.Text, html: false) is { Length: > 0 } name)
            {
                var node = sketch.Node($"{text.Line}/{text.Area}", name, sketch.Source.AtLine(text.Line));
                (node.IsPart, node.Confidence) = (false, 0.7);
                node.Evidence.Add(Drawn(text.Area, origin, name));
                var box = new Box(text.Area, text.Line) { Node = node };
                open.ForEach(t =>
                    (t.From, t.To) = (t.From ?? (Ends(t.Line.Points[0]) ? box : null), t.To ?? (Ends(t.Line.Points[^1]) ? box : null))
                );
            }
            else if (
                ties.MinBy(t => Distance(t.Line, text.Area.X, text.Area.Y)) is { } tie
                && Distance(tie.Line, text.Area.X, text.Area.Y) < (text.Area.Height / 2) + near
            )
            {
                tie.Label ??= text.Text;
            }
            else if (text.Size >= near && ends.TrueForAll(e => e.Area.Top > text.Area.Y))
            {
                sketch.Title ??= text.Text;
            }

            bool Ends((double X, double Y) point) => text.Area.Distance(point.X, point.Y) < near;
        }
    }

    /// <summary>A line that begins or ends on another one shares that one's end.</summary>
    private static void Fork(List<Tie> ties, double em, SourceText source)
    {
        foreach (var tie in ties)
        {
            source.Check();
            var (start, end) = (tie.Line.Points[0], tie.Line.Points[^1]);
            tie.From ??= ties.Find(t => t != tie && t.From is not null && Distance(t.Line, start.X, start.Y) < 0.3 * em)?.From;
            tie.To ??= ties.Find(t => t != tie && t.To is not null && Distance(t.Line, end.X, end.Y) < 0.3 * em)?.To;
        }
    }

    private static void Relate(Sketch sketch, List<Tie> ties, (double X, double Y) origin)
    {
        foreach (var tie in ties)
        {
            if (tie.From?.Node is not { } from || tie.To?.Node is not { } to || from == to)
            {
                if (tie.Line.HeadAtEnd != tie.Line.HeadAtStart && (tie.From is null || tie.To is null))
                {
                    sketch.Ask(
                        "Some arrows end at nothing that has a name: what do they connect?",
                        "Algunas flechas no terminan en nada que tenga nombre: ¿qué conectan?"
                    );
                }

                continue;
            }

            var (start, end) = (tie.Line.HeadAtStart, tie.Line.HeadAtEnd);
            var box = Drawn(Area.Around(tie.Line.Points), origin, tie.Label);
            if (end || !start)
            {
                sketch.Relate(from, to, tie.Label, sketch.Source.AtLine(tie.Line.Line), null, end ? 0.85 : 0.5, box);
            }

            if (start)
            {
                sketch.Relate(to, from, tie.Label, sketch.Source.AtLine(tie.Line.Line), null, 0.85, box);
            }
        }
    }

    /// <summary>Where it is drawn, in the picture's units, from its upper left corner.</summary>
    private static BoxEvidence Drawn(Area area, (double X, double Y) origin, string? text)
    {
        var (left, top) = ((int)Math.Floor(area.Left - origin.X), (int)Math.Floor(area.Top - origin.Y));
        var (right, bottom) = ((int)Math.Ceiling(area.Right - origin.X), (int)Math.Ceiling(area.Bottom - origin.Y));
        return new(Math.Max(0, left), Math.Max(0, top), Math.Max(1, right - left), Math.Max(1, bottom - top), text);
    }

    private static double Distance(SvgLine line, double x, double y)
    {
        var best = double.MaxValue;
        for (var i = 1; i < line.Points.Count; i++)
        {
            var (a, b) = (line.Points[i - 1], line.Points[i]);
            var (dx, dy) = (b.X - a.X, b.Y - a.Y);
            var along = Math.Clamp((((x - a.X) * dx) + ((y - a.Y) * dy)) / Math.Max(1e-9, (dx * dx) + (dy * dy)), 0, 1);
            best = Math.Min(best, Math.Pow(a.X + (along * dx) - x, 2) + Math.Pow(a.Y + (along * dy) - y, 2));
        }

        return Math.Sqrt(best);
    }
}
