using System.Text;
using InfraAi.Model;

namespace InfraAi.Analysis.Diagrams;

/// <summary>PlantUML: component, deployment and sequence diagrams, C4 and the icon macros of its standard library (plantuml.com/component-diagram, …/stdlib).</summary>
internal sealed class PlantUml
{
    private static readonly string[] Elements =
    [
        "actor",
        "agent",
        "artifact",
        "boundary",
        "card",
        "cloud",
        "collections",
        "component",
        "control",
        "database",
        "entity",
        "file",
        "folder",
        "frame",
        "hexagon",
        "interface",
        "node",
        "package",
        "person",
        "process",
        "queue",
        "rectangle",
        "stack",
        "storage",
        "usecase",
        "system",
        "archimate",
        "together",
        "action",
        "container",
        "label",
    ];

    private static readonly string[] Blocks =
    [
        "note",
        "legend",
        "header",
        "footer",
        "skinparam",
        "title",
        "sprite",
        "rnote",
        "hnote",
        "json",
        "yaml",
        "!procedure",
        "!function",
    ];

    private readonly Sketch sketch;
    private readonly SourceText source;
    private readonly Stack<Node?> groups = new();
    private readonly HashSet<Node> boxes = [];
    private string? vendor;
    private bool sequence;
    private int number;

    private PlantUml(SourceText source)
    {
        this.source = source;
        sketch = new Sketch(source);
    }

    private LineEvidence Here => source.AtLine(number);
    private Node? Group => groups.TryPeek(out var group) ? group : null;

    internal static Sketch Read(SourceText source)
    {
        var reader = new PlantUml(source);
        reader.sequence = IsSequence(source);
        string? until = null;
        for (var i = 1; i <= source.Lines; i++)
        {
            source.Check();
            reader.number = i;
            var text = source.Line(i).Trim("\uFEFF \t").ToString();
            if (until is not null)
            {
                var end =
                    until == "}"
                        ? text.StartsWith('}')
                        : text.Replace(" ", "", StringComparison.Ordinal).StartsWith(until, StringComparison.OrdinalIgnoreCase)
                            || (until == "'/" && text.Contains("'/", StringComparison.Ordinal));
                if (end)
                {
                    until = null;
                }
                else if (until == "endtitle" && reader.sketch.Title is null && text.Length > 0)
                {
                    reader.sketch.Title = Labels.Name(text);
                }
                continue;
            }
            if (text.Length == 0 || text[0] is '\'')
            {
                continue;
            }
            if (text.StartsWith("/'", StringComparison.Ordinal))
            {
                until = text.Contains("'/", StringComparison.Ordinal) ? null : "'/";
                continue;
            }
            if (text.StartsWith("@start", StringComparison.Ordinal))
            {
                var name = text.Split(' ', 2);
                reader.sketch.Title ??= name.Length > 1 && !name[1].Contains('(') ? name[1].Trim().Trim('"') : null;
                continue;
            }
            if (text.StartsWith("@end", StringComparison.Ordinal))
            {
                reader.groups.Clear();
                continue;
            }
            until = reader.Skip(text);
            if (until is null)
            {
                reader.Line(text);
            }
            else if (until.Length == 0)
            {
                until = null;
            }
        }
        // A component, node or database whose braces hold nothing is a part, not a boundary.
        reader.boxes.ExceptWith(reader.sketch.Nodes.Select(n => n.Group!).Where(g => g is not null));
        foreach (var box in reader.boxes)
        {
            box.IsGroup = false;
        }
        return reader.sketch;
    }

    /// <summary>The text of "plantuml.com/plantuml/svg/…", "~1…" or "~h…" (plantuml.com/text-encoding); null when it is none.</summary>
    internal static string? FromUrl(string text)
    {
        text = text.Trim();
        if (text.Length > 200_000 || text.Any(char.IsWhiteSpace))
        {
            return null;
        }
        var path = text.IndexOf("/plantuml/", StringComparison.Ordinal);
        if (path < 0 && !text.StartsWith('~'))
        {
            return null;
        }
        var code = text[(text.LastIndexOf('/') + 1)..];
        if (code.StartsWith("~h", StringComparison.Ordinal))
        {
            return code.Length % 2 == 0 && code[2..].All(char.IsAsciiHexDigit)
                ? Encoding.UTF8.GetString(Convert.FromHexString(code[2..]))
                : null;
        }
        code = code.StartsWith("~1", StringComparison.Ordinal) ? code[2..] : code;
        const string signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
        var bytes = new List<byte>((code.Length * 3 / 4) + 3);
        int bits = 0,
            count = 0;
        foreach (var c in code)
        {
            var value = signs.IndexOf(c);
            if (value < 0)
            {
                return null;
            }
            bits = (bits << 6) | value;
            count += 6;
            if (count >= 8)
            {
                count -= 8;
                bytes.Add((byte)(bits >> count));
                bits &= (1 << count) - 1;
            }
        }
        return bytes.Count < 4 ? null : Encoding.UTF8.GetString(Packed.Inflate(bytes.ToArray(), zlib: false));
    }

