using InfraAi.Catalog.Yaml;

namespace InfraAi.Catalog.Validation;

/// <summary>What identifies an entity.</summary>
internal static class EntityHead
{
    public static string? KindOf(YamlNode? root) =>
        root is YamlMap map && map.Find("kind")?.Value.String is { Length: > 0 } kind ? kind : null;

    public static string NamespaceOf(YamlNode? root) =>
        root is YamlMap map
        && map.Find("metadata")?.Value.Actual is YamlMap metadata
        && metadata.Find("namespace")?.Value.String is { Length: > 0 } name
            ? name
            : "default";

    /// <summary>Whole and in lower case; null without a kind or a name.</summary>
    public static string? RefOf(YamlNode? root) =>
        KindOf(root) is { } kind
        && ((YamlMap)root!).Find("metadata")?.Value.Actual is YamlMap metadata
        && metadata.Find("name")?.Value.String is { Length: > 0 } name
            ? $"{kind}:{NamespaceOf(root)}/{name}".ToLowerInvariant()
            : null;
}
