using System.Diagnostics;
using InfraAi.Platform.Processes;
using InfraAi.Tests;

namespace InfraAi.EndToEnd.Tests;

/// <summary>The launcher alone, with a compiler of our own in the place of .NET's.</summary>
public sealed class LauncherTests
{
    /// <summary>Builds nothing, and leaves a process behind that stays warm, as the compiler's server does.</summary>
    private const string Dotnet = """
        #!/bin/sh
        if [ "$1" = publish ]; then
            sleep 600 >/dev/null 2>&1 &
            echo $! >> "$PIDS"
        else
            echo "ran $2"
        fi
        """;

    [Fact]
    public async Task A_compiler_that_stays_warm_does_not_stop_the_next_build()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["root/src"]);
        Directory.CreateDirectory(folder["bin"]);
        File.Copy(Path.Combine(Launcher.Root, "infra-ai"), folder["root/infra-ai"]);
        await File.WriteAllTextAsync(folder["root/global.json"], "{}", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder["root/Directory.Build.props"], "", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder["bin/dotnet"], Dotnet, TestContext.Current.CancellationToken);
        File.SetUnixFileMode(folder["bin/dotnet"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            var first = await RunAsync(folder);
            await File.WriteAllTextAsync(folder["root/src/changed.cs"], "", TestContext.Current.CancellationToken);
            var second = await RunAsync(folder);

            first.Text.ShouldBe("ran status\n");
            second.Text.ShouldBe("ran status\n");
            File.ReadAllLines(folder["pids"]).Length.ShouldBe(4, "two programs, built twice");
        }
        finally
        {
            foreach (var pid in File.ReadAllLines(folder["pids"]))
            {
                using var warm = Process.GetProcessById(int.Parse(pid, System.Globalization.CultureInfo.InvariantCulture));
                warm.Kill();
            }
        }
    }

    private static async Task<ProcessOutcome> RunAsync(TemporaryFolder folder)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        var path = folder["bin"] + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["PATH"] = path, ["PIDS"] = folder["pids"] };
        var ran = await Programs.RunAsync(folder["root/infra-ai"], ["status"], folder["root"], environment, cancellation: limit.Token);
        return ran.Value;
    }
}
