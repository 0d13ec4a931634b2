using InfraAi.Model;
using InfraAi.Model.Texts;

namespace InfraAi.Analysis;

/// <summary>Makes one architecture of several readings of the same system.</summary>
/// <remarks>
/// Two components are one when their names are the same (case, accents and punctuation aside; "función de ingesta" is "ingesta" where each reading
/// has one such function), or when each reading has exactly one component of a technology and that is the same one. The first reading's names,
/// kinds and order win; evidence adds up; a technology that differs is a question. Questions that the other reading answers are dropped.
/// </remarks>
public static class ArchitectureUnion
{
    /// <param name="first">The more exact reading.</param>
    public static Architecture Of(Architecture first, Architecture second)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        var contradictions = new List<string>();
        var components = first.Components.ToList();
        var taken = components.Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var component in second.Components)
        {
            var at = Same(component, first, second);
            if (at is null)
            {
                var id = Free(component.Id, taken);
                ids[component.Id] = id;
                components.Add(component with { Id = id });
                continue;
            }

            var index = components.FindIndex(c => c.Id == at.Id);
            ids[component.Id] = at.Id;
            if (components[index].Technology is { } one && component.Technology is { } other && one != other)
            {
                contradictions.Add(
                    new Phrase(
                        $"\"{at.Name}\" is {one} in one source and {other} in another: which is it?",
                        $"«{at.Name}» es {one} en una fuente y {other} en otra: ¿cuál es?"
                    ).In(first.Language)
                );
            }

            components[index] = Join(components[index], component);
        }

        var relations = first.Relations.ToList();
        foreach (var relation in second.Relations)
        {
            var moved = relation with { From = ids[relation.From], To = ids[relation.To] };
            // The same link told from its other end ("depends on the queue", "the queue feeds it") is one: the more exact reading turns it,
            // unless it only says that there is a link.
            var index = relations.FindIndex(r => (r.From == moved.From && r.To == moved.To) || (r.From == moved.To && r.To == moved.From));
            if (index >= 0)
            {
                var (told, more) = (relations[index], IsPlain(relations[index]) && !IsPlain(moved));
                relations[index] = (more ? moved : told) with { Evidence = [.. told.Evidence, .. moved.Evidence] };
            }
            else if (moved.From != moved.To)
            {
                relations.Add(moved);
            }
        }

        return first with
        {
            Description = first.Description ?? second.Description,
            Components = components,
            Relations = relations,
            Questions =
            [
                .. OpenQuestions.Still(
                    first.Questions.Union(second.Questions, StringComparer.Ordinal).Union(contradictions, StringComparer.Ordinal),
                    components,
                    relations
                ),
            ],
            Notes = [.. first.Notes.Union(second.Notes, StringComparer.Ordinal)],
        };
    }

    /// <summary>Makes one of the components that one reading has twice: the same name (case, accents and punctuation aside) and the same technology.</summary>
    public static Architecture WithoutTwins(Architecture read)
    {
        var first = new Dictionary<(string, string?), Component>();
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var component in read.Components)
        {
            var key = (Key(component.Name), component.Technology);
            first[key] = first.TryGetValue(key, out var twin) ? Join(twin, component) : component;
            ids[component.Id] = first[key].Id;
        }

        return first.Count == read.Components.Count
            ? read
            : read with
            {
                Components = [.. read.Components.Where(c => ids[c.Id] == c.Id).Select(c => first[(Key(c.Name), c.Technology)])],
                Relations =
                [
                    .. read
                        .Relations.Select(r => r with { From = ids[r.From], To = ids[r.To] })
                        .Where(r => r.From != r.To)
                        .DistinctBy(r => (r.From, r.To)),
                ],
            };
    }

    private static Component? Same(Component wanted, Architecture first, Architecture second)
    {
        var name = Key(wanted.Name);
        if (first.Components.FirstOrDefault(c => Key(c.Name) == name) is { } named)
        {
            return named;
        }

        if (OnlyCalled(wanted, first) is { } called && OnlyCalled(wanted, second) is not null)
        {
            return called;
        }

        if (wanted.Technology is not { } technology)
        {
            return null;
        }

        return
            first.Components.Where(c => c.Technology == technology).ToList() is [var only]
            && second.Components.Count(c => c.Technology == technology) == 1
            ? only
            : null;
    }

    /// <summary>Says that there is a link, and not what passes over it.</summary>
    private static bool IsPlain(Relation relation) => relation.Kind is RelationKind.Uses or RelationKind.DependsOn;

    /// <summary>The one component of this kind that is called so, with or without the noun of its kind.</summary>
    private static Component? OnlyCalled(Component wanted, Architecture read)
    {
        var core = Core(wanted.Name);
        return core.Length > 0 && read.Components.Where(c => c.Kind == wanted.Kind && Core(c.Name) == core).ToList() is [var only]
            ? only
            : null;
    }

    /// <summary>"función de ingesta", "ingesta function" → "ingesta"; empty when nothing else is left.</summary>
    private static string Core(string name) =>
        string.Concat(
            Folding
                .Fold(name)
                .Split([' ', '-', '_', '.', '/'], StringSplitOptions.RemoveEmptyEntries)
                .Where(word => !KindNouns.Contains(word))
                .Select(word => string.Concat(word.Where(char.IsLetterOrDigit)))
        );

    private static readonly HashSet<string> KindNouns = new(StringComparer.Ordinal)
    {
        "the",
        "of",
        "de",
        "del",
        "la",
        "el",
        "los",
        "las",
        "service",
        "servicio",
        "microservice",
        "microservicio",
        "function",
        "funcion",
        "lambda",
        "table",
        "tabla",
        "database",
        "db",
        "queue",
        "cola",
        "topic",
        "bucket",
        "api",
    };

    private static Component Join(Component one, Component other) =>
        one with
        {
            Technology = one.Technology ?? other.Technology,
            Group = one.Group ?? other.Group,
            Owner = one.Owner ?? other.Owner,
            Description = one.Description ?? other.Description,
            Confidence = Math.Max(one.Confidence, other.Confidence),
            Evidence = [.. one.Evidence, .. other.Evidence],
        };

    private static string Free(string id, HashSet<string> taken)
    {
        var free = id;
        for (var n = 2; !taken.Add(free); n++)
        {
            free = $"{id}-{n}";
        }

        return free;
    }

    private static string Key(string name) => string.Concat(Folding.Fold(name).Where(char.IsLetterOrDigit));
}
