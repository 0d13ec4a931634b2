using InfraAi.Catalog.Tests.Oracle;

namespace InfraAi.Catalog.Tests.Templates;

public class TemplateGeneratorTests
{
    [Fact]
    public void The_template_of_a_shop_is_as_expected()
    {
        var template = TemplateGenerator.Generate(Shops.Tienda, new());

        foreach (var file in template.Files.Where(file => file.Path.EndsWith(".yaml", StringComparison.Ordinal)))
            Expectation.Matches("tienda-template/" + file.Path, file.Content);
    }

    [Fact]
    public void It_is_valid_and_every_expression_has_its_parameter_or_step()
    {
        var template = TemplateGenerator.Generate(Shops.Tienda, new());

        var verdict = CatalogValidator
            .Validate("template.yaml", template.Files.Single(file => file.Path == "template.yaml").Content)
            .ShouldHaveSingleItem();

        verdict.Valid.ShouldBeTrue();
        verdict.Problems.ShouldBeEmpty();
    }

    [Fact]
    public void Filled_in_the_skeleton_is_a_closed_and_valid_catalog()
    {
        var skeleton = TemplateGenerator
            .Generate(Shops.Tienda, new())
            .Files.Single(file => file.Path == "skeleton/catalog-info.yaml")
            .Content;
        var filled = skeleton
            .Replace("${{ values.name }}", "outlet", StringComparison.Ordinal)
            .Replace("${{ values.owner }}", "group:default/outlet-team", StringComparison.Ordinal)
            .Replace("${{ values.lifecycle }}", "production", StringComparison.Ordinal)
            .Replace("${{ values.destination.owner + \"/\" + values.destination.repo }}", "acme/outlet", StringComparison.Ordinal);

        filled.ShouldNotContain("${{");
        var problems = CatalogSet.Check([new("catalog-info.yaml", filled)]).SelectMany(verdict => verdict.Problems);
        problems.Where(problem => problem.Severity > Severity.Note && problem.Rule != Rules.GhostOwner).ShouldBeEmpty();
        if (OfficialVerdicts.CanRun)
            OfficialVerdicts.Of([filled])[0].ShouldAllBe(verdict => verdict.Valid);
    }
}
