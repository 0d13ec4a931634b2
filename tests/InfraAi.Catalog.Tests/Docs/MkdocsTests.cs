using System.Diagnostics;
using InfraAi.Catalog.Tests.Generation;
using InfraAi.Model;

namespace InfraAi.Catalog.Tests.Docs;

/// <summary>The documentation builds under --strict: every page is in the navigation, every link leads somewhere.</summary>
public class MkdocsTests
{
    private static bool CanRun { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, "mkdocs")));

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, 6)];

    [Fact]
    public void The_shop_builds() => Build(Shops.Tienda);

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Any_architecture_builds(int number) => Build(Architectures.Sample(6)[number]);

    [Fact]
    public void Only_keys_that_TechDocs_allows_are_written()
    {
        var mkdocs = CatalogGenerator.Generate(Shops.Tienda, new()).Files.Single(file => file.Path == "mkdocs.yml").Content;

        mkdocs
            .Split('\n')
            .Where(line => line.Length > 0 && char.IsLetter(line[0]))
            .Select(line => line.Split(':')[0])
            .ShouldBe(["site_name", "site_description", "docs_dir", "plugins", "nav"]);
    }

    private static void Build(Architecture architecture)
    {
        Assert.SkipUnless(CanRun, "needs mkdocs");
        var folder = Directory.CreateTempSubdirectory("catalog-docs-").FullName;
        try
        {
            foreach (var file in CatalogGenerator.Generate(architecture, new()).Files)
            {
                var path = Path.Combine(folder, file.Path);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                // The plugin of TechDocs itself is seldom installed; it adds to the site and changes no link.
                File.WriteAllText(
                    path,
                    file.Path == "mkdocs.yml"
                        ? file.Content.Replace("  - techdocs-core\n", "  - search\n", StringComparison.Ordinal)
                        : file.Content
                );
            }
            var start = new ProcessStartInfo("mkdocs", ["build", "--strict", "--quiet"])
            {
                WorkingDirectory = folder,
                UseShellExecute = false,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            };
            using var mkdocs = Process.Start(start)!;
            var output = mkdocs.StandardOutput.ReadToEndAsync();
            var errors = mkdocs.StandardError.ReadToEnd();
            mkdocs.WaitForExit();
            mkdocs.ExitCode.ShouldBe(0, errors + output.GetAwaiter().GetResult());
            Directory
                .GetFiles(Path.Combine(folder, "site"), "index.html", SearchOption.AllDirectories)
                .Length.ShouldBe(2 + architecture.Components.Count);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
