using InfraAi.Platform.Manifest;
using InfraAi.Platform.Repositories;

namespace InfraAi.Platform.Tests.Repositories;

public sealed class RepositorySyncTests : IDisposable
{
    private readonly GitWorld world = new();

    public void Dispose() => world.Dispose();

    private static Task<IReadOnlyList<RepositoryReport>> RunAsync(bool clone, bool dryRun, params IReadOnlyList<RepositoryEntry> entries) =>
        new RepositorySync(TimeProvider.System).RunAsync(entries, clone, dryRun, _ => { }, TestContext.Current.CancellationToken);

    private static async Task<RepositoryReport> SyncAsync(RepositoryEntry entry) => (await RunAsync(true, false, entry)).Single();

    private static string Git(RepositoryEntry entry, params string[] arguments) => GitWorld.Git(entry.Path, arguments);

    /// <summary>Each brings a working copy into a state, and says which one it is.</summary>
    private IReadOnlyList<(RepositoryState State, Func<string, RepositoryEntry> Make)> States =>
        [
            (RepositoryState.UpToDate, world.Repository),
            (RepositoryState.Updated, name => After(name, _ => world.CommitElsewhere(name))),
            (RepositoryState.Ahead, name => After(name, e => GitWorld.Commit(e.Path, "a.txt", "a", "feat: a"))),
            (
                RepositoryState.Diverged,
                name =>
                    After(
                        name,
                        e =>
                        {
                            GitWorld.Commit(e.Path, "a.txt", "a", "feat: a");
                            world.CommitElsewhere(name);
                        }
                    )
            ),
            (
                RepositoryState.Dirty,
                name =>
                    After(
                        name,
                        e =>
                        {
                            File.WriteAllText(Path.Combine(e.Path, "README.md"), "work in progress");
                            world.CommitElsewhere(name);
                        }
                    )
            ),
            (
                RepositoryState.Dirty,
                name =>
                    After(
                        name,
                        e =>
                        {
                            // Untracked, and in the way of what comes.
                            File.WriteAllText(Path.Combine(e.Path, "elsewhere.txt"), "mine");
                            world.CommitElsewhere(name);
                        }
                    )
            ),
            (
                RepositoryState.Dirty,
                name =>
                    After(
                        name,
                        e =>
                        {
                            // Ignored, and in the way of what comes: git itself would overwrite it.
                            File.WriteAllText(Path.Combine(e.Path, ".git/info/exclude"), ".env\n");
                            File.WriteAllText(Path.Combine(e.Path, ".env"), "TOKEN=mine");
                            world.CommitElsewhere(name, ".env", "TOKEN=theirs");
                        }
                    )
            ),
            (RepositoryState.Detached, name => After(name, e => Git(e, "switch", "--quiet", "--detach"))),
            (RepositoryState.OtherBranch, name => After(name, e => Git(e, "switch", "--quiet", "-c", "feature"))),
            (RepositoryState.NoUpstream, name => After(name, e => Git(e, "branch", "--unset-upstream"))),
            (
                RepositoryState.UpstreamGone,
                name => After(name, e => Git(e, "update-ref", "-d", "refs/remotes/origin/main"), andRemote: true)
            ),
            (
                RepositoryState.Unborn,
                name =>
                {
                    Directory.CreateDirectory(world["remotes"]);
                    GitWorld.Git(world["remotes"], "init", "--quiet", "--bare", $"{name}.git");
                    return world.Entry(name, world[$"remotes/{name}.git"]);
                }
            ),
            (RepositoryState.Cloned, name => After(name, e => Directory.Delete(e.Path, recursive: true))),
            (RepositoryState.Missing, name => After(name, e => Directory.Delete(e.Path, recursive: true)) with { Remote = null }),
            (RepositoryState.NotARepository, name => After(name, e => Directory.Delete(Path.Combine(e.Path, ".git"), recursive: true))),
            (RepositoryState.NoRemote, name => After(name, e => Git(e, "remote", "remove", "origin"))),
            (RepositoryState.OtherRemote, name => world.Repository(name) with { Remote = "https://example.test/other.git" }),
            (RepositoryState.NoAccess, name => After(name, e => Directory.Delete(e.Remote!, recursive: true))),
            (
                RepositoryState.Unreachable,
                name =>
                {
                    // A port of this machine that nobody listens on.
                    const string Remote = "http://127.0.0.1:9/x.git";
                    var entry = After(name, e => Git(e, "remote", "set-url", "origin", Remote));
                    return entry with { Remote = Remote };
                }
            ),
            (
                RepositoryState.Underway,
                name =>
                    After(
                        name,
                        e =>
                        {
                            GitWorld.Commit(e.Path, "README.md", "mine", "docs: mine");
                            world.CommitElsewhere(name, "README.md", "theirs");
                            Git(e, "fetch", "--quiet");
                            Should.Throw<InvalidOperationException>(() => Git(e, "merge", "origin/main"));
                        }
                    )
            ),
        ];

