using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using InfraAi.Platform.Processes;
using Microsoft.Playwright;

namespace InfraAi.Backstage.Tests;

/// <summary>
/// The two lines of docs/backstage.md in a Backstage that is not ours (StockApp: no home page, scaffolder or permissions of its own), built and started
/// with the packages of backstage/ instead of 1.5 GB of its own.
/// </summary>
public sealed partial class ExistingBackstageTests(RunningPlatform platform) : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("infra-ai-stock-").FullName;
    private readonly Uri url = new($"http://localhost:{RunningPlatform.FreePorts(1)[0]}");
    private readonly StringWriter log = new();
    private Process? backend;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var packages = Path.Combine(RunningPlatform.Root, "backstage", "node_modules");
        Copy(Path.Combine(RunningPlatform.Root, "tests", "InfraAi.Backstage.Tests", "StockApp"), folder);
        Directory.CreateSymbolicLink(Path.Combine(folder, "node_modules"), packages);
        // Backstage looks for the built page as a package, from where its own packages are.
        var linked = Directory.CreateDirectory(Path.Combine(folder, "linked")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(linked, "stock-app"), Path.Combine(folder, "packages", "app"));
        var environment = new Dictionary<string, string?>(platform.ForBackstage(), StringComparer.Ordinal)
        {
            ["PATH"] = RunningPlatform.WithItsNode["PATH"],
            ["NODE_PATH"] = linked,
            ["STOCK_URL"] = url.ToString().TrimEnd('/'),
            ["STOCK_PORT"] = $"{url.Port}",
            // The agent trusts the platform's own Backstage; this one has its token.
            ["STOCK_AGENT_TOKEN"] = await File.ReadAllTextAsync(Path.Combine(platform.Secrets, "agent-token"), Cancellation),
        };
        var built = await Programs.RunAsync(
            Path.Combine(packages, ".bin", "cli-module-build"),
            ["package", "build", "--config", "../../app-config.yaml"],
            Path.Combine(folder, "packages", "app"),
            environment,
            cancellation: Cancellation
        );
        built.Value.ExitCode.ShouldBe(0, built.Value.Text + built.Value.Error);
        Start(environment);
        await ReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (backend is { HasExited: false })
        {
            backend.Kill(entireProcessTree: true);
            await backend.WaitForExitAsync(CancellationToken.None);
        }

        backend?.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_two_lines_bring_the_page_the_projects_the_card_and_the_drawn_diagram()
    {
        using var http = platform.ConnectAgent();
        using var described = await http.PostAsJsonAsync(
            "/process-text",
            new { description = "The parcel API stores parcels in CouchDB.", name = "parcels" },
            Cancellation
        );
        described.StatusCode.ShouldBe(HttpStatusCode.OK);

        await using var portal = await Portal.OpenAsync("en-GB");
        var page = portal.Page;
        await page.GotoAsync(new Uri(url, "/infra-ai").ToString());
        await Assertions.Expect(page.GetByTestId("infra-ai-description")).ToBeVisibleAsync();
        await page.GotoAsync(new Uri(url, "/").ToString());
        await Assertions.Expect(page.GetByTestId("infra-ai-last")).ToContainTextAsync("parcel");
        await portal.ShotAsync("backstage-stock");
        await page.GotoAsync(new Uri(url, "/catalog/default/component/parcel-api").ToString());
        await Assertions.Expect(page.GetByTestId("infra-ai-evidence").Locator("mark").First).ToContainTextAsync("parcel API");
        portal.Errors.ShouldBeEmpty();
        log.ToString().Split('\n').Where(RunningPlatform.IsBad).ShouldBeEmpty();
    }

    private void Start(Dictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo("node", ["--no-node-snapshot", "packages/backend/index.mjs", "--config", "app-config.yaml"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        start.FileName = environment["PATH"]!.Split(Path.PathSeparator).Select(p => Path.Combine(p, "node")).First(File.Exists);
        backend = new Process { StartInfo = start };
        backend.OutputDataReceived += Heard;
        backend.ErrorDataReceived += Heard;
        backend.Start();
        backend.BeginOutputReadLine();
        backend.BeginErrorReadLine();
    }

    private void Heard(object sender, DataReceivedEventArgs heard)
    {
        lock (log)
        {
            // A stock Backstage colours its log, whatever it is written to.
            log.WriteLine(Colour().Replace(heard.Data ?? "", ""));
        }
    }

    private async Task ReadyAsync()
    {
        using var http = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromSeconds(5) };
        var begun = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(60) && !backend!.HasExited)
        {
            try
            {
                using var answer = await http.GetAsync("/.backstage/health/v1/readiness", Cancellation);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(200, Cancellation);
        }

        throw new InvalidOperationException($"The stock Backstage did not get ready:\n{log}");
    }

    [GeneratedRegex("\u001b\\[[0-9;]*m", RegexOptions.None, 1000)]
    private static partial Regex Colour();

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
