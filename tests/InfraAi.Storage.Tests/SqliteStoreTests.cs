using InfraAi.Model;
using InfraAi.Tests;
using Microsoft.Data.Sqlite;

namespace InfraAi.Storage.Tests;

public sealed class SqliteStoreTests : AnalysisStoreTests
{
    private readonly List<TemporaryFolder> folders = [];

    private TemporaryFolder Folder => folders[^1];

    private protected override Task PrepareAsync()
    {
        folders.Add(new());
        return Task.CompletedTask;
    }

    private protected override Task<Result<Database>> OpenAsync() => Database.OpenAsync(Folder.Path);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        folders.ForEach(folder => folder.Dispose());
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
        await File.WriteAllTextAsync(Folder["file"], "", TestContext.Current.CancellationToken);

        var opened = await Database.OpenAsync(Path.Combine(Folder["file"], "data"));

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
