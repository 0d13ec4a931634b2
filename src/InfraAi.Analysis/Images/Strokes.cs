namespace InfraAi.Analysis.Images;

/// <summary>The middle lines of the strokes as a graph: corners and ends, and the paths between them.</summary>
internal sealed class Strokes
{
    internal sealed class Vertex(double x, double y)
    {
        internal double X { get; } = x;
        internal double Y { get; } = y;
        internal List<Stroke> Paths { get; } = [];
    }

    /// <summary>Points from one vertex to the other.</summary>
    internal sealed record Stroke(Vertex A, Vertex B, List<(int X, int Y)> Points, bool Gap = false)
    {
        internal Vertex Other(Vertex v) => v == A ? B : A;

        internal double Length => Gap ? Math.Sqrt(((A.X - B.X) * (A.X - B.X)) + ((A.Y - B.Y) * (A.Y - B.Y))) : Points.Count;
    }

    internal List<Vertex> Vertices { get; } = [];

    internal static Strokes Of(Mask strokes, double unit)
    {
        var graph = new Strokes();
        var thin = strokes.Thin();
        var (width, height) = (thin.Width, thin.Height);
        var owner = new Dictionary<int, Vertex>();
        var pixels = new List<int>();
        for (var i = 0; i < thin.On.Length; i++)
        {
            if (thin.On[i])
            {
                pixels.Add(i);
            }
        }

        // Pixels with one neighbour are ends, with three and more junctions: those that touch are one.
        foreach (var i in pixels)
        {
            if (owner.ContainsKey(i) || Neighbours(i).Count == 2)
            {
                continue;
            }

            var (members, open) = (new List<int>(), new Stack<int>([i]));
            var junction = Neighbours(i).Count > 2;
            var seen = new HashSet<int> { i };
            while (open.TryPop(out var at))
            {
                members.Add(at);
                foreach (var next in Neighbours(at))
                {
                    if (junction && Neighbours(next).Count > 2 && seen.Add(next))
                    {
                        open.Push(next);
                    }
                }
            }

            var vertex = new Vertex(members.Average(m => m % width), members.Average(m => m / width));
            graph.Vertices.Add(vertex);
            if (Neighbours(i).Count == 0)
            {
                // A dot of a dotted line has two ends as well.
                var end = new Vertex(vertex.X, vertex.Y);
                var dot = new Stroke(vertex, end, [(i % width, i / width), (i % width, i / width)]);
                vertex.Paths.Add(dot);
                end.Paths.Add(dot);
                graph.Vertices.Add(end);
            }

            foreach (var member in members)
            {
                owner[member] = vertex;
            }
        }

        var done = new HashSet<(int, int)>();
        foreach (var (start, vertex) in owner.ToList())
        {
            foreach (var first in Neighbours(start))
            {
                if (done.Contains((start, first)) || owner.GetValueOrDefault(first) == vertex)
                {
                    continue;
                }

                var points = new List<(int, int)> { (start % width, start / width) };
                var (before, at) = (start, first);
                while (true)
                {
                    points.Add((at % width, at / width));
                    if (owner.ContainsKey(at))
                    {
                        break;
                    }

                    var next = Neighbours(at).Find(n => n != before && n != start);
                    if (next == 0)
                    {
                        break;
                    }

                    (before, at) = (at, next);
                }

                if (owner.TryGetValue(at, out var end))
                {
                    done.Add((start, first));
                    done.Add((at, before));
                    var path = new Stroke(vertex, end, points);
                    vertex.Paths.Add(path);
                    if (end != vertex)
                    {
                        end.Paths.Add(path);
                    }
                }
            }
        }

        graph.Prune(unit);
        graph.Contract(Math.Max(4, 0.45 * unit));
        return graph;

        List<int> Neighbours(int i)
        {
            var list = new List<int>(4);
            var (y, x) = Math.DivRem(i, width);
            for (var dy = -1; dy <= 1; dy++)
            {
                for (var dx = -1; dx <= 1; dx++)
                {
                    if ((dx != 0 || dy != 0) && thin[x + dx, y + dy])
                    {
                        // A corner pixel that is reached through a side one is the same step.
                        if (dx != 0 && dy != 0 && (thin[x + dx, y] || thin[x, y + dy]))
                        {
                            continue;
                        }

                        list.Add(((y + dy) * width) + x + dx);
                    }
                }
            }

            return list;
        }
    }

