using InfraAi.Model;
using InfraAi.Tests;

namespace InfraAi.Storage.Tests;

/// <summary>What every store does, whichever database it is.</summary>
public abstract class AnalysisStoreTests : IAsyncLifetime
{
    private protected Database database = null!;
    private protected AnalysisStore store = null!;

    public async ValueTask InitializeAsync()
    {
        await PrepareAsync();
        database = (await OpenAsync()).Value;
        store = new(database, TimeProvider.System);
    }

    public virtual async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A fresh place for this test.</summary>
    private protected abstract Task PrepareAsync();

    /// <summary>Opens that place, as another process would.</summary>
    private protected abstract Task<Result<Database>> OpenAsync();

    [Fact]
    public async Task What_was_accepted_is_there_for_another_process()
    {
        var accepted = (await store.AcceptAsync(new("text", "una cola y una base de datos", "tienda"))).Value;

        // A second connection sees it while the first is still open: nothing waits in memory.
        await using var other = (await OpenAsync()).Value;
        var found = (await new AnalysisStore(other, TimeProvider.System).FindAsync(accepted.Id)).Value;

        found.Status.ShouldBe(AnalysisStatus.Queued);
        found.Input.ShouldBe(new AnalysisRequest("text", "una cola y una base de datos", "tienda"));
        (await store.UnfinishedAsync()).Value.ShouldBe([accepted.Id]);
    }

    [Fact]
    public async Task All_that_is_known_of_an_analysis_comes_back_as_it_was()
    {
        var how = new Acceptance { DescribedBy = "user:default/ana" };
        var accepted = (await store.AcceptAsync(new("text", "PostgreSQL 🐘\r\n", null), how)).Value.Analysis;
        var whole = accepted with
        {
            Status = AnalysisStatus.Done,
            FinishedAt = accepted.CreatedAt.AddMilliseconds(31),
            Architecture = new()
            {
                Name = "tienda",
                Title = "Tienda",
                Language = "es",
                Analyzer = "offline",
                Components =
                [
                    new()
                    {
                        Id = "pg",
                        Name = "PostgreSQL",
                        Kind = ComponentKind.Database,
                        Evidence =
                        [
                            new TextEvidence(0, 10, "PostgreSQL"),
                            new LineEvidence("a.yaml", 3, "db:"),
                            new BoxEvidence(1, 2, 3, 4, "DB"),
                        ],
                    },
                ],
                Relations =
                [
                    new()
                    {
                        From = "pg",
                        To = "pg",
                        Kind = RelationKind.DependsOn,
                    },
                ],
                Questions = ["¿Quién?"],
            },
            Project = new(
                "tienda",
                "Tienda",
                [new("a.md", "# A\n")],
                [new("system:default/tienda", "System", null, "tienda", "Tienda", null)]
            ),
            Publication = new("http://r", "http://c", "abc", true, [new("kept", "conservado")]),
        };
        StepEvent step = new(1, accepted.CreatedAt, PipelineStep.Analyze, StepState.Done, new("one", "uno"), 4);

        (await store.SaveAsync(whole, step)).Ok.ShouldBeTrue();

        var found = (await store.FindAsync(accepted.Id)).Value;
        Json.Write(found).ShouldBe(Json.Write(whole));
        (await store.StepsAsync(accepted.Id)).Value.ShouldBe([step]);
        (await store.StepsAsync(accepted.Id, after: 1)).Value.ShouldBeEmpty();
        (await store.UnfinishedAsync()).Value.ShouldBeEmpty();
        (await store.ProjectsAsync()).Value.ShouldBe(["tienda"]);
        (await store.HistoryAsync(1)).Value.ShouldHaveSingleItem().DescribedBy.ShouldBe("user:default/ana");
        var published = (await store.PublishedAsync()).Value.ShouldHaveSingleItem();
        (published.Name, published.AnalysisId, published.Where.CatalogUrl, published.Where.Commit).ShouldBe(
            ("tienda", accepted.Id, "http://c", "abc")
        );
    }

