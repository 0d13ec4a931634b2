using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using InfraAi.Platform.Processes;
using Microsoft.Playwright;

namespace InfraAi.Backstage.Tests;

/// <summary>What a stranger, a hostile project or a hostile page tries against the portal: each attack is planted, and must come to nothing.</summary>
public sealed class AttackTests(RunningPlatform platform)
{
    private const string Fine = """
        apiVersion: backstage.io/v1alpha1
        kind: Component
        metadata: { name: NAME }
        spec: { type: service, lifecycle: production, owner: group:default/platform-team }

        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/infra-ai/analyses/../../openapi/v1.json")]
    [InlineData("/api/infra-ai/analyses/../campaigns")]
    [InlineData("/api/infra-ai/analyses/%2e%2e/campaigns")]
    [InlineData("/api/infra-ai/analyses/%252e%252e/campaigns")]
    [InlineData("/api/infra-ai/analyses/..%2fcampaigns")]
    [InlineData("/api/infra-ai/analyses/..\\campaigns")]
    [InlineData("/api/infra-ai/analyses/%2e%2e%5ccampaigns")]
    [InlineData("/api/infra-ai/campaigns")]
    public async Task No_path_below_the_plugin_leads_to_what_the_agent_has_beside_it(string path)
    {
        var token = await platform.UserTokenAsync(Cancellation);
        (await RawAsync("GET", "/api/infra-ai/analyses?limit=1", token)).ShouldStartWith(
            "HTTP/1.1 200 ",
            customMessage: "the user may ask"
        );

        (await RawAsync("GET", path, token)).ShouldStartWith("HTTP/1.1 404 ");
    }

    [Theory]
    [InlineData("User", "backstage.io/v1alpha1", "{ memberOf: [platform-team] }")]
    [InlineData(
        "Template",
        "scaffolder.backstage.io/v1beta3",
        "{ type: service, steps: [{ id: a, action: 'debug:log', input: { message: hi } }] }"
    )]
    [InlineData("Location", "backstage.io/v1alpha1", "{ target: 'https://example.com/catalog-info.yaml' }")]
    [InlineData("Group", "backstage.io/v1alpha1", "{ type: team, children: [], members: [guest] }")]
    public async Task A_project_makes_no_people_and_nothing_that_runs(string kind, string version, string spec)
    {
        var name = $"planted-{kind.ToLowerInvariant()}";
        var planted = $"---\napiVersion: {version}\nkind: {kind}\nmetadata: {{ name: {name} }}\nspec: {spec}\n";
        var catalog = Fine.Replace("NAME", name + "-fine", StringComparison.Ordinal) + planted;

        // At the agent's door it is refused; behind it, in the agent's own Git, the portal still does not take it.
        using var refused = await PublishAsync(name, catalog);
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await refused.Content.ReadAsStringAsync(Cancellation)).ShouldContain("catalog-not-admitted");
        await platform.PlantAsync(name, ("catalog-info.yaml", catalog));

        await platform.WaitForAsync("component", name + "-fine", TimeSpan.FromSeconds(20), Cancellation);
        (await platform.EntityAsync(kind.ToLowerInvariant(), name, Cancellation)).ShouldBeNull();
        (await File.ReadAllTextAsync(platform.BackstageLog, Cancellation)).ShouldContain(
            $"{kind.ToLowerInvariant()}:default/{name} of the project {name} is refused"
        );
    }

    [Fact]
    public async Task A_name_that_another_source_shows_is_refused_and_reported()
    {
        var held = await platform.WaitForAsync("component", GitHubDouble.Before, TimeSpan.FromSeconds(30), Cancellation);
        var catalog = Fine.Replace("NAME", GitHubDouble.Before, StringComparison.Ordinal);

        using var refused = await PublishAsync("taker", catalog);
        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await refused.Content.ReadAsStringAsync(Cancellation)).ShouldContain("name-taken");
        await platform.PlantAsync(
            "taker",
            ("catalog-info.yaml", catalog + "---\n" + Fine.Replace("NAME", "taker-fine", StringComparison.Ordinal))
        );

        await platform.WaitForAsync("component", "taker-fine", TimeSpan.FromSeconds(20), Cancellation);
        var still = (await platform.EntityAsync("component", GitHubDouble.Before, Cancellation)).ShouldNotBeNull();
        LocationOf(still).ShouldBe(LocationOf(held.Entity));
        (await File.ReadAllTextAsync(platform.BackstageLog, Cancellation)).ShouldContain(
            $"component:default/{GitHubDouble.Before} of the project taker is refused: it is the name of an entity of"
        );
    }

    [Fact]
    public async Task A_page_of_documentation_reads_neither_the_portals_environment_nor_its_files()
    {
        const string name = "reads-secrets";
        var catalog = Fine.Replace(
            "{ name: NAME }",
            $"{{ name: {name}, annotations: {{ backstage.io/techdocs-ref: 'dir:.' }} }}",
            StringComparison.Ordinal
        );
        const string mkdocs =
            "site_name: Reads\nsite_description: !ENV [POSTGRES_PASSWORD, none]\nplugins: [techdocs-core]\nmarkdown_extensions:\n"
            + "  - pymdownx.snippets: { base_path: [/] }\n";
        var index =
            "# A page that is built\n\n--8<-- \"/proc/self/environ\"\n\n"
            + $"--8<-- \"{platform.Secrets}/backstage-token\"\n\n--8<-- \"{platform.Secrets}/postgres-password\"\n\n--8<-- \"/etc/passwd\"\n";

        using var refused = await PublishAsync(name, catalog, ("mkdocs.yml", mkdocs), ("docs/index.md", index));
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await refused.Content.ReadAsStringAsync(Cancellation)).ShouldContain("mkdocs.yml, line 2");
        await platform.PlantAsync(name, ("catalog-info.yaml", catalog), ("mkdocs.yml", mkdocs), ("docs/index.md", index));

        await platform.WaitForAsync("component", name, TimeSpan.FromSeconds(20), Cancellation);
        var built = await platform.Http.GetStringAsync($"/api/techdocs/sync/default/component/{name}", Cancellation);
        var page = await platform.Http.GetStringAsync($"/api/techdocs/static/docs/default/component/{name}/index.html", Cancellation);
        var about = await platform.Http.GetStringAsync($"/api/techdocs/metadata/techdocs/default/component/{name}", Cancellation);
        page.ShouldContain("A page that is built", customMessage: built);
        foreach (var shown in (string[])[page, about, built])
        {
            foreach (var secret in (string[])["backstage-token", "postgres-password"])
            {
                shown.ShouldNotContain((await File.ReadAllTextAsync(Path.Combine(platform.Secrets, secret), Cancellation)).Trim());
            }

            shown.ShouldNotContain("POSTGRES_PASSWORD=");
            shown.ShouldNotContain("root:x:0:0");
        }

        built.ShouldContain("markdown_extensions.pymdownx.snippets");
    }

    [Theory]
    [InlineData("/api/auth/guest/refresh")]
    [InlineData("/")]
    [InlineData("/api/infra-ai/health")]
    public async Task A_page_that_turned_its_own_name_to_this_machine_gets_nothing(string path)
    {
        foreach (
            var host in (string[])
                ["rebound.example", $"rebound.example:{platform.Portal.Port}", "localhost.rebound.example", "", "localhost@rebound.example"]
        )
        {
            (await RawAsync("GET", path, null, host)).ShouldStartWith("HTTP/1.1 4", customMessage: host);
            (await RawAsync("GET", path, null, host)).ShouldNotContain("token");
        }

        (await RawAsync("GET", "/", null)).ShouldStartWith("HTTP/1.1 200 ");
    }

    [Fact]
    public async Task A_browser_that_was_led_to_another_name_of_this_machine_signs_nobody_in()
    {
        // Chromium resolves the attacker's name to this machine, as his server does after the page was loaded.
        await using var portal = await Portal.OpenAsync("en-GB", "--host-resolver-rules=MAP rebound.example 127.0.0.1");
        var answer = await portal.Page.GotoAsync($"http://rebound.example:{platform.Portal.Port}/");
        answer.ShouldNotBeNull().Status.ShouldBe(421);
        var stolen = await portal.Page.EvaluateAsync<int>(
            $"async () => (await fetch('http://rebound.example:{platform.Portal.Port}/api/auth/guest/refresh')).status"
        );
        stolen.ShouldBe(421);
    }

    [Fact]
    public async Task Nobody_is_the_guest_who_has_opened_no_start_link_and_a_link_opens_once()
    {
        platform.Said.ShouldContain("/api/auth/start-link?code=");
        (await RawAsync("GET", "/api/auth/guest/refresh", null)).ShouldStartWith("HTTP/1.1 401 ");
        (await RawAsync("POST", "/api/auth/start-links", null)).ShouldStartWith("HTTP/1.1 401 ");
        (await RawAsync("POST", "/api/auth/start-links", await platform.UserTokenAsync(Cancellation))).ShouldStartWith("HTTP/1.1 403 ");

        var link = new Uri(await platform.LinkAsync(Cancellation));
        var opened = await RawAsync("GET", link.PathAndQuery, null);
        opened.ShouldContain("HttpOnly; SameSite=Strict");
        (await RawAsync("GET", link.PathAndQuery, null)).ToLowerInvariant().ShouldNotContain("set-cookie");

        await using var stranger = await Portal.OpenAsync("es-ES");
        await stranger.Page.GotoAsync(platform.Portal.ToString());
        await Assertions.Expect(stranger.Page.GetByTestId("infra-ai-needs-link")).ToContainTextAsync("./infra-ai start --all");
        await stranger.ShotAsync("backstage-needs-link");
    }

    [Fact]
    public async Task Who_only_signed_in_registers_no_location_and_tries_out_no_template()
    {
        var token = await platform.UserTokenAsync(Cancellation);
        using var http = new HttpClient { BaseAddress = platform.Backend };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var location = new { type = "url", target = "https://example.com/catalog-info.yaml" };
        using var registered = await http.PostAsJsonAsync("/api/catalog/locations", location, Cancellation);
        registered.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var tried = await http.PostAsJsonAsync(
            "/api/scaffolder/v2/dry-run",
            new
            {
                template = new
                {
                    apiVersion = "scaffolder.backstage.io/v1beta3",
                    kind = "Template",
                    metadata = new { name = "x" },
                    spec = new
                    {
                        type = "service",
                        steps = new[]
                        {
                            new
                            {
                                id = "a",
                                action = "fetch:plain",
                                input = new { url = "https://example.com" },
                            },
                        },
                    },
                },
                values = new { },
                directoryContents = Array.Empty<object>(),
            },
            Cancellation
        );
        tried.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var read = await http.GetAsync("/api/catalog/entities?limit=1", Cancellation);
        read.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static string? LocationOf(JsonElement entity) =>
        entity.GetProperty("metadata").GetProperty("annotations").GetProperty("backstage.io/managed-by-location").GetString();

    private async Task<HttpResponseMessage> PublishAsync(string name, string catalog, params (string Path, string Content)[] more)
    {
        var files = new List<object> { new { path = "catalog-info.yaml", content = catalog } };
        files.AddRange(more.Select(f => new { path = f.Path, content = f.Content }));
        using var agent = platform.ConnectAgent();
        return await agent.PostAsJsonAsync("/api/projects", new { name, files }, Cancellation);
    }

    /// <summary>A request as it is written here: no client tidies its path.</summary>
    /// <returns>The answer, whole.</returns>
    private async Task<string> RawAsync(string method, string path, string? token, string? host = null)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(platform.Portal.Host, platform.Portal.Port, Cancellation);
        await using var stream = socket.GetStream();
        var bearer = token is null ? "" : $"Authorization: Bearer {token}\r\n";
        var request = $"{method} {path} HTTP/1.1\r\nHost: {host ?? platform.Portal.Authority}\r\n{bearer}Connection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), Cancellation);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(Cancellation);
    }
}
