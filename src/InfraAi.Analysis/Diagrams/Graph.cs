using InfraAi.Model;

namespace InfraAi.Analysis.Diagrams;

/// <summary>References between the resources of a template, some of which are parts and some of which only tie parts together.</summary>
/// <remarks>
/// A mapping, an integration, a permission or a role is no part: what refers to a part through them relates to it, and of two parts that one of them names,
/// the kind of tie says which acts on which.
/// </remarks>
internal sealed class Graph(HashSet<string> parts)
{
    private const int MostSteps = 6;
    private const int MostEnds = 50;
    private const int MostSeen = 1_000;
    private readonly Dictionary<string, List<(string To, int Line, string Key)>> references = new(StringComparer.Ordinal);

    internal void Add(string from, string to, int line, string key)
    {
        if (!references.TryGetValue(from, out var list))
        {
            references.Add(from, list = []);
        }
        list.Add((to, line, key));
    }

    /// <summary>Makes relations of the references.</summary>
    /// <param name="typeOf">The type of a resource, part or not.</param>
    /// <param name="directions">Which of a tie's or a part's references act on it; see <see cref="Directions"/>.</param>
    internal void Relate(
        Sketch sketch,
        Dictionary<string, Node> nodes,
        Func<string, string> typeOf,
        Func<string, string, Direction> directions
    )
    {
        foreach (var (from, list) in references)
        {
            if (parts.Contains(from))
            {
                foreach (var (target, line, key) in list)
                {
                    sketch.Source.Check();
                    var direction = directions(typeOf(from), key);
                    if (direction == Direction.None)
                    {
                        continue;
                    }
                    if (direction == Direction.Source && !parts.Contains(target))
                    {
                        // Behind a target group stands the service that names it: before it, the balancer whose listener does.
                        foreach (var front in Fronts(target, typeOf, directions))
                        {
                            Add(sketch, nodes, front, from, line, Direction.Target);
                        }
                        continue;
                    }
                    foreach (var to in Parts(target, typeOf, directions))
                    {
                        Add(sketch, nodes, from, to, line, direction);
                    }
                }
                continue;
            }
            // A tie that names a source and a target: an event source mapping, a subscription, an integration, a notification.
            var sources = list.Where(r =>
                    directions(typeOf(from), r.Key) == Direction.Source && !r.Key.StartsWith("role", StringComparison.OrdinalIgnoreCase)
                )
                .ToList();
            var targets = list.Where(r => directions(typeOf(from), r.Key) == Direction.Target).ToList();
            foreach (var source in sources.Take(MostEnds))
            {
                foreach (var target in targets.Take(MostEnds))
                {
                    foreach (var a in Parts(source.To, typeOf, directions))
                    {
                        foreach (var b in Parts(target.To, typeOf, directions))
                        {
                            Add(sketch, nodes, a, b, target.Line, Direction.Target);
                        }
                    }
                }
            }
        }
    }

    private readonly Dictionary<string, List<string>> ways = new(StringComparer.Ordinal);
    private Dictionary<string, List<(string From, string Key)>>? referrers;

    private List<(string From, string Key)> Referrers(string name)
    {
        if (referrers is null)
        {
            referrers = new(StringComparer.Ordinal);
            foreach (var (from, list) in references)
            {
                foreach (var (to, _, key) in list)
                {
                    if (!referrers.TryGetValue(to, out var known))
                    {
                        referrers.Add(to, known = []);
                    }
                    known.Add((from, key));
                }
            }
        }
        return referrers.GetValueOrDefault(name) ?? [];
    }

    private List<string> Fronts(string tie, Func<string, string> typeOf, Func<string, string, Direction> directions)
    {
        var found = new List<string>();
        foreach (var (from, _) in Referrers(tie).Take(20))
        {
            if (parts.Contains(from))
            {
                continue;
            }
            foreach (var (to, _, key) in references[from])
            {
                if (to != tie && directions(typeOf(from), key) == Direction.Source)
                {
                    found.AddRange(Parts(to, typeOf, directions));
                }
            }
        }
        return found;
    }

    private static void Add(Sketch sketch, Dictionary<string, Node> nodes, string from, string to, int line, Direction direction)
    {
        if (from == to || direction == Direction.None || !nodes.TryGetValue(from, out var a) || !nodes.TryGetValue(to, out var b))
        {
            return;
        }
        if (direction == Direction.Source)
        {
            (a, b) = (b, a);
        }
        sketch.Relate(a, b, null, sketch.Source.AtLine(line), null, 0.9);
    }

    /// <summary>The parts that a reference leads to: itself, or through ties without a direction of their own (roles, target groups, subnets groups).</summary>
    private List<string> Parts(string name, Func<string, string> typeOf, Func<string, string, Direction> directions)
    {
        // Thousands of parts may hold one role: the way from it is gone once.
        if (ways.TryGetValue(name, out var known))
        {
            return known;
        }
        var found = ways[name] = [];
        var seen = new HashSet<string>(StringComparer.Ordinal) { name };
        var open = new Queue<(string Name, int Steps)>();
        open.Enqueue((name, 0));
        while (open.TryDequeue(out var at))
        {
            if (parts.Contains(at.Name))
            {
                found.Add(at.Name);
                continue;
            }
            if (at.Steps >= MostSteps || seen.Count > 200)
            {
                continue;
            }
            // A policy names its role, not the role its policies: what the policy allows, the role's holder uses.
            foreach (var (from, key) in Referrers(at.Name).Take(20))
            {
                if (!parts.Contains(from) && key.StartsWith("role", StringComparison.OrdinalIgnoreCase) && seen.Add(from))
                {
                    open.Enqueue((from, at.Steps + 1));
                }
            }
            if (!references.TryGetValue(at.Name, out var list))
            {
                continue;
            }
            foreach (var (to, _, key) in list)
            {
                if (seen.Count > MostSeen)
                {
                    break;
                }
                if (directions(typeOf(at.Name), key) != Direction.None && seen.Add(to))
                {
                    open.Enqueue((to, at.Steps + 1));
                }
            }
        }
        return found;
    }
}

/// <summary>What a reference says of the two it connects.</summary>
internal enum Direction
{
    /// <summary>Nothing: a network, an encryption key, a tag.</summary>
    None,

    /// <summary>What refers acts on what it refers to.</summary>
    Target,

    /// <summary>What is referred to acts on what refers, or through it.</summary>
    Source,
}
