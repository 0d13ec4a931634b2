using System.Data.Common;
using InfraAi.Model;
using InfraAi.Storage.Snapshots;
using InfraAi.Tests;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace InfraAi.Storage.Tests;

/// <summary>A store of migration 0033, on both databases: it opens, keeps everything, and forgets on demand.</summary>
public sealed class UpgradeTests(PostgresFixture postgres)
{
    private static readonly Uri Agent = new("http://127.0.0.1:8000/");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_old_store_opens_and_keeps_everything(bool shared)
    {
        using var folder = new TemporaryFolder();
        var old = new OldHome(folder.Path);
        await using var database = await OpenOldAsync(old, folder, shared);
        var store = new AnalysisStore(database, TimeProvider.System);

        var published = (await store.FindAsync(OldHome.Published)).Value;
        published.Input.ShouldBe(new AnalysisRequest("text", OldHome.Text, "shop"));
        published.DescribedBy.ShouldBe("user:default/ana");
        published.Architecture.ShouldNotBeNull().Components.Count.ShouldBe(2);
        published.Project.ShouldNotBeNull().Files.ShouldHaveSingleItem().Content.ShouldBe("# shop\n");
        (await store.StepsAsync(OldHome.Published)).Value.ShouldHaveSingleItem().Message.Es.ShouldBe("30 caracteres");
        (await store.HistoryAsync(10)).Value.Select(a => a.Id).ShouldBe([OldHome.Failed, OldHome.Pictured, OldHome.Published]);
        (await store.FindAsync(OldHome.Failed)).Value.Problem.ShouldNotBeNull().Code.ShouldBe("no-infrastructure");
        (await store.CatalogUrlsAsync($"{Agent}")).Value.ShouldBe([$"{Agent}projects/shop/catalog-info.yaml"]);
        (await store.LastPublishedAsync("shop")).Value.ShouldNotBeNull().Files.Count.ShouldBe(1);
        (await new PictureFiles(database, TimeProvider.System).FindAsync(OldHome.Picture)).Value.ShouldBe(OldHome.PictureBytes);
        (await new JobStore(database).CampaignsAsync(5)).Value.ShouldHaveSingleItem().Failed.ShouldBe(1);
        var snapshots = new SnapshotStore(database, KeyRing.Load(old.KeyFile, null).Value, "here", TimeProvider.System);
        System.Text.Encoding.UTF8.GetString((await snapshots.HeadsAsync([".env"])).Value[".env"].Content).ShouldBe(OldHome.Snapshot);
        (await store.AcceptAsync(new("text", "new", null))).Ok.ShouldBeTrue();

        // And what is old can be forgotten like what is new.
        var eraser = new HistoryEraser(database, TimeProvider.System);
        (await eraser.EraseAsync([OldHome.Pictured, OldHome.Failed], TestContext.Current.CancellationToken)).Value.ShouldBe(
            new Erasure(2, 0, 1)
        );
    }

    [Fact]
    public async Task An_old_data_folder_is_closed_to_others_when_its_store_is_opened()
    {
        using var folder = new TemporaryFolder();
        var old = new OldHome(folder.Path);
        await using var database = await OpenOldAsync(old, folder, shared: false);

        old.Open().ShouldBeEmpty();
    }

    private async Task<Database> OpenOldAsync(OldHome old, TemporaryFolder folder, bool shared)
    {
        await old.WriteAsync();
        if (shared)
        {
            var name = await postgres.NewDatabaseAsync();
            await FillAsync(new NpgsqlConnection(postgres.ConnectionString(name)), ".postgres.sql");
            return (await Database.OpenAsync(new PostgresAddress(postgres.Host, postgres.Port, postgres.User, null, name))).Value;
        }

        await FillAsync(new SqliteConnection($"Data Source={folder["infra-ai.db"]};Pooling=False"), ".sqlite.sql");
        old.LeaveOpen();
        old.Open().ShouldNotBeEmpty();
        return (await Database.OpenAsync(folder.Path)).Value;

        async Task FillAsync(DbConnection connection, string ending)
        {
            await using var open = connection;
            await open.OpenAsync(TestContext.Current.CancellationToken);
            await old.FillAsync(open, ending, Agent);
        }
    }
}
