using InfraAi.Model;

namespace InfraAi.Analysis.Diagrams;

/// <summary>Mermaid: flowchart, block, architecture, C4 and sequence diagrams (mermaid.js.org/syntax).</summary>
internal sealed class Mermaid
{
    private readonly Sketch sketch;
    private readonly SourceText source;
    private readonly Stack<Node?> groups = new();
    private string line = "";
    private int at;
    private int number;
    private bool block;

    private Mermaid(SourceText source)
    {
        this.source = source;
        sketch = new Sketch(source);
    }

    private Node? Group => groups.TryPeek(out var group) ? group : null;

    private LineEvidence Here => source.AtLine(number);

    /// <summary>True when the first line of a text names a kind of diagram that is read.</summary>
    internal static bool Begins(string line) => KindOf(line) is not null;

    private static string? KindOf(string line)
    {
        var word = line.Split([' ', '\t', ';'], 2)[0];
        return word switch
        {
            "graph" or "flowchart" or "flowchart-elk" => line.Contains('{') && line.TrimEnd().EndsWith('{') ? null : "flowchart",
            "sequenceDiagram" => "sequence",
            "C4Context" or "C4Container" or "C4Component" or "C4Deployment" or "C4Dynamic" => "c4",
            "architecture-beta" or "architecture" => word == "architecture" && line.Trim() != "architecture" ? null : "architecture",
            "block-beta" => "block",
            "block" when line.Trim() == "block" => "block",
            _ => null,
        };
    }

    internal static Sketch Read(SourceText source)
    {
        var reader = new Mermaid(source);
        string? kind = null;
        var matter = 0;
        var comment = false;
        for (var i = 1; i <= source.Lines; i++)
        {
            reader.number = i;
            var text = source.Line(i).Trim("\uFEFF \t").ToString();
            if (kind is null && text == "---")
            {
                matter++;
                continue;
            }
            if (kind is null && matter == 1)
            {
                reader.sketch.Title = text.StartsWith("title:", StringComparison.Ordinal)
                    ? text[6..].Trim().Trim('"', '\'')
                    : reader.sketch.Title;
                continue;
            }
            if (comment)
            {
                comment = !text.Contains('}');
                continue;
            }
            if (text.StartsWith("accDescr", StringComparison.Ordinal) && text.EndsWith('{'))
            {
                comment = true;
                continue;
            }
            if (text.Length == 0 || text.StartsWith("%%", StringComparison.Ordinal))
            {
                continue;
            }
            if (kind is null)
            {
                kind =
                    KindOf(text)
                    ?? throw new BrokenSourceException(
                        i,
                        "no kind of Mermaid diagram that is read",
                        "ningún tipo de diagrama Mermaid que se lea"
                    );
                reader.block = kind == "block";
                var rest = text.IndexOf(';');
                if (rest > 0)
                {
                    reader.Line(kind, text[(rest + 1)..].Trim());
                }
                continue;
            }
            for (var more = 0; more < 20 && i < source.Lines && kind is "flowchart" or "block" && text.AsSpan().Count('"') % 2 == 1; more++)
            {
                text += "\n" + source.Line(++i).Trim().ToString(); // a label over several lines
            }
            reader.Line(kind, text);
        }
        return reader.sketch;
    }

    private void Line(string kind, string text)
    {
        if (
            text.StartsWith("accTitle", StringComparison.Ordinal)
            || text.StartsWith("title ", StringComparison.Ordinal)
            || text.StartsWith("title:", StringComparison.Ordinal)
        )
        {
            sketch.Title ??= text[(text.StartsWith("acc", StringComparison.Ordinal) ? 8 : 5)..].TrimStart(':', ' ').Trim();
            return;
        }
        switch (kind)
        {
            case "sequence":
                Sequence.Line(sketch, text, Here, groups);
                break;
            case "c4":
                ReadC4(text);
                break;
            case "architecture":
                ReadArchitecture(text);
                break;
            default:
                Statements(text);
                break;
        }
    }

