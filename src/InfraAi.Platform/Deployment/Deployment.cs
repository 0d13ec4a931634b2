using System.Text;
using System.Text.Json;
using InfraAi.Model;
using InfraAi.Platform.Configuration;
using InfraAi.Platform.Files;

namespace InfraAi.Platform.Deployment;

/// <summary>Where to.</summary>
public enum DeployTarget
{
    /// <summary>Docker Compose on this machine: deploy/docker-compose.yml.</summary>
    Compose,

    /// <summary>The cluster that kubectl is set to: deploy/kubernetes.</summary>
    Kubernetes,
}

/// <param name="Version">The tag of the images.</param>
/// <param name="Context">Of kubectl; null for its current one.</param>
/// <param name="Timeout">Until everything must be healthy.</param>
public sealed record DeployOptions(DeployTarget Target, string Version, string Namespace, string? Context, TimeSpan Timeout);

/// <summary>What is done, in order; and what brings the version before it back.</summary>
/// <param name="Previous">The version that was last deployed well from here; null when there is none.</param>
public sealed record DeployPlan(
    DeployOptions Options,
    string? Previous,
    IReadOnlyList<DeployStep> Look,
    IReadOnlyList<DeployStep> Apply,
    IReadOnlyList<DeployStep> Health,
    IReadOnlyList<DeployStep> Rollback
);

/// <summary>Plans and does deployments, with the programs docker and kubectl.</summary>
public sealed class Deployer(Settings settings)
{
    private const string Image = "infra-ai/agent";
    private const string BackstageImage = "infra-ai/backstage";
    private const string SecretName = "infra-ai-settings";
    private const string PasswordKey = "POSTGRES_PASSWORD";
    private const string TokenSecretName = "infra-ai-agent-token";
    private const string TokenKey = "AGENT_TOKEN";

