namespace InfraAi.Catalog.Yaml;

/// <summary>Anchors and aliases of one document, and the limit on what aliases may unfold to.</summary>
/// <remarks>
/// The limit is the official reader's: for each anchor, the times it is used times the most that it holds itself may not pass 100.
/// Aliases are links here, never copies, so a bomb costs nothing before it is refused.
/// </remarks>
internal sealed class AliasTable
{
    private const int Limit = 100;

    private readonly Dictionary<string, YamlNode> declared = new(StringComparer.Ordinal);
    private readonly List<YamlAlias> used = [];

    public void Declare(string anchor, YamlNode node) => declared[anchor] = node;

    /// <returns>The alias; when its anchor is not declared before it, one that stands for nothing and is a fault.</returns>
    public YamlAlias Use(string name, int from, int to)
    {
        var alias = new YamlAlias(from, to, name, declared.GetValueOrDefault(name));
        used.Add(alias);
        return alias;
    }

    /// <returns>How to forget what is declared and used from now on.</returns>
    public Action Mark()
    {
        var (anchors, count) = (declared.ToList(), used.Count);
        return () =>
        {
            declared.Clear();
            foreach (var (anchor, node) in anchors)
                declared.Add(anchor, node);
            used.RemoveRange(count, used.Count - count);
        };
    }

    /// <summary>The alias that was used last, of an anchor that has been declared since.</summary>
    public YamlAlias Again(YamlAlias alias)
    {
        used.RemoveAt(used.Count - 1);
        return Use(alias.Name, alias.Start, alias.End);
    }

    /// <summary>Counts, in the order of the text, as the official reader does.</summary>
    public YamlError? Check()
    {
        if (used.Count == 0)
            return null;
        var counts = new Dictionary<YamlNode, (long Uses, long Weight)>(ReferenceEqualityComparer.Instance);
        var weightless = new HashSet<YamlNode>(ReferenceEqualityComparer.Instance);
        foreach (var alias in used)
        {
            if (alias.Target is not { } target)
                return new YamlError(
                    alias.Start,
                    Rules.YamlSyntax,
                    $"The alias *{alias.Name} has no anchor &{alias.Name} before it.",
                    $"Declare &{alias.Name} before it, or put the text in quotes."
                );
            var (uses, weight) = counts.GetValueOrDefault(target, (1, 0));
            uses++;
            if (weight == 0 && !weightless.Contains(target))
            {
                var holdsAlias = false;
                weight = Weight(target, counts, ref holdsAlias);
                if (weight == 0 && !holdsAlias)
                    weightless.Add(target);
            }
            counts[target] = (uses, weight);
            if (uses * weight > Limit)
                return new YamlError(
                    alias.Start,
                    Rules.AliasLimit,
                    $"The aliases of &{alias.Name} unfold to more than {Limit} nodes: the catalog refuses that as an attack.",
                    "Write the values out."
                );
        }
        return null;
    }

    private static long Weight(YamlNode node, Dictionary<YamlNode, (long Uses, long Weight)> counts, ref bool holdsAlias)
    {
        switch (node)
        {
            case YamlAlias { Target: { } target }:
                holdsAlias = true;
                var (uses, weight) = counts.GetValueOrDefault(target, (1, 0));
                return uses * weight;
            case YamlList list:
                long most = 0;
                foreach (var item in list.Items)
                    most = Math.Max(most, Weight(item, counts, ref holdsAlias));
                return most;
            case YamlMap map:
                most = 0;
                foreach (var entry in map.Entries)
                    most = Math.Max(most, Math.Max(Weight(entry.Key, counts, ref holdsAlias), Weight(entry.Value, counts, ref holdsAlias)));
                return most;
            default:
                return 1;
        }
    }
}
