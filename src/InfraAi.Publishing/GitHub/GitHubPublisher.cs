using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using InfraAi.Model;

namespace InfraAi.Publishing.GitHub;

/// <summary>Publishes on GitHub: a repository for each project, or a folder of one catalog repository for each.</summary>
/// <remarks>
/// A new project costs four calls and is one root commit: create the repository with a first commit (an empty one takes no trees), make the tree
/// with all files inline, make a commit without parents, move the branch to it. Trees and commits are named by their content and a commit's time
/// is the analysis's, so a second attempt makes the same ones. A later change is a commit on the head that was looked at, and the branch is only
/// moved forward: whoever else moved it first wins, and the change is planned again on top. See docs/publishing.md.
/// </remarks>
public sealed class GitHubPublisher : IPublisher, IDisposable
{
    /// <summary>The end of the description of a repository that is ours while it has no marker yet.</summary>
    internal const string MadeBy = "· Infrastructure AI Platform";
    private const string Author = "Infrastructure AI Platform";
    private const string Email = "infra-ai@localhost";
    private const int MostRaces = 40;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>GitHub failed with larger ones (measured: about 2.5 MB or 250 files).</summary>
    private const int MostFilesInATree = 200;
    private const int MostBytesInATree = 2_000_000;

    private readonly GitHubOptions options;
    private readonly GitHubClient github;
    private readonly TimeProvider time;
    private readonly ConcurrentDictionary<string, SemaphoreSlim> locks = new(StringComparer.Ordinal);
    private readonly Queue<DateTimeOffset> asked = new();
    private volatile string? adopted;
    private string? owner;

    /// <param name="http">Without a base address; it follows no redirects and sets no time limit of its own.</param>
    public GitHubPublisher(HttpClient http, GitHubOptions options, TimeProvider time)
    {
        this.options = options;
        this.time = time;
        github = new(http, options, time);
    }

    /// <summary>Somebody asked for the repositories of this account to be described: each of them may get a pull request from this process.</summary>
    public void Adopt(string account) => adopted = account;

    /// <summary>Calls sent so far, retries included; those of them that are no GET.</summary>
    public (long Calls, long Writes) Sent => (github.Calls, github.Writes);

