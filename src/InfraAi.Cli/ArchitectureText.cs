using InfraAi.Model;
using Spectre.Console;

namespace InfraAi.Cli;

/// <summary>An architecture as people read it in a terminal.</summary>
internal static class ArchitectureText
{
    public static void Write(CommandContext context, Architecture architecture)
    {
        var rich = context.Terminal.Rich;
        rich.MarkupLineInterpolated(
            $"[bold]{architecture.Title}[/]  [grey]{architecture.Name} · {architecture.Analyzer} · {architecture.Language}[/]"
        );
        rich.WriteLine();

        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey);
        table.AddColumn(context.In("component", "componente"));
        table.AddColumn(context.In("kind", "tipo"));
        table.AddColumn(context.In("technology", "tecnología"));
        table.AddColumn(context.In("sure", "certeza"));
        table.AddColumn(context.In("evidence", "evidencia"));
        foreach (var component in architecture.Components)
        {
            table.AddRow(
                new Text(component.Name, new Style(Color.Teal)),
                new Text(Json.Write(component.Kind).Trim('"')),
                new Text(component.Technology ?? "—"),
                new Text($"{component.Confidence:P0}{Alone(component.FoundBy)}"),
                new Text(Evidence(component.Evidence), new Style(Color.Grey))
            );
        }

        rich.Write(table);
        var names = architecture.Components.ToDictionary(c => c.Id, c => c.Name, StringComparer.Ordinal);
        foreach (var relation in architecture.Relations)
        {
            rich.MarkupLineInterpolated(
                $"  [teal]{names[relation.From]}[/] [grey]─ {relation.Label ?? Json.Write(relation.Kind).Trim('"')} →[/] [teal]{names[relation.To]}[/]"
            );
        }

        if (architecture.Questions.Count > 0)
        {
            rich.WriteLine();
            rich.MarkupLineInterpolated($"[yellow]{context.In("Open questions", "Preguntas abiertas")}[/]");
            foreach (var question in architecture.Questions)
            {
                rich.MarkupLineInterpolated($"  [yellow]?[/] {question}");
            }
        }

        if (architecture.Rejected.Count > 0)
        {
            rich.WriteLine();
            rich.MarkupLineInterpolated(
                $"[grey]{context.In("Claimed by the model and not borne out", "Afirmado por el modelo y no respaldado")}[/]"
            );
            foreach (var claim in architecture.Rejected)
            {
                rich.MarkupLineInterpolated($"  [red]✗[/] {claim.Claim} [grey]{claim.Reason}[/]");
            }
        }

        foreach (var note in architecture.Notes)
        {
            rich.MarkupLineInterpolated($"  [yellow]![/] {note}");
        }

        rich.WriteLine();
    }

    /// <summary>What only one of the readers found says which one.</summary>
    private static string Alone(IReadOnlyList<string> foundBy) => foundBy.Count == 1 ? $" ({foundBy[0]})" : "";

    private static string Evidence(IReadOnlyList<Evidence> evidence) =>
        evidence.Count == 0
            ? ""
            : evidence[0] switch
            {
                TextEvidence text => $"“{Short(text.Quote)}” @{text.Start}",
                LineEvidence line => $"{line.File}:{line.Line}",
                BoxEvidence box => $"{box.Width}×{box.Height} @{box.X},{box.Y}",
                _ => "",
            } + (evidence.Count > 1 ? $" +{evidence.Count - 1}" : "");

    private static string Short(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= 40 ? line : line[..39] + "…";
    }
}
