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
}
