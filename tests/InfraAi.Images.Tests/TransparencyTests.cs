using InfraAi.Analysis;
using InfraAi.Analysis.Images;
using InfraAi.Analysis.Models.Pictures;
using InfraAi.Bench.Images;

namespace InfraAi.Images.Tests;

/// <summary>Drawings exported without their ground.</summary>
public sealed class TransparencyTests
{
    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    public void What_is_drawn_on_nothing_is_read_dark_or_light(byte level)
    {
        var picture = Pixels();
        var rows = Files.Packed(
            picture.Height,
            new byte[1 + (4 * picture.Width)],
            (line, y) =>
            {
                for (var x = 0; x < picture.Width; x++)
                {
                    // As dark as it was, so opaque is it now.
                    var opaque = (byte)(255 - picture.Green[(y * picture.Width) + x]);
                    (line[1 + (4 * x)], line[2 + (4 * x)], line[3 + (4 * x)], line[4 + (4 * x)]) = (level, level, level, opaque);
                }
            }
        );

        ShouldBeRead(Files.Png(picture.Width, picture.Height, rows, colour: 6));
    }

    [Fact]
    public void A_palette_s_transparent_colour_is_no_colour()
    {
        var picture = Pixels();
        var rows = Files.Packed(
            picture.Height,
            new byte[1 + picture.Width],
            (line, y) =>
            {
                for (var x = 0; x < picture.Width; x++)
                {
                    line[1 + x] = (byte)(picture.Green[(y * picture.Width) + x] < 140 ? 1 : 0);
                }
            }
        );
        // Both are black; the first is transparent.
        var whole = Files.Png(picture.Width, picture.Height, rows, colour: 3);
        var head = whole.AsSpan(0, Signature.Length + 25);
        byte[] file = [.. head, .. Files.Chunk("PLTE", [0, 0, 0, 0, 0, 0]), .. Files.Chunk("tRNS", [0, 255]), .. whole.AsSpan(head.Length)];

        ShouldBeRead(file);
    }

    private static Raster Pixels() =>
        LeptonicaTool
            .Decode(PictureFile.Read(File.ReadAllBytes(Path.Combine(CaseTests.Folder, "crossing.png")), "a").Value, 1e7)!
            .Value.Pixels;

    private static void ShouldBeRead(byte[] file)
    {
        var read = new OfflineAnalyzer().Analyze(InputReader.ReadAny(file, "a").Value, TestContext.Current.CancellationToken);
        read.Problem.ShouldBeNull();
        CaseTests.ShouldBe(read.Value, "crossing");
    }
}
