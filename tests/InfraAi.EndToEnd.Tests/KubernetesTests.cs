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
                text.Replace("minReplicas: 2", "minReplica: 2")
                    .Replace("periodSeconds: 20", "periodSeconds: soon")
                    .Replace("runAsNonRoot: true", "runAsNonRoot: false")
                    .Replace("readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false")
                    .Replace("drop: [ALL]", "drop: [NET_RAW]")
                    .Replace("podSelector: {}", "podSelector: {matchLabels: {a: b}}")
                    .Replace("    - from:\n", "    - to_from:\n"),
                Cancellation
            );
        }

        var good = await CheckAsync(Files);
        var bad = await CheckAsync(folder.Path);

        good.ExitCode.ShouldBe(0, good.Error);
        good.Text.ShouldContain("Kubernetes 1.33: 12 objects");
        good.Text.ShouldContain("Kubernetes 1.36: 12 objects");
        bad.ExitCode.ShouldBe(1);
        string[] told =
        [
            "no policy denies everything",
            "agent.yaml Deployment infra-ai-agent: runs as root",
            "postgres.yaml StatefulSet infra-ai-postgres postgres: may gain rights",
            "postgres.yaml StatefulSet infra-ai-postgres postgres: can write its root",
            "agent.yaml Deployment infra-ai-agent: no policy says who may call it",
        ];
        told.ShouldAllBe(words => bad.Error.Contains(words, StringComparison.Ordinal), bad.Error);
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
