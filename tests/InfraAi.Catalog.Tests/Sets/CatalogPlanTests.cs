using InfraAi.Model;

namespace InfraAi.Catalog.Tests.Sets;

public class CatalogPlanTests
{
    private const string File = """
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
        kind: Domain
        metadata:
          name: refused
        spec: {owner: team}
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
        var rules = CatalogRules.Read(("app-config.yaml", "catalog:\n  rules:\n    - allow: [Component, System]\n"));

        var plan = CatalogPlan.Make([new ProjectFile("catalog-info.yaml", File)], new() { Export = export, Rules = rules });

        plan.Select(item => (item.Action, item.Ref, item.Line))
            .ShouldBe([
                (PlanAction.Stays, "component:default/same", 1),
                (PlanAction.Changes, "component:default/changed", 7),
                (PlanAction.Appears, "component:default/new", 13),
                (PlanAction.Refused, "domain:default/refused", 20),
                (PlanAction.Collides, "component:default/elsewhere", 28),
                (PlanAction.Refused, "component:default/not good", 34),
                (PlanAction.Orphaned, "component:default/gone", 0),
            ]);
        plan[1].Reason.ShouldBe("Changes: spec.lifecycle");
        plan[3].Reason.ShouldContain("app-config.yaml:2 catalog.rules");
        plan[3].Fix!.ShouldContain("Domain");
        CatalogPlan.IsSafe(plan).ShouldBeFalse();
        CatalogPlan.IsSafe(plan.Take(3)).ShouldBeTrue();
    }
}
