using System.Diagnostics;
using InfraAi.Analysis;

namespace InfraAi.Images.Tests;

/// <summary>What is no diagram gives a clear problem, soon.</summary>
public sealed class BadInputTests
{
    private static readonly byte[] Blank = PngWriter.Grey(640, 480, (_, _) => 255);

    public static TheoryData<string, string> Cases =>
        new()
        {
            { "no text", "no-infrastructure" },
            { "noise", "no-infrastructure" },
            { "one pixel", "picture-too-small" },
            { "20,000 by 20,000", "picture-too-large" },
            { "bomb", "picture-too-large" },
            { "cut off", "picture-broken" },
            { "no data", "picture-broken" },
            { "animated GIF", "no-infrastructure" },
            { "text", "no-infrastructure" },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gives_a_problem_within_five_seconds(string which, string code)
    {
        var clock = Stopwatch.StartNew();
        var input = InputReader.ReadAny(Bytes(which), "a.png");
        var problem = input.Ok ? new OfflineAnalyzer().Analyze(input.Value, TestContext.Current.CancellationToken).Problem : input.Problem;

        problem.ShouldNotBeNull().Code.ShouldBe(code);
        problem.Message.En.ShouldNotBeEmpty();
        problem.Remedy.Es.ShouldNotBeEmpty();
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5 * Slack));
    }

    /// <summary>Several test programs share the machine: the time is for one that has it.</summary>
    private const int Slack = 4;

    private static byte[] Bytes(string which) =>
        which switch
        {
            "no text" => Blank,
            // Like a photo: no two pixels alike, nothing flat.
            "noise" => PngWriter.Grey(500, 400, (x, y) => (byte)(((x * 7919) ^ (y * 104729)) * 2654435761 >> 13)),
            "one pixel" => PngWriter.Grey(1, 1, (_, _) => 0),
            "20,000 by 20,000" => PngWriter.File(20_000, 20_000, new byte[100]),
            "bomb" => PngWriter.Grey(9_000, 9_000, (_, _) => 0),
            "cut off" => PngWriter.Grey(500, 400, (x, y) => (byte)(x * y))[..200],
            "no data" => PngWriter.File(500, 400, []),
            "animated GIF" => Gif(),
            _ => "This is a note about the weather, and nothing else at all."u8.ToArray(),
        };

    /// <summary>Two frames of one colour, 32 pixels wide (GIF89a), packed without packing: a clear code before every 100 pixels keeps codes at one byte.</summary>
    private static byte[] Gif()
    {
        var codes = Enumerable.Range(0, 32 * 32).SelectMany(i => i % 100 == 0 ? (byte[])[0x80, 1] : [1]).Append((byte)0x81).ToArray();
        var blocks = codes.Chunk(255).SelectMany(block => (byte[])[(byte)block.Length, .. block]);
        byte[] frame = [0x2C, 0, 0, 0, 0, 32, 0, 32, 0, 0, 7, .. blocks, 0];
        return [.. "GIF89a"u8, 32, 0, 32, 0, 0xF0, 0, 0, 0, 0, 0, 255, 255, 255, .. frame, .. frame, 0x3B];
    }
}
