using InfraAi.Model;

namespace InfraAi.Catalog.Tests.Sets;

public class CatalogPlanTests
{
    private const string Good = """
        apiVersion: backstage.io/v1alpha1
        kind: Component
        metadata:
          name: same
        spec: {type: service, lifecycle: production, owner: team}
        ---
        apiVersion: backstage.io/v1alpha1
        kind: Component
        metadata:
          name: changed
        spec: {type: service, lifecycle: production, owner: team}
        ---
        apiVersion: backstage.io/v1alpha1
        kind: Component
        metadata:
          name: new
        spec: {type: service, lifecycle: production, owner: team}
        ---
        apiVersion: backstage.io/v1alpha1
        kind: Component
        metadata:
          name: elsewhere
        spec: {type: service, lifecycle: production, owner: team}
        ---
        apiVersion: backstage.io/v1alpha1
        kind: Component
        metadata:
          name: not good
        spec: {type: service, lifecycle: production, owner: team}
        """;

    private static string Live(string name, string location, string lifecycle = "production") =>
        $$$"""{"apiVersion":"backstage.io/v1alpha1","kind":"Component","metadata":{"namespace":"default","name":"{{{name}}}","uid":"1","etag":"2","annotations":{"backstage.io/managed-by-location":"url:https://x/{{{location}}}","backstage.io/view-url":"https://x"}},"spec":{"type":"service","lifecycle":"{{{lifecycle}}}","owner":"team"},"relations":[]}""";

    [Fact]
    public void Each_entity_has_its_fate()
    {
        var export = CatalogExport.Read(
            $"[{Live("same", "catalog-info.yaml")},{Live("changed", "catalog-info.yaml", "experimental")},{Live("elsewhere", "other.yaml")},{Live("gone", "catalog-info.yaml")}]"
        );
        var rules = CatalogRules.Read(("app-config.yaml", "catalog:\n  rules:\n    - allow: [Component, System]\n")).Value;

        var plan = CatalogPlan.Make([new ProjectFile("catalog-info.yaml", Good)], new() { Export = export, Rules = rules });

        plan.Select(item => (item.Action, item.Ref, item.Line))
            .ShouldBe([
                (PlanAction.Stays, "component:default/same", 1),
                (PlanAction.Changes, "component:default/changed", 7),
                (PlanAction.Appears, "component:default/new", 13),
                (PlanAction.Collides, "component:default/elsewhere", 22),
                (PlanAction.Refused, "component:default/not good", 28),
                (PlanAction.Orphaned, "component:default/gone", 0),
            ]);
        plan[1].Reason.ShouldBe("Changes: spec.lifecycle");
        CatalogPlan.IsSafe(plan).ShouldBeFalse();
        CatalogPlan.IsSafe(plan.Take(3)).ShouldBeTrue();
    }

    private static CatalogRules Stock =>
        CatalogRules.Read(("app-config.yaml", "catalog:\n  rules:\n    - allow: [Component, Location]\n")).Value;

    private static string Entity(string kind, string name, string spec = "{type: service, lifecycle: production, owner: team}") =>
        $"---\napiVersion: backstage.io/v1alpha1\nkind: {kind}\nmetadata: {{name: {name}}}\nspec: {spec}\n";

    private static IEnumerable<(PlanAction, string?)> Fates(CatalogContext context, params (string Path, string Text)[] files) =>
        CatalogPlan.Make(files.Select(file => new ProjectFile(file.Path, file.Text)), context).Select(item => (item.Action, item.Ref));

    [Theory]
    [InlineData("---\napiVersion: backstage.io/v1alpha1\nkind: Domain\nmetadata: {name: d}\nspec: {owner: team}\n")]
    [InlineData("---\napiVersion: backstage.io/v1alpha1\nkind: Thing\nmetadata: {name: d}\nspec: {}\n")]
    [InlineData("---\napiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {}\nspec: {}\n")]
    [InlineData("---\na: [b\n")]
    [InlineData("---\n- a\n")]
    [InlineData("---\na: 1\na: 2\n")]
    public void One_such_document_keeps_its_whole_file_out(string fault)
    {
        var plan = CatalogPlan.Make(
            [new ProjectFile("a.yaml", Entity("Component", "good") + fault), new ProjectFile("b.yaml", Entity("Component", "apart"))],
            new() { Rules = Stock }
        );

        plan.Select(item => item.Action).ShouldBe([PlanAction.Refused, PlanAction.Refused, PlanAction.Appears]);
        plan[0].Reason.ShouldStartWith("file-refused: nothing of this file is taken while a.yaml:");
    }

