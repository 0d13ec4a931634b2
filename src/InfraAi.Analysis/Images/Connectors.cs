using static InfraAi.Analysis.Images.Strokes;

namespace InfraAi.Analysis.Images;

/// <summary>A line between two anchors.</summary>
/// <param name="From">Number of the anchor it starts at.</param>
/// <param name="Both">True when it has an arrowhead at both ends.</param>
/// <param name="Directed">False when it has none.</param>
internal sealed record Connector(int From, int To, bool Both, bool Directed, List<(int X, int Y)> Points);

/// <summary>Follows lines, elbows and curves from shape to shape.</summary>
/// <remarks>
/// Where lines cross, they go straight on; where one forks, both ways are tried and the arrowheads decide: each head takes the nearest tail that leads to
/// it, and each tail the nearest head. Dashes, and lines hidden behind their label, go on in their direction.
/// </remarks>
internal sealed class Connectors
{
    private const int MostSteps = 4000;

    /// <summary>Steps for all lines together: drawings take some thousands.</summary>
    private int budget = 400_000;
    private bool crowded;

    /// <summary>A photo has more ends of lines than this; a drawing of a hundred dashed lines has not.</summary>
    private const int MostEnds = 6000;
    private readonly Strokes graph;
    private readonly Mask strokes;
    private readonly Mask hidden;
    private readonly Mask drawn;
    private readonly IReadOnlyList<Box> frames;
    private readonly double unit;
    private readonly Dictionary<Vertex, Port> ports = [];

    /// <param name="Anchor">Which anchor the line ends at.</param>
    private sealed record Port(Vertex Vertex, int Anchor)
    {
        internal bool Head { get; set; }
    }

    private sealed record Walk(Port From, Port To, double Cost, int Forks, List<(int X, int Y)> Points);

    private Connectors(Strokes graph, Mask strokes, Mask hidden, Mask drawn, IReadOnlyList<Box> frames, double unit) =>
        (this.graph, this.strokes, this.hidden, this.drawn, this.frames, this.unit) = (graph, strokes, hidden, drawn, frames, unit);

    /// <param name="anchors">The boxes of what lines may end at: icon and label of each node.</param>
    /// <param name="frames">Containers, numbered after the anchors: only lines that end at their edge reach them.</param>
    /// <param name="hidden">Where lines may run unseen: below text, step numbers and the frames' own lines.</param>
    /// <param name="drawn">Everything that is drawn, frames too.</param>
    /// <param name="crowded">True when not every line could be followed.</param>
    internal static List<Connector> Find(
        Strokes graph,
        Mask strokes,
        Mask hidden,
        Mask drawn,
        IReadOnlyList<IReadOnlyList<Box>> anchors,
        IReadOnlyList<Box> frames,
        double unit,
        out bool crowded
    )
    {
        var connectors = new Connectors(graph, strokes, hidden, drawn, frames, unit);
        connectors.FindPorts(anchors);
        connectors.Bridge();
        connectors.FindPortsAhead(anchors);
        connectors.KeepOutermostPorts(anchors);
        connectors.FindFramePorts(anchors.Count);
        var found = connectors.Trace();
        crowded = connectors.crowded;
        return found;
    }

    private void FindPorts(IReadOnlyList<IReadOnlyList<Box>> anchors)
    {
        foreach (var vertex in graph.Vertices)
        {
            var end = vertex.Paths.Count == 1;
            var best = (Anchor: -1, Distance: double.MaxValue);
            for (var i = 0; i < anchors.Count; i++)
            {
                foreach (var box in anchors[i])
                {
                    var distance = box.Distance(vertex.X, vertex.Y);
                    if (
                        distance < best.Distance
                        && distance <= (end ? 0.6 : 0.25) * unit
                        && !Parted(vertex.X, vertex.Y, box.MiddleX, box.MiddleY, distance)
                    )
                    {
                        best = (i, distance);
                    }
                }
            }

            if (best.Anchor >= 0)
            {
                ports[vertex] = new(vertex, best.Anchor);
            }
        }
    }

