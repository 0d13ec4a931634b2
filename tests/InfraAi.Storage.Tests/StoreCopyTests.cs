using Dapper;
using InfraAi.Model;
using InfraAi.Tests;

namespace InfraAi.Storage.Tests;

public sealed class StoreCopyTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Everything_of_the_embedded_store_is_in_PostgreSQL_and_a_second_copy_changes_nothing()
    {
        using var folder = new TemporaryFolder();
        await using var sqlite = (await Database.OpenAsync(folder.Path)).Value;
        await using var shared = (
            await Database.OpenAsync(
                new PostgresAddress(postgres.Host, postgres.Port, postgres.User, null, await postgres.NewDatabaseAsync())
            )
        ).Value;
        var (from, to) = (new AnalysisStore(sqlite, TimeProvider.System), new AnalysisStore(shared, TimeProvider.System));
        var ids = new List<string>();
        for (var i = 0; i < 450; i++)
        {
            var accepted = (
                await from.AcceptAsync(new("text", $"text ñ {i}", null), new() { Key = $"campaign/c/{i % 400}/{i}", Campaign = "c" })
            )
                .Value
                .Analysis;
            StepEvent step = new(1, accepted.CreatedAt, PipelineStep.Read, StepState.Done, new("one", "uno"), i);
            await from.SaveAsync(accepted with { Status = AnalysisStatus.Done, FinishedAt = accepted.CreatedAt }, step);
            ids.Add(accepted.Id);
        }

        await new JobStore(sqlite).BeginCampaignAsync("c", 500, 1_000);
        var pictures = new PictureFiles(sqlite, TimeProvider.System);
        (await pictures.KeepAsync("a.png", [])).ShouldBeNull();
        (await pictures.KeepAsync("b.png", [0, 1, 255])).ShouldBeNull();
        (await pictures.KeepAsync("b.png", [0, 1, 255])).ShouldBeNull();
        (await pictures.FindAsync("c.png")).Value.ShouldBeNull();
        var told = new List<string>();
        var copied = await StoreCopy.CopyAsync(sqlite, shared, (table, rows) => told.Add($"{table} {rows}"));

        copied.Value.Take(3).ShouldBe([new("pictures", 2, 2), new("analyses", 450, 450), new("analysis_steps", 450, 450)]);
        (await new PictureFiles(shared, TimeProvider.System).FindAsync("b.png")).Value.ShouldBe([0, 1, 255]);
        var tables = (
            await sqlite.ReadAsync(c => SqlMapper.QueryAsync<string>(c, "SELECT name FROM sqlite_master WHERE type = 'table'"))
        ).Value;
        // Links to sign in live for minutes, and only at the agent that made them.
        copied
            .Value.Select(t => t.Name)
            .Order()
            .ShouldBe(tables.Where(t => t is not ("schema_migrations" or "sign_in_codes")).Order(), "no table is forgotten");
        told.ShouldContain("analysis_steps 450");
        foreach (var id in ids.Where((_, i) => i % 50 == 0))
        {
            Json.Write((await to.FindAsync(id)).Value).ShouldBe(Json.Write((await from.FindAsync(id)).Value));
            (await to.StepsAsync(id)).Value.ShouldBe((await from.StepsAsync(id)).Value);
        }

        (await new JobStore(shared).CampaignAsync("c")).Value.Count.ShouldBe(450);
        // Fifty descriptions have changed since: their latest line counts.
        (await new JobStore(shared).CampaignsAsync(5)).Value.ShouldBe([new("c", 500, DateTimeOffset.FromUnixTimeSeconds(1), 400, 0, 0)]);
        (await StoreCopy.CopyAsync(sqlite, shared, (_, _) => { })).Value.ShouldAllBe(table => table.Copied == 0);
    }
}
