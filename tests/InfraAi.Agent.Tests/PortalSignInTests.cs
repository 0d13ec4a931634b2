using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using InfraAi.Tests;

namespace InfraAi.Agent.Tests;

/// <summary>People who come through a Backstage, and programs that say that they do.</summary>
public sealed class PortalSignInTests : IAsyncLifetime
{
    private const string Shop = "The shop API stores orders in PostgreSQL and publishes events to Kafka.";
    private readonly TemporaryFolder folder = new();
    private PortalDouble portal = null!;
    private RunningAgent agent = null!;

    public async ValueTask InitializeAsync()
    {
        portal = await PortalDouble.StartAsync();
        // Named as a portal: it is no catalog that is registered at.
        agent = await RunningAgent.StartAsync(
            folder.Path,
            ("AGENT_PORTALS", portal.Url.ToString()),
            ("AGENT_MAINTAINERS", "user:default/olga, user:default/omar")
        );
    }

    public async ValueTask DisposeAsync()
    {
        await agent.DisposeAsync();
        await portal.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Who_asks_is_the_user_that_the_portal_proves()
    {
        var (status, answer) = await SendAsync(
            portal.Token(portal.User()),
            HttpMethod.Post,
            "/process-text",
            new { description = Shop, name = "of-ana" }
        );

        status.ShouldBe(HttpStatusCode.OK);
        var (_, whole) = await agent.GetAsync($"/api/analyses/{answer.GetProperty("analysis_id").GetString()}");
        whole.GetProperty("described_by").GetString().ShouldBe("user:default/ana");
        (await MeAsync(portal.Token(portal.User()))).ShouldBe(("user:default/ana", "backstage", "author"));
        (await MeAsync(portal.Token(portal.User("user:default/olga")))).ShouldBe(("user:default/olga", "backstage", "maintainer"));
        (await MeAsync(portal.Token(sub: "catalog"))).ShouldBe(("plugin:catalog", "backstage-service", "author"));
    }

    [Fact]
    public async Task A_plugin_that_asks_for_nobody_describes_for_nobody_whatever_a_header_says()
    {
        var (status, answer) = await SendAsync(
            portal.Token(),
            HttpMethod.Post,
            "/process-text",
            new { description = Shop, name = "of-nobody" },
            ("X-Backstage-User", "user:default/ana")
        );

        status.ShouldBe(HttpStatusCode.OK);
        var (_, whole) = await agent.GetAsync($"/api/analyses/{answer.GetProperty("analysis_id").GetString()}");
        whole.GetProperty("described_by").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    public static TheoryData<string> Forgeries =>
        [
            "another plugin's name",
            "made for another plugin",
            "of another type",
            "run out",
            "signed with a key of one's own",
            "a user of one's own",
            "a user run out",
            "a whole user token for a limited one",
            "a group for a user",
            "a plugin token for a user's",
            "the user's token alone",
            "signed by nobody",
        ];

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task A_token_that_proves_nothing_is_refused(string what)
    {
        var own = PortalDouble.NewKey();
        var known = PortalDouble.NewKey();
        known.KeyId = portal.UserKey.KeyId;
        var past = TimeSpan.FromMinutes(-1);
        var token = what switch
        {
            "another plugin's name" => portal.Token(portal.User(), sub: "kubernetes"),
            "made for another plugin" => portal.Token(portal.User(), aud: "catalog"),
            "of another type" => portal.Token(portal.User(), typ: "vnd.backstage.user"),
            "run out" => portal.Token(portal.User(), life: past),
            "signed with a key of one's own" => portal.Token(portal.User(), key: own),
            "a user of one's own" => portal.Token(portal.User(key: known)),
            "a user run out" => portal.Token(portal.User(life: past)),
            "a whole user token for a limited one" => portal.Token(portal.User(typ: "vnd.backstage.user")),
            "a group for a user" => portal.Token(portal.User("group:default/all")),
            "a plugin token for a user's" => portal.Token(portal.Token()),
            "the user's token alone" => portal.User(),
            _ => Unsigned(portal.Token(portal.User())),
        };

        var (status, body) = await SendAsync(token, HttpMethod.Get, "/api/me");

        status.ShouldBe(HttpStatusCode.Unauthorized);
        body.GetProperty("code").GetString().ShouldBe("sign-in-not-valid");
    }

    [Fact]
    public async Task A_new_key_of_the_portal_is_taken_and_made_up_ones_do_not_make_the_agent_ask_without_end()
    {
        (await MeAsync(portal.Token(portal.User()))).Role.ShouldBe("author");
        portal.Rotate();
        // Asked again a second after the last time.
        (string? Name, string Way, string Role) me;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        while ((me = await MeAsync(portal.Token(portal.User()))).Role.Length == 0)
        {
            await Task.Delay(50, limit.Token);
        }

        me.Role.ShouldBe("author");
        var asked = portal.Asked;
        var begun = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < 50; i++)
        {
            (await MeAsync(portal.Token(portal.User(), key: PortalDouble.NewKey()))).Role.ShouldBeEmpty();
        }

        var seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
        (portal.Asked - asked).ShouldBeLessThanOrEqualTo((int)seconds + 1);
    }

    [Fact]
    public async Task Without_a_Backstage_in_the_settings_none_is_believed()
    {
        using var other = new TemporaryFolder();
        await using var alone = await RunningAgent.StartAsync(other.Path);
        using var http = alone.Stranger();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", portal.Token(portal.User()));

        using var answer = await http.GetAsync("/api/me", TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("AGENT_PORTALS");
    }

    [Fact]
    public async Task An_author_may_describe_and_make_no_links()
    {
        var token = portal.Token(portal.User());

        var (status, body) = await SendAsync(token, HttpMethod.Post, "/api/sign-in-links", new { });

        status.ShouldBe(HttpStatusCode.Forbidden);
        body.GetProperty("code").GetString().ShouldBe("not-allowed");
    }

    private static string Unsigned(string token)
    {
        var header = System.Buffers.Text.Base64Url.EncodeToString("""{"alg":"none","typ":"vnd.backstage.plugin"}"""u8);
        return $"{header}.{token.Split('.')[1]}.";
    }

    private async Task<(string? Name, string Way, string Role)> MeAsync(string token)
    {
        var (status, me) = await SendAsync(token, HttpMethod.Get, "/api/me");
        return status == HttpStatusCode.OK
            ? (me.GetProperty("name").GetString(), me.GetProperty("way").GetString()!, me.GetProperty("role").GetString()!)
            : (null, "", "");
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(
        string token,
        HttpMethod method,
        string path,
        object? body = null,
        params (string Name, string Value)[] headers
    )
    {
        using var http = agent.Stranger();
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (answer.StatusCode, text.Length > 0 ? JsonDocument.Parse(text).RootElement.Clone() : default);
    }
}
