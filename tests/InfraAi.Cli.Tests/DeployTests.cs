using InfraAi.Platform.Processes;

namespace InfraAi.Cli.Tests;

/// <summary>
/// The plan and the calls of deploy. No container engine runs here: docker and kubectl are scripts on PATH that note how they were called and answer as
/// told, so what they would do with it is not tested.
/// </summary>
public sealed class DeployTests
{
    private const string Note = "echo \"$*\" >> calls.txt\n";

    [Fact]
    public async Task The_plan_changes_nothing()
    {
        await using var program = new RealProgram("");
        program.Fake("docker", Note);

        var ran = await program.RunAsync("deploy", "compose", "--version", "v2", "--dry-run", "--format", "json");

        ran.Code.ShouldBe(0, ran.Error);
        ran.Lines.Select(l => l.GetProperty("phase").GetString()).ShouldBe(["look", "look", "apply", "health", "rollback"]);
        Calls(program).ShouldBe(["compose version", $"{Compose("v2")} config --quiet"]);
    }

    [Fact]
    public async Task Compose_is_brought_up_and_waited_for_and_the_version_remembered()
    {
        await using var program = new RealProgram("");
        program.Fake("docker", Note);

        var first = await program.RunAsync("deploy", "compose", "--version", "v1", "--yes");
        var second = await program.RunAsync("deploy", "compose", "--version", "v2", "--dry-run");

        first.Code.ShouldBe(0, first.Error);
        first.Out.ShouldContain("v1 is deployed and healthy");
        Calls(program)[2].ShouldBe(Compose("v1") + " up --detach --build --wait --wait-timeout 300");
        second.Out.ShouldContain("v1 → v2");
    }

    [Fact]
    public async Task What_is_not_healthy_is_rolled_back_to_the_version_before()
    {
        await using var program = new RealProgram("");
        program.Fake("docker", Note + "case \"$*\" in *-v2.yml*up*) echo 'container agent is unhealthy' >&2; exit 1;; esac\n");
        await program.RunAsync("deploy", "compose", "--version", "v1", "--yes");

        var ran = await program.RunAsync("deploy", "compose", "--version", "v2", "--yes");
        var next = await program.RunAsync("deploy", "compose", "--version", "v3", "--dry-run");

        ran.Code.ShouldBe(3);
        ran.Error.ShouldContain("deploy-rolled-back");
        ran.Error.ShouldContain("container agent is unhealthy");
        Calls(program).ShouldContain(Compose("v1") + " up --detach --no-build --wait --wait-timeout 300");
        next.Out.ShouldContain("v1 → v3");
    }

