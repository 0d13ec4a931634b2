namespace InfraAi.Catalog.Tests.Validation;

public class TemplateCheckTests
{
    private static IReadOnlyList<ValidationProblem> Problems(string spec) =>
        CatalogValidator
            .Validate(
                "template.yaml",
                "apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata: {name: x}\nspec:\n  type: service\n" + spec
            )
            .ShouldHaveSingleItem()
            .Problems;

    [Fact]
    public void An_expression_that_names_no_parameter_or_no_earlier_step_is_a_warning()
    {
        var problems = Problems(
            """
              parameters:
                - required: [name, missing]
                  properties:
                    name: {type: string}
              steps:
                - id: one
                  action: a
                  input:
                    good: ${{ parameters.name | dump }} and ${{ parameters['name'] }}
                    bad: x ${{ parameters.nmae }}
                    later: ${{ steps.two.output.x }}
                - id: two
                  action: a
                  input:
                    good: ${{ steps['one'].output.x }} ${{ secrets.TOKEN }} ${{ user.entity.metadata.name }}
              output:
                url: ${{ steps.three.output.url }}
            """
        );

        problems
            .Select(problem => (problem.Line, problem.Column, problem.Path, problem.Rule, problem.Severity))
            .ShouldBe([
                (7, 24, "spec.parameters[0].required[1]", Rules.TemplateParameter, Severity.Warning),
                (15, 20, "spec.steps[0].input.bad", Rules.TemplateExpression, Severity.Warning),
                (16, 20, "spec.steps[0].input.later", Rules.TemplateExpression, Severity.Warning),
                (22, 14, "spec.output.url", Rules.TemplateExpression, Severity.Warning),
            ]);
        problems[1].Fix.ShouldBe("There are: name");
    }

    [Fact]
    public void Parameters_from_elsewhere_are_not_judged()
    {
        Problems("  parameters: {$yaml: ./parameters.yaml}\n  steps: [{id: a, action: b, input: {x: \"${{ parameters.any }}\"}}]\n")
            .ShouldBeEmpty();
    }

    [Fact]
    public void A_step_that_is_there_twice_cannot_be_told_apart()
    {
        Problems("  steps: [{id: a, action: b}, {id: a, action: c}]\n").ShouldHaveSingleItem().Path.ShouldBe("spec.steps[1].id");
    }
}
