using System.Text;
using InfraAi.Model;
using InfraAi.Tests;
using Microsoft.Data.Sqlite;

namespace InfraAi.Storage.Tests;

/// <summary>What can be forgotten, and what stays, whichever database it is.</summary>
public abstract class HistoryEraserTests : IAsyncLifetime
{
    private const string Secret = "the words that nobody must find again";

    private protected Database database = null!;
    private protected AnalysisStore store = null!;
    private protected HistoryEraser eraser = null!;
    private protected PictureFiles pictures = null!;
    private protected readonly Clock time = new();

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await OpenAsync();
        store = new(database, time);
        eraser = new(database, time);
        pictures = new(database, time);
    }

    public virtual async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected abstract Task<Database> OpenAsync();

    [Fact]
    public async Task What_is_forgotten_is_gone_with_its_steps_and_what_runs_is_left()
    {
        var gone = await EndedAsync("one");
        var kept = await EndedAsync("two");
        var running = (await store.AcceptAsync(new("text", "three", null))).Value.Id;

        (await eraser.EraseAsync([gone, running], Token)).Value.ShouldBe(new Erasure(1, 0, 0));

        (await store.FindAsync(gone)).Problem.ShouldNotBeNull().Code.ShouldBe("analysis-not-found");
        (await store.StepsAsync(gone)).Value.ShouldBeEmpty();
        (await store.StepsAsync(kept)).Value.ShouldHaveSingleItem();
        (await store.FindAsync(running)).Ok.ShouldBeTrue();
        (await eraser.EraseAsync([gone, "never-was"], Token)).Value.IsNothing.ShouldBeTrue();
    }

    [Fact]
    public async Task What_a_project_published_last_stays_known_without_its_description_until_it_is_published_anew()
    {
        var first = await EndedAsync(Secret, project: "shop");
        var second = await EndedAsync(Secret, project: "shop");

        var found = (await eraser.FindAsync(new(Project: "shop"))).Value;
        found.Select(one => (one.Id, one.StaysAt)).ShouldBe([(first, null), (second, "http://r/shop")]);
        (await eraser.EraseAsync([first, second], Token)).Value.ShouldBe(new Erasure(1, 1, 0));

        var left = (await store.FindAsync(second)).Value;
        left.Input.Text.ShouldBeEmpty();
        left.Architecture.ShouldBeNull();
        left.DescribedBy.ShouldBeNull();
        (await store.StepsAsync(second)).Value.ShouldBeEmpty();
        (await store.PublishedAsync()).Value.ShouldHaveSingleItem().Where.RepositoryUrl.ShouldBe("http://r/shop");
        (await store.LastPublishedAsync("shop")).Value.ShouldNotBeNull().Files.Count.ShouldBe(1);
        (await eraser.FindAsync(new(Project: "shop"))).Value.ShouldBeEmpty("there is nothing more to forget of it");

        await EndedAsync("another description", project: "shop");
        (await eraser.RetainAsync(1, 0, Token)).Value.IsNothing.ShouldBeTrue("none of it is a day old");
        time.Now += TimeSpan.FromDays(2);
        await EndedAsync("a third one", project: "shop");
        (await eraser.RetainAsync(1, 0, Token)).Value.Deleted.ShouldBe(2);
        (await store.FindAsync(second)).Problem.ShouldNotBeNull();
    }

    [Fact]
    public async Task Retention_takes_what_is_older_and_nothing_by_default()
    {
        var old = await EndedAsync("old");
        time.Now += TimeSpan.FromDays(30);
        var young = await EndedAsync("young");

        (await eraser.RetainAsync(0, 0, Token)).Value.IsNothing.ShouldBeTrue();
        (await store.FindAsync(old)).Ok.ShouldBeTrue();
        (await eraser.RetainAsync(29, 0, Token)).Value.ShouldBe(new Erasure(1, 0, 0));
        (await store.HistoryAsync(10)).Value.Select(a => a.Id).ShouldBe([young]);
    }

    [Fact]
    public async Task Retention_takes_the_oldest_beyond_so_many_megabytes_and_counts_a_picture_once()
    {
        var picture = new byte[700_000];
        (await pictures.KeepAsync("p.png", picture)).ShouldBeNull();
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add(await EndedAsync("p.png", kind: "image"));
        }

        (await eraser.RetainAsync(0, 1, Token)).Value.IsNothing.ShouldBeTrue("three times one picture is one picture");
        ids.Add(await EndedAsync(new string('x', 250_000)));

        (await eraser.RetainAsync(0, 1, Token)).Value.ShouldBe(new Erasure(3, 0, 1));
        (await store.HistoryAsync(10)).Value.Select(a => a.Id).ShouldBe([ids[^1]]);
    }

    [Fact]
    public async Task A_picture_goes_with_the_last_analysis_that_names_it_and_not_before()
    {
        (await pictures.KeepAsync("p.png", [1, 2, 3])).ShouldBeNull();
        var first = await EndedAsync("p.png", kind: "image");
        var second = await EndedAsync("p.png", kind: "image");

        (await eraser.EraseAsync([first], Token)).Value.Pictures.ShouldBe(0);
        (await pictures.FindAsync("p.png")).Value.ShouldBe([1, 2, 3]);
        (await eraser.EraseAsync([second], Token)).Value.Pictures.ShouldBe(1);
        (await pictures.FindAsync("p.png")).Value.ShouldBeNull();
    }

    [Fact]
    public async Task A_picture_that_no_analysis_ever_named_goes_after_a_day()
    {
        (await pictures.KeepAsync("p.png", [1])).ShouldBeNull();

        (await eraser.RetainAsync(0, 0, Token)).Value.Pictures.ShouldBe(0);
        time.Now += TimeSpan.FromHours(25);
        (await pictures.KeepAsync("p.png", [1])).ShouldBeNull();
        (await eraser.RetainAsync(0, 0, Token)).Value.Pictures.ShouldBe(0, "it was sent again just now");
        time.Now += TimeSpan.FromHours(25);
        (await eraser.RetainAsync(0, 0, Token)).Value.Pictures.ShouldBe(1);
    }

    /// <summary>Whoever is first: an analysis that was taken in has its picture, or is told to send it again.</summary>
    [Fact]
    public async Task No_analysis_is_ever_taken_in_without_its_picture_however_often_it_is_forgotten_meanwhile()
    {
        await using var other = await OpenAgainAsync();
        var forgetting = new HistoryEraser(other, time);
        for (var i = 0; i < 40; i++)
        {
            var name = $"p{i}.png";
            (await pictures.KeepAsync(name, [1])).ShouldBeNull();
            var first = await EndedAsync(name, kind: "image");

            var forgotten = forgetting.EraseAsync([first], Token);
            var accepted = await store.AcceptAsync(new("image", name, null));
            (await forgotten).Ok.ShouldBeTrue();

            var there = (await pictures.FindAsync(name)).Value is not null;
            there.ShouldBe(accepted.Ok, accepted.Problem?.Message.En);
            (accepted.Problem?.Code ?? "picture-lost").ShouldBe("picture-lost");
        }
    }

    private protected abstract Task<Database> OpenAgainAsync();

    private protected async Task<string> EndedAsync(string text, string? project = null, string kind = "text")
    {
        time.Now += TimeSpan.FromMilliseconds(2);
        var how = new Acceptance { DescribedBy = "user:default/ana" };
        var accepted = (await store.AcceptAsync(new(kind, text, null), how)).Value.Analysis;
        var ended = accepted with
        {
            Status = AnalysisStatus.Done,
            FinishedAt = time.Now,
            Architecture = project is null
                ? null
                : new()
                {
                    Name = project,
                    Title = project,
                    Language = "en",
                    Analyzer = "offline",
                    Questions = [text],
                },
            Project = project is null ? null : new(project, project, [new("a.md", "# A\n")], []),
            Publication = project is null ? null : new($"http://r/{project}", $"http://c/{project}", "abc", true, []),
        };
        (await store.SaveAsync(ended, new StepEvent(1, time.Now, PipelineStep.Read, StepState.Done, new(text, text), 1))).Ok.ShouldBeTrue();
        return accepted.Id;
    }

    /// <summary>A time that the test moves.</summary>
    private protected sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

