using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using InfraAi.Tests;

namespace InfraAi.Agent.Tests;

/// <summary>What a Backstage asks the agent for, and tells it.</summary>
public sealed class ProjectsTests(AgentFixture fixture) : IClassFixture<AgentFixture>
{
    private const string Shop = "The shop API stores orders in PostgreSQL.";

    [Fact]
    public async Task What_was_published_on_GitHub_is_listed_with_where_it_is_and_moves_with_its_commit()
    {
        using var folder = new TemporaryFolder();
        await using var github = await GitHubDouble.StartAsync();
        await using var agent = await RunningAgent.StartAsync(
            folder.Path,
            ("PUBLISH", "github"),
            ("GITHUB_TOKEN", GitHubDouble.Token),
            ("GITHUB_USER", "octocat"),
            ("GITHUB_API_URL", github.Url.ToString())
        );
        (await agent.DescribeAsync(Shop, "shop")).Status.ShouldBe(HttpStatusCode.OK);

        var first = await ListAsync(agent);
        (await agent.DescribeAsync(Shop + " It calls the tax service.", "shop")).Status.ShouldBe(HttpStatusCode.OK);
        var second = await ListAsync(agent);

        first.ShouldBe([("shop", $"{github.Url}octocat/shop/blob/main/catalog-info.yaml", first[0].Commit)]);
        second.ShouldBe([first[0] with { Commit = second[0].Commit }]);
        second[0].Commit.ShouldNotBe(first[0].Commit);
    }

    [Fact]
    public async Task What_was_published_here_is_read_here()
    {
        (await fixture.Agent.DescribeAsync(Shop, "here")).Status.ShouldBe(HttpStatusCode.OK);

        (await ListAsync(fixture.Agent)).ShouldContain(p => p.Name == "here" && p.CatalogUrl == null);
    }

    [Theory]
    [InlineData("user:default/ana", "user:default/ana")]
    [InlineData("ana", null)]
    [InlineData("user:default/<b>", null)]
    [InlineData("group:default/all", null)]
    [InlineData("", null)]
    public async Task Who_described_it_is_in_the_history_as_Backstage_says(string said, string? kept)
    {
        var body = JsonContent.Create(new { description = $"{Shop} {said}", name = "who" });
        var (status, answer) = await fixture.Agent.SendAsync(HttpMethod.Post, "/process-text", body, ("X-Backstage-User", said));

        status.ShouldBe(HttpStatusCode.OK);
        var id = answer.GetProperty("analysis_id").GetString();
        var (_, whole) = await fixture.Agent.GetAsync($"/api/analyses/{id}");
        whole.GetProperty("described_by").GetString().ShouldBe(kept);
        var (_, page) = await fixture.Agent.GetAsync("/api/analyses?limit=100");
        page.GetProperty("items")
            .EnumerateArray()
            .Single(i => i.GetProperty("id").GetString() == id)
            .GetProperty("described_by")
            .GetString()
            .ShouldBe(kept);
    }

    private static async Task<List<(string Name, string? CatalogUrl, string Commit)>> ListAsync(RunningAgent agent)
    {
        using var answer = await agent.Http.GetAsync("/api/projects", TestContext.Current.CancellationToken);
        var all = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return
        [
            .. all.EnumerateArray()
                .Select(p =>
                    (p.GetProperty("name").GetString()!, p.GetProperty("catalog_url").GetString(), p.GetProperty("commit").GetString()!)
                ),
        ];
    }
}
