using System.Text;
using InfraAi.Model;

namespace InfraAi.Catalog.Docs;

/// <summary>One page a component: what it is, where the input says so, what it relates to.</summary>
internal sealed class ComponentPage(Architecture architecture, EntityPlan plan)
{
    private string Say(string english, string spanish) => new Phrase(english, spanish).In(architecture.Language);

    public string Write(Component component)
    {
        var page = new StringBuilder($"# {Markdown.Text(Words.Title(component, component.Id))}\n\n");
        if (!string.IsNullOrWhiteSpace(component.Description))
            page.Append(Markdown.Text(component.Description)).Append("\n\n");
        Facts(page, component);
        Evidence(page, component);
        Relations(page, component);
        return page.ToString().TrimEnd('\n') + "\n";
    }

    private void Facts(StringBuilder page, Component component)
    {
        Fact(Say("Kind", "Clase"), Words.Of(component.Kind).In(architecture.Language));
        Fact(Say("Technology", "Tecnología"), Markdown.Text(component.Technology));
        Fact(Say("Group", "Grupo"), Markdown.Text(component.Group));
        Fact(Say("Owner", "Propietario"), Markdown.Text(component.Owner));
        Fact(Say("Entity", "Entidad"), string.Join(", ", plan.EntitiesOf(component).Select(entity => $"`{entity.Ref}`")));
        page.Append('\n');

        void Fact(string name, string value)
        {
            if (value.Length > 0)
                page.Append($"- **{name}:** {value}\n");
        }
    }

    private void Evidence(StringBuilder page, Component component)
    {
        if (component.Evidence.Count == 0)
            return;
        page.Append($"## {Say("Where the input says so", "Dónde lo dice la entrada")}\n\n");
        foreach (var evidence in component.Evidence)
            page.Append("- ").Append(Line(evidence)).Append('\n');
        page.Append('\n');
    }

    private string Line(Evidence evidence) =>
        evidence switch
        {
            TextEvidence text => $"«{Markdown.Text(text.Quote)}» ({Say("character", "carácter")} {text.Start})",
            LineEvidence line => $"«{Markdown.Text(line.Quote)}» ({Markdown.Text(line.File)} {Say("line", "línea")} {line.Line})",
            BoxEvidence box => $"«{Markdown.Text(box.Text)}» ({Say("picture", "imagen")}: {box.X}, {box.Y}, {box.Width} × {box.Height})",
            _ => "",
        };

    private void Relations(StringBuilder page, Component component)
    {
        var lines = new List<string>();
        foreach (var relation in architecture.Relations)
        {
            var verb = string.IsNullOrWhiteSpace(relation.Label)
                ? Words.Of(relation.Kind).In(architecture.Language)
                : Markdown.Text(relation.Label);
            if (relation.From == component.Id && Link(relation.To) is { } to)
                lines.Add($"- {verb} {to}\n");
            if (relation.To == component.Id && Link(relation.From) is { } from)
                lines.Add($"- {from} {verb} {Say("this", "esto")}\n");
        }
        if (lines.Count == 0)
            return;
        page.Append($"## {Say("Relations", "Relaciones")}\n\n").AppendJoin("", lines).Append('\n');
    }

    private string? Link(string id)
    {
        var component = architecture.Components.FirstOrDefault(candidate => candidate.Id == id);
        return component is null
            ? null
            : $"[{Markdown.Text(Words.Title(component, component.Id))}]({plan.Pages.PathOf(component)["components/".Length..]})";
    }
}
