namespace InfraAi.Analysis.Images;

/// <summary>How a sheet was turned before the camera, and the picture as it would be seen from straight above.</summary>
/// <remarks>
/// The edges of boxes and containers run level and upright. In a photo at an angle those of one direction meet in a vanishing point, which is found from
/// the edges themselves. Coordinates count from the middle of the picture, in its widths. See R. Hartley and A. Zisserman, Multiple View Geometry, 2.7.
/// </remarks>
internal sealed class Tilt
{
    /// <summary>Levels that neighbours differ by at an edge.</summary>
    private const int Edge = 24;

    /// <summary>Height over width of an edge that may have been level: eight degrees and a half.</summary>
    private const double Steepest = 0.15;

    /// <summary>By how much the slope of an edge may miss the one of its place, and by how many pixels from its one end to the other.</summary>
    private const double Slack = 0.0035;
    private const double PixelSlack = 0.5;

    /// <summary>Nearer vanishing points (in 1/widths) are lines that fan out from a part.</summary>
    private const double Nearest = 0.35;

    private const int FewestEdges = 6;
    private const int Tried = 48;

    /// <summary>Of the length of all edges, what has to agree.</summary>
    private const double Agreement = 0.55;

    /// <summary>How many times as long as the edges that are straight already those together have to be.</summary>
    private const double Advantage = 1.5;

    private readonly Raster from;
    private readonly Pencil level;
    private readonly Pencil upright;
    private readonly Box bounds;

    /// <summary>Directions of edges: by <see cref="Turn"/> in the middle, and changing by <see cref="Bend"/> a width.</summary>
    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
    private readonly record struct Pencil(double Turn, double Bend)
    {
        internal bool Has(Stretch edge) =>
            Math.Abs(edge.Slope - Turn - (Bend * ((edge.Slope * edge.Along) - edge.Across))) < Slack + (PixelSlack / edge.Length);
    }

    /// <summary>A straight edge: its slope, its middle along and across its direction, and its length in pixels.</summary>
    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
    private readonly record struct Stretch(double Slope, double Along, double Across, int Length);

    private Tilt(Raster from, Pencil level, Pencil upright)
    {
        (this.from, this.level, this.upright) = (from, level, upright);
        var corners = Corners(new(0, 0, from.Width, from.Height)).Select(c => Seen(c.X, c.Y)).ToList();
        bounds = Box.Of(
            (int)Math.Floor(corners.Min(c => c.X)),
            (int)Math.Floor(corners.Min(c => c.Y)),
            (int)Math.Ceiling(corners.Max(c => c.X)),
            (int)Math.Ceiling(corners.Max(c => c.Y))
        );
    }

    /// <returns>Null for a picture that is straight, or whose edges do not agree on how it is not.</returns>
    internal static Tilt? Of(Raster picture)
    {
        var (level, upright) = (Find(Edges(picture, level: true)), Find(Edges(picture, level: false)));
        return level == default && upright == default ? null : new(picture, level, upright);
    }

    /// <summary>The picture from straight above; what lies beyond it has the colour of its rim.</summary>
    internal Raster Straightened()
    {
        var to = new Raster(bounds.Width, bounds.Height);
        Parallel.For(
            0,
            to.Height,
            y =>
            {
                for (var x = 0; x < to.Width; x++)
                {
                    var (fromX, fromY) = Source(x + bounds.X, y + bounds.Y);
                    fromX = Math.Clamp(fromX, 0, from.Width - 1.001);
                    fromY = Math.Clamp(fromY, 0, from.Height - 1.001);
                    var (left, top) = ((int)fromX, (int)fromY);
                    var (partX, partY) = ((float)(fromX - left), (float)(fromY - top));
                    var (at, i) = ((y * to.Width) + x, (top * from.Width) + left);
                    to.Red[at] = Mean(from.Red, i, partX, partY);
                    to.Green[at] = Mean(from.Green, i, partX, partY);
                    to.Blue[at] = Mean(from.Blue, i, partX, partY);
                }
            }
        );
        return to;

        byte Mean(byte[] plane, int i, float right, float down)
        {
            var above = plane[i] + ((plane[i + 1] - plane[i]) * right);
            var below = plane[i + from.Width] + ((plane[i + from.Width + 1] - plane[i + from.Width]) * right);
            return (byte)(above + ((below - above) * down) + 0.5f);
        }
    }