    [Theory]
    [InlineData("Component", "bad name", "{type: service, lifecycle: production, owner: team}")]
    [InlineData("component", "d", "{type: service, lifecycle: production, owner: team}")]
    [InlineData("Component", "d", "{type: service}")]
    [InlineData("Component", "d", "{type: service, lifecycle: production, owner: team, dependsOn: [nokind]}")]
    public void A_fault_within_an_entity_keeps_that_one_out(string kind, string name, string spec) =>
        Fates(new() { Rules = Stock }, ("a.yaml", Entity("Component", "good") + Entity(kind, name, spec)))
            .Select(fate => fate.Item1)
            .ShouldBe([PlanAction.Appears, PlanAction.Refused]);

    [Fact]
    public void Nothing_is_orphaned_by_a_file_that_is_refused()
    {
        var export = CatalogExport.Read($"[{Live("gone", "a.yaml")}]");

        Fates(new() { Export = export, Rules = Stock }, ("a.yaml", Entity("Component", "good") + Entity("Domain", "d", "{owner: team}")))
            .ShouldNotContain(fate => fate.Item1 == PlanAction.Orphaned);
    }

    [Fact]
    public void The_last_of_equal_entities_in_a_file_is_kept() =>
        Fates(new() { Rules = Stock }, ("a.yaml", Entity("Component", "twin") + Entity("Component", "Twin")))
            .ShouldBe([(PlanAction.Collides, "component:default/twin"), (PlanAction.Appears, "component:default/twin")]);

    [Fact]
    public void The_targets_of_a_location_stand_and_fall_together()
    {
        var location = (
            "catalog/all.yaml",
            Entity("Location", "all", "{targets: [./one.yaml, ../two.yaml]}") + Entity("Component", "beside")
        );
        var one = ("catalog/one.yaml", Entity("Component", "one"));

        Fates(new() { Rules = Stock }, location, one, ("two.yaml", Entity("Domain", "two", "{owner: team}")))
            .Select(fate => fate.Item1)
            .ShouldBe([PlanAction.Refused, PlanAction.Appears, PlanAction.Refused, PlanAction.Refused]);
        Fates(new() { Rules = Stock, Exists = _ => false }, location, one)
            .Select(fate => fate.Item1)
            .ShouldBe([PlanAction.Refused, PlanAction.Appears, PlanAction.Refused]);
    }

    [Fact]
    public void A_placeholder_of_a_file_that_is_not_there_is_refused() =>
        Fates(new() { Exists = path => path == "api/here.yaml" }, ("api/a.yaml", Api("here") + Api("gone")))
            .Select(fate => fate.Item1)
            .ShouldBe([PlanAction.Appears, PlanAction.Refused]);

    private static string Api(string file) =>
        Entity("API", file, $"{{type: openapi, lifecycle: production, owner: team, definition: {{$text: ./{file}.yaml}}}}");

    [Fact]
    public void What_catalog_locations_name_is_planned_as_a_file_with_the_rules_of_that_location()
    {
        var rules = CatalogRules
            .Read(
                (
                    "app-config.yaml",
                    "catalog: {locations: [{type: file, target: ../../org/all.yaml, rules: [{allow: [Group]}]}], rules: [{allow: [API, Location]}]}"
                )
            )
            .Value;
        const string Api =
            "apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: {name: a}\nspec: {type: openapi, lifecycle: x, owner: x, definition: {$text: ./a.json}}";
        const string Group = "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: g}\nspec: {type: team, children: []}";
        const string Location = "apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {name: l}\nspec: {targets: [./group.yaml]}";

        var plan = CatalogPlan.Make(
            [new("/x/org/all.yaml", Location), new("/x/org/group.yaml", Group), new("/x/group.yaml", Group), new("/x/api.yaml", Api)],
            new() { Rules = rules }
        );
        var asFile = CatalogPlan.Make([new("/x/api.yaml", Api)], new() { Rules = rules, Origin = new("file", "/x/api.yaml") });

        plan.Select(item => item.Action).ShouldBe([PlanAction.Appears, PlanAction.Appears, PlanAction.Refused, PlanAction.Appears]);
        asFile.ShouldHaveSingleItem().Reason.ShouldContain("type file");
    }

