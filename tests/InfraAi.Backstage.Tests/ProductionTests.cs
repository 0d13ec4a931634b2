using System.Net;
using System.Net.Http.Headers;
using Microsoft.Playwright;

namespace InfraAi.Backstage.Tests;

/// <summary>app-config.production.yaml, really started: a Backstage of its own with its own PostgreSQL, where people sign in with GitHub.</summary>
public sealed class ProductionTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("infra-ai-production-").FullName;
    private readonly Dictionary<string, string?> environment;
    private readonly Uri backend;

    public ProductionTests()
    {
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_001_001);
        var ports = RunningPlatform.FreePorts(3);
        backend = new($"http://localhost:{ports[0]}");
        environment = new(StringComparer.Ordinal)
        {
            ["INFRA_AI_HOME"] = Path.Combine(folder, "home"),
            // Nobody answers there: Backstage starts all the same.
            ["AGENT_URL"] = $"http://127.0.0.1:{ports[1]}",
            ["BACKSTAGE_URL"] = backend.ToString(),
            ["BACKSTAGE_FRONTEND_URL"] = backend.ToString(),
            ["POSTGRES_PORT"] = $"{ports[2]}",
            ["BACKSTAGE_PRODUCTION"] = "1",
            ["AUTH_GITHUB_CLIENT_ID"] = "an-id",
            ["AUTH_GITHUB_CLIENT_SECRET"] = "a-secret",
            ["LANG"] = "C.UTF-8",
            ["LC_ALL"] = "C.UTF-8",
        };
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var started = await RunningPlatform.RunAsync(environment, "start", "postgres", "backstage");
        if (started.Code != 0)
        {
            var log = Path.Combine(folder, "home", "logs", "backstage.log");
            var said = File.Exists(log) ? await File.ReadAllTextAsync(log, Cancellation) : "";
            await DisposeAsync();
            throw new InvalidOperationException($"start ended with {started.Code}:\n{started.Out}{started.Error}\n{said}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await RunningPlatform.RunAsync(environment, "stop");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task It_is_healthy_lets_programs_with_the_token_in_and_nobody_without_signing_in()
    {
        (await StatusAsync("/.backstage/health/v1/readiness")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync("/api/catalog/health")).ShouldBe(HttpStatusCode.OK);

        foreach (var closed in (string[])["/api/catalog/entities", "/api/infra-ai/analyses", "/api/search/query?term=a"])
        {
            (await StatusAsync(closed)).ShouldBe(HttpStatusCode.Unauthorized, closed);
        }

        (await StatusAsync("/api/auth/guest/refresh")).ShouldBe(HttpStatusCode.NotFound, "there are no guests");
        (await StatusAsync("/api/auth/github/start?env=production")).ShouldBe(HttpStatusCode.Found, "GitHub asks who it is");
        var token = await File.ReadAllTextAsync(Path.Combine(folder, "home", "secrets", "backstage-token"), Cancellation);
        (await StatusAsync("/api/catalog/entities", token.Trim())).ShouldBe(HttpStatusCode.OK);

        await using var portal = await Portal.OpenAsync("en-GB");
        await portal.Page.GotoAsync(backend.ToString());
        await Assertions.Expect(portal.Page.GetByText("Sign in with GitHub")).ToBeVisibleAsync();
        await Assertions.Expect(portal.Page.GetByText("Guest", new() { Exact = true })).ToHaveCountAsync(0);
        await portal.ShotAsync("backstage-sign-in");
    }

    private async Task<HttpStatusCode> StatusAsync(string path, string? token = null)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = backend };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        return answer.StatusCode;
    }
}