    /// <summary>The cluster refuses pods in the namespace that could gain rights (kubernetes.io, Pod Security Standards).</summary>
    private static readonly IReadOnlyDictionary<string, string> Restricted = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["pod-security.kubernetes.io/enforce"] = "restricted",
        ["pod-security.kubernetes.io/warn"] = "restricted",
    };

    /// <summary>As one types it at the checkout's root, where the steps run.</summary>
    private string Short(string path) =>
        Path.GetRelativePath(settings.Root, path) is var relative && relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;

    private string State(DeployTarget target) => Path.Combine(settings.Home, "deploy", target.ToString().ToLowerInvariant());

    /// <summary>Writes nothing but the file that names the images' version, in the data folder.</summary>
    public Result<DeployPlan> Plan(DeployOptions options)
    {
        try
        {
            var file = Path.Combine(State(options.Target), "version");
            var previous = File.Exists(file) ? File.ReadAllText(file).Trim() : null;
            return options.Target == DeployTarget.Compose ? Compose(options, previous) : Kubernetes(options, previous);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem(
                "deploy-not-planned",
                ProblemKind.Outside,
                new($"The plan could not be made: {e.Message}", $"No se pudo hacer el plan: {e.Message}"),
                new("Make the data folder writable.", "Dé permiso de escritura a la carpeta de datos.")
            );
        }
    }

    /// <summary>Applies the plan, waits for health, and takes it back when that fails.</summary>
    /// <param name="begun">Told of each step before it runs.</param>
    /// <param name="say">Each line that a program writes.</param>
    /// <returns>The version; or what failed, and whether the one before is back.</returns>
    public async Task<Result<string>> ApplyAsync(
        DeployPlan plan,
        Action<DeployStep> begun,
        Action<string> say,
        CancellationToken cancellation
    )
    {
        Problem? problem;
        try
        {
            problem = await RunAsync([.. plan.Apply, .. plan.Health], begun, say, cancellation);
        }
        catch (OperationCanceledException)
        {
            // Half a deployment is not left behind, whoever has gone.
            await RunAsync(plan.Rollback, begun, say, CancellationToken.None);
            throw;
        }

        if (problem is null)
        {
            var file = Path.Combine(State(plan.Options.Target), "version");
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            AtomicFile.Write(file, Encoding.UTF8.GetBytes(plan.Options.Version + "\n"));
            return plan.Options.Version;
        }

        var back = await RunAsync(plan.Rollback, begun, say, cancellation);
        var before = plan.Previous ?? "—";
        return new Problem(
            back is null ? "deploy-rolled-back" : "deploy-failed",
            ProblemKind.Outside,
            problem.Message,
            back is null
                ? new($"Rolled back (before: {before}). {problem.Remedy.En}", $"Se volvió atrás (antes: {before}). {problem.Remedy.Es}")
                : new($"The rollback failed too: {back.Message.En}", $"Volver atrás también falló: {back.Message.Es}")
        );
    }

    /// <returns>The first problem; null when all went well.</returns>
    public async Task<Problem?> RunAsync(
        IReadOnlyList<DeployStep> steps,
        Action<DeployStep> begun,
        Action<string> say,
        CancellationToken cancellation
    )
    {
        foreach (var step in steps)
        {
            begun(step);
            var ended = await step.RunAsync(settings.Root, say, cancellation);
            if (!ended.Ok)
            {
                return ended.Problem;
            }
        }

        return null;
    }

    private Result<DeployPlan> Compose(DeployOptions options, string? previous)
    {
        var seconds = $"{(int)options.Timeout.TotalSeconds}";
        var now = ComposeOf(options.Version);
        DeployStep down = new(new("Taking it down (no earlier version)", "Retirarlo (no hay versión anterior)"), [.. now, "down"]);
        return new DeployPlan(
            options,
            previous,
            [
                new(
                    new("Looking for Docker Compose", "Buscar Docker Compose"),
                    ["docker", "compose", "version"],
                    Fix: new(
                        "Install the Compose plugin: https://docs.docker.com/compose/install/linux/",
                        "Instale el complemento Compose: https://docs.docker.com/compose/install/linux/"
                    )
                ),
                new(new("Checking the compose file", "Comprobar el archivo compose"), [.. now, "config", "--quiet"]),
            ],
            [
                new(
                    new("Building and starting", "Construir e iniciar"),
                    [.. now, "up", "--detach", "--build", "--wait", "--wait-timeout", seconds]
                ),
            ],
            [new(new("Looking at health", "Mirar la salud"), [.. now, "ps", "--all"])],
            [
                previous is null
                    ? down
                    : new(
                        new("Back to the version before", "Volver a la versión anterior"),
                        [.. ComposeOf(previous), "up", "--detach", "--no-build", "--wait", "--wait-timeout", seconds]
                    ),
            ]
        );
    }

    /// <summary>The call of Compose for a version: a second file names the images' tags, so that an earlier version can be started again.</summary>
    private string[] ComposeOf(string version)
    {
        var folder = State(DeployTarget.Compose);
        Directory.CreateDirectory(folder);
        var images = Path.Combine(folder, $"images-{version}.yml");
        AtomicFile.Write(
            images,
            Encoding.UTF8.GetBytes(
                $"services:\n  agent:\n    image: {Image}:{version}\n  backstage:\n    image: {BackstageImage}:{version}\n"
            )
        );
        string[] environment = File.Exists(Path.Combine(settings.Root, ".env")) ? ["--env-file", ".env"] : [];
        return ["docker", "compose", .. environment, "--file", "deploy/docker-compose.yml", "--file", Short(images)];
    }

    private Result<DeployPlan> Kubernetes(DeployOptions options, string? previous)
    {
        WriteOverlay(State(options.Target), options);
        var overlay = Short(State(options.Target));
        string[] kubectl =
        [
            "kubectl",
            .. options.Context is { } context ? (string[])["--context", context] : [],
            "--namespace",
            options.Namespace,
        ];
        string[] deployment = ["deployment/infra-ai-agent"];
        var apply = new List<DeployStep>
        {
            new(
                new("The namespace", "El espacio de nombres"),
                [.. kubectl, "apply", "--filename", "-"],
                Input: new(
                    $"Namespace {options.Namespace}",
                    Json(
                        new
                        {
                            apiVersion = "v1",
                            kind = "Namespace",
                            metadata = new { name = options.Namespace, labels = Restricted },
                        }
                    )
                )
            ),
        };
        var file = Path.Combine(settings.Root, ".env");
        var values = File.Exists(file)
            ? EnvDocument.Read(File.ReadAllBytes(file)).Values
            : new Dictionary<string, string>(StringComparer.Ordinal);
        if (values.Count > 0)
        {
            apply.Add(
                new(
                    new("Settings from .env as a secret", "Configuración de .env como secreto"),
                    [.. kubectl, "apply", "--filename", "-"],
                    Input: new($"Secret {SecretName}: {string.Join(", ", values.Keys)}", Json(Secret(options, SecretName, values)))
                )
            );
        }

        var token = values.GetValueOrDefault(TokenKey) ?? new SecretFile(settings.Home, "agent-token").Read();
        apply.Add(
            new(
                new("What opens the agent as a secret", "Lo que abre el agente como secreto"),
                [.. kubectl, "apply", "--filename", "-"],
                Input: new(
                    $"Secret {TokenSecretName}: {TokenKey}",
                    Json(Secret(options, TokenSecretName, new Dictionary<string, string>(StringComparer.Ordinal) { [TokenKey] = token }))
                )
            )
        );
        apply.Add(new(new("Applying", "Aplicar"), [.. kubectl, "apply", "--kustomize", overlay]));
        var look = new List<DeployStep>
        {
            new(
                new("Looking for the cluster", "Buscar el clúster"),
                [.. kubectl, "version"],
                Fix: new(
                    "See kubectl config get-contexts, and name one with --context.",
                    "Mire kubectl config get-contexts, e indique uno con --context."
                )
            ),
        };
        if (!values.ContainsKey(PasswordKey))
        {
            // Without it no pod would start: better said before than after the rollout's time is over.
            look.Add(
                new(
                    new("Looking for the password of PostgreSQL", "Buscar la contraseña de PostgreSQL"),
                    [.. kubectl, "get", "secret", SecretName],
                    Fix: new($"./infra-ai env set {PasswordKey}", $"./infra-ai env set {PasswordKey}")
                )
            );
        }

        return new DeployPlan(
            options,
            previous,
            [
                .. look,
                // 1 says that there are some; more says that the namespace is not there yet: then all of it is new.
                new(
                    new("Differences to the cluster", "Diferencias con el clúster"),
                    [.. kubectl, "diff", "--kustomize", overlay],
                    Good: 255
                ),
            ],
            apply,
            [
                new(
                    new("Waiting for the rollout", "Esperar el despliegue"),
                    [.. kubectl, "rollout", "status", .. deployment, $"--timeout={(int)options.Timeout.TotalSeconds}s"],
                    Fix: new(
                        $"kubectl --namespace {options.Namespace} describe pods, and logs {deployment[0]}",
                        $"kubectl --namespace {options.Namespace} describe pods, y logs {deployment[0]}"
                    )
                ),
            ],
            [new(new("Back to the revision before", "Volver a la revisión anterior"), [.. kubectl, "rollout", "undo", .. deployment])]
        );
    }

    private static object Secret(DeployOptions options, string name, IReadOnlyDictionary<string, string> values) =>
        new
        {
            apiVersion = "v1",
            kind = "Secret",
            type = "Opaque",
            metadata = new { name, @namespace = options.Namespace },
            data = values.ToDictionary(v => v.Key, v => Convert.ToBase64String(Encoding.UTF8.GetBytes(v.Value)), StringComparer.Ordinal),
        };

    /// <summary>Kubernetes takes JSON where it takes YAML; its names are camelCase as they are written here.</summary>
    private static string Json(object document) => JsonSerializer.Serialize(document);

    /// <summary>A Kustomize overlay over deploy/kubernetes: the namespace and the images' tag.</summary>
    private void WriteOverlay(string folder, DeployOptions options)
    {
        Directory.CreateDirectory(folder);
        var relative = Path.GetRelativePath(folder, Path.Combine(settings.Root, "deploy", "kubernetes"));
        AtomicFile.Write(
            Path.Combine(folder, "kustomization.yaml"),
            Encoding.UTF8.GetBytes(
                $"""
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                namespace: {options.Namespace}
                resources:
                  - {relative}
                images:
                  - name: {Image}
                    newTag: "{options.Version}"

                """
            )
        );
    }
}
