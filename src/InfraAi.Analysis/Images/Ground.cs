namespace InfraAi.Analysis.Images;

/// <summary>What of a picture is ground (canvas, inside of containers) and what is drawn on it.</summary>
/// <remarks>
/// Diagrams are drawn in flat colours: pixels that hardly differ from their neighbours form regions; the large ones are ground, whatever their colour, so
/// dark themes and coloured containers need nothing of their own. Small closed regions belong to what is drawn: icons, boxes and their insides.
/// </remarks>
internal sealed class Ground
{
    /// <summary>Colour levels two neighbours of one region may differ by: below what a drawn edge shows, above the noise of JPEG.</summary>
    private const int Smooth = 7;

    /// <summary>Levels something drawn differs from its ground by.</summary>
    private const int Contrast = 30;

    /// <summary>What <see cref="fate"/> says of a region that is neither ground nor a part of what is drawn: a line.</summary>
    private const int Line = -1;

    /// <summary>Of a closed region that may belong to what is drawn around it.</summary>
    private const int Hole = -2;

    private readonly Raster picture;
    private readonly double unit;

    /// <summary>Number of the flat region of each pixel.</summary>
    private readonly int[] numbers;
    private readonly (Box Box, int Area)[] all;

    /// <summary>Of each flat region: its number among the ground's, or why it has none.</summary>
    private readonly int[] fate;

    /// <summary>Which closed regions have the ground's own colour and are square: they may be pieces of it that lines cut off.</summary>
    private readonly bool[] loose;

    private Ground(Raster picture, double unit, IReadOnlyList<Box> texts)
    {
        (this.picture, this.unit) = (picture, unit);
        (Width, Height) = (picture.Width, picture.Height);
        (numbers, all) = Measure(Join(picture), Width, Height);
        fate = new int[all.Length];
        loose = new bool[all.Length];
        Decide(texts);
        Region = new int[numbers.Length];
        for (var i = 0; i < Region.Length; i++)
        {
            Region[i] = Math.Max(-1, fate[numbers[i]]);
        }

        Ink = InkOf(picture, Region);
    }

    internal int Width { get; }
    internal int Height { get; }

    /// <summary>Number of the ground region of each pixel; of what is drawn, the one around it.</summary>
    internal int[] Region { get; }

    /// <summary>True where something is drawn.</summary>
    internal bool[] Ink { get; }

    internal List<GroundRegion> Regions { get; } = [];

    /// <param name="unit">Height of the usual line of text, in pixels.</param>
    /// <param name="texts">Lines of text: a closed region around one is a box, without one it may be a loop of arrows.</param>
    internal static Ground Find(Raster picture, double unit, IReadOnlyList<Box> texts) => new(picture, unit, texts);

    private void Decide(IReadOnlyList<Box> texts)
    {
        var textual = new Dictionary<int, Box>();
        foreach (var text in texts)
        {
            foreach (var (x, y) in (ReadOnlySpan<(int, int)>)[(text.X, text.Y), (text.Right - 1, text.Y), (text.X, text.Bottom - 1)])
            {
                var number = numbers[(y * Width) + x];
                textual[number] = textual.TryGetValue(number, out var others) ? others.Union(text) : text;
            }
        }

        var core = Core(numbers, all.Length, Width, Height, Math.Max(2, (int)(unit * 0.18)));
        for (var i = 0; i < all.Length; i++)
        {
            var words = textual.TryGetValue(i, out var box) ? box : (Box?)null;
            if (core[i] < 0.15 * all[i].Area)
            {
                fate[i] = Line;
            }
            else if (IsHole(i, words))
            {
                fate[i] = Hole;
                loose[i] =
                    Math.Min(all[i].Box.Width, all[i].Box.Height) > 0.5 * unit
                    && (words is not null || Filled(i) > 0.9)
                    && SurroundedAlike(i);
            }
            else
            {
                fate[i] = Regions.Count;
                Regions.Add(new(all[i].Box, all[i].Area));
            }
        }
    }

