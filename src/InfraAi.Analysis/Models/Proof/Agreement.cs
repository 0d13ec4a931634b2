using InfraAi.Analysis.Text;
using InfraAi.Model;

namespace InfraAi.Analysis.Models.Proof;

/// <summary>Brings together what several readers found: the same part once, surer where they agree, marked where they do not.</summary>
internal sealed class Agreement(string language)
{
    private const int MostEvidence = 8;
    private const int MostQuestions = 10;
    private const int MostDoubts = 3;

    /// <summary>What the offline reader alone found must be this sure to be a part; below, it is a question.</summary>
    private const double SureAlone = 0.85;
    private const double Alone = 0.8;

    private readonly List<Merged> all = [];
    private readonly List<ProvenLink> links = [];
    private readonly Dictionary<ProvenPart, Merged> places = new(ReferenceEqualityComparer.Instance);

    private sealed class Merged(ProvenPart part)
    {
        public ProvenPart Part { get; set; } = part;
        public string Id { get; set; } = "";
        public string Key { get; } = Naming.Key(part.Name);
    }

    /// <summary>Takes in what one reader found; its parts were not merged among themselves yet.</summary>
    public void Add(IEnumerable<ProvenPart> parts, IEnumerable<ProvenLink> found)
    {
        foreach (var part in parts)
        {
            var same = Same(part, all);
            if (same is null)
            {
                all.Add(same = new(part));
            }
            else
            {
                same.Part = Together(same.Part, part);
            }

            places[part] = same;
        }

        links.AddRange(found);
    }

    /// <summary>Takes in what the offline reader found.</summary>
    /// <param name="isOrder">True for what is named in an instruction to the reader only.</param>
    public void AddOffline(Architecture offline, Predicate<Component> isOrder, List<string> questions, List<RejectedClaim> rejected)
    {
        var before = all.ToList();
        var free = before.ToList();
        var parts = new Dictionary<string, ProvenPart>(StringComparer.Ordinal);
        var doubts = 0;
        foreach (var component in offline.Components)
        {
            if (isOrder(component))
            {
                rejected.Add(
                    new(
                        "component",
                        component.Name,
                        null,
                        "instruction",
                        new Phrase("only named in an instruction to the reader", "solo se nombra en una instrucción para quien lee").In(
                            language
                        )
                    )
                );
                continue;
            }

            var part = Of(component, offline.Analyzer);
            // One of theirs meets one of ours: two named instances of one technology stay two.
            var same = Same(part, free);
            if (same is not null)
            {
                free.Remove(same);
                same.Part = Together(same.Part, part);
            }
            else if (component.Confidence >= SureAlone)
            {
                all.Add(same = new(part with { Confidence = Math.Round(part.Confidence * Alone, 2) }));
            }
            else
            {
                if (doubts++ < MostDoubts)
                {
                    questions.Add(
                        new Phrase(
                            $"The text also names \"{component.Name}\": is it a part of its own?",
                            $"El texto también nombra «{component.Name}»: ¿es una parte propia?"
                        ).In(language)
                    );
                }

                continue;
            }

            parts[component.Id] = part;
            places[part] = same;
        }

        foreach (var r in offline.Relations)
        {
            if (parts.TryGetValue(r.From, out var from) && parts.TryGetValue(r.To, out var to))
            {
                links.Add(new(from, to, r.Kind, r.Label, r.Confidence * Alone, r.Evidence, [offline.Analyzer]));
            }
        }
    }

    /// <returns>The parts and relations in the order of the input, with their ids.</returns>
    public (List<Component> Components, List<Relation> Relations) Build()
    {
        var ids = new Slug.Numbering();
        var sure = all.Where(m => !m.Part.Uncertain).OrderBy(m => Place(m.Part)).ToList();
        var components = new List<Component>(sure.Count);
        foreach (var merged in sure)
        {
            var part = merged.Part;
            merged.Id = ids.Unique(part.Name, "component");
            components.Add(
                new()
                {
                    Id = merged.Id,
                    Name = part.Name,
                    Kind = part.Kind,
                    Technology = part.Technology,
                    Group = part.Group,
                    Owner = part.Owner,
                    Description = part.Description,
                    Confidence = part.Confidence,
                    Evidence = part.Evidence,
                    FoundBy = part.FoundBy,
                }
            );
        }

        var relations = new Dictionary<(string, string), Relation>();
        foreach (var link in links)
        {
            var (from, to) = (places[link.From].Id, places[link.To].Id);
            if (from.Length == 0 || to.Length == 0 || from == to)
            {
                continue;
            }

            relations[(from, to)] = relations.TryGetValue((from, to), out var known)
                ? known with
                {
                    Label = known.Label ?? link.Label,
                    Confidence = Surer(known.Confidence, link.Confidence, known.FoundBy, link.FoundBy),
                    Evidence = Distinct(known.Evidence, link.Evidence),
                    FoundBy = [.. known.FoundBy.Union(link.FoundBy, StringComparer.Ordinal)],
                }
                : new Relation
                {
                    From = from,
                    To = to,
                    Kind = link.Kind,
                    Label = link.Label,
                    Confidence = Math.Round(link.Confidence, 2),
                    Evidence = link.Evidence,
                    FoundBy = link.FoundBy,
                };
        }

        return (components, [.. relations.Values.OrderBy(r => Place(r.Evidence))]);
    }

