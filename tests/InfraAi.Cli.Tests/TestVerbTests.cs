namespace InfraAi.Cli.Tests;

/// <summary>test as a verb: which projects a level chooses, what it runs, and how it counts.</summary>
public sealed class TestVerbTests
{
    private static readonly string[] Projects = ["Agent", "Catalog", "Cli", "EndToEnd", "Model", "Platform"];

    private static RealProgram Fixture()
    {
        var program = new RealProgram("");
        foreach (var room in Projects)
        {
            program.Write($"tests/InfraAi.{room}.Tests/InfraAi.{room}.Tests.csproj", "<Project />");
        }

        program.Write("tests/Shared/Shared.csproj", "<Project />");
        return program;
    }

    [Theory]
    [InlineData("unit", "Catalog Model")]
    [InlineData("integration", "Agent Cli Platform")]
    [InlineData("end-to-end", "EndToEnd")]
    [InlineData("all", "Agent Catalog Cli EndToEnd Model Platform")]
    [InlineData("integration --project cl", "Cli")]
    [InlineData("all --project M", "Model Platform")]
    public async Task A_level_chooses_its_projects(string line, string rooms)
    {
        await using var program = Fixture();

        var text = await program.RunAsync(["test", .. line.Split(' '), "--dry-run"]);
        var json = await program.RunAsync(["test", .. line.Split(' '), "--dry-run", "--format", "json"]);

        text.Code.ShouldBe(0, text.Error);
        var names = rooms.Split(' ').Select(r => $"InfraAi.{r}.Tests").ToList();
        text.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ')[^1]).ShouldBe(names);
        json.Lines.Select(l => l.GetProperty("project").GetString()).ShouldBe(names);
    }

    /// <summary>A small solution of two rooms, built and run by the SDK: Model has two right tests, Platform one right and one wrong.</summary>
    [Fact]
    public async Task What_it_chooses_is_built_and_run_and_counted()
    {
        var checkout = Checkout.Root;
        await using var program = new RealProgram("");
        foreach (var file in (string[])["global.json", "Directory.Packages.props"])
        {
            program.Write(file, await File.ReadAllTextAsync(Path.Combine(checkout, file), TestContext.Current.CancellationToken));
        }

        program.Write("Directory.Build.props", "<Project />");
        program.Write(
            "InfraAi.slnx",
            """
            <Solution>
              <Project Path="tests/InfraAi.Model.Tests/InfraAi.Model.Tests.csproj" />
              <Project Path="tests/InfraAi.Platform.Tests/InfraAi.Platform.Tests.csproj" />
            </Solution>
            """
        );
        foreach (var (room, second) in (ReadOnlySpan<(string, string)>)[("Model", "true"), ("Platform", "false")])
        {
            program.Write(
                $"tests/InfraAi.{room}.Tests/InfraAi.{room}.Tests.csproj",
                """
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <TargetFramework>net10.0</TargetFramework>
                    <OutputType>Exe</OutputType>
                    <UseMicrosoftTestingPlatformRunner>true</UseMicrosoftTestingPlatformRunner>
                    <NuGetAudit>false</NuGetAudit>
                  </PropertyGroup>
                  <ItemGroup><PackageReference Include="xunit.v3" /></ItemGroup>
                </Project>
                """
            );
            program.Write(
                $"tests/InfraAi.{room}.Tests/Tests.cs",
                $"public class Tests {{ [Xunit.Fact] public void A() {{ }} [Xunit.Fact] public void B() => Xunit.Assert.True({second}); [Xunit.Fact] public void C() => Xunit.Assert.Skip(\"not here\"); }}\n"
            );
        }

        var unit = await program.RunAsync("test", "unit");
        var all = await program.RunAsync("test", "all", "--project", "InfraAi", "--format", "json");

        unit.Code.ShouldBe(0, unit.Out + unit.Error);
        unit.Out.ShouldContain("── InfraAi.Model.Tests");
        unit.Out.ShouldNotContain("── InfraAi.Platform.Tests");
        // The build counts as one.
        unit.Out.TrimEnd().Split('\n')[^2..].ShouldBe(["1 skipped", "3 passed, 0 failed"]);
        all.Code.ShouldBe(1);
        var counted = all.Lines.ShouldHaveSingleItem();
        (counted.GetProperty("passed").GetInt32(), counted.GetProperty("failed").GetInt32()).ShouldBe((4, 1), all.Error);
        counted.GetProperty("skipped").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task A_name_that_no_project_has_is_told_and_nothing_is_run()
    {
        await using var program = Fixture();

        var ran = await program.RunAsync("test", "unit", "--project", "Platform");

        ran.Code.ShouldBe(2);
        ran.Error.ShouldContain("no-test-project");
    }

    /// <summary>The real projects of this checkout: each has one level, and the levels together are all.</summary>
    [Fact]
    public async Task Every_project_of_the_platform_has_a_level()
    {
        await using var program = new RealProgram("") { ["INFRA_AI_ROOT"] = Checkout.Root };
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