    /// <summary>True for a region that belongs to what is drawn: an icon's fill, the inside of a box.</summary>
    private bool IsHole(int region, Box? words)
    {
        var (box, area) = all[region];
        var (longer, shorter) = (Math.Max(box.Width, box.Height), Math.Min(box.Width, box.Height));
        if (words is { } text)
        {
            // The inside of a box with its text; a larger one is a container, and a loop of arrows has its label anywhere.
            return area < 49 * unit * unit && (area < unit * unit || !SurroundedAlike(region) || Holds(box, text, Filled(region)));
        }

        if (longer >= 14 * unit)
        {
            return false;
        }

        // An icon's fill has a colour of its own. What has the colour beyond its edge is the inside of a line drawing, or ground that lines cut off.
        return area < unit * unit
            || !SurroundedAlike(region)
            || (longer < 4.5 * unit && longer < 3 * shorter && Filled(region) > 0.55)
            || (longer < 8 * unit && longer < 1.6 * shorter && Filled(region) > 0.7);
    }

    /// <summary>
    /// How many of the eight line ends at the corners of a region go on beyond it: lines that cross do, the outline of a shape does not.
    /// </summary>
    private int Loops(Mask outline, Box box)
    {
        var (count, far) = (0, (int)Math.Max(4, 0.5 * unit));
        foreach (var (x, y) in (ReadOnlySpan<(int, int)>)[(box.X, box.Y), (box.Right, box.Y), (box.X, box.Bottom), (box.Right, box.Bottom)])
        {
            var (outX, outY) = (x == box.X ? -1 : 1, y == box.Y ? -1 : 1);
            var (along, across) = (false, false);
            for (var near = -1; near <= 3; near++)
            {
                along |= outline[x + (outX * far), y + (outY * near)];
                across |= outline[x + (outX * near), y + (outY * far)];
            }

            count += (along ? 1 : 0) + (across ? 1 : 0);
        }

        return count;
    }

    /// <summary>Pixels of each region that are not near its edge: a line has none.</summary>
    private static int[] Core(int[] numbers, int count, int width, int height, int depth)
    {
        var core = new int[count];
        for (var y = depth; y < height - depth; y++)
        {
            for (var x = depth; x < width - depth; x++)
            {
                var i = (y * width) + x;
                var n = numbers[i];
                if (
                    numbers[i - depth] == n
                    && numbers[i + depth] == n
                    && numbers[i - (depth * width)] == n
                    && numbers[i + (depth * width)] == n
                )
                {
                    core[n]++;
                }
            }
        }

        return core;
    }

    /// <summary>
    /// What is drawn, with the closed regions that belong to it: those with a drawn line around them, whatever their colour. The plain patch behind a
    /// label has none.
    /// </summary>
    /// <param name="outline">What counts as such a line: what is drawn without the frames of containers.</param>
    internal Mask Close(Mask outline)
    {
        var (width, height, ink) = (Width, Height, outline.On);
        var closed = (bool[])ink.Clone();
        const int reach = 3;
        var thick = (int)Math.Max(5, 0.75 * unit);
        var (edge, ringed) = (new int[all.Length], new int[all.Length]);
        var (sides, thin) = (new int[4 * all.Length], new int[4 * all.Length]);
        for (var y = reach; y < height - reach; y++)
        {
            for (var x = reach; x < width - reach; x++)
            {
                var i = (y * width) + x;
                var n = numbers[i];
                if (fate[n] != Hole)
                {
                    continue;
                }

                for (var side = 0; side < 4; side++)
                {
                    var (dx, dy) = side switch
                    {
                        0 => (-1, 0),
                        1 => (1, 0),
                        2 => (0, -1),
                        _ => (0, 1),
                    };
                    if (numbers[i + dx + (dy * width)] == n)
                    {
                        continue;
                    }

                    edge[n]++;
                    var from = 1;
                    while (from <= reach && !outline[x + (from * dx), y + (from * dy)])
                    {
                        from++;
                    }

                    if (from > reach)
                    {
                        continue;
                    }

                    ringed[n]++;
                    var to = from + 1;
                    while (to <= from + thick && outline[x + (to * dx), y + (to * dy)])
                    {
                        to++;
                    }

                    sides[(4 * n) + side]++;
                    thin[(4 * n) + side] += to <= from + thick ? 1 : 0;
                }
            }
        }

        var drawn = new bool[all.Length];
        for (var n = 0; n < all.Length; n++)
        {
            drawn[n] =
                fate[n] == Hole
                && all[n].Area > 0.05 * unit * unit
                && ringed[n] > 0.8 * edge[n]
                && (!loose[n] || (Thin(n) && Loops(outline, all[n].Box) < 3));
        }

        bool Thin(int n) => Enumerable.Range(4 * n, 4).All(side => thin[side] >= 0.7 * sides[side]);

        for (var i = 0; i < ink.Length; i++)
        {
            var n = numbers[i];
            closed[i] |= drawn[n];
        }

        return new(width, height, closed);
    }