    private void FindPortsAhead(IReadOnlyList<IReadOnlyList<Box>> anchors)
    {
        foreach (var vertex in graph.Vertices.Where(v => v.Paths.Count == 1 && !ports.ContainsKey(v)))
        {
            if (Ahead(vertex, anchors) is (>= 0 and var anchor, _))
            {
                ports[vertex] = new(vertex, anchor);
            }
        }
    }

    /// <summary>The anchor that the line would meet if it went on a little.</summary>
    private (int, double) Ahead(Vertex vertex, IReadOnlyList<IReadOnlyList<Box>> anchors)
    {
        var along = Along(vertex, 1.6 * unit);
        if (along.Count < Math.Max(4, 0.6 * unit))
        {
            return (-1, 0);
        }

        var (fromX, fromY) = (vertex.X - along[^1].X, vertex.Y - along[^1].Y);
        var length = Math.Max(1e-6, Math.Sqrt((fromX * fromX) + (fromY * fromY)));
        var (dx, dy) = (fromX / length, fromY / length);
        for (var step = 0.6 * unit; step <= 2.2 * unit; step += 1)
        {
            var (x, y) = (vertex.X + (dx * step), vertex.Y + (dy * step));
            for (var i = 0; i < anchors.Count; i++)
            {
                if (anchors[i].Any(box => box.Contains(x, y)))
                {
                    return Parted(vertex.X, vertex.Y, x, y, step) ? (-1, 0) : (i, step);
                }
            }
        }

        return (-1, 0);
    }

    /// <summary>True when the edge of a container lies between the two points and the line does not go on behind it: it ends at the container.</summary>
    private bool Parted(double x, double y, double toX, double toY, double distance)
    {
        var length = Math.Max(1e-6, Math.Sqrt(((toX - x) * (toX - x)) + ((toY - y) * (toY - y))));
        var (dx, dy) = ((toX - x) / length, (toY - y) / length);
        return frames.Any(f =>
            !f.Contains(x, y) && f.Contains(x + (dx * (distance + 2)), y + (dy * (distance + 2))) && EndsAt(f, x, y, dx, dy)
        );
    }

    /// <summary>True when nothing is drawn just behind the frame's edge in this direction.</summary>
    private bool EndsAt(Box frame, double x, double y, double dx, double dy)
    {
        var from = frame.Contains(x, y);
        var step = 0.0;
        while (step < 3 * unit && frame.Contains(x + (dx * step), y + (dy * step)) == from)
        {
            step += 0.5;
        }

        var on = 0;
        for (var behind = step + (0.25 * unit) + 1; behind < step + (0.25 * unit) + 5; behind++)
        {
            on += drawn[(int)Math.Round(x + (dx * behind)), (int)Math.Round(y + (dy * behind))] ? 1 : 0;
        }

        return on < 2;
    }

    private void FindFramePorts(int first)
    {
        foreach (var vertex in graph.Vertices)
        {
            if (vertex.Paths.Count != 1 || ports.ContainsKey(vertex) || vertex.Paths[0].Length < unit)
            {
                continue;
            }

            var (dx, dy) = Direction(vertex.Paths[0], vertex);
            for (var i = 0; i < frames.Count; i++)
            {
                // It ends at the frame, coming from outside or from inside.
                var frame = frames[i];
                var (x, y) = (vertex.X + (dx * unit), vertex.Y + (dy * unit));
                if (
                    frame.Contains(x, y) != frame.Contains(vertex.X - (dx * unit), vertex.Y - (dy * unit))
                    && EndsAt(frame, vertex.X, vertex.Y, dx, dy)
                )
                {
                    ports[vertex] = new(vertex, first + i);
                    break;
                }
            }
        }
    }

