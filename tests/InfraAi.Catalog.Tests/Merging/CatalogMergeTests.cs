namespace InfraAi.Catalog.Tests.Merging;

public class CatalogMergeTests
{
    private const string Before = """
        ---
        apiVersion: backstage.io/v1alpha1
        kind: Component
        metadata:
          name: orders
          title: Orders
          tags:
            - dotnet
            - service
        spec:
          type: service
          lifecycle: experimental
          owner: group:default/shop-team
          dependsOn:
            - resource:default/db
        ---
        apiVersion: backstage.io/v1alpha1
        kind: Resource
        metadata:
          name: db
        spec:
          type: database
          owner: group:default/shop-team

        """;

    [Fact]
    public void Nothing_new_leaves_the_file_as_people_have_it()
    {
        var theirs = Before.Replace("title: Orders", "title: Our orders # better", StringComparison.Ordinal);

        var merged = CatalogMerge.Merge(Before, theirs, Before);

        merged.Text.ShouldBe(theirs);
        merged.Conflicts.ShouldBeEmpty();
        merged.Kept.ShouldContain(phrase => phrase.En == "component:default/orders metadata.title: changed by hand.");
    }

    [Fact]
    public void What_the_generator_changed_comes_in_and_what_people_changed_stays()
    {
        var theirs = Before
            .Replace("lifecycle: experimental", "lifecycle: production # live", StringComparison.Ordinal)
            .Replace("    - service\n", "    - service\n    - core\n", StringComparison.Ordinal);
        var ours = Before
            .Replace("title: Orders", "title: Order service", StringComparison.Ordinal)
            .Replace("    - dotnet\n", "    - api\n    - dotnet\n", StringComparison.Ordinal)
            .Replace("    - resource:default/db\n", "    - resource:default/db\n    - resource:default/queue\n", StringComparison.Ordinal)
            .Replace("  type: database\n", "  type: database\n  system: system:default/shop\n", StringComparison.Ordinal);

        var merged = CatalogMerge.Merge(Before, theirs, ours);

        merged.Text.ShouldBe(
            theirs
                .Replace("title: Orders", "title: Order service", StringComparison.Ordinal)
                .Replace("    - core\n", "    - core\n    - api\n", StringComparison.Ordinal)
                .Replace(
                    "    - resource:default/db\n",
                    "    - resource:default/db\n    - resource:default/queue\n",
                    StringComparison.Ordinal
                )
                .Replace(
                    "  type: database\n  owner: group:default/shop-team\n",
                    "  type: database\n  owner: group:default/shop-team\n  system: system:default/shop\n",
                    StringComparison.Ordinal
                )
        );
        merged.Conflicts.ShouldBeEmpty();
        CatalogValidator.Validate("x.yaml", merged.Text).ShouldAllBe(verdict => verdict.Valid);
    }

    [Fact]
    public void Where_both_changed_a_field_people_win_and_it_is_said()
    {
        var merged = CatalogMerge.Merge(
            Before,
            Before.Replace("title: Orders", "title: Ours", StringComparison.Ordinal),
            Before.Replace("title: Orders", "title: Theirs", StringComparison.Ordinal)
        );

        merged.Text.ShouldContain("title: Ours");
        merged.Conflicts.ShouldHaveSingleItem().En.ShouldContain("generated: Theirs");
    }

    [Fact]
    public void Entities_come_and_go_and_those_taken_out_by_hand_stay_out()
    {
        const string Queue =
            "---\napiVersion: backstage.io/v1alpha1\nkind: Resource\nmetadata:\n  name: queue\nspec:\n  type: queue\n  owner: x\n";
        var documents = Before.Split("---\n", StringSplitOptions.RemoveEmptyEntries);

        CatalogMerge.Merge(Before, Before, Before + Queue).Text.ShouldBe(Before + Queue);
        CatalogMerge.Merge(Before + Queue, Before + Queue, Before).Text.ShouldBe(Before);
        CatalogMerge.Merge(Before, "---\n" + documents[0], Before).Text.ShouldBe("---\n" + documents[0]);
        CatalogMerge.Merge(Before, Before + Queue, Before).Text.ShouldBe(Before + Queue);
    }

    [Fact]
    public void Without_the_last_generation_people_win()
    {
        var merged = CatalogMerge.Merge(null, Before.Replace("title: Orders", "title: Ours", StringComparison.Ordinal), Before);

        merged.Text.ShouldContain("title: Ours");
        merged.Conflicts.Count.ShouldBe(1);
    }

    [Fact]
    public void A_file_that_does_not_parse_is_left_alone()
    {
        var merged = CatalogMerge.Merge(Before, "a: [", Before);

        merged.Text.ShouldBe("a: [");
        merged.Conflicts.ShouldHaveSingleItem();
    }
}
