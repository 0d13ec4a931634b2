using System.Net;
using System.Net.Sockets;
using InfraAi.Platform.Configuration;
using InfraAi.Platform.Manifest;
using InfraAi.Platform.Services;
using InfraAi.Tests;

namespace InfraAi.Platform.Tests;

public sealed class PostgresKindTests
{
    private const string Manifest = "services:\n  postgres:\n    kind: postgres\n    start_timeout: 60\n    stop_signal: INT\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_named_server_one_of_our_own_is_made_started_and_stopped_and_keeps_its_port()
    {
        using var folder = new TemporaryFolder();
        // PostgreSQL runs as another user when we are root, and must come through to its folder.
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_001_001);
        var port = Platform.FreePort();
        var (service, kind, _) = Service(folder, ("POSTGRES_PORT", $"{port}"));

        var started = await service.StartAsync(_ => { }, Cancellation);
        var again = await service.StartAsync(_ => { }, Cancellation);
        var running = await service.LookAsync(Cancellation);
        var stopped = await service.StopAsync(Cancellation);

        started.Ok.ShouldBeTrue($"{started.Problem?.Message.En}");
        started.Value.ShouldBeTrue();
        again.Value.ShouldBeFalse();
        running.Condition.ShouldBe(ServiceCondition.Healthy);
        kind.Url().Port.ShouldBe(port);
        kind.Address.User.ShouldBe("backstage");
        kind.Address.Password.ShouldNotBeNull().Length.ShouldBe(48);
        stopped.Value.ShouldBeTrue();
        (await service.LookAsync(Cancellation)).Condition.ShouldBe(ServiceCondition.Stopped);
    }

    [Fact]
    public async Task A_named_server_that_answers_is_used_and_neither_started_nor_stopped()
    {
        using var folder = new TemporaryFolder();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var (service, kind, entry) = Service(
            folder,
            ("POSTGRES_HOST", "127.0.0.1"),
            ("POSTGRES_PORT", $"{port}"),
            ("POSTGRES_PASSWORD", "theirs")
        );

        kind.IsOurs(entry).ShouldBeFalse();
        (await service.StartAsync(_ => { }, Cancellation)).Value.ShouldBeFalse();
        (await service.StopAsync(Cancellation)).Value.ShouldBeFalse();
        kind.Address.Password.ShouldBe("theirs");
        Directory.Exists(Path.Combine(folder.Path, "data", "postgres")).ShouldBeFalse();
    }

    [Fact]
    public void A_server_of_another_machine_is_never_ours()
    {
        using var folder = new TemporaryFolder();
        var (_, kind, entry) = Service(folder, ("POSTGRES_HOST", "database.example"));

        kind.IsOurs(entry).ShouldBeFalse();
        kind.Url().ShouldBe(new Uri("tcp://database.example:5432"));
    }

    private static (ServiceProcess, PostgresKind, ServiceEntry) Service(
        TemporaryFolder folder,
        params (string Name, string Value)[] environment
    )
    {
        var settings = Settings.Load(folder.Path, name => environment.FirstOrDefault(e => e.Name == name).Value).Value;
        var (read, faults) = ManifestReader.Read(Manifest, settings, folder["platform.yaml"]);
        var entry = read.ShouldNotBeNull(string.Join('\n', faults)).Services[0];
        var kind = new PostgresKind(settings);
        return (new ServiceProcess(entry, kind, settings, TimeProvider.System), kind, entry);
    }
}
