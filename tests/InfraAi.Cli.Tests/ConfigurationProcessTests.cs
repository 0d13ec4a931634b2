using System.Text;
using InfraAi.Platform.Processes;
using InfraAi.Platform.Services;
using InfraAi.Tests;

namespace InfraAi.Cli.Tests;

/// <summary>The configuration verbs as processes: many at once, killed, with a PostgreSQL that goes away.</summary>
public sealed class ConfigurationProcessTests(PostgresFixture server) : IClassFixture<PostgresFixture>
{
    private const string Manifest = "env_files:\n  root:\n    path: .env\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<RealProgram> OnPostgresAsync()
    {
        var program = new RealProgram(Manifest)
        {
            ["POSTGRES_HOST"] = server.Host,
            ["POSTGRES_PORT"] = $"{server.Port}",
            ["POSTGRES_USER"] = server.User,
            ["POSTGRES_DB"] = await server.NewDatabaseAsync(),
        };
        return program;
    }

    private static string Text(int version, int keys = 2000) =>
        string.Concat(Enumerable.Range(0, keys).Select(i => $"KEY_{i}=value-{version}-{i}\n"));

    /// <summary>Every value that a process has set is in the file, in a version of the store, or in a copy of .env-backups.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Eight_processes_at_once_lose_nothing(bool postgres)
    {
        await using var program = postgres ? await OnPostgresAsync() : new RealProgram(Manifest);
        var env = program.Write(".env", "START=1\n");
        (await program.RunAsync("backup")).Code.ShouldBe(ExitCode.Done);
        var failures = new List<string>();
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(async i =>
                {
                    for (var round = 0; round < 2; round++)
                    {
                        string[][] steps =
                        [
                            ["env", "set", $"NAME_{i}_{round}=v-{i}-{round}"],
                            i % 2 == 0 ? ["env", "sync"]
                            : i % 4 == 1 ? ["backup"]
                            : ["restore", "--yes"],
                        ];
                        foreach (var step in steps)
                        {
                            var ran = await program.RunAsync(step);
                            if (
                                ran.Code != ExitCode.Done
                                && !ran.Error.Contains("env-changed", StringComparison.Ordinal)
                                && !ran.Out.Contains("conflict", StringComparison.Ordinal)
                            )
                            {
                                lock (failures)
                                {
                                    failures.Add($"{string.Join(' ', step)}: {ran}");
                                }
                            }
                        }
                    }
                })
        );
        failures.ShouldBeEmpty();

        // All that ever was, put together.
        var known = new StringBuilder(File.ReadAllText(env));
        foreach (var copy in Directory.GetFiles(Path.Combine(program.Root, ".env-backups"), "backup-*.env"))
        {
            known.Append(File.ReadAllText(copy));
        }

        var versions = (await program.RunAsync("env", "history", "--format", "json"))
            .Lines.Select(l => l.GetProperty("version").GetInt32())
            .ToList();
        versions.ShouldBe(Enumerable.Range(1, versions.Count).Reverse());
        foreach (var version in versions)
        {
            (await program.RunAsync("restore", "--yes", "--version", $"{version}")).Code.ShouldBe(ExitCode.Done);
            known.Append(File.ReadAllText(env));
        }

