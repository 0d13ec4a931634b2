namespace InfraAi.Catalog.Tests.Validation;

/// <summary>One fault planted in a good file: its place, path and rule come out, and nothing else.</summary>
public class FaultPlaceTests
{
    private const string Good = """
        apiVersion: backstage.io/v1alpha1
        kind: Component
        metadata:
          name: orders
          namespace: default
          labels:
            tier: backend
          annotations:
            a.b/c: x
          tags: [java]
          links:
            - url: https://a.b
        spec:
          type: service
          lifecycle: production
          owner: team
          dependsOn:
            - component:x
        """;

    [Theory]
    [InlineData("name: orders", "name: my orders", 4, 9, "metadata.name", Rules.NameFormat)]
    [InlineData("name: orders", "name: 12345", 4, 9, "metadata.name", Rules.WrongType)]
    [InlineData("name: orders", "name: ''", 4, 9, "metadata.name", Rules.Empty)]
    [InlineData("name: orders", "name:", 4, 3, "metadata.name", Rules.WrongType)]
    [InlineData("  name: orders\n", "", 3, 1, "metadata.name", Rules.Required)]
    [InlineData("namespace: default", "namespace: My Space", 5, 14, "metadata.namespace", Rules.NamespaceFormat)]
    [InlineData("tier: backend", "tier: 3", 7, 11, "metadata.labels.tier", Rules.WrongType)]
    [InlineData("tier: backend", "tier: -x", 7, 11, "metadata.labels.tier", Rules.LabelValue)]
    [InlineData("tier: backend", "bad key: x", 7, 5, "metadata.labels[\"bad key\"]", Rules.LabelKey)]
    [InlineData("a.b/c: x", "a.b/c: true", 9, 12, "metadata.annotations[\"a.b/c\"]", Rules.WrongType)]
    [InlineData("a.b/c: x", "a/b/c: x", 9, 5, "metadata.annotations[\"a/b/c\"]", Rules.AnnotationKey)]
    [InlineData("[java]", "[java, Node.js]", 10, 16, "metadata.tags[1]", Rules.TagFormat)]
    [InlineData("[java]", "java,web", 10, 9, "metadata.tags", Rules.WrongType)]
    [InlineData("url: https://a.b", "url: a.b", 12, 12, "metadata.links[0].url", Rules.LinkUrl)]
    [InlineData("url: https://a.b", "title: x", 12, 7, "metadata.links[0].url", Rules.Required)]
    [InlineData("kind: Component", "kind: component", 2, 7, "kind", Rules.UnknownKind)]
    [InlineData("backstage.io/v1alpha1", "backstage.io/v2", 1, 13, "apiVersion", Rules.UnknownApiVersion)]
    [InlineData("backstage.io/v1alpha1", "a b", 1, 13, "apiVersion", Rules.ApiVersionFormat)]
    [InlineData("\nspec:", "\nowner: x\nspec:", 13, 1, "owner", Rules.UnknownRootField)]
    [InlineData("  owner: team\n", "", 13, 1, "spec.owner", Rules.Required)]
    [InlineData("owner: team", "owner: [team]", 16, 10, "spec.owner", Rules.WrongType)]
    [InlineData("owner: team", "owner: a//", 16, 10, "spec.owner", Rules.RefName, false)]
    [InlineData("owner: team", "owner: component:x", 16, 10, "spec.owner", Rules.RefKind, false)]
    [InlineData("owner: team", "owner: \":x\"", 16, 10, "spec.owner", Rules.RefFormat)]
    [InlineData("- component:x", "- x", 18, 7, "spec.dependsOn[0]", Rules.RefKindMissing)]
    [InlineData("dependsOn:\n    - component:x", "dependsOn: component:x", 17, 14, "spec.dependsOn", Rules.WrongType)]
    [InlineData("  type: service", "  type: service\n  type: website", 15, 3, "spec.type", Rules.DuplicateKey)]
    [InlineData("  type: service", "\ttype: service", 14, 1, "", Rules.YamlSyntax)]
    [InlineData("  type: service", " type: service", 15, 3, "", Rules.YamlSyntax)]
    [InlineData("type: service", "type: a: b", 14, 10, "spec.type", Rules.YamlSyntax)]
    [InlineData("type: service", "type: \"service", 14, 9, "spec.type", Rules.YamlSyntax)]
    [InlineData("type: service", "type: [a, b", 15, 3, "", Rules.YamlSyntax)]
    [InlineData("type: service", "type: @service", 14, 9, "spec.type", Rules.YamlSyntax)]
    [InlineData("type: service", "type: *service", 14, 9, "spec.type", Rules.YamlSyntax)]
    [InlineData("type: service", "type service", 14, 3, "spec", Rules.YamlSyntax)]
    public void The_place_of_a_fault(string good, string bad, int line, int column, string path, string rule, bool isError = true)
    {
        var verdict = CatalogValidator.Validate("x.yaml", Good.Replace(good, bad, StringComparison.Ordinal)).ShouldHaveSingleItem();

        var problem = verdict.Problems.ShouldHaveSingleItem();
        (problem.Line, problem.Column, problem.Path, problem.Rule).ShouldBe((line, column, path, rule));
        verdict.Valid.ShouldBe(!isError);
    }

    [Fact]
    public void The_good_file_is_good() => CatalogValidator.Validate("x.yaml", Good).ShouldHaveSingleItem().Problems.ShouldBeEmpty();

    [Fact]
    public void Empty_documents_count_and_have_no_verdict()
    {
        var verdicts = CatalogValidator.Validate("x.yaml", $"---\n---\n# nothing\n---\n{Good}\n---\nnull\n---\nx\n");

        verdicts.Select(verdict => (verdict.Document, verdict.Valid)).ShouldBe([(2, true), (4, false)]);
    }

    [Fact]
    public void A_fault_never_reaches_the_next_document()
    {
        var verdicts = CatalogValidator.Validate("x.yaml", $"a: \"never closed\n  x\n---\n{Good}\n");

        verdicts.Select(verdict => verdict.Valid).ShouldBe([false, true]);
    }
}