    /// <summary>Joins ends that point at each other across a gap.</summary>
    private void Bridge()
    {
        var ends = graph.Vertices.Where(v => v.Paths.Count == 1).ToList();
        if (ends.Count > MostEnds)
        {
            crowded = true;
            return;
        }

        var candidates = new List<(double Cost, Vertex A, Vertex B)>();
        for (var i = 0; i < ends.Count; i++)
        {
            for (var j = i + 1; j < ends.Count; j++)
            {
                var (a, b) = (ends[i], ends[j]);
                var (dx, dy) = (b.X - a.X, b.Y - a.Y);
                var gap = Math.Sqrt((dx * dx) + (dy * dy));
                var (portA, portB) = (ports.GetValueOrDefault(a), ports.GetValueOrDefault(b));
                if (gap > 14 * unit || a.Paths[0] == b.Paths[0] || ((portA is not null || portB is not null) && gap > unit))
                {
                    continue;
                }

                if (gap <= 0.7 * unit && (a.Paths[0].Length < unit || b.Paths[0].Length < unit))
                {
                    // Dashes are too short to have a direction; the next one is near.
                    candidates.Add((gap + Bend(a, dx / gap, dy / gap) + Bend(b, -dx / gap, -dy / gap), a, b));
                    continue;
                }

                var (bendA, bendB) = (Cosine(a, dx / gap, dy / gap), Cosine(b, -dx / gap, -dy / gap));
                if (Math.Min(bendA, bendB) < 0.9 || (gap > 1.3 * unit && Hidden(a, b) < 0.6))
                {
                    continue;
                }

                candidates.Add((gap + (unit * (2 - bendA - bendB)), a, b));
            }
        }

        var taken = new HashSet<Vertex>();
        foreach (var (_, a, b) in candidates.OrderBy(c => c.Cost))
        {
            if (!taken.Contains(a) && !taken.Contains(b))
            {
                taken.Add(a);
                taken.Add(b);
                var path = new Stroke(a, b, [((int)a.X, (int)a.Y), ((int)b.X, (int)b.Y)], Gap: true);
                a.Paths.Add(path);
                b.Paths.Add(path);
            }
        }
    }

    /// <summary>Of the dashes near a part only the last is the line's end.</summary>
    private void KeepOutermostPorts(IReadOnlyList<IReadOnlyList<Box>> anchors)
    {
        double Distance(Port port) => anchors[port.Anchor].Min(box => box.Distance(port.Vertex.X, port.Vertex.Y));
        foreach (var port in ports.Values.OrderByDescending(Distance).ToList())
        {
            foreach (var first in port.Vertex.Paths)
            {
                var (at, last, length) = (port.Vertex, first, 0.0);
                for (var found = false; !found && length < 2.5 * unit; )
                {
                    at = last.Other(at);
                    length += last.Length;
                    found =
                        ports.TryGetValue(at, out var other)
                        && other != port
                        && other.Anchor == port.Anchor
                        && Distance(other) <= Distance(port);
                    if (found)
                    {
                        ports.Remove(port.Vertex);
                    }

                    var next = at.Paths.Where(p => p != last).ToList();
                    if (next.Count != 1)
                    {
                        break;
                    }

                    last = next[0];
                }
            }
        }
    }

    private double Bend(Vertex v, double dx, double dy) => v.Paths[0].Length < 3 ? 0 : 0.3 * unit * (1 - Cosine(v, dx, dy));

    private double Cosine(Vertex v, double dx, double dy)
    {
        var (x, y) = Direction(v.Paths[0], v);
        return (x * dx) + (y * dy);
    }

    private double Hidden(Vertex a, Vertex b)
    {
        var steps = (int)Math.Max(2, Math.Max(Math.Abs(a.X - b.X), Math.Abs(a.Y - b.Y)));
        var on = 0;
        for (var i = 0; i < steps; i++)
        {
            var part = (i + 0.5) / steps;
            on += hidden[(int)(a.X + ((b.X - a.X) * part)), (int)(a.Y + ((b.Y - a.Y) * part))] ? 1 : 0;
        }

        return (double)on / steps;
    }

