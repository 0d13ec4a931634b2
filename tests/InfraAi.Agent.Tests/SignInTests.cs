using System.Net;
using System.Net.Http.Json;
using InfraAi.Agent.Hosting;
using InfraAi.Platform.Processes;
using InfraAi.Tests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace InfraAi.Agent.Tests;

public sealed class SignInTests(AgentFixture fixture) : IClassFixture<AgentFixture>
{
    private const string Shop = "The shop API stores orders in PostgreSQL and publishes events to Kafka.";

    /// <summary>What may be asked by everybody. A line here is a decision: nothing of it says anything about a project.</summary>
    private static readonly string[] Open =
    [
        "GET /",
        "GET /health",
        "GET /sign-in",
        "POST /sign-in",
        "POST /sign-out",
        "POST /webhooks/github",
    ];

    private RunningAgent Agent => fixture.Agent;

    [Fact]
    public void Every_endpoint_demands_a_role_or_is_one_of_the_few_that_are_open()
    {
        var endpoints = Agent.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();

        var open = endpoints.Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null).SelectMany(NamesOf).ToList();
        var roles = endpoints
            .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Select(e => (Name: NamesOf(e).First(), Policy: e.Metadata.GetMetadata<IAuthorizeData>()?.Policy))
            .ToList();

        open.Order(StringComparer.Ordinal).ShouldBe(Open.Order(StringComparer.Ordinal));
        roles.Count.ShouldBeGreaterThan(15);
        string[] known = [Roles.Reader, Roles.Author, Roles.Maintainer, Roles.PublishedFiles];
        roles.ShouldAllBe(e => known.Contains(e.Policy));
    }

    private static IEnumerable<string> NamesOf(RouteEndpoint endpoint) =>
        (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"]).Select(method =>
            $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}"
        );

    [Theory]
    [InlineData("POST", "/process-text")]
    [InlineData("POST", "/process-image")]
    [InlineData("POST", "/api/projects")]
    [InlineData("GET", "/api/projects")]
    [InlineData("GET", "/api/analyses")]
    [InlineData("GET", "/api/analyses/any")]
    [InlineData("DELETE", "/api/analyses/any")]
    [InlineData("POST", "/api/analyses/any/retry")]
    [InlineData("GET", "/catalog-info.yaml")]
    [InlineData("GET", "/projects/any/catalog-info.yaml")]
    [InlineData("GET", "/projects/any.git/info/refs?service=git-upload-pack")]
    [InlineData("GET", "/openapi/v1.json")]
    [InlineData("POST", "/api/sign-in-links")]
    [InlineData("GET", "/nothing-is-here")]
    public async Task A_stranger_is_told_to_sign_in_and_how(string method, string path)
    {
        using var stranger = Agent.Stranger();
        using var request = new HttpRequestMessage(new(method), path);

        using var answer = await stranger.SendAsync(request, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer realm=\"infra-ai\"");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var problem = System.Text.Json.JsonDocument.Parse(text).RootElement;
        problem.GetProperty("code").GetString().ShouldBe("sign-in-needed");
        problem
            .GetProperty("remedy")
            .GetString()!
            .ShouldStartWith($"curl -H \"Authorization: Bearer $(./infra-ai token)\" {new Uri(Agent.Url, path.Split('?')[0])};");
    }

    [Theory]
    [InlineData("Bearer wrong")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Basic dXNlcjpwYXNz")]
    public async Task What_is_not_the_token_is_refused(string sent)
    {
        using var stranger = Agent.Stranger();
        stranger.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", sent);

        using var answer = await stranger.GetAsync("/api/analyses", TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.ToString().ShouldContain("invalid_token");
    }

    [Fact]
    public async Task The_page_health_and_the_documentation_open_without_signing_in()
    {
        using var stranger = Agent.Stranger();

        foreach (var path in (string[])["/", "/health", "/docs/index.html"])
        {
            using var answer = await stranger.GetAsync(path, TestContext.Current.CancellationToken);
            // Where the page was not built (501) it says that.
            answer.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.NotImplemented);
        }
    }

    [Fact]
    public async Task Who_a_header_says_to_be_is_not_believed()
    {
        var (status, answer) = await Agent.SendAsync(
            HttpMethod.Post,
            "/process-text",
            JsonContent.Create(new { description = Shop, name = "said" }),
            ("X-Backstage-User", "user:default/ana")
        );

        status.ShouldBe(HttpStatusCode.OK);
        var (_, whole) = await Agent.GetAsync($"/api/analyses/{answer.GetProperty("analysis_id").GetString()}");
        whole.GetProperty("described_by").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task A_link_signs_one_browser_in_once()
    {
        var (_, link) = await Agent.SendAsync(HttpMethod.Post, "/api/sign-in-links", JsonContent.Create(new { }));
        var url = link.GetProperty("url").GetString() + "&page=analyses/1";
        using var browser = Agent.Stranger();
        using var other = Agent.Stranger();

        using var opened = await browser.GetAsync(url, TestContext.Current.CancellationToken);
        using var again = await other.GetAsync(url, TestContext.Current.CancellationToken);

        opened.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        opened.Headers.Location!.ToString().ShouldBe("/#/analyses/1");
        var cookie = opened.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem();
        cookie.ShouldStartWith("infra_ai_session=");
        cookie.ShouldContain("; path=/; samesite=strict; httponly");
        again.Headers.Contains("Set-Cookie").ShouldBeFalse();
        var signedIn = await AskAsync("GET", "/api/me", ("Cookie", cookie.Split(';')[0]));
        signedIn.Status.ShouldBe(HttpStatusCode.OK);
        signedIn.Text.ShouldContain("\"role\":\"maintainer\"");
        // The cookie is the page's: another page that has the browser send it changes nothing.
        (await AskAsync("POST", "/api/sign-in-links", ("Cookie", cookie.Split(';')[0]), ("Origin", "http://127.0.0.1:1"))).Status.ShouldBe(
            HttpStatusCode.Forbidden
        );
        (await AskAsync("GET", "/api/me", ("Cookie", cookie.Split(';')[0][..^4] + "AAAA"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("\\evil.example")]
    public async Task A_link_leads_to_no_other_page(string page)
    {
        using var browser = Agent.Stranger();

        using var opened = await browser.GetAsync(
            $"/sign-in?code=x&page={Uri.EscapeDataString(page)}",
            TestContext.Current.CancellationToken
        );

        opened.Headers.Location!.ToString().ShouldStartWith("/");
        new Uri(Agent.Url, opened.Headers.Location).Authority.ShouldBe(Agent.Url.Authority);
    }

    [Fact]
    public async Task The_token_signs_the_page_in_and_the_page_out()
    {
        using var browser = Agent.Stranger();

        using var wrong = await browser.PostAsJsonAsync("/sign-in", new { token = "wrong" }, TestContext.Current.CancellationToken);
        using var right = await browser.PostAsJsonAsync("/sign-in", new { token = Agent.Token }, TestContext.Current.CancellationToken);
        using var left = await browser.PostAsync("/sign-out", null, TestContext.Current.CancellationToken);

        wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        right.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        right.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem().ShouldStartWith("infra_ai_session=");
        left.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem().ShouldStartWith("infra_ai_session=;");
    }

    [Fact]
    public async Task A_cookie_of_another_token_is_worth_nothing()
    {
        using var folder = new TemporaryFolder();
        await using var other = await RunningAgent.StartAsync(folder.Path);
        using var browser = other.Stranger();
        using var right = await browser.PostAsJsonAsync("/sign-in", new { token = other.Token }, TestContext.Current.CancellationToken);

        var cookie = right.Headers.GetValues("Set-Cookie").Single().Split(';')[0];

        (await AskAsync("GET", "/api/me", ("Cookie", cookie))).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Git_and_Backstage_read_by_a_secret_address_and_do_nothing_else_by_it()
    {
        var (_, made) = await Agent.DescribeAsync(Shop, "secret-address");
        var repository = made.GetProperty("repository_url").GetString()!;
        var catalog = new Uri(made.GetProperty("catalog_url").GetString()!);
        using var folder = new TemporaryFolder();

        var cloned = await Programs.RunAsync(
            "git",
            ["clone", repository, folder["clone"]],
            cancellation: TestContext.Current.CancellationToken
        );

        cloned.Value.ExitCode.ShouldBe(0, cloned.Value.Error);
        File.Exists(folder["clone/catalog-info.yaml"]).ShouldBeTrue();
        var root = catalog.AbsolutePath[..^"/projects/secret-address/catalog-info.yaml".Length];
        root.ShouldStartWith("/r/");
        (await AskAsync("GET", catalog.AbsolutePath)).Text.ShouldContain("kind: System");
        (await AskAsync("GET", root + "/catalog-info.yaml")).Text.ShouldContain("./projects/secret-address/catalog-info.yaml");
        (await AskAsync("GET", "/projects/secret-address/catalog-info.yaml")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await AskAsync("GET", "/r/wrong-key-wrong-key-wrong/projects/secret-address/catalog-info.yaml")).Status.ShouldBe(
            HttpStatusCode.NotFound
        );
        (await AskAsync("GET", root + "/api/analyses")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await AskAsync("POST", root + "/process-text")).Status.ShouldBe(HttpStatusCode.Forbidden);
        var (_, projects) = await Agent.GetAsync("/api/projects");
        projects
            .EnumerateArray()
            .Single(p => p.GetProperty("name").GetString() == "secret-address")
            .GetProperty("location")
            .GetString()
            .ShouldBe(catalog.ToString());
    }

    [Fact]
    public async Task A_name_in_AGENT_URL_opens_no_interface_but_this_machines_own()
    {
        using var folder = new TemporaryFolder();
        await using var agent = await RunningAgent.StartAsync(
            folder.Path,
            ("AGENT_URL", $"http://agent.example:{RunningAgent.FreePort()}")
        );

        var addresses = agent.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;

        addresses.ShouldNotBeEmpty();
        addresses.ShouldAllBe(address => new Uri(address).IsLoopback);
        using var http = new HttpClient { DefaultRequestHeaders = { Host = "agent.example" } };
        using var answer = await http.GetAsync($"http://127.0.0.1:{agent.Url.Port}/health", TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Names_of_AGENT_HOSTS_are_taken_too()
    {
        using var folder = new TemporaryFolder();
        await using var agent = await RunningAgent.StartAsync(folder.Path, ("AGENT_HOSTS", "agent.internal, other"));

        (await agent.GetAsync("/api/analyses", ("Host", "agent.internal:80"))).Status.ShouldBe(HttpStatusCode.OK);
        (await agent.GetAsync("/api/analyses", ("Host", "agent.internal.evil.example"))).Status.ShouldBe(HttpStatusCode.MisdirectedRequest);
    }

    [Fact]
    public async Task Sign_in_that_is_off_lets_everybody_in_and_health_says_so()
    {
        using var folder = new TemporaryFolder();
        await using var agent = await RunningAgent.StartAsync(folder.Path, ("AGENT_SIGN_IN", "none"));
        using var stranger = agent.Stranger();

        using var listed = await stranger.GetAsync("/api/analyses", TestContext.Current.CancellationToken);
        var (_, health) = await agent.GetAsync("/health");

        listed.StatusCode.ShouldBe(HttpStatusCode.OK);
        health.GetProperty("status").GetString().ShouldBe("degraded");
        health.GetProperty("checks").ToString().ShouldContain("AGENT_SIGN_IN=none");
    }

    private async Task<(HttpStatusCode Status, string Text)> AskAsync(
        string method,
        string path,
        params (string Name, string Value)[] headers
    )
    {
        using var stranger = Agent.Stranger();
        using var request = new HttpRequestMessage(new(method), path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await stranger.SendAsync(request, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
