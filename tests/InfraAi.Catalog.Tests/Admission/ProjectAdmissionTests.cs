using InfraAi.Catalog.Admission;
using InfraAi.Model;

namespace InfraAi.Catalog.Tests.Admission;

/// <summary>What a project may bring into a portal: each attack is planted as a file of it.</summary>
public sealed class ProjectAdmissionTests
{
    private const string Fine =
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: fine\n  annotations: { backstage.io/techdocs-ref: dir:. }\n"
        + "spec: { type: service, lifecycle: production, owner: group:default/fine-team }\n";

    public static TheoryData<string, int, string> Planted =>
        new()
        {
            { "kind: User\nmetadata: { name: mallory }\nspec: { memberOf: [platform-team] }", 9, "kind" },
            { "kind: Location\nmetadata: { name: x }\nspec: { target: 'https://github.com/o/p/blob/main/catalog-info.yaml' }", 9, "kind" },
            { "kind: Location\nmetadata: { name: x }\nspec: { targets: [./owners.yaml, ./more.yaml] }", 9, "kind" },
            { "kind: Template\nmetadata: { name: x }\nspec: { type: service, steps: [] }", 9, "kind" },
            { "kind: USER\nmetadata: { name: x }\nspec: { memberOf: [a] }", 9, "kind" },
            { "kind: Group\nmetadata: { name: x }\nspec: { type: team, children: [], members: [mallory] }", 11, "spec.members" },
            { "kind: Group\nmetadata: { name: x }\nspec:\n  type: team\n  children: []\n  parent: platform-team", 14, "spec.parent" },
            { "kind: Group\nmetadata: { name: x }\nspec: { type: team, children: [platform-team] }", 11, "spec.children" },
            {
                "kind: System\nmetadata:\n  name: x\n  annotations:\n    backstage.io/techdocs-ref: url:https://github.com/o/private\nspec: { owner: x }",
                13,
                "metadata.annotations.backstage.io/techdocs-ref"
            },
            {
                "kind: System\nmetadata:\n  name: x\n  annotations:\n    backstage.io/techdocs-ref: dir:docs/../../other\nspec: { owner: x }",
                13,
                "metadata.annotations.backstage.io/techdocs-ref"
            },
            {
                "kind: API\nmetadata: { name: x }\nspec:\n  type: openapi\n  definition:\n    $text: https://github.com/o/private/blob/main/.env",
                14,
                "spec.definition.$text"
            },
            {
                "kind: System\nmetadata: { name: x }\nspec: { owner: x, more: [{ $yaml: ../other/catalog-info.yaml }] }",
                11,
                "spec.more[0].$yaml"
            },
        };

    [Theory]
    [MemberData(nameof(Planted))]
    public void An_entity_that_makes_people_runs_or_leads_elsewhere_is_refused_with_its_line(string planted, int line, string key)
    {
        var catalog = Fine + "---\n" + "apiVersion: backstage.io/v1alpha1\n" + planted + "\n";

        var refused = ProjectAdmission.Check([new("catalog-info.yaml", catalog)]).ShouldNotBeNull();

        refused.Code.ShouldBe("catalog-not-admitted");
        refused.Message.En.ShouldStartWith($"catalog-info.yaml, line {line}, {key}: ");
        refused.Message.Es.ShouldStartWith($"catalog-info.yaml, línea {line}, {key}: ");
    }

    [Fact]
    public void A_template_is_refused_by_its_apiVersion() =>
        ProjectAdmission
            .Check([
                new("catalog-info.yaml", "apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata: { name: x }\nspec: {}\n"),
            ])
            .ShouldNotBeNull()
            .Message.En.ShouldContain("apiVersion");

    [Fact]
    public void A_file_of_owners_brings_no_user() =>
        ProjectAdmission
            .Check([new("owners.yaml", "apiVersion: backstage.io/v1alpha1\nkind: User\nmetadata: { name: x }\nspec: { memberOf: [a] }\n")])
            .ShouldNotBeNull()
            .Message.En.ShouldStartWith("owners.yaml, line 2, kind");

