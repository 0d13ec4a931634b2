using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using InfraAi.Platform.Processes;
using InfraAi.Platform.Setup;
using InfraAi.Tests;
using Npgsql;

namespace InfraAi.Backstage.Tests;

/// <summary>`plan` beside what a real backend then does with the same files, under four app-configs. The table in docs/catalog.md is this test's.</summary>
public sealed class PlanTests(RunningPlatform platform, PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly (string Name, string Rules)[] Configurations =
    [
        ("default", ""),
        ("create-app", "  rules:\n    - allow: [Component, System, API, Resource, Location]\n"),
        ("ours", "  rules:\n    - allow: [Component, API, Resource, System, Domain, Group, User, Template, Location]\n"),
        ("without-domain", "  rules:\n    - allow: [Component, API, Resource, System, Group, User, Location]\n"),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Plan_foretells_what_a_real_backend_takes_and_refuses()
    {
        using var folder = new TemporaryFolder();
        foreach (
            var file in PlanCases.All.SelectMany(
                c => c.Files,
                (c, f) => (Path: Path.Combine(folder.Path, "cases", c.Name, f.Path), f.Content)
            )
        )
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file.Path)!);
            await File.WriteAllTextAsync(file.Path, file.Content, Cancellation);
        }

        var differences = new List<string>();
        var table = new List<string>();
        foreach (var (name, rules) in Configurations)
        {
            var config = folder[$"app-config.{name}.yaml"];
            var port = FreePort();
            await File.WriteAllTextAsync(config, Configuration(folder["cases"], name, port, rules), Cancellation);
            var foretold = await PlanAsync(folder["cases"], config);
            var real = await RunBackendAsync(config, name, port);
            foreach (var @case in PlanCases.All)
            {
                var root = Path.Combine(folder["cases"], @case.Name) + "/";
                var expected = foretold.Where(e => e.StartsWith(root, StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
                var found = real.Where(e => e.StartsWith(root, StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
                differences.AddRange(
                    expected.Except(found).Select(e => $"{name}: foretold, not taken: {e[root.Length..]} of {@case.Name}")
                );
                differences.AddRange(
                    found.Except(expected).Select(e => $"{name}: taken, not foretold: {e[root.Length..]} of {@case.Name}")
                );
                table.Add($"{@case.Name} | {name} | {expected.Count} | {found.Count}");
            }
        }

        await File.WriteAllLinesAsync(Path.Combine(RunningPlatform.Root, "artifacts", "plan-and-backend.txt"), table, Cancellation);
        differences.ShouldBeEmpty();
    }

    private static string Configuration(string cases, string name, int port, string rules)
    {
        var locations = string.Concat(
            PlanCases.All.Select(c => $"    - type: file\n      target: {Path.Combine(cases, c.Name, "catalog-info.yaml")}\n")
        );
        return $$"""
            backend:
              baseUrl: http://127.0.0.1:{{port}}
              listen: { host: 127.0.0.1, port: {{port}} }
              auth: { dangerouslyDisableDefaultAuthPolicy: true }
              database:
                client: pg
                prefix: plan_{{name.Replace('-', '_')}}_
                connection: { host: '${PGHOST}', port: '${PGPORT}', user: '${PGUSER}' }
            catalog:
            {{rules}}  locations:
            {{locations}}
            """;
    }

    /// <returns>FILE REF of everything that is to appear. The plan is the program's own, as people run it.</returns>
    private async Task<HashSet<string>> PlanAsync(string cases, string config)
    {
        var ran = await platform.RunAsync("plan", cases, "--app-config", config, "--format", "json");
        ran.Code.ShouldBe(1, ran.Error);
        return
        [
            .. ran
                .Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement)
                .Where(item => item.GetProperty("action").GetString() == "appears")
                .Select(item => $"{item.GetProperty("file").GetString()} {item.GetProperty("ref").GetString()}"),
        ];
    }

    /// <returns>FILE REF of everything in the catalog once all that was found has been processed.</returns>
    private async Task<HashSet<string>> RunBackendAsync(string config, string name, int port)
    {
        var setup = new BackstageSetup(
            Path.Combine(RunningPlatform.Root, "backstage"),
            Path.Combine(RunningPlatform.Root, "artifacts"),
            Path.Combine(RunningPlatform.Root, "artifacts", "plan-setup.log")
        );
        var node = await setup.RunAsync(_ => { }, Cancellation);
        var program = Path.Combine(RunningPlatform.Root, "tests", "InfraAi.Backstage.Tests", "catalog-backend.mjs");
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["BACKSTAGE_FOLDER"] = setup.Folder,
            ["PGHOST"] = postgres.Host,
            ["PGPORT"] = $"{postgres.Port}",
            ["PGUSER"] = postgres.User,
        };
        var log = new List<string>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = Programs.StreamAsync(
            Path.Combine(node.Value, "node"),
            ["--no-node-snapshot", program, "--config", config],
            setup.Folder,
            log.Add,
            stop.Token,
            environment
        );
        try
        {
            using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
            var begun = Stopwatch.GetTimestamp();
            while (!running.IsCompleted && Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(120))
            {
                if (await IsProcessedAsync($"plan_{name.Replace('-', '_')}_catalog"))
                {
                    var entities = await http.GetFromJsonAsync<JsonElement>("/api/catalog/entities", Cancellation);
                    return [.. entities.EnumerateArray().Where(IsFromFile).Select(Entry)];
                }

                await Task.Delay(200, Cancellation);
            }

            throw new TimeoutException($"The backend under {name} did not come to rest:\n{string.Join('\n', log.TakeLast(40))}");
        }
        finally
        {
            await stop.CancelAsync();
            await running.ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    /// <summary>Each entity that the backend knows of has been processed, and what it made of it can be read.</summary>
    private async Task<bool> IsProcessedAsync(string database)
    {
        try
        {
            await using var connection = new NpgsqlConnection(postgres.ConnectionString(database) + ";Pooling=false");
            await connection.OpenAsync(Cancellation);
            await using var command = connection.CreateCommand();
            command.CommandText = """
                SELECT COUNT(*), COUNT(*) FILTER (WHERE s.errors IS NULL OR s.errors = ''),
                    COUNT(*) FILTER (WHERE s.processed_entity IS NOT NULL AND f.final_entity IS NULL)
                FROM refresh_state s LEFT JOIN final_entities f ON f.entity_id = s.entity_id
                """;
            await using var reader = await command.ExecuteReaderAsync(Cancellation);
            await reader.ReadAsync(Cancellation);
            return reader.GetInt64(0) >= PlanCases.All.Count && reader.GetInt64(1) == 0 && reader.GetInt64(2) == 0;
        }
        catch (NpgsqlException)
        {
            // The database or its tables are not there yet.
            return false;
        }
    }

    /// <summary>All but the Locations that the backend makes of its own configuration.</summary>
    private static bool IsFromFile(JsonElement entity) =>
        !entity.GetProperty("metadata").GetProperty("name").GetString()!.StartsWith("generated-", StringComparison.Ordinal);

    private static string Entry(JsonElement entity)
    {
        var metadata = entity.GetProperty("metadata");
        var file = metadata.GetProperty("annotations").GetProperty("backstage.io/managed-by-location").GetString()!["file:".Length..];
        var (kind, name) = (entity.GetProperty("kind").GetString()!, metadata.GetProperty("name").GetString()!);
        return $"{file} {kind.ToLowerInvariant()}:default/{name.ToLowerInvariant()}";
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