    private RepositoryEntry After(string name, Action<RepositoryEntry> change, bool andRemote = false)
    {
        var entry = world.Repository(name);
        change(entry);
        if (andRemote)
        {
            GitWorld.Git(entry.Remote!, "update-ref", "-d", "refs/heads/main");
        }

        return entry;
    }

    /// <summary>Fifty, each state several times: each is told rightly, and no object, branch or file that was there is lost or changed.</summary>
    [Fact]
    public async Task Every_state_is_told_and_nothing_local_is_lost()
    {
        var states = States;
        var made = new (RepositoryState State, RepositoryEntry Entry)[50];
        Parallel.For(
            0,
            50,
            new() { MaxDegreeOfParallelism = 4 },
            i =>
            {
                var (state, make) = states[i % states.Count];
                made[i] = (state, make($"r{i}"));
            }
        );
        var before = made.Select(m => Snapshot(m.Entry.Path)).ToList();

        var reports = await RunAsync(true, false, [.. made.Select(m => m.Entry)]);

        for (var i = 0; i < made.Length; i++)
        {
            var (report, state) = (reports[i], made[i].State);
            report.State.ShouldBe(state, $"{report}");
            report.Name.ShouldBe(made[i].Entry.Name);
            (report.Remedy is null).ShouldBe(state is RepositoryState.UpToDate or RepositoryState.Updated or RepositoryState.Cloned);
            var after = Snapshot(made[i].Entry.Path);
            before[i].Objects.Except(after.Objects).ShouldBeEmpty($"objects of {report}");
            foreach (var (name, id) in before[i].Branches)
            {
                var now = after.Branches.GetValueOrDefault(name);
                if (now != id)
                {
                    state.ShouldBe(RepositoryState.Updated, $"{name} of {report}");
                    Git(made[i].Entry, "merge-base", "--is-ancestor", id, now!);
                }
            }

            foreach (var (file, text) in before[i].Files)
            {
                after.Files.GetValueOrDefault(file).ShouldBe(text, $"{file} of {report}");
            }
        }

        // A second time changes nothing more.
        var again = await RunAsync(true, false, [.. made.Select(m => m.Entry)]);
        for (var i = 0; i < made.Length; i++)
        {
            var expected = made[i].State is RepositoryState.Updated or RepositoryState.Cloned ? RepositoryState.UpToDate : made[i].State;
            again[i].State.ShouldBe(expected, $"{again[i]}");
        }
    }

    private sealed record Kept(
        IReadOnlySet<string> Objects,
        IReadOnlyDictionary<string, string> Branches,
        IReadOnlyDictionary<string, string> Files
    );

    private static Kept Snapshot(string path)
    {
        var files = Directory.Exists(path)
            ? Directory
                .EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Where(f => !f.Contains("/.git/", StringComparison.Ordinal))
                .ToDictionary(f => f, File.ReadAllText, StringComparer.Ordinal)
            : [];
        if (!Directory.Exists(Path.Combine(path, ".git")))
        {
            return new(new HashSet<string>(), new Dictionary<string, string>(), files);
        }

        var objects = GitWorld
            .Git(path, "cat-file", "--batch-all-objects", "--batch-check=%(objectname)")
            .Split('\n')
            .ToHashSet(StringComparer.Ordinal);
        var branches = GitWorld
            .Git(path, "for-each-ref", "--format=%(refname) %(objectname)", "refs/heads", "refs/tags", "refs/stash")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
        return new(objects, branches, files);
    }

    [Fact]
    public async Task A_dry_run_changes_nothing()
    {
        var behind = world.Repository("behind");
        world.CommitElsewhere("behind");
        var missing = world.Repository("missing");
        Directory.Delete(missing.Path, recursive: true);
        var refs = Git(behind, "for-each-ref");

        var reports = await RunAsync(true, true, behind, missing);
        reports.Select(r => r.State).ShouldBe([RepositoryState.Behind, RepositoryState.Missing]);
        Git(behind, "for-each-ref").ShouldBe(refs);
        Directory.Exists(missing.Path).ShouldBeFalse();
    }