    [Fact]
    public async Task A_project_has_one_owner_whoever_asks_at_once_and_who_published_first_is_it()
    {
        var owners = new ProjectOwners(database);
        string[] people = ["user:default/ana", "user:default/eva", "oidc:ana"];

        var claims = await Task.WhenAll(people.Select(person => owners.ClaimAsync("shop", person, DateTimeOffset.UnixEpoch)));

        claims.Count(problem => problem is null).ShouldBe(1);
        claims.OfType<Problem>().ShouldAllBe(problem => problem.Code == "project-not-yours");
        var owner = people[Array.FindIndex(claims, problem => problem is null)];
        (await owners.ClaimAsync("shop", owner, DateTimeOffset.UnixEpoch)).ShouldBeNull();
        (await owners.ClaimAsync("shop", null, DateTimeOffset.UnixEpoch)).ShouldNotBeNull();
        var accepted = (await store.AcceptAsync(new("text", "words", null), new() { DescribedBy = "user:default/ana" })).Value.Analysis;
        var published = accepted with
        {
            Status = AnalysisStatus.Done,
            Project = new("bank", "Bank", [], []),
            Publication = new("http://r", "http://c", "abc", true, []),
        };
        (await store.SaveAsync(published)).Ok.ShouldBeTrue();
        (await owners.ClaimAsync("bank", "user:default/eva", DateTimeOffset.UnixEpoch)).ShouldNotBeNull();
        (await owners.ClaimAsync("bank", "user:default/ana", DateTimeOffset.UnixEpoch)).ShouldBeNull();
    }