    /// <returns>The box, in the picture as it came, around what is in this one of the straightened picture.</returns>
    internal Box Back(Box box)
    {
        var corners = Corners(box).Select(c => Source(c.X + bounds.X, c.Y + bounds.Y)).ToList();
        return Box.Of(
                (int)corners.Min(c => c.X),
                (int)corners.Min(c => c.Y),
                (int)Math.Ceiling(corners.Max(c => c.X)),
                (int)Math.Ceiling(corners.Max(c => c.Y))
            )
            .Within(from.Width, from.Height);
    }

    private static (double X, double Y)[] Corners(Box box) =>
        [(box.X, box.Y), (box.Right, box.Y), (box.X, box.Bottom), (box.Right, box.Bottom)];

    /// <summary>From a place of the straight picture to where it is in this one: the two vanishing points are where level and upright lines end.</summary>
    private (double X, double Y) Source(double pixelX, double pixelY)
    {
        var (x, y) = ((pixelX - (from.Width / 2.0)) / from.Width, (pixelY - (from.Height / 2.0)) / from.Width);
        var depth = 1 + (level.Bend * x) + (upright.Bend * y);
        return (
            ((x + (upright.Turn * y)) / depth * from.Width) + (from.Width / 2.0),
            (((level.Turn * x) + y) / depth * from.Width) + (from.Height / 2.0)
        );
    }

    /// <summary>The other way.</summary>
    private (double X, double Y) Seen(double pixelX, double pixelY)
    {
        var (u, v) = ((pixelX - (from.Width / 2.0)) / from.Width, (pixelY - (from.Height / 2.0)) / from.Width);
        // x + s·y = u·(1 + k·x + q·y) and t·x + y = v·(1 + k·x + q·y)
        var (a, b) = (1 - (u * level.Bend), upright.Turn - (u * upright.Bend));
        var (c, d) = (level.Turn - (v * level.Bend), 1 - (v * upright.Bend));
        var determinant = (a * d) - (b * c);
        return (
            (((u * d) - (b * v)) / determinant * from.Width) + (from.Width / 2.0),
            (((a * v) - (u * c)) / determinant * from.Width) + (from.Height / 2.0)
        );
    }

    /// <summary>The pencil that most of the edges belong to.</summary>
    private static Pencil Find(List<Stretch> edges)
    {
        var all = edges.Sum(e => (long)e.Length);
        if (edges.Count < FewestEdges)
        {
            return default;
        }

        var longest = edges.OrderByDescending(e => e.Length).Take(Tried).ToList();
        var best = default(Pencil);
        for (var i = 0; i < longest.Count; i++)
        {
            for (var j = i + 1; j < longest.Count; j++)
            {
                if (Through([longest[i], longest[j]]) is { } pencil && Length(pencil) > Length(best))
                {
                    best = pencil;
                }
            }
        }

        var members = edges.FindAll(best.Has);
        return members.Count >= FewestEdges && Length(best) > Math.Max(Agreement * all, Advantage * Length(default))
            ? Through(members) ?? default
            : default;

        long Length(Pencil pencil) => edges.Sum(e => pencil.Has(e) ? (long)e.Length : 0);
    }

    /// <summary>The pencil that misses these edges least, by their lengths; null when they do not tell, or say that its point is near.</summary>
    private static Pencil? Through(List<Stretch> edges)
    {
        // Slope = Turn + Bend · u, with u = slope · along − across.
        double weight = 0,
            sumU = 0,
            sumM = 0,
            sumUU = 0,
            sumUM = 0;
        foreach (var edge in edges)
        {
            var u = (edge.Slope * edge.Along) - edge.Across;
            weight += edge.Length;
            sumU += edge.Length * u;
            sumM += edge.Length * edge.Slope;
            sumUU += edge.Length * u * u;
            sumUM += edge.Length * u * edge.Slope;
        }

        var spread = (weight * sumUU) - (sumU * sumU);
        if (spread < 1e-4 * weight * weight)
        {
            return null;
        }

        var bend = ((weight * sumUM) - (sumU * sumM)) / spread;
        return Math.Abs(bend) > Nearest ? null : new((sumM - (bend * sumU)) / weight, bend);
    }

