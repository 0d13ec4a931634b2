using System.Net;
using System.Net.Sockets;
using InfraAi.Platform.Configuration;
using InfraAi.Platform.Manifest;
using InfraAi.Platform.Processes;
using InfraAi.Platform.Services;
using InfraAi.Tests;

namespace InfraAi.Platform.Tests;

/// <summary>A platform of real processes in a folder of its own; what is left of it is killed at the end.</summary>
internal sealed class Platform : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();

    public Platform(string manifest)
    {
        var settings = Settings.Load(folder.Path, _ => null).Value;
        var (read, faults) = ManifestReader.Read(manifest, settings, folder["platform.yaml"]);
        Home = settings.Home;
        Manifest = read ?? throw new InvalidOperationException(string.Join('\n', faults));
        Supervisor = new(
            [.. Manifest.Services.Select(e => new ServiceProcess(e, new CommandKind(), settings, TimeProvider.System))],
            TimeProvider.System
        );
    }

    public string this[string name] => folder[name];

    public string Home { get; }

    public PlatformManifest Manifest { get; }

    public Supervisor Supervisor { get; }

    public IService this[int index] => Supervisor.Services[index];

    /// <summary>Every process that carries a service's mark.</summary>
    public IReadOnlyList<RunningProcess> Processes(string service) => MarkedProcesses.Find($"{service}@{Home}");

    public string RecordFile(string service) => Path.Combine(Home, "run", service + ".json");

    public RunningProcess Recorded(string service) => ServiceRecord.Read(RecordFile(service)).ShouldNotBeNull().Process;

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public ValueTask DisposeAsync()
    {
        foreach (var process in Manifest.Services.SelectMany(s => Processes(s.Name)))
        {
            process.Kill();
        }

        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
