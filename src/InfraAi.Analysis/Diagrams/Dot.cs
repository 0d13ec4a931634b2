using InfraAi.Model;

namespace InfraAi.Analysis.Diagrams;

/// <summary>Graphviz DOT: nodes, clusters and edges with their attributes (graphviz.org/doc/info/lang.html). Output of the Python library "diagrams" included.</summary>
internal sealed class Dot
{
    private const int Deepest = 100;
    private readonly Sketch sketch;
    private readonly SourceText source;
    private readonly string text;
    private int at;
    private string token = "";
    private int tokenAt;
    private bool quoted;
    private bool directed = true;

    private Dot(SourceText source)
    {
        this.source = source;
        text = source.Text;
        sketch = new Sketch(source);
    }

    /// <summary>True when the text begins as a graph does: (strict) (graph|digraph) [name] {.</summary>
    internal static bool Begins(string line)
    {
        var rest = line.AsSpan().Trim();
        rest = rest.StartsWith("strict ", StringComparison.OrdinalIgnoreCase) ? rest[7..].Trim() : rest;
        var arrows = rest.StartsWith("digraph", StringComparison.OrdinalIgnoreCase);
        if (!arrows && !rest.StartsWith("graph", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }
        var name = rest[(arrows ? 7 : 5)..];
        if (name.Length > 0 && !(char.IsWhiteSpace(name[0]) || name[0] is '{' or '"'))
        {
            return false;
        }
        name = name.Trim();
        var brace = name.IndexOf('{');
        var id = (brace < 0 ? name : name[..brace]).Trim();
        return (brace >= 0 || arrows) && (id.IsEmpty || (id[0] == '"' && id[^1] == '"') || !id.Contains(' '));
    }

    internal static Sketch Read(SourceText source)
    {
        var reader = new Dot(source);
        reader.Next();
        if (reader.Is("strict"))
        {
            reader.Next();
        }
        reader.directed = reader.Is("digraph");
        reader.Next();
        if (!reader.Sign("{"))
        {
            reader.sketch.Title = reader.token is "G" or "g" ? null : Labels.Name(reader.token);
            reader.Next();
        }
        if (!reader.Sign("{"))
        {
            throw new BrokenSourceException(source.LineOf(reader.tokenAt), "\"{\" is wanted", "se espera «{»");
        }
        reader.Next();
        reader.Body(null, 0);
        if (!reader.Sign("}"))
        {
            throw new BrokenSourceException(source.Lines, "the graph is not closed", "el grafo no está cerrado");
        }
        return reader.sketch;
    }

    private bool Is(string word) => !quoted && token.Equals(word, StringComparison.OrdinalIgnoreCase);

    private bool Sign(string sign) => !quoted && token == sign;

    /// <summary>The statements up to the closing brace.</summary>
    private List<Node> Body(Node? group, int depth)
    {
        if (depth > Deepest)
        {
            throw new BrokenSourceException(source.LineOf(tokenAt), "nested too deeply", "anidado demasiado profundo", tooLarge: true);
        }
        var nodes = new List<Node>();
        var defaults = new Dictionary<string, string>(StringComparer.Ordinal);
        while (token.Length > 0 || quoted)
        {
            if (Sign("}"))
            {
                return nodes;
            }
            if (Sign(";") || Sign(","))
            {
                Next();
                continue;
            }
            if (Is("graph") || Is("node") || Is("edge"))
            {
                var isGraph = Is("graph");
                var isNode = Is("node");
                Next();
                var attributes = Attributes();
                if (isGraph && attributes.TryGetValue("label", out var label))
                {
                    Title(group, label);
                }
                if (isNode)
                {
                    foreach (var (key, value) in attributes)
                    {
                        defaults[key] = value;
                    }
                }
                continue;
            }
            Statement(group, nodes, defaults, depth);
        }
        return nodes;
    }

    private void Title(Node? group, string label)
    {
        var name = Labels.Name(label);
        if (name.Length == 0)
        {
            return;
        }
        if (group is null)
        {
            sketch.Title = name;
        }
        else
        {
            group.Name = name;
        }
    }

    private void Statement(Node? group, List<Node> nodes, Dictionary<string, string> defaults, int depth)
    {
        var start = tokenAt;
        var left = Operand(group, nodes, depth, out var single, out var id);
        if (left is null)
        {
            Next();
            return;
        }
        if (Sign("=") && single)
        {
            Next();
            var value = token;
            Next();
            if (id == "label")
            {
                Title(group, value);
            }
            return;
        }
        var chain = new List<List<Node>>();
        if (single)
        {
            left = [Part(id, group, nodes, start)];
        }
        chain.Add(left);
        while (Sign("->") || Sign("--"))
        {
            Next();
            var place = tokenAt;
            var right = Operand(group, nodes, depth, out var one, out var name);
            if (right is null)
            {
                break;
            }
            chain.Add(one ? [Part(name, group, nodes, place)] : right);
        }
        var attributes = Attributes();
        if (chain.Count == 1)
        {
            if (single)
            {
                Describe(left[0], attributes, defaults, start);
            }
            return;
        }
        if (attributes.GetValueOrDefault("style") == "invis")
        {
            return;
        }
        var words = attributes.GetValueOrDefault("label") ?? attributes.GetValueOrDefault("xlabel");
        var dir = attributes.GetValueOrDefault("dir") ?? (directed ? "forward" : "none");
        var evidence = source.AtLine(source.LineOf(start));
        for (var i = 1; i < chain.Count; i++)
        {
            foreach (var from in chain[i - 1])
            {
                foreach (var to in chain[i])
                {
                    if (dir != "back")
                    {
                        sketch.Relate(from, to, words, evidence, null, dir == "none" ? 0.7 : 0.95);
                    }
                    if (dir is "back" or "both")
                    {
                        sketch.Relate(to, from, words, evidence);
                    }
                }
            }
        }
    }

    private Node Part(string id, Node? group, List<Node> nodes, int start)
    {
        var node = sketch.Find(id) ?? sketch.Node(id, Labels.Name(id), source.AtLine(source.LineOf(start)));
        node.Group ??= group;
        nodes.Add(node);
        return node;
    }

    private static readonly HashSet<string> Unseen = new(StringComparer.Ordinal) { "point", "plaintext", "none", "note", "plain" };

    private void Describe(Node node, Dictionary<string, string> attributes, Dictionary<string, string> defaults, int start)
    {
        if (attributes.TryGetValue("label", out var label))
        {
            var name = Labels.Name(
                label.Contains('|') || label.StartsWith('{')
                    ? Record(label)
                    : label.Replace("\\l", "\n", StringComparison.Ordinal).Replace("\\r", "\n", StringComparison.Ordinal)
            );
            node.Name = name.Length > 0 ? name : node.Name;
            node.Evidence[0] = source.AtLine(source.LineOf(start));
        }
        var shape = attributes.GetValueOrDefault("shape") ?? defaults.GetValueOrDefault("shape") ?? "";
        if (
            Unseen.Contains(attributes.GetValueOrDefault("shape") ?? "")
            && attributes.GetValueOrDefault("image") is null
            && !attributes.GetValueOrDefault("label", "").Contains('<')
        )
        {
            node.IsPart = false;
        }
        if (attributes.GetValueOrDefault("image") is { Length: > 0 } image)
        {
            var file = image[(image.LastIndexOfAny(['/', '\\']) + 1)..];
            file = file.Contains('.') ? file[..file.LastIndexOf('.')] : file;
            var vendor =
                image.Contains("aws", StringComparison.Ordinal) ? "aws"
                : image.Contains("azure", StringComparison.Ordinal) ? "azure"
                : image.Contains("gcp", StringComparison.Ordinal) ? "gcp"
                : null;
            node.Technology = Technologies.Icon(file, vendor);
            node.Sure = node.Technology is { IsProduct: true };
        }
        if (shape == "cylinder" && (attributes.ContainsKey("shape") || defaults.Count > 0))
        {
            node.Kind = Technologies.Within(node.Name)?.Kind ?? ComponentKind.Database;
        }
    }

    /// <summary>The first field of a record's label ("{Orders|+ port}").</summary>
    private static string Record(string label)
    {
        foreach (var field in label.Trim('{', '}', ' ').Split('|'))
        {
            var words = field.Trim('{', '}', ' ');
            var close = words.StartsWith('<') ? words.IndexOf('>') : -1;
            words = close > 0 ? words[(close + 1)..].Trim() : words;
            if (words.Length > 0)
            {
                return words;
            }
        }
        return "";
    }

    /// <summary>A node's name, or the nodes of a subgraph; null when there is neither.</summary>
    private List<Node>? Operand(Node? group, List<Node> nodes, int depth, out bool single, out string id)
    {
        single = false;
        id = "";
        if (Is("subgraph") || Sign("{"))
        {
            var start = tokenAt;
            var inner = group;
            if (Is("subgraph"))
            {
                Next();
                if (!Sign("{"))
                {
                    var name = token;
                    if (name.StartsWith("cluster", StringComparison.Ordinal))
                    {
                        var title = name.Length > 7 ? name[7..].Trim('_', '-', ' ') : "";
                        inner = sketch.Group("cluster " + name, Labels.Name(title), source.AtLine(source.LineOf(start)), group);
                    }
                    Next();
                }
            }
            if (!Sign("{"))
            {
                return null;
            }
            Next();
            var found = Body(inner, depth + 1);
            if (Sign("}"))
            {
                Next();
            }
            nodes.AddRange(found);
            return found;
        }
        if (!quoted && (token.Length == 0 || token is "{" or "}" or "[" or "]" or ";" or "," or "=" or "->" or "--" or ":"))
        {
            return null;
        }
        id = token;
        single = true;
        Next();
        while (Sign(":"))
        {
            Next();
            Next();
        }
        return [];
    }

    private Dictionary<string, string> Attributes()
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        while (Sign("["))
        {
            Next();
            while (!Sign("]") && (token.Length > 0 || quoted))
            {
                var key = token;
                Next();
                if (Sign("="))
                {
                    Next();
                    attributes[key] = token;
                    Next();
                }
            }
            Next();
        }
        return attributes;
    }

