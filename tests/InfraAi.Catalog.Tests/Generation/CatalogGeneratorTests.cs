using InfraAi.Model;

namespace InfraAi.Catalog.Tests.Generation;

public class CatalogGeneratorTests
{
    private static readonly GenerationOptions Options = new()
    {
        RepositorySlug = "acme/tienda",
        SourceLocation = "https://github.com/acme/tienda/tree/main/",
        PageUrl = "http://127.0.0.1:8000/?analysis=1",
        Version = "0.1.0",
        InputDigest = "sha256:0123456789ab",
    };

    [Fact]
    public void The_files_of_a_shop_are_as_expected()
    {
        var project = CatalogGenerator.Generate(Shops.Tienda, Options);

        foreach (var file in project.Files)
            Expectation.Matches("tienda/" + file.Path, file.Content);
        project.Files.Count.ShouldBe(6 + Shops.Tienda.Components.Count);
    }

    [Fact]
    public void What_is_generated_is_valid_and_closed()
    {
        var project = CatalogGenerator.Generate(Shops.Tienda, Options);

        var verdicts = CatalogValidator.ValidateBundle(project.Files);

        verdicts
            .Select(verdict => verdict.Ref)
            .ShouldBe(project.Entities.Select(entity => entity.Ref).Append("location:default/tienda-owners"), ignoreOrder: true);
        verdicts.SelectMany(verdict => verdict.Problems).ShouldBeEmpty();
    }

    [Fact]
    public void A_name_that_another_project_holds_gets_the_systems_before_it_and_nothing_dangles()
    {
        var free = CatalogGenerator.Generate(Shops.Tienda, Options);
        var held = free.Entities.First(entity => entity.Kind == "Resource");

        var project = CatalogGenerator.Generate(
            Shops.Tienda,
            Options with
            {
                TakenRefs = new HashSet<string>(StringComparer.Ordinal) { held.Ref },
            }
        );

        project.Entities.ShouldNotContain(entity => entity.Ref == held.Ref);
        project.Entities.ShouldContain(entity => entity.Ref == $"resource:default/tienda-{held.Name}");
        CatalogValidator.ValidateBundle(project.Files).SelectMany(verdict => verdict.Problems).ShouldBeEmpty();
    }

    [Fact]
    public void A_person_is_no_entity_and_that_is_said()
    {
        var project = CatalogGenerator.Generate(Shops.Tienda, Options);

        project.Entities.ShouldNotContain(entity => entity.ComponentId == "cliente");
        project.Notes.ShouldContain(note => note.Es.StartsWith("Cliente es una persona"));
    }

    [Fact]
    public void Names_that_differ_only_in_case_or_accents_stay_apart()
    {
        var project = CatalogGenerator.Generate(
            Shops.Of(
                Shops.Part("a", "Órdenes", ComponentKind.Service),
                Shops.Part("b", "ordenes", ComponentKind.Service),
                Shops.Part("c", "支付服务", ComponentKind.Service),
                Shops.Part("d", new string('x', 300), ComponentKind.Service)
            ),
            new()
        );

        var names = project.Entities.Where(entity => entity.Kind == "Component").Select(entity => entity.Name).ToList();
        names.Distinct(StringComparer.OrdinalIgnoreCase).Count().ShouldBe(4);
        names.Any(name => name == "ordenes").ShouldBeTrue();
        names.ShouldAllBe(name => name.Length <= 63);
    }

    [Fact]
    public void An_api_that_acts_gets_the_component_that_provides_it()
    {
        var architecture = Shops.Of(
            Shops.Part("api", "Orders API", ComponentKind.Api),
            Shops.Part("db", "Orders", ComponentKind.Database)
        ) with
        {
            Relations = [Shops.Link("api", "db", RelationKind.Reads)],
        };

        var yaml = CatalogGenerator.Generate(architecture, new()).Files.Single(file => file.Path == "catalog-info.yaml").Content;

        yaml.ShouldContain("providesApis:\n    - api:default/orders-api\n  dependsOn:\n    - resource:default/orders\n");
    }