    private static bool IsSequence(SourceText source)
    {
        for (var i = 1; i <= source.Lines; i++)
        {
            var line = source.Line(i).TrimStart();
            if (line.StartsWith("participant ") || line.StartsWith("activate ") || line.StartsWith("autonumber"))
            {
                return true;
            }
        }
        return false;
    }

    /// <returns>What ends the block that the line opens, "" for a line to pass over, null for one to read.</returns>
    private string? Skip(string text)
    {
        var word = text.Split([' ', '\t', '(', '{'], 2)[0];
        if (Array.IndexOf(Blocks, word) >= 0)
        {
            if (word == "title" && text.Length > 6)
            {
                sketch.Title = Labels.Name(text[6..]);
                return "";
            }
            if (word is "!procedure" or "!function")
            {
                return "!end";
            }
            if (word is "skinparam" or "sprite" or "json" or "yaml")
            {
                return text.EndsWith('{') ? "}" : "";
            }
            return text.Contains(':') || (word == "note" && text.StartsWith("note \"", StringComparison.Ordinal))
                ? ""
                : "end" + word.TrimStart('r', 'h');
        }
        if (
            text.StartsWith("!include", StringComparison.Ordinal)
            || text.StartsWith("!define", StringComparison.Ordinal)
            || text.StartsWith("!$", StringComparison.Ordinal)
        )
        {
            vendor =
                text.Contains("aws", StringComparison.OrdinalIgnoreCase) ? "aws"
                : text.Contains("azure", StringComparison.OrdinalIgnoreCase) ? "azure"
                : text.Contains("gcp", StringComparison.OrdinalIgnoreCase) ? "gcp"
                : text.Contains("kubernetes", StringComparison.OrdinalIgnoreCase) ? "kubernetes"
                : vendor;
            return "";
        }
        if (word == "<style>")
        {
            return "</style>";
        }
        return
            word
                is "hide"
                    or "show"
                    or "scale"
                    or "left"
                    or "top"
                    or "allowmixing"
                    or "allow_mixing"
                    or "caption"
                    or "footbox"
                    or "remove"
                    or "!theme"
                    or "!pragma"
                    or "!if"
                    or "!else"
                    or "!endif"
                    or "!unquoted"
                    or "LAYOUT_WITH_LEGEND"
                    or "LAYOUT_LEFT_RIGHT"
                    or "LAYOUT_TOP_DOWN"
                    or "SHOW_LEGEND"
                    or "newpage"
            ? ""
            : null;
    }

    private void Line(string text)
    {
        if (text.StartsWith('}'))
        {
            groups.TryPop(out _);
            return;
        }
        if (text == "{")
        {
            return;
        }
        var word = text.Split([' ', '\t'], 2)[0];
        if (Array.IndexOf(Elements, word.ToLowerInvariant()) >= 0 && !sequence && text.Length > word.Length)
        {
            Element(word.ToLowerInvariant(), text[word.Length..].Trim());
            return;
        }
        if (C4.Parse(text) is { } call && !call.Rest.StartsWith('-') && !call.Rest.StartsWith('.') && call.Arguments.Count > 0)
        {
            Macro(call);
            return;
        }
        if (sequence && Sequence.Line(sketch, text, Here, groups))
        {
            return;
        }
        if (Relation(text))
        {
            return;
        }
        if (text[0] is '[' or '(' or ':')
        {
            Element("component", text);
        }
    }

    private void Macro(C4.Call call)
    {
        if (C4.Add(sketch, call, Here, Group, out var opened))
        {
            if (opened is not null && call.Rest.Contains('{'))
            {
                groups.Push(opened);
            }
            return;
        }
        if (call.Arguments.Count < 2)
        {
            return;
        }
        var label = Labels.Name(call.Arguments[1]);
        if (call.Rest.StartsWith('{') || call.Name.EndsWith("Group", StringComparison.Ordinal) || call.Name == "Grouping")
        {
            groups.Push(sketch.Group(call.Arguments[0], label, Here, Group));
            return;
        }
        // Icons of the standard library: Lambda(id, "label", "technology", "description"); archimate: Application_Component(id, "label").
        var node = sketch.Node(call.Arguments[0], label, Here);
        node.Name = label;
        node.Group ??= Group;
        var icon = call.Name.StartsWith("Azure", StringComparison.Ordinal) ? "azure" : vendor;
        node.Technology =
            Technologies.Icon(call.Name, icon) ?? Technologies.Icon(call.Name.Replace("Participant", "", StringComparison.Ordinal), icon);
        node.Sure = node.Technology is { IsProduct: true };
        node.Description = call.At(3, "descr") is { } text ? Labels.Name(text) : null;
        if (call.Name.StartsWith("Business_", StringComparison.Ordinal) && call.Name.Contains("Actor", StringComparison.Ordinal))
        {
            node.Kind = ComponentKind.Person;
        }
    }

