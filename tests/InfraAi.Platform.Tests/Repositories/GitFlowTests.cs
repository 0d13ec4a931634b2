using InfraAi.Platform.Manifest;
using InfraAi.Platform.Repositories;

namespace InfraAi.Platform.Tests.Repositories;

public sealed class GitFlowTests : IDisposable
{
    private const string Known = "hunter2-hunter2";

    // Put together here, so that no scanner takes this file for a leak.
    private static readonly string Token = "ghp" + "_0123456789abcdefghijklmnopqrstuvwxyz";
    private readonly GitWorld world = new();
    private readonly CommitFlow commits = new([Known]);
    private readonly PushFlow pushes = new([Known]);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => world.Dispose();

    private static string Git(RepositoryEntry entry, params string[] arguments) => GitWorld.Git(entry.Path, arguments);

    private static void Write(RepositoryEntry entry, string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(entry.Path, file))!);
        File.WriteAllText(Path.Combine(entry.Path, file), text);
    }

    private async Task<CommitPlan> PlanAsync(RepositoryEntry entry) => (await commits.PlanAsync(entry, Stop)).Value!;

    private async Task<PushPlan> PushPlanAsync(RepositoryEntry entry) => (await pushes.PlanAsync(entry, Stop)).Value!;

    [Fact]
    public async Task Everything_that_changed_is_committed_when_nothing_was_staged()
    {
        var entry = world.Repository("a");
        Write(entry, "README.md", "# two\n");
        Write(entry, "src/café dir/new file.cs", "class A;\n");
        Git(entry, "status");
        var plan = await PlanAsync(entry);
        plan.OnlyStaged.ShouldBeFalse();
        plan.Files.Select(f => f.Path).ShouldBe(["README.md", "src/café dir/new file.cs"], ignoreOrder: true);
        Git(entry, "diff", "--cached", "--name-only").ShouldBe("");

        var id = (await CommitFlow.CommitAsync(plan, "feat: a\n\n# no comment\n", Stop)).Value;
        Git(entry, "rev-parse", "HEAD").ShouldBe(id);
        Git(entry, "log", "-1", "--format=%B").ShouldBe("feat: a\n\n# no comment");
        Git(entry, "status", "--porcelain").ShouldBe("");
        (await commits.PlanAsync(entry, Stop)).Value.ShouldBeNull();
    }

    [Fact]
    public async Task Only_what_was_staged_is_committed_when_something_was()
    {
        var entry = world.Repository("a");
        Write(entry, "staged.txt", "1");
        Git(entry, "add", "staged.txt");
        Write(entry, "staged.txt", "2");
        Write(entry, "other.txt", "3");
        var plan = await PlanAsync(entry);
        plan.Files.Single().Path.ShouldBe("staged.txt");
        (await CommitFlow.CommitAsync(plan, "feat: staged", Stop)).Ok.ShouldBeTrue();
        Git(entry, "show", "HEAD:staged.txt").ShouldBe("1");
        Git(entry, "status", "--porcelain").ShouldBe(" M staged.txt\n?? other.txt");
    }

    /// <summary>A change of the same length in the very moment in which the index was written: git finds it only by the index's time.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_change_in_the_moment_of_staging_is_not_taken_for_committed(bool refused)
    {
        var entry = world.Repository("a");
        var file = Path.Combine(entry.Path, "staged.txt");
        Write(entry, "staged.txt", "1");
        var moment = DateTime.UtcNow.AddSeconds(-10);
        File.SetLastWriteTimeUtc(file, moment);
        Git(entry, "add", "staged.txt");
        Write(entry, "staged.txt", "2");
        File.SetLastWriteTimeUtc(file, moment);
        // So that nothing but the times tells: git keeps the time of the change of the file's entry in its folder, too.
        Git(entry, "config", "core.trustctime", "false");
        File.SetLastWriteTimeUtc(Path.Combine(entry.Path, ".git/index"), moment);
        if (refused)
        {
            var hook = Path.Combine(entry.Path, ".git/hooks/pre-commit");
            File.WriteAllText(hook, "#!/bin/sh\nexit 1\n");
            File.SetUnixFileMode(hook, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var plan = await PlanAsync(entry);
        (await CommitFlow.CommitAsync(plan, "feat: staged", Stop)).Ok.ShouldBe(!refused);

        Git(entry, "diff", "--name-only").ShouldBe("staged.txt");
    }

    [Fact]
    public async Task The_first_commit_of_all_works_too()
    {
        var entry = world.Repository("first");
        Directory.Delete(entry.Path, recursive: true);
        GitWorld.Git(world["work"], "init", "--quiet", entry.Path);
        Git(entry, "config", "user.name", "Ana");
        Git(entry, "config", "user.email", "ana@example.test");
        Write(entry, "a.txt", "1");
        (await CommitFlow.CommitAsync(await PlanAsync(entry), "feat: first", Stop)).Ok.ShouldBeTrue();
        Git(entry, "log", "--format=%s").ShouldBe("feat: first");
    }

    [Fact]
    public async Task Secrets_conflict_markers_and_large_files_are_found_where_they_are_new()
    {
        var entry = world.Repository("a");
        GitWorld.Commit(entry.Path, "old.txt", $"token {Token}\n", "feat: long ago");
        Write(entry, "old.txt", $"token {Token}\nmore\n");
        Write(entry, "config.json", $"{{\n  \"token\": \"{Token}\"\n}}\n");
        Write(entry, "notes.txt", $"the password is {Known}\n");
        Write(entry, "merge.txt", "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n");
        Write(entry, "large.bin", new string('\0', (int)ContentChecks.LargestFile + 1));
        Write(entry, "web/.env", "A=1\n");
        Write(entry, "web/.env.example", "A=\n");

        var found = (await PlanAsync(entry)).Findings.Select(f => (f.Check, f.Path, f.Line)).ToList();
        found.ShouldBe(
            [
                ("secrets", "config.json", 2),
                ("secrets", "notes.txt", 1),
                ("conflict-markers", "merge.txt", 1),
                ("conflict-markers", "merge.txt", 5),
                ("large-files", "large.bin", 0),
                ("secrets", "web/.env", 0),
            ],
            ignoreOrder: true
        );
    }

    [Fact]
    public async Task Keys_of_many_lines_and_known_values_in_other_forms_are_found()
    {
        var entry = world.Repository("a");
        var line = new string('k', 8) + string.Concat(Enumerable.Range(0, 14).Select(i => $"{i:x}Zq+"));
        var (head, foot) = ("-----BEGIN PGP PRIVATE" + " KEY BLOCK-----", "-----END PGP PRIVATE" + " KEY BLOCK-----");
        Write(entry, "key.asc", $"{head}\n\n{line}\n{line}\n{foot}\n");
        Write(
            entry,
            "gcp.json",
            $"{{\n \"private_key\": \"-----BEGIN PRIVATE" + $" KEY-----\\n{line}\\n{line}\\n-----END PRIVATE" + " KEY-----\"\n}\n"
        );
        Write(entry, "header.txt", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"user:{Known}")) + "\n");
        Write(entry, "address.txt", $"x\nhttps://h/?p={Uri.EscapeDataString(Known)}\n");
        Write(
            entry,
            "vendors.txt",
            $"hv" + $"s.{line.Replace("+", "", StringComparison.Ordinal)}\nsq" + "p_0123456789abcdef0123456789abcdef01234567\n"
        );
        Write(entry, "lock.json", "{ \"integrity\": \"sha512-" + line + line[..22] + "==\" }\n");

        var found = (await PlanAsync(entry)).Findings.Select(f => (f.Check, f.Path, f.Line)).ToList();
        found.ShouldBe(
            [
                ("secrets", "key.asc", 3),
                ("secrets", "gcp.json", 2),
                ("secrets", "header.txt", 1),
                ("secrets", "address.txt", 2),
                ("secrets", "vendors.txt", 1),
                ("secrets", "vendors.txt", 2),
            ],
            ignoreOrder: true
        );
    }

    [Fact]
    public async Task A_hook_that_refuses_is_heard_and_the_index_is_as_it_was()
    {
        var entry = world.Repository("a");
        var hook = Path.Combine(entry.Path, ".git/hooks/pre-commit");
        Directory.CreateDirectory(Path.GetDirectoryName(hook)!);
        File.WriteAllText(hook, "#!/bin/sh\necho 'no tabs, please' >&2\nexit 1\n");
        File.SetUnixFileMode(hook, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Write(entry, "a.txt", "\t");
        var head = Git(entry, "rev-parse", "HEAD");

        var refused = await CommitFlow.CommitAsync(await PlanAsync(entry), "feat: a", Stop);
        refused.Problem!.Code.ShouldBe("commit-refused");
        refused.Problem.Message.En.ShouldContain("no tabs, please");
        Git(entry, "rev-parse", "HEAD").ShouldBe(head);
        Git(entry, "status", "--porcelain").ShouldBe("?? a.txt");
    }

    [Fact]
    public async Task What_changed_after_it_was_looked_at_is_not_committed()
    {
        var entry = world.Repository("a");
        Write(entry, "a.txt", "looked at");
        var plan = await PlanAsync(entry);
        Write(entry, "a.txt", $"{Known}");
        (await CommitFlow.CommitAsync(plan, "feat: a", Stop)).Ok.ShouldBeTrue();
        Git(entry, "show", "HEAD:a.txt").ShouldBe("looked at");
        File.ReadAllText(Path.Combine(entry.Path, "a.txt")).ShouldBe(Known);

        var next = await PlanAsync(entry);
        GitWorld.Commit(entry.Path, "b.txt", "b", "feat: meanwhile");
        (await CommitFlow.CommitAsync(next, "feat: b", Stop)).Problem!.Code.ShouldBe("repository-changed");
    }

    [Fact]
    public async Task Detached_and_conflicting_working_copies_are_not_committed_to()
    {
        var detached = world.Repository("detached");
        Git(detached, "switch", "--quiet", "--detach");
        Write(detached, "a.txt", "a");
        (await commits.PlanAsync(detached, Stop)).Problem!.Code.ShouldBe("repository-detached");

        var merging = world.Repository("merging");
        GitWorld.Commit(merging.Path, "README.md", "mine", "docs: mine");
        world.CommitElsewhere("merging", "README.md", "theirs");
        Git(merging, "fetch", "--quiet");
        Should.Throw<InvalidOperationException>(() => Git(merging, "merge", "origin/main"));
        (await commits.PlanAsync(merging, Stop)).Problem!.Code.ShouldBe("repository-underway");
    }

    [Theory]
    [InlineData("docs: update guide.md", "M docs/guide.md")]
    [InlineData("docs(ai): update setup.md", "M docs/ai/setup.md")]
    [InlineData("test(storage-tests): add A.cs and B.cs", "A tests/Storage.Tests/A.cs", "A tests/Storage.Tests/B.cs")]
    [InlineData("ci: add build.yml", "A .github/workflows/build.yml")]
    [InlineData("build: update package.json", "M package.json")]
    [InlineData("feat(catalog): add Names.cs", "A src/catalog/Names.cs")]
    [InlineData("feat: update Names.cs and README.md", "A src/Names.cs", "M README.md")]
    [InlineData("fix(agent): update 4 files", "M src/agent/a.cs", "M src/agent/b.cs", "M src/agent/c.cs", "M src/agent/d.cs")]
    [InlineData("refactor: remove a.cs", "D a.cs")]
    [InlineData("chore: update README.md and package.json", "M README.md", "M package.json")]
    public void A_message_is_proposed_by_what_changed(string message, params string[] files) =>
        CommitProposal.For([.. files.Select(f => new ChangedFile(f[2..], f[0], '.'))]).ShouldBe(message);

    [Fact]
    public async Task Commits_are_sent_and_a_new_branch_gets_its_upstream()
    {
        var entry = world.Repository("a");
        (await pushes.PlanAsync(entry, Stop)).Value.ShouldBeNull();
        Git(entry, "switch", "--quiet", "-c", "topic");
        var id = GitWorld.Commit(entry.Path, "a.txt", "a", "feat: a");
        var plan = await PushPlanAsync(entry);
        plan.IsNew.ShouldBeTrue();
        plan.Commits.Single().Text.ShouldBe("a");
        plan.Changed.ShouldBe(["a.txt"]);
        (await PushFlow.PushAsync(plan, null, Stop)).ShouldBeNull();
        GitWorld.Git(entry.Remote!, "rev-parse", "topic").ShouldBe(id);
        Git(entry, "rev-parse", "--abbrev-ref", "@{upstream}").ShouldBe("origin/topic");
        (await pushes.PlanAsync(entry, Stop)).Value.ShouldBeNull();
    }

    [Fact]
    public async Task A_secret_that_a_later_commit_removed_is_found_all_the_same()
    {
        var entry = world.Repository("a");
        GitWorld.Commit(entry.Path, "a.txt", $"key {Token}\n", "feat: a");
        GitWorld.Commit(entry.Path, "a.txt", "key from the environment\n", "fix: a");
        (await PushPlanAsync(entry)).Findings.Single().Path.ShouldBe("a.txt");
    }

    [Fact]
    public async Task A_push_is_never_forced()
    {
        var entry = world.Repository("a");
        Git(entry, "config", "remote.origin.push", "+refs/heads/*:refs/heads/*");
        GitWorld.Commit(entry.Path, "a.txt", "a", "feat: a");
        var there = world.CommitElsewhere("a");
        // The remote moved after the last fetch.
        (await PushFlow.PushAsync(await PushPlanAsync(entry), null, Stop))!.Code.ShouldBe("push-behind");
        GitWorld.Git(entry.Remote!, "rev-parse", "main").ShouldBe(there);

        Git(entry, "fetch", "--quiet");
        (await pushes.PlanAsync(entry, Stop)).Problem!.Code.ShouldBe("repository-not-pushable");
    }

    [Fact]
    public async Task A_version_is_proposed_by_the_commits_written_down_and_sent_at_once()
    {
        var entry = world.Repository("a");
        var first = (await TagPlanAsync(entry))!;
        first.Tag.ShouldBe("v0.1.0");
        await MakeAndSendAsync(first);
        (await TagPlanAsync(entry)).ShouldBeNull();

        GitWorld.Commit(entry.Path, "a.txt", "a", "fix(api): no longer loses orders");
        GitWorld.Commit(entry.Path, "b.txt", "b", "feat: pays by card");
        var plan = (await TagPlanAsync(entry))!;
        plan.Tag.ShouldBe("v0.2.0");
        plan.Last!.ToString().ShouldBe("0.1.0");
        await MakeAndSendAsync(plan);

        Git(entry, "cat-file", "-t", "v0.2.0").ShouldBe("tag");
        GitWorld.Git(entry.Remote!, "rev-parse", "v0.2.0^{commit}", "main").Split('\n').Distinct().ShouldHaveSingleItem();
        var log = Git(entry, "show", "HEAD:CHANGELOG.md");
        log.ShouldStartWith("# Changelog\n\n## [0.2.0] - ");
        log.ShouldContain("### Added\n\n- pays by card (");
        log.ShouldContain("### Fixed\n\n- **api:** no longer loses orders (");
        log.ShouldContain("## [0.1.0] - ");
        log.ShouldNotContain("release");
        Git(entry, "status", "--porcelain").ShouldBe("");
    }

    [Fact]
    public async Task A_tag_that_could_not_be_sent_is_sent_by_the_next_call()
    {
        var entry = world.Repository("a");
        (await TagFlow.MakeAsync((await TagPlanAsync(entry))!, Stop)).ShouldBeNull();
        var again = (await TagPlanAsync(entry))!;
        again.ShouldSatisfyAllConditions(p => p.Tag.ShouldBe("v0.1.0"), p => p.IsTagged.ShouldBeTrue());
        await MakeAndSendAsync(again);
        GitWorld.Git(entry.Remote!, "tag").ShouldBe("v0.1.0");
        (await TagPlanAsync(entry)).ShouldBeNull();
    }

    [Fact]
    public async Task A_tag_killed_between_changelog_and_tag_goes_on()
    {
        var entry = world.Repository("a");
        var plan = (await TagPlanAsync(entry))!;
        (await TagFlow.MakeAsync(plan, Stop)).ShouldBeNull();
        Git(entry, "tag", "-d", "v0.1.0");
        var again = (await TagPlanAsync(entry))!;
        again.Tag.ShouldBe("v0.1.0");
        await MakeAndSendAsync(again);
        Git(entry, "log", "--format=%s").Split('\n').Count(s => s.StartsWith("chore(release)", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Neither_commit_nor_tag_arrives_when_the_remote_refuses_one()
    {
        var entry = world.Repository("a");
        var main = GitWorld.Git(entry.Remote!, "rev-parse", "main");
        var hook = Path.Combine(entry.Remote!, "hooks/update");
        Directory.CreateDirectory(Path.GetDirectoryName(hook)!);
        File.WriteAllText(hook, "#!/bin/sh\ncase $1 in refs/tags/*) echo no tags here; exit 1;; esac\n");
        File.SetUnixFileMode(hook, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        (await TagFlow.MakeAsync((await TagPlanAsync(entry))!, Stop)).ShouldBeNull();
        (await PushFlow.PushAsync(await PushPlanAsync(entry), "v0.1.0", Stop))!.Code.ShouldBe("push-refused");
        GitWorld.Git(entry.Remote!, "rev-parse", "main").ShouldBe(main);
        GitWorld.Git(entry.Remote!, "tag").ShouldBe("");
    }

    private static async Task<TagPlan?> TagPlanAsync(RepositoryEntry entry) =>
        (await TagFlow.PlanAsync(entry, null, true, TimeProvider.System, Stop)).Value;

    private async Task MakeAndSendAsync(TagPlan plan)
    {
        (await TagFlow.MakeAsync(plan, Stop)).ShouldBeNull();
        (await PushFlow.PushAsync(await PushPlanAsync(plan.Entry), plan.Tag, Stop)).ShouldBeNull();
    }

    [Fact]
    public void A_section_has_every_commit_but_merges_and_takes_only_types_for_types()
    {
        CommitMessage[] commits =
        [
            Parse("Words: what a person wishes for is said"),
            Parse("Merge branch 'x'") with
            {
                IsMerge = true,
            },
            Parse("Feat: a door"),
            Parse("web(page): wider"),
            Parse("chore(release): 0.9.0"),
        ];

        Changelog
            .Section(SemanticVersion.Parse("1.0.0")!, new DateOnly(2026, 1, 2), commits)
            .ShouldBe(
                """
                ## [1.0.0] - 2026-01-02

                ### Added

                - a door (1234567)

                ### Changed

                - Words: what a person wishes for is said (1234567)

                ### Other

                - **page:** wider (1234567)

                """
            );

        static CommitMessage Parse(string subject) => CommitMessage.Parse("1234567890", subject, "");
    }

    [Theory]
    [InlineData("1.2.3", "feat: a", "1.3.0")]
    [InlineData("1.2.3", "fix: a", "1.2.4")]
    [InlineData("1.2.3", "feat!: a", "2.0.0")]
    [InlineData("0.2.3", "feat!: a", "0.3.0")]
    [InlineData("1.2.3", "Update things", "1.2.4")]
    [InlineData("2.0.0-rc.1", "feat: a", "2.0.0")]
    public void The_next_version_follows_the_commits(string last, string subject, string next) =>
        SemanticVersion.Parse(last)!.Next(CommitMessage.Step([CommitMessage.Parse("1234567", subject, "")])).ToString().ShouldBe(next);

    [Fact]
    public void Versions_are_ordered_as_the_standard_says()
    {
        string[] ordered =
        [
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
            "1.0.1",
            "1.10.0",
        ];
        ordered.Reverse().Select(v => SemanticVersion.Parse(v)!).Order().Select(v => v.ToString()).ShouldBe(ordered);
        SemanticVersion.Parse("01.0.0").ShouldBeNull();
        SemanticVersion.Parse("1.0").ShouldBeNull();
    }

    [Fact]
    public void A_section_goes_above_the_others_and_below_what_is_unreleased()
    {
        Changelog
            .Insert("# Log\n\nText.\n\n## [1.0.0] - x\n\n- a\n", "## [1.1.0] - y\n")
            .ShouldBe("# Log\n\nText.\n\n## [1.1.0] - y\n\n## [1.0.0] - x\n\n- a\n");
        Changelog
            .Insert("# Log\n\n## [Unreleased]\n\n- b\n\n## [1.0.0] - x\n", "## [1.1.0] - y\n")
            .ShouldBe("# Log\n\n## [Unreleased]\n\n- b\n\n## [1.1.0] - y\n\n## [1.0.0] - x\n");
        Changelog.Insert("# Log\r\n", "## [1.1.0] - y\n").ShouldBe("# Log\r\n\r\n## [1.1.0] - y\r\n");
    }
}