    /// <summary>Long straight edges that are nearly level, or nearly upright.</summary>
    private static List<Stretch> Edges(Raster picture, bool level)
    {
        var (lines, length) = level ? (picture.Height, picture.Width) : (picture.Width, picture.Height);
        var (step, stride) = level ? (1, picture.Width) : (picture.Width, 1);
        var least = Math.Max(32, length / 30);
        var plane = picture.Green;
        var open = new List<Run>();
        var edges = new List<Stretch>();
        for (var line = 0; line < lines - 1; line++)
        {
            var next = new List<Run>();
            var (from, at, above) = (-1, line * stride, 0);
            for (var i = 0; i <= length; i++, at += step)
            {
                var on = i < length && Math.Abs(plane[at] - plane[at + stride]) > Edge;
                if (on)
                {
                    from = from < 0 ? i : from;
                }
                else if (from >= 0)
                {
                    // Letters have short ones.
                    if (i - from >= 4)
                    {
                        next.Add(Joined(open, ref above, new(from, i, line)));
                    }

                    from = -1;
                }
            }

            foreach (var run in open)
            {
                if (!run.Continued && run.Straight(least, picture.Width, length / 2.0, lines / 2.0) is { } edge)
                {
                    edges.Add(edge);
                }
            }

            open = next;
        }

        return edges;
    }

    /// <summary>Goes on with the run above that this one touches with its end: an edge that is not quite level steps from line to line.</summary>
    /// <param name="at">Of the runs above, the first that may still touch one.</param>
    private static Run Joined(List<Run> above, ref int at, Run run)
    {
        while (at < above.Count && (above[at].Continued || above[at].To + 1 < run.From))
        {
            at++;
        }

        if (at < above.Count && above[at].From <= run.To + 1)
        {
            above[at].Continued = true;
            run.Take(above[at]);
        }

        return run;
    }

    /// <summary>What of an edge lies on one line of pixels, with the sums for a straight line through it and what came before.</summary>
    private sealed class Run(int from, int to, int line)
    {
        private double count = to - from;
        private double sumX = (from + to - 1) / 2.0 * (to - from);
        private double sumY = (double)line * (to - from);
        private double sumXX = Squares(to) - Squares(from);
        private double sumXY = (from + to - 1) / 2.0 * (to - from) * line;
        private double sumYY = (double)line * line * (to - from);
        private int least = from;
        private int most = to;

        internal int From { get; } = from;
        internal int To { get; } = to;
        internal bool Continued { get; set; }

        private static double Squares(int below) => (below - 1.0) * below * ((2.0 * below) - 1) / 6;

        internal void Take(Run above)
        {
            count += above.count;
            sumX += above.sumX;
            sumY += above.sumY;
            sumXX += above.sumXX;
            sumXY += above.sumXY;
            sumYY += above.sumYY;
            (least, most) = (Math.Min(least, above.least), Math.Max(most, above.most));
        }

        /// <summary>Null for what is short, steep or not straight.</summary>
        internal Stretch? Straight(int shortest, double size, double middleAlong, double middleAcross)
        {
            var (meanX, meanY) = (sumX / count, sumY / count);
            var (varX, varY, both) = (
                (sumXX / count) - (meanX * meanX),
                (sumYY / count) - (meanY * meanY),
                (sumXY / count) - (meanX * meanY)
            );
            if (most - least < shortest || varX <= 0)
            {
                return null;
            }

            var slope = both / varX;
            if (Math.Abs(slope) > Steepest || varY - (slope * both) > 1 || count > 5 * (most - least))
            {
                return null;
            }

            return new Stretch(slope, (meanX - middleAlong) / size, (meanY - middleAcross) / size, most - least);
        }
    }
}
