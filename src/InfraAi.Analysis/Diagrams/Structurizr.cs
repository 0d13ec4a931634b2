using InfraAi.Model;

namespace InfraAi.Analysis.Diagrams;

/// <summary>Structurizr workspaces: the DSL and workspace.json (docs.structurizr.com/dsl/language, …/json). The model is read; views are not.</summary>
internal sealed class Structurizr
{
    private static readonly string[] Kinds =
    [
        "person",
        "softwaresystem",
        "container",
        "component",
        "deploymentnode",
        "infrastructurenode",
        "element",
        "group",
        "enterprise",
    ];

    private readonly Sketch sketch;
    private readonly SourceText source;
    private readonly Stack<(string Kind, Node? Node, string Path)> open = new();
    private readonly Dictionary<string, Node> names = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string From, string To, string? Label, int Line, string Path)> relations = [];

    private Structurizr(SourceText source)
    {
        this.source = source;
        sketch = new Sketch(source);
    }

    internal static Sketch Read(SourceText source)
    {
        var reader = new Structurizr(source);
        var comment = false;
        var views = 0;
        var depth = 0;
        for (var i = 1; i <= source.Lines; i++)
        {
            var text = source.Line(i).Trim("\uFEFF \t").ToString();
            if (comment || text.StartsWith("/*", StringComparison.Ordinal))
            {
                comment = !text.Contains("*/", StringComparison.Ordinal);
                continue;
            }
            if (text.Length == 0 || text[0] == '#' || text.StartsWith("//", StringComparison.Ordinal))
            {
                continue;
            }
            var words = Words(text);
            if (words.Count == 0)
            {
                continue;
            }
            var opens = words[^1] == "{";
            if (text.StartsWith('}'))
            {
                depth--;
                views = depth < views ? 0 : views;
                reader.open.TryPop(out _);
                continue;
            }
            if (views == 0 && words[0].Equals("views", StringComparison.OrdinalIgnoreCase) && opens)
            {
                views = depth + 1;
            }
            if (opens)
            {
                depth++;
                if (depth > 200)
                {
                    throw new BrokenSourceException(i, "nested too deeply", "anidado demasiado profundo", tooLarge: true);
                }
            }
            if (views > 0)
            {
                if (opens)
                {
                    reader.open.Push(("", null, ""));
                }
                continue;
            }
            reader.Line(words, opens, i);
        }
        reader.Relate();
        return reader.sketch;
    }

    private static List<string> Words(string text)
    {
        var words = new List<string>();
        for (var i = 0; i < text.Length; )
        {
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }
            if (text[i] == '"')
            {
                var end = text.IndexOf('"', i + 1);
                end = end < 0 ? text.Length : end;
                words.Add(text[(i + 1)..end]);
                i = end + 1;
                continue;
            }
            var start = i;
            while (i < text.Length && !char.IsWhiteSpace(text[i]) && !(text[i] is '=' or '{' && i > start))
            {
                i++;
                if (text[start] is '=' or '{')
                {
                    break;
                }
            }
            words.Add(text[start..i]);
        }
        return words;
    }

    private void Line(List<string> words, bool opens, int line)
    {
        var arguments = opens ? words[..^1] : words;
        string? id = null;
        if (arguments.Count > 2 && arguments[1] == "=")
        {
            id = arguments[0];
            arguments = arguments[2..];
        }
        var keyword = arguments.Count > 0 ? arguments[0].ToLowerInvariant() : "";
        var (_, holder, path) = open.TryPeek(out var top) ? top : ("", null, "");
        var arrow = arguments.FindIndex(w =>
            w is "->" || (w.StartsWith("--", StringComparison.Ordinal) && w.EndsWith("->", StringComparison.Ordinal))
        );
        if (arrow is 0 or 1 && arguments.Count > arrow + 1)
        {
            relations.Add(
                (
                    arrow == 0 ? "this" : arguments[0],
                    arguments[arrow + 1],
                    arguments.Count > arrow + 2 ? arguments[arrow + 2] : null,
                    line,
                    path
                )
            );
            if (opens)
            {
                open.Push(("", holder, path));
            }
            return;
        }
        switch (keyword)
        {
            case "workspace":
                sketch.Title = arguments.Count > 1 && arguments[1] != "extends" ? arguments[1] : null;
                sketch.Description = arguments.Count > 2 && arguments[1] != "extends" ? arguments[2] : null;
                break;
            case "!include" or "!import" or "!plugin" or "!script" or "!docs" or "!adrs":
                if (keyword is "!include")
                {
                    sketch.Ask($"\"{string.Join(' ', arguments)}\" was not read.", $"«{string.Join(' ', arguments)}» no se leyó.");
                }
                break;
            case "containerinstance"
            or "softwaresysteminstance"
            or "instanceof" when id is not null && arguments.Count > 1 && Find(arguments[1], path) is { } of:
                names.TryAdd(id, of);
                names.TryAdd(path.Length == 0 ? id : path + "." + id, of);
                break;
            case "technology" when holder is not null && arguments.Count > 1:
                Technology(holder, arguments[1]);
                break;
            case "description" when holder is not null && arguments.Count > 1:
                holder.Description = arguments[1];
                break;
            case "name" when arguments.Count > 1 && holder is null && open.Count == 1:
                sketch.Title ??= arguments[1];
                break;
        }
        var at = Array.IndexOf(Kinds, keyword);
        if (at >= 0 && arguments.Count > 1)
        {
            var node = Element(keyword, id, arguments, line, holder, path);
            if (opens)
            {
                var inner =
                    keyword == "group" || id is null ? path
                    : path.Length == 0 ? id
                    : path + "." + id;
                open.Push((keyword, node, inner));
            }
            return;
        }
        if (opens)
        {
            open.Push(
                (
                    keyword,
                    keyword is "model" or "workspace" or "" ? holder
                    : keyword is "properties" or "perspectives" ? null
                    : holder,
                    path
                )
            );
        }
    }

    private Node Element(string keyword, string? id, List<string> arguments, int line, Node? holder, string path)
    {
        var name = Labels.Name(arguments[1]);
        var full =
            id is null ? $"{keyword} {name} {line}"
            : path.Length == 0 ? id
            : path + "." + id;
        var node = sketch.Node(full, name, source.AtLine(line));
        node.Group = holder;
        if (holder is not null && keyword is not ("group" or "enterprise") && !(holder.Key.StartsWith("group ", StringComparison.Ordinal)))
        {
            holder.IsGroup = true;
        }
        node.IsGroup = keyword is "group" or "enterprise" or "deploymentnode";
        names.TryAdd(full, node);
        if (id is not null)
        {
            names.TryAdd(id, node);
        }
        var technology =
            keyword is "container" or "component" or "deploymentnode" or "infrastructurenode" ? 3
            : keyword == "element" ? 2
            : -1;
        var tags = keyword is "container" or "component" ? 4 : 3;
        if (keyword is not ("group" or "enterprise") && arguments.Count > 2 && keyword != "element")
        {
            node.Description = arguments[2].Length > 0 ? arguments[2] : null;
        }
        if (technology > 0 && arguments.Count > technology && arguments[technology].Length > 0)
        {
            Technology(node, arguments[technology]);
        }
        node.Kind ??=
            keyword == "person" ? ComponentKind.Person
            : arguments.Count > tags
            && arguments[tags].Contains("Database", StringComparison.OrdinalIgnoreCase)
            && node.Technology?.Kind is null
                ? ComponentKind.Database
            : arguments.Count > tags && arguments[tags].Contains("External", StringComparison.OrdinalIgnoreCase) ? ComponentKind.External
            : null;
        return node;
    }

    private static void Technology(Node node, string text)
    {
        node.Technology = Technologies.Within(text);
        node.Sure = node.Technology is { IsProduct: true };
        if (node.Technology is { Use: Model.Vocabulary.TechnologyUse.Runtime })
        {
            node.Kind ??= ComponentKind.Service;
        }
    }

    private Node? Find(string name, string path)
    {
        for (var scope = path; ; scope = scope.Contains('.') ? scope[..scope.LastIndexOf('.')] : "")
        {
            if (names.TryGetValue(scope.Length == 0 ? name : scope + "." + name, out var node))
            {
                return node;
            }
            if (scope.Length == 0)
            {
                return null;
            }
        }
    }

    private void Relate()
    {
        foreach (var (from, to, label, line, path) in relations)
        {
            var a = from == "this" ? (path.Length == 0 ? null : names.GetValueOrDefault(path)) : Find(from, path);
            var b = Find(to, path);
            if (a is null || b is null)
            {
                sketch.Ask(
                    $"Line {line}: \"{(a is null ? from : to)}\" is not in this workspace.",
                    $"Línea {line}: «{(a is null ? from : to)}» no está en este espacio de trabajo."
                );
                continue;
            }
            sketch.Relate(a, b, label, source.AtLine(line));
        }
    }

    internal static Sketch ReadJson(SourceText source)
    {
        var reader = new Structurizr(source);
        var root = Tree.ReadJson(source);
        reader.sketch.Title = root.Text("name");
        reader.sketch.Description = root.Text("description");
        var edges = new List<Tree>();
        foreach (var person in root["model"]?.Items("people") ?? [])
        {
            reader.Add(person, "person", null, edges);
        }
        foreach (var system in root["model"]?.Items("softwareSystems") ?? [])
        {
            var group = reader.Add(system, "softwaresystem", null, edges);
            foreach (var container in system.Items("containers"))
            {
                var inner = reader.Add(container, "container", group, edges);
                foreach (var component in container.Items("components"))
                {
                    reader.Add(component, "component", inner, edges);
                }
            }
        }
        foreach (var edge in edges)
        {
            if (
                reader.names.TryGetValue(edge.Text("sourceId") ?? "", out var from)
                && reader.names.TryGetValue(edge.Text("destinationId") ?? "", out var to)
            )
            {
                reader.sketch.Relate(
                    from,
                    to,
                    edge.Text("description"),
                    source.AtLine((edge["description"] ?? edge["destinationId"])!.Line)
                );
            }
        }
        return reader.sketch;
    }

    private Node? Add(Tree element, string kind, Node? holder, List<Tree> edges)
    {
        if (element.Text("name") is not { } name)
        {
            return null;
        }
        var id = element.Text("id") ?? name;
        var node = sketch.Node(id, Labels.Name(name), source.AtLine(element["name"]!.Line));
        names.TryAdd(id, node);
        node.Group = holder;
        if (holder is not null)
        {
            holder.IsGroup = true;
        }
        node.Description = element.Text("description");
        if (element.Text("technology") is { } technology)
        {
            Technology(node, technology);
        }
        node.Kind ??=
            kind == "person" ? ComponentKind.Person
            : element.Text("location") == "External" || element.Text("tags")?.Contains("External", StringComparison.Ordinal) == true
                ? ComponentKind.External
            : null;
        foreach (var edge in element.Items("relationships"))
        {
            if (edge.Text("linkedRelationshipId") is null)
            {
                edges.Add(edge);
            }
        }
        return node;
    }
}
