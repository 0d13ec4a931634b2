using System.Text;
using InfraAi.Model;
using InfraAi.Platform.Configuration;
using InfraAi.Storage.Snapshots;
using InfraAi.Tests;

namespace InfraAi.Storage.Tests;

public sealed class SqliteConfigurationSyncTests : ConfigurationSyncTests
{
    private protected override Task PrepareAsync() => Task.CompletedTask;

    private protected override Task<Result<Database>> OpenAsync() => Database.OpenAsync(folder["store"]);
}

public sealed class PostgresConfigurationSyncTests(PostgresFixture server) : ConfigurationSyncTests
{
    private string name = "";

    private protected override async Task PrepareAsync() => name = await server.NewDatabaseAsync();

    private protected override Task<Result<Database>> OpenAsync() =>
        Database.OpenAsync(new PostgresAddress(server.Host, server.Port, server.User, null, name));
}

/// <summary>Two checkouts, as on two machines with the same key, and one store.</summary>
public abstract class ConfigurationSyncTests : IAsyncLifetime
{
    private static readonly string[] Root = [".env"];
    private protected readonly TemporaryFolder folder = new();
    private Database database = null!;
    private ConfigurationSync one = null!;
    private ConfigurationSync two = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await PrepareAsync();
        database = (await OpenAsync()).Value;
        one = Checkout("one");
        two = Checkout("two");
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected abstract Task PrepareAsync();

    private protected abstract Task<Result<Database>> OpenAsync();

    private KeyRing Keys => KeyRing.Load(folder["keys/config.key"], null).Value;

    private ConfigurationSync Checkout(string name, KeyRing? keys = null, TimeProvider? time = null, string? data = null)
    {
        Directory.CreateDirectory(folder[name]);
        time ??= TimeProvider.System;
        return new(
            folder[name],
            folder[$"{data ?? name}/data"],
            new SnapshotStore(database, keys ?? Keys, name, time),
            new EnvFiles(folder[$"{name}/.env-backups"], time),
            time
        );
    }

