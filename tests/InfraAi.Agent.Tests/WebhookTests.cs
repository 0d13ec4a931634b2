using System.Net;
using InfraAi.Publishing.Backstage;
using InfraAi.Tests;

namespace InfraAi.Agent.Tests;

public sealed class WebhookTests : IAsyncLifetime
{
    private const string Secret = "s3cret";
    private readonly TemporaryFolder folder = new();
    private GitHubDouble github = null!;
    private BackstageDouble backstage = null!;

    public async ValueTask InitializeAsync() => (github, backstage) = (await GitHubDouble.StartAsync(), await BackstageDouble.StartAsync());

    public async ValueTask DisposeAsync()
    {
        await backstage.DisposeAsync();
        await github.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_persons_push_refreshes_what_was_published_there_and_nothing_else()
    {
        await using var agent = await StartAsync(("GITHUB_WEBHOOK_SECRET", Secret), ("BACKSTAGE_URL", backstage.Url.ToString()));
        // Nothing is shown, so the analysis fails at its last step; what was published is published.
        backstage.Error = "something";
        await agent.DescribeAsync("The shop API stores orders in PostgreSQL.", "shop");
        var catalog = $"{github.Url}octocat/shop/blob/main/catalog-info.yaml";
        backstage.Locations.Keys.ShouldBe([catalog]);
        var push = PushEvent.Of(catalog, ["catalog-info.yaml"])!;

        var refreshed = await SendAsync(agent, push.Write(), Secret);
        var foreign = await SendAsync(agent, (push with { WebUrl = $"{github.Url}octocat/other" }).Write(), Secret);
        var branch = await SendAsync(agent, (push with { Branch = "feature" }).Write(), Secret);
        var forged = await SendAsync(agent, push.Write(), "wrong");

        refreshed.Status.ShouldBe(HttpStatusCode.OK);
        refreshed.Body.GetProperty("refreshed").EnumerateArray().Select(u => u.GetString()).ShouldBe([catalog]);
        foreign.Body.GetProperty("refreshed").GetArrayLength().ShouldBe(0);
        branch.Body.GetProperty("refreshed").GetArrayLength().ShouldBe(0);
        forged.Status.ShouldBe(HttpStatusCode.Unauthorized);
        forged.Body.GetProperty("code").GetString().ShouldBe("webhook-signature-wrong");
        backstage.Log.Count(line => line == "POST /api/catalog/refresh").ShouldBe(1);
    }

    [Fact]
    public async Task What_Backstage_does_not_show_is_told_and_the_publication_stays()
    {
        await using var agent = await StartAsync(("BACKSTAGE_URL", backstage.Url.ToString()));
        backstage.Error = "Entity group:default/x is not of an allowed kind for that location";

        var (status, body) = await agent.DescribeAsync("The shop API stores orders in PostgreSQL.", "shop");

        status.ShouldBe(HttpStatusCode.BadGateway);
        body.GetProperty("code").GetString().ShouldBe("backstage-kind-refused");
        var (_, whole) = await agent.GetAsync($"/api/analyses/{body.GetProperty("analysis_id").GetString()}");
        whole.GetProperty("publication").GetProperty("commit").GetString().ShouldNotBeNullOrEmpty();
        whole.GetProperty("steps").EnumerateArray().Last().GetProperty("step").GetString().ShouldBe("confirm");
    }

    [Fact]
    public async Task Health_measures_what_is_published_to_and_seen_in()
    {
        await using var agent = await StartAsync(("BACKSTAGE_URL", backstage.Url.ToString()), ("BACKSTAGE_TOKEN", "wrong"));

        var before = await ChecksAsync(agent);
        backstage.Token = "right";
        github.Meet(Fault.Status("GET /rate_limit", 401, "Bad credentials"));
        var after = await ChecksAsync(agent);

        before["github"].GetProperty("status").GetString().ShouldBe("healthy");
        before["github"].GetProperty("message").GetString()!.ShouldContain("calls left");
        before["backstage"].GetProperty("status").GetString().ShouldBe("healthy");
        after["github"].GetProperty("status").GetString().ShouldBe("degraded");
        after["backstage"].GetProperty("message").GetString()!.ShouldContain("refused the token");

        static async Task<Dictionary<string, System.Text.Json.JsonElement>> ChecksAsync(RunningAgent agent) =>
            (await agent.GetAsync("/health"))
                .Body.GetProperty("checks")
                .EnumerateArray()
                .ToDictionary(c => c.GetProperty("name").GetString()!, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Without_a_secret_no_webhook_is_taken()
    {
        await using var agent = await StartAsync();

        var (status, body) = await SendAsync(agent, "{}"u8.ToArray(), Secret);

        status.ShouldBe(HttpStatusCode.NotImplemented);
        body.GetProperty("code").GetString().ShouldBe("webhook-not-configured");
    }

    private Task<RunningAgent> StartAsync(params (string, string)[] more) =>
        RunningAgent.StartAsync(
            folder.Path,
            [("GITHUB_TOKEN", GitHubDouble.Token), ("GITHUB_USER", "octocat"), ("GITHUB_API_URL", github.Url.ToString()), .. more]
        );

    private static Task<(HttpStatusCode Status, System.Text.Json.JsonElement Body)> SendAsync(
        RunningAgent agent,
        byte[] body,
        string secret
    )
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        return agent.SendAsync(
            HttpMethod.Post,
            "/webhooks/github",
            content,
            (PushEvent.SignatureHeader, PushEvent.Sign(secret, body)),
            ("X-GitHub-Event", "push")
        );
    }
}
