using System.Net;
using System.Net.Sockets;
using InfraAi.Platform.Processes;
using InfraAi.Platform.Services;

namespace InfraAi.Platform.Tests;

/// <summary>Services that die, hang, start slowly, find their port taken or are stopped while starting: real processes, real ports.</summary>
public sealed class ServiceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_service_is_started_looked_at_and_stopped_and_leaves_no_process()
    {
        var port = Platform.FreePort();
        await using var platform = new Platform(Listening("web", port));

        (await StartAsync(platform)).Value.ShouldBeTrue();
        var state = await platform[0].LookAsync(Cancellation);
        (await StartAsync(platform)).Value.ShouldBeFalse();
        var running = platform.Recorded("web");

        (await platform[0].StopAsync(Cancellation)).Value.ShouldBeTrue();

        state.Condition.ShouldBe(ServiceCondition.Healthy);
        state.Ours.ShouldBe(running);
        running.IsAlive.ShouldBeFalse();
        platform.Processes("web").ShouldBeEmpty();
        PortHolder.Find(port).ShouldBeNull();
        File.Exists(platform.RecordFile("web")).ShouldBeFalse();
        (await platform[0].LookAsync(Cancellation)).Condition.ShouldBe(ServiceCondition.Stopped);
        (await platform[0].StopAsync(Cancellation)).Value.ShouldBeFalse();
    }

    [Fact]
    public async Task One_that_dies_at_its_start_is_named_with_its_last_words()
    {
        await using var platform = new Platform(
            "services: {web: {command: 'echo no key for the vault; exit 7', url: 'tcp://127.0.0.1:1'}}"
        );

        var problem = (await StartAsync(platform)).Problem.ShouldNotBeNull();

        problem.Code.ShouldBe("web-ended");
        problem.Message.En.ShouldContain("no key for the vault");
        (await platform[0].LookAsync(Cancellation)).Condition.ShouldBe(ServiceCondition.Stopped);
    }

    [Fact]
    public async Task One_that_never_answers_is_told_within_its_limit_and_can_be_stopped()
    {
        var port = Platform.FreePort();
        await using var platform = new Platform(
            $"services: {{web: {{command: [sleep, '1000'], url: 'tcp://127.0.0.1:{port}', start_timeout: 1, stop_timeout: 5}}}}"
        );

        var problem = (await StartAsync(platform)).Problem.ShouldNotBeNull();

        problem.Code.ShouldBe("web-not-healthy");
        problem.Message.En.ShouldContain("no answer in 1 s");
        (await platform[0].LookAsync(Cancellation)).Condition.ShouldBe(ServiceCondition.NotAnswering);
        (await platform[0].StopAsync(Cancellation)).Value.ShouldBeTrue();
        platform.Processes("web").ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_starts_slowly_is_waited_for()
    {
        var port = Platform.FreePort();
        await using var platform = new Platform(
            $"services: {{web: {{command: 'sleep 1; exec python3 -m http.server {port} --bind 127.0.0.1', url: 'http://127.0.0.1:{port}', ready: /}}}}"
        );

        (await StartAsync(platform)).Value.ShouldBeTrue();
    }

    [Fact]
    public async Task One_that_dies_later_is_told_and_started_again()
    {
        await using var platform = new Platform(Listening("web", Platform.FreePort()));
        await StartAsync(platform);
        var first = platform.Recorded("web");
        first.Kill();
        await first.WaitForEndAsync(TimeSpan.FromSeconds(10), TimeProvider.System, Cancellation);

        var seen = await platform[0].LookAsync(Cancellation);
        (await StartAsync(platform)).Value.ShouldBeTrue();

        seen.Condition.ShouldBe(ServiceCondition.Ended);
        platform.Recorded("web").ShouldNotBe(first);
    }

    [Fact]
    public async Task One_that_hangs_is_told_and_ended()
    {
        await using var platform = new Platform(
            Listening("web", Platform.FreePort()).Replace("ready: /", "ready: /, start_timeout: 2, stop_timeout: 1")
        );
        await StartAsync(platform);
        await Programs.RunAsync("kill", ["-STOP", $"{platform.Recorded("web").Pid}"], cancellation: Cancellation);

        var seen = await platform[0].LookAsync(Cancellation);
        var again = await StartAsync(platform);
        (await platform[0].StopAsync(Cancellation)).Value.ShouldBeTrue();

        seen.Condition.ShouldBe(ServiceCondition.NotAnswering);
        again.Problem.ShouldNotBeNull().Code.ShouldBe("web-not-healthy");
        platform.Processes("web").ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_will_not_end_is_made_to_with_its_children()
    {
        await using var platform = new Platform(
            """services: {web: {command: 'trap "" TERM; (trap "" TERM; while :; do sleep 1; done) & while :; do sleep 1; done', stop_timeout: 1}}"""
        );
        await StartAsync(platform);
        platform.Processes("web").Count.ShouldBeGreaterThan(1);

        (await platform[0].StopAsync(Cancellation)).Value.ShouldBeTrue();

        platform.Processes("web").ShouldBeEmpty();
    }

    [Fact]
    public async Task Children_that_outlive_their_service_are_ended_even_in_a_session_of_their_own()
    {
        await using var platform = new Platform("services: {web: {command: 'setsid sleep 1000 & sleep 1000 & exec sleep 1000'}}");
        await StartAsync(platform);
        platform.Recorded("web").Kill();

        (await platform[0].StopAsync(Cancellation)).Value.ShouldBeTrue();

        platform.Processes("web").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_port_that_another_program_holds_is_told_and_that_program_left_alone()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await using var platform = new Platform(Listening("web", port));

        var problem = (await StartAsync(platform)).Problem.ShouldNotBeNull();
        await platform[0].StopAsync(Cancellation);

        problem.Code.ShouldBe("port-in-use");
        problem.Message.En.ShouldContain($"pid {Environment.ProcessId}");
        listener.Server.IsBound.ShouldBeTrue();
    }

    [Fact]
    public async Task A_port_taken_while_it_starts_is_not_taken_for_its_own_answer()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        var port = Platform.FreePort();
        await using var platform = new Platform($"services: {{web: {{command: [sleep, '1000'], url: 'tcp://127.0.0.1:{port}'}}}}");
        var starting = StartAsync(platform);
        while (platform.Processes("web").Count == 0)
        {
            await Task.Yield();
        }

        using var late = new TcpListener(IPAddress.Loopback, port);
        late.Start();

        (await starting).Problem.ShouldNotBeNull().Code.ShouldBe("port-in-use");
    }

    [Fact]
    public async Task Two_starts_at_once_make_one_process()
    {
        await using var platform = new Platform(Listening("web", Platform.FreePort()));

        var both = await Task.WhenAll(StartAsync(platform), StartAsync(platform));

        both.ShouldAllBe(r => r.Ok);
        both.Count(r => r.Value).ShouldBe(1);
        platform.Processes("web").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_start_that_is_interrupted_leaves_nothing_behind()
    {
        await using var platform = new Platform(
            $"services: {{web: {{command: [sleep, '1000'], url: 'tcp://127.0.0.1:{Platform.FreePort()}'}}}}"
        );
        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var starting = platform[0].StartAsync(_ => { }, interrupted.Token);
        while (platform.Processes("web").Count == 0)
        {
            await Task.Yield();
        }

        await interrupted.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(starting);
        platform.Processes("web").ShouldBeEmpty();
        File.Exists(platform.RecordFile("web")).ShouldBeFalse();
    }

    [Fact]
    public async Task One_whose_starter_was_killed_before_it_could_write_is_found_again_not_doubled()
    {
        await using var platform = new Platform(Listening("web", Platform.FreePort()));
        await StartAsync(platform);
        var running = platform.Recorded("web");
        File.Delete(platform.RecordFile("web"));

        var seen = await platform[0].LookAsync(Cancellation);
        (await StartAsync(platform)).Value.ShouldBeFalse();

        seen.Ours.ShouldBe(running);
        platform.Recorded("web").ShouldBe(running);
        platform.Processes("web").Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("{\"process\":{\"pid\":1,\"start_ticks\":0,\"boot_id\":\"\"},\"url\":null,\"log\":\"x\"}")]
    public async Task A_record_that_is_broken_or_of_another_program_ends_nothing(string record)
    {
        using var bystander = Programs.Start("sleep", ["1000"]).Value;
        var other = RunningProcess.Find(bystander.Id).ShouldNotBeNull();
        await using var platform = new Platform(Listening("web", Platform.FreePort()));
        Directory.CreateDirectory(Path.GetDirectoryName(platform.RecordFile("web"))!);
        await File.WriteAllTextAsync(platform.RecordFile("web"), record.Replace("\"pid\":1", $"\"pid\":{other.Pid}"), Cancellation);

        (await platform[0].StopAsync(Cancellation)).Value.ShouldBeFalse();
        other.IsAlive.ShouldBeTrue();
        (await StartAsync(platform)).Value.ShouldBeTrue();
        other.IsAlive.ShouldBeTrue();
        other.Kill();
    }

    [Fact]
    public async Task Services_start_after_their_needs_and_stop_before_them()
    {
        await using var platform = new Platform(
            $"{Listening("c", Platform.FreePort(), "b")}\n{Listening("b", Platform.FreePort(), "a")[10..]}\n{Listening("a", Platform.FreePort())[10..]}"
        );
        var order = new List<string>();
        var chosen = platform.Supervisor.Choose(["c"], all: false).Value;

        await platform.Supervisor.StartAsync(chosen, (_, _) => { }, step => order.Add(step.Service.Entry.Name), Cancellation);
        await platform.Supervisor.StopAsync(
            platform.Supervisor.ChooseToStop(["a"]).Value,
            step => order.Add(step.Service.Entry.Name),
            Cancellation
        );

        order.ShouldBe(["a", "b", "c", "c", "b", "a"]);
    }

    [Fact]
    public async Task What_needs_a_service_that_failed_is_not_started_and_says_why()
    {
        await using var platform = new Platform(
            $"services:\n  a: {{command: 'exit 1', url: 'tcp://127.0.0.1:1'}}\n{Listening("b", Platform.FreePort(), "a")[10..]}"
        );

        var steps = await platform.Supervisor.StartAsync(platform.Supervisor.Services, (_, _) => { }, _ => { }, Cancellation);

        steps.Select(s => s.Outcome.Problem!.Code).ShouldBe(["a-ended", "b-not-started"]);
        platform.Processes("b").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_named()
    {
        await using var platform = new Platform("services: {web: {command: [true], folder: nowhere}}");

        (await StartAsync(platform)).Problem.ShouldNotBeNull().Message.En.ShouldContain("nowhere");
    }

    private static Task<InfraAi.Model.Result<bool>> StartAsync(Platform platform) => platform[0].StartAsync(_ => { }, Cancellation);

    /// <summary>A manifest with one service that listens.</summary>
    private static string Listening(string name, int port, string needs = "") =>
        $"services:\n  {name}: {{command: [python3, -m, http.server, '{port}', --bind, 127.0.0.1], url: 'http://127.0.0.1:{port}', ready: /, needs: [{needs}]}}";
}
