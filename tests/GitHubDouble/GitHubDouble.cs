using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace InfraAi.Tests;

/// <summary>What the next matching call meets instead of an ordinary answer.</summary>
/// <param name="Matches">"METHOD /path-part".</param>
/// <param name="Happens">True: the call is done, and then its answer is lost or spoilt.</param>
public sealed record Fault(string Matches, Func<HttpContext, Task> Answer, bool Happens = false)
{
    public static Fault Status(string matches, int status, string message, params (string Name, string Value)[] headers) =>
        new(
            matches,
            async context =>
            {
                foreach (var (name, value) in headers)
                {
                    context.Response.Headers[name] = value;
                }

                await GitHubDouble.WriteAsync(context, status, new JsonObject { ["message"] = message });
            }
        );

    /// <summary>The connection ends without an answer.</summary>
    public static Fault Cut(string matches, bool happens) =>
        new(
            matches,
            context =>
            {
                context.Abort();
                return Task.CompletedTask;
            },
            happens
        );

    /// <summary>Nothing comes until the caller gives up.</summary>
    public static Fault Silence(string matches, bool happens) =>
        new(
            matches,
            context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default),
            happens
        );

    /// <summary>Half of an answer, then the end.</summary>
    public static Fault Half(string matches, bool happens) =>
        new(
            matches,
            async context =>
            {
                context.Response.ContentLength = 1000;
                await context.Response.WriteAsync("{\"sha\":");
                await context.Response.Body.FlushAsync();
                context.Abort();
            },
            happens
        );
}

/// <summary>GitHub's REST interface with state, as far as publishing uses it, over real HTTP; and every fault that a test asks for.</summary>
public sealed class GitHubDouble : IAsyncDisposable
{
    public const string Token = "double-token";

    private readonly WebApplication app;
    private readonly Lock gate = new();
    private readonly Dictionary<string, Repository> repositories = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Fault> faults = [];

    private readonly HttpClient? upstream;

    private GitHubDouble(WebApplication app, HttpClient? upstream) => (this.app, this.upstream) = (app, upstream);

    public Uri Url { get; private set; } = null!;

    /// <summary>"METHOD /path STATUS" of every call, in order.</summary>
    public ConcurrentQueue<string> Log { get; } = new();

    /// <summary>Every call takes this long.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>Where a repository is cloned from, by its full name; null for an address below this server, which serves no Git.</summary>
    public Func<string, string?>? CloneFrom { get; set; }

    /// <summary>Called with each successful move of a branch: repository, branch, commit.</summary>
    public Action<string, string, string>? Pushed { get; set; }

    /// <summary>Told of each call before it is done ("before") and after, with its answer still held back ("after").</summary>
    public Func<string, string, Task>? Hook { get; set; }

    public IReadOnlyList<string> Writes => [.. Log.Where(line => !line.StartsWith("GET", StringComparison.Ordinal))];

    /// <param name="behind">Another double that holds the state and answers the calls: then this one only counts them, looks at the token and plays the faults.</param>
    public static async Task<GitHubDouble> StartAsync((Uri Url, string Token)? behind = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var upstream = behind is { } other ? new HttpClient { BaseAddress = other.Url } : null;
        upstream?.DefaultRequestHeaders.Authorization = new("Bearer", behind!.Value.Token);
        upstream?.DefaultRequestHeaders.UserAgent.Add(new("double", "1"));
        var github = new GitHubDouble(app, upstream);
        app.Run(github.AnswerAsync);
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        github.Url = new(address);
        return github;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
        upstream?.Dispose();
    }

    public void Meet(params Fault[] next)
    {
        lock (gate)
        {
            faults.AddRange(next);
        }
    }

