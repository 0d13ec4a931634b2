using InfraAi.Analysis;
using InfraAi.Analysis.Images;
using InfraAi.Analysis.Models.Pictures;
using InfraAi.Bench.Images;
using InfraAi.Model;

namespace InfraAi.Images.Tests;

/// <summary>Photos of a sheet that was not held straight.</summary>
public sealed class TiltTests
{
    [Theory]
    [InlineData("tienda", 10)]
    [InlineData("tienda", -15)]
    [InlineData("crossing", 12)]
    [InlineData("dark", -8)]
    public void A_picture_at_an_angle_is_read_as_the_straight_one(string name, int degrees)
    {
        var straight = Pixels(name);
        var photo = Camera.Tilted(straight, degrees);

        var (expected, read) = (Read(Files.Png(straight)), Read(Files.Jpeg(photo, 80)));

        Said(read).ShouldBe(Said(expected));
        foreach (var part in expected.Components)
        {
            // The middle of its box, seen by the camera, is in the box that the photo has.
            var (was, box) = ((BoxEvidence)part.Evidence[0], (BoxEvidence)read.Components.Single(c => c.Name == part.Name).Evidence[0]);
            var (x, y) = Seen(straight, degrees, was.X + (was.Width / 2.0), was.Y + (was.Height / 2.0));
            x.ShouldBeInRange(box.X + (box.Width * 0.4), box.X + (box.Width * 0.6), part.Name);
            y.ShouldBeInRange(box.Y + (box.Height * 0.35), box.Y + (box.Height * 0.65), part.Name);
        }
    }

    public static TheoryData<string> Names => CaseTests.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_straight_stays_as_it_is(string name)
    {
        Tilt.Of(Pixels(name)).ShouldBeNull();
        Tilt.Of(LeptonicaTool.Decode(PictureFile.Read(Files.Jpeg(Pixels(name), 40), name).Value, 1e7)!.Value.Pixels).ShouldBeNull();
    }

    private static (string Parts, string Relations) Said(Architecture read) =>
        (
            string.Join('\n', read.Components.Select(c => c.Name).Order()),
            string.Join('\n', read.Relations.Select(r => $"{r.From} -> {r.To}").Order())
        );

    /// <summary>Where the camera sees a place: the one whose source is nearest to it.</summary>
    private static (double X, double Y) Seen(Raster picture, int degrees, double x, double y)
    {
        var mark = new Raster(picture.Width, picture.Height);
        for (var dy = -2; dy <= 2; dy++)
        {
            mark.Red.AsSpan((((int)y + dy) * mark.Width) + (int)x - 2, 5).Fill(255);
        }

        var seen = Camera.Tilted(mark, degrees).Red;
        var lit = Enumerable.Range(0, seen.Length).Where(i => seen[i] > 128).ToList();
        return (lit.Average(i => i % mark.Width), lit.Average(i => i / mark.Width));
    }

    private static Architecture Read(byte[] file) =>
        new OfflineAnalyzer().Analyze(InputReader.ReadAny(file, "a").Value, TestContext.Current.CancellationToken).Value;

    private static Raster Pixels(string name) =>
        LeptonicaTool
            .Decode(PictureFile.Read(File.ReadAllBytes(Path.Combine(CaseTests.Folder, name + ".png")), name).Value, 1e7)!
            .Value.Pixels;
}
