using System.Text.Json.Nodes;
using InfraAi.Model;

namespace InfraAi.Publishing.GitHub;

/// <summary>A repository of an account.</summary>
public sealed record GitHubRepository(string Name, string CloneUrl);

/// <summary>Lists the repositories of a user or an organization.</summary>
public sealed class GitHubRepositories(HttpClient http, GitHubOptions options, TimeProvider time) : IDisposable
{
    private const int PageSize = 100;
    private readonly GitHubClient github = new(http, options, time);

    /// <returns>By name; forks and archived ones are left out.</returns>
    public async Task<Result<IReadOnlyList<GitHubRepository>>> ListAsync(string account, CancellationToken cancellation)
    {
        var found = new List<GitHubRepository>();
        for (var page = 1; ; page++)
        {
            var query = $"per_page={PageSize}&page={page}";
            var answer = await github.GetAsync($"orgs/{account}/repos?{query}", cancellation);
            if (answer is { Ok: true, Value.Good: false })
            {
                answer = await github.GetAsync($"users/{account}/repos?{query}", cancellation);
            }

            if (!answer.Ok || !answer.Value.Good)
            {
                return answer.Problem ?? GitHubProblems.Unexpected(options.ApiUrl, $"GET orgs/{account}/repos", answer.Value);
            }

            var items = answer.Value.Body as JsonArray ?? [];
            found.AddRange(
                items
                    .Where(r => r!["fork"]?.GetValue<bool>() != true && r["archived"]?.GetValue<bool>() != true)
                    .Select(r => new GitHubRepository(r!["name"]!.ToString(), r["clone_url"]!.ToString()))
            );
            if (items.Count < PageSize)
            {
                return found.OrderBy(r => r.Name, StringComparer.Ordinal).ToArray();
            }
        }
    }

    public void Dispose() => github.Dispose();
}