    /// <summary>Where the path points as it leaves through this end.</summary>
    private (double X, double Y) Direction(Stroke path, Vertex end)
    {
        var points = path.Points;
        var reach = Math.Min(points.Count - 1, Math.Max(3, (int)unit));
        var (near, far) = path.B == end && (path.A != end) ? (points[^1], points[points.Count - 1 - reach]) : (points[0], points[reach]);
        var (dx, dy) = (near.X - far.X, near.Y - far.Y);
        var length = Math.Sqrt((dx * dx) + (dy * dy));
        return length == 0 ? (0, 0) : (dx / length, dy / length);
    }

    private List<Connector> Trace()
    {
        var walks = new List<Walk>();
        foreach (var port in ports.Values)
        {
            port.Head = IsHead(port.Vertex);
            walks.AddRange(From(port));
        }

        // Each pair of ends once, the cheapest way.
        var best = walks.Where(w => w.From.Anchor != w.To.Anchor).GroupBy(w => (w.From, w.To)).Select(g => g.MinBy(w => w.Cost)!).ToList();
        var chosen = new List<Connector>();
        foreach (var group in best.GroupBy(w => w.From))
        {
            var port = group.Key;
            // Straight without a fork, the line is plain, whatever its heads.
            if (group.Where(w => w.Forks == 0).MinBy(w => w.Cost) is { } plain)
            {
                Add(plain);
                if (port.Head != plain.To.Head)
                {
                    continue;
                }
            }

            if (group.Where(w => w.To.Head != port.Head).MinBy(w => w.Cost) is { } fitting)
            {
                Add(fitting);
            }
            else if (!port.Head && group.All(w => !w.To.Head) && group.MinBy(w => w.Cost) is { } nearest)
            {
                Add(nearest);
            }
        }

        return chosen;

        void Add(Walk walk)
        {
            var (from, to, both, directed) = (walk.From.Head, walk.To.Head) switch
            {
                (true, false) => (walk.To.Anchor, walk.From.Anchor, false, true),
                (false, true) => (walk.From.Anchor, walk.To.Anchor, false, true),
                (true, true) => (walk.From.Anchor, walk.To.Anchor, true, true),
                _ => (walk.From.Anchor, walk.To.Anchor, false, false),
            };
            chosen.Add(new(from, to, both, directed, walk.Points));
        }
    }

    private List<Walk> From(Port port)
    {
        var found = new List<Walk>();
        var open = new PriorityQueue<(Vertex At, Stroke Last, double Cost, int Forks, (Vertex, object?) Trail), double>();
        var known = new Dictionary<(Vertex, Stroke), double>();
        foreach (var path in port.Vertex.Paths)
        {
            Push(path.Other(port.Vertex), path, path.Length, 0, (port.Vertex, null));
        }

        for (var steps = 0; steps < MostSteps && budget-- > 0 && open.TryDequeue(out var at, out _); steps++)
        {
            // The first dashes of a line all end near the part that it starts at.
            if (ports.TryGetValue(at.At, out var end) && end != port && (end.Anchor != port.Anchor || at.Cost > 1.5 * unit))
            {
                found.Add(new(port, end, at.Cost, at.Forks, Points(at.Trail, at.At)));
                continue;
            }

            var (dx, dy) = Direction(at.Last, at.At);
            var others = at.At.Paths.Where(p => p != at.Last).ToList();
            var straight = -1.0;
            var angles = new List<double>();
            foreach (var path in others)
            {
                var (ox, oy) = Direction(path, at.At);
                var cosine = -((dx * ox) + (dy * oy));
                angles.Add(cosine);
                straight = Math.Max(straight, cosine);
            }

            for (var i = 0; i < others.Count; i++)
            {
                var (path, cosine) = (others[i], angles[i]);
                if (path.Gap || others.Count == 1)
                {
                    Push(path.Other(at.At), path, at.Cost + path.Length, at.Forks, at.Trail);
                }
                else if (cosine > 0.8 && cosine >= straight)
                {
                    // Straight on at a crossing.
                    Push(path.Other(at.At), path, at.Cost + path.Length, at.Forks + (others.Count == 2 ? 1 : 0), at.Trail);
                }
                else if (cosine > -0.6)
                {
                    Push(path.Other(at.At), path, at.Cost + path.Length + (4 * unit), at.Forks + 1, at.Trail);
                }
            }
        }

        crowded |= open.Count > 0;
        return found;

        void Push(Vertex to, Stroke path, double cost, int forks, (Vertex, object?) trail)
        {
            if (known.TryGetValue((to, path), out var before) && before <= cost)
            {
                return;
            }

            known[(to, path)] = cost;
            open.Enqueue((to, path, cost, forks, (to, trail)), cost);
        }
    }