    private void Element(string keyword, string rest)
    {
        var opens = rest.EndsWith('{');
        rest = rest.TrimEnd('{').Trim();
        rest = Without(rest, "<<", ">>", out var stereotype);
        if (keyword == "archimate" && rest.StartsWith('#'))
        {
            rest = rest.Contains(' ') ? rest[rest.IndexOf(' ')..].Trim() : "";
        }
        var color = rest.IndexOf(" #", StringComparison.Ordinal);
        if (color > 0 && rest.IndexOf('"', color) < 0)
        {
            rest = rest[..color].Trim();
        }
        var link = rest.IndexOf("[[", StringComparison.Ordinal);
        rest = link > 0 ? rest[..link].Trim() : rest;
        string? alias = null;
        var at = rest.LastIndexOf(" as ", StringComparison.Ordinal);
        var name = rest;
        if (at > 0 && rest.IndexOf('"', at + 4) is var quote && (quote < 0 || rest[(at + 4)..].TrimStart().StartsWith('"')))
        {
            (name, alias) = (rest[..at].Trim(), rest[(at + 4)..].Trim());
            if (alias.StartsWith('"') || alias.StartsWith('['))
            {
                (name, alias) = (alias, name);
            }
        }
        else if (rest.IndexOf(" [", StringComparison.Ordinal) is > 0 and var bracket && !rest.StartsWith('"'))
        {
            // node id [ text over lines ]
            (alias, name) = (rest[..bracket].Trim(), rest[(bracket + 2)..].TrimEnd(']').Trim());
            name = name.Length == 0 && number < source.Lines ? source.Line(number + 1).Trim().ToString() : name;
        }
        if (name.StartsWith('[') && !name.Contains(']'))
        {
            sketch.Ask(
                $"Line {number + 1} opens a bracket and does not close it; it was left out.",
                $"La línea {number + 1} abre un corchete y no lo cierra; se omitió."
            );
            return;
        }
        var key = Bare(alias ?? name);
        var label = Labels.Name(Bare(name));
        if (key.Length == 0 && !opens)
        {
            return;
        }
        if (keyword == "together")
        {
            groups.Push(Group);
            return;
        }
        var node = opens ? sketch.Group(key.Length == 0 ? "group " + number : key, label, Here, Group) : sketch.Node(key, label, Here);
        if (label.Length > 0)
        {
            node.Name = label;
        }
        node.Group ??= Group == node ? null : Group;
        if (opens)
        {
            if (keyword is not ("package" or "folder" or "frame" or "rectangle" or "cloud"))
            {
                boxes.Add(node);
            }
            groups.Push(node);
            return;
        }
        if (stereotype is not null)
        {
            node.Technology ??= Technologies.Exact(stereotype.TrimStart('$'));
        }
        node.Kind ??= keyword switch
        {
            "actor" or "person" => ComponentKind.Person,
            "database" => Technologies.Within(label)?.Kind ?? ComponentKind.Database,
            "queue" => Technologies.Within(label)?.Kind ?? ComponentKind.Queue,
            "storage" => Technologies.Within(label)?.Kind ?? ComponentKind.Storage,
            "interface" => Technologies.Within(label)?.Kind ?? ComponentKind.Api,
            _ => null,
        };
    }

