using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using InfraAi.Tests;

namespace InfraAi.Images.Tests;

/// <summary>What is no diagram gives a clear problem, soon and in little memory: the program itself is run, as a process of its own.</summary>
public sealed class BadInputTests
{
    /// <summary>Several test programs share the machine: five seconds are for one that has it.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5 * 6);

    private const int MostMegabytes = 1024;

    public static TheoryData<string, string> Cases =>
        new()
        {
            { "no text", "no-infrastructure" },
            { "noise", "no-infrastructure" },
            { "a photo's light and fur", "no-infrastructure" },
            { "one pixel", "picture-too-small" },
            { "20,000 by 20,000", "picture-too-large" },
            { "bomb", "picture-too-large" },
            { "as large as is read, in stripes", "no-infrastructure" },
            { "cut off", "picture-broken" },
            { "no data", "picture-broken" },
            { "animated GIF", "no-infrastructure" },
            { "text", "no-infrastructure" },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Gives_a_problem_within_five_seconds_and_a_gigabyte(string which, string code)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder["a.png"], Bytes(which), TestContext.Current.CancellationToken);
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
        error.GetProperty("code").GetString().ShouldBe(code, await errors);
        error.GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
        error.GetProperty("remedy").GetString().ShouldNotBeNullOrEmpty();
        program.ExitCode.ShouldBe(1);
        // 0 would say that nothing was measured.
        peak.ShouldBeInRange(10, MostMegabytes);
        TestContext.Current.TestOutputHelper!.WriteLine($"{which}: {clock.Elapsed.TotalSeconds:F1} s, {peak} MB");
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

    private static byte[] Bytes(string which) =>
        which switch
        {
            "no text" => PngWriter.Grey(640, 480, (_, _) => 255),
            "noise" => PngWriter.Grey(500, 400, (x, y) => (byte)(((x * 7919) ^ (y * 104729)) * 2654435761 >> 13)),
            "a photo's light and fur" => PngWriter.Grey(1600, 1200, Fur),
            "one pixel" => PngWriter.Grey(1, 1, (_, _) => 0),
            "20,000 by 20,000" => PngWriter.File(20_000, 20_000, new byte[100]),
            "bomb" => PngWriter.Grey(9_000, 9_000, (_, _) => 0),
            "as large as is read, in stripes" => PngWriter.Grey(6_300, 6_300, (_, y) => (byte)(y / 3 % 2 * 255)),
            "cut off" => PngWriter.Grey(500, 400, (x, y) => (byte)(x * y))[..200],
            "no data" => PngWriter.File(500, 400, []),
            "animated GIF" => Gif(),
            _ => "This is a note about the weather, and nothing else at all."u8.ToArray(),
        };

    /// <summary>An animal before a window, as far as a reader of diagrams could tell: a bright ground that fades, a dark body, ears, hair in every direction.</summary>
    private static byte Fur(int x, int y)
    {
        var (dx, dy) = ((x - 800) / 500.0, (y - 750) / 400.0);
        var ear = Math.Abs(Math.Abs(x - 800) - 260) < (y - 250) / 2.5 && y < 500;
        var body = (dx * dx) + (dy * dy) < 1 || ear;
        var hair = Math.Sin((x * 0.31) + (7 * Math.Sin(y * 0.013))) * Math.Sin((y * 0.17) + (5 * Math.Sin(x * 0.021)));
        var grain = ((((x * 73856093) ^ (y * 19349663)) >> 7) & 15) - 8;
        var light = body ? 90 + (50 * hair) - (30 * dx) : 215 - (y / 12.0) + (20 * Math.Sin(x * 0.004));
        return (byte)Math.Clamp(light + grain, 0, 255);
    }

    /// <summary>Two frames of one colour, 32 pixels wide (GIF89a), packed without packing: a clear code before every 100 pixels keeps codes at one byte.</summary>
    private static byte[] Gif()
    {
        var codes = Enumerable.Range(0, 32 * 32).SelectMany(i => i % 100 == 0 ? (byte[])[0x80, 1] : [1]).Append((byte)0x81).ToArray();
        var blocks = codes.Chunk(255).SelectMany(block => (byte[])[(byte)block.Length, .. block]);
        byte[] frame = [0x2C, 0, 0, 0, 0, 32, 0, 32, 0, 0, 7, .. blocks, 0];
        return [.. "GIF89a"u8, 32, 0, 32, 0, 0xF0, 0, 0, 0, 0, 0, 255, 255, 255, .. frame, .. frame, 0x3B];
    }
}