    [Fact]
    public async Task Pull_reports_what_is_missing_and_clones_nothing()
    {
        var missing = world.Repository("missing");
        Directory.Delete(missing.Path, recursive: true);
        (await RunAsync(false, false, missing)).Single().State.ShouldBe(RepositoryState.Missing);
        Directory.Exists(missing.Path).ShouldBeFalse();
    }

    [Fact]
    public async Task A_half_clone_of_a_killed_process_is_removed_and_that_of_a_running_one_is_not()
    {
        var missing = world.Repository("missing");
        Directory.Delete(missing.Path, recursive: true);
        // No process has the largest number (proc(5), pid_max).
        var (abandoned, used) = (world[$"work/.missing.{int.MaxValue}.clone"], world["work/.missing.1.clone"]);
        Directory.CreateDirectory(abandoned);
        Directory.CreateDirectory(used);

        (await SyncAsync(missing)).State.ShouldBe(RepositoryState.Cloned);

        Directory.Exists(abandoned).ShouldBeFalse();
        Directory.Exists(used).ShouldBeTrue();
    }

    [Fact]
    public async Task What_was_fast_forwarded_is_reported_as_git_sees_it()
    {
        var entry = world.Repository("seen");
        File.WriteAllText(Path.Combine(entry.Path, "mine.txt"), "mine");
        var tip = world.CommitElsewhere("seen");

        var updated = await SyncAsync(entry);

        (updated.State, updated.Head, updated.Behind, updated.Changed, updated.Untracked).ShouldBe((RepositoryState.Updated, tip, 0, 0, 1));
        Git(entry, "rev-parse", "HEAD").ShouldBe(tip);
        Git(entry, "status", "--porcelain").ShouldBe("?? mine.txt");
    }

    [Fact]
    public async Task A_tag_that_was_added_there_comes_here()
    {
        var entry = world.Repository("tagged");
        GitWorld.Git(entry.Remote!, "tag", "-a", "-m", "one", "v1.0.0", "main");
        (await SyncAsync(entry)).State.ShouldBe(RepositoryState.UpToDate);
        Git(entry, "tag").ShouldBe("v1.0.0");
    }

    [Fact]
    public async Task Packed_references_are_read_as_git_reads_them()
    {
        var entry = world.Repository("packed");
        world.CommitElsewhere("packed");
        (await SyncAsync(entry)).State.ShouldBe(RepositoryState.Updated);
        GitWorld.Git(entry.Remote!, "pack-refs", "--all");
        Git(entry, "pack-refs", "--all");
        (await SyncAsync(entry)).State.ShouldBe(RepositoryState.UpToDate);
        world.CommitElsewhere("packed", "b.txt");
        (await SyncAsync(entry)).State.ShouldBe(RepositoryState.Updated);
        File.Exists(Path.Combine(entry.Path, "b.txt")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_branch_of_the_remote_that_was_forced_is_a_divergence()
    {
        var entry = world.Repository("forced");
        world.CommitElsewhere("forced");
        await SyncAsync(entry);
        var head = Git(entry, "rev-parse", "HEAD");
        GitWorld.Git(entry.Remote!, "update-ref", "refs/heads/main", Git(entry, "rev-parse", "HEAD~1"));
        world.CommitElsewhere("forced", "c.txt");
        (await SyncAsync(entry)).State.ShouldBe(RepositoryState.Diverged);
        Git(entry, "rev-parse", "HEAD").ShouldBe(head);
    }

    [Fact]
    public async Task A_linked_worktree_is_a_working_copy_too()
    {
        var entry = world.Repository("linked");
        Git(entry, "switch", "--quiet", "-c", "elsewhere");
        var linked = world.Entry("linked-copy", entry.Remote);
        Git(entry, "worktree", "add", "--quiet", linked.Path, "main");
        world.CommitElsewhere("linked");
        (await SyncAsync(linked)).State.ShouldBe(RepositoryState.Updated);
    }

    [Theory]
    [InlineData("git@github.com:acme/shop.git", "https://github.com/acme/shop")]
    [InlineData("ssh://git@github.com/acme/shop", "https://me@github.com/Acme/shop.git/")]
    [InlineData("/srv/shop.git", "file:///srv/shop.git")]
    public void One_remote_is_written_in_several_ways(string one, string other) => RemoteAddress.Same(one, other).ShouldBeTrue();

    [Fact]
    public void A_remotes_credentials_are_in_no_message() =>
        InfraAi
            .Platform.Repositories.Git.WithoutCredentials("fatal: unable to access 'https://me:token@host/x.git/'")
            .ShouldBe("fatal: unable to access 'https://host/x.git/'");
}
