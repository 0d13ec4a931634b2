namespace InfraAi.Catalog.Yaml;

/// <summary>Lays aliases to the nodes they stand for, and refuses those that unfold to too much.</summary>
/// <remarks>
/// An alias stands for the last node with its anchor that begins before it in the finished tree: what was dropped has no anchors. The limit is the
/// official reader's: for each anchor, the times it is used times the most that it holds itself may not pass 100.
/// Aliases are links here, never copies, so a bomb costs nothing before it is refused.
/// </remarks>
internal sealed class Aliases
{
    private const int Limit = 100;

    private readonly Dictionary<string, YamlNode> declared = new(StringComparer.Ordinal);
    private readonly List<YamlAlias> used = [];

    private readonly Dictionary<YamlNode, string> anchors;

    private Aliases(Dictionary<YamlNode, string> anchors) => this.anchors = anchors;

    /// <returns>The first fault, in the order of the text.</returns>
    /// <param name="anchors">The names of the nodes that have one.</param>
    public static YamlError? Resolve(YamlNode root, Dictionary<YamlNode, string> anchors)
    {
        var aliases = new Aliases(anchors);
        aliases.Visit(root);
        return aliases.Check();
    }

    private void Visit(YamlNode node)
    {
        if (node is YamlAlias alias)
        {
            alias.Target = declared.GetValueOrDefault(alias.Name);
            used.Add(alias);
            return;
        }
        if (anchors.TryGetValue(node, out var anchor))
            declared[anchor] = node;
        if (node is YamlList list)
            foreach (var item in list.Items)
                Visit(item);
        else if (node is YamlMap map)
            foreach (var entry in map.Entries)
            {
                Visit(entry.Key);
                Visit(entry.Value);
            }
    }

    /// <summary>Counts, in the order of the text, as the official reader does.</summary>
    private YamlError? Check()
    {
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