    private void Write(string checkout, string text, string file = ".env")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[$"{checkout}/{file}"])!);
        File.WriteAllBytes(folder[$"{checkout}/{file}"], Encoding.UTF8.GetBytes(text));
    }

    private string Read(string checkout, string file = ".env") => Encoding.UTF8.GetString(File.ReadAllBytes(folder[$"{checkout}/{file}"]));

    private static Task<FileOutcome> BackupAsync(ConfigurationSync sync) => Single(sync.BackupAsync(Root, false, Stop));

    private static Task<FileOutcome> RestoreAsync(ConfigurationSync sync, VersionChoice? choice = null) =>
        Single(sync.RestoreAsync(Root, choice ?? new(), _ => true, false, Stop));

    private static Task<FileOutcome> SyncAsync(ConfigurationSync sync, EnvSide? side = null) =>
        Single(sync.SyncAsync(Root, (_, _) => side, false, Stop));

    private static async Task<FileOutcome> Single(Task<Result<IReadOnlyList<FileOutcome>>> outcomes) => (await outcomes).Value.Single();

    [Fact]
    public async Task Any_content_comes_back_byte_for_byte()
    {
        var random = new Random(5);
        for (var i = 0; i < 30; i++)
        {
            var bytes = new byte[random.Next(400)];
            random.NextBytes(bytes);
            if (i % 2 == 0)
            {
                bytes = Encoding.UTF8.GetBytes($"\uFEFF# ü {i}\r\nexport A='{i}'\n\nB=\"two\n lines\" # c\r\nC={i}");
            }

            File.WriteAllBytes(folder["one/.env"], bytes);
            (await BackupAsync(one)).Problem.ShouldBeNull();
            File.Delete(folder["one/.env"]);
            (await RestoreAsync(one)).Action.ShouldBe(FileAction.Restored);
            File.ReadAllBytes(folder["one/.env"]).ShouldBe(bytes);
        }
    }

    [Fact]
    public async Task Versions_are_restored_by_number_and_by_time_and_say_which_keys_they_changed()
    {
        var clock = new Clock();
        var sync = Checkout("clocked", time: clock);
        string[] texts = ["A=1\nB=1\n", "A=2\nB=1\n", "A=2\nC=1\n"];
        foreach (var text in texts)
        {
            Write("clocked", text);
            await BackupAsync(sync);
            clock.Now += TimeSpan.FromHours(1);
        }

        (await BackupAsync(sync)).Action.ShouldBe(FileAction.Unchanged);
        var history = (await sync.Store.HistoryAsync(".env")).Value;
        history.Select(v => v.Version).ShouldBe([3, 2, 1]);
        Json.Write(history[0].Changes).ShouldBe("""{"added":["C"],"changed":[],"removed":["B"]}""");
        Json.Write(history[1].Changes).ShouldBe("""{"added":[],"changed":["A"],"removed":[]}""");

        await RestoreAsync(sync, new(Version: 1));
        Read("clocked").ShouldBe(texts[0]);
        await RestoreAsync(sync, new(At: Clock.Start + TimeSpan.FromMinutes(90)));
        Read("clocked").ShouldBe(texts[1]);
        (await RestoreAsync(sync, new(Version: 9))).Action.ShouldBe(FileAction.Missing);
        Read("clocked").ShouldBe(texts[1]);

        // What was restored on purpose is a change of the file: the next synchronisation stores it.
        (await SyncAsync(sync)).ShouldSatisfyAllConditions(o => o.Action.ShouldBe(FileAction.Stored), o => o.Version.ShouldBe(4));
    }

    [Fact]
    public async Task Nothing_is_overwritten_without_a_yes_and_what_is_overwritten_is_kept()
    {
        Write("one", "A=1\n");
        await BackupAsync(one);
        Write("one", "A=2\n");
        var refused = await one.RestoreAsync(Root, new(), _ => false, false, Stop);
        refused.Problem!.Code.ShouldBe("not-confirmed");
        Read("one").ShouldBe("A=2\n");

        var restored = await RestoreAsync(one);
        Read("one").ShouldBe("A=1\n");
        File.ReadAllText(restored.Copy!).ShouldBe("A=2\n");
        (await one.RestoreCopyAsync(".env", restored.Copy!, _ => true, false, Stop)).Value.Action.ShouldBe(FileAction.Restored);
        Read("one").ShouldBe("A=2\n");
    }

    [Fact]
    public async Task Changes_of_two_machines_meet()
    {
        Write("one", "# shared\nA=1\nB=1\nC=1\n");
        await SyncAsync(one);
        (await SyncAsync(two)).Action.ShouldBe(FileAction.Restored);

        Write("one", "# shared\nA=one\nB=1\nC=1\n");
        Write("two", "# shared\nA=1\nB=1\nD='two'\n");
        (await SyncAsync(one)).Action.ShouldBe(FileAction.Stored);
        (await SyncAsync(two)).Action.ShouldBe(FileAction.Merged);
        Read("two").ShouldBe("# shared\nA=one\nB=1\nD='two'\n");
        (await SyncAsync(one)).Action.ShouldBe(FileAction.Restored);
        Read("one").ShouldBe(Read("two"));
        (await SyncAsync(two)).Action.ShouldBe(FileAction.Unchanged);
    }

    [Fact]
    public async Task Two_checkouts_with_one_data_folder_lose_nothing_of_each_other()
    {
        Write("one", "A=1\nB=1\n");
        one = Checkout("one", data: "shared");
        two = Checkout("two", data: "shared");
        await SyncAsync(one);
        await SyncAsync(two);
        Write("two", "A=1\nB=1\nC=two\n");
        await SyncAsync(two);
        Write("one", "A=one\nB=1\n");

        (await SyncAsync(one)).Action.ShouldBe(FileAction.Merged);

        Read("one").ShouldBe("A=one\nB=1\nC=two\n");
    }

    [Fact]
    public async Task A_key_that_both_changed_is_shown_and_nothing_is_written_until_somebody_decides()
    {
        Write("one", "A=1\nB=1\n");
        await SyncAsync(one);
        await SyncAsync(two);
        Write("one", "A=one\nB=1\n");
        Write("two", "A=two\nB=two\n");
        await SyncAsync(one);

        var conflict = await SyncAsync(two);
        conflict.Action.ShouldBe(FileAction.Conflict);
        conflict.Keys.Single(k => k.Change == KeyChange.Conflict).Key.ShouldBe("A");
        Read("two").ShouldBe("A=two\nB=two\n");
        (await one.Store.HistoryAsync(".env")).Value.Count.ShouldBe(2);

        (await SyncAsync(two, EnvSide.Store)).Action.ShouldBe(FileAction.Merged);
        Read("two").ShouldBe("A=one\nB=two\n");
    }

    [Fact]
    public async Task A_backup_says_what_it_passes_over()
    {
        Write("one", "A=1\n");
        await BackupAsync(one);
        Write("two", "A=2\n");
        (await BackupAsync(two)).Note!.Value.En.ShouldContain("version 1 came from one");
        await RestoreAsync(two, new(Version: 1));
        Read("two").ShouldBe("A=1\n");
    }

    /// <summary>Many machines at once: every value that one wrote is in the end result, or in a version of the history.</summary>
    [Fact]
    public async Task Machines_that_synchronise_at_once_lose_nothing()
    {
        Write("one", "START=1\n");
        await SyncAsync(one);
        var machines = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(async i =>
                {
                    var machine = Checkout($"m{i}");
                    await SyncAsync(machine);
                    for (var round = 0; round < 4; round++)
                    {
                        File.AppendAllText(folder[$"m{i}/.env"], $"KEY_{i}_{round}=value-{i}-{round}\n");
                        var outcome = await SyncAsync(machine);
                        outcome.Action.ShouldBeOneOf(FileAction.Stored, FileAction.Merged);
                    }

                    return machine;
                })
        );
        foreach (var machine in machines)
        {
            (await SyncAsync(machine)).Problem.ShouldBeNull();
        }

        await SyncAsync(one);
        EnvDocument.Parse(Read("one")).Values.Count.ShouldBe(1 + 24);
        for (var i = 0; i < 6; i++)
        {
            EnvDocument.Parse(Read($"m{i}")).Values.ShouldBe(EnvDocument.Parse(Read("one")).Values, ignoreOrder: true);
        }
    }

    [Fact]
    public async Task Many_files_are_one_call()
    {
        var names = Enumerable.Range(0, 200).Select(i => $"apps/{i}/.env").ToList();
        names.ForEach(name => Write("one", $"NAME={name}\n", name));
        (await one.BackupAsync(names, false, Stop)).Value.ShouldAllBe(o => o.Action == FileAction.Stored);
        Directory.Delete(folder["one/apps"], recursive: true);
        (await one.RestoreAsync(names, new(), _ => false, false, Stop)).Value.ShouldAllBe(o => o.Action == FileAction.Restored);
        Read("one", names[^1]).ShouldBe($"NAME={names[^1]}\n");
    }

    [Fact]
    public async Task Another_key_reads_nothing_and_writes_nothing()
    {
        Write("one", "A=1\n");
        await BackupAsync(one);
        var other = Checkout("other", KeyRing.Load(folder["other-keys/config.key"], null).Value);
        Write("other", "A=2\n");
        (await other.BackupAsync(Root, false, Stop)).Problem!.Code.ShouldBe("config-key-missing");
        (await other.RestoreAsync(Root, new(), _ => true, false, Stop)).Problem!.Code.ShouldBe("config-key-missing");
        Read("other").ShouldBe("A=2\n");
        File.Exists(folder["other-keys/config.key"]).ShouldBeFalse();

        // For a key that is lost for good.
        (await other.Store.ResetAsync()).Value.ShouldBe(1);
        (await BackupAsync(other)).Version.ShouldBe(1);
    }

    [Fact]
    public async Task A_new_key_seals_everything_again_and_goes_on_where_it_stopped()
    {
        for (var i = 0; i < 250; i++)
        {
            Write("one", $"A={i}\n", $"{i}/.env");
        }

        var names = Enumerable.Range(0, 250).Select(i => $"{i}/.env").ToList();
        (await one.BackupAsync(names, false, Stop)).Ok.ShouldBeTrue();
        var old = (await one.Store.KeyInUseAsync()).Value!;

        // Stopped when the new key was there and nothing sealed with it yet.
        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop))
        {
            var stopping = Checkout("one", Keys).Store;
            await stop.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => stopping.RotateAsync(stop.Token));
            (await stopping.HistoryAsync(null)).Value.ShouldAllBe(v => v.KeyId == old);
        }

        var key = (await one.Store.KeyInUseAsync()).Value!;
        key.ShouldNotBe(old);
        var again = Checkout("one", Keys).Store;
        (await again.RotateAsync(Stop)).Value.ShouldBe((key, 250));
        (await again.HistoryAsync(null)).Value.ShouldAllBe(v => v.KeyId == key);
        Keys.Ids.ShouldBe([key, old]);

        // A process that read its keys before reads them again.
        Write("two", "A=1\n", "0/.env");
        (await two.BackupAsync(["0/.env"], false, Stop)).Value.Single().Action.ShouldBe(FileAction.Stored);
        Directory.Delete(folder["one/7"], recursive: true);
        (await Checkout("one").RestoreAsync(["7/.env"], new(), _ => true, false, Stop)).Ok.ShouldBeTrue();
        Read("one", "7/.env").ShouldBe("A=7\n");
    }

    [Fact]
    public async Task A_snapshot_that_was_changed_or_exchanged_is_not_used()
    {
        Write("one", "A=1\n", "a/.env");
        Write("one", "A=2\n", "b/.env");
        (await one.BackupAsync(["a/.env", "b/.env"], false, Stop)).Ok.ShouldBeTrue();
        await database.WriteAsync(
            (c, t) =>
                Dapper.SqlMapper.Execute(
                    c,
                    "UPDATE config_snapshots SET content = (SELECT content FROM config_snapshots WHERE file = 'b/.env') WHERE file = 'a/.env'",
                    transaction: t
                )
        );
        (await one.RestoreAsync(["a/.env"], new(), _ => true, false, Stop)).Problem!.Code.ShouldBe("config-snapshot-damaged");
        Read("one", "a/.env").ShouldBe("A=1\n");
    }

    private sealed class Clock : TimeProvider
    {
        public static readonly DateTimeOffset Start = new(2024, 1, 20, 11, 13, 14, TimeSpan.Zero);

        public DateTimeOffset Now { get; set; } = Start;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
