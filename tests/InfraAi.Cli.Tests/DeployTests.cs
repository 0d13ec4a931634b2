using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using InfraAi.Model;
using InfraAi.Platform.Processes;

namespace InfraAi.Cli.Tests;

/// <summary>
/// The plan and the calls of deploy. No container engine and no cluster runs here: where something would be changed, docker and kubectl are scripts on
/// PATH that note how they were called and answer as told. What the real clients can say without an engine, they are asked.
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
        program.Write(".env", "GITHUB_TOKEN=ghp_neverOnACommandLine1234\nexport POSTGRES_PASSWORD=\"two words\" # of the server\n");
        program.Fake(
            "kubectl",
            Note
                + "case \"$*\" in *'apply --filename -') cat >> applied.txt; echo >> applied.txt;; *diff*) echo '+ replicas: 2'; exit 1;; *'rollout status'*) exit 1;; esac\n"
        );

        var ran = await program.RunAsync("deploy", "kubernetes", "--version", "v1", "--namespace", "shop", "--context", "test", "--yes");

        ran.Code.ShouldBe(3);
        ran.Error.ShouldContain("deploy-rolled-back");
        ran.Error.ShouldContain("+ replicas: 2");
        var calls = Calls(program);
        calls.ShouldAllBe(c => c.StartsWith("--context test --namespace shop ", StringComparison.Ordinal));
        calls.ShouldNotContain(c => c.Contains("ghp_", StringComparison.Ordinal));
        string.Join('\n', calls.Select(c => c["--context test --namespace shop ".Length..].Split(' ')[0]))
            .ShouldBe("version\ndiff\napply\napply\napply\napply\nrollout\nrollout");
        calls[^1].ShouldEndWith("rollout undo deployment/infra-ai-agent");
        ran.Out.ShouldContain("# Secret infra-ai-settings: GITHUB_TOKEN, POSTGRES_PASSWORD");
        ran.Out.ShouldNotContain("ghp_");
        var applied = (await File.ReadAllLinesAsync(Path.Combine(program.Root, "applied.txt"), TestContext.Current.CancellationToken))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToList();
        applied.Select(a => a.GetProperty("kind").GetString()).ShouldBe(["Namespace", "Secret", "Secret"]);
        applied[0]
            .GetProperty("metadata")
            .GetProperty("labels")
            .GetProperty("pod-security.kubernetes.io/enforce")
            .GetString()
            .ShouldBe("restricted");
        Encoding
            .UTF8.GetString(applied[2].GetProperty("data").GetProperty("AGENT_TOKEN").GetBytesFromBase64())
            .ShouldBe(await File.ReadAllTextAsync(Path.Combine(program.Home, "secrets", "agent-token"), Cancellation));
        var secret = applied[1].GetProperty("data");
        Encoding.UTF8.GetString(secret.GetProperty("POSTGRES_PASSWORD").GetBytesFromBase64()).ShouldBe("two words");
        var overlay = await File.ReadAllTextAsync(
            Path.Combine(program.Home, "deploy", "kubernetes", "kustomization.yaml"),
            TestContext.Current.CancellationToken
        );
        overlay.ShouldContain("newTag: \"v1\"");
        overlay.ShouldContain("- ../../../deploy/kubernetes");
    }

    [Fact]
    public async Task Kubernetes_without_a_password_for_its_database_is_refused_before_anything_is_changed()
    {
        await using var program = new RealProgram("");
        program.Fake(
            "kubectl",
            Note + "case \"$*\" in *'get secret'*) echo 'secrets \"infra-ai-settings\" not found' >&2; exit 1;; esac\n"
        );

        var ran = await program.RunAsync("deploy", "kubernetes", "--version", "v1", "--yes");

        ran.Code.ShouldBe(3);
        ran.Error.ShouldContain("not found");
        ran.Error.ShouldContain("→ ./infra-ai env set POSTGRES_PASSWORD");
        Calls(program).ShouldNotContain(c => c.Contains("apply", StringComparison.Ordinal));
    }

    /// <summary>The overlay that deploy writes, built by kubectl itself, and its objects read by its typed decoder.</summary>
    [Fact]
    public async Task The_real_kubectl_builds_the_overlay_and_reads_every_object()
    {
        if (await AskAsync("kubectl", ["kustomize", "--help"]) is not { Ok: true, Value.ExitCode: 0 })
        {
            Assert.Skip("kubectl is not on PATH");
        }

        await using var program = new RealProgram("");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Checkout.Root, "deploy", "kubernetes")))
        {
            program.Write($"deploy/kubernetes/{Path.GetFileName(file)}", await File.ReadAllTextAsync(file, Cancellation));
        }

        // There is no cluster: the plan is made, and the look at the cluster fails.
        program["KUBECONFIG"] = "/nonexistent";
        (await program.RunAsync("deploy", "kubernetes", "--version", "v7", "--namespace", "shop", "--dry-run")).Code.ShouldBe(3);
        var built = await AskAsync("kubectl", ["kustomize", "data/deploy/kubernetes"], program.Root);
        string[] kinds = ["kind: Deployment", "kind: StatefulSet"];
        var podded = string.Join("\n---\n", built.Value.Text.Split("\n---\n").Where(o => o.Split('\n').Intersect(kinds).Any()));
        var read = await DecodeAsync(podded);
        var refused = await DecodeAsync(podded.Replace("periodSeconds: 20", "periodSeconds: soon", StringComparison.Ordinal));

        built.Value.ExitCode.ShouldBe(0, built.Value.Error);
        built.Value.Text.ShouldContain("image: infra-ai/agent:v7");
        Regex.Count(built.Value.Text, "(?m)^kind: ").ShouldBe(12);
        Regex.Count(built.Value.Text, "(?m)^  namespace: shop$").ShouldBe(12);
        read.Value.ExitCode.ShouldBe(0, read.Value.Error);
        read.Value.Text.ShouldContain("image: infra-ai/agent:v7");
        refused.Value.Error.ShouldContain("cannot unmarshal string into Go struct field");

        Task<Result<ProcessOutcome>> DecodeAsync(string objects) =>
            AskAsync("kubectl", ["set", "env", "--local", "--filename", "-", "DECODED=1", "--output", "yaml"], program.Root, objects);
    }

    /// <summary>Docker's own reading of deploy/docker-compose.yml, by the client that is here: the Compose plugin, else Debian's docker-compose.</summary>
    [Fact]
    public async Task The_real_compose_client_takes_the_file_and_refuses_planted_faults()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "deploy", "docker-compose.yml"), Cancellation);
        var client = await ClientAsync();
        if (client.Length == 0)
        {
            Assert.Skip("neither docker compose nor docker-compose is here");
        }

        if (await AskAsync(client[0], [.. client[1..], "version", "--short"]) is { Ok: true, Value.Text: ['1', '.', ..] })
        {
            // The top-level name came with version 2 of the program.
            text = text.Replace("name: infra-ai\n", "", StringComparison.Ordinal);
        }

        var good = await ConfigAsync(text);
        good.ExitCode.ShouldBe(0, good.Error);
        foreach (var service in (string[])["postgres", "agent", "backstage"])
        {
            good.Text.ShouldContain($"\n  {service}:");
        }

        good.Text.ShouldContain("POSTGRES_PASSWORD: planted");
        (await ConfigAsync(text, password: null)).Error.ShouldContain("set POSTGRES_PASSWORD");
        (string Good, string Bad)[] faults =
        [
            ("restart: unless-stopped", "restrat: unless-stopped"),
            ("- agent-data:", "- agent-date:"),
            ("interval: 5s", "interval: soon"),
            ("${GITHUB_USER:-}", "${GITHUB_USER"),
            ("      agent:\n        condition", "      agnt:\n        condition"),
        ];
        foreach (var (right, wrong) in faults)
        {
            text.ShouldContain(right);
            (await ConfigAsync(text.Replace(right, wrong, StringComparison.Ordinal))).ExitCode.ShouldNotBe(0, wrong);
        }

        async Task<ProcessOutcome> ConfigAsync(string compose, string? password = "planted") =>
            (
                await Programs.RunAsync(
                    client[0],
                    [.. client[1..], "--project-directory", Path.Combine(Checkout.Root, "deploy"), "--file", "-", "config"],
                    environment: new Dictionary<string, string?>(StringComparer.Ordinal) { ["POSTGRES_PASSWORD"] = password },
                    input: Encoding.UTF8.GetBytes(compose),
                    cancellation: Cancellation
                )
            ).Value;

        static async Task<string[]> ClientAsync()
        {
            foreach (
                string[] each in (string[][])
                    [
                        ["docker", "compose"],
                        ["docker-compose"],
                    ]
            )
            {
                if (await AskAsync(each[0], [.. each[1..], "version"]) is { Ok: true, Value.ExitCode: 0 })
                {
                    return each;
                }
            }

            return [];
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Task<Result<ProcessOutcome>> AskAsync(string name, string[] arguments, string? folder = null, string input = "") =>
        Programs.RunAsync(name, arguments, folder, input: Encoding.UTF8.GetBytes(input), cancellation: Cancellation);

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
                .Replace("read_only: true", "read_only: false")
                .Replace("no-new-privileges:true", "no-new-privileges:false")
                .Replace("pids_limit: 256", "restart: unless-stopped")
                .Replace("internal: true", "internal: false")
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
            "agent: can write its root, or keeps capabilities",
            "backstage: may gain rights",
            "postgres: may take the whole machine",
            "postgres: the database is reached from outside",
        ];
        told.ShouldAllBe(words => bad.Error.Contains(words, StringComparison.Ordinal), bad.Error);

        async Task<ProcessOutcome> RunAsync(string name, string[] arguments) =>
            (await Programs.RunAsync(name, arguments, checker, cancellation: TestContext.Current.CancellationToken)).Value;
    }
}
