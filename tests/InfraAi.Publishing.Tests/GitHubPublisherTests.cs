using InfraAi.Model;
using InfraAi.Publishing.GitHub;

namespace InfraAi.Publishing.Tests;

public sealed class GitHubPublisherTests(GitHubSite site) : IClassFixture<GitHubSite>, IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly string name = GitHubSite.NewName();
    private GitHubPublisher? publisher;
    private GitHubOptions? used;

    public void Dispose()
    {
        publisher?.Dispose();
        http.Dispose();
    }

    [Fact]
    public async Task Twelve_files_are_one_commit_in_four_calls_and_the_second_time_nothing_is_written()
    {
        var files = Enumerable.Range(0, 12).Select(i => new ProjectFile($"docs/{i}.md", $"# {i} ñ 🦤\n")).ToArray();

        var first = await PublishAsync(files);

        publisher!.Sent.ShouldBe((4, 4));
        first.Changed.ShouldBeTrue();
        first.CatalogUrl.ShouldEndWith($"/{GitHubSite.User}/{name}/blob/main/catalog-info.yaml");
        first.RepositoryUrl.ShouldEndWith($"/{GitHubSite.User}/{name}.git");
        (await site.HistoryAsync(name)).ShouldBe([$"Describe {name}\n"]);
        (await site.FileAsync(name, "docs/7.md")).ShouldBe("# 7 ñ 🦤\n");
        (await site.FileAsync(name, "README.md")).ShouldBeNull();

        var second = await PublishAsync(files);

        second.Changed.ShouldBeFalse();
        second.Commit.ShouldBe(first.Commit);
        publisher.Sent.Writes.ShouldBe(4);
        publisher.Sent.Calls.ShouldBe(7);
    }

    [Fact]
    public async Task A_project_that_is_there_but_not_remembered_is_found_and_not_made_again()
    {
        var first = await PublishAsync(File("docs/a.md", "1\n"));

        var again = await PublishAsync(known: false, files: [File("docs/a.md", "1\n")]);

        again.Changed.ShouldBeFalse();
        again.Commit.ShouldBe(first.Commit);
        (await site.HistoryAsync(name)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_change_is_one_commit_with_only_what_changed()
    {
        await PublishAsync(File("docs/a.md", "1\n"), File("docs/b.md", "2\n"), File("docs/old/c.md", "3\n"));

        var changed = await PublishAsync(File("docs/a.md", "1\n"), File("docs/b.md", "22\n"), File("docs/d.md", "4\n"));

        changed.Changed.ShouldBeTrue();
        (await site.HistoryAsync(name)).Count.ShouldBe(2);
        (await site.FileAsync(name, "docs/b.md")).ShouldBe("22\n");
        (await site.FileAsync(name, "docs/d.md")).ShouldBe("4\n");
        (await site.FileAsync(name, "docs/old/c.md")).ShouldBeNull();
        (await site.FileAsync(name, "docs/a.md")).ShouldBe("1\n");
    }

    [Fact]
    public async Task Peoples_edits_are_merged_with_what_is_generated_anew()
    {
        await PublishAsync(File("docs/index.md", "# Shop\n\none\n\ntwo\n\nthree\n"), File("catalog-info.yaml", Entity("a shop", "team-a")));
        await site.EditAsync(
            name,
            ("docs/index.md", "# Shop\n\none, said better\n\ntwo\n\nthree\n"),
            ("catalog-info.yaml", Entity("a shop", "team-people")),
            ("theirs.md", "mine\n")
        );

        var merged = await PublishAsync(
            File("docs/index.md", "# Shop\n\none\n\ntwo\n\nfour\n"),
            File("catalog-info.yaml", Entity("a bigger shop", "team-a"))
        );

        (await site.FileAsync(name, "docs/index.md")).ShouldBe("# Shop\n\none, said better\n\ntwo\n\nfour\n");
        (await site.FileAsync(name, "catalog-info.yaml")).ShouldBe(Entity("a bigger shop", "team-people"));
        (await site.FileAsync(name, "theirs.md")).ShouldBe("mine\n");
        merged.Notes.Count.ShouldBe(2);
        var writes = publisher!.Sent.Writes;

        (
            await PublishAsync(
                File("docs/index.md", "# Shop\n\none\n\ntwo\n\nfour\n"),
                File("catalog-info.yaml", Entity("a bigger shop", "team-a"))
            )
        ).Changed.ShouldBeFalse();

        publisher.Sent.Writes.ShouldBe(writes);
    }

    [Fact]
    public async Task An_edit_over_a_merged_edit_still_knows_what_was_generated()
    {
        string[] generations = ["one\n\ntwo\n\nthree\n", "one\n\ntwo\n\n3\n", "one\n\n2\n\n3\n"];
        await PublishAsync(File("docs/a.md", generations[0]));
        await site.EditAsync(name, ("docs/a.md", "one!\n\ntwo\n\nthree\n"));
        await PublishAsync(File("docs/a.md", generations[1]));

        // What was generated second never was in the repository as such: only the store remembers it.
        await PublishAsync(earlier: [File("docs/a.md", generations[1])], files: [File("docs/a.md", generations[2])]);

        (await site.FileAsync(name, "docs/a.md")).ShouldBe("one!\n\n2\n\n3\n");
    }

    [Fact]
    public async Task What_exists_is_proposed_in_a_pull_request_once_and_then_followed()
    {
        await PublishAsync(File("docs/a.md", "1\n"), File("docs/b.md", "1\n"));
        var options = Options with { Exists = ExistsPolicy.PullRequest };
        var change = (ProjectFile[])[File("docs/a.md", "2\n"), File("docs/index.md", "```mermaid\nflowchart LR\n```\n")];

        var proposed = await PublishAsync(options, known: true, null, change);

        proposed.Changed.ShouldBeTrue();
        (await site.HistoryAsync(name)).Count.ShouldBe(1);
        (await site.FileAsync(name, "docs/a.md", $"infra-ai/{name}")).ShouldBe("2\n");
        var pull = (await site.GetAsync($"repos/{GitHubSite.User}/{name}/pulls"))!.AsArray().ShouldHaveSingleItem()!;
        proposed.PullRequestUrl.ShouldBe(pull["html_url"]!.ToString());
        var body = pull["body"]!.ToString();
        body.ShouldContain("## Appears / Aparece\n\n- `docs/index.md`");
        body.ShouldContain("## Changes / Cambia\n\n- `docs/a.md`");
        body.ShouldContain("## Goes / Desaparece\n\n- `docs/b.md`");
        body.ShouldContain("```mermaid\nflowchart LR\n```");
        body.ShouldContain("- Who owns it?");
        var writes = publisher!.Sent.Writes;

        (await PublishAsync(options, known: true, null, change)).Changed.ShouldBeFalse();
        publisher.Sent.Writes.ShouldBe(writes);

        (await PublishAsync(options, known: true, null, File("docs/a.md", "3\n"))).PullRequestUrl.ShouldBe(proposed.PullRequestUrl);
        (await site.FileAsync(name, "docs/a.md", $"infra-ai/{name}")).ShouldBe("3\n");
    }

    [Fact]
    public async Task A_repository_that_is_not_ours_is_not_written_to()
    {
        await site.MakeAsync(name);
        publisher = new(http, Options, TimeProvider.System);

        var refused = await publisher.PublishAsync(Request(File("docs/a.md", "1\n")), TestContext.Current.CancellationToken);

        refused.Problem.ShouldNotBeNull().Code.ShouldBe("repository-not-ours");
        refused.Problem.Remedy.En.ShouldContain($"PUBLISH_ADOPT=");
        (await site.HistoryAsync(name)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(".github/workflows/ci.yml")]
    [InlineData("Dockerfile")]
    [InlineData("docs/../.github/workflows/ci.yml")]
    [InlineData("docs/.hidden.md")]
    public async Task What_a_forge_or_a_build_would_run_is_never_written(string path)
    {
        publisher = new(http, Options, TimeProvider.System);

        var refused = await publisher.PublishAsync(Request(File(path, "on: push\n")), TestContext.Current.CancellationToken);

        refused.Problem.ShouldNotBeNull().Code.ShouldBe("path-not-allowed");
        publisher.Sent.Writes.ShouldBe(0);
    }

    [Fact]
    public async Task No_more_repositories_are_made_than_the_budget_allows()
    {
        publisher = new(http, Options with { NewPerDay = 1 }, TimeProvider.System);
        (await publisher.PublishAsync(Request(File("docs/a.md", "1\n")), TestContext.Current.CancellationToken)).Ok.ShouldBeTrue();

        var second = Request(File("docs/a.md", "1\n")) with { Name = name + "-2" };

        (await publisher.PublishAsync(second, TestContext.Current.CancellationToken))
            .Problem.ShouldNotBeNull()
            .Code.ShouldBe("repository-budget");
    }

    [Fact]
    public async Task A_repository_that_is_not_ours_but_adopted_gets_a_pull_request_and_the_result_says_so()
    {
        await site.MakeAsync(name);

        var proposed = await PublishAsync(
            Options with
            {
                Adopted = [$"{GitHubSite.User}/{name}"],
            },
            false,
            null,
            [File("README.md", "ours\n"), File("docs/a.md", "1\n")]
        );

        proposed.PullRequestUrl.ShouldNotBeNull();
        proposed.Notes[0].En.ShouldContain("not made by this platform");
        (await site.FileAsync(name, "docs/a.md")).ShouldBeNull();
        (await site.FileAsync(name, "docs/a.md", $"infra-ai/{name}")).ShouldBe("1\n");
        (await site.FileAsync(name, "README.md", $"infra-ai/{name}")).ShouldStartWith("# ");
    }

    [Fact]
    public async Task Refuse_changes_nothing_that_exists()
    {
        await site.MakeAsync(name);
        publisher = new(http, Options with { Exists = ExistsPolicy.Refuse }, TimeProvider.System);

        var refused = await publisher.PublishAsync(Request(File("docs/a.md", "1\n")), TestContext.Current.CancellationToken);

        refused.Problem.ShouldNotBeNull().Code.ShouldBe("repository-exists");
        (await site.HistoryAsync(name)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task One_catalog_repository_holds_a_folder_for_each_project_and_many_at_once_lose_nothing()
    {
        var options = Options with { CatalogRepository = name };
        publisher = new(http, options, TimeProvider.System);
        // Another agent, with locks of its own.
        using var other = new GitHubPublisher(http, options, TimeProvider.System);
        (await publisher.PublishAsync(Catalog(0), TestContext.Current.CancellationToken)).Problem.ShouldBeNull();

        var all = await Task.WhenAll(
            Enumerable
                .Range(1, 8)
                .Select(i => (i % 2 == 0 ? publisher : other).PublishAsync(Catalog(i), TestContext.Current.CancellationToken))
        );

        all.ShouldAllBe(p => p.Ok && p.Value.Changed);
        all[3].Value.CatalogUrl.ShouldEndWith($"/{name}/blob/main/shop-4/catalog-info.yaml");
        (await site.HistoryAsync(name)).Count.ShouldBe(10);
        (await site.FileAsync(name, "shop-5/catalog-info.yaml")).ShouldBe(Entity("shop 5", "team"));
        var writes = publisher.Sent.Writes;
        (await publisher.PublishAsync(Catalog(3), TestContext.Current.CancellationToken)).Value.Changed.ShouldBeFalse();
        publisher.Sent.Writes.ShouldBe(writes);

        static PublishRequest Catalog(int i) => new($"shop-{i}", [File("catalog-info.yaml", Entity($"shop {i}", "team"))], $"Describe {i}");
    }

    [Fact]
    public async Task A_process_that_died_before_the_first_commit_is_followed_by_one_that_makes_it()
    {
        await PublishUntilAsync(fence: 2, File("docs/a.md", "1\n"));
        (await site.HistoryAsync(name)).ShouldBe(["Initial commit"], "the repository is there, and nothing of ours in it");

        var finished = await PublishAsync(known: false, files: [File("docs/a.md", "1\n")]);

        finished.Changed.ShouldBeTrue();
        (await site.HistoryAsync(name)).ShouldBe([$"Describe {name}\n"]);
    }

    [Fact]
    public async Task Who_has_lost_the_work_writes_nothing_more()
    {
        await PublishUntilAsync(fence: 1, File("docs/a.md", "1\n"));

        (await site.GetAsync($"repos/{GitHubSite.User}/{name}")).ShouldBeNull();
    }

    [Fact]
    public async Task Two_attempts_of_the_same_analysis_make_the_same_commit()
    {
        var request = Request(File("docs/a.md", "1\n"));
        publisher = new(http, Options, TimeProvider.System);
        using var other = new GitHubPublisher(http, Options, TimeProvider.System);

        var both = await Task.WhenAll(
            publisher.PublishAsync(request, TestContext.Current.CancellationToken),
            other.PublishAsync(request, TestContext.Current.CancellationToken)
        );

        both.ShouldAllBe(p => p.Ok);
        both[0].Value.Commit.ShouldBe(both[1].Value.Commit);
        (await site.HistoryAsync(name)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Large_projects_go_in_several_trees_and_one_commit()
    {
        var files = Enumerable.Range(0, 520).Select(i => File($"docs/f/{i}.md", new string('x', 6000) + i)).ToArray();

        await PublishAsync(files);

        (await site.HistoryAsync(name)).Count.ShouldBe(1);
        (await site.FileAsync(name, "docs/f/519.md")).ShouldEndWith("x519");
        publisher!.Sent.Writes.ShouldBe(6);
    }

    private GitHubOptions Options =>
        new()
        {
            ApiUrl = site.Url,
            Token = GitHubSite.Token,
            User = GitHubSite.User,
        };

    private static ProjectFile File(string path, string content) => new(path, content);

    private static string Entity(string description, string owner) =>
        $"""
            apiVersion: backstage.io/v1alpha1
            kind: System
            metadata:
              name: shop
              description: {description}
            spec:
              owner: {owner}

            """;

    private PublishRequest Request(params ProjectFile[] files) =>
        new(name, files, $"Describe {name}\n")
        {
            Title = "Shop",
            At = DateTimeOffset.UnixEpoch.AddYears(50),
            Questions = ["Who owns it?"],
        };

    private Task<Published> PublishAsync(params ProjectFile[] files) => PublishAsync(Options, publisher is not null, null, files);

    private Task<Published> PublishAsync(bool known, ProjectFile[] files) => PublishAsync(Options, known, null, files);

    private Task<Published> PublishAsync(ProjectFile[] earlier, ProjectFile[] files) => PublishAsync(Options, true, earlier, files);

    private async Task<Published> PublishAsync(GitHubOptions options, bool known, ProjectFile[]? earlier, params ProjectFile[] files)
    {
        if (publisher is null || options != used)
        {
            publisher?.Dispose();
            publisher = new(http, options, TimeProvider.System);
            used = options;
        }

        var remembered = known ? new EarlierPublication("", earlier ?? []) : null;
        var published = await publisher.PublishAsync(
            Request(files) with
            {
                Earlier = () => Task.FromResult(remembered),
            },
            TestContext.Current.CancellationToken
        );
        published.Problem.ShouldBeNull();
        return published.Value;
    }

    /// <summary>Somebody else takes the work over right before the nth write.</summary>
    private async Task PublishUntilAsync(int fence, params ProjectFile[] files)
    {
        var asked = 0;
        var gone = new Problem("superseded", ProblemKind.Conflict, new("gone", "ido"), new("", ""));
        using var losing = new GitHubPublisher(http, Options, TimeProvider.System);
        var lost = await losing.PublishAsync(
            Request(files) with
            {
                Fence = () => Task.FromResult(++asked >= fence ? gone : null),
            },
            TestContext.Current.CancellationToken
        );
        lost.Problem.ShouldBe(gone);
    }
}