    /// <returns>Both readers' questions, each once, the model's first.</returns>
    public static List<string> Questions(IEnumerable<string> all) =>
        [.. all.DistinctBy(Naming.Key, StringComparer.Ordinal).Take(MostQuestions)];

    public static ProvenPart Of(Component c, string foundBy) =>
        new()
        {
            Name = c.Name,
            Kind = c.Kind,
            Technology = c.Technology,
            Group = c.Group,
            Owner = c.Owner,
            Description = c.Description,
            Confidence = c.Confidence,
            Evidence = c.Evidence,
            FoundBy = [foundBy],
        };

    private static Merged? Same(ProvenPart part, List<Merged> among)
    {
        if (among.Count == 0)
        {
            return null;
        }

        var key = Naming.Key(part.Name);
        var bare = IsBare(part, key);
        return among.Find(m => m.Key == key && Agree(m.Part.Technology, part.Technology))
            ?? among.Find(m => Overlap(m, part, key) && Agree(m.Part.Technology, part.Technology))
            ?? OnlyOne(among, m => part.Technology is { } t && m.Part.Technology == t && (bare || IsBare(m.Part, m.Key)));
    }

    private static bool Agree(string? one, string? other) => one is null || other is null || one == other;

    /// <summary>True when nothing but its technology names it.</summary>
    private static bool IsBare(ProvenPart part, string key) => part.Technology is { } t && (t == part.Name || Naming.Key(t) == key);

    private static Merged? OnlyOne(List<Merged> among, Predicate<Merged> which)
    {
        var found = among.FindAll(which);
        return found.Count == 1 ? found[0] : null;
    }

    private static bool Overlap(Merged one, ProvenPart other, string key) =>
        Overlap(one.Part.Evidence, other.Evidence)
        && (
            one.Key.Contains(key, StringComparison.Ordinal)
            || key.Contains(one.Key, StringComparison.Ordinal)
            || (one.Part.Technology is { } t && t == other.Technology)
        );

    private static bool Overlap(IReadOnlyList<Evidence> one, IReadOnlyList<Evidence> other)
    {
        foreach (var a in one)
        {
            foreach (var b in other)
            {
                if (a is TextEvidence x && b is TextEvidence y && x.Start < y.Start + y.Length && y.Start < x.Start + x.Length)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static ProvenPart Together(ProvenPart one, ProvenPart other) =>
        one with
        {
            Technology = one.Technology ?? other.Technology,
            Kind = one.Kind == ComponentKind.Service ? other.Kind : one.Kind,
            Group = one.Group ?? other.Group,
            Owner = one.Owner ?? other.Owner,
            Description = one.Description ?? other.Description,
            Confidence = Surer(one.Confidence, other.Confidence, one.FoundBy, other.FoundBy),
            Evidence = Distinct(one.Evidence, other.Evidence),
            FoundBy = [.. one.FoundBy.Union(other.FoundBy, StringComparer.Ordinal)],
            // What one of two readers states is stated.
            Uncertain = one.Uncertain && other.Uncertain,
        };

    /// <summary>Two readers are surer than one; one reader twice is not.</summary>
    private static double Surer(double a, double b, IReadOnlyList<string> byA, IReadOnlyList<string> byB) =>
        Math.Round(byA.Intersect(byB, StringComparer.Ordinal).Any() ? Math.Max(a, b) : Math.Min(0.99, 1 - ((1 - a) * (1 - b))), 2);

    private static IReadOnlyList<Evidence> Distinct(IReadOnlyList<Evidence> one, IReadOnlyList<Evidence> other) =>
        [.. one.Concat(other).Distinct().OrderBy(Place).Take(MostEvidence)];

    private static long Place(ProvenPart part) => Place(part.Evidence);

    private static long Place(IReadOnlyList<Evidence> evidence) => evidence.Count == 0 ? long.MaxValue : evidence.Min(Place);

    private static long Place(Evidence evidence) =>
        evidence switch
        {
            TextEvidence text => text.Start,
            LineEvidence line => line.Line,
            BoxEvidence box => ((long)box.Y << 20) + box.X,
            _ => long.MaxValue,
        };
}
