using InfraAi.Model;

namespace InfraAi.Catalog.Tests.Sets;

public class CatalogSetTests
{
    private static ProjectFile Entity(string path, string kind, string name, string spec) =>
        new(path, $"apiVersion: backstage.io/v1alpha1\nkind: {kind}\nmetadata:\n  name: {name}\nspec:\n{spec}");

    private static ProjectFile Component(string path, string name, string owner = "team", string more = "") =>
        Entity(path, "Component", name, $"  type: service\n  lifecycle: production\n  owner: {owner}\n{more}");

    private static ProjectFile Team => Entity("team.yaml", "Group", "team", "  type: team\n  children: []\n");

    [Fact]
    public void References_are_looked_up_in_all_files_whatever_their_case()
    {
        var verdicts = CatalogSet.Check([
            Component("a.yaml", "a", "TEAM", "  dependsOn: [component:B, resource:c]\n"),
            Component("b.yaml", "b"),
            Team,
        ]);

        var problem = verdicts[0].Problems.Where(problem => problem.Severity > Severity.Note).ShouldHaveSingleItem();
        (problem.Rule, problem.Path, problem.Line, problem.Severity).ShouldBe(
            (Rules.DanglingRef, "spec.dependsOn[1]", 9, Severity.Warning)
        );
        verdicts[0].Valid.ShouldBeTrue();
    }

    [Fact]
    public void An_owner_that_is_nowhere_is_a_ghost()
    {
        var verdict = CatalogSet.Check([Component("a.yaml", "a", "ghosts")])[0];

        verdict.Problems.ShouldContain(problem => problem.Rule == Rules.GhostOwner && problem.Message.Contains("group:default/ghosts"));
    }

    [Fact]
    public void Two_names_that_differ_in_case_collide()
    {
        var verdicts = CatalogSet.Check([Component("a.yaml", "Orders"), Component("b.yaml", "orders"), Team]);

        verdicts[0].Valid.ShouldBeTrue();
        verdicts[1].Valid.ShouldBeFalse();
        verdicts[1].Problems.ShouldContain(problem => problem.Rule == Rules.Collision && problem.Message.Contains("a.yaml"));
    }

    [Fact]
    public void A_group_that_is_its_own_grandparent_is_a_cycle()
    {
        var verdicts = CatalogSet.Check([
            Entity("a.yaml", "Group", "a", "  type: team\n  children: []\n  parent: b\n"),
            Entity("b.yaml", "Group", "b", "  type: team\n  children: []\n  parent: a\n"),
        ]);

        verdicts.ShouldAllBe(verdict => verdict.Problems.Any(problem => problem.Rule == Rules.Cycle && problem.Path == "spec.parent"));
    }

    [Fact]
    public void What_is_missing_for_people_is_a_note()
    {
        var verdict = CatalogSet.Check([Component("a.yaml", "a"), Team])[0];

        verdict
            .Problems.Select(problem => (problem.Rule, problem.Severity))
            .ShouldBe([(Rules.NoDescription, Severity.Note), (Rules.NoTags, Severity.Note)]);
    }

    [Fact]
    public void The_live_catalog_counts_too()
    {
        var export = CatalogExport.Read(
            """[{"kind":"Group","metadata":{"name":"team"}},{"kind":"Component","metadata":{"name":"a","annotations":{"backstage.io/managed-by-location":"url:https://x/other/a.yaml"}}}]"""
        );

        var verdict = CatalogSet.Check([Component("mine/a.yaml", "a")], new() { Export = export })[0];

        verdict.Problems.ShouldContain(problem => problem.Rule == Rules.Collision && problem.Message.Contains("other/a.yaml"));
        verdict.Problems.ShouldNotContain(problem => problem.Rule == Rules.GhostOwner);
    }
}