    private static string From(string name, string url, string kind = "Component") =>
        $$$"""{"kind":"{{{kind}}}","metadata":{"namespace":"default","name":"{{{name}}}","annotations":{"backstage.io/managed-by-location":"url:{{{url}}}"}},"spec":{}}""";

    private static CatalogLocation Url(string url) => new("url", url);

    [Theory]
    [InlineData(
        "catalog-info.yaml",
        "https://github.com/acme/payments/blob/main/catalog-info.yaml",
        "https://github.com/acme/payments/tree/main/catalog-info.yaml"
    )]
    [InlineData(
        "./catalog-info.yaml",
        "https://github.com/Acme/payments/edit/main/catalog-info.yaml",
        "https://github.com/acme/payments/blob/main/catalog-info.yaml"
    )]
    [InlineData(
        "/home/me/payments/catalog-info.yaml",
        "https://github.com/acme/payments/blob/main/catalog-info.yaml",
        "https://github.com/acme/payments/tree/main/catalog-info.yaml"
    )]
    [InlineData(
        "catalog-info.yaml",
        "https://git.acme.test/g/s/payments/-/blob/main/svc/catalog-info.yaml",
        "https://git.acme.test/g/s/payments/-/blob/main/svc/catalog-info.yaml"
    )]
    [InlineData(
        "c/x.yaml",
        "https://dev.azure.com/a/p/_git/r?path=/c/x.yaml&version=GBmain",
        "https://dev.azure.com/a/p/_git/r?path=%2Fc%2Fx.yaml&version=GBmain"
    )]
    public void Ones_own_entities_are_told_by_repository_branch_and_path(string file, string origin, string live)
    {
        var other = live.Replace("payments", "billing", StringComparison.Ordinal).Replace("_git/r", "_git/s", StringComparison.Ordinal);
        var branch = live.Replace("main", "old", StringComparison.Ordinal);
        var export = CatalogExport.Read(
            $"[{From("good", live)},{From("gone", live)},{From("theirs", other)},{From("old", branch)},{From("taken", other)}]"
        );

        Fates(new() { Export = export, Origin = Url(origin) }, (file, Entity("Component", "good") + Entity("Component", "taken")))
            .ShouldBe([
                (PlanAction.Changes, "component:default/good"),
                (PlanAction.Collides, "component:default/taken"),
                (PlanAction.Orphaned, "component:default/gone"),
            ]);
    }

    [Fact]
    public void Without_a_location_the_repository_is_the_one_that_has_these_entities_at_these_paths()
    {
        var export = CatalogExport.Read(
            $"[{From("a", "https://github.com/acme/x/tree/main/catalog-info.yaml")},{From("gone", "https://github.com/acme/x/tree/main/catalog-info.yaml")},{From("other", "https://github.com/acme/y/tree/main/catalog-info.yaml")}]"
        );

        Fates(new() { Export = export }, ("catalog-info.yaml", Entity("Component", "a")))
            .ShouldBe([(PlanAction.Changes, "component:default/a"), (PlanAction.Orphaned, "component:default/gone")]);
        Fates(new() { Export = export, Repository = "github.com/acme/z" }, ("catalog-info.yaml", Entity("Component", "a")))
            .ShouldBe([(PlanAction.Collides, "component:default/a")]);
    }

    [Fact]
    public void An_entity_that_moves_to_another_file_of_its_repository_is_no_conflict()
    {
        const string Old = "https://github.com/acme/x/tree/main/old/catalog-info.yaml";
        var context = new CatalogContext
        {
            Export = CatalogExport.Read($"[{From("a", Old)}]"),
            Origin = Url("https://github.com/acme/x/blob/main/catalog-info.yaml"),
        };
        var plan = CatalogPlan.Make([new ProjectFile("catalog-info.yaml", Entity("Component", "a"))], context);

        plan[0].Action.ShouldBe(PlanAction.Changes);
        plan[0].Reason.ShouldStartWith("Moves here from old/catalog-info.yaml");
        CatalogPlan
            .Make([new ProjectFile("catalog-info.yaml", Entity("Component", "a"))], context with { Holds = (_, _) => true })[0]
            .Action.ShouldBe(PlanAction.Collides);
    }
}