    [Fact]
    public async Task The_history_of_a_reader_lacks_what_others_have_not_published()
    {
        foreach (var person in (string?[])["user:default/ana", "user:default/eva", null])
        {
            (await store.AcceptAsync(new("text", "words", null), new() { DescribedBy = person })).Ok.ShouldBeTrue();
        }

        (await store.HistoryAsync(10)).Value.Count.ShouldBe(3);
        (await store.HistoryAsync(10, reader: "user:default/ana")).Value.ShouldHaveSingleItem().DescribedBy.ShouldBe("user:default/ana");
        (await store.HistoryAsync(10, reader: "")).Value.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_history_is_paged_newest_first_without_gaps_or_repeats()
    {
        var ids = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            ids.Add((await store.AcceptAsync(new("text", $"text {i} " + new string('x', 300), null))).Value.Id);
        }

        var seen = new List<string>();
        string? before = null;
        while (true)
        {
            var page = (await store.HistoryAsync(3, before)).Value;
            if (page.Count == 0)
            {
                break;
            }

            page.ShouldAllBe(item => item.Excerpt.Length == 200);
            seen.AddRange(page.Select(item => item.Id));
            before = page[^1].Id;
        }

        seen.ShouldBe(ids.OrderDescending(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Many_writers_at_once_lose_nothing_and_one_that_fails_fails_alone()
    {
        var writes = Enumerable.Range(0, 500).Select(i => store.AcceptAsync(new("text", $"text {i}", null))).ToList();
        var wrong = database.WriteAsync(
            (connection, transaction) => Dapper.SqlMapper.Execute(connection, "INSERT INTO nowhere VALUES (1)", transaction: transaction)
        );

        var accepted = await Task.WhenAll(writes);

        accepted.ShouldAllBe(a => a.Ok);
        (await wrong).Problem.ShouldNotBeNull().Code.ShouldBe("storage-failed");
        (await store.UnfinishedAsync()).Value.Count.ShouldBe(500);
    }

    [Fact]
    public async Task An_unknown_analysis_is_a_problem_that_names_it()
    {
        var found = await store.FindAsync("nope");

        found.Problem.ShouldNotBeNull().Code.ShouldBe("analysis-not-found");
        found.Problem!.Message.En.ShouldContain("nope");
    }

    [Fact]
    public async Task Two_processes_may_open_a_new_store_at_once()
    {
        await PrepareAsync();

        var opened = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => OpenAsync())));

        opened.ShouldAllBe(o => o.Ok);
        foreach (var o in opened)
        {
            await o.Value.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_text_with_a_nul_is_kept_at_its_length()
    {
        var accepted = (await store.AcceptAsync(new("text", "a\0b", null))).Value;

        var found = (await store.FindAsync(accepted.Id)).Value;

        found.Input.ShouldBe(accepted.Input);
        found.Input.Text.Length.ShouldBe(3);
    }

    [Fact]
    public async Task What_was_claimed_belongs_to_one_only_and_the_former_owner_can_write_no_more()
    {
        var jobs = new JobStore(database);
        var lease = TimeSpan.FromMinutes(1);
        var first = (await store.AcceptAsync(new("text", "x", null), new() { Owner = "a", Lease = TimeSpan.Zero })).Value.Analysis;
        var held = (await store.AcceptAsync(new("text", "x", null), new() { Owner = "a", Lease = lease })).Value.Analysis;
        await WaitUntilAsync(async () => (await jobs.ClaimAsync("b", lease, 1, [])).Value.Any(j => j.Id == first.Id));

        (await jobs.ClaimAsync("c", lease, 10, [])).Value.ShouldBeEmpty("the other lease has not run out");
        (await store.SaveAsync(first with { Status = AnalysisStatus.Done })).Problem.ShouldNotBeNull().Code.ShouldBe("analysis-superseded");
        (await jobs.FenceAsync(first.Id, 1)).ShouldNotBeNull();
        (await jobs.FenceAsync(first.Id, 2)).ShouldBeNull();
        (await store.FindAsync(first.Id)).Value.Attempt.ShouldBe(2);
        (await store.FindAsync(first.Id)).Value.Status.ShouldBe(AnalysisStatus.Queued);

        // A dead owner's lease is not waited for.
        (await jobs.OwnersAsync())
            .Value.Order()
            .ShouldBe(["a", "b"]);
        (await jobs.ClaimAsync("c", lease, 10, ["a"])).Value.ShouldBe([new() { Id = held.Id, Losses = 1 }]);
        (await jobs.ReleaseAsync("c")).Value.ShouldBe(1);
        // What was let go of was not lost.
        (await jobs.ClaimAsync("d", lease, 10, [])).Value.ShouldBe([new() { Id = held.Id, Losses = 1 }]);
        (await jobs.ClaimAsync("e", lease, 10, ["d"])).Value.ShouldBe([new() { Id = held.Id, Losses = 2 }]);
    }

    [Fact]
    public async Task What_was_lost_once_is_taken_up_in_company_and_what_was_lost_twice_alone()
    {
        var jobs = new JobStore(database);
        var lease = TimeSpan.FromMinutes(1);
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add((await store.AcceptAsync(new("text", $"{i}", null), new() { Owner = "0" })).Value.Analysis.Id);
        }

        // Those of one millisecond are in no order.
        ids.Sort(StringComparer.Ordinal);
        (await jobs.ClaimAsync("1", lease, 10, ["0"])).Value.ShouldBe([Lost(0, 1), Lost(1, 1), Lost(2, 1)]);
        var fresh = (await store.AcceptAsync(new("text", "fresh", null), new() { Owner = "1" })).Value.Analysis.Id;

        // They take their agent down: the least lost comes first, then each of the others alone.
        (await jobs.ClaimAsync("a", lease, 10, ["1"])).Value.ShouldBe([new() { Id = fresh, Losses = 1 }]);
        (await jobs.ClaimAsync("a", lease, 10, ["1"], suspects: 1)).Value.ShouldBeEmpty("it is not alone");
        (await jobs.ClaimAsync("a", lease, 10, ["1"])).Value.ShouldBe([Lost(0, 2)]);
        (await jobs.ClaimAsync("a", lease, 10, ["1"])).Value.ShouldBe([Lost(1, 2)]);
        (await jobs.ClaimAsync("b", lease, 10, ["1"])).Value.ShouldBe([Lost(2, 2)]);

        ClaimedJob Lost(int i, int losses) => new() { Id = ids[i], Losses = losses };
    }

    [Fact]
    public async Task Many_who_claim_at_once_never_get_the_same()
    {
        var jobs = new JobStore(database);
        for (var i = 0; i < 40; i++)
        {
            await store.AcceptAsync(new("text", $"{i}", null));
        }

        var claims = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(i => Task.Run(() => jobs.ClaimAsync($"o{i}", TimeSpan.FromMinutes(1), 5, [])))
        );

        claims.ShouldAllBe(c => c.Ok);
        var all = claims.SelectMany(c => c.Value).ToList();
        all.Distinct().Count().ShouldBe(all.Count);
        while ((await jobs.ClaimAsync("last", TimeSpan.FromMinutes(1), 5, [])).Value is { Count: > 0 } more)
        {
            all.AddRange(more);
        }

        all.Distinct().Count().ShouldBe(40);
    }

