using InfraAi.Platform.Processes;

namespace InfraAi.Cli.Tests;

/// <summary>test as a verb: which projects a level chooses, what it runs, and how it counts. A stand-in takes the place of the SDK, which the tests run in.</summary>
public sealed class TestVerbTests
{
    private static readonly string[] Projects = ["Agent", "Catalog", "Cli", "EndToEnd", "Model", "Platform"];

    private static async Task<RealProgram> FixtureAsync()
    {
        var program = new RealProgram("");
        foreach (var room in Projects)
        {
            program.Write($"tests/InfraAi.{room}.Tests/InfraAi.{room}.Tests.csproj", "<Project />");
        }

        program.Write("tests/Shared/Shared.csproj", "<Project />");
        // Two tests a project, one of them wrong in Platform; every call is written down.
        program.Fake(
            "dotnet",
            $$"""
            echo "$*" >> {{program.Root}}/calls
            case "$*" in
                *Platform*) printf '  failed: 1\n  succeeded: 1\n'; exit 2 ;;
                test*) printf '  failed: 0\n  succeeded: 2\n' ;;
            esac

            """
        );
        return await Task.FromResult(program);
    }

    [Theory]
    [InlineData("unit", "Catalog Model")]
    [InlineData("integration", "Agent Cli Platform")]
    [InlineData("end-to-end", "EndToEnd")]
    [InlineData("all", "Agent Catalog Cli EndToEnd Model Platform")]
    [InlineData("integration --project cl", "Cli")]
    [InlineData("all --project M", "EndToEnd Model Platform")]
    public async Task A_level_chooses_its_projects(string line, string rooms)
    {
        await using var program = await FixtureAsync();

        var text = await program.RunAsync(["test", .. line.Split(' '), "--dry-run"]);
        var json = await program.RunAsync(["test", .. line.Split(' '), "--dry-run", "--format", "json"]);

        text.Code.ShouldBe(0, text.Error);
        var names = rooms.Split(' ').Select(r => $"InfraAi.{r}.Tests").ToList();
        text.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ')[^1]).ShouldBe(names);
        json.Lines.Select(l => l.GetProperty("project").GetString()).ShouldBe(names);
        File.Exists(Path.Combine(program.Root, "calls")).ShouldBeFalse();
    }

    [Fact]
    public async Task What_it_chooses_is_built_and_run_and_counted()
    {
        await using var program = await FixtureAsync();

        var unit = await program.RunAsync("test", "unit");
        var calls = await File.ReadAllLinesAsync(Path.Combine(program.Root, "calls"), TestContext.Current.CancellationToken);
        var integration = await program.RunAsync("test", "integration", "--format", "json");

        unit.Code.ShouldBe(0, unit.Out + unit.Error);
        calls[0].ShouldStartWith("build InfraAi.slnx");
        calls
            .Skip(1)
            .Select(c => c.Split(' ')[2])
            .Select(p => Path.GetFileNameWithoutExtension(p)!)
            .ShouldBe(["InfraAi.Catalog.Tests", "InfraAi.Model.Tests"]);
        // The build counts as one.
        unit.Out.TrimEnd().Split('\n')[^1].ShouldBe("5 passed, 0 failed");
        integration.Code.ShouldBe(1);
        var counted = integration.Lines.ShouldHaveSingleItem();
        (counted.GetProperty("passed").GetInt32(), counted.GetProperty("failed").GetInt32()).ShouldBe((6, 1));
    }

    [Fact]
    public async Task A_name_that_no_project_has_is_told_and_nothing_is_run()
    {
        await using var program = await FixtureAsync();

        var ran = await program.RunAsync("test", "unit", "--project", "Platform");

        ran.Code.ShouldBe(2);
        ran.Error.ShouldContain("no-test-project");
        File.Exists(Path.Combine(program.Root, "calls")).ShouldBeFalse();
    }

    /// <summary>The real projects of this checkout: each has one level, and the levels together are all.</summary>
    [Fact]
    public async Task Every_project_of_the_platform_has_a_level()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "InfraAi.slnx")))
        {
            root = root.Parent.ShouldNotBeNull();
        }

        await using var program = new RealProgram("") { ["INFRA_AI_ROOT"] = root.FullName };
        var all = await ProjectsAsync("all");
        var levels = (await ProjectsAsync("unit")).Concat(await ProjectsAsync("integration")).Concat(await ProjectsAsync("end-to-end"));

        levels.Order().ShouldBe(all);
        all.Count.ShouldBeGreaterThan(10);
        all.ShouldContain("InfraAi.Cli.Tests");

        async Task<List<string>> ProjectsAsync(string level) =>
            [
                .. (await program.RunAsync("test", level, "--dry-run", "--format", "json")).Lines.Select(l =>
                    l.GetProperty("project").GetString()!
                ),
            ];
    }
}