    [Theory]
    [InlineData("markdown_extensions:\n  - pymdownx.snippets", 2, "markdown_extensions.pymdownx.snippets")]
    [InlineData(
        "markdown_extensions:\n  - toc\n  - pymdownx.snippets:SnippetExtension",
        3,
        "markdown_extensions.pymdownx.snippets:SnippetExtension"
    )]
    [InlineData("markdown_extensions:\n  - pymdownx.snippets: { base_path: [/] }", 2, "markdown_extensions.pymdownx.snippets")]
    [InlineData("markdown_extensions: { pymdownx.b64: { base_path: / } }", 1, "markdown_extensions.pymdownx.b64")]
    [InlineData("markdown_extensions:\n  - toc: { slugify: x }", 2, "markdown_extensions.toc.slugify")]
    [InlineData(
        "markdown_extensions:\n  - pymdownx.superfences:\n      custom_fences: []",
        3,
        "markdown_extensions.pymdownx.superfences.custom_fences"
    )]
    [InlineData("markdown_extensions: &a [pymdownx.snippets]\nnav: *a", 1, "markdown_extensions.pymdownx.snippets")]
    [InlineData("markdown_extensions:\n  - os:system", 2, "markdown_extensions.os:system")]
    [InlineData("plugins:\n  - techdocs-core\n  - macros", 3, "plugins.macros")]
    [InlineData("plugins:\n  - search: { prebuild_index: node }", 2, "plugins.search.prebuild_index")]
    [InlineData("plugins: { exec: {} }", 1, "plugins.exec")]
    [InlineData("hooks: [docs/hook.py]", 1, "hooks")]
    [InlineData("INHERIT: /etc/passwd", 1, "INHERIT")]
    [InlineData("theme:\n  name: material\n  custom_dir: docs/theme", 3, "theme.custom_dir")]
    [InlineData("docs_dir: /proc/self", 1, "docs_dir")]
    [InlineData("docs_dir: docs/../../../etc", 1, "docs_dir")]
    [InlineData("docs_dir: [docs]", 1, "docs_dir")]
    [InlineData("site_dir: /srv", 1, "site_dir")]
    [InlineData("site_name: x\nsite_author: !ENV POSTGRES_PASSWORD", 2, "!")]
    [InlineData("nav: !!python/object/apply:os.system [id]", 1, "!")]
    [InlineData("%TAG !e! tag:yaml.org,2002:python/\n---\nnav: !e!name:os.system", 3, "!")]
    [InlineData("base: &a { hooks: [x.py] }\n<<: *a", 1, "base")]
    [InlineData("<<: { hooks: [x.py] }", 1, "<<")]
    [InlineData("site_name: x\n---\nhooks: [x.py]", 2, "---")]
    [InlineData("- a", 1, "site_name")]
    [InlineData("site_name: [", 1, "site_name")]
    public void A_mkdocs_file_says_only_what_is_listed(string mkdocs, int line, string key)
    {
        var refused = ProjectAdmission.Check([new("sub/mkdocs.yml", mkdocs + "\n")]).ShouldNotBeNull();

        refused.Code.ShouldBe("mkdocs-not-admitted");
        refused.Message.En.ShouldStartWith($"sub/mkdocs.yml, line {line}, {key}: ");
        refused.Message.Es.ShouldStartWith($"sub/mkdocs.yml, línea {line}, {key}: ");
        refused.Remedy.En.ShouldNotBeEmpty();
    }

    [Fact]
    public void What_the_generator_and_the_templates_write_is_let_in()
    {
        var mkdocs = """
            site_name: "A shop"
            site_description: Sells things
            docs_dir: docs
            theme: { name: material, palette: { scheme: slate } }
            plugins:
              - techdocs-core
              - search: { lang: es }
            markdown_extensions:
              - admonition
              - markdown.extensions.toc: { permalink: true }
              - pymdownx.superfences:
            nav:
              - Overview: index.md
            """;
        const string owners =
            "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: { name: fine-team }\nspec: { type: team, children: [] }\n";
        const string location =
            "---\napiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: { name: o }\nspec:\n  targets: [./owners.yaml]\n";
        const string api =
            "---\napiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: { name: a }\nspec: { type: openapi, lifecycle: x, owner: x, definition: { $text: ./api/open-api.yaml } }\n";

        ProjectAdmission
            .Check([
                new("catalog-info.yaml", Fine + api + location),
                new("owners.yaml", owners),
                new("mkdocs.yml", mkdocs),
                new("docs/x.md", "--8<-- \"/etc/passwd\""),
            ])
            .ShouldBeNull();
    }
}
