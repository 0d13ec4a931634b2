using System.Text;

namespace InfraAi.Catalog.Tests.Discovery;

public class CatalogInspectionTests
{
    private static CatalogSource File(string path, params string[] names) =>
        new(
            path,
            Encoding.UTF8.GetBytes(
                string.Concat(
                    names.Select(name =>
                        $"---\napiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: {name}\nspec: {{type: service, lifecycle: production, owner: team}}\n"
                    )
                )
            )
        );

    [Fact]
    public void Equal_references_are_told_and_each_document_keeps_its_own_verdict()
    {
        var verdicts = CatalogInspection
            .Run([File("a.yaml", "one", "two"), File("b.yaml", "ONE", "twin", "twin")], new(), TestContext.Current.CancellationToken)
            .ToList();

        verdicts.ShouldAllBe(verdict => verdict.Valid);
        verdicts
            .Select(verdict => verdict.Problems.FirstOrDefault(problem => problem.Rule == Rules.Collision)?.Line)
            .ShouldBe([null, null, 5, 11, null]);
        verdicts[2].Problems[0].Message.ShouldStartWith("component:default/one is already in a.yaml, document 0");
    }

    [Fact]
    public void A_file_that_is_no_UTF_8_keeps_its_warning() =>
        CatalogInspection
            .Run(
                [new CatalogSource("a.yaml", [.. "# "u8, 0xE9, (byte)'\n', .. File("a", "x").Bytes])],
                new(),
                TestContext.Current.CancellationToken
            )
            .ShouldHaveSingleItem()
            .Problems.ShouldHaveSingleItem()
            .Rule.ShouldBe(Rules.Encoding);
}
