using System.Text;

namespace InfraAi.Cli.Tests;

public sealed class ConfigurationCommandTests : IDisposable
{
    private readonly Shell shell = new();

    public void Dispose() => shell.Dispose();

    private string Env(string? text = null)
    {
        if (text is not null)
        {
            shell.Write(".env", text);
        }

        return File.ReadAllText(shell[".env"]);
    }

    [Fact]
    public async Task Backup_and_restore_without_arguments_are_for_the_env_file_at_the_root()
    {
        Env("# mine\nAPI_TOKEN='s3cret-value'\nPORT=8000\n");
        (await shell.RunAsync("backup")).ShouldSatisfyAllConditions(
            ran => ran.Code.ShouldBe(ExitCode.Done),
            ran => ran.Out.ShouldContain("stored as version 1"),
            ran => ran.Error.ShouldContain("A key was made in"),
            ran => (ran.Out + ran.Error).ShouldNotContain("s3cret")
        );
        Env("broken");

        // Nobody can be asked: nothing is overwritten, and it says how.
        var refused = await shell.RunAsync(["restore"], "es");
        refused.Code.ShouldBe(ExitCode.Outside);
        refused.Error.ShouldContain("--yes");
        Env().ShouldBe("broken");

        (await shell.RunAsync("restore", "--yes")).Out.ShouldContain(".env-backups/backup-");
        Env().ShouldBe("# mine\nAPI_TOKEN='s3cret-value'\nPORT=8000\n");

        var copy = Path.GetFileName(Directory.GetFiles(shell[".env-backups"], "backup-*.env").Single());
        (await shell.RunAsync("restore", copy, "--yes")).Code.ShouldBe(ExitCode.Done);
        Env().ShouldBe("broken");
        (await shell.RunAsync("restore", "backup-20240120-111314.env")).Error.ShouldContain(copy);
    }