    [Fact]
    public async Task Nothing_is_done_when_nobody_says_yes()
    {
        await using var program = new RealProgram("");
        program.Fake("docker", Note);

        var ran = await program.RunAsync("deploy", "compose", "--version", "v1");

        ran.Code.ShouldBe(3);
        ran.Error.ShouldContain("not-confirmed");
        Calls(program).ShouldNotContain(c => c.Contains(" up ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Kubernetes_gets_the_settings_as_a_secret_the_overlay_and_a_rollout_and_undo_when_that_fails()
    {
        await using var program = new RealProgram("");
        program.Write(".env", "GITHUB_TOKEN=ghp_neverOnACommandLine1234\n");
        program.Fake(
            "kubectl",
            Note
                + "case \"$*\" in *create*) echo 'kind: Secret';; *'apply --filename -') cat > applied.txt;; *diff*) echo '+ replicas: 2'; exit 1;; *'rollout status'*) exit 1;; esac\n"
        );

        var ran = await program.RunAsync("deploy", "kubernetes", "--version", "v1", "--namespace", "shop", "--context", "test", "--yes");

        ran.Code.ShouldBe(3);
        ran.Error.ShouldContain("deploy-rolled-back");
        ran.Error.ShouldContain("+ replicas: 2");
        var calls = Calls(program);
        calls.ShouldAllBe(c => c.StartsWith("--context test --namespace shop ", StringComparison.Ordinal));
        calls.ShouldNotContain(c => c.Contains("ghp_", StringComparison.Ordinal));
        string.Join('\n', calls.Select(c => c["--context test --namespace shop ".Length..].Split(' ')[0]))
            .ShouldBe("version\ndiff\ncreate\napply\ncreate\napply\napply\nrollout\nrollout");
        calls[^1].ShouldEndWith("rollout undo deployment/infra-ai-agent");
        (await File.ReadAllTextAsync(Path.Combine(program.Root, "applied.txt"), TestContext.Current.CancellationToken))
            .Trim()
            .ShouldBe("kind: Secret");
        var overlay = await File.ReadAllTextAsync(
            Path.Combine(program.Home, "deploy", "kubernetes", "kustomization.yaml"),
            TestContext.Current.CancellationToken
        );
        overlay.ShouldContain("newTag: \"v1\"");
        overlay.ShouldContain("- ../../../deploy/kubernetes");
    }

    [Theory]
    [InlineData("--version", "v1 && rm")]
    [InlineData("--namespace", "A b")]
    public async Task Names_that_are_none_are_refused_before_anything_runs(string option, string value)
    {
        await using var program = new RealProgram("");
        program.Fake("docker", Note);

        (await program.RunAsync("deploy", "compose", option, value, "--yes")).Code.ShouldBe(2);

        Calls(program).ShouldBeEmpty();
    }

    private static string Compose(string version) =>
        $"compose --file deploy/docker-compose.yml --file data/deploy/compose/images-{version}.yml";

    private static string[] Calls(RealProgram program)
    {
        var file = Path.Combine(program.Root, "calls.txt");
        return File.Exists(file) ? File.ReadAllLines(file) : [];
    }

    /// <summary>deploy/docker-compose.yml against the Compose Specification's schema (tests/compose/check.js). No container engine runs here.</summary>
    [Fact]
    public async Task The_compose_file_passes_the_specifications_schema_and_planted_faults_do_not()
    {
        var checkout = Checkout.Root;
        var checker = Path.Combine(checkout, "tests", "compose");
        var installed = await RunAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        installed.ExitCode.ShouldBe(0, installed.Error);
        await using var program = new RealProgram("");
        var text = await File.ReadAllTextAsync(
            Path.Combine(checkout, "deploy", "docker-compose.yml"),
            TestContext.Current.CancellationToken
        );
        var wrong = program.Write(
            "deploy/docker-compose.yml",
            text.Replace("restart: unless-stopped", "restrat: unless-stopped")
                .Replace("interval: 5s", "interval: soon")
                .Replace("- agent-data:", "- agent-date:")
                .Replace("7007:7007", "8000:7007")
                .Replace("${GITHUB_USER:-}", "${GITHUB_USER")
        );

        var good = await RunAsync("node", ["check.js", Path.Combine(checkout, "deploy", "docker-compose.yml")]);
        var bad = await RunAsync("node", ["check.js", wrong]);

        good.ExitCode.ShouldBe(0, good.Error);
        good.Text.ShouldContain("3 services, 0 faults");
        bad.ExitCode.ShouldBe(1);
        string[] told =
        [
            "restrat",
            "/services/postgres/healthcheck/interval must match format",
            "the volume agent-date is not declared",
            "the port 127.0.0.1:8000 is agent's",
            "${GITHUB_USER is no variable",
            "agent.Dockerfile",
            "waits for the health of agent",
        ];
        told.ShouldAllBe(words => bad.Error.Contains(words, StringComparison.Ordinal), bad.Error);

        async Task<ProcessOutcome> RunAsync(string name, string[] arguments) =>
            (await Programs.RunAsync(name, arguments, checker, cancellation: TestContext.Current.CancellationToken)).Value;
    }
}
