using System.Text;
using InfraAi.Model;

namespace InfraAi.Catalog.Docs;

/// <summary>One page a component: what it is, where the input says so, what it relates to.</summary>
internal sealed class ComponentPage(Architecture architecture, EntityPlan plan)
{
    private readonly StringBuilder written = new(1024);

    /// <summary>How each component is named and linked to; of several with one id, the first.</summary>
    private readonly Dictionary<string, string> links = architecture
        .Components.DistinctBy(component => component.Id, StringComparer.Ordinal)
        .ToDictionary(
            component => component.Id,
            component => $"[{Markdown.Text(Words.Title(component, component.Id))}]({plan.Pages.PathOf(component)["components/".Length..]})",
            StringComparer.Ordinal
        );

    private readonly ILookup<string, Relation> relations = architecture
        .Relations.SelectMany(
            relation => ((string[])[relation.From, relation.To]).Distinct(StringComparer.Ordinal),
            (relation, id) => (relation, id)
        )
        .ToLookup(end => end.id, end => end.relation, StringComparer.Ordinal);

    private string Say(string english, string spanish) => new Phrase(english, spanish).In(architecture.Language);

    public string Write(Component component)
    {
        var page = written.Clear().Append($"# {Markdown.Text(Words.Title(component, component.Id))}\n\n");
        if (!string.IsNullOrWhiteSpace(component.Description))
            page.Append(Markdown.Text(component.Description)).Append("\n\n");
        Facts(page, component);
        Evidence(page, component);
        Relations(page, component);
        // Each part ends in an empty line, which the last one does not need.
        return page.ToString(0, page.Length - 1);
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
        var begun = false;
        foreach (var relation in relations[component.Id])
        {
            var verb = string.IsNullOrWhiteSpace(relation.Label)
                ? Words.Of(relation.Kind).In(architecture.Language)
                : Markdown.Text(relation.Label);
            if (relation.From == component.Id && links.TryGetValue(relation.To, out var to))
                Begun().Append($"- {verb} {to}\n");
            if (relation.To == component.Id && links.TryGetValue(relation.From, out var from))
                Begun().Append($"- {from} {verb} {Say("this", "esto")}\n");
        }
        if (begun)
            page.Append('\n');

        StringBuilder Begun()
        {
            if (!begun)
                page.Append($"## {Say("Relations", "Relaciones")}\n\n");
            begun = true;
            return page;
        }
    }
}