    [Fact]
    public void The_vocabulary_may_say_another_kind()
    {
        var architecture = Shops.Of(Shops.Part("x", "Backstage", ComponentKind.Tool, "Backstage"));

        var project = CatalogGenerator.Generate(
            architecture,
            new() { Mapping = technology => technology == "Backstage" ? ("Component", "website") : null }
        );

        project.Entities.Single(entity => entity.ComponentId == "x").Type.ShouldBe("website");
    }

    [Theory]
    [InlineData("group:default/platform", null, "group:default/platform")]
    [InlineData("Platform", null, "group:default/platform")]
    [InlineData("component:x", null, "group:default/shop-team")]
    [InlineData("platform", "* @acme/owners\n/docs @acme/writers", "group:default/owners")]
    public void Owners_go_by_precedence(string configured, string? codeOwners, string expected)
    {
        var project = CatalogGenerator.Generate(
            Shops.Of(Shops.Part("x", "Billing", ComponentKind.Service)),
            new() { DefaultOwner = configured, CodeOwners = codeOwners }
        );

        project.Files.Single(file => file.Path == "catalog-info.yaml").Content.ShouldContain($"owner: {expected}\n");
    }

    [Theory]
    [InlineData(true, "system:default/shop,system:default/payments,group:default/shop-team", false)]
    [InlineData(true, "domain:default/shop,system:default/shop,system:default/payments,group:default/shop-team", true)]
    [InlineData(false, "system:default/shop,group:default/shop-team", true)]
    public void Boundaries_become_systems_on_request_under_a_domain_where_it_is_let_in(bool systems, string refs, bool allowsDomain)
    {
        var architecture = Shops.Of(
            Shops.Part("a", "Billing", ComponentKind.Service) with
            {
                Group = "Payments",
            },
            Shops.Part("b", "Web", ComponentKind.Website)
        );
        var rules = CatalogRules
            .Read(("a.yaml", $"catalog: {{rules: [{{allow: [Component, Group, System{(allowsDomain ? ", Domain" : "")}]}}]}}"))
            .Value;

        var project = CatalogGenerator.Generate(architecture, new() { SystemsFromGroups = systems, Rules = rules });

        string.Join(',', project.Entities.Where(entity => entity.ComponentId is null).Select(entity => entity.Ref)).ShouldBe(refs);
        CatalogValidator.ValidateBundle(project.Files).SelectMany(verdict => verdict.Problems).ShouldBeEmpty();
    }

    [Fact]
    public void Groups_that_a_backend_refuses_keep_out_nothing_else()
    {
        var stock = CatalogRules
            .Read(("app-config.yaml", "catalog: {rules: [{allow: [Component, System, API, Resource, Location]}]}"))
            .Value;

        var open = CatalogGenerator.Generate(Shops.Tienda, new());
        var closed = CatalogGenerator.Generate(Shops.Tienda, new() { Rules = stock });

        open.Notes.ShouldContain(note => note.En.Contains("add Group to catalog.rules"));
        closed.Entities.ShouldNotContain(entity => entity.Kind == "Group");
        closed.Notes.ShouldContain(note => note.En.Contains("The catalog refuses groups (app-config.yaml:1 catalog.rules)"));
        var groups = open.Entities.Where(entity => entity.Kind == "Group").Select(entity => entity.Ref).ToList();
        groups.ShouldNotBeEmpty();
        Appear(open).ShouldBe(open.Entities.Select(entity => entity.Ref).Except(groups), ignoreOrder: true);
        Appear(closed).ShouldBe(closed.Entities.Select(entity => entity.Ref), ignoreOrder: true);

        IEnumerable<string?> Appear(CatalogProject project) =>
            CatalogPlan
                .Make(project.Files.Where(file => file.Path is "catalog-info.yaml" or "owners.yaml"), new() { Rules = stock })
                .Where(item => item.Action == PlanAction.Appears)
                .Select(item => item.Ref);
    }
}
