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
    private const int Contrast = 26;

    private Ground(int width, int height, int[] region, bool[] ink, List<GroundRegion> regions)
    {
        Width = width;
        Height = height;
        Region = region;
        Ink = ink;
        Regions = regions;
    }

    internal int Width { get; }
    internal int Height { get; }

    /// <summary>Number of the ground region of each pixel; of what is drawn, the one around it.</summary>
    internal int[] Region { get; }

    /// <summary>True where something is drawn.</summary>
    internal bool[] Ink { get; }

    internal List<GroundRegion> Regions { get; }

    /// <param name="unit">Height of the usual line of text, in pixels.</param>
    /// <param name="texts">Lines of text: a closed region around one is a box, without one it may be a loop of arrows.</param>
    internal static Ground Find(Raster picture, double unit, IReadOnlyList<Box> texts)
    {
        var (width, height) = (picture.Width, picture.Height);
        var parent = Join(picture);
        var (numbers, all) = Measure(parent, width, height);
        var textual = new Dictionary<int, Box>();
        foreach (var text in texts)
        {
            // The ground around a line: what most of its frame's points belong to.
            foreach (var (x, y) in (ReadOnlySpan<(int, int)>)[(text.X, text.Y), (text.Right - 1, text.Y), (text.X, text.Bottom - 1)])
            {
                var number = numbers[(y * width) + x];
                textual[number] = textual.TryGetValue(number, out var others) ? others.Union(text) : text;
            }
        }

        var core = Core(numbers, all.Count, width, height, Math.Max(2, (int)(unit * 0.18)));
        var least = 49 * unit * unit;
        var kept = new int[all.Count];
        var loose = new bool[all.Count];
        var regions = new List<GroundRegion>();
        for (var i = 0; i < all.Count; i++)
        {
            var (box, area) = all[i];
            if (core[i] < 0.15 * area)
            {
                kept[i] = -1; // a line, however long
                continue;
            }

            var (longer, shorter) = (Math.Max(box.Width, box.Height), Math.Min(box.Width, box.Height));
            bool hole;
            if (textual.TryGetValue(i, out var words))
            {
                // The inside of a box with its text; a larger one is a container, and a loop of arrows has its label anywhere.
                hole =
                    area < least
                    && (area < unit * unit || !SurroundedAlike(picture, numbers, i, box) || Holds(box, words, Filled(numbers, width, i, box)));
            }
            else if (longer < 14 * unit)
            {
                // An icon's fill has a colour of its own. What has the colour beyond its edge is the inside of a line drawing, or ground that lines cut off.
                var filled = Filled(numbers, width, i, box);
                hole =
                    area < unit * unit
                    || !SurroundedAlike(picture, numbers, i, box)
                    || (longer < 4.5 * unit && longer < 3 * shorter && filled > 0.55)
                    || (longer < 8 * unit && longer < 1.6 * shorter && filled > 0.7);
            }
            else
            {
                hole = false;
            }

            loose[i] =
                hole
                && shorter > 0.5 * unit
                && (textual.ContainsKey(i) || Filled(numbers, width, i, box) > 0.9)
                && SurroundedAlike(picture, numbers, i, box);
            kept[i] = hole ? Hole : regions.Count;
            if (!hole)
            {
                regions.Add(new(box, area));
            }
        }

        var region = new int[numbers.Length];
        for (var i = 0; i < region.Length; i++)
        {
            region[i] = Math.Max(-1, kept[numbers[i]]);
        }

        return new(width, height, region, InkOf(picture, region), regions) { numbers = numbers, kept = kept, all = all, loose = loose };
    }

    /// <summary>
    /// How many of the eight line ends at the corners of a region go on beyond it: lines that cross do, the outline of a shape does not.
    /// </summary>
    private static int Loops(Mask outline, Box box, double unit)
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

    /// <summary>Which closed regions have the ground's own colour and are square: they may be pieces of it that lines cut off.</summary>
    private bool[] loose = [];
    private int[] numbers = [];
    private int[] kept = [];
    private List<(Box Box, int Area)> all = [];

    /// <summary>Says of a closed region that it is part of what is drawn around it.</summary>
    private const int Hole = -2;

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
                if (numbers[i - depth] == n && numbers[i + depth] == n && numbers[i - (depth * width)] == n && numbers[i + (depth * width)] == n)
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
    internal Mask Close(Mask outline, double unit)
    {
        var (width, height, ink) = (Width, Height, outline.On);
        var closed = (bool[])ink.Clone();
        const int reach = 3;
        var thick = (int)Math.Max(5, 0.75 * unit);
        var (edge, ringed, thin) = (new int[all.Count], new int[all.Count], new int[all.Count]);
        for (var y = reach; y < height - reach; y++)
        {
            for (var x = reach; x < width - reach; x++)
            {
                var i = (y * width) + x;
                var n = numbers[i];
                if (kept[n] != Hole)
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

                    thin[n] += to <= from + thick ? 1 : 0;
                }
            }
        }

        var drawn = new bool[all.Count];
        for (var n = 0; n < all.Count; n++)
        {
            drawn[n] =
                kept[n] == Hole
                && all[n].Area > 0.05 * unit * unit
                && ringed[n] > 0.8 * edge[n]
                && (!loose[n] || (thin[n] > 0.8 * ringed[n] && Loops(outline, all[n].Box, unit) < 3));
        }

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
    private static double Filled(int[] numbers, int width, int number, Box box)
    {
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
    private static bool SurroundedAlike(Raster picture, int[] numbers, int number, Box box)
    {
        var width = picture.Width;
        var inside = -1;
        for (var y = box.Y; y < box.Bottom && inside < 0; y++)
        {
            for (var x = box.X; x < box.Right && inside < 0; x++)
            {
                inside = numbers[(y * width) + x] == number ? (y * width) + x : -1;
            }
        }

        var (alike, all) = (0, 0);
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
                all++;
                alike += Differ(picture, inside, (y * width) + x) < Contrast ? 1 : 0;
            }
        }

        return alike * 2 > all;
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

    private static (int[] Numbers, List<(Box Box, int Area)> Regions) Measure(int[] parent, int width, int height)
    {
        var numbers = new int[parent.Length];
        var boxes = new List<(int Left, int Top, int Right, int Bottom, int Area)>();
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var i = (y * width) + x;
                // Roots come before their members, row by row.
                if (parent[i] == i)
                {
                    numbers[i] = boxes.Count;
                    boxes.Add((x, y, x, y, 0));
                }
                else
                {
                    numbers[i] = numbers[parent[i]];
                }

                var (left, top, right, bottom, area) = boxes[numbers[i]];
                boxes[numbers[i]] = (Math.Min(left, x), top, Math.Max(right, x), Math.Max(bottom, y), area + 1);
            }
        }

        return (numbers, boxes.ConvertAll(b => (Box.Of(b.Left, b.Top, b.Right + 1, b.Bottom + 1), b.Area)));
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
