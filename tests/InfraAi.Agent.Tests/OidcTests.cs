using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using InfraAi.Platform.Configuration;
using InfraAi.Tests;

namespace InfraAi.Agent.Tests;

/// <summary>People of an OpenID provider, in a browser and by their tokens.</summary>
public sealed class OidcTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private OpenIdProvider provider = null!;
    private RunningAgent agent = null!;

    public async ValueTask InitializeAsync()
    {
        provider = await OpenIdProvider.StartAsync();
        agent = await RunningAgent.StartAsync(
            folder.Path,
            ("AGENT_SIGN_IN", "oidc"),
            ("OIDC_AUTHORITY", provider.Url.ToString()),
            ("OIDC_CLIENT_ID", OpenIdProvider.Client),
            ("OIDC_CLIENT_SECRET", OpenIdProvider.Secret),
            ("OIDC_AUTHORS", "engineers, architects"),
            ("OIDC_MAINTAINERS", "platform"),
            ("OIDC_DEFAULT_ROLE", "none"),
            ("OIDC_READERS", "everybody"),
            ("AGENT_MAINTAINERS", "oidc:olga")
        );
    }

    public async ValueTask DisposeAsync()
    {
        await agent.DisposeAsync();
        await provider.DisposeAsync();
        folder.Dispose();
    }

    [Theory]
    [InlineData("ana", "engineers", "author")]
    [InlineData("ana", "everybody,platform", "maintainer")]
    [InlineData("ana", "everybody", "reader")]
    [InlineData("olga", "", "maintainer")]
    public async Task A_browser_is_sent_to_the_provider_and_comes_back_signed_in(string person, string groups, string role)
    {
        (provider.Person, provider.Groups) = (person, groups.Split(',', StringSplitOptions.RemoveEmptyEntries));
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var browser = new HttpClient(handler) { BaseAddress = agent.Url };
        using var refused = await browser.GetAsync("/api/me", TestContext.Current.CancellationToken);
        var start = (await JsonAsync(refused)).GetProperty("sign_in_url").GetString();

        using var back = await browser.GetAsync(start, TestContext.Current.CancellationToken);
        using var me = await browser.GetAsync("/api/me", TestContext.Current.CancellationToken);

        back.RequestMessage!.RequestUri.ShouldBe(new Uri(agent.Url, "/"));
        var caller = await JsonAsync(me);
        caller.GetProperty("name").GetString().ShouldBe($"oidc:{person}");
        caller.GetProperty("role").GetString().ShouldBe(role);
        var cookie = handler.CookieContainer.GetCookies(agent.Url).ShouldHaveSingleItem();
        cookie.Name.ShouldBe("infra_ai_session");
        cookie.HttpOnly.ShouldBeTrue();
    }

    [Fact]
    public async Task Who_is_in_none_of_the_groups_signs_in_and_may_do_nothing()
    {
        using var browser = Browser();
        (await browser.GetAsync("/sign-in/provider", TestContext.Current.CancellationToken)).Dispose();

        using var me = await browser.GetAsync("/api/me", TestContext.Current.CancellationToken);

        me.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_reader_describes_nothing()
    {
        provider.Groups = ["everybody"];
        using var reader = Program(provider.Sign(OpenIdProvider.Client));

        using var listed = await reader.GetAsync("/api/analyses", TestContext.Current.CancellationToken);
        using var described = await reader.PostAsJsonAsync(
            "/process-text",
            new { description = "An API stores in Redis." },
            TestContext.Current.CancellationToken
        );

        listed.StatusCode.ShouldBe(HttpStatusCode.OK);
        described.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_program_sends_the_providers_token_and_what_it_describes_is_that_persons()
    {
        provider.Groups = ["architects"];
        using var program = Program(provider.Sign(OpenIdProvider.Client));

        using var described = await program.PostAsJsonAsync(
            "/process-text",
            new { description = "The shop API stores carts in Redis.", name = "carts" },
            TestContext.Current.CancellationToken
        );

        described.StatusCode.ShouldBe(HttpStatusCode.OK);
        var id = (await JsonAsync(described)).GetProperty("analysis_id").GetString();
        (await agent.GetAsync($"/api/analyses/{id}")).Body.GetProperty("described_by").GetString().ShouldBe("oidc:ana");
    }

    [Theory]
    [InlineData("for another program")]
    [InlineData("of another key")]
    [InlineData("of another provider")]
    public async Task Other_tokens_are_refused(string what)
    {
        provider.Groups = ["platform"];
        var token = what switch
        {
            "for another program" => provider.Sign("another"),
            "of another key" => provider.Sign(OpenIdProvider.Client, with: PortalDouble.NewKey()),
            _ => provider.Sign(OpenIdProvider.Client, issuer: "https://evil.example"),
        };
        using var program = Program(token);

        using var answer = await program.GetAsync("/api/analyses", TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_code_that_was_not_asked_for_here_signs_nobody_in()
    {
        using var browser = Browser();

        using var answer = await browser.GetAsync("/sign-in/oidc?code=x&state=y", TestContext.Current.CancellationToken);
        using var me = await browser.GetAsync("/api/me", TestContext.Current.CancellationToken);

        answer.RequestMessage!.RequestUri.ShouldBe(new Uri(agent.Url, "/"));
        me.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_agents_own_token_still_holds() => (await agent.GetAsync("/api/analyses")).Status.ShouldBe(HttpStatusCode.OK);

    [Theory]
    [InlineData(null, "infra-ai")]
    [InlineData("http://provider.example", "infra-ai")]
    [InlineData("https://provider.example", null)]
    public void A_provider_that_is_not_named_whole_or_asked_in_clear_is_refused(string? authority, string? client)
    {
        var loaded = Settings.Load(
            folder.Path,
            name =>
                name switch
                {
                    "AGENT_SIGN_IN" => "oidc",
                    "OIDC_AUTHORITY" => authority,
                    "OIDC_CLIENT_ID" => client,
                    _ => null,
                }
        );

        loaded.Problem.ShouldNotBeNull().Code.ShouldBe("setting-not-valid");
    }

    private HttpClient Browser() => new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = agent.Url };

    private HttpClient Program(string token)
    {
        var http = agent.Stranger();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) =>
        await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
}
