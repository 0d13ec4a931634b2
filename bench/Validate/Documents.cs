using System.Globalization;

namespace InfraAi.Bench.Validate;

/// <summary>Catalog files for the bench: every kind in turn, one in six with a fault. The same number gives the same text on every machine.</summary>
internal static class Documents
{
    private static readonly (string Good, string Bad)[] Faults =
    [
        ("  name: ", "  name: not a name "),
        ("apiVersion: ", "apiVersion: no/such/"),
        ("    - java", "    - Not_A_Tag"),
        ("spec:\n", "spec:\n\tbroken: [\n"),
        ("  owner: ", "  nobody: "),
        ("\nkind: ", "\nkind: Un"),
        ("  title: ", "  title: [a list]\n  unused: "),
        ("https://", "no address "),
    ];

    public static string Make(int number)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            # Entity {number} of the bench
            {Head(number)}
            metadata:
              name: entity-{number}
              title: "The entity number {number}"
              description: >-
                What it does, for whom, and since when: a text of some length,
                folded over two lines as people write them.
              annotations:
                github.com/project-slug: acme/entity-{number}
                backstage.io/techdocs-ref: dir:.
              labels:
                tier: "{number % 4}"
              tags:
                - java
                - data-{number % 50}
              links:
                - url: https://example.com/entity/{number}
                  title: Dashboard
            spec:
            {Spec(number)}

            """
        );
        if (number % 6 != 5)
        {
            return text;
        }

        var (good, bad) = Faults[number / 6 % Faults.Length];
        return text.Replace(good, bad, StringComparison.Ordinal);
    }

    private static string Head(int number) =>
        Kind(number) == "Template"
            ? "apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template"
            : $"apiVersion: backstage.io/v1alpha1\nkind: {Kind(number)}";

    private static string Kind(int number) =>
        (number % 16) switch
        {
            < 6 => "Component",
            < 8 => "API",
            < 11 => "Resource",
            11 => "System",
            12 => "Group",
            13 => "User",
            14 => "Location",
            _ => number % 32 < 16 ? "Domain" : "Template",
        };

    private static string Spec(int number)
    {
        var owner = $"  owner: group:default/team-{number % 20}";
        return Kind(number) switch
        {
            "Component" => $"""
                  type: service
                  lifecycle: production
                {owner}
                  system: system-{number % 30}
                  providesApis: [api-{number}, api-{number + 1}]
                  dependsOn:
                    - resource:default/database-{number % 40}
                    - component:default/entity-{number / 2}
                """,
            "API" => $"""
                  type: openapi
                  lifecycle: production
                {owner}
                  definition: |
                    openapi: "3.1.0"
                    info: {"{title: Entity, version: 1.0.0}"}
                    paths:
                      /items/{number}:
                        get:
                          responses:
                            "200": {"{description: The item}"}
                """,
            "Resource" => $"  type: database\n{owner}\n  dependencyOf: ['component:entity-{number / 3}']",
            "System" => $"{owner}\n  domain: domain-{number % 5}",
            "Domain" => owner,
            "Group" => $"  type: team\n  profile:\n    displayName: Team {number}\n  parent: company\n  children: []",
            "User" => $"  profile:\n    email: user-{number}@example.com\n  memberOf: [team-{number % 20}]",
            "Location" => "  targets:\n    - ./one/catalog-info.yaml\n    - ./two/catalog-info.yaml",
            _ => $$$"""
                  type: service
                {{{owner}}}
                  parameters:
                    - title: Start
                      required: [name]
                      properties:
                        name: {type: string, title: Name}
                  steps:
                    - id: fetch
                      name: Fetch
                      action: fetch:template
                      input:
                        url: ./skeleton
                        values: {name: '${{ parameters.name }}'}
                """,
        };
    }
}