    public IReadOnlyList<string> Names
    {
        get
        {
            lock (gate)
            {
                return [.. repositories.Keys.Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Messages of a branch's commits, newest first.</summary>
    public IReadOnlyList<string> History(string name, string branch = "main")
    {
        lock (gate)
        {
            var repository = repositories[name];
            var messages = new List<string>();
            for (var id = repository.Branches.GetValueOrDefault(branch); id is not null; id = repository.Commits[id].First)
            {
                messages.Add(repository.Commits[id].Message);
            }

            return messages;
        }
    }

    public string? File(string name, string path, string branch = "main")
    {
        lock (gate)
        {
            var repository = repositories[name];
            var tree = repository.Trees[repository.Commits[repository.Branches[branch]].Tree];
            return tree.TryGetValue(path, out var blob) ? repository.Blobs[blob] : null;
        }
    }

    public JsonObject Describe(string name)
    {
        lock (gate)
        {
            return repositories[name].ToJson(Url);
        }
    }

    public IReadOnlyList<JsonObject> Pulls(string name)
    {
        lock (gate)
        {
            return [.. repositories[name].Pulls];
        }
    }

    /// <summary>A person's commit.</summary>
    public void Edit(string name, string message, params (string Path, string? Content)[] files)
    {
        lock (gate)
        {
            var repository = repositories[name];
            var parent = repository.Branches.GetValueOrDefault("main");
            var tree = parent is null
                ? new SortedDictionary<string, string>(StringComparer.Ordinal)
                : new(repository.Trees[repository.Commits[parent].Tree], StringComparer.Ordinal);
            foreach (var (path, content) in files)
            {
                if (content is null)
                {
                    tree.Remove(path);
                }
                else
                {
                    tree[path] = repository.AddBlob(content);
                }
            }

            repository.Branches["main"] = repository.AddCommit(
                new(message, repository.AddTree(tree), parent is null ? [] : [parent], "2026-01-01T00:00:00Z")
            );
        }
    }

    /// <summary>A repository that a person made.</summary>
    public void Make(string fullName, bool archived = false)
    {
        lock (gate)
        {
            repositories[fullName] = new(fullName, "") { Archived = archived };
        }
    }

    public void Protect(string name) => repositories[name].Protected = true;

    internal static Task WriteAsync(HttpContext context, int status, JsonNode? body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(body?.ToJsonString() ?? "");
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (Latency > TimeSpan.Zero)
        {
            await Task.Delay(Latency, context.RequestAborted);
        }

        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync();
        var body = text.Length > 0 ? JsonNode.Parse(text)!.AsObject() : [];
        var call = $"{request.Method} {request.Path}{request.QueryString}";
        if (Hook is { } before)
        {
            await before("before", call);
        }

        Fault? fault;
        var status = 0;
        JsonNode? answer = null;
        lock (gate)
        {
            fault = faults.FirstOrDefault(f =>
                call.StartsWith(f.Matches.Split(' ')[0], StringComparison.Ordinal)
                && call.Contains(f.Matches.Split(' ', 2)[1], StringComparison.Ordinal)
            );
            if (fault is not null)
            {
                faults.Remove(fault);
            }

            if (upstream is null && (fault is null || fault.Happens))
            {
                (status, answer) = IsKnown(request)
                    ? Do(request.Method, request.Path.Value!.Replace("/api/v3", "", StringComparison.Ordinal), request.Query, body)
                    : Apps(request) ?? (401, Message("Bad credentials"));
            }
        }

        if (upstream is not null && (fault is null || fault.Happens))
        {
            (status, answer) = IsKnown(request) ? await ForwardAsync(request, text) : Apps(request) ?? (401, Message("Bad credentials"));
        }

        if (Hook is { } after)
        {
            await after("after", call);
        }

        Log.Enqueue($"{request.Method} {request.Path} {(fault is null ? status : $"fault{(fault.Happens ? $" after {status}" : "")}")}");
        if (fault is not null)
        {
            await fault.Answer(context);
            return;
        }

        if (answer is JsonValue raw)
        {
            // Accept: application/vnd.github.v3.raw, as Backstage reads files.
            await context.Response.WriteAsync(raw.GetValue<string>());
            return;
        }

        await WriteAsync(context, status, answer);
    }

    private static bool IsKnown(HttpRequest request) => request.Headers.Authorization.ToString() is "Bearer " + Token or "Bearer app-token";

    private async Task<(int, JsonNode?)> ForwardAsync(HttpRequest request, string body)
    {
        var path = request.Path.Value!.Replace("/api/v3", "", StringComparison.Ordinal).TrimStart('/');
        using var message = new HttpRequestMessage(new(request.Method), path + request.QueryString);
        message.Content = body.Length > 0 ? new StringContent(body, Encoding.UTF8, "application/json") : null;
        using var answer = await upstream!.SendAsync(message, request.HttpContext.RequestAborted);
        var text = await answer.Content.ReadAsStringAsync(request.HttpContext.RequestAborted);
        return ((int)answer.StatusCode, text.Length > 0 ? JsonNode.Parse(text) : null);
    }

    /// <summary>What an App asks for with its own signature.</summary>
    private static (int, JsonNode?)? Apps(HttpRequest request)
    {
        var parts = request.Headers.Authorization.ToString().Split('.');
        if (parts.Length != 3)
        {
            return null;
        }

        return request.Path.Value!.EndsWith("/installation", StringComparison.Ordinal) ? (200, new JsonObject { ["id"] = 77 })
            : request.Path.Value == "/app/installations/77/access_tokens"
                ? (201, new JsonObject { ["token"] = "app-token", ["expires_at"] = "2099-01-01T00:00:00Z" })
            : null;
    }

    private (int, JsonNode?) Do(string method, string path, IQueryCollection query, JsonObject body)
    {
        if (path == "/rate_limit")
        {
            var core = new JsonObject
            {
                ["limit"] = 5000,
                ["remaining"] = Math.Max(0, 5000 - Log.Count),
                ["reset"] = 1_800_000_000,
            };
            return (200, new JsonObject { ["resources"] = new JsonObject { ["core"] = core } });
        }

        if (path == "/user")
        {
            return (200, new JsonObject { ["login"] = "octocat" });
        }

        if (
            method == "POST"
            && (
                path == "/user/repos"
                || path.StartsWith("/orgs/", StringComparison.Ordinal) && path.EndsWith("/repos", StringComparison.Ordinal)
            )
        )
        {
            return Create(path == "/user/repos" ? "octocat" : path.Split('/')[2], body);
        }

        if (method == "GET" && path.Split('/') is ["", "users", var account, "repos"])
        {
            var all = repositories
                .Values.Where(r => r.FullName.StartsWith(account + "/", StringComparison.Ordinal))
                .Select(r => r.ToJson(Url));
            return (200, new JsonArray([.. all.Select(WithClone)]));
        }

        if (
            path.Split('/') is not ["", "repos", var owner, var name, .. var rest]
            || !repositories.TryGetValue($"{owner}/{name}", out var repository)
        )
        {
            return (404, Message("Not Found"));
        }

        var what = string.Join('/', rest);
        return (method, what) switch
        {
            ("GET", "") => (200, repository.ToJson(Url)),
            ("PUT", "topics") => Topics(repository, body),
            ("GET", "commits") => Commits(repository, query["sha"].ToString()),
            ("POST", "git/trees") => Tree(repository, body),
            ("POST", "git/commits") => Commit(repository, body),
            ("POST", "git/refs") => Reference(repository, body),
            ("GET", "pulls") => (
                200,
                new JsonArray([.. repository.Pulls.Where(p => p["state"]!.ToString() == "open").Select(p => p.DeepClone())])
            ),
            ("POST", "pulls") => Pull(repository, body),
            ("PATCH", _) when what.StartsWith("pulls/", StringComparison.Ordinal) => Change(repository, what[6..], body),
            ("GET", _) when what.StartsWith("git/trees/", StringComparison.Ordinal) => Show(
                repository,
                what[10..],
                query.ContainsKey("recursive")
            ),
            ("GET", _) when what.StartsWith("git/blobs/", StringComparison.Ordinal) => Blob(repository, what[10..]),
            ("GET", _) when what.StartsWith("git/commits/", StringComparison.Ordinal) => repository.Commits.TryGetValue(
                what[12..],
                out var c
            )
                ? (200, c.ToJson(what[12..]))
                : (404, Message("Not Found")),
            ("GET", _) when what.StartsWith("git/ref/heads/", StringComparison.Ordinal) => repository.Branches.TryGetValue(
                what[14..],
                out var sha
            )
                ? (200, Ref(what[14..], sha))
                : (404, Message("Not Found")),
            ("PATCH", _) when what.StartsWith("git/refs/heads/", StringComparison.Ordinal) => Move(repository, what[15..], body),
            ("GET", _) when what.StartsWith("contents/", StringComparison.Ordinal) => repository.Read(query["ref"].ToString(), what[9..])
                is { } text
                ? (200, JsonValue.Create(text))
                : (404, Message("Not Found")),
            ("PUT", _) when what.StartsWith("contents/", StringComparison.Ordinal) => Contents(repository, what[9..], body),
            _ => (404, Message("Not Found")),
        };
    }

    private JsonNode WithClone(JsonObject repository)
    {
        repository["clone_url"] = CloneFrom?.Invoke(repository["full_name"]!.ToString()) ?? repository["clone_url"]!.ToString();
        return repository;
    }

    private (int, JsonNode?) Create(string owner, JsonObject body)
    {
        var full = $"{owner}/{body["name"]}";
        if (repositories.ContainsKey(full))
        {
            return (
                422,
                new JsonObject
                {
                    ["message"] = "Repository creation failed.",
                    ["errors"] = new JsonArray(
                        new JsonObject
                        {
                            ["resource"] = "Repository",
                            ["code"] = "custom",
                            ["field"] = "name",
                            ["message"] = "name already exists on this account",
                        }
                    ),
                }
            );
        }

        var repository = new Repository(full, body["description"]?.ToString() ?? "")
        {
            Private = body["private"]?.GetValue<bool>() ?? false,
        };
        if (body["auto_init"]?.GetValue<bool>() == true)
        {
            var tree = repository.AddTree(
                new(StringComparer.Ordinal) { ["README.md"] = repository.AddBlob($"# {body["name"]}\n{repository.Description}") }
            );
            repository.Branches["main"] = repository.AddCommit(new("Initial commit", tree, [], "2026-01-01T00:00:00Z"));
        }

        repositories[full] = repository;
        return (201, repository.ToJson(Url));
    }

    private static (int, JsonNode?) Topics(Repository repository, JsonObject body)
    {
        repository.Topics = [.. body["names"]!.AsArray().Select(n => n!.ToString())];
        return (200, body.DeepClone());
    }

    private static (int, JsonNode?) Commits(Repository repository, string branch)
    {
        if (repository.Branches.Count == 0)
        {
            return (409, Message("Git Repository is empty."));
        }

        var id = repository.Branches[branch.Length > 0 ? branch : "main"];
        var commit = repository.Commits[id];
        return (
            200,
            new JsonArray(
                new JsonObject
                {
                    ["sha"] = id,
                    ["commit"] = new JsonObject
                    {
                        ["message"] = commit.Message,
                        ["tree"] = new JsonObject { ["sha"] = commit.Tree },
                    },
                    ["parents"] = new JsonArray([.. commit.Parents.Select(p => new JsonObject { ["sha"] = p })]),
                }
            )
        );
    }

    private static (int, JsonNode?) Tree(Repository repository, JsonObject body)
    {
        if (repository.Branches.Count == 0)
        {
            return (409, Message("Git Repository is empty."));
        }

        var entries = body["tree"]!.AsArray();
        if (entries.Count > 250)
        {
            return (422, Message("tree too large"));
        }

        SortedDictionary<string, string> tree = body["base_tree"] is { } known
            ? new(repository.Trees[known.ToString()], StringComparer.Ordinal)
            : new(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            var path = entry!["path"]!.ToString();
            if (entry["content"] is { } content)
            {
                tree[path] = repository.AddBlob(content.ToString());
            }
            else
            {
                tree.Remove(path);
            }
        }

        return (201, new JsonObject { ["sha"] = repository.AddTree(tree) });
    }

    private static (int, JsonNode?) Commit(Repository repository, JsonObject body)
    {
        var commit = new CommitObject(
            body["message"]!.ToString(),
            body["tree"]!.ToString(),
            [.. body["parents"]!.AsArray().Select(p => p!.ToString())],
            body["author"]!["date"]!.ToString()
        );
        var id = repository.AddCommit(commit);
        return (201, commit.ToJson(id));
    }

    private (int, JsonNode?) Move(Repository repository, string branch, JsonObject body)
    {
        var sha = body["sha"]!.ToString();
        if (!repository.Branches.TryGetValue(branch, out var head))
        {
            return (422, Message("Reference does not exist"));
        }

        if (repository.Protected && branch == "main")
        {
            return (422, Message("Changes must be made through a pull request. Protected branch rules not configured for this."));
        }

        if (body["force"]?.GetValue<bool>() != true && !repository.IsAncestor(head, sha))
        {
            return (422, Message("Update is not a fast forward"));
        }

        repository.Branches[branch] = sha;
        if (head != sha)
        {
            repository.Moves.Add(sha);
            Pushed?.Invoke(repository.FullName, branch, sha);
        }

        return (200, Ref(branch, sha));
    }

    private static (int, JsonNode?) Reference(Repository repository, JsonObject body)
    {
        var branch = body["ref"]!.ToString()["refs/heads/".Length..];
        if (repository.Branches.ContainsKey(branch))
        {
            return (422, Message("Reference already exists"));
        }

        repository.Branches[branch] = body["sha"]!.ToString();
        return (201, Ref(branch, repository.Branches[branch]));
    }

    private (int, JsonNode?) Pull(Repository repository, JsonObject body)
    {
        var head = body["head"]!.ToString();
        if (repository.Pulls.Exists(p => p["head"]!["ref"]!.ToString() == head && p["state"]!.ToString() == "open"))
        {
            return (422, Message($"A pull request already exists for {head}."));
        }

        var number = repository.Pulls.Count + 1;
        var pull = new JsonObject
        {
            ["number"] = number,
            ["state"] = "open",
            ["title"] = body["title"]!.ToString(),
            ["body"] = body["body"]!.ToString(),
            ["html_url"] = $"{Url}{repository.FullName}/pull/{number}",
            ["head"] = new JsonObject { ["ref"] = head },
            ["base"] = new JsonObject { ["ref"] = body["base"]!.ToString() },
        };
        repository.Pulls.Add(pull);
        return (201, pull.DeepClone());
    }

    private static (int, JsonNode?) Change(Repository repository, string number, JsonObject body)
    {
        var pull = repository.Pulls[int.Parse(number) - 1];
        foreach (var (name, value) in body)
        {
            pull[name] = value?.DeepClone();
        }

        return (200, pull.DeepClone());
    }

    private static (int, JsonNode?) Show(Repository repository, string id, bool recursive)
    {
        if (!repository.Trees.TryGetValue(id, out var tree))
        {
            return (404, Message("Not Found"));
        }

        var entries = new JsonArray();
        foreach (var (path, blob) in tree.Where(e => recursive || !e.Key.Contains('/', StringComparison.Ordinal)))
        {
            entries.Add(
                new JsonObject
                {
                    ["path"] = path,
                    ["type"] = "blob",
                    ["sha"] = blob,
                }
            );
        }

        if (!recursive)
        {
            foreach (var folder in tree.Keys.Where(p => p.Contains('/', StringComparison.Ordinal)).Select(p => p.Split('/')[0]).Distinct())
            {
                entries.Add(
                    new JsonObject
                    {
                        ["path"] = folder,
                        ["type"] = "tree",
                        ["sha"] = repository.SubTree(tree, folder + "/"),
                    }
                );
            }
        }

        return (
            200,
            new JsonObject
            {
                ["sha"] = id,
                ["tree"] = entries,
                ["truncated"] = false,
            }
        );
    }

    private static (int, JsonNode?) Blob(Repository repository, string id) =>
        repository.Blobs.TryGetValue(id, out var text)
            ? (
                200,
                new JsonObject
                {
                    ["sha"] = id,
                    ["encoding"] = "base64",
                    ["content"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text), Base64FormattingOptions.InsertLineBreaks),
                }
            )
            : (404, Message("Not Found"));

    private static (int, JsonNode?) Contents(Repository repository, string path, JsonObject body)
    {
        if (repository.Branches.Count > 0)
        {
            return (409, Message("is at another commit"));
        }

        var blob = repository.AddBlob(Encoding.UTF8.GetString(Convert.FromBase64String(body["content"]!.ToString())));
        var tree = repository.AddTree(new(StringComparer.Ordinal) { [path] = blob });
        repository.Branches["main"] = repository.AddCommit(new(body["message"]!.ToString(), tree, [], "2026-01-01T00:00:00Z"));
        return (201, new JsonObject { ["commit"] = new JsonObject { ["sha"] = repository.Branches["main"] } });
    }

    private static JsonObject Message(string text) => new() { ["message"] = text };

    private static JsonObject Ref(string branch, string sha) =>
        new()
        {
            ["ref"] = $"refs/heads/{branch}",
            ["object"] = new JsonObject { ["type"] = "commit", ["sha"] = sha },
        };

    /// <summary>Every id that a branch was moved to, of all repositories: a commit that was written twice is here twice.</summary>
    public IReadOnlyList<string> Moves(string name)
    {
        lock (gate)
        {
            return [.. repositories[name].Moves];
        }
    }

    private sealed record CommitObject(string Message, string Tree, IReadOnlyList<string> Parents, string Date)
    {
        public string? First => Parents.Count > 0 ? Parents[0] : null;

        public JsonObject ToJson(string id) =>
            new()
            {
                ["sha"] = id,
                ["message"] = Message,
                ["tree"] = new JsonObject { ["sha"] = Tree },
                ["parents"] = new JsonArray([.. Parents.Select(p => new JsonObject { ["sha"] = p })]),
            };
    }

    private sealed class Repository(string fullName, string description)
    {
        public string FullName => fullName;
        public string Description => description;
        public bool Private { get; init; }
        public bool Archived { get; init; }
        public bool Protected { get; set; }
        public IReadOnlyList<string> Topics { get; set; } = [];
        public Dictionary<string, string> Branches { get; } = new(StringComparer.Ordinal);
        public Dictionary<string, CommitObject> Commits { get; } = new(StringComparer.Ordinal);
        public Dictionary<string, SortedDictionary<string, string>> Trees { get; } = new(StringComparer.Ordinal);
        public Dictionary<string, string> Blobs { get; } = new(StringComparer.Ordinal);
        public List<JsonObject> Pulls { get; } = [];
        public List<string> Moves { get; } = [];

        public string? Read(string branch, string path) =>
            Branches.TryGetValue(branch.Length > 0 ? branch : "main", out var head)
            && Trees[Commits[head].Tree].TryGetValue(path, out var blob)
                ? Blobs[blob]
                : null;

        public string AddBlob(string content)
        {
            var bytes = Encoding.UTF8.GetBytes(content);
            byte[] all = [.. Encoding.ASCII.GetBytes($"blob {bytes.Length}\0"), .. bytes];
            var id = Id(all);
            Blobs[id] = content;
            return id;
        }

        public string AddTree(SortedDictionary<string, string> tree)
        {
            var id = Id(Encoding.UTF8.GetBytes("tree " + string.Join('\n', tree.Select(e => $"{e.Value} {e.Key}"))));
            Trees[id] = tree;
            return id;
        }

        public string AddCommit(CommitObject commit)
        {
            var id = Id(Encoding.UTF8.GetBytes($"commit {commit.Tree} {string.Join(',', commit.Parents)} {commit.Date} {commit.Message}"));
            Commits[id] = commit;
            return id;
        }

        public string SubTree(SortedDictionary<string, string> tree, string folder) =>
            AddTree(
                new(
                    tree.Where(e => e.Key.StartsWith(folder, StringComparison.Ordinal))
                        .ToDictionary(e => e.Key[folder.Length..], e => e.Value),
                    StringComparer.Ordinal
                )
            );

        public bool IsAncestor(string older, string newer)
        {
            for (string? id = newer; id is not null; id = Commits.TryGetValue(id, out var c) ? c.First : null)
            {
                if (id == older)
                {
                    return true;
                }
            }

            return false;
        }

        public JsonObject ToJson(Uri root) =>
            new()
            {
                ["name"] = fullName.Split('/')[1],
                ["full_name"] = fullName,
                ["html_url"] = $"{root}{fullName}",
                ["clone_url"] = $"{root}{fullName}.git",
                ["default_branch"] = "main",
                ["description"] = description,
                ["private"] = Private,
                ["archived"] = Archived,
                ["topics"] = new JsonArray([.. Topics.Select(t => JsonValue.Create(t))]),
                ["owner"] = new JsonObject { ["login"] = fullName.Split('/')[0] },
            };

        // Git names objects by SHA-1.
#pragma warning disable CA5350
        private static string Id(byte[] content) => Convert.ToHexStringLower(SHA1.HashData(content));
#pragma warning restore CA5350
    }
}