    private static string Without(string text, string open, string close, out string? inside)
    {
        var start = text.IndexOf(open, StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.IndexOf(close, start, StringComparison.Ordinal);
        inside = end < 0 ? null : text[(start + open.Length)..end].Trim();
        return end < 0 ? text : (text[..start] + text[(end + close.Length)..]).Trim();
    }

    private static string Bare(string name)
    {
        name = name.Trim();
        if (name.StartsWith("()", StringComparison.Ordinal))
        {
            name = name[2..].Trim();
        }
        return name.Length > 1 && (name[0], name[^1]) is ('"', '"') or ('[', ']') or ('(', ')') or (':', ':')
            ? name[1..^1].Trim().Trim('"')
            : name;
    }

    private bool Relation(string text)
    {
        var at = 0;
        if (End(text, ref at, left: true) is not { } left)
        {
            return false;
        }
        var start = at;
        while (
            at < text.Length
            && text[at] is not ('"' or '[')
            && !char.IsWhiteSpace(text[at])
            && !(char.IsLetterOrDigit(text[at]) && at > start && text[at - 1] is '>' or '|')
        )
        {
            if (char.IsLetter(text[at]) && !IsDirection(text, ref at))
            {
                break;
            }
            else if (at < text.Length && text[at] is '[' && at > start)
            {
                break;
            }
            else if (at < text.Length && !char.IsLetter(text[at]))
            {
                at++;
            }
            if (at < text.Length && text[at] == '[' && at > start && text[at - 1] is '-' or '.' or '=')
            {
                var close = text.IndexOf(']', at);
                if (close < 0 || close + 1 >= text.Length || text[close + 1] is not ('-' or '.' or '=' or '>' or 'd' or 'u' or 'l' or 'r'))
                {
                    break;
                }
                at = close + 1;
            }
        }
        var arrow = text[start..at];
        if (
            !(arrow.Contains('-') || arrow.Contains('.') || arrow.Contains('=') || arrow.Contains('~'))
            || (arrow.Length < 2 && arrow != "-")
        )
        {
            return false;
        }
        if (End(text, ref at, left: false) is not { } right)
        {
            return false;
        }
        var colon = text.IndexOf(':', at);
        var label = colon < 0 ? null : text[(colon + 1)..].Trim().Trim('"').Trim('<', '>', ' ');
        var (from, to) = (Part(left), Part(right));
        var back = arrow[0] is '<';
        var forward = arrow[^1] is '>' || arrow.EndsWith(">>", StringComparison.Ordinal) || arrow.EndsWith('(');
        var reply = sequence && arrow.StartsWith("--", StringComparison.Ordinal);
        if (reply)
        {
            return true;
        }
        if (forward || !back)
        {
            sketch.Relate(from, to, label, Here, null, forward || back ? 0.95 : 0.7);
        }
        if (back)
        {
            sketch.Relate(to, from, label, Here);
        }
        return true;
    }

    // "-left->", "-d->": a word in the middle of an arrow.
    private static bool IsDirection(string text, ref int at)
    {
        var end = at;
        while (end < text.Length && char.IsLetter(text[end]))
        {
            end++;
        }
        var word = text[at..end];
        if (
            end < text.Length
            && text[end] is '-' or '.' or '=' or '['
            && word is "left" or "right" or "up" or "down" or "l" or "r" or "u" or "d" or "le" or "ri" or "do"
        )
        {
            at = end;
            return true;
        }
        return false;
    }

    private static string? End(string text, ref int at, bool left)
    {
        var name = Name(text, ref at, left);
        // multiplicity: A --> "many" B
        while (!left && name is ['"', ..] && Rest(text, at) is not ('\0' or ':'))
        {
            var after = at;
            if (Name(text, ref after, left: false) is not { } next)
            {
                return name;
            }
            (name, at) = (next, after);
        }
        return name;
    }

    /// <returns>The next sign that is no space; '\0' at the end.</returns>
    private static char Rest(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }
        return at < text.Length ? text[at] : '\0';
    }

    private static string? Name(string text, ref int at, bool left)
    {
        // "() name": the sign of an interface
        while (true)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }
            if (at + 1 >= text.Length || text[at] != '(' || text[at + 1] != ')')
            {
                break;
            }
            at += 2;
        }
        if (at >= text.Length)
        {
            return null;
        }
        var start = at;
        var close = text[at] switch
        {
            '"' => '"',
            '[' => ']',
            '(' => ')',
            ':' when left => ':',
            _ => '\0',
        };
        if (close != '\0')
        {
            var end = text.IndexOf(close, at + 1);
            if (end < 0)
            {
                return null;
            }
            at = end + 1;
        }
        else
        {
            while (
                at < text.Length
                && (
                    char.IsLetterOrDigit(text[at])
                    || text[at] is '_' or '.' or '/' or '@' && !(text[at] == '.' && at + 1 < text.Length && text[at + 1] == '.')
                )
            )
            {
                if (text[at] == '.' && at + 1 < text.Length && text[at + 1] is '.' or '>')
                {
                    break;
                }
                at++;
            }
        }
        if (at == start)
        {
            return null;
        }
        var name = text[start..at];
        if (left)
        {
            // multiplicity: A "1" --> "many" B
            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }
            if (at < text.Length && text[at] == '"' && text.IndexOf('"', at + 1) is > 0 and var quote)
            {
                at = quote + 1;
            }
            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }
        }
        return name;
    }

    private Node Part(string name)
    {
        var bare = Bare(name);
        var node = sketch.Find(bare) ?? sketch.Node(bare, Labels.Name(bare), Here);
        if (name.StartsWith(':'))
        {
            node.Kind ??= ComponentKind.Person;
        }
        node.Group ??= Group == node ? null : Group;
        return node;
    }
}
