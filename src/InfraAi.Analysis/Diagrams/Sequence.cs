using InfraAi.Model;

namespace InfraAi.Analysis.Diagrams;

/// <summary>Sequence diagrams, whose lines Mermaid and PlantUML write alike: participants are parts, messages relations; replies are none.</summary>
internal static class Sequence
{
    private static readonly string[] Kinds = ["participant", "actor", "boundary", "control", "entity", "database", "collections", "queue"];

    // Longest first: what an arrow may be, and whether it is a reply (dashed).
    private static readonly string[] Arrows = ["<<-->>", "<<->>", "-->>", "->>", "--x", "-x", "--)", "-)", "-->", "->"];

    internal static bool Line(Sketch sketch, string text, LineEvidence evidence, Stack<Node?> groups)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
        {
            return true;
        }
        var first = words[0] == "create" && words.Length > 1 ? 1 : 0;
        if (words[0] == "box")
        {
            groups.Push(sketch.Group("box " + evidence.Line, Labels.Name(Box(text[3..])), evidence));
            return true;
        }
        if (words[0] == "end" && words.Length is 1 or 2)
        {
            if (groups.TryPeek(out var top) && (top is null || words.Length == 2))
            {
                groups.Pop();
            }
            else if (groups.Count > 0)
            {
                groups.Pop();
            }
            return true;
        }
        if (words[0] is "loop" or "alt" or "opt" or "par" or "critical" or "break" or "rect" or "group")
        {
            groups.Push(Inner(groups));
            return true;
        }
        if (
            words[0]
            is "Note"
                or "note"
                or "activate"
                or "deactivate"
                or "autonumber"
                or "else"
                or "and"
                or "option"
                or "destroy"
                or "link"
                or "links"
                or "return"
                or "ref"
        )
        {
            return true;
        }
        if (Array.IndexOf(Kinds, words[first]) >= 0 && words.Length > first + 1)
        {
            Participant(
                sketch,
                words[first],
                text[(text.IndexOf(words[first], StringComparison.Ordinal) + words[first].Length)..].Trim(),
                evidence,
                groups
            );
            return true;
        }
        return Message(sketch, text, evidence, groups);
    }

    private static string Box(string title)
    {
        var words = title.Trim().Split(' ', 2);
        var color =
            words[0].StartsWith("rgb", StringComparison.OrdinalIgnoreCase)
            || words[0]
                is "transparent"
                    or "Aqua"
                    or "Purple"
                    or "LightBlue"
                    or "lightblue"
                    or "Gray"
                    or "Green"
                    or "Yellow"
                    or "Red"
                    or "Blue"
            || words[0].StartsWith('#');
        return color && words.Length > 1 ? words[1] : title.Trim();
    }

    private static Node? Inner(Stack<Node?> groups) => groups.TryPeek(out var group) ? group : null;

    private static void Participant(Sketch sketch, string kind, string rest, LineEvidence evidence, Stack<Node?> groups)
    {
        var order = rest.IndexOf(" order ", StringComparison.Ordinal);
        rest = order > 0 ? rest[..order] : rest;
        var brace = rest.IndexOf("@{", StringComparison.Ordinal);
        rest = brace > 0 ? rest[..brace] : rest;
        var stereotype = rest.IndexOf("<<", StringComparison.Ordinal);
        rest = stereotype > 0 ? rest[..stereotype] : rest;
        var color = rest.LastIndexOf(" #", StringComparison.Ordinal);
        rest = (color > 0 && !rest.EndsWith('"') ? rest[..color] : rest).Trim();
        var at = rest.IndexOf(" as ", StringComparison.Ordinal);
        var (left, right) = at > 0 ? (rest[..at].Trim(), rest[(at + 4)..].Trim()) : (rest, rest);
        // Mermaid: id as Name. PlantUML: "Name" as id, or id as "Name".
        var (id, name) = left.StartsWith('"') ? (right, left) : (left, right);
        var node = sketch.Node(id.Trim('"'), Labels.Name(name.Trim('"')), evidence);
        node.Name = Labels.Name(name.Trim('"'));
        node.Group ??= Inner(groups);
        node.Kind = kind switch
        {
            "actor" => ComponentKind.Person,
            "database" => Technologies.Within(node.Name)?.Kind ?? ComponentKind.Database,
            "queue" => Technologies.Within(node.Name)?.Kind ?? ComponentKind.Queue,
            _ => node.Kind,
        };
    }

    private static bool Message(Sketch sketch, string text, LineEvidence evidence, Stack<Node?> groups)
    {
        var colon = text.IndexOf(':');
        var head = colon < 0 ? text : text[..colon];
        var label = colon < 0 ? null : text[(colon + 1)..].Trim();
        foreach (var arrow in Arrows)
        {
            var i = head.IndexOf(arrow, StringComparison.Ordinal);
            if (i <= 0)
            {
                continue;
            }
            var from = head[..i].Trim().Trim('"', '+', '-');
            var to = head[(i + arrow.Length)..].Trim().Trim('"', '+', '-', '*', '!').Trim();
            var open = to.IndexOf(' ');
            to = open > 0 && to[(open + 1)..].StartsWith('+') ? to[..open] : to;
            if (from.Length == 0 || to.Length == 0 || from[0] is '[' or '?' || to[^1] is ']' or '?')
            {
                return true;
            }
            var (a, b) = (Named(from), Named(to));
            if (!arrow.StartsWith("--", StringComparison.Ordinal))
            {
                sketch.Relate(a, b, label, evidence);
            }
            if (arrow.StartsWith("<<", StringComparison.Ordinal))
            {
                sketch.Relate(b, a, label, evidence);
            }
            return true;
        }
        return false;

        Node Named(string id)
        {
            var node = sketch.Node(id, Labels.Name(id), evidence);
            node.Group ??= Inner(groups);
            return node;
        }
    }
}
