using System.Text;
using InfraAi.Catalog.Yaml;
using InfraAi.Model;

namespace InfraAi.Catalog.Docs;

/// <summary>The pages of a project: README.md, mkdocs.yml and docs/, in the language of the input.</summary>
internal sealed class DocsSite(Architecture architecture, EntityPlan plan)
{
    private string Title => plan.System.Title;

    public IEnumerable<ProjectFile> Files()
    {
        yield return new("README.md", Readme());
        yield return new("mkdocs.yml", Mkdocs());
        yield return new("docs/index.md", Index());
        yield return new("docs/decisions.md", new DecisionsPage(architecture, plan).Write());
        var pages = new ComponentPage(architecture, plan);
        foreach (var component in architecture.Components)
            yield return new("docs/" + plan.Pages.PathOf(component), pages.Write(component));
    }

    private string Say(string english, string spanish) => new Phrase(english, spanish).In(architecture.Language);

    private string Readme()
    {
        var page = new StringBuilder($"# {Markdown.Text(Title)}\n\n");
        Describe(page);
        page.Append(
            Say(
                "This project describes an infrastructure for the Backstage software catalog.\n\n",
                "Este proyecto describe una infraestructura para el catálogo de software de Backstage.\n\n"
            )
        );
        page.Append(Say("| file | what it is |\n|---|---|\n", "| archivo | qué es |\n|---|---|\n"));
        page.Append(
            Say(
                "| [catalog-info.yaml](catalog-info.yaml) | the entities |\n",
                "| [catalog-info.yaml](catalog-info.yaml) | las entidades |\n"
            )
        );
        if (plan.Entities.Any(entity => entity.Kind == "Group"))
        {
            page.Append(
                Say(
                    "| [owners.yaml](owners.yaml) | who owns them, as groups |\n",
                    "| [owners.yaml](owners.yaml) | quién responde de ellas, como grupos |\n"
                )
            );
        }

        page.Append(
            Say(
                "| [docs/index.md](docs/index.md) | the overview, with the diagram |\n",
                "| [docs/index.md](docs/index.md) | la vista general, con el diagrama |\n"
            )
        );
        page.Append(
            Say(
                "| [docs/decisions.md](docs/decisions.md) | open questions and what was left out |\n",
                "| [docs/decisions.md](docs/decisions.md) | preguntas abiertas y lo que se omitió |\n"
            )
        );
        page.Append(Say("| [mkdocs.yml](mkdocs.yml) | TechDocs |\n", "| [mkdocs.yml](mkdocs.yml) | TechDocs |\n"));
        return page.ToString();
    }

    private string Index()
    {
        var page = new StringBuilder($"# {Markdown.Text(Title)}\n\n");
        Describe(page);
        if (architecture.Components.Count == 0)
            page.Append(Say("The input names no component.\n\n", "La entrada no nombra ningún componente.\n\n"));
        else
        {
            page.Append($"## {Say("Diagram", "Diagrama")}\n\n```mermaid\n{MermaidDiagram.Write(architecture)}```\n\n");
            page.Append($"## {Say("Components", "Componentes")}\n\n");
            page.Append(Say("| component | kind | technology | entity |\n", "| componente | clase | tecnología | entidad |\n"))
                .Append("|---|---|---|---|\n");
            foreach (var component in architecture.Components)
            {
                var refs = string.Join(", ", plan.EntitiesOf(component).Select(entity => $"`{entity.Ref}`"));
                page.Append($"| [{Markdown.Text(Words.Title(component, component.Id))}]({plan.Pages.PathOf(component)}) ");
                page.Append($"| {Words.Of(component.Kind).In(architecture.Language)} | {Markdown.Text(component.Technology)} | {refs} |\n");
            }
            page.Append('\n');
        }
        page.Append(
            Say(
                "See also [decisions and open questions](decisions.md).\n",
                "Véanse también las [decisiones y preguntas abiertas](decisions.md).\n"
            )
        );
        return page.ToString();
    }

    private void Describe(StringBuilder page)
    {
        if (!string.IsNullOrWhiteSpace(architecture.Description))
            page.Append(Markdown.Text(architecture.Description)).Append("\n\n");
    }

    /// <summary>Only keys and plugins that TechDocs accepts (techdocs-node 2.0.0).</summary>
    private string Mkdocs()
    {
        var yaml = new YamlWriter();
        yaml.Entry("site_name", Title);
        if (!string.IsNullOrEmpty(plan.System.Description))
            yaml.Entry("site_description", plan.System.Description);
        yaml.Entry("docs_dir", "docs").List("plugins", ["techdocs-core"]);
        yaml.Map(
            "nav",
            () =>
            {
                yaml.Item(() => yaml.Entry(Say("Overview", "Vista general"), "index.md"));
                if (architecture.Components.Count > 0)
                    yaml.Item(() => yaml.Map(Say("Components", "Componentes"), () => Pages(yaml)));
                yaml.Item(() => yaml.Entry(Say("Decisions", "Decisiones"), "decisions.md"));
            }
        );
        return yaml.ToString();
    }

    private void Pages(YamlWriter yaml)
    {
        foreach (var component in architecture.Components)
            yaml.Item(() =>
                yaml.Entry(Words.Title(component, component.Id.Length > 0 ? component.Id : "component"), plan.Pages.PathOf(component))
            );
    }
}
