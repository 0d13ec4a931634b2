using System.Runtime.InteropServices;
using System.Text.Json;
using InfraAi.Platform.Processes;

namespace InfraAi.Cli.Tests;

/// <summary>The runner's verbs, by the real program against real processes and ports.</summary>
public sealed partial class RunnerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_in_the_data_folder_is_for_other_users_and_what_a_person_asked_for_elsewhere_is_as_that_persons_umask_says()
    {
        var port = RealProgram.FreePort();
        await using var program = new RealProgram(
            $"services:\n  web: {RealProgram.Web(port)}\n  umask: {{command: [sh, -c, 'umask > seen; exec sleep 600'], default: true}}\n"
        );
        // As an earlier version left it.
        Directory.CreateDirectory(Path.Combine(program.Home, "logs"));
        File.WriteAllText(Path.Combine(program.Home, "logs", "web.log"), "before\n");
        foreach (var path in (string[])[program.Home, Path.Combine(program.Home, "logs"), Path.Combine(program.Home, "logs", "web.log")])
        {
            File.SetUnixFileMode(path, (UnixFileMode)0b111_111_111);
        }

        var script = $"umask 022\nexec dotnet {Path.Combine(AppContext.BaseDirectory, "InfraAi.Cli.dll")} \"$@\"\n";
        program.Write("run.sh", script);
        program.Write(
            "all.sh",
            "set -e\n"
                + "bash run.sh start\n"
                + "bash run.sh create 'The shop API reads PostgreSQL.'\n"
                + "bash run.sh diagnose --bundle report.zip || true\n"
                + "bash run.sh generate --output out 'The shop API reads PostgreSQL.'\n"
                + "while [ ! -s seen ]; do :; done\n"
        );
        await program.BashAsync("all.sh");

        Open(program.Home).ShouldBeEmpty();
        File.Exists(Path.Combine(program.Home, "infra-ai.db")).ShouldBeTrue();
        Open(Path.Combine(program.Root, "report.zip")).ShouldBeEmpty();
        File.GetUnixFileMode(Path.Combine(program.Root, "out", "catalog-info.yaml")).ShouldBe((UnixFileMode)0b110_100_100);
        (await File.ReadAllTextAsync(Path.Combine(program.Root, "seen"), TestContext.Current.CancellationToken)).Trim().ShouldBe("0022");

        static List<string> Open(string root) =>
            [
                .. (Directory.Exists(root) ? Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories) : [])
                    .Prepend(root)
                    .Where(path => (File.GetUnixFileMode(path) & (UnixFileMode)0b000_111_111) != UnixFileMode.None),
            ];
    }

    [Fact]
    public async Task Services_of_the_manifest_are_started_listed_logged_and_stopped()
    {
        var port = RealProgram.FreePort();
        await using var program = new RealProgram(
            $"services:\n  web: {RealProgram.Web(port)}\n  other: {{command: 'echo hello; exec sleep 1000'}}\n"
        );

        var plan = await program.RunAsync("start", "--all", "--dry-run", "--format", "json");
        var started = await program.RunAsync("start", "--all", "--format", "json");
        var status = await program.RunAsync("status", "--format", "json");
        var logs = await program.RunAsync("logs", "other");
        var stopPlan = await program.RunAsync("stop", "--dry-run");
        var stopped = await program.RunAsync("stop", "--format", "json");
        var after = await program.RunAsync("status");

        plan.Lines.ShouldAllBe(l => l.GetProperty("would_start").GetBoolean());
        started.Code.ShouldBe(0, started.Error);
        started.Lines.ShouldAllBe(l => l.GetProperty("started").GetBoolean());
        status.Code.ShouldBe(0);
        status.Lines.Select(l => l.GetProperty("state").GetString()).ShouldBe(["healthy", "running"]);
        status.Lines.ShouldAllBe(l => l.GetProperty("pid").GetInt32() > 0);
        logs.Out.Trim().ShouldBe("hello");
        stopPlan.Out.ShouldContain("would stop web (pid");
        stopped.Lines.ShouldAllBe(l => l.GetProperty("stopped").GetBoolean());
        after.Code.ShouldBe(1);
        PortHolder.Find(port).ShouldBeNull();
    }

    [Fact]
    public async Task Interrupting_a_start_leaves_no_process_and_says_so()
    {
        await using var program = new RealProgram(
            $"services: {{slow: {{command: [sleep, '1000'], url: 'tcp://127.0.0.1:{RealProgram.FreePort()}', default: true}}}}"
        );
        using var start = program.Start("start");
        IReadOnlyList<RunningProcess> Marked() => MarkedProcesses.Find($"slow@{program.Home}");
        await UntilAsync(() => Marked().Count > 0);

        Interrupt(start.Id);
        await start.WaitForExitAsync(Cancellation);

        start.ExitCode.ShouldBe(3);
        (await start.StandardError.ReadToEndAsync(Cancellation)).ShouldContain("Interrupted");
        Marked().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_start_killed_without_mercy_is_mended_by_the_next_and_stop_leaves_nothing()
    {
        var port = RealProgram.FreePort();
        await using var program = new RealProgram(
            $"services: {{web: {{command: 'sleep 1; exec python3 -m http.server {port} --bind 127.0.0.1', url: 'http://127.0.0.1:{port}', ready: /, default: true}}}}"
        );
        IReadOnlyList<RunningProcess> Marked() => MarkedProcesses.Find($"web@{program.Home}");
        using var start = program.Start("start");
        await UntilAsync(() => Marked().Count > 0);
        start.Kill();
        await start.WaitForExitAsync(Cancellation);

        var again = await program.RunAsync("start");
        var leaders = Marked().Count(p => MarkedProcesses.SessionOf(p.Pid) == p.Pid);
        await program.RunAsync("stop");

        again.Code.ShouldBe(0, again.Error);
        leaders.ShouldBe(1);
        Marked().ShouldBeEmpty();
    }

    [Fact]
    public async Task Watching_goes_on_until_it_is_interrupted()
    {
        await using var program = new RealProgram("services: {web: {command: [sleep, '1000']}}");
        using var watch = program.Start("status", "--watch", "--format", "json");

        var first = await watch.StandardOutput.ReadLineAsync(Cancellation);
        var second = await watch.StandardOutput.ReadLineAsync(Cancellation);
        Interrupt(watch.Id);
        await watch.WaitForExitAsync(Cancellation);

        first.ShouldNotBeNull().ShouldContain("\"stopped\"");
        second.ShouldBe(first);
        watch.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Logs_are_chosen_by_time_and_level_merged_by_time_and_followed()
    {
        await using var program = new RealProgram("services: {a: {command: x, log: a.log}, b: {command: x, log: b.log}}");
        var now = DateTimeOffset.UtcNow;
        string At(int minutes) => now.AddMinutes(-minutes).ToString("yyyy-MM-ddTHH:mm:ss.fffZ");
        program.Write("a.log", $"{At(90)} info: old\n{At(3)} fail: broken\n   at its stack\n{At(1)} info: good\n");
        program.Write("b.log", $"{At(2).Replace('T', ' ').Replace("Z", " UTC")} [12] ERROR:  no table\n");

        var errors = await program.RunAsync("logs", "--level", "error", "--format", "json");
        var recent = await program.RunAsync("logs", "a", "--since", "30m");
        var wrong = await program.RunAsync("logs", "--since", "yesterday");
        using var follow = program.Start("logs", "-f", "-n", "1", "--format", "json");
        var last = await follow.StandardOutput.ReadLineAsync(Cancellation);
        await File.AppendAllTextAsync(Path.Combine(program.Root, "b.log"), "half of a line", Cancellation);
        await File.AppendAllTextAsync(Path.Combine(program.Root, "b.log"), " and its end\n", Cancellation);
        var added = await follow.StandardOutput.ReadLineAsync(Cancellation);
        Interrupt(follow.Id);
        await follow.WaitForExitAsync(Cancellation);

        errors.Lines.Select(l => l.GetProperty("text").GetString()![^8..]).ShouldBe([": broken", "ts stack", "no table"]);
        recent.Out.ShouldNotContain("old");
        recent.Out.ShouldContain("good");
        wrong.Code.ShouldBe(2);
        last.ShouldNotBeNull().ShouldContain("good");
        added.ShouldNotBeNull().ShouldContain("half of a line and its end");
        follow.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Own_tasks_are_listed_helped_completed_and_run_after_their_needs_and_services()
    {
        var port = RealProgram.FreePort();
        await using var program = new RealProgram(
            $$"""
            services:
              web: {{RealProgram.Web(port)}}
            tasks:
              schema: {description: Makes tables, command: 'echo schema >> order.txt'}
              seed:
                description: {en: Fills the tables, es: Llena las tablas}
                command: 'echo seed "$1" "$SIZE" >> order.txt; curl -sf http://127.0.0.1:{{port}}/ > /dev/null || exit 9'
                arguments: {size: {description: How much, required: true, values: [small, large]} }
                needs: [schema, deep]
                services: [web]
                environment: {SIZE: "10"}
              deep: {needs: [schema], command: 'echo deep >> order.txt'}
              fails: {command: 'exit 7'}
              pass: {command: [printf, '<%s>']}
            """
        );

        (await program.RunAsync()).Out.ShouldContain("Fills the tables");
        (await program.RunAsync("list", "--format", "json")).Lines.Count(l => l.GetProperty("own").GetBoolean()).ShouldBe(5);
        (await program.RunAsync("seed", "--help")).Out.ShouldContain("How much");
        (await program.RunAsync("complete", "--", "se")).Out.Trim().ShouldBe("seed");
        (await program.RunAsync("complete", "--", "seed", ""))
            .Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .ShouldBe(["large", "small"]);
        (await program.RunAsync("seed", "medium")).Code.ShouldBe(2);
        (await program.RunAsync("seed")).Code.ShouldBe(2);
        (await program.RunAsync("seed", "small", "--dry-run")).Out.ShouldContain("would start web");
        File.Exists(Path.Combine(program.Root, "order.txt")).ShouldBeFalse();

        var ran = await program.RunAsync("seed", "large");

        ran.Code.ShouldBe(0, ran.Error);
        (await File.ReadAllLinesAsync(Path.Combine(program.Root, "order.txt"), Cancellation)).ShouldBe(["schema", "deep", "seed large 10"]);
        (await program.RunAsync("fails")).Code.ShouldBe(7);
        (await program.RunAsync("pass", "a b", "--", "--dry-run")).Out.ShouldBe("<a b><--dry-run>");
        var json = await program.RunAsync("fails", "--format", "json");
        json.Lines.ShouldHaveSingleItem().GetProperty("exit_code").GetInt32().ShouldBe(7);
    }

    [Fact]
    public async Task An_own_task_that_is_interrupted_leaves_no_process_not_even_in_the_background()
    {
        await using var program = new RealProgram("""tasks: {wait: {command: 'trap "exit 5" INT TERM; sleep 1000 & echo up; wait'}}""");
        using var task = program.Start("wait");
        (await task.StandardOutput.ReadLineAsync(Cancellation)).ShouldBe("up");
        IReadOnlyList<RunningProcess> Marked() => MarkedProcesses.Find($"task wait {task.Id}");
        Marked().Count.ShouldBe(2);
        // A terminal sends Ctrl-C to the whole group: to the task too.
        foreach (var pid in (int[])[task.Id, .. Marked().Select(p => p.Pid)])
        {
            Interrupt(pid);
        }

        await task.WaitForExitAsync(Cancellation);

        await UntilAsync(() => Marked().Count == 0);
        task.ExitCode.ShouldBe(3);
    }

    [Fact]
    public async Task A_wrong_manifest_gets_line_column_and_remedy_and_stops_only_what_needs_it()
    {
        await using var program = new RealProgram("services:\n  web:\n    comand: x\n");

        var start = await program.RunAsync("start");
        var list = await program.RunAsync();
        program["LC_ALL"] = "es_ES.UTF-8";
        var spanish = await program.RunAsync("status");
        var other = await program.RunAsync("analyze", "The billing API stores invoices in PostgreSQL");

        start.Code.ShouldBe(2);
        start.Error.ShouldContain("platform.yaml:3:5 services.web.comand");
        start.Error.ShouldContain("Did you mean \"command\"?");
        list.Code.ShouldBe(0);
        list.Out.ShouldContain("analyze");
        list.Error.ShouldContain("platform.yaml:3:5");
        spanish.Error.ShouldContain("¿Quería decir \"command\"?");
        other.Code.ShouldBe(0);
        program.Write("platform.yaml", "");
    }

    [Fact]
    public async Task Without_a_manifest_the_way_to_one_is_told_and_what_needs_none_goes_on()
    {
        await using var program = new RealProgram("");
        File.Delete(Path.Combine(program.Root, "platform.yaml"));

        var status = await program.RunAsync("status");

        status.Code.ShouldBe(3);
        status.Error.ShouldContain($"There is no platform.yaml in {program.Root}");
        status.Error.ShouldContain("→ git checkout platform.yaml");
        (await program.RunAsync()).Code.ShouldBe(0);
        (await program.RunAsync("check")).Code.ShouldBe(0);
    }

    [Fact]
    public async Task A_fault_of_the_program_is_told_in_a_line_and_its_trace_kept_without_secrets()
    {
        using var shell = new Shell();
        shell.Write(".env", "GITHUB_TOKEN=ghp_neverInALog1234567890abcdefghijkl\n");
        using var error = new StringWriter();
        var context = shell.Context(error);

        var code = Fault.Tell(new InvalidOperationException("with ghp_neverInALog1234567890abcdefghijkl"), context);

        code.ShouldBe(3);
        error.ToString().ShouldContain("error [fault] This is a fault of the program (InvalidOperationException: with ••••");
        var log = await File.ReadAllTextAsync(shell["data/logs/fault.log"], Cancellation);
        log.ShouldContain("InvalidOperationException");
        (log + error).ShouldNotContain("neverInALog");
    }

    [Fact]
    public async Task A_task_with_the_name_of_a_built_in_one_is_told()
    {
        await using var program = new RealProgram("tasks: {check: {command: x}}");

        (await program.RunAsync("list")).Error.ShouldContain("hidden by the built-in one");
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _infra_ai")]
    [InlineData("zsh", "compdef _infra_ai")]
    [InlineData("fish", "complete -c")]
    public async Task Completion_scripts_are_written_for_each_shell(string shell, string line)
    {
        await using var program = new RealProgram("");

        (await program.RunAsync("completion", shell)).Out.ShouldContain(line);
    }

    [Fact]
    public async Task Bash_completes_tasks_and_services_with_the_script()
    {
        await using var program = new RealProgram("services: {billing: {command: x}, backstage: {command: x}}");
        program.Fake("infra-ai", $"exec dotnet {Path.Combine(AppContext.BaseDirectory, "InfraAi.Cli.dll")} \"$@\"\n");
        var script = program.Write("completion.sh", (await program.RunAsync("completion", "bash")).Out);
        program.Write("try.sh", $"source {script}; COMP_WORDS=(infra-ai logs b); COMP_CWORD=2; _infra_ai; echo \"${{COMPREPLY[@]}}\"");

        var found = await program.BashAsync("try.sh");

        found.Trim().Split(' ').Order().ShouldBe(["backstage", "billing"]);
    }

    [Fact]
    public async Task Check_names_what_is_missing_or_too_old_with_the_command_that_mends_it()
    {
        await using var program = new RealProgram("");
        var right = await program.RunAsync("check");
        program.Fake("node", "echo v16.2.0\n");
        program.Fake("git", "exit 1\n");
        program.Fake("mkdocs", "echo 'mkdocs, version 1.4.2 from /usr/lib (Python 3.11)'\n");

        var wrong = await program.RunAsync("check", "--format", "json");

        right.Code.ShouldBe(0, right.Out);
        // Nothing to mend: one line for each group.
        right
            .Out.Split('\n')
            .Count(l => l.Contains("programs", StringComparison.Ordinal) || l.Contains("settings", StringComparison.Ordinal))
            .ShouldBe(2);
        right.Out.ShouldNotContain("GEMINI_MODEL");
        program["GEMINI_MODEL"] = "gemini-x";
        program["LC_ALL"] = "es_ES.UTF-8";
        var brief = await program.RunAsync("check");
        var all = await program.RunAsync("check", "--all");
        program["LC_ALL"] = "C.UTF-8";
        // What is wrong stands first, with its fix; then what is right.
        var lines = brief.Out.Split('\n');
        lines[0].ShouldStartWith(" ✗ programas/git");
        lines[1].ShouldContain("→ apt install git");
        lines[2].ShouldStartWith(" ! programas/node");
        brief.Out.ShouldContain("environment: ");
        brief.Out.ShouldContain("GEMINI_MODEL");
        brief.Out.ShouldContain("1 mal; --all muestra cada uno");
        all.Out.ShouldContain("gemini-x  (entorno)");
        all.Out.Split('\n').Length.ShouldBeGreaterThan(40);
        wrong.Code.ShouldBe(1);
        var found = wrong.Lines.ToDictionary(l => l.GetProperty("check").GetString()!);
        found["mkdocs"].GetProperty("message").GetString().ShouldBe("1.4.2");
        found["git"].GetProperty("status").GetString().ShouldBe("failed");
        found["git"].GetProperty("fix").GetString().ShouldBe("apt install git");
        found["node"].GetProperty("status").GetString().ShouldBe("warned");
        found["node"].GetProperty("message").GetString().ShouldBe("16.2.0 is too old; 20.0 or later is needed");
    }

    [Theory]
    [InlineData("statu", "./infra-ai status")]
    [InlineData("logs --lines x", "--lines admite un número de 0 a 100000")]
    [InlineData("logs --lines -1", "--lines admite")]
    [InlineData("logs --lines", "--lines")]
    [InlineData("logs --level loud", "No se admite 'loud'; debe ser uno de: debug, info, warning, error.")]
    [InlineData("logs nobody", "No hay ningún servicio \"nobody\"")]
    [InlineData("deploy", "Falta el argumento DESTINO")]
    [InlineData("deploy compose --timeout 0", "--timeout admite")]
    [InlineData("completion csh", "No se admite 'csh'")]
    [InlineData("verify --only moon", "No se admite 'moon'")]
    [InlineData("verify --only gihub", "¿Quería decir github?")]
    [InlineData("status --wach", "¿Quería decir --watch?")]
    [InlineData("env lst", "¿Quería decir ./infra-ai env list?")]
    [InlineData("test sometimes", "No se admite 'sometimes'")]
    [InlineData("start --format xml", "No se admite 'xml'")]
    [InlineData("stop --no-such", "--no-such")]
    public async Task Wrong_usage_is_told_in_the_readers_language_with_the_way_to_help(string line, string words)
    {
        await using var program = new RealProgram("services: {web: {command: x}}");
        program["LC_ALL"] = "es_ES.UTF-8";

        var ran = await program.RunAsync(line.Split(' '));

        ran.Code.ShouldBe(2, ran.Error);
        ran.Error.ShouldContain(words);
        ran.Error.ShouldContain("→");
        ran.Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_version_and_help_are_found_under_the_names_that_other_tools_give_them()
    {
        await using var program = new RealProgram("services: {web: {command: x}}");
        program["LC_ALL"] = "es_ES.UTF-8";

        (await program.RunAsync("--version")).Out.ShouldMatch(@"^\d+\.\d+\.\d+\n$");
        (await program.RunAsync("help", "status")).Out.ShouldBe((await program.RunAsync("status", "--help")).Out);
        var all = await program.RunAsync("help");
        all.Code.ShouldBe(0);
        all.Out.ShouldContain("  diagnose ");
        all.Out.ShouldContain("2 uso incorrecto");
        var status = (await program.RunAsync("status", "--help")).Out;
        status.ShouldContain("[<SERVICIO>...]");
        string.Join(' ', status.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ShouldContain("[por omisión: text]");
        status.Split('\n').ShouldAllBe(line => line.Length <= 100);
        var columns = (await program.RunAsync("deploy", "--help"))
            .Out.Split('\n')
            .Where(line => line.StartsWith("  --", StringComparison.Ordinal))
            .Select(line => line.IndexOf("  ", 3, StringComparison.Ordinal) is var gap ? line.Length - line[gap..].TrimStart().Length : 0);
        columns.Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Help_is_in_the_readers_language()
    {
        await using var program = new RealProgram("");
        var english = await program.RunAsync("logs", "--help");
        program["LC_ALL"] = "es_ES.UTF-8";
        var spanish = await program.RunAsync("logs", "--help");

        foreach (var word in (string[])["Usage:", "Options:", "[default: 40]", "Examples:"])
        {
            english.Out.ShouldContain(word);
        }

        foreach (var word in (string[])["Uso:", "Opciones:", "[por omisión: 40]", "Ejemplos:", "Muestra esta ayuda"])
        {
            spanish.Out.ShouldContain(word);
        }
    }

    [Fact]
    public async Task Output_is_plain_when_it_is_no_terminal()
    {
        await using var program = new RealProgram("services: {web: {command: x}}");

        foreach (
            string[] verb in (string[][])
                [
                    ["list"],
                    ["status"],
                    ["check"],
                    ["diagnose"],
                ]
        )
        {
            (await program.RunAsync(verb)).Out.ShouldNotContain("\u001b");
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while (!condition())
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private static void Interrupt(int pid) => Signal(pid, 2).ShouldBe(0);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Signal(int pid, int signal);
}