    private void Next()
    {
        quoted = false;
        token = "";
        while (at < text.Length)
        {
            var c = text[at];
            if (char.IsWhiteSpace(c) || c == '\uFEFF')
            {
                at++;
            }
            else if (c == '#' || (c == '/' && at + 1 < text.Length && text[at + 1] == '/'))
            {
                var end = text.IndexOf('\n', at);
                at = end < 0 ? text.Length : end;
            }
            else if (c == '/' && at + 1 < text.Length && text[at + 1] == '*')
            {
                var end = text.IndexOf("*/", at, StringComparison.Ordinal);
                at = end < 0 ? text.Length : end + 2;
            }
            else
            {
                break;
            }
        }
        tokenAt = at;
        if (at >= text.Length)
        {
            return;
        }
        var first = text[at];
        if (first == '"')
        {
            var value = new System.Text.StringBuilder();
            for (at++; at < text.Length && text[at] != '"'; at++)
            {
                if (text[at] == '\\' && at + 1 < text.Length && text[at + 1] is '"')
                {
                    at++;
                }
                else if (text[at] == '\\' && at + 1 < text.Length && text[at + 1] == '\n')
                {
                    at++;
                    continue;
                }
                value.Append(text[at]);
            }
            at = Math.Min(at + 1, text.Length);
            (token, quoted) = (value.ToString(), true);
            return;
        }
        if (first == '<')
        {
            var depth = 0;
            var start = at;
            for (; at < text.Length; at++)
            {
                depth +=
                    text[at] == '<' ? 1
                    : text[at] == '>' ? -1
                    : 0;
                if (depth == 0)
                {
                    at++;
                    break;
                }
            }
            (token, quoted) = (at - start > 1 ? text[(start + 1)..Math.Max(start + 1, at - 1)] : "", true);
            return;
        }
        if (at + 1 < text.Length && first == '-' && text[at + 1] is '>' or '-')
        {
            token = text.Substring(at, 2);
            at += 2;
            return;
        }
        var from = at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '.' || (text[at] == '-' && at == from)))
        {
            at++;
        }
        if (at == from)
        {
            at++;
        }
        token = text[from..at];
    }
}