        for (var i = 0; i < 8; i++)
        {
            known.ToString().ShouldContain($"NAME_{i}_0=v-{i}-0");
            known.ToString().ShouldContain($"NAME_{i}_1=v-{i}-1");
        }
    }

    [Fact]
    public async Task No_secret_is_in_a_dump_or_in_the_list_of_processes()
    {
        await using var program = await OnPostgresAsync();
        var secret = "S3cr3t-" + Guid.NewGuid().ToString("N");
        program.Write(".env", $"# {secret}\nAPI_TOKEN={secret}\nOTHER='{secret}'\n");
        using var ended = new CancellationTokenSource();
        var watching = Task.Run(() => Watch(secret, ended.Token), CancellationToken.None);
        string[][] all =
        [
            ["backup"],
            ["env", "sync"],
            ["env", "key", "rotate"],
            ["restore", "--yes"],
            ["commit", "--dry-run"],
        ];
        foreach (var args in all)
        {
            var ran = await program.RunAsync(args);
            (ran.Out + ran.Error).ShouldNotContain(secret);
        }

        await ended.CancelAsync();
        (await watching).ShouldBeGreaterThan(20);
        var dump = await Programs.RunAsync(
            Path.Combine(PostgresCluster.FindPrograms()!, "pg_dumpall"),
            ["--host", server.Host, "--port", $"{server.Port}", "--username", server.User],
            cancellation: Stop
        );
        dump.Value.Text.ShouldContain("config_snapshots");
        dump.Value.Text.ShouldContain("API_TOKEN");
        dump.Value.Text.ShouldNotContain(secret);
        dump.Value.Text.ShouldNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret))[..20]);
    }

    /// <returns>How often the command lines of all processes were read; it throws where one holds the secret.</returns>
    private static int Watch(string secret, CancellationToken ended)
    {
        var looks = 0;
        for (; !ended.IsCancellationRequested; looks++)
        {
            foreach (var process in Directory.GetDirectories("/proc").Where(p => char.IsAsciiDigit(p[6])))
            {
                try
                {
                    File.ReadAllText(Path.Combine(process, "cmdline")).ShouldNotContain(secret);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // It has ended.
                }
            }
        }

        return looks;
    }

    [Fact]
    public async Task A_database_that_goes_away_or_restarts_leaves_everything_as_it_was()
    {
        // PostgreSQL runs as another user where this one is root: its folder is not in a private one.
        var folder = Directory.CreateTempSubdirectory("infra-ai-postgres-").FullName;
        var options = new PostgresOptions
        {
            Folder = folder,
            Port = RealProgram.FreePort(),
            // It is stopped as by a crash: what is committed must be on the disk.
            Durable = true,
            EndsWithThisProcess = true,
        };
        await using var program = new RealProgram(Manifest)
        {
            ["POSTGRES_HOST"] = "127.0.0.1",
            ["POSTGRES_PORT"] = $"{options.Port}",
            ["POSTGRES_DB"] = "platform",
        };
        var env = program.Write(".env", "A=1\n");
        await using (var first = (await PostgresCluster.StartAsync(options, Stop)).Value)
        {
            var stored = await program.RunAsync("backup");
            stored.Code.ShouldBe(ExitCode.Done, stored.Error + stored.Out);
            program.Write(".env", "A=2\n");
        }

        var down = await program.RunAsync("restore", "--yes");
        down.Code.ShouldBe(ExitCode.Outside);
        down.Error.ShouldContain("postgres-not-reachable");
        File.ReadAllText(env).ShouldBe("A=2\n");

        await using (var second = (await PostgresCluster.StartAsync(options, Stop)).Value)
        {
            var restored = await program.RunAsync("restore", "--yes");
            restored.Code.ShouldBe(ExitCode.Done, restored.Error + restored.Out);
            File.ReadAllText(env).ShouldBe("A=1\n");
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>As on a full disk: no file may grow beyond a few blocks.</summary>
    [Fact]
    public async Task A_full_disk_leaves_the_old_file()
    {
        await using var program = new RealProgram(Manifest);
        var env = program.Write(".env", Text(1));
        (await program.RunAsync("backup")).Code.ShouldBe(ExitCode.Done);
        File.WriteAllText(env, "A=1\n");
        var script = program.Write(
            "full.sh",
            $"trap '' XFSZ\nulimit -f 40\nexport DOTNET_EnableWriteXorExecute=0\ndotnet {Path.Combine(AppContext.BaseDirectory, "InfraAi.Cli.dll")} restore --yes 2>&1\necho code $?\n"
        );
        var said = await program.BashAsync(script);
        said.ShouldContain("env-not-writable");
        said.ShouldContain("code 3");
        File.ReadAllText(env).ShouldBe("A=1\n");
        Directory.GetFiles(program.Root, "*.tmp").ShouldBeEmpty();
        (await program.RunAsync("restore", "--yes")).Code.ShouldBe(ExitCode.Done);
        File.ReadAllText(env).ShouldBe(Text(1));
    }

    [Fact]
    public async Task A_sync_that_is_interrupted_says_so_and_leaves_nothing_behind()
    {
        await using var program = new RealProgram("repositories:\n  slow:\n    path: work/slow\n    remote: http://127.0.0.1:1/slow.git\n");
        // A git that never ends, as one behind a network that hangs.
        program.Fake("git", "exec sleep 60\n");
        using var process = program.Start("sync");
        await Wait(() => Directory.Exists(Path.Combine(program.Root, "work")) || Running("sleep"), process);
        (await Programs.RunAsync("kill", ["-INT", $"{process.Id}"], cancellation: Stop)).Ok.ShouldBeTrue();
        await process.WaitForExitAsync(Stop).WaitAsync(TimeSpan.FromSeconds(20), Stop);
        process.ExitCode.ShouldBe(ExitCode.Outside);
        Directory.Exists(Path.Combine(program.Root, "work/slow")).ShouldBeFalse();

        bool Running(string name) =>
            File.Exists($"/proc/{process.Id}/task/{process.Id}/children")
            && File.ReadAllText($"/proc/{process.Id}/task/{process.Id}/children").Length > 0
            && name.Length > 0;
    }

    private static async Task Wait(Func<bool> condition, System.Diagnostics.Process process)
    {
        for (var i = 0; i < 400 && !process.HasExited && !condition(); i++)
        {
            await Task.Delay(25, Stop);
        }

        condition().ShouldBeTrue();
    }
}
