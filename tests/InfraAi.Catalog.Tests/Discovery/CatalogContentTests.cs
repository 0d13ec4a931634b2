namespace InfraAi.Catalog.Tests.Discovery;

public class CatalogContentTests
{
    private const string Rest = "kind: Component\nmetadata: {name: a}\nspec: {type: service, lifecycle: production, owner: team}\n";

    [Theory]
    [InlineData("apiVersion: backstage.io/v1alpha1\n" + Rest)]
    [InlineData("\uFEFFapiVersion: 'backstage.io/v1alpha1'\n" + Rest)]
    [InlineData("apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\n")]
    [InlineData("apiVersion: v1\nkind: Service\n---\napiVersion: backstage.io/v1alpha1\n" + Rest)]
    [InlineData("{\"apiVersion\": \"backstage.io/v1alpha1\", \"kind\": \"Group\"}")]
    [InlineData("# a\n  apiVersion: backstage.io/v1alpha1\n  kind: Group\n")]
    [InlineData("apiVersion: backstage.io/v1alpha1\nkind: [\n")]
    [InlineData(Rest)]
    [InlineData("apiVersion: v1\n" + Rest)]
    public void What_says_that_it_is_the_catalogs_is(string text) => CatalogContent.IsCatalogFile("deep/any.yaml", text).ShouldBeTrue();

    [Theory]
    [InlineData("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  annotations: {backstage.io/kubernetes-id: a}\n")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n    apiVersion: backstage.io/v1alpha1\n    kind: Component\n")]
    [InlineData("apiVersion: dapr.io/v1alpha1\n" + Rest)]
    [InlineData("apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: []\n")]
    [InlineData("apiVersion: v1\nkind: Template\nmetadata: {name: a}\nobjects: []\n")]
    [InlineData("# backstage.io/docs\nservices: {}\n")]
    [InlineData("apiVersion: mybackstage.io/v1\nkind: Component\n")]
    [InlineData("")]
    public void What_other_programs_own_is_not(string text)
    {
        CatalogContent.IsCatalogFile("any.yaml", text).ShouldBeFalse();
        CatalogContent.IsCatalogFile("a/catalog-info.yml", text).ShouldBeTrue();
    }

    [Fact]
    public void A_skeleton_is_known_from_the_steps_that_fetch_it()
    {
        const string Template = """
            kind: Template
            spec:
              steps:
                - {action: 'fetch:template', input: {url: ./content}}
                - {action: 'fetch:plain', input: {url: './kinds/${{ parameters.kind }}/x'}}
                - {action: 'fetch:template', input: {url: 'https://github.com/acme/templates/tree/main/shared/base'}}
                - {action: 'fetch:template:file', input: {url: ../one.yaml}}
                - $yaml: ./steps/more.yaml
                - {action: 'debug:log', input: {url: ./logged}}
            """;
        var tree = new FakeTree(
            ("r/t/steps/more.yaml", "action: fetch:cookiecutter\ninput: {url: ../cut}\n"),
            ("r/shared/base/a.yaml", ""),
            ("r/one.yaml", "")
        );
        var skeletons = new TemplateSkeletons();
        skeletons.Add("r/t/template.yaml", Template, tree);

        string[] held =
        [
            "r/t/content/catalog-info.yaml",
            "r/t/kinds/a/b.yaml",
            "r/shared/base/x.yaml",
            "r/one.yaml",
            "r/t/cut/{{cookiecutter.a}}/x.yaml",
        ];
        held.ShouldAllBe(path => skeletons.Holds(path, ""));
        string[] free = ["r/t/template.yaml", "r/t/contents/a.yaml", "r/t/logged/a.yaml", "r/one.yaml.bak", "content/catalog-info.yaml"];
        free.ShouldAllBe(path => !skeletons.Holds(path, ""));
    }

    [Fact]
    public void A_template_that_fetches_its_own_folder_makes_skeletons_of_what_holds_expressions()
    {
        var skeletons = new TemplateSkeletons();
        skeletons.Add("t/template.yaml", "kind: Template\nspec: {steps: [{action: fetch:template, input: {url: .}}]}\n", null);

        skeletons.Holds("t/catalog-info.yaml", "name: ${{ values.name }}").ShouldBeTrue();
        skeletons.Holds("t/catalog-info.yaml", "name: a").ShouldBeFalse();
        skeletons.Holds("t/template.yaml", "name: ${{ values.name }}").ShouldBeFalse();
    }

    [Theory]
    [InlineData("include: [a/*.yaml]\nrules: {no-tags: off, dangling-ref: error}\nbaseline: old.json\n", null)]
    [InlineData("", null)]
    [InlineData("include: a\n", "s.yaml:1")]
    [InlineData("\nrules:\n  nope: off\n", "s.yaml:3")]
    [InlineData("rules: {no-tags: loud}\n", "s.yaml:1")]
    [InlineData("a: [\n", "s.yaml:")]
    public void Settings_are_read_or_their_fault_is_told_with_its_line(string text, string? fault)
    {
        var read = CheckSettings.Read("s.yaml", text);

        read.Ok.ShouldBe(fault is null);
        if (fault is not null)
            read.Problem!.Message.En.ShouldStartWith(fault);
        else if (text.Length > 0)
        {
            read.Value.Include.ShouldBe(["a/*.yaml"]);
            read.Value.Rules[Rules.NoTags].ShouldBeNull();
            read.Value.Rules[Rules.DanglingRef].ShouldBe(Severity.Error);
        }
    }
}
