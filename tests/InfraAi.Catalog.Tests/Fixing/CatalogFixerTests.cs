using System.Text;

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
    [InlineData("[java, web]", "[web, 'java', \"go\"]", "[\"go\", 'java', web]")]
    [InlineData("- component:billing", "- component:z\n        -   api:a # last", null)]
    [InlineData("- component:billing", "- component:z # why\n    - component:a", null)]
    [InlineData("- component:billing", "- component:z\n\n    - component:a", null)]
    [InlineData("- component:billing", "- &z component:z\n    - component:a", null)]
    [InlineData("- component:billing", "- component:z\n    -  component:a", "- component:a\n    -  component:z")]
    [InlineData("[java, web]", "[web,\n        java]", "[java,\n        web]")]
    public void Sets_are_sorted_unless_their_order_says_something(string good, string unsorted, string? sorted)
    {
        var text = Good.Replace(good, unsorted, StringComparison.Ordinal);

        CatalogFixer.Fix("x.yaml", text).Text.ShouldBe(sorted is null ? text : Good.Replace(good, sorted, StringComparison.Ordinal));
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
