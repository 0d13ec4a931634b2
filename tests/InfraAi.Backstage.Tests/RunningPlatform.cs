using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using InfraAi.Platform.Files;
using InfraAi.Platform.Processes;
using InfraAi.Platform.Services;

[assembly: AssemblyFixture(typeof(InfraAi.Backstage.Tests.RunningPlatform))]
// Browsers, mkdocs and the scaffolder at once would measure the machine and not the platform.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace InfraAi.Backstage.Tests;

/// <summary>`./infra-ai start --all` as a user types it, once for all tests: real PostgreSQL, Backstage and agent on free ports, and a GitHub double.</summary>
public sealed class RunningPlatform : IAsyncLifetime
{
    public const string WebhookSecret = "the-secret-of-the-webhook";

    private readonly string folder = Directory.CreateTempSubdirectory("infra-ai-backstage-").FullName;
    private readonly Dictionary<string, string?> environment;

    public RunningPlatform()
    {
        // PostgreSQL runs as another user when we are root, and must come through to its folder.
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_001_001);
        var ports = FreePorts(4);
        Agent = new($"http://127.0.0.1:{ports[0]}");
        Backend = new($"http://localhost:{ports[1]}");
        Portal = new($"http://localhost:{ports[2]}");
        GitHub = new();
        environment = new(StringComparer.Ordinal)
        {
            ["INFRA_AI_HOME"] = Path.Combine(folder, "home"),
            ["AGENT_URL"] = Agent.ToString(),
            ["BACKSTAGE_URL"] = Backend.ToString(),
            ["BACKSTAGE_FRONTEND_URL"] = Portal.ToString(),
            ["POSTGRES_PORT"] = $"{ports[3]}",
            ["GITHUB_WEBHOOK_SECRET"] = WebhookSecret,
            ["GITHUB_ORG"] = GitHubDouble.Organization,
            ["GITHUB_TOKEN"] = GitHubDouble.Token,
            // The agent publishes into its own Git here; only Backstage looks at the double.
            ["PUBLISH"] = "git",
            ["ANALYZER"] = "offline",
            ["LANG"] = "C.UTF-8",
            ["LC_ALL"] = "C.UTF-8",
        };
    }

    public Uri Agent { get; }
    public Uri Backend { get; }
    public Uri Portal { get; }
    internal GitHubDouble GitHub { get; }

    /// <summary>What start said.</summary>
    public string Said { get; private set; } = "";

    /// <summary>As a program with the token sees the backend.</summary>
    public HttpClient Http { get; } = new() { Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>The agent, for who has its token.</summary>
    public HttpClient ConnectAgent() => AgentClient.Connect(Agent, new SecretFile(Path.Combine(folder, "home"), "agent-token").Read());

    /// <summary>The folder of the platform's own secrets, files of mode 600.</summary>
    public string Secrets => Path.Combine(folder, "home", "secrets");

    public string BackstageLog => Path.Combine(folder, "home", "logs", "backstage.log");

    /// <summary>The checkout that these tests were built from.</summary>
    public static string Root { get; } = FindRoot();

    public async ValueTask InitializeAsync()
    {
        var host = await GitHub.StartAsync();
        environment["GITHUB_HOST"] = host.Authority;
        environment["GITHUB_API_URL"] = host.ToString().TrimEnd('/');
        Http.BaseAddress = Backend;
        var started = await RunAsync("start", "--all");
        Said = started.Out + started.Error;
        if (started.Code != 0)
        {
            var log = File.Exists(BackstageLog) ? File.ReadAllLines(BackstageLog).Where(IsBad) : [];
            await DisposeAsync();
            throw new InvalidOperationException($"start --all ended with {started.Code}:\n{Said}\n{string.Join('\n', log)}");
        }

        // None is named in the environment: the platform has made one for itself.
        var token = await File.ReadAllTextAsync(Path.Combine(folder, "home", "secrets", "backstage-token"));
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Trim());
    }

    public Task<(int Code, string Out, string Error)> RunAsync(params string[] args) => RunAsync(environment, args);

    /// <summary>The same platform's launcher, with some settings changed.</summary>
    public Task<(int Code, string Out, string Error)> RunWithAsync(Dictionary<string, string?> changed, params string[] args)
    {
        var with = new Dictionary<string, string?>(environment, StringComparer.Ordinal);
        foreach (var (name, value) in changed)
        {
            with[name] = value;
        }

        return RunAsync(with, args);
    }

    /// <summary>The launcher, with other settings than this platform's.</summary>
    public static async Task<(int Code, string Out, string Error)> RunAsync(
        IReadOnlyDictionary<string, string?> environment,
        params string[] args
    )
    {
        var ran = await Programs.RunAsync(Path.Combine(Root, "infra-ai"), args, Root, environment);
        return (ran.Value.ExitCode, ran.Value.Text, ran.Value.Error);
    }

    /// <summary>A link that signs one browser in, as `start --all` prints it.</summary>
    public async Task<string> LinkAsync(CancellationToken cancellation)
    {
        using var made = await Http.PostAsync(new Uri("/api/auth/start-links", UriKind.Relative), null, cancellation);
        return (await made.Content.ReadFromJsonAsync<JsonElement>(cancellation)).GetProperty("url").GetString()!;
    }

    /// <summary>A browser that has opened a start link.</summary>
    internal async Task<Portal> OpenPortalAsync(string locale)
    {
        var portal = await InfraAi.Backstage.Tests.Portal.OpenAsync(locale);
        await portal.Page.GotoAsync(await LinkAsync(CancellationToken.None));
        return portal;
    }

    /// <summary>The token of whoever opens the portal by a start link.</summary>
    public async Task<string> UserTokenAsync(CancellationToken cancellation)
    {
        using var browser = new HttpClient { BaseAddress = Portal };
        using var opened = await browser.GetAsync(await LinkAsync(cancellation), cancellation);
        var session = await browser.GetFromJsonAsync<JsonElement>("/api/auth/guest/refresh", cancellation);
        return session.GetProperty("backstageIdentity").GetProperty("token").GetString()!;
    }

    /// <summary>Commits files into a project's repository behind the agent's back, as a fault in its door would.</summary>
    public async Task PlantAsync(string project, params (string Path, string Content)[] files)
    {
        var work = Directory.CreateTempSubdirectory("infra-ai-planted-").FullName;
        try
        {
            foreach (var (path, content) in files)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(work, path))!);
                await File.WriteAllTextAsync(Path.Combine(work, path), content);
            }

            var repository = Path.Combine(folder, "home", "repositories", project + ".git");
            await GitAsync("init", "--quiet", "--bare", "--initial-branch=main", repository);
            await GitAsync("init", "--quiet", "--initial-branch=main", work);
            await GitAsync("-C", work, "add", ".");
            await GitAsync("-C", work, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-m", "planted");
            await GitAsync("-C", work, "push", "--quiet", "--force", repository, "HEAD:main");
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }

        static async Task GitAsync(params string[] arguments)
        {
            var ran = await Programs.RunAsync("git", arguments);
            ran.Value.ExitCode.ShouldBe(0, ran.Value.Error);
        }
    }

    /// <summary>An entity of the catalog; null when it is not there.</summary>
    public async Task<JsonElement?> EntityAsync(string kind, string name, CancellationToken cancellation)
    {
        using var answer = await Http.GetAsync($"/api/catalog/entities/by-name/{kind}/default/{name}", cancellation);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation) : null;
    }

    /// <summary>Waits until the catalog shows the entity, and fails after the given time.</summary>
    /// <returns>The entity and how long it took.</returns>
    public async Task<(JsonElement Entity, TimeSpan Took)> WaitForAsync(
        string kind,
        string name,
        TimeSpan longest,
        CancellationToken cancellation,
        Func<JsonElement, bool>? and = null
    )
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(begun) < longest)
        {
            if (await EntityAsync(kind, name, cancellation) is { } entity && (and is null || and(entity)))
            {
                return (entity, TimeProvider.System.GetElapsedTime(begun));
            }

            await Task.Delay(100, cancellation);
        }

        throw new TimeoutException($"{kind}:default/{name} was not in the catalog after {longest.TotalSeconds} s.");
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("stop");
        var log = File.Exists(BackstageLog) ? await File.ReadAllLinesAsync(BackstageLog) : [];
        if (log.Length > 0)
        {
            File.Copy(BackstageLog, Path.Combine(Root, "artifacts", "backstage-of-the-tests.log"), overwrite: true);
        }

        await GitHub.DisposeAsync();
        Http.Dispose();
        Directory.Delete(folder, recursive: true);
        NoErrors(log);
    }

    /// <summary>A line of Backstage's log that reports an error.</summary>
    public static bool IsBad(string line) => line.Split(' ', 4) is [_, _, "error", _];

    /// <summary>After all the tests: nothing that they asked for may have made Backstage log an error. There is no line that is known and harmless.</summary>
    private static void NoErrors(string[] log)
    {
        var bad = log.Where(line => IsBad(line) || line.Contains("nhandled", StringComparison.Ordinal)).ToList();
        if (bad.Count > 0)
        {
            throw new InvalidOperationException($"Backstage logged {bad.Count} errors while the tests ran:\n{string.Join('\n', bad)}");
        }
    }

    internal static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(l => l.Start());
        var ports = listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port).ToArray();
        listeners.ForEach(l => l.Dispose());
        return ports;
    }

    /// <summary>What another Backstage needs to stand beside this one: the database server and the agent.</summary>
    internal Dictionary<string, string?> ForBackstage() =>
        new(StringComparer.Ordinal)
        {
            ["AGENT_URL"] = Agent.ToString(),
            ["POSTGRES_HOST"] = "127.0.0.1",
            ["POSTGRES_PORT"] = environment["POSTGRES_PORT"],
            ["POSTGRES_USER"] = "backstage",
            ["POSTGRES_PASSWORD"] = File.ReadAllText(Path.Combine(folder, "home", "secrets", "postgres-password")).Trim(),
        };

    /// <summary>A PATH that begins with the Node that start got for Backstage, where the machine's own is too old.</summary>
    internal static IReadOnlyDictionary<string, string?> WithItsNode =>
        new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["PATH"] = string.Join(
                Path.PathSeparator,
                [
                    .. Directory
                        .EnumerateDirectories(
                            Directory.CreateDirectory(Path.Combine(Root, "artifacts", "node", "node_modules")).FullName,
                            "node-*"
                        )
                        .Select(node => Path.Combine(node, "bin")),
                    Environment.GetEnvironmentVariable("PATH")!,
                ]
            ),
        };

    private static string FindRoot()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "infra-ai")))
        {
            at = at.Parent;
        }

        return at?.FullName ?? throw new InvalidOperationException("These tests run from a checkout.");
    }
}