    [Fact]
    public async Task Renewing_holds_the_lease_and_hears_of_a_cancel()
    {
        var jobs = new JobStore(database);
        var id = (await store.AcceptAsync(new("text", "x", null), new() { Owner = "a", Lease = TimeSpan.Zero })).Value.Analysis.Id;

        (await jobs.RenewAsync("a", TimeSpan.FromMinutes(1), [id])).Value.ShouldBeEmpty();
        (await jobs.ClaimAsync("b", TimeSpan.FromMinutes(1), 10, [])).Value.ShouldBeEmpty();
        (await jobs.AskCancelAsync(id)).Value.ShouldBeTrue();
        (await jobs.AskCancelAsync("none")).Value.ShouldBeFalse();
        (await jobs.RenewAsync("b", TimeSpan.FromMinutes(1), [id])).Value.ShouldBeEmpty("it is not b's");
        (await jobs.RenewAsync("a", TimeSpan.FromMinutes(1), [id])).Value.ShouldBe([id]);
    }

    [Fact]
    public async Task Only_what_failed_or_was_canceled_is_opened_again()
    {
        var jobs = new JobStore(database);
        var accepted = (await store.AcceptAsync(new("text", "x", null))).Value;
        (await jobs.ReopenAsync(accepted.Id, "a", TimeSpan.FromMinutes(1))).Value.ShouldBeFalse();
        var problem = new Problem("p", ProblemKind.Outside, new("m", "m"), new("r", "r"));
        await store.SaveAsync(accepted with { Status = AnalysisStatus.Failed, Problem = problem, FinishedAt = accepted.CreatedAt });

        (await jobs.ReopenAsync(accepted.Id, "a", TimeSpan.FromMinutes(1))).Value.ShouldBeTrue();

        var open = (await store.FindAsync(accepted.Id)).Value;
        (open.Status, open.Problem, open.FinishedAt, open.Attempt).ShouldBe((AnalysisStatus.Running, null, null, 2));
        (await jobs.ClaimAsync("b", TimeSpan.FromMinutes(1), 1, ["a"])).Value.ShouldBe([new() { Id = accepted.Id, Losses = 1 }]);
    }

    [Fact]
    public async Task The_same_key_gives_the_same_analysis_even_at_once()
    {
        var all = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => Task.Run(() => store.AcceptAsync(new("text", "x", null), new() { Key = "k" })))
        );

        all.Select(a => a.Value.Analysis.Id).Distinct().ShouldHaveSingleItem();
        all.Count(a => a.Value.IsNew).ShouldBe(1);
        var other = await store.AcceptAsync(new("text", "y", null), new() { Key = "k" });
        other.Problem.ShouldNotBeNull().Code.ShouldBe("idempotency-key-reused");
    }

    private static async Task WaitUntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!await condition())
        {
            await Task.Delay(10, limit.Token);
        }
    }
}
