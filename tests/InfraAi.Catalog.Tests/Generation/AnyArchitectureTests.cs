using System.Text;
using InfraAi.Catalog.Tests.Oracle;
using InfraAi.Model;

namespace InfraAi.Catalog.Tests.Generation;

/// <summary>Whatever the analyser says, what is generated is good.</summary>
public class AnyArchitectureTests
{
    private static readonly GenerationOptions Options = new()
    {
        RepositorySlug = "acme/shop",
        SourceLocation = "https://github.com/acme/shop/tree/main/",
        PageUrl = "http://127.0.0.1:8000/?analysis=1",
        Version = "1.0",
        InputDigest = "sha256:00",
    };

    private static readonly Lazy<IReadOnlyList<Architecture>> Samples = new(() => Architectures.Sample(400));

    [Fact]
    public void It_is_valid_and_no_reference_leads_out_of_it()
    {
        foreach (var architecture in Samples.Value)
        {
            var everyKind = CatalogRules.Read(("app-config.yaml", "catalog: {rules: [{allow: [Domain, Group]}]}")).Value;
            var bounded = CatalogGenerator.Generate(architecture, Options with { SystemsFromGroups = true, Rules = everyKind });
            CatalogValidator.ValidateBundle(bounded.Files).SelectMany(verdict => verdict.Problems).ShouldBeEmpty(Catalog(bounded));

            var project = CatalogGenerator.Generate(architecture, Options);

            var verdicts = CatalogValidator.ValidateBundle(project.Files);

            verdicts.SelectMany(verdict => verdict.Problems).ShouldBeEmpty(Catalog(project));
            verdicts
                .Where(verdict => verdict.Kind != "Location")
                .Select(verdict => verdict.Ref)
                .ShouldBe(project.Entities.Select(entity => entity.Ref), ignoreOrder: true);
        }
    }

    [Fact]
    public void The_official_checks_take_it()
    {
        Assert.SkipUnless(OfficialVerdicts.CanRun, "needs node and npm");
        var texts = Samples
            .Value.SelectMany(architecture =>
                CatalogGenerator
                    .Generate(architecture, Options)
                    .Files.Where(file => file.Path is "catalog-info.yaml" or "owners.yaml")
                    .Select(file => file.Content)
                    .Append(Template(architecture))
            )
            .ToList();

        var answers = OfficialVerdicts.Of(texts);

        for (var index = 0; index < texts.Count; index++)
            answers[index].Where(verdict => !verdict.Valid).Select(verdict => verdict.Error).ShouldBeEmpty(texts[index]);
    }

    [Fact]
    public void The_same_input_gives_the_same_bytes_and_a_second_merge_changes_nothing()
    {
        foreach (var architecture in Samples.Value.Take(150))
        {
            var first = CatalogGenerator.Generate(architecture, Options);
            var second = CatalogGenerator.Generate(architecture, Options);

            second.Files.ShouldBe(first.Files);
            var text = Catalog(first);
            CatalogMerge.Merge(text, text, text).Text.ShouldBe(text);
            CatalogFixer.Fix("x", text).Edits.ShouldBeEmpty();
        }
    }

    [Fact]
    public void Files_are_plain_text_at_safe_paths()
    {
        var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
        foreach (var architecture in Samples.Value)
        {
            var files = CatalogGenerator.Generate(architecture, Options).Files;

            files.Select(file => file.Path).Distinct(StringComparer.OrdinalIgnoreCase).Count().ShouldBe(files.Count);
            foreach (var file in files)
            {
                Path.IsPathRooted(file.Path).ShouldBeFalse();
                file.Path.Split('/').ShouldAllBe(part => part.Length > 0 && part != "." && part != "..");
                file.Content.ShouldEndWith("\n");
                file.Content.ShouldNotContain("\r");
                Should.NotThrow(() => strict.GetBytes(file.Content));
            }
        }
    }

    private static string Catalog(CatalogProject project) => project.Files.Single(file => file.Path == "catalog-info.yaml").Content;

    private static string Template(Architecture architecture) =>
        TemplateGenerator.Generate(architecture, Options).Files.Single(file => file.Path == "template.yaml").Content;
}
