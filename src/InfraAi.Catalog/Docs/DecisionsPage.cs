using System.Text;
using InfraAi.Model;

namespace InfraAi.Catalog.Docs;

/// <summary>What the input leaves open, and what the generator decided or left out.</summary>
internal sealed class DecisionsPage(Architecture architecture, EntityPlan plan)
{
    private string Say(string english, string spanish) => new Phrase(english, spanish).In(architecture.Language);

    public string Write()
    {
        var page = new StringBuilder($"# {Say("Decisions and open questions", "Decisiones y preguntas abiertas")}\n\n");
        page.Append($"## {Say("Open questions", "Preguntas abiertas")}\n\n");
        Items(page, architecture.Questions, Say("None.", "Ninguna."));
        page.Append($"## {Say("Decisions", "Decisiones")}\n\n");
        Items(page, Decisions(), "");
        page.Append($"## {Say("Left out, and notes", "Lo omitido, y notas")}\n\n");
        Items(page, [.. plan.Notes.Select(note => note.In(architecture.Language))], Say("Nothing.", "Nada."));
        // Each part ends in an empty line, which the last one does not need.
        return page.ToString(0, page.Length - 1);
    }

    private List<string> Decisions()
    {
        List<string> decisions =
        [
            Say("Read by the analyser " + architecture.Analyzer + ".", "Leído por el analizador " + architecture.Analyzer + "."),
        ];
        if (plan.Entities.Any(entity => entity.Kind is "Component" or "API"))
            decisions.Add(
                Say(
                    "The format asks for a lifecycle and the input gives none: see spec.lifecycle of each entity.",
                    "El formato pide un ciclo de vida y la entrada no lo da: véase spec.lifecycle de cada entidad."
                )
            );
        if (plan.Entities.Any(entity => entity.Kind == "API"))
            decisions.Add(
                Say(
                    "The definitions of APIs are empty skeletons: the input describes no operation.",
                    "Las definiciones de las API son esqueletos vacíos: la entrada no describe ninguna operación."
                )
            );
        return decisions;
    }

    private static void Items(StringBuilder page, IReadOnlyList<string> items, string none)
    {
        if (items.Count == 0)
            page.Append(none).Append('\n');
        foreach (var item in items)
            page.Append("- ").Append(Markdown.Text(item)).Append('\n');
        page.Append('\n');
    }
}
