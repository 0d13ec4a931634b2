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
