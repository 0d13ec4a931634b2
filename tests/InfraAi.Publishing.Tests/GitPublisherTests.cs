using InfraAi.Model;
using InfraAi.Platform.Processes;
using InfraAi.Publishing.Git;
using InfraAi.Tests;

namespace InfraAi.Publishing.Tests;

public sealed class GitPublisherTests : IDisposable
{
    private static readonly Uri Agent = new("http://127.0.0.1:8000");
    private readonly TemporaryFolder folder = new();
    private readonly GitPublisher publisher;
    private readonly GitReader reader;

    public GitPublisherTests()
    {
        publisher = new(folder["repositories"], Agent, TimeProvider.System);
        reader = new(folder["repositories"]);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_files_are_in_one_commit_and_git_finds_the_repository_sound()
    {
        var published = await PublishAsync(("catalog-info.yaml", "kind: System\n"), ("docs/index.md", "# ñandú 🦤\n"));

        published.Changed.ShouldBeTrue();
        published.RepositoryUrl.ShouldBe("http://127.0.0.1:8000/projects/shop.git");
        published.CatalogUrl.ShouldBe("http://127.0.0.1:8000/projects/shop/catalog-info.yaml");
        (await GitAsync("rev-list", "--count", "main")).ShouldBe("1");
        (await GitAsync("rev-parse", "main")).ShouldBe(published.Commit);
        (await GitAsync("show", "main:docs/index.md")).ShouldBe("# ñandú 🦤");
        (await GitAsync("fsck", "--strict", "--no-dangling")).ShouldBe("");
    }

    [Fact]
    public async Task Publishing_the_same_again_writes_nothing()
    {
        var first = await PublishAsync(("docs/a.md", "1\n"), ("docs/b.md", "2\n"));
        var before = Snapshot();

        var second = await PublishAsync(("docs/b.md", "2\n"), ("docs/a.md", "1\n"));

        second.Changed.ShouldBeFalse();
        second.Commit.ShouldBe(first.Commit);
        Snapshot().ShouldBe(before);
    }

    [Fact]
    public async Task A_change_is_one_commit_with_only_what_changed_and_what_is_gone_is_removed()
    {
        await PublishAsync(("docs/a.md", "1\n"), ("docs/b.md", "2\n"), ("docs/old/c.md", "3\n"));

        var changed = await PublishAsync(("docs/a.md", "1\n"), ("docs/b.md", "22\n"), ("docs/d.md", "4\n"));

        changed.Changed.ShouldBeTrue();
        (await GitAsync("rev-list", "--count", "main")).ShouldBe("2");
        (await GitAsync("diff-tree", "--no-commit-id", "--name-status", "-r", "main"))
            .Split('\n')
            .ShouldBe(["M\t.infra-ai.json", "M\tdocs/b.md", "A\tdocs/d.md", "D\tdocs/old/c.md"]);
    }

    [Fact]
    public async Task A_file_that_people_added_stays_and_their_edit_stays_while_the_generated_one_is_the_same()
    {
        await PublishAsync(("docs/a.md", "generated\n"), ("docs/b.md", "1\n"));
        await PushEditAsync(("docs/a.md", "edited by a person\n"), ("theirs.md", "mine\n"));

        var published = await PublishAsync(("docs/a.md", "generated\n"), ("docs/b.md", "2\n"));

        published.Notes.ShouldHaveSingleItem().En.ShouldContain("docs/a.md");
        (await GitAsync("show", "main:docs/a.md")).ShouldBe("edited by a person");
        (await GitAsync("show", "main:theirs.md")).ShouldBe("mine");
        (await GitAsync("show", "main:docs/b.md")).ShouldBe("2");
    }

    [Fact]
    public async Task An_edit_and_a_new_generation_are_merged_line_by_line()
    {
        await PublishAsync(("docs/a.md", "one\n\ntwo\n\nthree\n"));
        await PushEditAsync(("docs/a.md", "one, edited\n\ntwo\n\nthree\n"));

        var published = await PublishAsync(("docs/a.md", "one\n\ntwo\n\nthree, generated anew\n"));

        published.Notes.ShouldHaveSingleItem().En.ShouldContain("merged");
        (await GitAsync("show", "main:docs/a.md")).ShouldBe("one, edited\n\ntwo\n\nthree, generated anew");
    }

    [Fact]
    public async Task Where_an_edit_and_a_new_generation_clash_peoples_words_stand()
    {
        await PublishAsync(("docs/a.md", "generated\n"));
        await PushEditAsync(("docs/a.md", "edited\n"));

        var published = await PublishAsync(("docs/a.md", "generated anew\n"));

        published.Notes.ShouldHaveSingleItem().En.ShouldContain("people's words stand");
        (await GitAsync("show", "main:docs/a.md")).ShouldBe("edited");
        (await PublishAsync(("docs/a.md", "generated anew\n"))).Changed.ShouldBeFalse();
    }

    [Fact]
    public async Task A_repository_that_is_not_ours_is_never_touched()
    {
        await PublishAsync(("docs/a.md", "1\n"));
        await PushEditAsync((Manifest.Path, null));
        var head = await GitAsync("rev-parse", "main");

        var refused = await publisher.PublishAsync(new("shop", [new("docs/a.md", "2\n")], "m"), TestContext.Current.CancellationToken);

        refused.Problem.ShouldNotBeNull().Code.ShouldBe("repository-not-ours");
        (await GitAsync("rev-parse", "main")).ShouldBe(head);
    }

    [Fact]
    public async Task Two_publishers_at_once_both_succeed_and_no_commit_is_lost()
    {
        var other = new GitPublisher(folder["repositories"], Agent, TimeProvider.System);
        await PublishAsync(("docs/a.md", "0\n"));

        var all = await Task.WhenAll(
            Enumerable
                .Range(1, 12)
                .Select(i =>
                    (i % 2 == 0 ? publisher : other).PublishAsync(
                        new("shop", [new("docs/a.md", $"{i}\n")], $"{i}"),
                        TestContext.Current.CancellationToken
                    )
                )
        );

        all.ShouldAllBe(p => p.Ok);
        (await GitAsync("rev-list", "--count", "main")).ShouldBe("13");
        (await GitAsync("fsck", "--strict", "--no-dangling")).ShouldBe("");
    }

    [Fact]
    public async Task A_branch_that_git_packed_away_is_still_found()
    {
        await PublishAsync(("docs/a.md", "1\n"));
        await GitAsync("pack-refs", "--all");
        File.Exists(Path.Combine(publisher.RepositoryPath("shop"), "refs", "heads", "main")).ShouldBeFalse();

        (await PublishAsync(("docs/a.md", "1\n"))).Changed.ShouldBeFalse();
        (await PublishAsync(("docs/a.md", "2\n"))).Changed.ShouldBeTrue();
        (await GitAsync("rev-list", "--count", "main")).ShouldBe("2");
    }

    [Fact]
    public async Task Many_changes_do_not_leave_many_packs()
    {
        for (var i = 0; i < 60; i++)
        {
            await PublishAsync(("docs/a.md", $"{i}\n"));
        }

        Directory.GetFiles(Path.Combine(publisher.RepositoryPath("shop"), "objects", "pack"), "*.pack").Length.ShouldBeLessThan(51);
        (await GitAsync("rev-list", "--count", "main")).ShouldBe("60");
        (await GitAsync("fsck", "--strict", "--no-dangling")).ShouldBe("");
    }

    [Theory]
    [InlineData("docs/a \"quoted\" \\ ñ.md")]
    [InlineData(".github/workflows/ci.yml")]
    [InlineData("docs/../../hooks/post-receive")]
    [InlineData("/docs/a.md")]
    [InlineData("docs//a.md")]
    [InlineData("docs/a\n.md")]
    [InlineData("DOCS/a.md")]
    [InlineData("docs/.a.md")]
    [InlineData("Makefile")]
    [InlineData(".gitmodules")]
    public async Task What_is_not_on_the_list_is_never_written(string path)
    {
        var refused = await publisher.PublishAsync(new("shop", [new(path, "x\n")], "m"), TestContext.Current.CancellationToken);

        refused.Problem.ShouldNotBeNull().Code.ShouldBe("path-not-allowed");
        Directory.Exists(publisher.RepositoryPath("shop")).ShouldBeFalse();
    }

    /// <summary>Whoever can push can write the marker too; it must not make the platform take away what runs the builds.</summary>
    [Fact]
    public async Task A_marker_that_lists_other_files_has_none_of_them_removed()
    {
        await PublishAsync(("docs/a.md", "1\n"));
        var marker = Manifest.Of([new("docs/a.md", "1\n"), new(".gitlab-ci.yml", "on: push\n")]).Write();
        await PushEditAsync((".gitlab-ci.yml", "on: push\n"));
        await PushEditAsync((Manifest.Path, marker));

        var changed = await PublishAsync(("docs/a.md", "2\n"));

        (await GitAsync("show", "main:.gitlab-ci.yml")).ShouldBe("on: push");
        changed.Notes.ShouldContain(note => note.En.StartsWith(".gitlab-ci.yml: is no file of this platform", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_with_a_secret_is_never_written()
    {
        var content = $"one\n{"AK" + "IA"}{"Z7Q4M2X5B5K6T3WP"}\n";

        var refused = await publisher.PublishAsync(new("shop", [new("docs/a.md", content)], "m"), TestContext.Current.CancellationToken);

        refused.Problem.ShouldNotBeNull().Code.ShouldBe("secret-in-file");
        refused.Problem.Message.En.ShouldContain("docs/a.md, line 2");
        refused.Problem.Message.En.ShouldNotContain("Z7Q4");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_a_clear_problem()
    {
        await File.WriteAllTextAsync(folder["file"], "", TestContext.Current.CancellationToken);
        var stuck = new GitPublisher(Path.Combine(folder["file"], "repositories"), Agent, TimeProvider.System);

        var refused = await stuck.PublishAsync(new("shop", [new("docs/a.md", "1\n")], "m"), TestContext.Current.CancellationToken);

        refused.Problem.ShouldNotBeNull().Code.ShouldBe("repositories-not-writable");
    }

    [Fact]
    public async Task The_reader_gives_what_is_committed_and_nothing_else()
    {
        await PublishAsync(("docs/a.md", "hello\n"));

        var found = (await reader.ReadAsync("shop", "docs/a.md", TestContext.Current.CancellationToken)).Value;
        found.ShouldNotBeNull().Content.ShouldBe("hello\n"u8.ToArray());
        found.Value.BlobId.ShouldBe(await GitAsync("rev-parse", "main:docs/a.md"));
        foreach (
            var (project, path) in new[]
            {
                ("shop", "nope.md"),
                ("shop", "docs"),
                ("shop", "../a"),
                ("shop", "a\n--help"),
                ("..", "docs/a.md"),
                ("none", "docs/a.md"),
            }
        )
        {
            (await reader.ReadAsync(project, path, TestContext.Current.CancellationToken)).Value.ShouldBeNull();
        }
    }

    [Fact]
    public void The_manifest_gives_blobs_the_ids_that_git_gives_them() =>
        // git hash-object of "abc"
        Manifest.BlobId("abc"u8).ShouldBe("f2ba8f84ab5c1bce84a7b441cb1959cfc7093b7f");

    private async Task<Published> PublishAsync(params (string Path, string Content)[] files)
    {
        var published = await publisher.PublishAsync(
            new("shop", [.. files.Select(f => new ProjectFile(f.Path, f.Content))], "Describe the shop\n"),
            TestContext.Current.CancellationToken
        );
        published.Problem.ShouldBeNull();
        return published.Value;
    }

    /// <summary>What a person does: clones, edits, commits, pushes. A null content removes the file.</summary>
    private async Task PushEditAsync(params (string Path, string? Content)[] edits)
    {
        var clone = folder[Path.GetRandomFileName()];
        await RunAsync("clone", "-q", publisher.RepositoryPath("shop"), clone);
        foreach (var (path, content) in edits)
        {
            if (content is null)
            {
                File.Delete(Path.Combine(clone, path));
            }
            else
            {
                await File.WriteAllTextAsync(Path.Combine(clone, path), content);
            }
        }

        await RunAsync("-C", clone, "add", "-A");
        await RunAsync("-C", clone, "-c", "user.name=P", "-c", "user.email=p@localhost", "commit", "-q", "-m", "edit");
        await RunAsync("-C", clone, "push", "-q", "origin", "HEAD:main");
    }

    private Task<string> GitAsync(params string[] arguments) => RunAsync(["-C", publisher.RepositoryPath("shop"), .. arguments]);

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var ran = (await Programs.RunAsync("git", arguments, cancellation: TestContext.Current.CancellationToken)).Value;
        ran.ExitCode.ShouldBe(0, ran.Error);
        return ran.Text.TrimEnd('\n');
    }

    private IEnumerable<string> Snapshot() =>
        Directory
            .EnumerateFiles(folder["repositories"], "*", SearchOption.AllDirectories)
            .Select(f => $"{f} {File.GetLastWriteTimeUtc(f).Ticks}")
            .Order(StringComparer.Ordinal);
}
