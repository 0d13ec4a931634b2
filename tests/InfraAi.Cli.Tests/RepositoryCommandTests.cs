using InfraAi.Platform.Processes;

namespace InfraAi.Cli.Tests;

/// <summary>sync, commit, push and tag, from an empty remote to a version.</summary>
public sealed class RepositoryCommandTests : IDisposable
{
    private readonly Shell shell = new();

    public void Dispose() => shell.Dispose();

    private async Task<string> GitAsync(string folder, params string[] arguments)
    {
        var ran = await Programs.RunAsync("git", arguments, shell[folder], cancellation: TestContext.Current.CancellationToken);
        ran.Value.ExitCode.ShouldBe(0, ran.Value.Error);
        return ran.Value.Text.Trim();
    }

    [Fact]
    public async Task Groups_choose_repositories_for_every_verb_and_are_completed()
    {
        shell.Write(
            "platform.yaml",
            """
            repositories:
              api: {path: api, groups: [backend, core]}
              web: {path: web, groups: front}
              jobs: {path: jobs, groups: [backend]}
              docs: {path: docs}
            """
        );

        async Task<string> NamesAsync(params string[] args) =>
            string.Join(
                ' ',
                (await shell.RunAsync([.. args, "--format", "json"])).Lines.Select(l => l.GetProperty("repository").GetString())
            );

        (await NamesAsync("sync", "--dry-run")).ShouldBe("api web jobs docs");
        (await NamesAsync("sync", "--dry-run", "--group", "backend")).ShouldBe("api jobs");
        (await NamesAsync("pull", "-g", "core", "-g", "front")).ShouldBe("api web");
        (await NamesAsync("pull", "docs", "--group", "core")).ShouldBe("api docs");

        foreach (var verb in (string[])["sync", "pull", "commit", "push"])
        {
            var unknown = await shell.RunAsync([verb, "--group", "nobody"], "es");
            unknown.Code.ShouldBe(ExitCode.Usage, verb);
            unknown.Error.ShouldContain("ningún grupo nobody; tiene: backend, core, front");
            (await shell.RunAsync("complete", "--", verb, "--group", "")).Out.ShouldBe("backend\ncore\nfront\n", verb);
            (await shell.RunAsync("complete", "--", verb, "j")).Out.ShouldBe("jobs\n", verb);
            (await shell.RunAsync(verb, "--help")).Out.ShouldContain("--group");
        }

        (await shell.RunAsync("complete", "--", "tag", "--repository", "d")).Out.ShouldBe("docs\n");
    }

    [Fact]
    public async Task From_an_empty_remote_to_a_version_with_a_secret_stopped_on_the_way()
    {
        Directory.CreateDirectory(shell["remotes"]);
        await GitAsync("remotes", "init", "--quiet", "--bare", "--initial-branch=main", "app.git");
        shell.Write(
            "platform.yaml",
            $"repositories:\n  app:\n    path: work/app\n    remote: {shell["remotes/app.git"]}\nenv_files:\n  root:\n    path: .env\n"
        );
        shell.Write(".env", "APP_PASSWORD=correct-horse-battery\n");

        var cloned = await shell.RunAsync("sync", "--format", "json");
        cloned.Code.ShouldBe(ExitCode.NotRight);
        cloned.Lines.Single().GetProperty("state").GetString().ShouldBe("unborn");
        await GitAsync("work/app", "config", "user.name", "Ana");
        await GitAsync("work/app", "config", "user.email", "ana@example.test");

        shell.Write("work/app/settings.py", "password = read('correct-horse-battery')\n");
        var refused = await shell.RunAsync("commit", "--yes");
        refused.Code.ShouldBe(ExitCode.NotRight);
        refused.Out.ShouldSatisfyAllConditions(
            o => o.ShouldContain("settings.py:1"),
            o => o.ShouldContain("--allow secrets"),
            o => o.ShouldNotContain("correct-horse-battery")
        );
        (await GitAsync("work/app", "status", "--porcelain")).ShouldBe("?? settings.py");

        shell.Write("work/app/settings.py", "password = os.environ['APP_PASSWORD']\n");
        var unanswered = await shell.RunAsync(["commit"], "es");
        unanswered.Code.ShouldBe(ExitCode.Usage);
        unanswered.Error.ShouldContain("--yes acepta \"feat: add settings.py\"");
        (await shell.RunAsync("commit", "--yes")).Code.ShouldBe(ExitCode.Done);
        (await shell.RunAsync("push")).Error.ShouldContain("--yes");

        shell.Write(
            "work/app/catalog-info.yaml",
            "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: app\nspec:\n  type: service\n"
        );
        (await shell.RunAsync("commit", "-m", "docs: the catalog entry")).Code.ShouldBe(ExitCode.Done);
        var invalid = await shell.RunAsync("push", "--yes");
        invalid.Code.ShouldBe(ExitCode.NotRight);
        invalid.Out.ShouldContain("--allow catalog");
        shell.Write(
            "work/app/catalog-info.yaml",
            "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: app\nspec:\n  type: service\n  owner: team\n  lifecycle: production\n"
        );
        (await shell.RunAsync("commit", "--yes")).Code.ShouldBe(ExitCode.Done);

        shell.Write("work/app/package.json", "{\"scripts\":{\"test\":\"exit 1\"}}");
        (await shell.RunAsync("push", "--yes")).Error.ShouldContain("tests-failed");
        (await GitAsync("remotes/app.git", "for-each-ref")).ShouldBe("");
        File.Delete(shell["work/app/package.json"]);

        (await shell.RunAsync("push", "--yes")).Code.ShouldBe(ExitCode.Done);
        (await shell.RunAsync("tag", "--dry-run")).Out.ShouldContain("v0.1.0");
        (await shell.RunAsync("tag", "--yes")).Code.ShouldBe(ExitCode.Done);
        (await GitAsync("remotes/app.git", "tag")).ShouldBe("v0.1.0");
        (await shell.RunAsync("tag", "--yes")).Error.ShouldContain("Nothing new");
        (await shell.RunAsync("tag", "0.0.1", "--yes")).Code.ShouldBe(ExitCode.Done);
        (await shell.RunAsync("pull")).Code.ShouldBe(ExitCode.Done);
        (await shell.RunAsync("sync", "nobody")).Code.ShouldBe(ExitCode.Usage);
    }

