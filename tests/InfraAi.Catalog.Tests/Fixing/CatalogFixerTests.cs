using System.Text;
using InfraAi.Model;

namespace InfraAi.Catalog.Tests.Fixing;

public class CatalogFixerTests
{
    private const string Good = """
        # Ours, since 2020.
        apiVersion: backstage.io/v1alpha1
        kind: Component   # not a resource
        metadata:
            name: orders
            tags: [java, web]
        spec:
            type: service
            lifecycle: production
            owner: team-shop
            dependsOn:
            - component:billing

        """;

    [Theory]
    [InlineData("name: orders", "name: Órdenes de Venta", "name: ordenes-de-venta")]
    [InlineData("name: orders", "name: 'my orders'", "name: 'my-orders'")]
    [InlineData("name: orders", "name: 2024", "name: \"2024\"")]
    [InlineData("[java, web]", "[Java, node.js, snake_case]", "[java, node-js, snake-case]")]
    [InlineData("[java, web]", "java,web", "[java, web]")]
    [InlineData("kind: Component", "kind: component", "kind: Component")]
    [InlineData("backstage.io/v1alpha1", "backstage.io/v1", "backstage.io/v1alpha1")]
    [InlineData("owner: team-shop", "owner: [team-shop]", "owner: team-shop")]
    [InlineData("owner: team-shop", "owner:\n      - team-shop", "owner: team-shop")]
    [InlineData("- component:billing", "- billing", "- component:billing")]
    [InlineData("name: orders", "name: \"orders", "name: \"orders\"")]
    [InlineData("name: orders", "name: orders\n    description: ratio: 3: 4", "name: orders\n    description: \"ratio: 3: 4\"")]
    [InlineData("name: orders", "name: orders\n    description: @home", "name: orders\n    description: \"@home\"")]
    [InlineData("    tags:", "\ttags:", "    tags:")]
    [InlineData("name: orders", "name: orders\n    title: ''", "name: orders")]
    [InlineData("kind: Component   #", "kind: Component\nkind: Component   #", "kind: Component   #")]
    [InlineData("\nspec:", "\nspec", "\nspec:")]
    public void What_is_sure_is_repaired_and_the_rest_stays_to_the_byte(string good, string bad, string repaired)
    {
        var result = CatalogFixer.Fix("x.yaml", Good.Replace(good, bad, StringComparison.Ordinal));

        result.Text.ShouldBe(Good.Replace(good, repaired, StringComparison.Ordinal));
        result.Remaining.ShouldHaveSingleItem().Valid.ShouldBeTrue();
        result.Edits.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("owner: team-shop", "owner: ''")]
    [InlineData("kind: Component", "kind: Thing")]
    [InlineData("type: service", "kind: service")]
    public void What_a_person_must_know_is_left_alone(string good, string bad)
    {
        var text = Good.Replace(good, bad, StringComparison.Ordinal);

        var result = CatalogFixer.Fix("x.yaml", text);

        result.Text.ShouldBe(text);
        result.Edits.ShouldBeEmpty();
        result.Remaining[0].Valid.ShouldBeFalse();
    }

    [Fact]
    public void A_good_file_is_not_touched() => CatalogFixer.Fix("x.yaml", Good).Text.ShouldBeSameAs(Good);

    [Theory]
    [InlineData("tags: [java, web]", "tags: [recommended, java]")]
    [InlineData("- component:billing", "- component:z\n    - component:a")]
    [InlineData("owner: team-shop", "owner: api:default/odd")]
    public void A_valid_document_never_changes(string good, string other)
    {
        var text = Good.Replace(good, other, StringComparison.Ordinal);

        var result = CatalogFixer.Fix("x.yaml", text + "---\n" + Good.Replace("java", "Java", StringComparison.Ordinal));

        result.Text.ShouldStartWith(text);
        result.Edits.ShouldHaveSingleItem().Document.ShouldBe(1);
    }

