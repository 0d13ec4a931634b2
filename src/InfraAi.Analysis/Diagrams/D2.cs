using InfraAi.Model;

namespace InfraAi.Analysis.Diagrams;

/// <summary>D2: shapes, containers and connections (d2lang.com/tour). Classes, variables, layers and imports are passed over.</summary>
internal sealed class D2
{
    private const int Deepest = 100;

    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "shape",
        "icon",
        "style",
        "label",
        "near",
        "direction",
        "tooltip",
        "link",
        "class",
        "classes",
        "vars",
        "layers",
        "scenarios",
        "steps",
        "grid-rows",
        "grid-columns",
        "grid-gap",
        "width",
        "height",
        "constraint",
        "source-arrowhead",
        "target-arrowhead",
        "horizontal-gap",
        "vertical-gap",
        "top",
        "left",
        "desc",
        "opacity",
        "stroke",
        "fill",
        "font-size",
    };

    private static readonly string[] Arrows = ["<->", "->", "<-", "--"];

    private readonly Sketch sketch;
    private readonly SourceText source;
    private readonly string text;
    private readonly HashSet<Node> tables = [];
    private readonly HashSet<Node> labelled = [];
    private readonly Dictionary<string, List<(string Name, string Value)>> classes = new(StringComparer.Ordinal);
    private readonly List<(Node Node, string Class)> classed = [];
    private int at;

    private D2(SourceText source)
    {
        this.source = source;
        text = source.Text;
        sketch = new Sketch(source);
    }

    internal static Sketch Read(SourceText source)
    {
        var reader = new D2(source);
        reader.Body(null, 0, skip: false);
        reader.ApplyClasses();
        if (reader.sketch.Nodes.Count > 0)
        {
            foreach (var node in reader.sketch.Nodes)
            {
                node.IsPart &= !node.IsGroup && !(node.Group is { } holder && reader.tables.Contains(holder));
            }
        }
        return reader.sketch;
    }

    private readonly HashSet<Node> near = [];
    private readonly List<Node> titles = [];

    private void ApplyClasses()
    {
        foreach (var (node, name) in classed)
        {
            foreach (var (attribute, value) in classes.GetValueOrDefault(name) ?? [])
            {
                if (attribute != "class" && (attribute != "label" || !labelled.Contains(node)))
                {
                    Attribute(node, attribute, value);
                }
            }
        }
        sketch.Title = titles.Find(near.Contains)?.Name;
    }

    /// <summary>The attributes of each class (d2lang.com/tour/classes): name: { label: …; icon: …; shape: … }.</summary>
    private void Classes()
    {
        var open = 1;
        List<(string, string)>? attributes = null;
        while (at < text.Length && open > 0)
        {
            Space();
            if (at < text.Length && text[at] == '}')
            {
                at++;
                open--;
                continue;
            }
            var start = at;
            var key = Key();
            Blank();
            var value = "";
            if (at < text.Length && text[at] == ':')
            {
                at++;
                Blank();
                value = Value();
                Blank();
            }
            if (at < text.Length && text[at] == '{')
            {
                at++;
                if (++open == 2)
                {
                    classes[key] = attributes = [];
                }
            }
            else if (open == 2 && value.Length > 0)
            {
                attributes?.Add((key, value));
            }
            at += at == start ? 1 : 0;
        }
    }

    private void Body(Node? holder, int depth, bool skip)
    {
        if (depth > Deepest)
        {
            throw new BrokenSourceException(source.LineOf(at), "nested too deeply", "anidado demasiado profundo", tooLarge: true);
        }
        while (true)
        {
            Space();
            if (at >= text.Length)
            {
                if (depth > 0)
                {
                    throw new BrokenSourceException(source.Lines, "a \"}\" is missing", "falta una «}»");
                }
                return;
            }
            if (text[at] == '}')
            {
                at++;
                return;
            }
            Statement(holder, depth, skip);
        }
    }

    private void Space()
    {
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]) || text[at] is ';' or '\uFEFF')
            {
                at++;
            }
            else if (text[at] == '#')
            {
                var end = text.IndexOf('\n', at);
                at = end < 0 ? text.Length : end;
            }
            else
            {
                return;
            }
        }
    }

    private void Statement(Node? holder, int depth, bool skip)
    {
        var start = at;
        var parts = new List<string>();
        var arrows = new List<string>();
        parts.Add(Key());
        while (at < text.Length && Array.Find(Arrows, a => text.AsSpan(at).StartsWith(a)) is { } arrow)
        {
            at += arrow.Length;
            while (at < text.Length && text[at] is '-' or '>')
            {
                arrow = text[at] == '>' ? "->" : arrow; // "--->"
                at++;
            }
            arrows.Add(arrow);
            Blank();
            parts.Add(Key());
        }
        string? value = null;
        var opens = false;
        Blank();
        if (at < text.Length && text[at] == ':')
        {
            at++;
            Blank();
            value = Value();
            Blank();
        }
        if (at < text.Length && text[at] == '{')
        {
            opens = true;
            at++;
        }
        else if (at == start)
        {
            at++;
            return;
        }
        var evidence = source.AtLine(source.LineOf(start));
        if (skip || parts[0].StartsWith("...", StringComparison.Ordinal) || parts[0].StartsWith('@'))
        {
            if (!skip)
            {
                sketch.Ask($"\"{parts[0]}\" was not read.", $"«{parts[0]}» no se leyó.");
            }
            Nested(null, depth, skip: true, opens);
            return;
        }
        if (arrows.Count > 0)
        {
            Connections(holder, parts, arrows, value, evidence);
            Nested(null, depth, skip: true, opens);
            return;
        }
        var key = parts[0];
        var names = Split(key);
        var reserved = names.FindIndex(Reserved.Contains);
        if (key == "classes" && opens && depth == 0)
        {
            Classes();
            return;
        }
        if (reserved >= 0 && !key.StartsWith('"'))
        {
            var target = reserved == 0 ? holder : Find(holder, names[..reserved], evidence);
            if (target is not null && value is not null)
            {
                Attribute(target, names[reserved], value);
            }
            else if (names[reserved] is "layers" or "scenarios" or "steps")
            {
                sketch.Ask($"The boards under \"{names[reserved]}\" were not read.", $"Los tableros de «{names[reserved]}» no se leyeron.");
            }
            Nested(null, depth, skip: true, opens);
            return;
        }
        if (key.Length == 0 || key[0] == '(' || key.Contains('*'))
        {
            Nested(null, depth, skip: true, opens);
            return;
        }
        var node = Find(holder, names, evidence);
        if (value is { Length: > 0 } and not "null" && node is not null)
        {
            var name = Labels.Name(value);
            node.Name = name.Length > 0 ? name : node.Name;
            labelled.Add(node);
        }
        Nested(node, depth, skip: false, opens);
    }

    private void Nested(Node? holder, int depth, bool skip, bool opens)
    {
        if (opens)
        {
            Body(holder, depth + 1, skip);
        }
    }

    private void Blank()
    {
        while (at < text.Length && text[at] is ' ' or '\t')
        {
            at++;
        }
    }

    private string Key()
    {
        var start = at;
        while (at < text.Length)
        {
            var c = text[at];
            if (c is '"' or '\'')
            {
                var end = text.IndexOf(c, at + 1);
                at = end < 0 ? text.Length : end + 1;
                continue;
            }
            if (c is '\n' or ':' or '{' or '}' or ';' || Array.Exists(Arrows, a => text.AsSpan(at).StartsWith(a)))
            {
                break;
            }
            if (c == '#' && at > start && text[at - 1] == ' ')
            {
                break;
            }
            at++;
        }
        return text[start..at].Trim();
    }

    /// <summary>The label: quoted, a block string (|md … |), or the rest of the line.</summary>
    private string Value()
    {
        if (at >= text.Length || text[at] == '{')
        {
            return "";
        }
        if (text[at] is '"' or '\'')
        {
            var quote = text[at];
            var end = at + 1;
            while (end < text.Length && text[end] != quote)
            {
                end += text[end] == '\\' ? 2 : 1;
            }
            end = Math.Min(end, text.Length);
            var value = text[(at + 1)..end];
            at = Math.Min(end + 1, text.Length);
            return value;
        }
        if (text[at] == '|')
        {
            var bars = at;
            while (bars < text.Length && text[bars] is '|' or '`')
            {
                bars++;
            }
            var close = new string([.. text[at..bars].Reverse()]);
            var from = text.IndexOf('\n', bars);
            var end = text.IndexOf(close, bars, StringComparison.Ordinal);
            var value =
                from < 0 || end < 0 ? ""
                : from < end ? text[from..end]
                : text[bars..end];
            at = end < 0 ? text.Length : end + close.Length;
            return value.Replace("#", "", StringComparison.Ordinal);
        }
        var start = at;
        while (at < text.Length && text[at] is not ('\n' or '{' or '}' or ';') && !(text[at] == '#' && text[at - 1] == ' '))
        {
            at += text[at] == '$' && at + 1 < text.Length && text[at + 1] == '{' ? Math.Max(1, text.IndexOf('}', at) - at + 1) : 1;
        }
        at = Math.Min(at, text.Length);
        return text[start..at].Trim();
    }

    private static List<string> Split(string key)
    {
        var names = new List<string>();
        var start = 0;
        for (var i = 0; i <= key.Length; i++)
        {
            if (i < key.Length && key[i] is '"' or '\'')
            {
                var end = key.IndexOf(key[i], i + 1);
                i = end < 0 ? key.Length - 1 : end;
                continue;
            }
            if (i == key.Length || key[i] == '.')
            {
                var name = key[start..i].Trim();
                names.Add(name.Length > 1 && name[0] is '"' or '\'' ? name.Trim(name[0]) : name);
                start = i + 1;
            }
        }
        return names;
    }

    private Node? Find(Node? holder, List<string> names, LineEvidence evidence)
    {
        if (names.Count > Deepest)
        {
            throw new BrokenSourceException(evidence.Line, "nested too deeply", "anidado demasiado profundo", tooLarge: true);
        }
        var node = holder;
        foreach (var name in names)
        {
            if (name == "_")
            {
                node = node?.Group;
                continue;
            }
            if (name.Length == 0)
            {
                continue;
            }
            var key = (node is null ? "" : node.Key + ".") + name.ToLowerInvariant();
            var inner = sketch.Node(key, Labels.Name(name), evidence);
            if (node is not null)
            {
                node.IsGroup = true;
                inner.Group = node;
            }
            node = inner;
        }
        return node;
    }

    private void Connections(Node? holder, List<string> parts, List<string> arrows, string? label, LineEvidence evidence)
    {
        for (var i = 0; i < arrows.Count; i++)
        {
            var from = Find(holder, Split(parts[i].TrimStart('(')), evidence);
            var to = Find(holder, Split(parts[i + 1].Split(")[")[0]), evidence);
            if (from is null || to is null || from == to)
            {
                continue;
            }
            if (arrows[i] != "<-")
            {
                sketch.Relate(from, to, label, evidence, null, arrows[i] == "--" ? 0.7 : 0.95);
            }
            if (arrows[i] is "<-" or "<->")
            {
                sketch.Relate(to, from, label, evidence);
            }
        }
    }

    private void Attribute(Node node, string name, string value)
    {
        switch (name)
        {
            case "label" when value.Length > 0:
                node.Name = Labels.Name(value);
                labelled.Add(node);
                break;
            case "class":
                classed.Add((node, value));
                break;
            case "near" when value.EndsWith("-center", StringComparison.Ordinal) && node.Group is null:
                near.Add(node); // with the shape of a text: the drawing's title
                break;
            case "shape":
                node.Kind = value switch
                {
                    "cylinder" => Technologies.Within(node.Name)?.Kind ?? ComponentKind.Database,
                    "queue" => Technologies.Within(node.Name)?.Kind ?? ComponentKind.Queue,
                    "person" or "c4-person" => ComponentKind.Person,
                    _ => node.Kind,
                };
                if (value == "text" && sketch.Title is null && node.Group is null)
                {
                    titles.Add(node);
                }
                node.IsPart = value is not ("text" or "code" or "class" or "sql_table" or "page" or "callout");
                if (value is "sql_table" or "class")
                {
                    tables.Add(node);
                    sketch.Ask(
                        $"\"{node.Name}\" is a table or a class, not a part.",
                        $"«{node.Name}» es una tabla o una clase, no una parte."
                    );
                }
                break;
            case "icon":
                var path = Uri.UnescapeDataString(value);
                var file = path[(path.LastIndexOf('/') + 1)..];
                file = file.Contains('.') ? file[..file.LastIndexOf('.')] : file;
                file = file[(file.IndexOf('_') + 1)..];
                file = file.EndsWith("_light-bg", StringComparison.Ordinal) ? file[..^9] : file;
                var vendor =
                    value.Contains("aws", StringComparison.OrdinalIgnoreCase) ? "aws"
                    : value.Contains("azure", StringComparison.OrdinalIgnoreCase) ? "azure"
                    : value.Contains("gcp", StringComparison.OrdinalIgnoreCase) ? "gcp"
                    : null;
                node.Technology ??= Technologies.Icon(file, vendor) ?? Technologies.Icon(file.Replace('-', ' '), vendor);
                node.Sure = node.Technology is { IsProduct: true };
                break;
        }
    }
}
