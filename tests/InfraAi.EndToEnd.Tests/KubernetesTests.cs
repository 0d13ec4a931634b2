using InfraAi.Platform.Processes;
using InfraAi.Tests;

namespace InfraAi.EndToEnd.Tests;

/// <summary>deploy/kubernetes against the schemas of two versions of Kubernetes (tests/kubernetes/check.js). No cluster runs here.</summary>
public sealed class KubernetesTests
{
    private static readonly string Files = Path.Combine(Launcher.Root, "deploy", "kubernetes");
    private static readonly string Checker = Path.Combine(Launcher.Root, "tests", "kubernetes");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_files_pass_and_planted_faults_do_not()
    {
        using var folder = new TemporaryFolder();
        (
            await Programs.RunAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], Checker, cancellation: Cancellation)
        ).Value.ExitCode.ShouldBe(0);
        foreach (var file in Directory.EnumerateFiles(Files))
        {
            var text = await File.ReadAllTextAsync(file, Cancellation);
            await File.WriteAllTextAsync(
                folder[Path.GetFileName(file)],
                text.Replace("minReplicas: 2", "minReplica: 2").Replace("periodSeconds: 20", "periodSeconds: soon"),
                Cancellation
            );
        }

        var good = await CheckAsync(Files);
        var bad = await CheckAsync(folder.Path);

        good.ExitCode.ShouldBe(0, good.Error);
        good.Text.ShouldContain("Kubernetes 1.33: 9 objects");
        good.Text.ShouldContain("Kubernetes 1.36: 9 objects");
        bad.ExitCode.ShouldBe(1);
        foreach (var version in (string[])["1.33", "1.36"])
        {
            bad.Error.ShouldContain($"{version}: Object literal may only specify known properties, and '\"minReplica\"'");
            bad.Error.ShouldContain($"{version} agent.yaml Deployment");
        }
    }

    [Fact]
    public async Task Every_file_is_in_the_kustomization()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Files, "kustomization.yaml"), Cancellation);

        Directory
            .EnumerateFiles(Files)
            .Select(Path.GetFileName)
            .Where(name => name != "kustomization.yaml")
            .ShouldAllBe(name => text.Contains($"- {name}"));
    }

    private static async Task<ProcessOutcome> CheckAsync(string folder) =>
        (await Programs.RunAsync("node", ["check.js", folder], Checker, cancellation: Cancellation)).Value;
}