    /// <summary>Where two lines cross at a slant, the middle line has two forks side by side: they are one crossing.</summary>
    private void Contract(double reach)
    {
        foreach (var vertex in Vertices.ToList())
        {
            while (
                vertex.Paths.Find(p => p.Length <= reach && p.A != p.B && p.Other(vertex).Paths.Count > 2 && vertex.Paths.Count > 2)
                    is { } link
            )
            {
                var gone = link.Other(vertex);
                vertex.Paths.Remove(link);
                foreach (var path in gone.Paths.Where(p => p != link))
                {
                    var moved = path with { A = path.A == gone ? vertex : path.A, B = path.B == gone ? vertex : path.B };
                    if (path.Other(gone) is var far && far != gone)
                    {
                        far.Paths[far.Paths.IndexOf(path)] = moved;
                    }

                    if (far != vertex)
                    {
                        vertex.Paths.Add(moved);
                    }
                }

                gone.Paths.Clear();
            }
        }

        Vertices.RemoveAll(v => v.Paths.Count == 0);
    }

    /// <summary>The two strokes of an open arrowhead: they end freely, are about as long as each other, and point back along the line.</summary>
    private static List<Stroke> Barbs(Vertex junction, double unit)
    {
        var free = junction.Paths.Where(p => p.Other(junction).Paths.Count == 1 && p.A != p.B).OrderBy(p => p.Length).ToList();
        if (junction.Paths.Count != 3 || free.Count < 2 || free[1].Length > 2 * unit || free[1].Length > 1.6 * free[0].Length)
        {
            return [];
        }

        var shaft = junction.Paths.Find(p => p != free[0] && p != free[1])!;
        return shaft.Length > free[1].Length && free.Take(2).All(barb => Cosine(barb, shaft) > 0.5) ? free[..2] : [];

        double Cosine(Stroke a, Stroke b)
        {
            var ((ax, ay), (bx, by)) = (Leaving(a), Leaving(b));
            return ((ax * bx) + (ay * by)) / Math.Max(1e-6, Math.Sqrt(((ax * ax) + (ay * ay)) * ((bx * bx) + (by * by))));
        }

        (double X, double Y) Leaving(Stroke path)
        {
            var points = path.A == junction ? path.Points : [.. Enumerable.Reverse(path.Points)];
            var far = points[Math.Min(points.Count - 1, (int)(1.5 * unit))];
            return (far.X - junction.X, far.Y - junction.Y);
        }
    }

    /// <summary>Hairs of the middle line, and the barbs of arrowheads, are no lines.</summary>
    private void Prune(double unit)
    {
        foreach (var junction in Vertices.Where(v => v.Paths.Count > 2).ToList())
        {
            var hairs = junction.Paths.Where(p => p.Other(junction).Paths.Count == 1 && p.Length <= 0.7 * unit).ToList();
            if (hairs.Count == junction.Paths.Count)
            {
                // A short line with its head: the two longest are the line.
                hairs = [.. hairs.OrderBy(p => p.Length).Take(hairs.Count - 2)];
            }

            if (hairs.Count == 0)
            {
                hairs = Barbs(junction, unit);
            }

            foreach (var hair in hairs)
            {
                junction.Paths.Remove(hair);
                hair.Other(junction).Paths.Clear();
            }
        }

        Vertices.RemoveAll(v => v.Paths.Count == 0);
    }
}
