using System.Text;

namespace InfraAi.Cli.Tests;

/// <summary>validate --fix, --closed, --strict, and plan.</summary>
public sealed class CatalogCommandTests : IDisposable
{
    private const string Component = """
        # kept: a comment
        apiVersion: backstage.io/v1alpha1
        kind: Component
        metadata:
          name: shop
          tags: [Java]
        spec:
          type: service
          lifecycle: production
          owner: group:default/missing
        """;

    private const string Domain = """
        apiVersion: backstage.io/v1alpha1
        kind: Domain
        metadata:
          name: sales
        spec:
          owner: group:default/missing
        """;

    private readonly Shell shell = new();

    public void Dispose() => shell.Dispose();

    [Fact]
    public async Task Fix_shows_first_and_writes_only_when_told_to()
    {
        var file = shell.Write("catalog-info.yaml", Component);

        var shown = await shell.RunAsync("validate", file, "--fix", "--dry-run");
        var unanswered = await shell.RunAsync("validate", file, "--fix");
        File.ReadAllText(file).ShouldBe(Component);
        var fixedNow = await shell.RunAsync("validate", file, "--fix", "--yes");

        shown.Error.ShouldContain("- Java");
        shown.Error.ShouldContain("+ java");
        unanswered.Code.ShouldBe(ExitCode.NotRight);
        fixedNow.Code.ShouldBe(ExitCode.Done, fixedNow.Out);
        File.ReadAllText(file).ShouldBe(Component.Replace("Java", "java", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF_8_are_told_with_their_place_and_a_file_beyond_all_measure_is_not_read()
    {
        var latin = shell.Write("latin.yaml", "");
        await File.WriteAllBytesAsync(latin, Encoding.Latin1.GetBytes("# café\n" + Component), TestContext.Current.CancellationToken);
        var huge = shell.Write("huge.yaml", "");
        await using (var file = File.OpenWrite(huge))
        {
            file.SetLength(33_000_000);
        }

        var told = await shell.RunAsync("validate", latin);
        var refused = await shell.RunAsync("validate", huge);

        told.Out.ShouldContain("latin.yaml:1:6: warning");
        refused.Out.ShouldContain("too-large");
        refused.Code.ShouldBe(ExitCode.NotRight);
    }

    [Fact]
    public async Task An_option_that_a_task_does_not_have_is_no_argument_of_it()
    {
        var file = shell.Write("catalog-info.yaml", Component);

        var wrong = await shell.RunAsync("validate", file, "--nope");
        var dashes = await shell.RunAsync("analyze", "--", "--the API stores orders in PostgreSQL");
        var bullet = await shell.RunAsync("analyze", "- The API stores orders in PostgreSQL");

        wrong.Code.ShouldBe(ExitCode.Usage);
        wrong.Error.ShouldContain("'--nope'");
        wrong.Out.ShouldBeEmpty();
        dashes.Code.ShouldBe(ExitCode.Done, dashes.Error);
        bullet.Code.ShouldBe(ExitCode.Done, bullet.Error);
    }

    [Fact]
    public async Task A_file_that_is_not_UTF_8_is_never_rewritten()
    {
        var file = shell.Write("catalog-info.yaml", "");
        byte[] bytes = [.. "metadata:\n  tags: [Java]\n  title: m"u8, 0xE1, .. "quina\n"u8];
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);

        await shell.RunAsync("validate", file, "--fix", "--yes");

        (await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).ShouldBe(bytes);
    }

    [Fact]
    public async Task Closed_finds_what_dangles_and_strict_makes_it_fail()
    {
        var file = shell.Write("catalog-info.yaml", Component.Replace("Java", "java", StringComparison.Ordinal));

        var alone = await shell.RunAsync("validate", file);
        var closed = await shell.RunAsync("validate", file, "--closed");
        var strict = await shell.RunAsync("validate", file, "--closed", "--strict");

        alone.Code.ShouldBe(ExitCode.Done);
        alone.Out.ShouldNotContain("missing");
        closed.Code.ShouldBe(ExitCode.Done);
        closed.Out.ShouldContain("group:default/missing");
        strict.Code.ShouldBe(ExitCode.NotRight);
    }

    [Fact]
    public async Task Plan_says_what_the_rules_of_an_app_config_refuse_and_ends_with_1()
    {
        var files = shell.Write("c/domain.yaml", Domain);
        var stock = shell.Write("app-config.yaml", "catalog:\n  rules:\n    - allow: [Component, System, API, Resource, Location]\n");
        var ours = shell.Write("ours.yaml", "catalog:\n  rules:\n    - allow: [Component, Domain]\n");

        var refused = await shell.RunAsync("plan", shell["c"], "--app-config", stock, "--format", "json");
        var taken = await shell.RunAsync("plan", shell["c"], "--app-config", ours);

        refused.Code.ShouldBe(ExitCode.NotRight);
        var item = refused.Lines.ShouldHaveSingleItem();
        item.GetProperty("action").GetString().ShouldBe("refused");
        item.GetProperty("ref").GetString().ShouldBe("domain:default/sales");
        item.GetProperty("reason").GetString().ShouldNotBeNull().ShouldContain("app-config.yaml:2");
        taken.Code.ShouldBe(ExitCode.Done, taken.Out);
        taken.Out.ShouldContain("+ appears");
        files.ShouldNotBeNull();
    }

    [Fact]
    public async Task Plan_against_an_export_says_what_changes()
    {
        shell.Write("c/domain.yaml", Domain);
        var export = shell.Write(
            "export.json",
            """[{"apiVersion":"backstage.io/v1alpha1","kind":"Domain","metadata":{"name":"sales","namespace":"default"},"spec":{"owner":"group:default/other"}}]"""
        );

        var ran = await shell.RunAsync("plan", shell["c"], "--catalog", export);

        ran.Out.ShouldContain("~ changes");
        ran.Out.ShouldContain("spec.owner");
    }

    [Theory]
    [InlineData("--app-config", "none.yaml")]
    [InlineData("--catalog", "none.json")]
    [InlineData("--backstage", "not-a-url")]
    public async Task What_it_is_told_and_cannot_read_is_named(string option, string value)
    {
        var file = shell.Write("catalog-info.yaml", Domain);

        var ran = await shell.RunAsync("plan", file, option, value);

        ran.Code.ShouldBe(ExitCode.Usage);
        ran.Error.ShouldContain(option);
    }

    private const string Foreign = "apiVersion: v1\nkind: Service\nmetadata:\n  name: A B\n";

    [Fact]
    public async Task In_a_folder_the_files_are_found_by_what_stands_in_them()
    {
        shell.Write("r/.backstage/any.yaml", Domain);
        shell.Write("r/deep/platform.yaml", Domain.Replace("sales", "other", StringComparison.Ordinal));
        shell.Write("r/k8s/svc.yaml", Foreign);
        shell.Write("r/broken.yaml", "a: [\n");
        shell.Write("r/node_modules/x/catalog-info.yaml", Domain);
        shell.Write("r/chart/Chart.yaml", "name: a\n");
        shell.Write("r/chart/templates/c.yaml", Domain + "\n  a: {{ .Values.a }}\n");
        shell.Write(
            "r/t/template.yaml",
            "apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata: {name: t}\nspec: {type: a, steps: [{action: fetch:template, input: {url: ./skeleton}}]}\n"
        );
        shell.Write("r/t/skeleton/catalog-info.yaml", Domain.Replace("sales", "${{ values.name }}", StringComparison.Ordinal));

        var ran = await shell.RunAsync("validate", shell["r"], "--verbose");

        ran.Code.ShouldBe(ExitCode.Done, ran.Out);
        ran.Out.ShouldContain("3 documents in 3 files: 3 valid, 0 not");
        ran.Error.ShouldContain("4 YAML files of other programs, 1 files of template skeletons");
    }

    [Fact]
    public async Task What_is_ignored_excluded_and_included_is_the_users_to_say()
    {
        shell.Write("r/.catalogignore", "legacy/\n");
        shell.Write("r/legacy/a.yaml", Domain);
        shell.Write("r/test/b.yaml", Domain);
        shell.Write("r/own/c.yaml", "apiVersion: acme.com/v1\nkind: Tool\nmetadata: {name: a}\n");

        var none = await shell.RunAsync("validate", shell["r"], "--exclude", "test/**");
        var empty = await shell.RunAsync("validate", shell["r"], "--exclude", "test/**", "--allow-empty");
        var own = await shell.RunAsync("validate", shell["r"], "--exclude", "test/**", "--include", "own/*.yaml");

        none.Code.ShouldBe(ExitCode.NotRight);
        none.Error.ShouldContain("no-catalog-files");
        empty.Code.ShouldBe(ExitCode.Done);
        own.Out.ShouldContain("unknown-kind");
    }

    [Fact]
    public async Task Rules_are_switched_on_the_command_line_and_by_the_settings_of_the_folder()
    {
        shell.Write("r/catalog-info.yaml", Component);
        shell.Write("r/.infra-ai.yaml", "rules:\n  tag-format: warning\n");

        var settings = await shell.RunAsync("validate", shell["r"]);
        var strict = await shell.RunAsync("validate", shell["r"], "--strict");
        var off = await shell.RunAsync("validate", shell["r"], "--strict", "--rule", "tag-format=off");
        var unknown = await shell.RunAsync("validate", shell["r"], "--rule", "tag-formt=off");

        settings.Code.ShouldBe(ExitCode.Done);
        settings.Out.ShouldContain("warning: The tag");
        strict.Code.ShouldBe(ExitCode.NotRight);
        off.Code.ShouldBe(ExitCode.Done, off.Out);
        unknown.Code.ShouldBe(ExitCode.Usage);
        unknown.Error.ShouldContain("tag-format");
    }

    [Fact]
    public async Task Old_findings_are_counted_and_new_ones_fail()
    {
        shell.Write("r/a.yaml", Component);
        var baseline = shell["old.json"];

        var first = await shell.RunAsync("validate", shell["r"], "--baseline", baseline);
        var second = await shell.RunAsync("validate", shell["r"], "--baseline", baseline);
        shell.Write("r/a.yaml", "# a line more\n" + Component.Replace("[Java]", "[Java, C_D]", StringComparison.Ordinal));
        var third = await shell.RunAsync("validate", shell["r"], "--baseline", baseline);
        var updated = await shell.RunAsync("validate", shell["r"], "--baseline", baseline, "--update-baseline");
        var fourth = await shell.RunAsync("validate", shell["r"], "--baseline", baseline);

        first.Code.ShouldBe(ExitCode.NotRight);
        second.Code.ShouldBe(ExitCode.Done, second.Out);
        second.Out.ShouldContain("1 valid, 0 not; 1 old findings");
        third.Code.ShouldBe(ExitCode.NotRight);
        third.Out.ShouldContain("C_D");
        third.Out.ShouldNotContain("\"Java\"");
        updated.Code.ShouldBe(ExitCode.Done);
        fourth.Code.ShouldBe(ExitCode.Done, fourth.Out);
    }

    [Fact]
    public async Task What_comes_from_standard_input_is_checked_under_the_name_it_is_given()
    {
        var ran = await shell.RunAsync(["validate", "-", "--stdin-path", "c/x.yaml"], input: Encoding.UTF8.GetBytes(Component));

        ran.Code.ShouldBe(ExitCode.NotRight);
        ran.Out.ShouldContain("c/x.yaml:6:10: error: The tag");
    }

    [Fact]
    public async Task Findings_are_annotations_of_GitHub_SARIF_and_JUnit()
    {
        var file = shell.Write("catalog,info.yaml", Component.Replace("shop", "100% shop", StringComparison.Ordinal));

        var github = await shell.RunAsync("validate", file, "--format", "github");
        var sarif = await shell.RunAsync("validate", file, "--format", "sarif");
        var junit = await shell.RunAsync("validate", file, "--format", "junit");

        github.Code.ShouldBe(ExitCode.NotRight);
        github.Out.ShouldStartWith(
            $"::error file={file.Replace(",", "%2C", StringComparison.Ordinal)},line=5,col=9,title=name-format::metadata.name \"100%25 shop\""
        );
        github.Error.ShouldContain("1 documents in 1 files");
        var run = System.Text.Json.JsonDocument.Parse(sarif.Out).RootElement.GetProperty("runs")[0];
        run.GetProperty("tool").GetProperty("driver").GetProperty("name").GetString().ShouldBe("infra-ai");
        var result = run.GetProperty("results")[0];
        result.GetProperty("ruleId").GetString().ShouldBe("name-format");
        var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        place.GetProperty("region").GetProperty("startLine").GetInt32().ShouldBe(5);
        place.GetProperty("artifactLocation").GetProperty("uri").GetString()!.ShouldEndWith("catalog%2Cinfo.yaml");
        var suite = System.Xml.Linq.XDocument.Parse(junit.Out).Root!.Element("testsuite")!;
        suite.Attribute("failures")!.Value.ShouldBe("1");
        suite.Element("testcase")!.Element("failure")!.Attribute("type")!.Value.ShouldBe("name-format");
    }

    [Fact]
    public async Task A_foreign_file_is_never_fixed_even_when_it_is_named()
    {
        var foreign = shell.Write(
            "kustomization.yaml",
            "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: component\nmetadata: {name: A B}\n"
        );
        var own = shell.Write("r/catalog-info.yaml", Component);

        await shell.RunAsync("validate", foreign, own, "--fix", "--yes");

        File.ReadAllText(foreign).ShouldContain("A B");
        File.ReadAllText(own).ShouldContain("[java]");
    }

    [Theory]
    [InlineData("c")]
    [InlineData("c/catalog-info.yaml")]
    public async Task Plan_knows_its_own_file_by_the_location_whatever_path_it_is_given_by(string path)
    {
        shell.Write("c/catalog-info.yaml", Domain);
        var export = shell.Write(
            "export.json",
            """
            [{"kind":"Domain","metadata":{"name":"sales","annotations":{"backstage.io/managed-by-location":"url:https://github.com/a/b/tree/main/catalog-info.yaml"}},"spec":{}},
             {"kind":"Domain","metadata":{"name":"theirs","annotations":{"backstage.io/managed-by-location":"url:https://github.com/a/c/tree/main/catalog-info.yaml"}},"spec":{}},
             {"kind":"Domain","metadata":{"name":"gone","annotations":{"backstage.io/managed-by-location":"url:https://github.com/a/b/tree/main/catalog-info.yaml"}},"spec":{}}]
            """
        );

        var ran = await shell.RunAsync(
            "plan",
            shell[path],
            "--catalog",
            export,
            "--location",
            "https://github.com/a/b/blob/main/catalog-info.yaml"
        );

        ran.Out.ShouldContain("~ changes    domain:default/sales");
        ran.Out.ShouldContain("- orphaned   domain:default/gone");
        ran.Out.ShouldNotContain("theirs");
    }
}