public sealed class SqliteEraserTests : HistoryEraserTests
{
    private const string Words = "PurpleElephantLedger";
    private readonly TemporaryFolder folder = new();

    private protected override async Task<Database> OpenAsync() => (await Database.OpenAsync(folder.Path)).Value;

    private protected override Task<Database> OpenAgainAsync() => OpenAsync();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Nothing_of_what_was_forgotten_is_left_in_the_files()
    {
        var id = await EndedAsync(string.Concat(Enumerable.Repeat(Words, 2_000)), project: "shop");
        var other = await EndedAsync(Words);
        Holds().ShouldBeTrue();

        (await eraser.EraseAsync([id, other], Token)).Value.ShouldBe(new Erasure(1, 1, 0));
        (await database.CompactAsync()).Value.ShouldBeTrue();

        Holds().ShouldBeFalse();
        (await store.PublishedAsync()).Value.Count.ShouldBe(1);
    }

    /// <summary>A file of an earlier version has words in its free pages that no deletion reaches.</summary>
    [Fact]
    public async Task The_first_time_the_whole_file_is_rewritten()
    {
        var id = await EndedAsync(string.Concat(Enumerable.Repeat(Words, 2_000)));
        await database.DisposeAsync();
        await using (var old = new SqliteConnection($"Data Source={folder["infra-ai.db"]};Pooling=False"))
        {
            await old.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = old.CreateCommand();
            command.CommandText =
                $"PRAGMA user_version=0; PRAGMA secure_delete=OFF; DELETE FROM analysis_steps; DELETE FROM analyses WHERE id = '{id}'";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        Holds().ShouldBeTrue();
        database = await OpenAsync();
        (await database.CompactAsync()).Value.ShouldBeTrue();
        Holds().ShouldBeFalse();
    }

    [Fact]
    public async Task The_room_of_what_was_forgotten_is_given_back()
    {
        (await pictures.KeepAsync("p.png", new byte[9_000_000])).ShouldBeNull();
        var id = await EndedAsync("p.png", kind: "image");
        await eraser.EraseAsync([id], Token);

        (await database.CompactAsync()).Value.ShouldBeTrue();

        new FileInfo(folder["infra-ai.db"]).Length.ShouldBeLessThan(1_000_000);
    }

    private bool Holds() =>
        Directory
            .EnumerateFiles(folder.Path, "infra-ai.db*")
            .Any(file =>
            {
                using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var memory = new MemoryStream();
                stream.CopyTo(memory);
                return memory.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(Words)) >= 0;
            });
}

public sealed class PostgresEraserTests(PostgresFixture postgres) : HistoryEraserTests
{
    private PostgresAddress? address;

    private protected override async Task<Database> OpenAsync() =>
        (
            await Database.OpenAsync(address ??= new(postgres.Host, postgres.Port, postgres.User, null, await postgres.NewDatabaseAsync()))
        ).Value;

    private protected override Task<Database> OpenAgainAsync() => OpenAsync();
}