    private static List<(int X, int Y)> Points((Vertex Vertex, object? Before) trail, Vertex end)
    {
        var points = new List<(int, int)> { ((int)end.X, (int)end.Y) };
        for (object? at = trail; at is ValueTuple<Vertex, object?> step; at = step.Item2)
        {
            points.Add(((int)step.Item1.X, (int)step.Item1.Y));
        }

        points.Reverse();
        return points;
    }

    /// <summary>True when the line grows wide towards this end: filled and open arrowheads both do.</summary>
    private bool IsHead(Vertex end)
    {
        var along = Along(end, 6 * unit);
        if (along.Count < 4)
        {
            return false;
        }

        // The middle line may end at the head's base: what lies before it counts too.
        var (tailX, tailY) = (
            (double)end.X - along[Math.Min(along.Count - 1, (int)unit)].X,
            end.Y - along[Math.Min(along.Count - 1, (int)unit)].Y
        );
        var tail = Math.Max(1e-6, Math.Sqrt((tailX * tailX) + (tailY * tailY)));
        var ahead = (int)(0.7 * unit);
        along.InsertRange(
            0,
            Enumerable.Range(1, ahead).Select(i => ((int)(end.X + (tailX / tail * i)), (int)(end.Y + (tailY / tail * i)))).Reverse()
        );

        var widths = new List<int>(along.Count);
        for (var i = 0; i < along.Count; i++)
        {
            var (a, b) = (along[Math.Max(0, i - 3)], along[Math.Min(along.Count - 1, i + 3)]);
            var (dx, dy) = ((double)b.X - a.X, (double)b.Y - a.Y);
            var length = Math.Max(1e-6, Math.Sqrt((dx * dx) + (dy * dy)));
            var width = 0;
            var seen = (-1, -1);
            for (var step = -0.6 * unit; step <= 0.6 * unit; step += 0.5)
            {
                var at = ((int)Math.Round(along[i].X - (dy / length * step)), (int)Math.Round(along[i].Y + (dx / length * step)));
                width += at != seen && strokes[at.Item1, at.Item2] ? 1 : 0;
                seen = at;
            }

            widths.Add(width);
        }

        var tip = (int)Math.Min(along.Count - 1, ahead + (1.2 * unit));
        var usual = widths.Skip(Math.Min(tip, along.Count / 2)).Order().ElementAt((widths.Count - Math.Min(tip, along.Count / 2)) / 2);
        var widest = widths.Take(tip).Max();
        return widest >= Math.Max(usual * 2, usual + (0.16 * unit) + 1);
    }

    /// <summary>The line's points from this end on, as long as it does not fork.</summary>
    private static List<(int X, int Y)> Along(Vertex end, double length)
    {
        var points = new List<(int, int)>();
        var (at, last) = (end, default(Stroke));
        while (points.Count < length)
        {
            var paths = at.Paths.Where(p => p != last).ToList();
            if (paths.Count != 1)
            {
                break;
            }

            var path = paths[0];
            points.AddRange(path.A == at ? path.Points : Enumerable.Reverse(path.Points));
            (at, last) = (path.Other(at), path);
            if (at == end)
            {
                break;
            }
        }

        return points;
    }
}
