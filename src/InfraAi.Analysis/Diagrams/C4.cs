using InfraAi.Model;

namespace InfraAi.Analysis.Diagrams;

/// <summary>C4 macros, the same in Mermaid and PlantUML (github.com/plantuml-stdlib/C4-PlantUML, mermaid.js.org/syntax/c4.html).</summary>
internal static class C4
{
    /// <summary>A macro call: its name, arguments without quotes ("$techn=…" loses its name when it comes in order), and what follows.</summary>
    internal sealed record Call(string Name, List<string> Arguments, Dictionary<string, string> Named, string Rest)
    {
        internal string? At(int index, string name) =>
            Named.GetValueOrDefault(name) ?? (index < Arguments.Count && Arguments[index].Length > 0 ? Arguments[index] : null);
    }

    internal static Call? Parse(string line)
    {
        var open = line.IndexOf('(');
        if (open < 1)
        {
            return null;
        }
        var name = line[..open].Trim();
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '!'))
            {
                return null;
            }
        }
        var arguments = new List<string>();
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        var depth = 0;
        var quoted = false;
        var start = open + 1;
        for (var i = open; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '"' && line[i - 1] != '\\')
            {
                quoted = !quoted;
            }
            else if (quoted)
            {
                continue;
            }
            else if (c == '(')
            {
                depth++;
            }
            else if ((c == ',' && depth == 1) || (c == ')' && --depth == 0))
            {
                var argument = line[start..i].Trim();
                start = i + 1;
                var equals = argument.Length > 1 && argument[0] == '$' ? argument.IndexOf('=') : -1;
                if (equals > 0)
                {
                    named[argument[1..equals].Trim()] = argument[(equals + 1)..].Trim().Trim('"');
                }
                else
                {
                    arguments.Add(argument.Trim('"').Trim());
                }
                if (depth == 0)
                {
                    return new Call(name, arguments, named, line[(i + 1)..].Trim());
                }
            }
        }
        return null;
    }

    /// <summary>Adds an element, a boundary or a relation.</summary>
    /// <param name="opened">The boundary that the call opens; null when it opens none.</param>
    /// <returns>False when the macro is none of C4's.</returns>
    internal static bool Add(Sketch sketch, Call call, LineEvidence evidence, Node? group, out Node? opened)
    {
        opened = null;
        var name = call.Name;
        if (name.StartsWith("Rel", StringComparison.Ordinal) || name.StartsWith("BiRel", StringComparison.Ordinal))
        {
            var shift = name is "RelIndex" ? 1 : 0;
            if (call.Arguments.Count < 2 + shift)
            {
                return false;
            }
            var from = sketch.Node(call.Arguments[shift], call.Arguments[shift], evidence);
            var to = sketch.Node(call.Arguments[1 + shift], call.Arguments[1 + shift], evidence);
            (from, to) = name is "Rel_Back" or "Rel_Back_Neighbor" ? (to, from) : (from, to);
            sketch.Relate(from, to, call.At(2 + shift, "label"), evidence);
            if (name.StartsWith("Bi", StringComparison.Ordinal))
            {
                sketch.Relate(to, from, call.At(2, "label"), evidence);
            }
            return true;
        }
        var external = name.EndsWith("_Ext", StringComparison.Ordinal);
        var plain = external ? name[..^4] : name;
        var boundary =
            plain.EndsWith("Boundary", StringComparison.Ordinal)
            || plain is "Deployment_Node" or "Deployment_Node_L" or "Deployment_Node_R" or "Node" or "Node_L" or "Node_R";
        if (
            !boundary
            && plain
                is not (
                    "Person"
                    or "System"
                    or "SystemDb"
                    or "SystemQueue"
                    or "Container"
                    or "ContainerDb"
                    or "ContainerQueue"
                    or "Component"
                    or "ComponentDb"
                    or "ComponentQueue"
                )
        )
        {
            return false;
        }
        if (call.Arguments.Count == 0)
        {
            return true;
        }
        var label = Labels.Name(call.At(1, "label") ?? call.Arguments[0]);
        if (boundary)
        {
            opened = sketch.Group(call.Arguments[0], label, evidence, group);
            opened.Name = label;
            return true;
        }
        var node = sketch.Node(call.Arguments[0], label, evidence);
        node.Name = label;
        node.Group ??= group;
        var leaf = plain.StartsWith("Container", StringComparison.Ordinal) || plain.StartsWith("Component", StringComparison.Ordinal);
        var technology = leaf ? call.At(2, "techn") : call.Named.GetValueOrDefault("techn");
        node.Description = call.At(leaf ? 3 : 2, "descr") is { } text ? Labels.Name(text) : null;
        node.Technology = technology is null ? null : Technologies.Within(technology);
        node.Sure = node.Technology is { IsProduct: true };
        node.Kind =
            plain == "Person" ? ComponentKind.Person
            : plain.EndsWith("Db", StringComparison.Ordinal)
                ? node.Technology?.Kind is ComponentKind.Cache or ComponentKind.Storage or ComponentKind.Search or ComponentKind.Warehouse
                        ? node.Technology.Kind
                    : ComponentKind.Database
            : plain.EndsWith("Queue", StringComparison.Ordinal)
                ? node.Technology?.Kind is ComponentKind.Stream ? ComponentKind.Stream
                    : ComponentKind.Queue
            : external ? ComponentKind.External
            : plain is "Container" or "Component" && node.Technology is { Use: Model.Vocabulary.TechnologyUse.Runtime }
                ? ComponentKind.Service
            : null;
        return true;
    }
}
