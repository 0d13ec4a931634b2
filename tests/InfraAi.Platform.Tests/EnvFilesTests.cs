using System.Text;
using InfraAi.Platform.Configuration;
using InfraAi.Tests;

namespace InfraAi.Platform.Tests;

public sealed class EnvFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly EnvFiles files;

    public EnvFilesTests() => files = new(folder[".env-backups"], TimeProvider.System);

    private string Env => folder[".env"];

    public void Dispose() => folder.Dispose();

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    [Fact]
    public void A_new_file_is_for_its_owner_only()
    {
        files.Replace(Env, ".env", null, Bytes("A=1\n")).Value.ShouldBeNull();
        File.GetUnixFileMode(Env).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.ReadAllText(Env).ShouldBe("A=1\n");
    }

    [Fact]
    public void An_overwritten_file_keeps_its_mode_and_leaves_a_private_copy_that_git_ignores()
    {
        File.WriteAllText(Env, "A=1\n");
        var mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
        File.SetUnixFileMode(Env, mode);

        var copy = files.Replace(Env, ".env", Bytes("A=1\n"), Bytes("A=2\n")).Value!;
        File.GetUnixFileMode(Env).ShouldBe(mode);
        File.ReadAllText(Env).ShouldBe("A=2\n");
        Path.GetFileName(copy).ShouldMatch(@"^backup-\d{8}-\d{6}(-\d+)?\.env$");
        File.ReadAllText(copy).ShouldBe("A=1\n");
        File.GetUnixFileMode(copy).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.ReadAllText(folder[".env-backups/.gitignore"]).ShouldBe("*\n");
        Directory.GetFiles(folder.Path).ShouldBe([Env]);
    }

    [Fact]
    public void What_somebody_else_wrote_meanwhile_stays()
    {
        File.WriteAllText(Env, "A=theirs\n");
        files.Replace(Env, ".env", Bytes("A=1\n"), Bytes("A=2\n")).Problem!.Code.ShouldBe("env-changed");
        files.Replace(Env, ".env", null, Bytes("A=2\n")).Problem!.Code.ShouldBe("env-changed");
        File.ReadAllText(Env).ShouldBe("A=theirs\n");
    }

    [Fact]
    public void A_link_stays_a_link()
    {
        File.WriteAllText(folder["shared"], "A=1\n");
        File.CreateSymbolicLink(Env, folder["shared"]);
        files.Replace(Env, ".env", Bytes("A=1\n"), Bytes("A=2\n")).Ok.ShouldBeTrue();
        new FileInfo(Env).LinkTarget.ShouldNotBeNull();
        File.ReadAllText(folder["shared"]).ShouldBe("A=2\n");
    }

    [Fact]
    public void A_read_only_file_is_left_alone()
    {
        File.WriteAllText(Env, "A=1\n");
        File.SetUnixFileMode(Env, UnixFileMode.UserRead);
        files.Replace(Env, ".env", Bytes("A=1\n"), Bytes("A=2\n")).Problem!.Code.ShouldBe("env-read-only");
        File.ReadAllText(Env).ShouldBe("A=1\n");
    }

    [Fact]
    public async Task A_file_that_is_being_written_is_read_when_it_is_whole()
    {
        var whole = string.Concat(Enumerable.Range(0, 100).Select(i => $"KEY_{i}={new string('x', 50)}\n"));
        File.WriteAllText(Env, whole);
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    // As editors do: emptied, then filled in two steps.
                    await using (var stream = new FileStream(Env, FileMode.Create, FileAccess.Write, FileShare.ReadWrite))
                    {
                        await stream.WriteAsync(Bytes(whole[..1000]), CancellationToken.None);
                        await stream.FlushAsync(CancellationToken.None);
                        await stream.WriteAsync(Bytes(whole[1000..]), CancellationToken.None);
                    }

                    await Task.Delay(70, CancellationToken.None);
                }
            },
            CancellationToken.None
        );
        for (var i = 0; i < 15; i++)
        {
            Encoding.UTF8.GetString((await files.ReadAsync(Env, TestContext.Current.CancellationToken)).Value!).ShouldBe(whole);
        }

        await stop.CancelAsync();
        await writer;
    }

    [Fact]
    public async Task A_missing_file_is_no_problem_and_a_large_one_is()
    {
        var cancellation = TestContext.Current.CancellationToken;
        (await files.ReadAsync(Env, cancellation)).Value.ShouldBeNull();
        (await files.ReadAsync(folder["no/such/.env"], cancellation)).Value.ShouldBeNull();
        File.WriteAllBytes(Env, new byte[EnvFiles.Largest + 1]);
        (await files.ReadAsync(Env, cancellation)).Problem!.Code.ShouldBe("env-too-large");
    }

    [Fact]
    public void What_a_killed_process_left_becomes_a_copy()
    {
        File.WriteAllText(Env, "A=1\n");
        File.WriteAllText(Env + ".2147483646.1.tmp", "A=theirs\n");
        files.Replace(Env, ".env", Bytes("A=1\n"), Bytes("A=2\n")).Ok.ShouldBeTrue();
        File.Exists(Env + ".2147483646.1.tmp").ShouldBeFalse();
        files.Copies(".env").Select(File.ReadAllText).ShouldBe(["A=1\n", "A=theirs\n"], ignoreOrder: true);
    }

    [Fact]
    public void Copies_are_kept_by_file_up_to_a_number()
    {
        var nested = folder["apps/web/.env"];
        files.Replace(nested, "apps/web/.env", null, Bytes("A=0\n"));
        for (var i = 0; i < 5; i++)
        {
            files.Replace(nested, "apps/web/.env", Bytes($"A={i}\n"), Bytes($"A={i + 1}\n")).Ok.ShouldBeTrue();
        }

        files.Retain("apps/web/.env", 3);
        var copies = files.Copies("apps/web/.env");
        copies.Count.ShouldBe(3);
        files.NameOf(copies[0], [".env", "apps/web/.env"]).ShouldBe("apps/web/.env");
        files.Copies(".env").ShouldBeEmpty();
    }
}
