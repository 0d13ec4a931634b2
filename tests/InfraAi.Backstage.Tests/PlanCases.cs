using InfraAi.Catalog;
using InfraAi.Model;

namespace InfraAi.Backstage.Tests;

/// <summary>A folder of catalog files that somebody registers by the first of them.</summary>
internal sealed record PlanCase(string Name, IReadOnlyList<ProjectFile> Files);

/// <summary>Each way, good and bad, in which a file comes into the catalog or stays out of it. No name is used by two cases unless that is the case.</summary>
internal static class PlanCases
{
    public static IReadOnlyList<PlanCase> All { get; } =
    [
        new("generated", Generated(new GenerationOptions { Version = "1" })),
        new("generated-with-owner", Generated(new GenerationOptions { Version = "1", DefaultOwner = "group:default/somebody" }, "kiosk")),
        One("group-and-user", Group("readers"), Entity("User", "anna", "memberOf: [readers]")),
        One("component-and-group", Component("beside-group"), Group("writers")),
        One("system-and-resource", Entity("System", "shelf", "owner: x"), Entity("Resource", "shelf-base", "type: database", "owner: x")),
        One("domain", Entity("Domain", "books", "owner: x")),
        One("component-and-domain", Component("beside-domain"), Entity("Domain", "papers", "owner: x")),
        One("template", Template("make-book")),
        One("component-and-unknown-kind", Component("beside-thing"), Entity("Thing", "thing", "owner: x")),
        One("component-and-airesource", Component("beside-air"), Entity("AiResource", "air", "type: x", "owner: x")),
        One("component-and-broken-yaml", Component("beside-broken"), "kind: [Component"),
        One("component-and-list", Component("beside-list"), "- Component"),
        One(
            "component-and-no-name",
            Component("beside-nameless"),
            "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {}\nspec: {}"
        ),
        One("component-and-no-kind", Component("beside-kindless"), "apiVersion: backstage.io/v1alpha1\nmetadata: {name: kindless}"),
        One("component-and-bad-name", Component("beside-bad-name"), Component("bad name")),
        One("component-and-bad-spec", Component("beside-bad-spec"), Entity("Component", "bad-spec", "type: service")),
        One(
            "component-and-bad-version",
            Component("beside-version"),
            Component("bad-version").Replace("v1alpha1", "v9", StringComparison.Ordinal)
        ),
        One(
            "component-and-bad-reference",
            Component("beside-reference"),
            Entity("Component", "bad-reference", "type: service", "lifecycle: production", "owner: x", "dependsOn: [base]")
        ),
        One(
            "component-and-missing-text",
            Component("beside-text"),
            Entity("API", "missing-text", "type: openapi", "lifecycle: production", "owner: x", "definition: {$text: ./none.yaml}")
        ),
        One(
            "component-and-bad-tag",
            Component("beside-tag"),
            Component("bad-tag").Replace("}", ", tags: [Two Words]}", StringComparison.Ordinal)
        ),
        One("empty-document", Component("before-empty"), "# nothing", Component("after-empty")),
        One("windows-and-bom", "\ufeff" + Component("windows").Replace("\n", "\r\n", StringComparison.Ordinal)),
        One(
            "dangling",
            Entity(
                "Component",
                "dangling",
                "type: service",
                "lifecycle: production",
                "owner: nobody",
                "system: none",
                "dependsOn: [component:none]"
            )
        ),
        One("equal-in-one-file", Component("equal"), Component("equal", "second"), Component("not-equal")),
        One("equal-but-for-case", Component("Cased"), Component("cased", "second")),
        One(
            "api-with-text",
            new ProjectFile("openapi.yaml", "openapi: 3.0.0"),
            Entity("API", "with-text", "type: openapi", "lifecycle: production", "owner: x", "definition: {$text: ./openapi.yaml}")
        ),
        new(
            "location-of-good-files",
            [
                File(Location("good-files", "./one.yaml", "./two.yaml")),
                new("one.yaml", Component("target-one")),
                new("two.yaml", Component("target-two")),
            ]
        ),
        new(
            "location-with-a-domain",
            [
                File(Location("with-domain", "./one.yaml", "./two.yaml")),
                new("one.yaml", Component("near-domain")),
                new("two.yaml", Entity("Domain", "far", "owner: x")),
            ]
        ),
        new(
            "location-with-a-missing-file",
            [File(Location("with-missing", "./one.yaml", "./none.yaml")), new("one.yaml", Component("near-missing"))]
        ),
    ];

    private static PlanCase One(string name, params string[] documents) => new(name, [File(documents)]);

    private static PlanCase One(string name, ProjectFile beside, params string[] documents) => new(name, [File(documents), beside]);

    private static ProjectFile File(params string[] documents) => new("catalog-info.yaml", string.Join("\n---\n", documents) + "\n");

    private static string Component(string name, string? title = null) =>
        Entity("Component", title is null ? name : $"{name}, title: {title}", "type: service", "lifecycle: production", "owner: x");

    private static string Group(string name) => Entity("Group", name, "type: team", "children: []");

    private static string Location(string name, params string[] targets) =>
        Entity("Location", name, $"targets: [{string.Join(", ", targets)}]");

    private static string Template(string name) =>
        Entity("Template", name, "type: service", "steps: [{id: a, action: debug:log}]")
            .Replace("backstage.io/v1alpha1", "scaffolder.backstage.io/v1beta3", StringComparison.Ordinal);

    private static string Entity(string kind, string metadata, params string[] spec) =>
        $"apiVersion: backstage.io/v1alpha1\nkind: {kind}\nmetadata: {{name: {metadata}}}\nspec:\n  {string.Join("\n  ", spec)}";

    /// <summary>What the platform writes itself: with owners that the text names (Groups in a file of their own), or one that is configured.</summary>
    private static IReadOnlyList<ProjectFile> Generated(GenerationOptions options, string name = "bookshop")
    {
        var architecture = new Architecture
        {
            Name = name,
            Title = name,
            Language = "en",
            Analyzer = "offline",
            Components =
            [
                Part($"{name}-web", ComponentKind.Website, $"{name} web team"),
                Part($"{name}-orders", ComponentKind.Service, $"{name} orders team"),
                Part($"{name}-base", ComponentKind.Database, null),
                Part($"{name}-api", ComponentKind.Api, null),
            ],
            Relations =
            [
                new()
                {
                    From = $"{name}-web",
                    To = $"{name}-api",
                    Kind = RelationKind.Calls,
                },
                new()
                {
                    From = $"{name}-orders",
                    To = $"{name}-base",
                    Kind = RelationKind.Writes,
                },
            ],
        };
        // Only the catalog's own files: a backend does not look at the pages.
        return [.. CatalogGenerator.Generate(architecture, options).Files.OrderByDescending(f => f.Path == "catalog-info.yaml")];
    }

    private static Component Part(string name, ComponentKind kind, string? owner) =>
        new()
        {
            Id = name,
            Name = name,
            Kind = kind,
            Owner = owner,
            Evidence = [new TextEvidence(0, name.Length, name)],
        };
}