    [Fact]
    public async Task Every_file_of_platform_yaml_is_meant()
    {
        shell.Write("platform.yaml", "env_files:\n  root:\n    path: .env\n  web:\n    path: web/.env\n    secrets: [COLOUR]\n");
        Env("A=1\n");
        shell.Write("web/.env", "COLOUR=blue\nB=1\n");
        var lines = (await shell.RunAsync("backup", "--format", "json")).Lines;
        lines.Select(l => l.GetProperty("file").GetString()).ShouldBe([".env", "web/.env"]);
        lines.ShouldAllBe(l => l.GetProperty("action").GetString() == "stored");

        File.Delete(shell["web/.env"]);
        Env("A=2\n");
        (await shell.RunAsync("restore", "web")).Code.ShouldBe(ExitCode.Done);
        File.ReadAllText(shell["web/.env"]).ShouldBe("COLOUR=blue\nB=1\n");
        Env().ShouldBe("A=2\n");
        (await shell.RunAsync("env", "list", "web")).Out.ShouldSatisfyAllConditions(
            o => o.ShouldContain("••••"),
            o => o.ShouldNotContain("blue")
        );
        (await shell.RunAsync("backup", "no")).ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(ExitCode.Usage),
            r => r.Error.ShouldContain("web (web/.env)")
        );
    }

    [Fact]
    public async Task Values_are_set_listed_and_removed_and_secrets_stay_hidden()
    {
        Env("A=1 # one\n");
        (await shell.RunAsync("env", "set", "A=2")).Code.ShouldBe(ExitCode.Done);
        (await shell.RunAsync(["env", "set", "API_KEY", "-"], input: Encoding.UTF8.GetBytes("it's $ecret\n"))).Error.ShouldNotContain(
            "ecret"
        );
        Env().ShouldBe("A=2 # one\nAPI_KEY=\"it's \\$ecret\"\n");
        (await shell.RunAsync("env", "set", "API_KEY=visible-123")).ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(ExitCode.Usage),
            r => r.Error.ShouldContain("secret-on-the-command-line"),
            r => r.Error.ShouldNotContain("visible-123")
        );
        (await shell.RunAsync("env", "set", "API_KEY")).Code.ShouldBe(ExitCode.Usage);
        (await shell.RunAsync("env", "get", "A")).Out.ShouldBe("2\n");
        (await shell.RunAsync("env", "get", "API_KEY")).Out.ShouldBe("••••\n");
        (await shell.RunAsync("env", "get", "API_KEY", "--reveal")).Out.ShouldBe("it's $ecret\n");
        (await shell.RunAsync("env")).Out.ShouldSatisfyAllConditions(o => o.ShouldContain("API_KEY"), o => o.ShouldNotContain("ecret"));
        (await shell.RunAsync("env", "unset", "API_KEY")).Code.ShouldBe(ExitCode.Done);
        Env().ShouldBe("A=2 # one\n");
        (await shell.RunAsync("env", "unset", "API_KEY")).Code.ShouldBe(ExitCode.NotRight);
    }

    [Fact]
    public async Task Several_values_are_set_at_once_or_none()
    {
        Env("A=1\n");

        (await shell.RunAsync("env", "set", "A=2", "B=x=y", "C=")).Code.ShouldBe(ExitCode.Done);
        Env().ShouldBe("A=2\nB=x=y\nC=\n");
        (await shell.RunAsync("env", "set", "A", "B=3")).Code.ShouldBe(ExitCode.Done);
        Env().ShouldBe("A=B=3\nB=x=y\nC=\n");
        foreach (
            var wrong in (string[][])
                [
                    ["A=4", "B"],
                    ["A=4", "9=1"],
                    ["A=4", "API_KEY=visible-123"],
                ]
        )
        {
            var ran = await shell.RunAsync(["env", "set", .. wrong]);
            ran.Code.ShouldBe(ExitCode.Usage, ran.Error);
        }

        Env().ShouldBe("A=B=3\nB=x=y\nC=\n");
    }

    [Fact]
    public async Task A_file_is_checked_against_its_example()
    {
        shell.Write(".env.example", "API_TOKEN=your-token-here\nPORT=8000\nHOST=example.test\nNAME=\n");
        Env("API_TOKEN=your-token-here\nHOST=\nNAME=\nOTHER=1\n");
        var ran = await shell.RunAsync("env", "check", "--format", "json");
        ran.Code.ShouldBe(ExitCode.NotRight);
        ran.Lines.Select(l => $"{l.GetProperty("key")} {l.GetProperty("issue")}")
            .ShouldBe(["PORT missing", "API_TOKEN placeholder", "HOST empty", "OTHER unknown"]);
        Env("API_TOKEN=real-1\nPORT=1\nHOST=h\nNAME=\n");
        (await shell.RunAsync("env", "check")).Code.ShouldBe(ExitCode.Done);
    }

    [Fact]
    public async Task What_changed_is_told_by_key_and_never_by_value()
    {
        Env("A=first-value\nB=1\n");
        await shell.RunAsync("backup");
        Env("A=second-value\nC=1\n");
        var diff = await shell.RunAsync("env", "diff", "--format", "json");
        diff.Code.ShouldBe(ExitCode.NotRight);
        diff.Lines.Select(l => $"{l.GetProperty("key")} {l.GetProperty("change")}").ShouldBe(["A changed", "B removed", "C added"]);
        await shell.RunAsync("backup");
        var history = await shell.RunAsync("env", "history", "--key", "B", "--format", "json");
        history.Lines.Select(l => l.GetProperty("version").GetInt32()).ShouldBe([2, 1]);
        (diff.Out + history.Out).ShouldNotContain("value\"");
        shell.Write("other.env", "A=second-value\n");
        (await shell.RunAsync("env", "diff", ".env", "other.env")).Out.ShouldContain("C removed");
    }

    [Fact]
    public async Task A_time_may_be_written_in_several_ways()
    {
        foreach (var text in new[] { "2026-01-31", "2026-01-31 14:30", "2026-01-31T14:30:00Z", "14:30", "10m", "3d", "20240120-111314" })
        {
            ConfigurationRoom.Moment(text, TimeProvider.System).ShouldNotBeNull(text);
        }

        (await shell.RunAsync("restore", "--at", "soon")).Code.ShouldBe(ExitCode.Usage);
    }

    [Fact]
    public async Task No_secret_is_in_the_database_its_log_or_what_is_printed()
    {
        var secret = "S3cr3t-" + Guid.NewGuid().ToString("N");
        Env($"# {secret}\nAPI_TOKEN={secret}\nCOLOUR='{secret}'\n");
        var said = new StringBuilder();
        string[][] all =
        [
            ["backup"],
            ["env", "history"],
            ["env", "diff"],
            ["env", "sync"],
            ["env", "key", "rotate"],
            ["env", "key"],
            ["restore", "--yes"],
            ["backup", "--format", "json"],
        ];
        foreach (var args in all)
        {
            var ran = await shell.RunAsync(args);
            said.Append(ran.Out).Append(ran.Error);
        }

        said.ToString().ShouldNotContain(secret);
        var bytes = Encoding.UTF8.GetBytes(secret);
        foreach (var file in Directory.EnumerateFiles(shell["data"], "*", SearchOption.AllDirectories))
        {
            File.ReadAllBytes(file).AsSpan().IndexOf(bytes).ShouldBe(-1, file);
        }
    }
}
