using System.Collections.Frozen;

namespace InfraAi.Catalog.Validation;

/// <summary>The spec of each kind that a Backstage backend takes, as catalog-model 1.10.1 and scaffolder-common 2.3.0 define it.</summary>
internal static class KindShapes
{
    private static readonly string[] Core = ["backstage.io/v1alpha1", "backstage.io/v1beta1"];

    private static readonly Field Owner = new(
        "owner",
        Shape.Text,
        true,
        "Add owner: with a group or user, for example group:default/my-team"
    );
    private static readonly Field Lifecycle = new("lifecycle", Shape.Text, true, "Add lifecycle: experimental, production or deprecated");
    private static readonly Field SystemRef = new("system", Shape.Text);

    private static readonly Field Profile = new(
        "profile",
        new MapShape([new("displayName", Shape.Text), new("email", Shape.Text), new("picture", Shape.Text)])
    );

    private static readonly FrozenDictionary<string, Kind> Known = new Kind[]
    {
        new(
            "Component",
            Core,
            [
                new("type", Shape.Text, true, "Add type: service, website or library"),
                Lifecycle,
                Owner,
                SystemRef,
                new("subcomponentOf", Shape.Text),
                new("providesApis", Shape.Texts),
                new("consumesApis", Shape.Texts),
                new("dependsOn", Shape.Texts),
            ]
        ),
        new(
            "API",
            Core,
            [
                new("type", Shape.Text, true, "Add type: openapi, asyncapi, graphql or grpc"),
                Lifecycle,
                Owner,
                SystemRef,
                new("definition", Shape.Text, true, "Add definition: with the API's definition, or with $text: and its URL"),
            ]
        ),
        new(
            "Resource",
            Core,
            [new("type", Shape.Text, true, "Add type: database, s3-bucket or cluster"), Owner, SystemRef, new("dependsOn", Shape.Texts)]
        ),
        new("System", Core, [Owner, new("domain", Shape.Text), new("type", Shape.Text)]),
        new("Domain", Core, [Owner, new("subdomainOf", Shape.Text), new("type", Shape.Text)]),
        new(
            "Group",
            Core,
            [
                new("type", Shape.Text, true, "Add type: team"),
                new("children", Shape.Texts, true, "Add children: []", "children: []"),
                Profile,
                new("parent", Shape.Text),
                new("members", Shape.Texts),
            ]
        ),
        new("User", Core, [new("memberOf", Shape.Texts, true, "Add memberOf: []", "memberOf: []"), Profile]),
        new(
            "Location",
            Core,
            [
                new("type", Shape.Text),
                new("target", Shape.Text),
                new("targets", Shape.Texts),
                new("presence", new ChoiceShape("required", "optional")),
            ]
        ),
        new("Template", ["scaffolder.backstage.io/v1beta3"], TemplateShape.Fields),
    }.ToFrozenDictionary(kind => kind.Name, StringComparer.Ordinal);

    public static IEnumerable<string> Names => Known.Keys;

    /// <returns>Null when no backend takes the kind without a plugin of its own. Case counts.</returns>
    public static Kind? Find(string name) => Known.GetValueOrDefault(name);

    /// <summary>Is it the apiVersion of some kind? Then it may be the kind that is wrong.</summary>
    public static bool HasApiVersion(string version) =>
        Known.Values.Any(kind => kind.ApiVersions.Contains(version, StringComparer.Ordinal));

    /// <summary>The kind that differs only in case; null when there is none.</summary>
    public static string? Near(string name) => Known.Keys.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A kind: its name, the apiVersions it exists in, and its spec.</summary>
internal sealed class Kind(string name, string[] apiVersions, Field[] spec)
{
    public string Name => name;

    public IReadOnlyList<string> ApiVersions => apiVersions;

    public MapShape Spec { get; } = new(spec);
}
