using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using InfraAi.Model;
using InfraAi.Platform.Configuration;
using InfraAi.Platform.Files;
using InfraAi.Platform.Manifest;
using InfraAi.Platform.Processes;
using InfraAi.Platform.Setup;

namespace InfraAi.Platform.Services;

/// <summary>Backstage: one Node process that is the backend (BACKSTAGE_URL) and the portal (BACKSTAGE_FRONTEND_URL). It installs and builds itself.</summary>
public sealed class BackstageKind(Settings settings) : IServiceKind
{
    private const int DefaultPort = 7007;

    /// <summary>Settings that are handed on as they are; what each does is in backstage/config.</summary>
    private static readonly string[] HandedOn =
    [
        "GITHUB_TOKEN",
        "GITHUB_ORG",
        "GITHUB_HOST",
        "GITHUB_API_URL",
        "GITHUB_WEBHOOK_SECRET",
        "AUTH_GITHUB_CLIENT_ID",
        "AUTH_GITHUB_CLIENT_SECRET",
        "CATALOG_FOLDER",
        "TEMPLATES_FOLDER",
        "BACKSTAGE_PRODUCTION",
        "BACKSTAGE_MAINTAINERS",
        "BACKSTAGE_HOSTS",
    ];

    private Uri Backend => Address("BACKSTAGE_URL", $"http://localhost:{DefaultPort}");

    private Uri Portal => Address("BACKSTAGE_FRONTEND_URL", "http://localhost:3000");

    /// <summary>Where it listens: an address of another host, or one without a port, is a proxy's.</summary>
    internal int Port =>
        int.TryParse(settings.Get("BACKSTAGE_PORT").Value, CultureInfo.InvariantCulture, out var port) ? port
        : Backend is { IsLoopback: true, IsDefaultPort: false } ? Backend.Port
        : DefaultPort;

    /// <summary>The backend as this machine reaches it.</summary>
    private Uri Near => !settings.OwnsBackstage || (Backend.IsLoopback && Backend.Port == Port) ? Backend : new($"http://127.0.0.1:{Port}");

    public Uri Url(ServiceEntry entry) =>
        !settings.OwnsBackstage || (Portal.IsLoopback && !Portal.IsDefaultPort)
            ? Portal
            // Without a port of its own the portal is on the backend's.
            : new($"http://127.0.0.1:{(Portal.IsDefaultPort ? Port : Portal.Port)}");

    Uri? IServiceKind.Url(ServiceEntry entry) => Url(entry);

    public bool IsOurs(ServiceEntry entry) => settings.OwnsBackstage;

    public async Task<Result<ServiceCommand>> PrepareAsync(ServiceEntry entry, Action<Phrase> say, CancellationToken cancellation)
    {
        if (PortHolder.Find(Port) is { } holder)
        {
            return new Problem(
                "port-in-use",
                ProblemKind.Outside,
                new(
                    $"Port {holder.Port} of Backstage's backend is taken by {holder}.",
                    $"El puerto {holder.Port} del backend de Backstage está ocupado por {holder}."
                ),
                new(
                    "Stop that program, or set BACKSTAGE_URL to another port.",
                    "Detenga ese programa, o ponga otro puerto en BACKSTAGE_URL."
                )
            );
        }

        var setup = new BackstageSetup(
            Path.Combine(settings.Root, "backstage"),
            Path.Combine(settings.Root, "artifacts"),
            Path.Combine(settings.Home, "logs", "backstage-setup.log")
        );
        var node = await setup.RunAsync(say, cancellation);
        return node.Ok
            ? new ServiceCommand(
                [Path.Combine(node.Value, "node"), "--no-node-snapshot", "packages/backend/src/index.ts"],
                setup.Folder,
                EnvironmentOf(entry, node.Value)
            )
            : node.Problem;
    }

    /// <summary>Ready when every plugin is; then both ports are asked for the catalog.</summary>
    public async Task<Answer?> AskAsync(ServiceEntry entry, CancellationToken cancellation)
    {
        // Together: one after the other they would be most of what `status` takes.
        var answers = await Task.WhenAll(
            Readiness.AskAsync(new Uri(Near, "/.backstage/health/v1/readiness"), cancellation),
            Readiness.AskAsync(new Uri(Near, "/api/catalog/health"), cancellation),
            Readiness.AskAsync(new Uri(Url(entry), "/api/catalog/health"), cancellation)
        );
        var (ready, backend, portal) = (answers[0], answers[1], answers[2]);
        return ready?.Condition != ServiceCondition.Healthy ? null
            : backend?.Condition == ServiceCondition.Healthy ? portal
            : backend;
    }

    /// <summary>Asks the portal for a link that signs one browser in as its guest, once, within fifteen minutes.</summary>
    /// <returns>Null where people sign in otherwise, and where the portal does not answer.</returns>
    public async Task<Uri?> StartLinkAsync(CancellationToken cancellation)
    {
        if (!settings.OwnsBackstage || settings.BackstageToken is not { } token)
        {
            return null;
        }

        using var http = AgentClient.Connect(Near, token);
        try
        {
            using var answer = await http.PostAsync(new Uri("/api/auth/start-links", UriKind.Relative), null, cancellation);
            return answer.IsSuccessStatusCode
                ? new Uri((await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation)).GetProperty("url").GetString()!)
                : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private Dictionary<string, string?> EnvironmentOf(ServiceEntry entry, string nodeFolder)
    {
        var database = new PostgresKind(settings).Address;
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["PATH"] = nodeFolder + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"),
            ["POSTGRES_HOST"] = database.Host,
            ["POSTGRES_PORT"] = database.Port.ToString(CultureInfo.InvariantCulture),
            ["POSTGRES_USER"] = database.User,
            ["POSTGRES_PASSWORD"] = database.Password,
            ["AGENT_URL"] = Bare(settings.AgentUrl),
            ["BACKSTAGE_URL"] = Bare(Backend),
            ["BACKSTAGE_PORT"] = Port.ToString(CultureInfo.InvariantCulture),
            ["BACKSTAGE_FRONTEND_URL"] = Bare(Portal),
            ["BACKSTAGE_TOKEN"] = settings.Get("BACKSTAGE_TOKEN").Value ?? new SecretFile(settings.Home, "backstage-token").Read(),
            ["TECHDOCS_FOLDER"] = Path.Combine(settings.Home, "techdocs"),
        };
        foreach (var name in HandedOn)
        {
            environment[name] = settings.Get(name).Value;
        }

        if (environment["BACKSTAGE_PRODUCTION"] is not null)
        {
            environment["NODE_ENV"] = "production";
        }

        // What the agent signs its pushes with, when it tells them itself.
        environment["GITHUB_WEBHOOK_SECRET"] ??= settings.Get("BACKSTAGE_WEBHOOK_SECRET").Value;
        foreach (var (name, value) in entry.Environment)
        {
            environment[name] = value;
        }

        return environment;
    }

    private Uri Address(string name, string otherwise) =>
        Uri.TryCreate(settings.Get(name, otherwise).Value, UriKind.Absolute, out var url) ? url : new Uri(otherwise);

    private static string Bare(Uri url) => url.ToString().TrimEnd('/');
}