    /// <summary>
    /// A sync is killed at any moment, while it clones and forwards: what was committed and not committed here stays, the next sync ends the work,
    /// and git finds every repository whole.
    /// </summary>
    [Fact]
    public async Task A_sync_that_is_killed_loses_nothing_and_the_next_one_ends_its_work()
    {
        await using var program = new RealProgram(
            "repositories:\n"
                + string.Concat(Enumerable.Range(0, 4).Select(i => $"  r{i}: {{path: work/r{i}, remote: {shell[$"remotes/r{i}.git"]}}}\n"))
        );
        Directory.CreateDirectory(shell["remotes"]);
        for (var i = 0; i < 4; i++)
        {
            await GitAsync("remotes", "init", "--quiet", "--bare", "--initial-branch=main", $"r{i}.git");
            await NewsAsync(i, "");
        }

        var watch = System.Diagnostics.Stopwatch.StartNew();
        (await program.RunAsync("sync")).Code.ShouldBe(ExitCode.Done);
        var longest = (int)watch.ElapsedMilliseconds;
        File.WriteAllText(Path.Combine(program.Root, "work/r0/mine.txt"), "mine");
        var random = new Random(11);
        var cut = 0;
        for (var round = 0; round < 20; round++)
        {
            for (var i = 0; i < 4; i++)
            {
                await NewsAsync(i, "main");
            }

            // One is cloned anew each time.
            if (Directory.Exists(Path.Combine(program.Root, "work/r3")))
            {
                Directory.Delete(Path.Combine(program.Root, "work/r3"), recursive: true);
            }

            using var process = program.Start("sync");
            var moment = Task.Delay(random.Next(longest / 4, longest), TestContext.Current.CancellationToken);
            if (await Task.WhenAny(moment, process.WaitForExitAsync(TestContext.Current.CancellationToken)) == moment)
            {
                process.Kill();
                cut++;
            }

            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            File.ReadAllText(Path.Combine(program.Root, "work/r0/mine.txt")).ShouldBe("mine");

            // The git that it had started ends by itself, and holds its locks until then.
            Ran again;
            var tries = 0;
            do
            {
                again = await program.RunAsync("sync");
            } while (again.Code == ExitCode.Outside && tries++ < 20);

            again.Code.ShouldBe(ExitCode.Done, again.Out);
            for (var i = 0; i < 4; i++)
            {
                var copy = Path.Combine(program.Root, "work", $"r{i}");
                (await GitAsync(copy, "rev-parse", "HEAD")).ShouldBe(await GitAsync($"remotes/r{i}.git", "rev-parse", "main"));
                (await GitAsync(copy, "fsck", "--no-dangling")).ShouldBe("");
            }
        }

        cut.ShouldBeGreaterThan(4);
        (await GitAsync(Path.Combine(program.Root, "work/r0"), "status", "--porcelain")).ShouldBe("?? mine.txt");

        async Task NewsAsync(int i, string parent)
        {
            var remote = $"remotes/r{i}.git";
            var tree =
                parent.Length > 0
                    ? await GitAsync(remote, "rev-parse", "main^{tree}")
                    : await GitAsync(remote, "hash-object", "-t", "tree", "-w", "/dev/null");
            string[] who = ["-c", "user.name=Ana", "-c", "user.email=ana@example.test", "commit-tree", "-m", "news", tree];
            var commit = await GitAsync(remote, parent.Length > 0 ? [.. who, "-p", parent] : who);
            await GitAsync(remote, "update-ref", "refs/heads/main", commit);
        }
    }
}
