using System.Diagnostics;
using InfraAi.Platform.Processes;
using InfraAi.Platform.Services;
using InfraAi.Tests;
using Npgsql;

namespace InfraAi.Cli.Tests;

/// <summary>backup, restore and sync that are cut off: killed, interrupted, with a PostgreSQL that restarts inside their transaction.</summary>
public sealed class ConfigurationInterruptionTests(PostgresFixture server) : IClassFixture<PostgresFixture>
{
    private const int Kills = 51;
    private const string Manifest = "env_files:\n  root:\n    path: .env\n  web:\n    path: web/.env\n";
    private static readonly string[][] Verbs =
    [
        ["backup"],
        ["env", "sync"],
        ["restore", "--yes"],
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static RealProgram On(int port, string database, string user = "postgres") =>
        new(Manifest)
        {
            ["POSTGRES_HOST"] = "127.0.0.1",
            ["POSTGRES_PORT"] = $"{port}",
            ["POSTGRES_USER"] = user,
            ["POSTGRES_DB"] = database,
        };

    private async Task<RealProgram> ProgramAsync(bool postgres) =>
        postgres ? On(server.Port, await server.NewDatabaseAsync(), server.User) : new RealProgram(Manifest);

    private static string Text(int version) => string.Concat(Enumerable.Range(0, 1000).Select(i => $"KEY_{i}=value-{version}-{i}\n"));

    /// <summary>Each round a verb is killed at a moment between its start and its end; both files are the old or the new ones, byte for byte.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Killed_at_any_moment_there_is_the_old_file_or_the_new_one_and_a_usable_store(bool postgres)
    {
        await using var program = await ProgramAsync(postgres);
        string[] files = [program.Write(".env", Text(1)), program.Write("web/.env", Text(1))];
        var longest = await LongestAsync(program);
        var random = new Random(3);
        var cut = 0;
        for (var i = 0; i < Kills; i++)
        {
            foreach (var file in files)
            {
                File.WriteAllText(file, Text(2));
            }

            using var process = program.Start(Verbs[i % Verbs.Length]);
            // Before half of it the program itself is still being loaded.
            var moment = Task.Delay((int)random.NextInt64(longest / 3, longest), Stop);
            if (await Task.WhenAny(moment, process.WaitForExitAsync(Stop)) == moment)
            {
                process.Kill();
                cut++;
            }

            await process.WaitForExitAsync(Stop);
            foreach (var file in files)
            {
                File.ReadAllText(file).ShouldBeOneOf(Text(1), Text(2));
            }
        }

        cut.ShouldBeGreaterThan(Kills / 4);
        (await program.RunAsync("backup")).Code.ShouldBe(ExitCode.Done);
        (await program.RunAsync("restore", "--yes", "--version", "1")).Code.ShouldBe(ExitCode.Done);
        foreach (var file in files)
        {
            File.ReadAllText(file).ShouldBe(Text(1));
        }

        Drafts(program).ShouldBeEmpty();
    }

    /// <summary>Ctrl-C at any moment: a clear end, whole files, nothing left beside them.</summary>
    [Fact]
    public async Task Interrupted_at_any_moment_restore_leaves_whole_files()
    {
        await using var program = await ProgramAsync(postgres: false);
        string[] files = [program.Write(".env", Text(1)), program.Write("web/.env", Text(1))];
        var longest = await LongestAsync(program);
        var random = new Random(5);
        var interrupted = 0;
        for (var i = 0; i < 18; i++)
        {
            foreach (var file in files)
            {
                File.WriteAllText(file, Text(2));
            }

            using var process = program.Start("restore", "--yes");
            var said = process.StandardError.ReadToEndAsync(Stop);
            // Earlier the runtime is still starting, and the signal is its own: it ends at once, and nothing was begun.
            await Task.Delay((int)random.NextInt64(longest / 2, longest), Stop);
            await Programs.RunAsync("kill", ["-INT", $"{process.Id}"], cancellation: Stop);
            await process.WaitForExitAsync(Stop).WaitAsync(TimeSpan.FromSeconds(20), Stop);
            if (process.ExitCode != ExitCode.Done)
            {
                interrupted++;
                if (process.ExitCode != 130)
                {
                    process.ExitCode.ShouldBe(ExitCode.Outside);
                    (await said).ShouldMatch("Interrupted\\.|Stopped before this file");
                }
            }

            foreach (var file in files)
            {
                File.ReadAllText(file).ShouldBeOneOf(Text(1), Text(2));
            }
        }

        interrupted.ShouldBeGreaterThan(0);
        Drafts(program).ShouldBeEmpty();
        (await program.RunAsync("restore", "--yes")).Code.ShouldBe(ExitCode.Done);
        files.ShouldAllBe(file => File.ReadAllText(file) == Text(1));
    }

    /// <summary>The verb waits inside its transaction, for a lock that is held here.</summary>
    [Theory]
    [InlineData("backup")]
    [InlineData("restore --yes")]
    [InlineData("env sync")]
    public async Task Interrupted_inside_its_transaction_a_verb_ends_at_once_and_changes_nothing(string verb)
    {
        await using var program = await ProgramAsync(postgres: true);
        var env = program.Write(".env", "A=1\n");
        program.Write("web/.env", "B=1\n");
        (await program.RunAsync("backup")).Code.ShouldBe(ExitCode.Done);
        program.Write(".env", "A=2\n");
        var database = server.ConnectionString(program["POSTGRES_DB"]!);

        await using var held = await HoldAsync(database);
        using var process = program.Start(verb.Split(' '));
        var said = process.StandardError.ReadToEndAsync(Stop);
        await using (held)
        {
            await WaitInTransactionAsync(held, process);
            await Programs.RunAsync("kill", ["-INT", $"{process.Id}"], cancellation: Stop);
            await process.WaitForExitAsync(Stop).WaitAsync(TimeSpan.FromSeconds(20), Stop);
        }

        process.ExitCode.ShouldBe(ExitCode.Outside);
        (await said).ShouldContain("Interrupted.");
        File.ReadAllText(env).ShouldBe("A=2\n");
        (await program.RunAsync("env", "history", "--format", "json"))
            .Lines.Count(l => l.GetProperty("file").GetString() == ".env")
            .ShouldBe(1);
        (await program.RunAsync("restore", "--yes")).Code.ShouldBe(ExitCode.Done);
        File.ReadAllText(env).ShouldBe("A=1\n");
    }

    [Theory]
    [InlineData("backup")]
    [InlineData("restore --yes")]
    [InlineData("env sync")]
    public async Task A_database_that_restarts_inside_the_transaction_is_told_and_nothing_is_half_done(string verb)
    {
        // PostgreSQL runs as another user where this one is root: its folder is not in a private one. What is committed must be on the disk.
        var options = new PostgresOptions
        {
            Folder = Directory.CreateTempSubdirectory("infra-ai-postgres-").FullName,
            Port = RealProgram.FreePort(),
            Durable = true,
            EndsWithThisProcess = true,
        };
        await using var program = On(options.Port, "platform");
        var env = program.Write(".env", "A=1\n");
        program.Write("web/.env", "B=1\n");
        Process process;
        Task<string> said;
        await using (var first = (await PostgresCluster.StartAsync(options, Stop)).Value)
        {
            (await program.RunAsync("backup")).Code.ShouldBe(ExitCode.Done);
            program.Write(".env", "A=2\n");
            await using var held = await HoldAsync($"Host=127.0.0.1;Port={options.Port};Username=postgres;Database=platform");
            process = program.Start(verb.Split(' '));
            said = process.StandardError.ReadToEndAsync(Stop);
            await WaitInTransactionAsync(held, process);
        }

        await using (var second = (await PostgresCluster.StartAsync(options, Stop)).Value)
        {
            await process.WaitForExitAsync(Stop).WaitAsync(TimeSpan.FromSeconds(60), Stop);
            if (process.ExitCode != ExitCode.Done)
            {
                process.ExitCode.ShouldBe(ExitCode.Outside, await said);
                (await said).ShouldContain("→");
                File.ReadAllText(env).ShouldBe("A=2\n");
            }

            var again = await program.RunAsync(verb.Split(' '));
            again.Code.ShouldBe(ExitCode.Done, again.Error + again.Out);
            File.ReadAllText(env).ShouldBe(verb == "restore --yes" ? "A=1\n" : "A=2\n");
            var versions = (await program.RunAsync("env", "history", "--format", "json")).Lines.Count(l =>
                l.GetProperty("file").GetString() == ".env"
            );
            versions.ShouldBe(verb == "restore --yes" ? 1 : 2);
        }

        process.Dispose();
        Directory.Delete(options.Folder, recursive: true);
    }

    /// <summary>Half-written files beside the .env files; a killed process may leave one in its own data folder, which its next write does not need.</summary>
    private static IEnumerable<string> Drafts(RealProgram program) =>
        Directory
            .EnumerateFiles(program.Root, "*.tmp", SearchOption.AllDirectories)
            .Where(file => !file.StartsWith(program.Home, StringComparison.Ordinal));

    /// <summary>Makes the first version, and measures how long a verb takes once everything is there.</summary>
    private static async Task<long> LongestAsync(RealProgram program)
    {
        (await program.RunAsync("backup")).Code.ShouldBe(ExitCode.Done);
        program.Write(".env", Text(2));
        var watch = Stopwatch.StartNew();
        (await program.RunAsync("restore", "--yes")).Code.ShouldBe(ExitCode.Done);
        return watch.ElapsedMilliseconds;
    }

    /// <summary>Holds the table of versions, so that whoever reads or writes it waits.</summary>
    private static async Task<NpgsqlConnection> HoldAsync(string database)
    {
        var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync(Stop);
        await RunAsync(connection, "BEGIN");
        await RunAsync(connection, "LOCK TABLE config_snapshots IN ACCESS EXCLUSIVE MODE");
        return connection;
    }

    private static async Task<object?> RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(Stop);
    }

    private static async Task WaitInTransactionAsync(NpgsqlConnection held, Process process)
    {
        const string Waiting =
            "SELECT COUNT(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted AND a.xact_start IS NOT NULL";
        while ((long)(await RunAsync(held, Waiting))! == 0)
        {
            process.HasExited.ShouldBeFalse();
            await Task.Delay(20, Stop);
        }
    }
}
