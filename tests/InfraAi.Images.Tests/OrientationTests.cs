using InfraAi.Analysis;
using InfraAi.Analysis.Images;
using InfraAi.Analysis.Models.Pictures;
using InfraAi.Bench.Images;
using InfraAi.Model;

namespace InfraAi.Images.Tests;

/// <summary>Cameras store a picture as it fell on the sensor, and how to turn it: boxes count in the picture as browsers show it.</summary>
public sealed class OrientationTests
{
    private const int Slack = 6;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Boxes_are_those_of_the_upright_picture(int orientation)
    {
        var png = File.ReadAllBytes(Path.Combine(CaseTests.Folder, "icons.png"));
        var upright = Boxes(png);
        var pixels = LeptonicaTool.Decode(PictureFile.Read(png, "a").Value, 1e7)!.Value.Pixels;

        var stored = Stored(pixels, orientation);
        (stored.Width == pixels.Width).ShouldBe(orientation < 5);
        var turned = Boxes(Files.Jpeg(stored, 95, orientation));

        turned.Keys.Order().ShouldBe(upright.Keys.Order());
        foreach (var (name, box) in upright)
        {
            turned[name].X.ShouldBeInRange(box.X - Slack, box.X + Slack, name);
            turned[name].Y.ShouldBeInRange(box.Y - Slack, box.Y + Slack, name);
            turned[name].Width.ShouldBeInRange(box.Width - (2 * Slack), box.Width + (2 * Slack), name);
            turned[name].Height.ShouldBeInRange(box.Height - (2 * Slack), box.Height + (2 * Slack), name);
        }
    }

    private static Dictionary<string, BoxEvidence> Boxes(byte[] file)
    {
        var read = new OfflineAnalyzer().Analyze(InputReader.ReadAny(file, "a").Value, TestContext.Current.CancellationToken).Value;
        return read.Components.ToDictionary(c => c.Name, c => (BoxEvidence)c.Evidence[0]);
    }

    /// <summary>The rows and columns of the file, by what EXIF (CIPA DC-008, 4.6.5.1.6) says of its first row and column.</summary>
    private static Raster Stored(Raster p, int orientation)
    {
        var (width, height) = orientation < 5 ? (p.Width, p.Height) : (p.Height, p.Width);
        var stored = new Raster(width, height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (right, bottom) = (p.Width - 1, p.Height - 1);
                var (fromX, fromY) = orientation switch
                {
                    2 => (right - x, y), // first row above, first column on the right
                    3 => (right - x, bottom - y), // below, right
                    4 => (x, bottom - y), // below, left
                    5 => (y, x), // left, above
                    6 => (right - y, x), // right, above
                    7 => (right - y, bottom - x), // right, below
                    8 => (y, bottom - x), // left, below
                    _ => (x, y),
                };
                var (from, to) = ((fromY * p.Width) + fromX, (y * width) + x);
                (stored.Red[to], stored.Green[to], stored.Blue[to]) = (p.Red[from], p.Green[from], p.Blue[from]);
            }
        }

        return stored;
    }
}
