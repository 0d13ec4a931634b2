using InfraAi.Model;
using InfraAi.Model.Texts;

namespace InfraAi.Analysis.Tests;

/// <summary>How far an architecture is what a case says: components (name and technology) and directed relations, one to one.</summary>
/// <remarks>What a case lists as optional counts neither way. "db | postgres" has two names. Without a line "relations" these are not scored.</remarks>
internal sealed class CaseScore
{
    private sealed record Label(string Name, string? Technology, string[] Others)
    {
        public IEnumerable<string> Names => Others.Prepend(Name);
    }

    private readonly Dictionary<string, Label> labels;
    private readonly Dictionary<string, string> labelOf = new(StringComparer.Ordinal);
    private readonly Architecture architecture;

    public CaseScore(TextCase labelled, Architecture architecture)
    {
        this.architecture = architecture;
        var optional = labelled.List("optional").Select(Short).ToHashSet(StringComparer.Ordinal);
        labels = labelled
            .List("components")
            .Concat(labelled.List("optional"))
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(Short, ToLabel, StringComparer.Ordinal);
        Match();
        ScoreComponents(optional);
        IsRelated = labelled.Head.ContainsKey("relations");
        if (IsRelated)
        {
            ScoreRelations(labelled, optional);
        }
    }

    public List<string> Errors { get; } = [];
    public double Components { get; private set; }

    /// <summary>True for a case that says how its components are related.</summary>
    public bool IsRelated { get; }

    /// <summary>Null where the case has no relations and none was read.</summary>
    public double? Relations { get; private set; }

    /// <summary>The whole first, so that "orders database" is not taken by "orders".</summary>
    private void Match()
    {
        foreach (var test in (Func<Component, Label, bool>[])[SameName, SameProduct, PartOfName])
        {
            foreach (var (key, label) in labels.Where(l => !labelOf.ContainsValue(l.Key)).ToList())
            {
                var found = architecture.Components.FirstOrDefault(c => !labelOf.ContainsKey(c.Id) && test(c, label));
                if (found is not null)
                {
                    labelOf.Add(found.Id, key);
                }
            }
        }
    }

    private void ScoreComponents(HashSet<string> optional)
    {
        var (right, wanted, given) = (0, 0, 0);
        foreach (var (key, label) in labels.Where(l => !optional.Contains(l.Key)))
        {
            wanted++;
            var found = architecture.Components.FirstOrDefault(c => labelOf.GetValueOrDefault(c.Id) == key);
            if (found is null)
            {
                Errors.Add($"missing {key}");
            }
            else if (label.Technology is { } technology && !Same(technology, found.Technology))
            {
                Errors.Add($"technology of {key}: {found.Technology} for {technology}");
            }
            else
            {
                right++;
            }
        }
        foreach (var component in architecture.Components)
        {
            if (!labelOf.TryGetValue(component.Id, out var key))
            {
                Errors.Add($"extra {component.Name} ({component.Technology})");
                given++;
            }
            else if (!optional.Contains(key))
            {
                given++;
            }
        }
        Components = F1(right, wanted, given);
    }

    private void ScoreRelations(TextCase labelled, HashSet<string> optional)
    {
        var wanted = labelled.List("relations").Select(Ends).ToHashSet();
        var free = labelled.List("optional relations").Select(Ends).ToHashSet();
        var (right, given) = (0, 0);
        foreach (var relation in architecture.Relations)
        {
            var ends = (labelOf.GetValueOrDefault(relation.From, relation.From), labelOf.GetValueOrDefault(relation.To, relation.To));
            if (wanted.Contains(ends))
            {
                right++;
                given++;
            }
            else if (!free.Contains(ends) && !optional.Contains(ends.Item1) && !optional.Contains(ends.Item2))
            {
                Errors.Add($"extra {ends.Item1} -> {ends.Item2} [{relation.Label}]");
                given++;
            }
        }
        foreach (var (from, to) in wanted)
        {
            var seen = architecture.Relations.Any(r => labelOf.GetValueOrDefault(r.From) == from && labelOf.GetValueOrDefault(r.To) == to);
            if (!seen)
            {
                Errors.Add($"missing {from} -> {to}");
            }
        }
        Relations = wanted.Count + given == 0 ? null : F1(right, wanted.Count, given);
    }

    private (string From, string To) Ends(string relation)
    {
        var ends = relation.Split(" -> ");
        return (Resolve(ends[0]), Resolve(ends[1]));
    }

    private string Resolve(string name) =>
        labels.ContainsKey(name) ? name : throw new FormatException($"{name} is none of {string.Join("; ", labels.Keys)}");

    private static double F1(int right, int wanted, int given) => wanted + given == 0 ? 1 : 2.0 * right / (wanted + given);

    private static Label ToLabel(string text)
    {
        var names = text.Split(" | ");
        var open = names[0].LastIndexOf(" (", StringComparison.Ordinal);
        return open < 0 ? new Label(names[0], null, names[1..]) : new Label(names[0][..open], names[0][(open + 2)..^1], names[1..]);
    }

    private static string Short(string text) => ToLabel(text).Name;

    private static bool SameName(Component component, Label label) => label.Names.Any(n => Equal(component.Name, n, component.Technology));

    private static bool SameProduct(Component component, Label label) =>
        label.Technology is null
            ? label.Names.Any(n => Same(n, component.Technology))
            : Same($"{label.Name} {label.Technology}", component.Technology);

    /// <summary>"portal" for "web portal", where one is the other with a word more.</summary>
    private static bool PartOfName(Component component, Label label)
    {
        var (a, b) = (Own(component.Name, component.Technology), Own(label.Name, null));
        return a.Count > 0 && b.Count > 0 && (a.IsSubsetOf(b) || b.IsSubsetOf(a));
    }

    private static bool Equal(string name, string label, string? technology) =>
        Own(name, null).SetEquals(Own(label, null)) || Own(name, technology).SetEquals(Own(label, null));

    private static bool Same(string label, string? technology) =>
        technology is not null && Own(label, null).SetEquals(Own(technology, null));

    /// <summary>The words of a name without vendors and small words, and without those of the technology said with it.</summary>
    private static HashSet<string> Own(string name, string? technology)
    {
        var without = technology is null ? [] : Words.Split(technology).ToHashSet(StringComparer.Ordinal);
        return Words
            .Split(name)
            .Where(w => w is not ("azur" or "amazon" or "aws" or "googl" or "apach" or "microsoft" or "de" or "en" or "in" or "del"))
            .Where(w => !without.Contains(w))
            .ToHashSet(StringComparer.Ordinal);
    }
}
