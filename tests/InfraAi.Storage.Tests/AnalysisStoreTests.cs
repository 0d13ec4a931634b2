using InfraAi.Model;
using InfraAi.Tests;
using Microsoft.Data.Sqlite;

namespace InfraAi.Storage.Tests;

public sealed class AnalysisStoreTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private Database database = null!;
    private AnalysisStore store = null!;

    public async ValueTask InitializeAsync()
    {
        database = (await Database.OpenAsync(folder.Path)).Value;
        store = new(database, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task What_was_accepted_is_there_for_another_process()
    {
        var accepted = (await store.AcceptAsync(new("text", "una cola y una base de datos", "tienda"))).Value;

        // A second connection to the same file sees it while the first is still open: nothing waits in memory.
        await using var other = (await Database.OpenAsync(folder.Path)).Value;
        var found = (await new AnalysisStore(other, TimeProvider.System).FindAsync(accepted.Id)).Value;

        found.Status.ShouldBe(AnalysisStatus.Queued);
        found.Input.ShouldBe(new AnalysisRequest("text", "una cola y una base de datos", "tienda"));
        (await store.UnfinishedAsync()).Value.ShouldBe([accepted.Id]);
    }

    [Fact]
    public async Task All_that_is_known_of_an_analysis_comes_back_as_it_was()
    {
        var accepted = (await store.AcceptAsync(new("text", "PostgreSQL 🐘\0\r\n", null))).Value;
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
        using var fresh = new TemporaryFolder();

        var opened = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Database.OpenAsync(fresh.Path))));

        opened.ShouldAllBe(o => o.Ok);
        foreach (var o in opened)
        {
            await o.Value.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_a_clear_problem_and_is_left_alone()
    {
        using var other = new TemporaryFolder();
        await File.WriteAllTextAsync(other["infra-ai.db"], new string('x', 5000), TestContext.Current.CancellationToken);

        var opened = await Database.OpenAsync(other.Path);

        opened.Problem.ShouldNotBeNull().Code.ShouldBe("storage-not-a-database");
        new FileInfo(other["infra-ai.db"]).Length.ShouldBe(5000);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_a_clear_problem()
    {
        await File.WriteAllTextAsync(folder["file"], "", TestContext.Current.CancellationToken);

        var opened = await Database.OpenAsync(Path.Combine(folder["file"], "data"));

        opened.Problem.ShouldNotBeNull().Code.ShouldBe("data-folder-not-writable");
    }

    [Fact]
    public async Task A_full_disk_is_said_and_nothing_accepted_before_is_lost()
    {
        var before = (await store.AcceptAsync(new("text", "before", null))).Value;
        // SQLite's own limit stands in for the disk's: the same error code, from the same place.
        await database.WriteAsync(
            (connection, _) =>
            {
                using var command = ((SqliteConnection)connection).CreateCommand();
                command.CommandText = "PRAGMA max_page_count = 20";
                return command.ExecuteScalar();
            }
        );

        var refused = await store.AcceptAsync(new("text", new string('x', 500_000), null));

        refused.Problem.ShouldNotBeNull().Code.ShouldBe("disk-full");
        (await store.UnfinishedAsync()).Value.ShouldBe([before.Id]);
        (await store.AcceptAsync(new("text", "after", null))).Ok.ShouldBeTrue();
    }
}
