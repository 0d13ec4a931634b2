using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using InfraAi.Bench.Images;
using InfraAi.Tests;

namespace InfraAi.Images.Tests;

/// <summary>What is no diagram gives a clear problem, soon and in little memory: the program itself is run, as a process of its own.</summary>
public sealed class BadInputTests
{
    /// <summary>Only so that the test ends: several test programs share the machine. `bench/images/run bad` holds the bound of five seconds.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Names => [.. BadPictures.All.Select(b => b.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Gives_a_problem_within_a_gigabyte(string name)
    {
        var bad = BadPictures.All.Single(b => b.Name == name);
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder["a.png"], bad.Bytes(), TestContext.Current.CancellationToken);
        var clock = Stopwatch.StartNew();
        using var program = Process.Start(
            new ProcessStartInfo("dotnet")
            {
                ArgumentList =
                {
                    Path.Combine(AppContext.BaseDirectory, "InfraAi.Cli.dll"),
                    "analyze",
                    "--analyzer",
                    "offline",
                    "--format",
                    "json",
                    "--file",
                    folder["a.png"],
                },
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
                Environment = { ["INFRA_AI_HOME"] = folder["home"], ["INFRA_AI_ROOT"] = folder.Path },
            }
        )!;
        var said = program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = program.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var peak = 0;
        while (!program.WaitForExit(TimeSpan.FromMilliseconds(5)))
        {
            peak = Math.Max(peak, PeakMegabytes(program.Id));
            clock.Elapsed.ShouldBeLessThan(Longest);
        }

        using var answer = JsonDocument.Parse(await said);
        var error = answer.RootElement.GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe(bad.Code, await errors);
        error.GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
        error.GetProperty("remedy").GetString().ShouldNotBeNullOrEmpty();
        program.ExitCode.ShouldBe(1);
        (await errors).ShouldBeEmpty();
        // 0 would say that nothing was measured.
        peak.ShouldBeInRange(10, BadPictures.MostMegabytes);
        TestContext.Current.TestOutputHelper!.WriteLine($"{name}: {clock.Elapsed.TotalSeconds:F1} s, {peak} MB");
    }

    /// <summary>The most that a process has held so far (proc_pid_status(5)).</summary>
    private static int PeakMegabytes(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null
                ? 0
                : int.Parse(line.Split(' ', '\t', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            // It has just ended.
            return 0;
        }
    }
}