    public async Task<Result<Published>> PublishAsync(PublishRequest request, CancellationToken cancellation = default)
    {
        if (PublishPolicy.Check(request.Files) is { } refused)
        {
            return refused;
        }

        var name = options.CatalogRepository ?? request.Name;
        var gate = locks.GetOrAdd(name, _ => new(1, 1));
        await gate.WaitAsync(cancellation);
        try
        {
            var target = await FindAsync(name, request, cancellation);
            for (var races = 0; target.Ok && races < MostRaces; races++)
            {
                var published = await new Attempt(this, target.Value, request, cancellation).RunAsync();
                if (!published.Ok)
                {
                    return published.Problem;
                }

                if (published.Value is { } done)
                {
                    return done;
                }

                // Somebody moved the branch between our look and our write: look again.
                target = target.Value with
                {
                    IsNew = false,
                };
            }

            return target.Problem ?? GitHubProblems.Contended(name);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Asks GitHub how many calls are left; that costs none.</summary>
    /// <returns>Calls left of how many in this hour, and when it begins anew.</returns>
    public async Task<Result<(int Left, int Limit, DateTimeOffset Reset)>> LimitAsync(CancellationToken cancellation)
    {
        var answer = await github.GetAsync("rate_limit", cancellation);
        if (!answer.Ok || answer.Value.Body?["resources"]?["core"] is not { } core)
        {
            return answer.Problem ?? GitHubProblems.Unexpected(options.ApiUrl, "GET rate_limit", answer.Value);
        }

        return (
            core["remaining"]!.GetValue<int>(),
            core["limit"]!.GetValue<int>(),
            DateTimeOffset.FromUnixTimeSeconds(core["reset"]!.GetValue<long>())
        );
    }

    public void Dispose() => github.Dispose();

    private sealed record Target(string Path, string Url, string CloneUrl, string Branch, string Description, bool Archived, bool IsNew)
    {
        public static Target Of(JsonNode repository, bool isNew) =>
            new(
                "repos/" + repository["full_name"],
                repository["html_url"]!.ToString(),
                repository["clone_url"]!.ToString(),
                repository["default_branch"]!.ToString(),
                repository["description"]?.ToString() ?? "",
                repository["archived"]?.GetValue<bool>() ?? false,
                isNew
            );

        /// <summary>True when we made it: then a first commit of GitHub's own is all that it may hold before ours.</summary>
        public bool MadeByUs => Description.EndsWith(MadeBy, StringComparison.Ordinal);
    }

    private async Task<Result<Target>> FindAsync(string name, PublishRequest request, CancellationToken cancellation)
    {
        var whose = await OwnerAsync(cancellation);
        if (!whose.Ok)
        {
            return whose.Problem;
        }

        var path = $"repos/{whose.Value}/{name}";
        // A project that was never published is most likely new: then the first call makes it.
        var isKnown = options.CatalogRepository is not null || (request.Earlier is { } earlier && await earlier() is not null);
        if (isKnown)
        {
            var there = await github.GetAsync(path, cancellation);
            if (!there.Ok || there.Value.Good)
            {
                return there.Ok ? Target.Of(there.Value.Body!, isNew: false) : there.Problem;
            }
        }

        if (request.Fence is { } fence && await fence() is { } gone)
        {
            return gone;
        }

        if (!TakeFromBudget())
        {
            return GitHubProblems.Budget(options.NewPerDay);
        }

        var made = await CreateAsync(name, path, request.Title, cancellation);
        if (!made.Ok)
        {
            return made.Problem;
        }

        if (made.Value is { Good: true, Status: HttpStatusCode.Created })
        {
            return await TopicsAsync(path, cancellation) is { } problem ? problem : Target.Of(made.Value.Body!, isNew: true);
        }

        var exists = made.Value.Good ? made.Value : null;
        if (exists is null)
        {
            var there = await github.GetAsync(path, cancellation);
            if (!there.Ok || !there.Value.Good)
            {
                return there.Problem ?? GitHubProblems.Unexpected(options.ApiUrl, "POST repos", made.Value);
            }

            exists = there.Value;
        }

        return Target.Of(exists.Body!, isNew: false);
    }

    /// <summary>False when as many repositories as the budget allows were asked for in the last 24 hours, by this process.</summary>
    private bool TakeFromBudget()
    {
        var now = time.GetUtcNow();
        lock (asked)
        {
            while (asked.TryPeek(out var first) && now - first >= Day)
            {
                asked.Dequeue();
            }

            if (asked.Count >= options.NewPerDay)
            {
                return false;
            }

            asked.Enqueue(now);
            return true;
        }
    }

    private Task<Result<GitHubAnswer>> CreateAsync(string name, string path, string title, CancellationToken cancellation)
    {
        var words = new string([.. title.Where(c => !char.IsControl(c))]);
        var description = $"{(words.Length > 250 ? words[..250] : words)} {MadeBy}";
        return github.SendAsync(
            HttpMethod.Post,
            options.Organization is { } org ? $"orgs/{org}/repos" : "user/repos",
            new
            {
                name,
                description,
                @private = options.Private,
                auto_init = true,
                has_wiki = false,
                has_projects = false,
            },
            async () =>
            {
                var there = await github.GetAsync(path, cancellation);
                return there.Ok ? (there.Value.Good ? there.Value : (GitHubAnswer?)null) : there.Problem;
            },
            cancellation
        );
    }

    private async Task<Problem?> TopicsAsync(string path, CancellationToken cancellation)
    {
        if (options.Topics.Count == 0)
        {
            return null;
        }

        var put = await NewAsync(() =>
            github.SendAsync(HttpMethod.Put, $"{path}/topics", new { names = options.Topics }, null, cancellation)
        );
        return put.Ok && !put.Value.Good ? GitHubProblems.Unexpected(options.ApiUrl, "PUT topics", put.Value) : put.Problem;
    }

    public async Task<string?> SlugAsync(string project, CancellationToken cancellation = default)
    {
        var whose = await OwnerAsync(cancellation);
        return whose.Ok ? $"{whose.Value}/{options.CatalogRepository ?? project}" : null;
    }

    private async Task<Result<string>> OwnerAsync(CancellationToken cancellation)
    {
        if ((options.Organization ?? options.User ?? owner) is { } known)
        {
            return known;
        }

        var user = await github.GetAsync("user", cancellation);
        if (!user.Ok || !user.Value.Good)
        {
            return user.Problem ?? GitHubProblems.Unexpected(options.ApiUrl, "GET user", user.Value);
        }

        return owner = user.Value.Text("login");
    }

    /// <summary>A repository that was just made may be unknown (404) or empty (409) to the next server for a moment.</summary>
    private async Task<Result<GitHubAnswer>> NewAsync(Func<Task<Result<GitHubAnswer>>> call)
    {
        for (var tries = 0; ; tries++)
        {
            var answer = await call();
            if (!answer.Ok || answer.Value.Status is not (HttpStatusCode.NotFound or HttpStatusCode.Conflict) || tries == 6)
            {
                return answer;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250 << tries), time);
        }
    }

    /// <summary>One look at the repository, and what it asks for.</summary>
    private sealed class Attempt(GitHubPublisher publisher, Target target, PublishRequest request, CancellationToken cancellation)
    {
        private readonly GitHubClient github = publisher.github;
        private readonly GitHubOptions options = publisher.options;
        private readonly Uri root = publisher.options.ApiUrl;
        private readonly string folder = publisher.options.CatalogRepository is null ? "" : request.Name + "/";
        private readonly Manifest manifest = Manifest.Of(request.Files);

        /// <summary>"owner/repository".</summary>
        private string Slug => target.Path["repos/".Length..];

        /// <summary>Named by the operator: what is not ours may be proposed there.</summary>
        private bool IsAdopted =>
            options.Adopted.Contains(Slug, StringComparer.OrdinalIgnoreCase)
            || (publisher.adopted is { } account && Slug.StartsWith(account + "/", StringComparison.OrdinalIgnoreCase));

        private sealed record Look(string Head, string Tree, bool IsRoot, IReadOnlyDictionary<string, string> Blobs);

        /// <returns>Null when somebody else was quicker.</returns>
        public async Task<Result<Published?>> RunAsync()
        {
            if (target.Archived)
            {
                return GitHubProblems.Archived(target.Url);
            }

            if (target.IsNew && folder.Length == 0)
            {
                return await FirstAsync();
            }

            var looked = await LookAsync();
            if (!looked.Ok)
            {
                return looked.Problem;
            }

            if (looked.Value is not { } there)
            {
                return await BeginEmptyAsync();
            }

            var marked = await MarkerAsync(there);
            if (!marked.Ok)
            {
                return marked.Problem;
            }

            // Ours, and a process died before its first commit was the branch's.
            if (folder.Length == 0 && marked.Value is null && target.MadeByUs && there is { IsRoot: true, Blobs.Count: <= 1 })
            {
                return await FirstAsync();
            }

            var planned = await Changes.PlanAsync(request, marked.Value, new BranchContent(there.Blobs, ReadAsync), cancellation);
            if (!planned.Ok)
            {
                return planned.Problem;
            }

            return planned.Value.Any ? await ChangeAsync(there, planned.Value, marked.Value is not null) : Answer(there.Head, false, []);
        }

        private async Task<Result<Published?>> ChangeAsync(Look there, Changes changes, bool isOurs)
        {
            var isNewFolder = folder.Length > 0 && there.Blobs.Count == 0;
            if (options.Exists == ExistsPolicy.Refuse && !isNewFolder)
            {
                return GitHubProblems.Exists(target.Url);
            }

            if (!isOurs && !isNewFolder && !IsAdopted)
            {
                return GitHubProblems.NotOurs(target.Url, Slug);
            }

            if (options.Exists == ExistsPolicy.PullRequest)
            {
                return await ProposeAsync(there, changes, null);
            }

            if (!isOurs && !isNewFolder)
            {
                return await ProposeAsync(
                    there,
                    changes,
                    new(
                        $"{target.Url} was not made by this platform: it was not touched, a pull request was opened.",
                        $"{target.Url} no lo creó esta plataforma: no se tocó, se abrió una pull request."
                    )
                );
            }

            var commit = await CommitAsync(changes, there.Tree, there.Head);
            if (!commit.Ok)
            {
                return commit.Problem;
            }

            var moved = await MoveAsync(target.Branch, commit.Value, force: false);
            if (!moved.Ok)
            {
                return moved.Problem;
            }

            if (moved.Value.Good)
            {
                return Answer(commit.Value, true, changes.Notes);
            }

            return GitHubProblems.IsProtected(moved.Value)
                ? await ProposeAsync(
                    there,
                    changes,
                    new(
                        $"The branch {target.Branch} is protected: a pull request was opened.",
                        $"La rama {target.Branch} está protegida: se abrió una pull request."
                    )
                )
                : (Published?)null;
        }

        /// <summary>The first commit: it has no parent, and takes the place of the one that GitHub made.</summary>
        private async Task<Result<Published?>> FirstAsync()
        {
            List<ProjectFile> all = [.. request.Files, new(Manifest.Path, manifest.Write())];
            var commit = await CommitAsync(new(all, [], []), null, null);
            if (!commit.Ok)
            {
                return commit.Problem;
            }

            var moved = await MoveAsync(target.Branch, commit.Value, force: true);
            return moved switch
            {
                { Ok: false } => moved.Problem,
                { Value.Good: false } => GitHubProblems.Unexpected(root, "PATCH git/refs", moved.Value),
                _ => Answer(commit.Value, true, []),
            };
        }

        /// <summary>A repository without a commit takes no trees: its first one is a marker that lists nothing; then it is like any other of ours.</summary>
        private async Task<Result<Published?>> BeginEmptyAsync()
        {
            if (!target.MadeByUs && folder.Length == 0)
            {
                if (options.Exists == ExistsPolicy.Refuse)
                {
                    return GitHubProblems.Exists(target.Url);
                }

                if (!IsAdopted)
                {
                    return GitHubProblems.NotOurs(target.Url, Slug);
                }
            }

            if (request.Fence is { } fence && await fence() is { } gone)
            {
                return gone;
            }

            var content = Convert.ToBase64String(Encoding.UTF8.GetBytes(Manifest.Of([]).Write()));
            var put = await github.SendAsync(
                HttpMethod.Put,
                $"{target.Path}/contents/{folder}{Manifest.Path}",
                new
                {
                    message = "Begin",
                    content,
                    branch = target.Branch,
                },
                null,
                cancellation
            );
            return put.Ok ? (Published?)null : put.Problem;
        }

        /// <returns>Null when the repository has no commit.</returns>
        private async Task<Result<Look?>> LookAsync()
        {
            var heads = await github.GetAsync($"{target.Path}/commits?sha={Uri.EscapeDataString(target.Branch)}&per_page=1", cancellation);
            if (!heads.Ok)
            {
                return heads.Problem;
            }

            if (heads.Value is { Good: false } or { Body: JsonArray { Count: 0 } })
            {
                return (Look?)null;
            }

            var head = heads.Value.Body![0]!;
            return await TreeAsync(
                head["sha"]!.ToString(),
                head["commit"]!["tree"]!["sha"]!.ToString(),
                (head["parents"] as JsonArray)?.Count == 0
            );
        }

        private async Task<Result<Look?>> TreeAsync(string head, string tree, bool isRoot)
        {
            var part = tree;
            if (folder.Length > 0)
            {
                var top = await github.GetAsync($"{target.Path}/git/trees/{tree}", cancellation);
                if (!top.Ok || !top.Value.Good)
                {
                    return top.Problem ?? GitHubProblems.Unexpected(root, "GET git/trees", top.Value);
                }

                var found = top.Value.Body!["tree"]!.AsArray().FirstOrDefault(e => e!["path"]!.ToString() + "/" == folder);
                if (found is null)
                {
                    return new Look(head, tree, isRoot, new Dictionary<string, string>(StringComparer.Ordinal));
                }

                part = found["sha"]!.ToString();
            }

            var listed = await github.GetAsync($"{target.Path}/git/trees/{part}?recursive=1", cancellation);
            if (!listed.Ok || !listed.Value.Good)
            {
                return listed.Problem ?? GitHubProblems.Unexpected(root, "GET git/trees", listed.Value);
            }

            return new Look(head, tree, isRoot, Blobs(listed.Value.Body!));
        }

        private static Dictionary<string, string> Blobs(JsonNode tree) =>
            tree["tree"]!
                .AsArray()
                .Where(e => e!["type"]!.ToString() == "blob")
                .ToDictionary(e => e!["path"]!.ToString(), e => e!["sha"]!.ToString(), StringComparer.Ordinal);

        private async Task<Result<Manifest?>> MarkerAsync(Look there)
        {
            if (!there.Blobs.TryGetValue(Manifest.Path, out var id))
            {
                return (Manifest?)null;
            }

            if (id == Manifest.BlobId(Encoding.UTF8.GetBytes(manifest.Write())))
            {
                return manifest;
            }

            var text = await ReadAsync(id);
            return text.Ok ? Manifest.Parse(text.Value ?? "") : text.Problem;
        }

        private async Task<Result<string?>> ReadAsync(string blob)
        {
            var read = await github.GetAsync($"{target.Path}/git/blobs/{blob}", cancellation);
            return read switch
            {
                { Ok: false } => read.Problem,
                { Value.Good: true } => Encoding.UTF8.GetString(Convert.FromBase64String(read.Value.Text("content"))),
                _ => (string?)null,
            };
        }

        private async Task<Result<string>> CommitAsync(Changes changes, string? tree, string? parent)
        {
            var entries = changes
                .Written.Select(f =>
                    (
                        Size: f.Content.Length,
                        Entry: (object)
                            new
                            {
                                path = folder + f.Path,
                                mode = "100644",
                                type = "blob",
                                content = f.Content,
                            }
                    )
                )
                .Concat(
                    changes.Removed.Select(path =>
                        (
                            Size: 0,
                            Entry: (object)
                                new
                                {
                                    path = folder + path,
                                    mode = "100644",
                                    type = "blob",
                                    sha = (string?)null,
                                }
                        )
                    )
                )
                .ToList();
            for (var from = 0; from < entries.Count; )
            {
                var (count, bytes) = (0, 0);
                while (
                    from + count < entries.Count
                    && count < MostFilesInATree
                    && (count == 0 || bytes + entries[from + count].Size < MostBytesInATree)
                )
                {
                    bytes += entries[from + count++].Size;
                }

                var part = entries.GetRange(from, count).Select(e => e.Entry);
                object body = tree is null ? new { tree = part } : new { base_tree = tree, tree = part };
                var made = await PostAsync("git/trees", body);
                if (!made.Ok)
                {
                    return made;
                }

                tree = made.Value;
                from += count;
            }

            var who = new
            {
                name = Author,
                email = Email,
                date = (request.At ?? publisher.time.GetUtcNow()).ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"),
            };
            return await PostAsync(
                "git/commits",
                new
                {
                    message = request.Message,
                    tree,
                    parents = parent is null ? Array.Empty<string>() : [parent],
                    author = who,
                    committer = who,
                }
            );
        }

        /// <summary>Makes an object that is named by its content: to make it twice is to make it once.</summary>
        /// <returns>Its id.</returns>
        private async Task<Result<string>> PostAsync(string what, object body)
        {
            var made = await publisher.NewAsync(() => github.SendAsync(HttpMethod.Post, $"{target.Path}/{what}", body, null, cancellation));
            return made switch
            {
                { Ok: false } => made.Problem,
                { Value.Good: true } => made.Value.Text("sha"),
                _ => GitHubProblems.Unexpected(root, $"POST {what}", made.Value),
            };
        }

        /// <summary>Moving a branch to where it is already is nothing: this may be repeated.</summary>
        private async Task<Result<GitHubAnswer>> MoveAsync(string branch, string commit, bool force)
        {
            if (request.Fence is { } fence && await fence() is { } gone)
            {
                return gone;
            }

            return await github.SendAsync(
                HttpMethod.Patch,
                $"{target.Path}/git/refs/heads/{branch}",
                new { sha = commit, force },
                null,
                cancellation
            );
        }

        private async Task<Result<Published?>> ProposeAsync(Look there, Changes changes, Phrase? note)
        {
            var branch = $"infra-ai/{request.Name}";
            var proposed = await ProposedAsync(branch);
            if (!proposed.Ok)
            {
                return proposed.Problem;
            }

            var isThere = proposed.Value is { } old && Holds(old.Blobs, changes);
            var commit = isThere ? proposed.Value!.Head : await CommitAsync(changes, there.Tree, there.Head);
            if (!commit.Ok)
            {
                return commit.Problem;
            }

            if (!isThere)
            {
                var moved = await BranchAsync(branch, commit.Value, proposed.Value is not null);
                if (!moved.Ok || !moved.Value.Good)
                {
                    return moved.Problem ?? GitHubProblems.Unexpected(root, "POST git/refs", moved.Value);
                }
            }

            var pull = await PullAsync(branch, changes, there);
            if (!pull.Ok)
            {
                return pull.Problem;
            }

            List<Phrase> notes = [.. changes.Notes];
            if (note is { } said)
            {
                notes.Insert(0, said);
            }

            return Answer(commit.Value, !isThere, notes) with
            {
                PullRequestUrl = pull.Value,
            };
        }

        /// <returns>What an earlier proposal holds; null when there is none.</returns>
        private async Task<Result<Look?>> ProposedAsync(string branch)
        {
            var reference = await github.GetAsync($"{target.Path}/git/ref/heads/{branch}", cancellation);
            if (!reference.Ok || !reference.Value.Good)
            {
                return reference.Ok ? (Look?)null : reference.Problem;
            }

            var head = reference.Value.Body!["object"]!["sha"]!.ToString();
            var commit = await github.GetAsync($"{target.Path}/git/commits/{head}", cancellation);
            return commit.Ok && commit.Value.Good
                ? await TreeAsync(head, commit.Value.Body!["tree"]!["sha"]!.ToString(), false)
                : commit.Problem ?? GitHubProblems.Unexpected(root, "GET git/commits", commit.Value);
        }

        private static bool Holds(IReadOnlyDictionary<string, string> blobs, Changes changes) =>
            changes.Written.All(f => blobs.GetValueOrDefault(f.Path) == Manifest.BlobId(Encoding.UTF8.GetBytes(f.Content)))
            && !changes.Removed.Any(blobs.ContainsKey);

        private async Task<Result<GitHubAnswer>> BranchAsync(string branch, string commit, bool exists)
        {
            if (exists)
            {
                return await MoveAsync(branch, commit, force: true);
            }

            if (request.Fence is { } fence && await fence() is { } gone)
            {
                return gone;
            }

            var made = await github.SendAsync(
                HttpMethod.Post,
                $"{target.Path}/git/refs",
                new { @ref = $"refs/heads/{branch}", sha = commit },
                null,
                cancellation
            );
            // 422: it is there now, made by a call whose answer was lost.
            return made is { Ok: true, Value.Status: HttpStatusCode.UnprocessableEntity }
                ? await MoveAsync(branch, commit, force: true)
                : made;
        }

        private async Task<Result<string>> PullAsync(string branch, Changes changes, Look there)
        {
            var body = PullRequestText.Write(request, changes, there.Blobs.Keys.ToHashSet(StringComparer.Ordinal));
            var title = request.Message.Split('\n')[0];
            var open = await OpenPullAsync(branch);
            if (!open.Ok)
            {
                return open.Problem;
            }

            if (open.Value is { } same && same.Text("body").ReplaceLineEndings("\n") == body)
            {
                return same.Text("html_url");
            }

            if (request.Fence is { } fence && await fence() is { } gone)
            {
                return gone;
            }

            var made = open.Value is { } old
                ? await github.SendAsync(
                    HttpMethod.Patch,
                    $"{target.Path}/pulls/{old.Text("number")}",
                    new { title, body },
                    null,
                    cancellation
                )
                : await github.SendAsync(
                    HttpMethod.Post,
                    $"{target.Path}/pulls",
                    new
                    {
                        title,
                        body,
                        head = branch,
                        @base = target.Branch,
                    },
                    () => OpenPullAsync(branch),
                    cancellation
                );
            return made switch
            {
                { Ok: false } => made.Problem,
                { Value.Good: true } => made.Value.Text("html_url"),
                _ => GitHubProblems.Unexpected(root, "POST pulls", made.Value),
            };
        }

        private async Task<Result<GitHubAnswer?>> OpenPullAsync(string branch)
        {
            var whose = target.Path.Split('/')[1];
            var query = $"state=open&head={Uri.EscapeDataString($"{whose}:{branch}")}";
            var list = await github.GetAsync($"{target.Path}/pulls?{query}", cancellation);
            if (!list.Ok)
            {
                return list.Problem;
            }

            var first = (list.Value.Body as JsonArray)?.FirstOrDefault(p => p!["head"]!["ref"]!.ToString() == branch);
            return first is null ? (GitHubAnswer?)null : new GitHubAnswer(HttpStatusCode.OK, first);
        }

        private Published Answer(string commit, bool changed, IReadOnlyList<Phrase> notes) =>
            new(target.CloneUrl, $"{target.Url}/blob/{target.Branch}/{folder}catalog-info.yaml", commit, changed, notes);
    }
}
