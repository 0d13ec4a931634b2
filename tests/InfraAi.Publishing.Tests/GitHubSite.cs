using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using InfraAi.Tests;

namespace InfraAi.Publishing.Tests;

/// <summary>
/// A GitHub that the tests look at from outside only: our double, or the one that INFRA_AI_GITHUB_PEER names
/// (emulate 0.12.2 with token test-token and user octocat, see docs/publishing.md).
/// </summary>
public sealed class GitHubSite : IAsyncLifetime
{
    public const string User = "octocat";
    public const string Token = GitHubDouble.Token;
    private HttpClient http = null!;
    private static int names;

    public Uri Url => Front.Url;

    /// <summary>Counts the calls and plays the faults, whoever answers.</summary>
    internal GitHubDouble Front { get; private set; } = null!;

    /// <summary>True when a double that is not ours answers.</summary>
    public bool IsPeer { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var peer = Environment.GetEnvironmentVariable("INFRA_AI_GITHUB_PEER");
        IsPeer = peer is { Length: > 0 };
        Front = await GitHubDouble.StartAsync(IsPeer ? (new(peer!.TrimEnd('/') + "/"), "test-token") : null);
        http = new() { BaseAddress = Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        http.DefaultRequestHeaders.UserAgent.Add(new("tests", "1"));
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Front.DisposeAsync();
    }

    /// <summary>A name that no other test uses, nor an earlier run against the same peer.</summary>
    public static string NewName() => $"p{Environment.ProcessId}-{Interlocked.Increment(ref names)}";

    public async Task<JsonNode?> GetAsync(string path)
    {
        using var answer = await http.GetAsync(new Uri(Url, path));
        return answer.IsSuccessStatusCode ? JsonNode.Parse(await answer.Content.ReadAsStringAsync()) : null;
    }

    public async Task<JsonNode> SendAsync(HttpMethod method, string path, object body)
    {
        using var request = new HttpRequestMessage(method, new Uri(Url, path)) { Content = JsonContent.Create(body) };
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{method} {path}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>Messages of the branch's commits, newest first.</summary>
    public async Task<IReadOnlyList<string>> HistoryAsync(string name, string branch = "main")
    {
        var messages = new List<string>();
        var id = (await GetAsync($"repos/{User}/{name}/git/ref/heads/{branch}"))?["object"]!["sha"]!.ToString();
        while (id is not null)
        {
            var commit = (await GetAsync($"repos/{User}/{name}/git/commits/{id}"))!;
            messages.Add(commit["message"]!.ToString());
            var parents = commit["parents"]!.AsArray();
            id = parents.Count > 0 ? parents[0]!["sha"]!.ToString() : null;
        }

        return messages;
    }

    /// <returns>Null when the branch does not hold it.</returns>
    public async Task<string?> FileAsync(string name, string path, string branch = "main")
    {
        var head = (await GetAsync($"repos/{User}/{name}/git/ref/heads/{branch}"))!["object"]!["sha"]!.ToString();
        var tree = (await GetAsync($"repos/{User}/{name}/git/commits/{head}"))!["tree"]!["sha"]!.ToString();
        var all = (await GetAsync($"repos/{User}/{name}/git/trees/{tree}?recursive=1"))!["tree"]!.AsArray();
        var blob = all.FirstOrDefault(e => e!["path"]!.ToString() == path)?["sha"]!.ToString();
        if (blob is null)
        {
            return null;
        }

        var content = (await GetAsync($"repos/{User}/{name}/git/blobs/{blob}"))!["content"]!.ToString();
        return Encoding.UTF8.GetString(Convert.FromBase64String(content));
    }

    /// <summary>What a person commits; a null content removes the file.</summary>
    public async Task EditAsync(string name, params (string Path, string? Content)[] files)
    {
        var repository = $"repos/{User}/{name}/git";
        var head = (await GetAsync($"{repository}/ref/heads/main"))!["object"]!["sha"]!.ToString();
        var tree = (await GetAsync($"{repository}/commits/{head}"))!["tree"]!["sha"]!.ToString();
        var entries = files.Select(f =>
            f.Content is null
                ? new JsonObject
                {
                    ["path"] = f.Path,
                    ["mode"] = "100644",
                    ["type"] = "blob",
                    ["sha"] = null,
                }
                : new JsonObject
                {
                    ["path"] = f.Path,
                    ["mode"] = "100644",
                    ["type"] = "blob",
                    ["content"] = f.Content,
                }
        );
        var made = await SendAsync(HttpMethod.Post, $"{repository}/trees", new { base_tree = tree, tree = new JsonArray([.. entries]) });
        var commit = await SendAsync(
            HttpMethod.Post,
            $"{repository}/commits",
            new
            {
                message = "a person's edit",
                tree = made["sha"]!.ToString(),
                parents = new[] { head },
                author = new
                {
                    name = "P",
                    email = "p@localhost",
                    date = "2026-01-01T00:00:00Z",
                },
            }
        );
        await SendAsync(HttpMethod.Patch, $"{repository}/refs/heads/main", new { sha = commit["sha"]!.ToString() });
    }

    /// <summary>A repository that a person made.</summary>
    public Task<JsonNode> MakeAsync(string name, bool empty = false) =>
        SendAsync(
            HttpMethod.Post,
            "user/repos",
            new
            {
                name,
                auto_init = !empty,
                description = "mine",
            }
        );
}