    /// <summary>True for a closed shape with its text in the middle: a rectangle, an oval, a diamond that the text nearly fills.</summary>
    private static bool Holds(Box box, Box text, double filled)
    {
        var centred = Math.Abs(box.MiddleX - text.MiddleX) < 0.2 * box.Width && Math.Abs(box.MiddleY - text.MiddleY) < 0.25 * box.Height;
        return filled > 0.93 || (centred && filled > (text.Width > 0.5 * box.Width ? 0.45 : 0.66));
    }

    /// <summary>How much of its box a region fills, with everything that lies within it: a triangle half, a circle three quarters.</summary>
    private double Filled(int number)
    {
        var (box, width) = (all[number].Box, Width);
        var filled = 0;
        for (var y = box.Y; y < box.Bottom; y++)
        {
            var (first, last) = (-1, -1);
            for (var x = box.X; x < box.Right; x++)
            {
                if (numbers[(y * width) + x] == number)
                {
                    (first, last) = (first < 0 ? x : first, x);
                }
            }

            filled += first < 0 ? 0 : last - first + 1;
        }

        return filled / (double)box.Area;
    }

    /// <summary>True when the region has the colour of what lies beyond its edge: a piece of ground cut off by lines, not a fill.</summary>
    private bool SurroundedAlike(int number)
    {
        var (box, width) = (all[number].Box, Width);
        var inside = -1;
        for (var y = box.Y; y < box.Bottom && inside < 0; y++)
        {
            for (var x = box.X; x < box.Right && inside < 0; x++)
            {
                inside = numbers[(y * width) + x] == number ? (y * width) + x : -1;
            }
        }

        var (alike, seen) = (0, 0);
        var around = box.Grow(6);
        for (var step = 0; step < 40; step++)
        {
            var part = step % 10 / 10.0;
            var (x, y) = (step / 10) switch
            {
                0 => (around.X + (int)(around.Width * part), around.Y),
                1 => (around.X + (int)(around.Width * part), around.Bottom - 1),
                2 => (around.X, around.Y + (int)(around.Height * part)),
                _ => (around.Right - 1, around.Y + (int)(around.Height * part)),
            };
            if (x >= 0 && y >= 0 && x < width && y < picture.Height)
            {
                seen++;
                alike += Differ(picture, inside, (y * width) + x) < Contrast ? 1 : 0;
            }
        }

        return alike > 0.35 * seen;
    }

    private static int Differ(Raster picture, int a, int b) =>
        Math.Max(
            Math.Abs(picture.Red[a] - picture.Red[b]),
            Math.Max(Math.Abs(picture.Green[a] - picture.Green[b]), Math.Abs(picture.Blue[a] - picture.Blue[b]))
        );

