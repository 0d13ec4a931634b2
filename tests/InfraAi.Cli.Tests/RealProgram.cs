using System.Net;
using System.Net.Sockets;
using InfraAi.Platform.Processes;
using InfraAi.Tests;

namespace InfraAi.Cli.Tests;

/// <summary>The built program, run as a process in a folder of its own with its own platform.yaml and its own PATH.</summary>
internal sealed class RealProgram : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, string?> environment = new(StringComparer.Ordinal)
    {
        ["LC_ALL"] = "C.UTF-8",
        ["NO_COLOR"] = null,
        ["GITHUB_TOKEN"] = null,
        ["BACKSTAGE_URL"] = null,
        ["INFRA_AI_HOME"] = null,
        ["AGENT_URL"] = null,
    };

    public RealProgram(string manifest)
    {
        Root = folder.Path;
        environment["INFRA_AI_ROOT"] = Root;
        environment["AGENT_URL"] = $"http://127.0.0.1:{FreePort()}";
        Write("platform.yaml", manifest);
    }

    public string Root { get; }

    public string Home => Path.Combine(Root, "data");

    public string? this[string variable]
    {
        get => environment[variable];
        set => environment[variable] = value;
    }

    public string Write(string name, string text)
    {
        var file = folder[name];
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    /// <summary>A program of that name comes first on PATH; it is a shell script.</summary>
    public void Fake(string name, string script)
    {
        var file = Write($"bin/{name}", "#!/bin/sh\n" + script);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        environment["PATH"] = $"{folder["bin"]}:{Environment.GetEnvironmentVariable("PATH")}";
    }

    public async Task<Ran> RunAsync(params string[] args)
    {
        var ran = (
            await Programs.RunAsync("dotnet", [Dll, .. args], Root, environment, cancellation: TestContext.Current.CancellationToken)
        ).Value;
        return new(ran.ExitCode, ran.Text, ran.Error);
    }

    /// <summary>Runs a script of this folder with bash, with the same environment.</summary>
    public async Task<string> BashAsync(string script) =>
        (await Programs.RunAsync("bash", [script], Root, environment, cancellation: TestContext.Current.CancellationToken)).Value.Text;

    /// <summary>Starts it; the caller reads its output, and ends it.</summary>
    public System.Diagnostics.Process Start(params string[] args) => Programs.Start("dotnet", [Dll, .. args], Root, environment).Value;

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>A service that listens.</summary>
    public static string Web(int port) =>
        $"{{command: [python3, -m, http.server, '{port}', --bind, 127.0.0.1], url: 'http://127.0.0.1:{port}', ready: /, default: true}}";

    public async ValueTask DisposeAsync()
    {
        await RunAsync("stop");
        folder.Dispose();
    }

    private static string Dll => Path.Combine(AppContext.BaseDirectory, "InfraAi.Cli.dll");
}
