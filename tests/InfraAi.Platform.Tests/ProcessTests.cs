using System.Net;
using System.Net.Sockets;
using System.Text;
using InfraAi.Platform.Processes;

namespace InfraAi.Platform.Tests;

public class ProcessTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Arguments_are_never_read_by_a_shell()
    {
        var ran = (await Programs.RunAsync("printf", ["%s", "$(id); 'x' \"y\""], cancellation: Cancellation)).Value;

        ran.Text.ShouldBe("$(id); 'x' \"y\"");
    }

    [Fact]
    public async Task Large_input_and_output_do_not_block_each_other()
    {
        var bytes = Encoding.ASCII.GetBytes(new string('x', 4_000_000));

        var ran = (await Programs.RunAsync("cat", [], input: bytes, cancellation: Cancellation)).Value;

        ran.Output.Length.ShouldBe(bytes.Length);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_a_problem_that_names_it()
    {
        var ran = await Programs.RunAsync("no-such-program-here", [], cancellation: Cancellation);

        ran.Problem.ShouldNotBeNull().Code.ShouldBe("program-not-started");
        ran.Problem!.Message.En.ShouldContain("no-such-program-here");
    }

    [Fact]
    public async Task Canceling_kills_the_program_with_its_children()
    {
        using var cancel = new CancellationTokenSource();
        var started = Programs.Start("sh", ["-c", "sleep 1000 & echo $!; wait"]).Value;
        var child = RunningProcess.Find(int.Parse((await started.StandardOutput.ReadLineAsync(Cancellation))!)).ShouldNotBeNull();
        started.Kill(entireProcessTree: true);

        (await child.WaitForEndAsync(TimeSpan.FromSeconds(10), TimeProvider.System, Cancellation)).ShouldBeTrue();
    }

    [Fact]
    public async Task Another_process_with_the_same_number_is_not_taken_for_ours()
    {
        using var started = Programs.Start("sleep", ["1000"]).Value;
        var ours = RunningProcess.Find(started.Id).ShouldNotBeNull();
        var older = ours with { StartTicks = ours.StartTicks - 1 };

        older.IsAlive.ShouldBeFalse();
        older.Kill();
        ours.IsAlive.ShouldBeTrue();

        ours.Kill();
        await started.WaitForExitAsync(Cancellation);
        ours.IsAlive.ShouldBeFalse();
        ours.Uptime().ShouldBeNull();
        ours.Memory().ShouldBeNull();
    }

    /// <summary>The kernel's own answer and its table of connections, on both families of addresses; connections do not count.</summary>
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("::")]
    public async Task Listeners_are_told_the_same_by_the_kernel_and_by_its_table(string address)
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "no IPv6 here");
        using var listener = new TcpListener(IPAddress.Parse(address), 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var client = new TcpClient(listener.LocalEndpoint.AddressFamily);
        await client.ConnectAsync(address == "::" ? IPAddress.IPv6Loopback : IPAddress.Parse(address), port, Cancellation);
        var connected = ((IPEndPoint)client.Client.LocalEndPoint!).Port;

        var asked = Listeners.Asked(port);
        asked.ShouldNotBeNull().ShouldHaveSingleItem();
        asked.ShouldBe(Listeners.Read(port));
        Listeners.Asked(connected).ShouldNotBeNull().ShouldBeEmpty();
        Listeners.Read(connected).ShouldBeEmpty();
    }

    [Fact]
    public void The_holder_of_a_port_is_found_with_its_command()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        PortHolder.Find(port).ShouldNotBeNull().Pid.ShouldBe(Environment.ProcessId);
        PortHolder.IsListening(port).ShouldBeTrue();

        listener.Stop();
        PortHolder.IsListening(port).ShouldBeFalse();
        PortHolder.Find(port).ShouldBeNull();
    }
}