    private static int[] Join(Raster picture)
    {
        var (width, height) = (picture.Width, picture.Height);
        var parent = new int[width * height];
        for (var i = 0; i < parent.Length; i++)
        {
            parent[i] = i;
        }

        int Root(int i)
        {
            while (parent[i] != i)
            {
                i = parent[i] = parent[parent[i]];
            }

            return i;
        }

        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var i = (y * width) + x;
                if (x > 0 && Differ(picture, i, i - 1) <= Smooth)
                {
                    parent[i] = Root(i - 1);
                }

                if (y > 0 && Differ(picture, i, i - width) <= Smooth)
                {
                    var (a, b) = (Root(i), Root(i - width));
                    if (a != b)
                    {
                        parent[Math.Max(a, b)] = Math.Min(a, b);
                    }
                }
            }
        }

        for (var i = 0; i < parent.Length; i++)
        {
            parent[i] = Root(i);
        }

        return parent;
    }

    private static (int[] Numbers, (Box Box, int Area)[] Regions) Measure(int[] parent, int width, int height)
    {
        var number = new int[parent.Length];
        var count = 0;
        for (var i = 0; i < parent.Length; i++)
        {
            count += parent[i] == i ? 1 : 0;
        }

        var boxes = new (int Left, int Top, int Right, int Bottom, int Area)[count];
        count = 0;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var i = (y * width) + x;
                // Roots come before their members, row by row.
                if (parent[i] == i)
                {
                    number[i] = count;
                    boxes[count++] = (x, y, x, y, 0);
                }
                else
                {
                    number[i] = number[parent[i]];
                }

                var (left, top, right, bottom, area) = boxes[number[i]];
                boxes[number[i]] = (Math.Min(left, x), top, Math.Max(right, x), Math.Max(bottom, y), area + 1);
            }
        }

        return (number, Array.ConvertAll(boxes, b => (Box.Of(b.Left, b.Top, b.Right + 1, b.Bottom + 1), b.Area)));
    }

    /// <summary>Spreads the ground below what is drawn, and tells the drawn from the blur around it.</summary>
    private static bool[] InkOf(Raster picture, int[] region)
    {
        var (width, height) = (picture.Width, picture.Height);
        var ink = new bool[region.Length];
        var nearest = new int[region.Length];
        var queue = new Queue<int>();
        for (var i = 0; i < region.Length; i++)
        {
            nearest[i] = region[i] >= 0 ? i : -1;
            if (region[i] >= 0)
            {
                var (y, x) = Math.DivRem(i, width);
                if (
                    (x > 0 && region[i - 1] < 0)
                    || (x < width - 1 && region[i + 1] < 0)
                    || (y > 0 && region[i - width] < 0)
                    || (y < height - 1 && region[i + width] < 0)
                )
                {
                    queue.Enqueue(i);
                }
            }
        }

        while (queue.TryDequeue(out var at))
        {
            var (y, x) = Math.DivRem(at, width);
            Spread(x > 0, at - 1, at);
            Spread(x < width - 1, at + 1, at);
            Spread(y > 0, at - width, at);
            Spread(y < height - 1, at + width, at);
        }

        return ink;

        void Spread(bool inside, int to, int from)
        {
            if (!inside || region[to] >= 0)
            {
                return;
            }

            region[to] = region[from];
            nearest[to] = nearest[from];
            ink[to] = Differ(picture, to, Inner(nearest[from], to)) >= Contrast;
            queue.Enqueue(to);
        }

        // A pixel at the very edge is blurred: the ground's own colour is two steps further in.
        int Inner(int edge, int to)
        {
            var (y, x) = Math.DivRem(edge, width);
            var (ty, tx) = Math.DivRem(to, width);
            var (ix, iy) = (x - (2 * Math.Sign(tx - x)), y - (2 * Math.Sign(ty - y)));
            var inner = (iy * width) + ix;
            return ix >= 0 && iy >= 0 && ix < width && iy < height && region[inner] == region[edge] && !ink[inner] ? inner : edge;
        }
    }
}

/// <summary>A piece of ground.</summary>
/// <param name="Area">Its own pixels, without what is drawn on it.</param>
internal sealed record GroundRegion(Box Box, int Area);
