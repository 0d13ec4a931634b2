using InfraAi.Catalog.Yaml;

namespace InfraAi.Catalog.Validation;

/// <summary>A map with one key such as <c>$text</c>: the backend puts in its place what the URL holds, before it validates.</summary>
internal static class Placeholder
{
    /// <summary>Stands for a text: $text, and $openapi and $asyncapi of the API docs module.</summary>
    public static bool IsText(YamlNode node) => Key(node) is "$text" or "$openapi" or "$asyncapi";

    /// <summary>Stands for any value: $json and $yaml; and an alias of nothing, which is a problem already.</summary>
    public static bool IsAnything(YamlNode node) => node is YamlAlias || Key(node) is "$json" or "$yaml";

    private static string? Key(YamlNode node) =>
        node is YamlMap { Entries: [{ Value.String: not null } only] } && only.Name.StartsWith('$') ? only.Name : null;
}
