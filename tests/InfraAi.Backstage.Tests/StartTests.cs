using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using InfraAi.Platform.Processes;

namespace InfraAi.Backstage.Tests;

/// <summary>What `start --all` brings up, seen from outside.</summary>
public sealed class StartTests(RunningPlatform platform)
{
    private static readonly string[] OwnEntities =
    [
        "group:platform-team",
        "user:guest",
        "domain:developer-platform",
        "system:infrastructure-ai-platform",
        "component:ai-agent",
        "component:backstage-idp",
        "api:ai-agent-api",
        "resource:platform-postgresql",
        "resource:project-repositories",
        "resource:gemini-api",
        "resource:github",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_three_health_checks_of_the_specification_answer()
    {
        using var http = new HttpClient();
        foreach (
            var url in (Uri[])
                [new(platform.Agent, "/health"), new(platform.Portal, "/api/catalog/health"), new(platform.Backend, "/api/catalog/health")]
        )
        {
            using var answer = await http.GetAsync(url, Cancellation);

            answer.StatusCode.ShouldBe(HttpStatusCode.OK, url.ToString());
            var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
            body.GetProperty("status").GetString().ShouldBe("healthy", url.ToString());
        }
    }

    [Fact]
    public async Task The_catalog_is_for_those_who_are_signed_in()
    {
        using var http = new HttpClient();
        foreach (var url in (Uri[])[new(platform.Portal, "/api/catalog/entities"), new(platform.Backend, "/api/infra-ai/analyses")])
        {
            using var answer = await http.GetAsync(url, Cancellation);

            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, url.ToString());
        }
    }

    [Fact]
    public async Task The_platforms_own_catalog_is_there_and_no_entity_has_a_fault()
    {
        foreach (var entity in OwnEntities)
        {
            await platform.WaitForAsync(entity.Split(':')[0], entity.Split(':')[1], TimeSpan.FromSeconds(20), Cancellation);
        }

        var all = await platform.Http.GetFromJsonAsync<JsonElement>("/api/catalog/entities", Cancellation);
        foreach (var entity in all.EnumerateArray())
        {
            var faults =
                entity.TryGetProperty("status", out var status) && status.TryGetProperty("items", out var items) ? items.ToString() : "[]";
            faults.ShouldBe("[]", entity.ToString());
        }
    }

    [Fact]
    public async Task The_agents_interface_in_the_catalog_is_the_one_that_the_agent_serves()
    {
        using var http = platform.ConnectAgent();
        var served = Paths(await http.GetStringAsync(new Uri(platform.Agent, "/openapi/v1.json"), Cancellation));

        var (api, _) = await platform.WaitForAsync("api", "ai-agent-api", TimeSpan.FromSeconds(20), Cancellation);
        var written = Paths(api.GetProperty("spec").GetProperty("definition").GetString()!);

        written.ShouldBe(served, "the definition in catalog/components/ai-agent-api is what AGENT/openapi/v1.json answers");
    }

    [Fact]
    public async Task Status_knows_all_three_services()
    {
        var status = await platform.RunAsync("status", "--format", "json");

        status.Code.ShouldBe(0, status.Error);
        foreach (var service in (string[])["agent", "postgres", "backstage"])
        {
            status.Out.ShouldContain($"\"{service}\"");
        }

        platform.Said.ShouldContain("backstage healthy");
    }

    [Fact]
    public async Task Nothing_is_logged_as_an_error_and_memory_stays_below_a_gigabyte()
    {
        await platform.WaitForAsync("system", "infrastructure-ai-platform", TimeSpan.FromSeconds(20), Cancellation);
        var record = await File.ReadAllTextAsync(
            Path.Combine(Path.GetDirectoryName(platform.BackstageLog)!, "..", "run", "backstage.json"),
            Cancellation
        );
        var pid = JsonDocument.Parse(record).RootElement.GetProperty("process").GetProperty("pid").GetInt32();

        var log = await File.ReadAllLinesAsync(platform.BackstageLog, Cancellation);

        log.Length.ShouldBeGreaterThan(20);
        log.Where(RunningPlatform.IsBad).ShouldBeEmpty();
        RunningProcess.Find(pid).ShouldNotBeNull().Memory().ShouldNotBeNull().ShouldBeLessThan(1L << 30);
    }

    [Theory]
    [InlineData("typecheck")]
    [InlineData("format:check")]
    [InlineData("test")]
    public async Task The_sources_of_our_plugins_are_typed_formatted_and_tested(string script)
    {
        var ran = await Programs.RunAsync(
            "npm",
            ["run", script],
            Path.Combine(RunningPlatform.Root, "backstage"),
            RunningPlatform.WithItsNode,
            cancellation: Cancellation
        );

        ran.Value.ExitCode.ShouldBe(0, ran.Value.Text + ran.Value.Error);
    }

    private static string[] Paths(string openApi) =>
        [
            .. JsonDocument
                .Parse(openApi)
                .RootElement.GetProperty("paths")
                .EnumerateObject()
                .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name} {path.Name}"))
                .Order(StringComparer.Ordinal),
        ];
}