    [Theory]
    [InlineData("apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources:\n  - deploy.yaml\n")]
    [InlineData("apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata:\n  name: State Store\nspec:\n  type: state.redis\n")]
    [InlineData("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${APP}-web\n  labels:\n    a: '{{ .Values.a }}'\n")]
    [InlineData("kind: component\nmetadata:\n  name: A B\nspec: {type: a, lifecycle: b, owner: c}\n")]
    [InlineData("replicas: 1\n\tmode: x\n")]
    [InlineData(
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: ${{ values.name }}\n  tags: [Java]\nspec: {type: a, lifecycle: b, owner: c}\n"
    )]
    [InlineData(
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: a\n  tags: [\"{{ Lang }}\", ${APP}]\nspec: {type: a, lifecycle: b, owner: c}\n"
    )]
    public void What_is_no_entity_by_its_own_word_and_what_is_filled_in_later_is_left_alone(string text)
    {
        CatalogFixer.Fix("x.yaml", text).Text.ShouldBe(text);
        CatalogFixer.FixAll([new("a.yaml", Good + "---\n" + text)])[0].Edits.ShouldBeEmpty();
    }

    [Fact]
    public void Without_a_group_the_name_of_the_file_or_the_settings_say_that_it_is_the_catalogs()
    {
        var text = Good.Replace("apiVersion: backstage.io/v1alpha1\n", "", StringComparison.Ordinal);

        CatalogFixer.Fix("x.yaml", text).Text.ShouldBe(text);
        CatalogFixer.Fix("a/catalog-info.yaml", text).Remaining[0].Valid.ShouldBeTrue();
        CatalogFixer.FixAll([new("x.yaml", text)], _ => true)[0].Remaining[0].Valid.ShouldBeTrue();
    }

    [Fact]
    public void Two_names_are_never_folded_into_one()
    {
        string Named(string name) => Good.Replace("name: orders", $"name: {name}", StringComparison.Ordinal);
        ProjectFile[] files =
        [
            new("a.yaml", Named("Payments (EU)")),
            new("b.yaml", Named("Payments_[EU]")),
            new("c.yaml", Named("My Orders")),
            new("d.yaml", Named("my-orders")),
        ];

        var results = CatalogFixer.FixAll(files);

        results.Select(result => result.Text).ShouldBe(files.Select(file => file.Content));
    }

    [Fact]
    public void A_renamed_entity_takes_its_references_along()
    {
        ProjectFile[] files =
        [
            new("a.yaml", Good.Replace("name: orders", "name: My Orders", StringComparison.Ordinal)),
            new("b.yaml", Good.Replace("component:billing", "component:default/My Orders", StringComparison.Ordinal)),
            new("c.yaml", Good.Replace("component:billing", "'component:my orders'", StringComparison.Ordinal)),
        ];

        var results = CatalogFixer.FixAll(files);

        results[0].Text.ShouldContain("name: my-orders\n");
        results[1].Text.ShouldContain("- component:default/my-orders\n");
        results[2].Text.ShouldContain("- 'component:my-orders'\n");
    }

    [Theory]
    [InlineData("- component:billing", "- >-\n      component:My Orders")]
    [InlineData("- component:billing", "- component:My Orders # ${APP}")]
    [InlineData("- component:billing", "- component:My Orders\n  x: [a")]
    public void Where_a_reference_cannot_follow_nothing_is_renamed(string good, string link)
    {
        ProjectFile[] files =
        [
            new("a.yaml", Good.Replace("name: orders", "name: My Orders", StringComparison.Ordinal)),
            new("b.yaml", Good.Replace(good, link, StringComparison.Ordinal)),
        ];

        CatalogFixer.FixAll(files)[0].Text.ShouldBe(files[0].Content);
    }

    private const string OldTemplate = """
        apiVersion: backstage.io/v1beta2
        kind: Template
        metadata: {name: old}
        spec:
          type: service
          steps:
            - id: publish-it
              action: publish:github
              if: '{{ parameters.flag }}'
              input:
                repoUrl: '{{ parseRepoUrl parameters.repoUrl }}'
                description: "of {{ parameters.name }} and {{json parameters.list}}"
          output:
            remoteUrl: '{{ steps.publish-it.output.remoteUrl }}'

        """;

    [Fact]
    public void A_template_of_v1beta2_is_migrated_with_its_expressions()
    {
        var result = CatalogFixer.Fix("template.yaml", OldTemplate);

        result.Remaining[0].Valid.ShouldBeTrue();
        result.Text.ShouldContain("apiVersion: scaffolder.backstage.io/v1beta3\n");
        result.Text.ShouldContain("if: '${{ parameters.flag }}'\n");
        result.Text.ShouldContain("repoUrl: '${{ parameters.repoUrl | parseRepoUrl }}'\n");
        result.Text.ShouldContain("description: \"of ${{ parameters.name }} and ${{ parameters.list | dump }}\"\n");
        result.Text.ShouldContain("remoteUrl: '${{ steps[''publish-it''].output.remoteUrl }}'\n");
    }

    [Theory]
    [InlineData("{{ parameters.flag }}", "{{#if parameters.flag}}x{{/if}}")]
    [InlineData("{{ parameters.flag }}", "{{ own parameters.flag }}")]
    [InlineData("backstage.io/v1beta2", "scaffolder.backstage.io/v1beta9")]
    public void An_expression_that_only_a_person_can_translate_leaves_the_whole_template_as_it_is(string good, string bad)
    {
        var text = OldTemplate.Replace(good, bad, StringComparison.Ordinal);

        CatalogFixer.Fix("template.yaml", text).Text.ShouldBe(text);
    }

    [Fact]
    public void Carriage_returns_stay()
    {
        var text = Good.Replace("\n", "\r\n", StringComparison.Ordinal);

        var result = CatalogFixer.Fix("x.yaml", text.Replace("java", "Java", StringComparison.Ordinal));

        result.Text.ShouldBe(text);
    }

    [Fact]
    public void A_group_gets_its_empty_list_of_children()
    {
        const string Group = "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata:\n  name: a\nspec:\n  type: team\n";

        CatalogFixer.Fix("x.yaml", Group).Text.ShouldBe(Group.Replace("  type", "  children: []\n  type", StringComparison.Ordinal));
    }

    [Fact]
    public void Several_documents_are_repaired_in_one_go()
    {
        var text = new StringBuilder();
        for (var number = 0; number < 20; number++)
            text.Append("---\n").Append(Good.Replace("name: orders", $"name: Orders {number}", StringComparison.Ordinal));

        var result = CatalogFixer.Fix("x.yaml", text.ToString());

        result.Edits.Count.ShouldBe(20);
        result.Remaining.ShouldAllBe(verdict => verdict.Valid);
        result.Edits[3].Document.ShouldBe(3);
    }
}