    private void ReadC4(string text)
    {
        if (text.StartsWith('}'))
        {
            groups.TryPop(out _);
            return;
        }
        if (
            C4.Parse(text) is { } call
            && C4.Add(sketch, call, Here, Group, out var opened)
            && (opened is not null || call.Rest.StartsWith('{'))
        )
        {
            if (call.Rest.StartsWith('{') || opened is not null)
            {
                groups.Push(opened ?? Group);
            }
        }
    }

    // group id(icon)[title] in parent; service id(icon)[title] in parent; a:R --> L:b; a{group}:B --> T:b
    private void ReadArchitecture(string text)
    {
        var word = text.Split(' ')[0];
        if (word is "group" or "service" or "junction")
        {
            var rest = text[word.Length..].Trim();
            var end = rest.IndexOfAny(['(', '[', ' ']);
            var id = end < 0 ? rest : rest[..end];
            var icon = Between(rest, '(', ')');
            var title = Between(rest, '[', ']')?.Trim('"') ?? id;
            var into = rest.LastIndexOf(" in ", StringComparison.Ordinal);
            var parent = into >= 0 ? sketch.Find("group " + rest[(into + 4)..].Trim()) : null;
            if (word == "group")
            {
                sketch.Group("group " + id, title, Here, parent);
                return;
            }
            var node = sketch.Node(id, Labels.Name(title), Here);
            node.Group = parent;
            node.IsPart = word == "service";
            if (icon?.Contains(':') == true)
            {
                node.Technology = Technologies.Icon(
                    icon[(icon.IndexOf(':') + 1)..],
                    icon.Contains("aws", StringComparison.Ordinal) ? "aws"
                        : icon.Contains("azure", StringComparison.Ordinal) ? "azure"
                        : null
                );
                node.Technology ??= Technologies.Icon(icon[(icon.IndexOf(':') + 1)..].Replace("aws-", "", StringComparison.Ordinal), "aws");
                node.Sure = node.Technology is { IsProduct: true };
            }
            else if (icon is "database" or "disk")
            {
                node.Kind = Technologies.Within(title)?.Kind ?? (icon == "disk" ? ComponentKind.Storage : ComponentKind.Database);
            }
            return;
        }
        var arrow = text.IndexOf("--", StringComparison.Ordinal);
        if (arrow < 0)
        {
            return;
        }
        var (left, right) = (text[..arrow].Trim(), text[(arrow + 2)..].Trim());
        var back = left.EndsWith('<');
        left = left.TrimEnd('<').Trim();
        string? label = null;
        if (right.StartsWith('[') || right.StartsWith('-'))
        {
            label = Between(right, '[', ']');
            right = right[(right.LastIndexOf('-') + 1)..].Trim();
        }
        var forward = right.StartsWith('>');
        right = right.TrimStart('>').Trim();
        var (from, to) = (End(left, last: false), End(right, last: true));
        if (from is null || to is null)
        {
            return;
        }
        Arrow(from, to, label, back, forward);

        Node? End(string side, bool last)
        {
            var colon = side.IndexOf(':');
            var id =
                colon < 0 ? side
                : last ? side[(colon + 1)..]
                : side[..colon];
            var group = id.IndexOf("{group}", StringComparison.Ordinal);
            id = (group < 0 ? id : id[..group]).Trim();
            var node = sketch.Find(id);
            return group >= 0 ? node?.Group ?? node : node;
        }
    }

    private static string? Between(string text, char open, char close)
    {
        var start = text.IndexOf(open);
        var end = start < 0 ? -1 : text.IndexOf(close, start);
        return end < 0 ? null : text[(start + 1)..end];
    }

    private void Arrow(Node from, Node to, string? label, bool back, bool forward)
    {
        if (forward || !back)
        {
            sketch.Relate(from, to, label, Here, null, forward || back ? 0.95 : 0.7);
        }
        if (back)
        {
            sketch.Relate(to, from, label, Here);
        }
    }

