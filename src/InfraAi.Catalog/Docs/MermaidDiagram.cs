using System.Buffers;
using System.Text;
using InfraAi.Model;

namespace InfraAi.Catalog.Docs;

/// <summary>The architecture as a Mermaid flowchart: a box for each component, a frame for each named group, an arrow for each relation.</summary>
internal static class MermaidDiagram
{
    private static readonly SearchValues<char> Marks = SearchValues.Create("\"#<>`&;|\\[]{}");

    public static string Write(Architecture architecture)
    {
        var text = new StringBuilder("flowchart LR\n");
        var nodes = new Dictionary<string, string>(StringComparer.Ordinal);
        var groups = architecture.Components.GroupBy(component => Words.OneLine(component.Group), StringComparer.Ordinal);
        var frame = 0;
        foreach (var group in groups)
        {
            if (group.Key.Length > 0)
                text.Append($"    subgraph g{++frame}[\"{Label(group.Key)}\"]\n");
            foreach (var component in group)
            {
                var node = $"c{nodes.Count + 1}";
                if (nodes.TryAdd(component.Id, node))
                    text.Append(group.Key.Length > 0 ? "        " : "    ").Append(node).Append(Shape(component)).Append('\n');
            }
            if (group.Key.Length > 0)
                text.Append("    end\n");
        }
        foreach (var relation in architecture.Relations)
            if (nodes.TryGetValue(relation.From, out var from) && nodes.TryGetValue(relation.To, out var to))
                text.Append($"    {from} -->|\"{Label(RelationLabel(relation, architecture.Language))}\"| {to}\n");
        return text.ToString();
    }

    private static string RelationLabel(Relation relation, string language)
    {
        var label = Words.OneLine(relation.Label);
        return label.Length > 0 ? Words.Cut(label, 60) : Words.Of(relation.Kind).In(language);
    }

    private static string Shape(Component component)
    {
        var name = Words.Cut(Words.Title(component, component.Id), 80);
        var technology = Words.Cut(Words.OneLine(component.Technology), 40);
        var label = Label(name) + (technology.Length == 0 || technology == name ? "" : $"<br/>{Label(technology)}");
        return component.Kind switch
        {
            ComponentKind.Database or ComponentKind.Warehouse or ComponentKind.Storage or ComponentKind.Cache => $"[(\"{label}\")]",
            ComponentKind.Queue or ComponentKind.Stream => $"[[\"{label}\"]]",
            ComponentKind.Person => $"((\"{label}\"))",
            ComponentKind.External => $"([\"{label}\"])",
            _ => $"[\"{label}\"]",
        };
    }

    /// <summary>Mermaid's own escapes, for the characters that end a label, open markup or close the fence.</summary>
    private static string Label(string text)
    {
        var line = Words.OneLine(text);
        if (!line.AsSpan().ContainsAny(Marks))
            return line;
        var label = new StringBuilder(line.Length + 8);
        foreach (var character in line)
            _ = Marks.Contains(character) ? label.Append('#').Append((int)character).Append(';') : label.Append(character);
        return label.ToString();
    }
}
