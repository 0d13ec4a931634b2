using InfraAi.Analysis.Images;

namespace InfraAi.Bench.Images;

/// <summary>What is no diagram: each ends in a clear problem, within five seconds and a gigabyte.</summary>
internal static class BadPictures
{
    internal const int MostSeconds = 5;
    internal const int MostMegabytes = 1024;

    /// <param name="Code">Of the problem that it ends in.</param>
    internal sealed record Bad(string Name, string Code, Func<byte[]> Bytes);

    internal static IReadOnlyList<Bad> All { get; } =
    [
        new("no text", "no-infrastructure", () => Files.Grey(640, 480, (_, _) => 255)),
        new("noise", "no-infrastructure", () => Files.Grey(500, 400, Noise)),
        new("noise of 13 megapixels", "no-infrastructure", () => Files.Grey(4_200, 3_100, (x, y) => (byte)(Noise(x, y) & 0xF0))),
        new("a cat", "no-infrastructure", () => Files.Jpeg(Cat.Draw(1600, 1200), 85)),
        new("a cat of 12 megapixels", "no-infrastructure", () => Files.Jpeg(Cat.Draw(1600, 1200).Resize(4000, 3000), 85)),
        new("one pixel", "picture-too-small", () => Files.Grey(1, 1, (_, _) => 0)),
        new("20,000 by 20,000", "picture-too-large", () => Files.Png(20_000, 20_000, new byte[100])),
        new("bomb", "picture-too-large", () => Files.Grey(9_000, 9_000, (_, _) => 0)),
        new("as large as is read, in stripes", "no-infrastructure", () => Files.Grey(6_300, 6_300, (_, y) => (byte)(y / 3 % 2 * 255))),
        new(
            "as large as is read, in squares",
            "no-infrastructure",
            () => Files.Grey(6_300, 6_300, (x, y) => (byte)(((x / 9) + (y / 9)) % 2 * 255))
        ),
        new("cut off", "picture-broken", () => Files.Grey(500, 400, (x, y) => (byte)(x * y))[..200]),
        new("no data", "picture-broken", () => Files.Png(500, 400, [])),
        new("animated GIF", "no-infrastructure", Gif),
        new("text", "no-infrastructure", () => "This is a note about the weather, and nothing else at all."u8.ToArray()),
    ];

    private static byte Noise(int x, int y) => (byte)(((x * 7919) ^ (y * 104729)) * 2654435761 >> 13);

    /// <summary>Two frames of one colour, 32 pixels wide (GIF89a), packed without packing: a clear code before every 100 pixels keeps codes at one byte.</summary>
    private static byte[] Gif()
    {
        var codes = Enumerable.Range(0, 32 * 32).SelectMany(i => i % 100 == 0 ? (byte[])[0x80, 1] : [1]).Append((byte)0x81).ToArray();
        var blocks = codes.Chunk(255).SelectMany(block => (byte[])[(byte)block.Length, .. block]);
        byte[] frame = [0x2C, 0, 0, 0, 0, 32, 0, 32, 0, 0, 7, .. blocks, 0];
        return [.. "GIF89a"u8, 32, 0, 32, 0, 0xF0, 0, 0, 0, 0, 0, 255, 255, 255, .. frame, .. frame, 0x3B];
    }
}
