using InfraAi.Analysis;
using InfraAi.Analysis.Images;
using InfraAi.Analysis.Models.Pictures;
using InfraAi.Bench.Images;
using InfraAi.Model;

namespace InfraAi.Images.Tests;

/// <summary>What is not read of a picture is said.</summary>
public sealed class LossTests
{
    [Theory]
    [InlineData("tienda", "No se leyeron ")]
    [InlineData("stream", " lines of text were not read")]
    public void More_text_than_is_read(string name, string note)
    {
        var picture = Pixels(name);
        // The longest name in its box, until there is more text than one picture may have.
        var box = (BoxEvidence)Read(Files.Png(picture)).Value.Components.MaxBy(c => c.Name.Length)!.Evidence[0];
        var (width, height) = (box.Width + 30, box.Height + 30);
        var crowd = Blank(18 * width, 20 * height);
        for (var i = 0; i < 360; i++)
        {
            Paste(picture, new(box.X - 8, box.Y - 8, box.Width + 16, box.Height + 16), crowd, i % 18 * width, i / 18 * height);
        }

        var read = Read(Files.Png(crowd)).Value;

        read.Notes.ShouldContain(n => n.Contains(note), string.Join('\n', read.Notes));
        read.Components.Sum(c => c.Evidence.Count).ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Letters_too_small_for_a_large_picture()
    {
        var small = Pixels("stream") is var p ? p.Resize(p.Width * 6 / 10, p.Height * 6 / 10) : null!;
        var sheet = Blank(2400, 1400);
        Paste(small, new(0, 0, small.Width, small.Height), sheet, 200, 200);

        Read(Files.Png(sheet)).Value.Notes.ShouldContain(n => n.Contains("letters smaller than 10 of its pixels are not found"));
    }

    [Theory]
    [InlineData("stream")]
    [InlineData("icons")]
    [InlineData("dark")]
    public void Nothing_is_said_where_nothing_is_lost(string name) => Read(Files.Png(Pixels(name))).Value.Notes.ShouldBeEmpty();

    [Fact]
    public void Of_an_animation_the_first_picture_is_read()
    {
        var gif = BadPictures.All.Single(b => b.Name == "animated GIF").Bytes();

        var problem = Read(gif).Problem!;
        problem.Message.En.ShouldContain("the first of its 2 frames was read");
        problem.Message.Es.ShouldContain("se leyó el primero de sus 2 fotogramas");
    }

    [Fact]
    public void More_lines_than_are_followed()
    {
        // Ten thousand dashes beside a drawing.
        var picture = Pixels("stream");
        var sheet = Blank(picture.Width + 1000, Math.Max(picture.Height, 1000));
        Paste(picture, new(0, 0, picture.Width, picture.Height), sheet, 0, 0);
        for (var i = 0; i < 10_000; i++)
        {
            var (x, y) = (picture.Width + (i % 100 * 10), i / 100 * 10);
            for (var at = 0; at < 5; at++)
            {
                sheet.Red[(y * sheet.Width) + x + at] = sheet.Green[(y * sheet.Width) + x + at] = 0;
            }
        }

        var read = Read(Files.Png(sheet)).Value;

        read.Notes.ShouldContain(n => n.StartsWith("The picture has more lines and shapes than are followed", StringComparison.Ordinal));
    }

    private static Result<Architecture> Read(byte[] file) =>
        new OfflineAnalyzer().Analyze(InputReader.ReadAny(file, "a").Value, TestContext.Current.CancellationToken);

    private static Raster Pixels(string name) =>
        LeptonicaTool
            .Decode(PictureFile.Read(File.ReadAllBytes(Path.Combine(CaseTests.Folder, name + ".png")), name).Value, 1e7)!
            .Value.Pixels;

    private static Raster Blank(int width, int height)
    {
        var blank = new Raster(width, height);
        foreach (var plane in (byte[][])[blank.Red, blank.Green, blank.Blue])
        {
            plane.AsSpan().Fill(255);
        }

        return blank;
    }

    private static void Paste(Raster from, Box part, Raster to, int left, int top)
    {
        part = part.Within(from.Width, from.Height);
        for (var y = 0; y < part.Height; y++)
        {
            var (source, target) = (((part.Y + y) * from.Width) + part.X, ((top + y) * to.Width) + left);
            from.Red.AsSpan(source, part.Width).CopyTo(to.Red.AsSpan(target));
            from.Green.AsSpan(source, part.Width).CopyTo(to.Green.AsSpan(target));
            from.Blue.AsSpan(source, part.Width).CopyTo(to.Blue.AsSpan(target));
        }
    }
}
