namespace InfraAi.Catalog.Tests.Sets;

public class CatalogRulesTests
{
    private const string Stock = """
        app:
          title: App
        catalog:
          import:
            entityFilename: catalog-info.yaml
          rules:
            - allow: [Component, System, API, Resource, Location]
          locations:
            - type: file
              target: ../../examples/template/template.yaml
              rules:
                - allow: [Template]
            - type: url
              target: https://example.com/org.yaml
              rules:
                - allow: [User, Group]
        """;

    [Theory]
    [InlineData("Component", true)]
    [InlineData("API", true)]
    [InlineData("Location", true)]
    [InlineData("System", false)]
    [InlineData("Group", false)]
    public void Without_a_configuration_three_kinds_are_let_in(string kind, bool allowed) =>
        CatalogRules.Default.Allows(kind).ShouldBe(allowed);

    [Theory]
    [InlineData("System", null, true)]
    [InlineData("Domain", null, false)]
    [InlineData("Template", null, false)]
    [InlineData("Template", "../../examples/template/template.yaml", true)]
    [InlineData("Group", "https://example.com/org.yaml", false)]
    public void A_stock_app_lets_templates_in_from_their_own_location_only(string kind, string? target, bool allowed)
    {
        var rules = CatalogRules.Read(("app-config.yaml", Stock)).Value;

        rules.Allows(kind, null, target is null ? null : new("file", target)).ShouldBe(allowed);
        rules.Source.ShouldBe("app-config.yaml:6 catalog.rules");
    }

    [Fact]
    public void A_later_file_replaces_the_rules()
    {
        var rules = CatalogRules.Read(("a.yaml", Stock), ("b.yaml", "catalog:\n  rules:\n    - allow: [Domain]\n")).Value;

        rules.Allows("Domain").ShouldBeTrue();
        rules.Allows("Component").ShouldBeFalse();
    }

    [Theory]
    [InlineData("https://github.com/acme/*/catalog.yaml", "https://github.com/acme/shop/catalog.yaml", true)]
    [InlineData("https://github.com/acme/*/catalog.yaml", "https://github.com/acme/shop/x/catalog.yaml", false)]
    [InlineData("https://github.com/**/catalog.yaml", "https://github.com/acme/shop/x/catalog.yaml", true)]
    public void A_pattern_covers_locations(string pattern, string target, bool allowed)
    {
        var rules = CatalogRules
            .Read(
                (
                    "a.yaml",
                    $"catalog:\n  rules:\n    - allow: [Template]\n      locations:\n        - type: url\n          pattern: {pattern}\n"
                )
            )
            .Value;

        rules.Allows("Template", null, new("url", target)).ShouldBe(allowed);
        rules.Allows("Template").ShouldBeFalse();
    }

    [Theory]
    [InlineData("[{kind: Template, spec.type: Website}]", "", "website", true)]
    [InlineData("[{kind: Template, spec.type: website}]", "", "service", false)]
    [InlineData("[Template]", ", locations: []", "website", false)]
    [InlineData("[Template]", ", locations: [{type: url, pattern: 'https://X/**'}]", "website", true)]
    public void Rules_are_read_as_the_backend_reads_them(string allow, string more, string type, bool allowed) =>
        CatalogRules
            .Read(("a.yaml", $"catalog: {{rules: [{{allow: {allow}{more}}}]}}"))
            .Value.Allows("Template", type, new("url", "https://x/a/b.yaml"))
            .ShouldBe(allowed);

    [Fact]
    public void A_configuration_that_no_backend_reads_is_named_with_its_line()
    {
        var rules = CatalogRules.Read(("app-config.yaml", "backend:\n  database: { host: ${PGHOST} }\n"));

        rules.Problem!.Code.ShouldBe("app-config-not-readable");
        rules.Problem.Message.En.ShouldStartWith("app-config.yaml:2");
    }
}
