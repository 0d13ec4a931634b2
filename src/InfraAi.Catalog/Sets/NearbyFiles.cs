using InfraAi.Catalog.Yaml;

namespace InfraAi.Catalog;

/// <summary>The files beside a catalog file that the backend reads with it: targets of Locations, texts of placeholders.</summary>
internal static class NearbyFiles
{
    private static readonly string[] Placeholders = ["$text", "$json", "$yaml", "$openapi", "$asyncapi"];

    /// <returns>The relative targets of a Location; none for other kinds.</returns>
    public static IEnumerable<YamlNode> Targets(Examined document)
    {
        if (document.Verdict.Kind != "Location" || document.Root?.Find("spec")?.Value.Actual is not YamlMap spec)
            return [];
        IEnumerable<YamlNode?> nodes = spec.Find("targets")?.Value.Actual is YamlList list ? list.Items : [];
        return nodes.Prepend(spec.Find("target")?.Value).OfType<YamlNode>().Where(IsRelative);
    }

    /// <returns>Must the targets be there? Yes, unless the Location says otherwise.</returns>
    public static bool AreRequired(Examined document) =>
        (document.Root?.Find("spec")?.Value.Actual as YamlMap)?.Find("presence")?.Value.String != "optional";

    /// <returns>The relative paths that placeholders name, anywhere below the node.</returns>
    public static IEnumerable<YamlNode> Texts(YamlNode? node) =>
        node switch
        {
            YamlMap { Entries: [var only] } when Placeholders.Contains(only.Name, StringComparer.Ordinal) => IsRelative(only.Value)
                ? [only.Value]
                : [],
            YamlMap map => map.Entries.SelectMany(entry => Texts(entry.Value)),
            YamlList list => list.Items.SelectMany(Texts),
            _ => [],
        };

    /// <returns>The path of a relative target, written as the path of its file is.</returns>
    public static string Beside(string file, string target)
    {
        var parts = new List<string>(file.Split('/')[..^1]);
        foreach (var part in target.Split('/'))
            if (part == ".." && parts is [.., not ("" or "..")])
                parts.RemoveAt(parts.Count - 1);
            else if (part != ".")
                parts.Add(part);
        return string.Join('/', parts);
    }

    private static bool IsRelative(YamlNode node) =>
        node.String is { Length: > 0 } target && target[0] != '/' && !target.Contains(':', StringComparison.Ordinal);
}
