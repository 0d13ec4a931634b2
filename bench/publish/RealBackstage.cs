using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using InfraAi.Platform.Processes;
using InfraAi.Platform.Services;
using InfraAi.Tests;

namespace InfraAi.Bench.Publish;

internal static class Ports
{
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>Backstage's own catalog backend, from an installed node_modules, set up to read our GitHub double.</summary>
internal sealed class RealBackstage : IAsyncDisposable
{
    public const string Token = "bench-token-of-the-agent";

    private const string Program = """
        const { createBackend } = require('@backstage/backend-defaults');
        const backend = createBackend();
        for (const name of ['@backstage/plugin-auth-backend', '@backstage/plugin-catalog-backend', '@backstage/plugin-events-backend'])
          backend.add(import(name));
        backend.start();
        """;

    private readonly Process process;
    private readonly TemporaryFolder folder;
    private readonly PostgresCluster postgres;

    private RealBackstage(Process process, TemporaryFolder folder, PostgresCluster postgres, Uri url)
    {
        this.process = process;
        this.folder = folder;
        this.postgres = postgres;
        Url = url;
    }

    public Uri Url { get; }

    /// <returns>Null when none is installed.</returns>
    public static async Task<RealBackstage?> StartAsync(Uri github)
    {
        var root = Environment.GetEnvironmentVariable("INFRA_AI_ROOT") ?? ".";
        var installed = Path.GetFullPath(Environment.GetEnvironmentVariable("BACKSTAGE_FOLDER") ?? Path.Combine(root, "backstage"));
        if (!Directory.Exists(Path.Combine(installed, "node_modules", "@backstage", "plugin-catalog-backend")))
        {
            return null;
        }

        var place = new TemporaryFolder();
        var url = new Uri($"http://127.0.0.1:{Ports.Free()}");
        var cluster = await PostgresCluster.StartAsync(
            new()
            {
                Folder = Directory.CreateTempSubdirectory("infra-ai-postgres-").FullName,
                Durable = false,
                EndsWithThisProcess = true,
            }
        );
        var server = cluster.Value;
        Directory.CreateSymbolicLink(place["node_modules"], Path.Combine(installed, "node_modules"));
        await File.WriteAllTextAsync(place["package.json"], """{"name":"backend","version":"0.0.0","private":true}""");
        await File.WriteAllTextAsync(place["index.js"], Program);
        await File.WriteAllTextAsync(place["app-config.yaml"], Configuration(url, github, server));
        var started = Programs
            .Start(
                "sh",
                [
                    "-c",
                    "exec \"$0\" --no-node-snapshot --preserve-symlinks index.js --config app-config.yaml >backstage.log 2>&1",
                    Environment.GetEnvironmentVariable("NODE") ?? "node",
                ],
                place.Path
            )
            .Value;
        var backstage = new RealBackstage(started, place, server, url);
        await backstage.ReadyAsync();
        return backstage;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        folder.Dispose();
        await postgres.DisposeAsync();
        Directory.Delete(postgres.Folder, recursive: true);
    }

    private async Task ReadyAsync()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(Url, "/.backstage/health/v1/readiness"), limit.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (!process.HasExited)
            {
                // Not up yet.
            }
            catch (HttpRequestException e)
            {
                throw new InvalidOperationException(await File.ReadAllTextAsync(folder["backstage.log"]), e);
            }

            if (limit.IsCancellationRequested)
            {
                throw new InvalidOperationException(await File.ReadAllTextAsync(folder["backstage.log"]));
            }

            await Task.Delay(100);
        }
    }

    private static string Configuration(Uri url, Uri github, PostgresCluster postgres) =>
        $$"""
            app:
              baseUrl: {{url}}
            backend:
              baseUrl: {{url.ToString().TrimEnd('/')}}
              listen: { host: 127.0.0.1, port: {{url.Port}} }
              database:
                client: pg
                connection: { host: 127.0.0.1, port: {{postgres.Port}}, user: {{postgres.User}}, password: none }
              auth:
                externalAccess:
                  - type: static
                    options: { token: {{Token}}, subject: infra-ai }
            auth:
              environment: development
              providers: {}
            integrations:
              github:
                - host: {{github.Authority}}
                  apiBaseUrl: {{github.ToString().TrimEnd('/')}}
                  rawBaseUrl: {{github}}raw
                  token: {{GitHubDouble.Token}}
            catalog:
              rules:
                - allow: [Component, API, Resource, System, Group, Location]
            """;
}
