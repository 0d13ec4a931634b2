using System.Net;
using System.Net.Sockets;
using InfraAi.Platform.Files;
using InfraAi.Platform.Processes;
using InfraAi.Platform.Services;
using InfraAi.Tests;

namespace InfraAi.EndToEnd.Tests;

/// <summary>The launcher as a user runs it, on a free port and with a data folder of its own.</summary>
public sealed class Launcher : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, string?> more = new(StringComparer.Ordinal);

    public Launcher()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Url = new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    public Uri Url { get; }

    public string Home => folder["home"];

    /// <summary>The agent, for who has its token.</summary>
    public HttpClient Connect() => AgentClient.Connect(Url, new SecretFile(Home, "agent-token").Read());

    /// <summary>What signs a browser in, once.</summary>
    public async Task<string> LinkAsync()
    {
        var ran = await RunAsync("token", "--link");
        ran.Code.ShouldBe(0, ran.Error);
        return ran.Out.Trim();
    }

    /// <summary>The checkout that these tests were built from.</summary>
    public static string Root { get; } = FindRoot();

    public async Task<(int Code, string Out, string Error)> RunAsync(params string[] args)
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["INFRA_AI_HOME"] = Home,
            ["AGENT_URL"] = Url.ToString(),
            ["LANG"] = "C.UTF-8",
            ["LC_ALL"] = "C.UTF-8",
        };
        foreach (var (name, value) in more)
        {
            environment[name] = value;
        }

        var ran = await Programs.RunAsync(
            Path.Combine(Root, "infra-ai"),
            args,
            Root,
            environment,
            cancellation: TestContext.Current.CancellationToken
        );
        return (ran.Value.ExitCode, ran.Value.Text, ran.Value.Error);
    }

    /// <summary>A further variable of its environment.</summary>
    public void Set(string name, string value) => more[name] = value;

    public async ValueTask DisposeAsync()
    {
        await RunAsync("stop");
        folder.Dispose();
    }

    private static string FindRoot()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "infra-ai")))
        {
            at = at.Parent;
        }

        return at?.FullName ?? throw new InvalidOperationException("These tests run from a checkout.");
    }
}
