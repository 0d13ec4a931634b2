namespace InfraAi.Catalog.Tests.Validation;

public class CatalogValidatorTests
{
    [Fact]
    public void All_problems_come_at_once_each_at_its_place()
    {
        var verdict = CatalogValidator
            .Validate(
                "catalog-info.yaml",
                """
                apiVersion: backstage.io/v1alpha1
                kind: Component
                metadata:
                  name: my service
                  tags: [Java, ok]
                spec:
                  type: service
                  dependsOn:
                    - orders
                """
            )
            .ShouldHaveSingleItem();

        verdict.Valid.ShouldBeFalse();
        verdict.Kind.ShouldBe("Component");
        verdict
            .Problems.Select(problem => (problem.Line, problem.Column, problem.Path, problem.Rule))
            .ShouldBe([
                (4, 9, "metadata.name", Rules.NameFormat),
                (5, 10, "metadata.tags[0]", Rules.TagFormat),
                (6, 1, "spec.lifecycle", Rules.Required),
                (6, 1, "spec.owner", Rules.Required),
                (9, 7, "spec.dependsOn[0]", Rules.RefKindMissing),
            ]);
    }
}
