using System.Security.Cryptography;
using InfraAi.Model;
using InfraAi.Models.Tests.StandIn;
using InfraAi.Publishing.GitHub;
using InfraAi.Tests;

namespace InfraAi.Publishing.Tests;

/// <summary>Everything that can go wrong between us and GitHub, over real HTTP.</summary>
public sealed class GitHubFaultTests : IAsyncLifetime
{
    private const string Organization = "octo-org";
    private readonly string name = GitHubSite.NewName();
    private readonly GitHubSite site = new();
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
    private readonly SkippingTime time = new(TimeSpan.FromHours(2));

    private GitHubDouble Github => site.Front;

    public ValueTask InitializeAsync() => site.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await site.DisposeAsync();
    }

    public static TheoryData<string, string> Writes()
    {
        var data = new TheoryData<string, string>();
        foreach (var call in (string[])["POST /user/repos", "POST /git/trees", "POST /git/commits", "PATCH /git/refs"])
        {
            foreach (var how in (string[])["cut", "silence", "half", "502"])
            {
                data.Add(call, how);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_write_that_happened_and_whose_answer_was_lost_is_found_out_not_done_twice(string call, string how)
    {
        Github.Meet(Spoilt(call, how, happens: true));

        var published = await PublishAsync();

        published.Problem.ShouldBeNull();
        (await site.HistoryAsync(name)).ShouldBe(["Describe the shop"]);
        ItMovedOnce();
        Github.Writes.Count(w => w.StartsWith("POST /user/repos", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_write_that_did_not_happen_is_done_again(string call, string how)
    {
        Github.Meet(Spoilt(call, how, happens: false));

        var published = await PublishAsync();

        published.Problem.ShouldBeNull();
        (await site.HistoryAsync(name)).ShouldBe(["Describe the shop"]);
        (await site.FileAsync(name, "docs/a.md")).ShouldBe("1\n");
    }

    [Theory]
    [InlineData("POST /pulls")]
    [InlineData("POST /git/refs")]
    public async Task A_pull_request_whose_answer_was_lost_is_found_out(string call)
    {
        await PublishAsync();
        Github.Meet(Fault.Cut(call, happens: true));

        var proposed = await PublishAsync(Options with { Exists = ExistsPolicy.PullRequest }, "2\n");

        proposed.Value.PullRequestUrl.ShouldNotBeNull();
        (await site.GetAsync($"repos/{GitHubSite.User}/{name}/pulls"))!.AsArray().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("GET /commits")]
    [InlineData("GET /git/trees")]
    public async Task Reads_are_tried_again(string call)
    {
        await PublishAsync();
        Github.Meet(Fault.Status(call, 500, "oops"), Fault.Cut(call, happens: false));

        var again = await PublishAsync(Options, "2\n");

        again.Value.Changed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_repository_that_was_just_made_may_be_unknown_and_empty_for_a_while()
    {
        Github.Meet(
            Fault.Status("POST /git/trees", 404, "Not Found"),
            Fault.Status("POST /git/trees", 409, "Git Repository is empty."),
            Fault.Status("POST /git/commits", 404, "Not Found")
        );

        (await PublishAsync()).Problem.ShouldBeNull();

        (await site.HistoryAsync(name)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_primary_limit_is_waited_for_until_its_reset()
    {
        var reset = time.GetUtcNow().AddMinutes(7).ToUnixTimeSeconds();
        Github.Meet(
            Fault.Status(
                "POST /git/trees",
                403,
                "API rate limit exceeded for user ID 1.",
                ("x-ratelimit-remaining", "0"),
                ("x-ratelimit-reset", $"{reset}")
            )
        );

        (await PublishAsync()).Problem.ShouldBeNull();

        time.Waits.ShouldContain(w => w > TimeSpan.FromMinutes(6.8) && w < TimeSpan.FromMinutes(7.2));
    }

    [Fact]
    public async Task The_secondary_limit_is_waited_for_as_its_header_says()
    {
        Github.Meet(Fault.Status("POST /git/commits", 429, "You have exceeded a secondary rate limit.", ("retry-after", "90")));

        (await PublishAsync()).Problem.ShouldBeNull();

        time.Waits.ShouldContain(w => w > TimeSpan.FromSeconds(89) && w <= TimeSpan.FromSeconds(91));
    }

    [Fact]
    public async Task A_secondary_limit_that_says_nothing_is_waited_for_a_minute_and_then_longer()
    {
        const string words = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
        Github.Meet(Fault.Status("PATCH /git/refs", 403, words), Fault.Status("PATCH /git/refs", 403, words));

        (await PublishAsync()).Problem.ShouldBeNull();

        time.Waits.Where(w => w > TimeSpan.FromSeconds(50)).Select(w => Math.Round(w.TotalMinutes)).ShouldBe([1, 2]);
        ItMovedOnce();
        (await site.HistoryAsync(name)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_limit_that_is_too_far_away_is_a_problem_that_says_when()
    {
        Github.Meet(Fault.Status("POST /user/repos", 403, "API rate limit exceeded", ("retry-after", "3000")));

        var limited = await PublishAsync();

        limited.Problem.ShouldNotBeNull().Code.ShouldBe("github-rate-limited");
        limited.Problem!.Message.En.ShouldContain("UTC");
        (await site.GetAsync($"repos/{GitHubSite.User}/{name}")).ShouldBeNull();
    }

    [Fact]
    public async Task A_token_that_is_refused_is_a_clear_problem_and_is_not_repeated_in_it()
    {
        var refused = await PublishAsync(Options with { Token = "ghp_wrong" });

        refused.Problem.ShouldNotBeNull().Code.ShouldBe("github-token-refused");
        Json.Write(refused.Problem).ShouldNotContain("ghp_wrong");
        Github.Log.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_permission_that_lacks_is_named()
    {
        Github.Meet(Fault.Status("POST /user/repos", 403, "Resource not accessible by integration"));

        var refused = await PublishAsync();

        refused.Problem.ShouldNotBeNull().Code.ShouldBe("github-not-allowed");
        refused.Problem!.Remedy.En.ShouldContain("Administration (write)");
    }

    [Fact]
    public async Task A_server_that_stays_away_is_a_clear_problem()
    {
        Github.Meet([.. Enumerable.Range(0, 12).Select(_ => Fault.Status("POST /git/trees", 503, "down"))]);

        var failed = await PublishAsync();

        failed.Problem.ShouldNotBeNull().Code.ShouldBe("github-not-reachable");
        // And it goes on from there once it is back.
        (await PublishAsync())
            .Problem.ShouldNotBeNull()
            .Code.ShouldBe("github-not-reachable");
        (await PublishAsync()).Value.Changed.ShouldBeTrue();
        (await site.HistoryAsync(name)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_archived_repository_is_left_alone()
    {
        Assert.SkipWhen(site.IsPeer, "The other double archives nothing.");
        Github.Make($"{GitHubSite.User}/{name}", archived: true);

        (await PublishAsync()).Problem.ShouldNotBeNull().Code.ShouldBe("repository-archived");
    }

    [Fact]
    public async Task An_empty_repository_that_a_person_made_is_begun()
    {
        await site.MakeAsync(name, empty: true);

        (await PublishAsync(Options with { Adopted = [$"{GitHubSite.User}/{name}"] })).Value.Changed.ShouldBeTrue();

        (await site.FileAsync(name, "docs/a.md")).ShouldBe("1\n");
    }

    [Fact]
    public async Task A_protected_branch_gets_a_pull_request()
    {
        Assert.SkipWhen(site.IsPeer, "The other double protects nothing.");
        await PublishAsync();
        Github.Protect($"{GitHubSite.User}/{name}");

        var proposed = await PublishAsync(Options, "2\n");

        proposed.Value.PullRequestUrl.ShouldNotBeNull();
        proposed.Value.Notes[0].En.ShouldContain("protected");
        (await site.HistoryAsync(name)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_moves_the_branch_meanwhile_keeps_their_commit()
    {
        await PublishAsync();
        var once = 0;
        // Between our look and our move.
        var published = await PublishAsync(
            Options,
            "2\n",
            fence: async () =>
            {
                if (once++ == 0)
                {
                    await site.EditAsync(name, ("theirs.md", "mine\n"));
                }
            }
        );

        published.Value.Changed.ShouldBeTrue();
        (await site.HistoryAsync(name)).ShouldBe(["Describe the shop", "a person's edit", "Describe the shop"]);
        (await site.FileAsync(name, "theirs.md")).ShouldBe("mine\n");
        (await site.FileAsync(name, "docs/a.md")).ShouldBe("2\n");
    }

    [Fact]
    public async Task Topics_are_set_before_the_files_come()
    {
        await PublishAsync(Options with { Topics = ["backstage", "infra-ai"] });

        (await site.GetAsync($"repos/{GitHubSite.User}/{name}"))!["topics"]!.ToJsonString().ShouldBe("[\"backstage\",\"infra-ai\"]");
        Github.Writes.Select(w => w.Split('/')[^1]).ShouldBe(["repos 201", "topics 200", "trees 201", "commits 201", "main 200"]);
    }

    [Fact]
    public async Task An_enterprise_server_has_its_interface_below_a_path()
    {
        var published = await PublishAsync(Options with { ApiUrl = new(Github.Url, "/api/v3"), Organization = Organization });

        published.Problem.ShouldBeNull();
        Github.Log.ShouldAllBe(line => line.Contains(" /api/v3/", StringComparison.Ordinal));
        (await site.GetAsync($"repos/{Organization}/{name}")).ShouldNotBeNull();
    }

    [Fact]
    public async Task An_app_signs_with_its_key_and_its_token_is_made_anew_when_it_is_refused()
    {
        using var key = RSA.Create(2048);
        var options = Options with { Token = null, Organization = Organization, App = new("12", key.ExportRSAPrivateKeyPem(), null) };
        Github.Meet(Fault.Status("POST /git/trees", 401, "Bad credentials"));

        var published = await PublishAsync(options);

        published.Problem.ShouldBeNull();
        Github.Log.Count(line => line.Contains("access_tokens 201", StringComparison.Ordinal)).ShouldBe(2);
        (await site.GetAsync($"repos/{Organization}/{name}")).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_key_that_is_none_is_a_clear_problem()
    {
        var options = Options with { Token = null, Organization = Organization, App = new("12", "nonsense-secret", "77") };

        var refused = await PublishAsync(options);

        refused.Problem.ShouldNotBeNull().Code.ShouldBe("github-app-key");
        Json.Write(refused.Problem).ShouldNotContain("nonsense-secret");
    }

    [Fact]
    public void A_run_of_two_hundred_new_projects_is_told_its_price()
    {
        var budget = GitHubBudget.Of(200, Options);

        // 800 writes at 500 an hour.
        budget.ShouldBe(new GitHubBudget(800, 800, 96));
        GitHubBudget.Of(10, Options).Minutes.ShouldBe(0.5);
    }

    /// <summary>Our double counts the moves of a branch; the other one shows only what came of them.</summary>
    private void ItMovedOnce()
    {
        if (!site.IsPeer)
        {
            Github.Moves($"{GitHubSite.User}/{name}").Count.ShouldBe(1);
        }
    }

    private GitHubOptions Options =>
        new()
        {
            ApiUrl = Github.Url,
            Token = GitHubSite.Token,
            User = GitHubSite.User,
            Timeout = TimeSpan.FromSeconds(1),
        };

    private static Fault Spoilt(string call, string how, bool happens) =>
        how switch
        {
            "cut" => Fault.Cut(call, happens),
            "silence" => Fault.Silence(call, happens),
            "half" => Fault.Half(call, happens),
            _ => Fault.Status(call, 502, "Bad gateway") with { Happens = happens },
        };

    private async Task<Result<Published>> PublishAsync(GitHubOptions? options = null, string content = "1\n", Func<Task>? fence = null)
    {
        using var publisher = new GitHubPublisher(http, options ?? Options, time);
        return await publisher.PublishAsync(
            new(name, [new("docs/a.md", content)], "Describe the shop")
            {
                At = DateTimeOffset.UnixEpoch.AddYears(50),
                Fence = async () =>
                {
                    await (fence?.Invoke() ?? Task.CompletedTask);
                    return null;
                },
            },
            TestContext.Current.CancellationToken
        );
    }
}
