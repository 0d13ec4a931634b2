namespace InfraAi.Analysis.Images;

/// <summary>Yes or no for each pixel, and what is done to many at once.</summary>
internal sealed class Mask(int width, int height, bool[] on)
{
    internal Mask(int width, int height)
        : this(width, height, new bool[width * height]) { }

    internal int Width { get; } = width;
    internal int Height { get; } = height;
    internal bool[] On { get; } = on;

    internal bool this[int x, int y]
    {
        get => x >= 0 && y >= 0 && x < Width && y < Height && On[(y * Width) + x];
        set
        {
            if (x >= 0 && y >= 0 && x < Width && y < Height)
            {
                On[(y * Width) + x] = value;
            }
        }
    }

    internal void Fill(Box box, bool value)
    {
        for (var y = Math.Max(0, box.Y); y < Math.Min(Height, box.Bottom); y++)
        {
            var (from, to) = (Math.Max(0, box.X), Math.Min(Width, box.Right));
            if (to > from)
            {
                On.AsSpan((y * Width) + from, to - from).Fill(value);
            }
        }
    }

    /// <summary>What is left when everything loses its edge; beyond the picture nothing is on.</summary>
    internal Mask Erode(int radius) => Slide(radius, all: true);

    internal Mask Dilate(int radius) => Slide(radius, all: false);

    internal Mask And(Mask other) => Combine(other, (a, b) => a && b);

    internal Mask Or(Mask other) => Combine(other, (a, b) => a || b);

    internal Mask Without(Mask other) => Combine(other, (a, b) => a && !b);

    /// <summary>Connected pieces (corners touch): number of each pixel's piece or -1, and the pieces' boxes and sizes.</summary>
    internal (int[] Number, List<(Box Box, int Area)> Pieces) Pieces()
    {
        var number = new int[On.Length];
        Array.Fill(number, -1);
        var pieces = new List<(Box, int)>();
        var open = new Stack<int>();
        for (var start = 0; start < On.Length; start++)
        {
            if (!On[start] || number[start] >= 0)
            {
                continue;
            }

            var (left, top, right, bottom, area) = (Width, Height, 0, 0, 0);
            number[start] = pieces.Count;
            open.Push(start);
            while (open.TryPop(out var at))
            {
                var (y, x) = Math.DivRem(at, Width);
                (left, right, top, bottom) = (Math.Min(left, x), Math.Max(right, x), Math.Min(top, y), Math.Max(bottom, y));
                area++;
                for (var ny = Math.Max(0, y - 1); ny <= Math.Min(Height - 1, y + 1); ny++)
                {
                    for (var nx = Math.Max(0, x - 1); nx <= Math.Min(Width - 1, x + 1); nx++)
                    {
                        var next = (ny * Width) + nx;
                        if (On[next] && number[next] < 0)
                        {
                            number[next] = pieces.Count;
                            open.Push(next);
                        }
                    }
                }
            }

            pieces.Add((Box.Of(left, top, right + 1, bottom + 1), area));
        }

        return (number, pieces);
    }

    /// <summary>Removes pieces that are smaller than this both ways.</summary>
    internal void Drop(int size)
    {
        var (number, pieces) = Pieces();
        for (var i = 0; i < On.Length; i++)
        {
            On[i] = On[i] && Math.Max(pieces[number[i]].Box.Width, pieces[number[i]].Box.Height) >= size;
        }
    }

    private Mask Combine(Mask other, Func<bool, bool, bool> rule)
    {
        var result = new Mask(Width, Height);
        for (var i = 0; i < On.Length; i++)
        {
            result.On[i] = rule(On[i], other.On[i]);
        }

        return result;
    }

    private Mask Slide(int radius, bool all)
    {
        var across = new Mask(Width, Height);
        var result = new Mask(Width, Height);
        var size = (2 * radius) + 1;
        for (var y = 0; y < Height; y++)
        {
            Line(On, across.On, y * Width, 1, Width);
        }

        for (var x = 0; x < Width; x++)
        {
            Line(across.On, result.On, x, Width, Height);
        }

        return result;

        void Line(bool[] from, bool[] to, int start, int step, int length)
        {
            var count = 0;
            for (var i = -radius; i < length; i++)
            {
                count += i + radius < length && from[start + ((i + radius) * step)] ? 1 : 0;
                count -= i - radius - 1 >= 0 && from[start + ((i - radius - 1) * step)] ? 1 : 0;
                if (i >= 0)
                {
                    to[start + (i * step)] = all ? count == size : count > 0;
                }
            }
        }
    }

    /// <summary>Lines one pixel wide in the middle of what is drawn (T. Y. Zhang and C. Y. Suen, 1984).</summary>
    internal Mask Thin()
    {
        var thin = new Mask(Width, Height, (bool[])On.Clone());
        var alive = new List<int>();
        for (var y = 1; y < Height - 1; y++)
        {
            for (var x = 1; x < Width - 1; x++)
            {
                if (thin.On[(y * Width) + x])
                {
                    alive.Add((y * Width) + x);
                }
            }
        }

        var gone = new List<int>();
        for (var changed = true; changed; )
        {
            changed = false;
            for (var pass = 0; pass < 2; pass++)
            {
                gone.Clear();
                foreach (var i in alive)
                {
                    if (thin.On[i] && Removable(thin.On, i, pass == 0))
                    {
                        gone.Add(i);
                    }
                }

                foreach (var i in gone)
                {
                    thin.On[i] = false;
                }

                changed |= gone.Count > 0;
            }

            if (changed)
            {
                alive.RemoveAll(i => !thin.On[i]);
            }
        }

        return thin;
    }

    private bool Removable(bool[] p, int i, bool first)
    {
        bool n = p[i - Width],
            ne = p[i - Width + 1],
            e = p[i + 1],
            se = p[i + Width + 1],
            s = p[i + Width],
            sw = p[i + Width - 1],
            w = p[i - 1],
            nw = p[i - Width - 1];
        var count = One(n) + One(ne) + One(e) + One(se) + One(s) + One(sw) + One(w) + One(nw);
        if (count is < 2 or > 6)
        {
            return false;
        }

        var turns =
            One(!n && ne) + One(!ne && e) + One(!e && se) + One(!se && s) + One(!s && sw) + One(!sw && w) + One(!w && nw) + One(!nw && n);
        return turns == 1 && (first ? !(n && e && s) && !(e && s && w) : !(n && e && w) && !(n && s && w));

        static int One(bool b) => b ? 1 : 0;
    }
}
