using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using InfraAi.Platform.Files;
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
    public async Task A_plugin_that_asks_for_nobody_describes_for_itself_whatever_a_header_says()
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
        whole.GetProperty("described_by").GetString().ShouldBe("plugin:infra-ai");
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

    [Fact]
    public async Task A_project_is_its_owners_and_a_maintainers_to_overwrite()
    {
        (await DescribeAsync("ana", "hers")).Status.ShouldBe(HttpStatusCode.OK);
        var taken = await DescribeAsync("eva", "hers", " And Redis.");
        var again = await DescribeAsync("ana", "hers", " And MySQL.");
        var kept = await DescribeAsync("olga", "hers", " And MongoDB.");

        taken.Status.ShouldBe(HttpStatusCode.Forbidden);
        taken.Body.GetProperty("code").GetString().ShouldBe("project-not-yours");
        again.Status.ShouldBe(HttpStatusCode.OK);
        kept.Status.ShouldBe(HttpStatusCode.OK);
        // What a maintainer overwrote stays whose it was.
        (await DescribeAsync("ana", "hers", " And Kafka Streams.")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_has_been_described_with_the_token_is_a_maintainers()
    {
        (await agent.DescribeAsync(Shop, "platforms")).Status.ShouldBe(HttpStatusCode.OK);

        (await DescribeAsync("ana", "platforms", " And Redis.")).Status.ShouldBe(HttpStatusCode.Forbidden);
        var (service, _) = await SendAsync(
            portal.Token(),
            HttpMethod.Post,
            "/process-text",
            new { description = Shop + " And Redis.", name = "platforms" }
        );
        service.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Ready_files_overwrite_nobody_elses_project_and_keep_their_name_for_who_sent_them()
    {
        var made = await PublishAsync("ana", "from-template");
        made.Status.ShouldBe(HttpStatusCode.OK);

        (await DescribeAsync("eva", "from-template")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await PublishAsync("eva", "from-template")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await PublishAsync("ana", "from-template")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_is_not_published_is_for_who_described_it_and_the_maintainers()
    {
        // Nothing to find in it: it fails, and is published nowhere.
        var failed = await DescribeAsync("ana", "walk", text: "We had a lovely walk on the beach.");
        var id = failed.Body.GetProperty("analysis_id").GetString();

        foreach (
            var (method, path) in ((HttpMethod, string)[])
                [
                    (HttpMethod.Get, ""),
                    (HttpMethod.Get, "/events"),
                    (HttpMethod.Get, "/picture"),
                    (HttpMethod.Delete, ""),
                    (HttpMethod.Delete, "?purge=true"),
                    (HttpMethod.Post, "/retry"),
                ]
        )
        {
            var (status, body) = await SendAsync(portal.Token(portal.User("user:default/eva")), method, $"/api/analyses/{id}{path}");
            status.ShouldBe(HttpStatusCode.Forbidden, path);
            body.GetProperty("code").GetString().ShouldBe("analysis-not-yours");
        }

        (await SendAsync(portal.Token(portal.User()), HttpMethod.Get, $"/api/analyses/{id}")).Status.ShouldBe(HttpStatusCode.OK);
        (await SendAsync(portal.Token(portal.User("user:default/olga")), HttpMethod.Get, $"/api/analyses/{id}")).Status.ShouldBe(
            HttpStatusCode.OK
        );
        (await HistoryAsync("ana")).ShouldContain(id);
        (await HistoryAsync("olga")).ShouldContain(id);
        (await HistoryAsync("eva")).ShouldNotContain(id);
    }

    [Fact]
    public async Task The_same_key_of_two_people_is_two_keys()
    {
        var ana = await DescribeAsync("ana", "key-of-ana", key: "one");
        var eva = await DescribeAsync("eva", "key-of-eva", key: "one");
        var again = await DescribeAsync("ana", "key-of-ana", key: "one");
        var other = await DescribeAsync("ana", "key-of-ana", " And Redis.", key: "one");

        eva.Status.ShouldBe(HttpStatusCode.OK);
        IdOf(eva).ShouldNotBe(IdOf(ana));
        IdOf(again).ShouldBe(IdOf(ana));
        other.Body.GetProperty("code").GetString().ShouldBe("idempotency-key-reused");
        other.Body.GetProperty("detail").GetString()!.ShouldContain("The key \"one\" was used");
    }

    [Fact]
    public async Task Changes_and_refusals_are_in_the_audit_log_and_secrets_are_not()
    {
        await DescribeAsync("ana", "audited");
        await DescribeAsync("eva", "audited", " And Redis.");
        using var stranger = agent.Stranger();
        (await stranger.GetAsync("/api/analyses?key=secret-of-the-query", TestContext.Current.CancellationToken)).Dispose();
        (await stranger.GetAsync("/r/nearly-the-secret-key/catalog-info.yaml", TestContext.Current.CancellationToken)).Dispose();
        (await agent.GetAsync("/api/analyses")).Status.ShouldBe(HttpStatusCode.OK);

        var log = new AuditLog(Path.Combine(folder.Path, "data"));
        var text = await File.ReadAllTextAsync(log.Path, TestContext.Current.CancellationToken);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Model.Json.Read<AuditLine>).ToList();

        File.GetUnixFileMode(log.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        lines
            .Select(l => (l.Who, l.Way, l.What.Split(' ')[0], l.Outcome, l.Code))
            .ShouldBe([
                ("user:default/ana", null, "publish", AuditOutcome.Done, null),
                ("user:default/ana", "backstage", "POST", AuditOutcome.Done, null),
                ("user:default/eva", null, "publish", AuditOutcome.Refused, "project-not-yours"),
                ("user:default/eva", "backstage", "POST", AuditOutcome.Refused, "project-not-yours"),
                (null, null, "GET", AuditOutcome.Refused, "sign-in-needed"),
                (null, null, "GET", AuditOutcome.Refused, "not-found"),
            ]);
        lines[1].From.ShouldBe("127.0.0.1");
        lines[1].What.ShouldBe("POST /process-text");
        lines[0].Subject!.ShouldStartWith("audited ");
        text.ShouldNotContain("secret");
        text.ShouldNotContain(agent.Token);
    }

    private static string? IdOf((HttpStatusCode Status, JsonElement Body) answer) => answer.Body.GetProperty("analysis_id").GetString();

    private Task<(HttpStatusCode Status, JsonElement Body)> DescribeAsync(
        string person,
        string name,
        string more = "",
        string text = Shop,
        string? key = null
    ) =>
        SendAsync(
            portal.Token(portal.User($"user:default/{person}")),
            HttpMethod.Post,
            "/process-text",
            new { description = text + more, name },
            key is null ? [] : [("Idempotency-Key", key)]
        );

    private Task<(HttpStatusCode Status, JsonElement Body)> PublishAsync(string person, string name)
    {
        var content = $"apiVersion: backstage.io/v1alpha1\nkind: System\nmetadata:\n  name: {name}\nspec:\n  owner: group:default/team\n";
        return SendAsync(
            portal.Token(portal.User($"user:default/{person}")),
            HttpMethod.Post,
            "/api/projects",
            new { name, files = new[] { new { path = "catalog-info.yaml", content } } }
        );
    }

    private async Task<List<string?>> HistoryAsync(string person)
    {
        var (_, page) = await SendAsync(portal.Token(portal.User($"user:default/{person}")), HttpMethod.Get, "/api/analyses?limit=100");
        return [.. page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString())];
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
