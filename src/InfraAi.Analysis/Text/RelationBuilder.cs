using InfraAi.Model;

namespace InfraAi.Analysis.Text;

/// <summary>Joins the links between mentions into relations between components.</summary>
internal sealed class RelationBuilder(TextDocument document, IReadOnlyList<Component> components)
{
    private readonly Dictionary<(int From, int To), Relation> relations = [];
    private readonly List<(int From, int To)> order = [];

    internal List<Relation> Build(IEnumerable<Link> links)
    {
        foreach (var link in links)
        {
            document.Check();
            Add(link);
        }
        return [.. order.Select(key => relations[key])];
    }

    private void Add(Link link)
    {
        var (from, to) = (link.From.Component, link.To.Component);
        if (from < 0 || to < 0 || from == to)
        {
            return;
        }
        var evidence = new TextEvidence(link.Start, link.End - link.Start, document.Text[link.Start..link.End]);
        if (relations.TryGetValue((from, to), out var known))
        {
            if (known.Evidence.Count < 4 && !known.Evidence.Contains(evidence))
            {
                relations[(from, to)] = known with
                {
                    Evidence = [.. known.Evidence, evidence],
                    Confidence = Math.Max(known.Confidence, link.Confidence),
                };
            }
            return;
        }
        if (relations.TryGetValue((to, from), out var reverse) && reverse.Confidence >= link.Confidence && link.Confidence < 0.9)
        {
            return;
        }
        if (reverse is { Confidence: <= 0.5 } && link.Confidence >= 0.8)
        {
            relations.Remove((to, from)); // what words say goes before a guess
            order.Remove((to, from));
        }
        order.Add((from, to));
        relations[(from, to)] = new Relation
        {
            From = components[from].Id,
            To = components[to].Id,
            Kind = link.Kind,
            Label = link.Label,
            Confidence = link.Confidence,
            Evidence = [evidence],
        };
    }
}