    private void Statements(string text)
    {
        var word = text.Split([' ', '[', ':', ';'], 2)[0];
        switch (word)
        {
            case "subgraph":
                OpenSubgraph(text[8..].Trim().TrimEnd(';'));
                return;
            case "block" when block:
                var label = text[5..].TrimStart(':').Trim();
                var id = label.Split([' ', ':', '['], 2)[0];
                groups.Push(id.Length == 0 ? Group : sketch.Group(id, Labels.Name(Between(label, '[', ']') ?? id), Here, Group));
                return;
            case "end":
                groups.TryPop(out _);
                return;
            case "direction"
            or "classDef"
            or "class"
            or "style"
            or "linkStyle"
            or "click"
            or "columns"
            or "accDescr"
            or "space" when word != "space" || block:
                return;
        }
        line = text;
        at = 0;
        while (at < line.Length)
        {
            var before = at;
            Chain();
            if (at == before)
            {
                at++;
            }
        }
    }

    private void OpenSubgraph(string rest)
    {
        var bracket = rest.IndexOf('[');
        var id = bracket > 0 ? rest[..bracket].Trim() : rest.Trim('"');
        var title = bracket > 0 ? rest[(bracket + 1)..].TrimEnd(']').Trim('"') : rest.Trim('"');
        var name = Labels.Name(title);
        var group = sketch.Group(id.Length == 0 ? "subgraph " + number : id, name, Here, Group);
        group.Name = name.Length > 0 ? name : group.Name;
        groups.Push(group);
    }

    private void Chain()
    {
        var left = Nodes();
        while (left.Count > 0)
        {
            Space();
            if (Link() is not { } link)
            {
                return;
            }
            Space();
            var right = Nodes();
            foreach (var from in left)
            {
                foreach (var to in right)
                {
                    if (!link.Hidden)
                    {
                        Arrow(from, to, link.Label, link.Back, link.Forward);
                    }
                }
            }
            left = right;
        }
    }

    private List<Node> Nodes()
    {
        var nodes = new List<Node>();
        while (true)
        {
            Space();
            if (Vertex() is not { } node)
            {
                return nodes;
            }
            nodes.Add(node);
            Space();
            if (at >= line.Length || line[at] != '&')
            {
                return nodes;
            }
            at++;
        }
    }

    private void Space()
    {
        while (at < line.Length && (char.IsWhiteSpace(line[at]) || line[at] == ';'))
        {
            at++;
        }
    }

    private Node? Vertex()
    {
        var start = at;
        while (at < line.Length && IsIdSign(at, start))
        {
            at++;
        }
        if (at == start)
        {
            return null;
        }
        var id = line[start..at];
        if (block && id is "space" or "columns" || (block && id.All(char.IsAsciiDigit)))
        {
            return null;
        }
        string? label = null;
        var cylinder = false;
        if (at < line.Length && line[at] is '[' or '(' or '{' or '>')
        {
            (label, cylinder) = Shape();
        }
        else if (at + 1 < line.Length && line[at] == '@' && line[at + 1] == '{')
        {
            var close = line.IndexOf('}', at);
            var body = line[(at + 2)..(close < 0 ? line.Length : close)];
            at = close < 0 ? line.Length : close + 1;
            label = Attribute(body, "label");
            cylinder = Attribute(body, "shape") is "cyl" or "cylinder" or "database" or "db";
        }
        if (at + 2 < line.Length && line.AsSpan(at).StartsWith(":::"))
        {
            at += 3;
            while (at < line.Length && (char.IsLetterOrDigit(line[at]) || line[at] is '_' or '-'))
            {
                at++;
            }
        }
        else if (block && at + 1 < line.Length && line[at] == ':' && char.IsAsciiDigit(line[at + 1]))
        {
            at += 2;
        }
        var known = sketch.Find(id);
        var node = known ?? sketch.Node(id, id, Here);
        if (label is not null)
        {
            var name = Labels.Name(label);
            if (name.Length > 0)
            {
                node.Name = name;
                if (known is not null && !node.IsGroup)
                {
                    node.Evidence[0] = Here;
                }
            }
        }
        if (cylinder && node.Kind is null)
        {
            node.Kind = Technologies.Within(node.Name)?.Kind ?? ComponentKind.Database;
        }
        if (Group is { } group && group != node)
        {
            node.Group ??= group;
        }
        return node;
    }

    private static string? Attribute(string body, string name)
    {
        var start = body.IndexOf(name + ":", StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }
        var value = body[(start + name.Length + 1)..].Trim();
        if (value.StartsWith('"'))
        {
            var close = value.IndexOf('"', 1);
            return close < 0 ? value[1..] : value[1..close];
        }
        var comma = value.IndexOf(',');
        return (comma < 0 ? value : value[..comma]).Trim();
    }

    private bool IsIdSign(int i, int start)
    {
        var c = line[i];
        if (
            char.IsLetterOrDigit(c)
            || c is '_' or '.' or '/' or '#' or '$' or '%' or '*' or '!' or '+' or '?'
            || (c == ':' && !block && i + 1 < line.Length && char.IsLetterOrDigit(line[i + 1]))
        )
        {
            // "A x--x B", "A o--o B": a head before a link, not a name.
            return !(i == start && c is 'x' or 'o' && i + 2 < line.Length && line[i + 1] is '-' or '=' && line[i + 2] is '-' or '=');
        }
        return c == '-' && i > start && i + 1 < line.Length && char.IsLetterOrDigit(line[i + 1]);
    }

    private (string Label, bool Cylinder) Shape()
    {
        var start = at;
        while (at < line.Length && at - start < 3 && line[at] is '[' or '(' or '{' or '>')
        {
            at++;
        }
        var open = line[start..at];
        if (at < line.Length && line[at] is '/' or '\\' && open == "[")
        {
            at++;
        }
        var cylinder = open == "[(";
        var close = new string([
            .. open.Reverse()
                .Select(c =>
                    c is '[' or '>' ? ']'
                    : c == '(' ? ')'
                    : '}'
                ),
        ]);
        var from = at;
        if (at < line.Length && line[at] == '"')
        {
            var quote = line.IndexOf('"', at + 1);
            if (quote > 0)
            {
                var end = line.IndexOf(close, quote, StringComparison.Ordinal);
                at = end < 0 ? line.Length : end + close.Length;
                return (line[(from + 1)..quote], cylinder);
            }
        }
        var plain = line.IndexOf(close, at, StringComparison.Ordinal);
        if (plain < 0)
        {
            at = line.Length;
            return (line[from..].Trim(), cylinder);
        }
        at = plain + close.Length;
        return (line[from..plain].Trim('/', '\\', ' '), cylinder);
    }

    private (string? Label, bool Back, bool Forward, bool Hidden)? Link()
    {
        var start = at;
        var back = false;
        var name = at;
        while (name < line.Length && (char.IsLetterOrDigit(line[name]) || line[name] == '_'))
        {
            name++;
        }
        if (name > at && name + 1 < line.Length && line[name] == '@' && line[name + 1] is '-' or '=' or '<')
        {
            at = name + 1; // "e1@-->": the edge's own name
        }
        if (at < line.Length && line[at] is '<' or 'x' or 'o' && at + 1 < line.Length && line[at + 1] is '-' or '=')
        {
            back = line[at] == '<';
            at++;
        }
        var run = at;
        while (at < line.Length && line[at] is '-' or '=' or '.' or '~')
        {
            at++;
        }
        if (at - run < 2)
        {
            at = start;
            return null;
        }
        var signs = line[run..at];
        var forward = Head();
        string? label = null;
        if (!forward && !(signs.Length > 2 && signs[0] != '-' || signs.Length > 2 && !signs.Contains('.')) && signs is "--" or "==" or "-.")
        {
            // "-- words -->": up to the next run of the same signs.
            var closing = signs == "-." ? ".-" : signs;
            var end = line.IndexOf(closing, at, StringComparison.Ordinal);
            if (end < 0)
            {
                at = line.Length;
                return null;
            }
            label = line[at..end].Trim().Trim('"');
            at = end;
            while (at < line.Length && line[at] is '-' or '=' or '.')
            {
                at++;
            }
            forward = Head();
        }
        Space();
        if (at < line.Length && line[at] == '|')
        {
            var end = line.IndexOf('|', at + 1);
            if (end > 0)
            {
                label = line[(at + 1)..end].Trim().Trim('"');
                at = end + 1;
            }
        }
        return (label, back, forward, signs[0] == '~');
    }

    private bool Head()
    {
        if (at < line.Length && (line[at] == '>' || (line[at] is 'x' or 'o' && (at + 1 == line.Length || line[at + 1] is ' ' or '|'))))
        {
            at++;
            return true;
        }
        return false;
    }
}
