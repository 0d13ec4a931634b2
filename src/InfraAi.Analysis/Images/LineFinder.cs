using System.Runtime.InteropServices;
using InfraAi.Analysis.Images.Engine;

namespace InfraAi.Analysis.Images;

/// <summary>Finds lines of text in a picture, with PP-OCR's detector (differentiable binarization, https://arxiv.org/abs/1911.08947).</summary>
internal static class LineFinder
{
    /// <summary>The detector's cost grows with pixels: larger pictures are made smaller for it.</summary>
    private const double MostPixels = 1_500_000;

    /// <summary>Size of the letters, in pixels of the picture that the detector is given, below which it finds none: tried with pictures of 2, 3 and 12 megapixels.</summary>
    private const double LeastSize = 6.5;

    /// <summary>Smaller ones are enlarged: letters below eight pixels are not found.</summary>
    private const double FewestPixels = 900_000;

    /// <summary>Pixels that the detector is given at once, and rows above and below them that it sees too: a line of text is whole in one of two strips.</summary>
    private const int StripPixels = 1_000_000;
    private const int Overlap = 128;
    private const int LeastRows = 96;

    private const float Ink = 0.3f;
    private const float LeastScore = 0.55f;
    private const double Margin = 1.6;

    // What the models were trained with (ImageNet's), in the order blue, green, red.
    private static readonly float[] Mean = [0.485f, 0.456f, 0.406f];
    private static readonly float[] Deviation = [0.229f, 0.224f, 0.225f];

    /// <param name="pixels">Of the picture as it came.</param>
    /// <returns>Size of letters, in its pixels, below which none are found; 0 for a picture that is not made smaller.</returns>
    internal static double LeastSizeIn(double pixels) => pixels > MostPixels ? LeastSize * Math.Sqrt(pixels / MostPixels) : 0;

    internal static List<Box> Find(Raster picture, PictureEngine engine)
    {
        var pixels = (double)picture.Width * picture.Height;
        var scale = Math.Sqrt(
            pixels > MostPixels ? MostPixels / pixels
            : pixels < FewestPixels ? Math.Min(4, FewestPixels / pixels)
            : 1
        );
        var width = Multiple(picture.Width * scale);
        var height = Multiple(picture.Height * scale);
        var map = Probabilities(picture.Resize(width, height), engine);
        return Lines(map, width, height, (double)picture.Width / width, (double)picture.Height / height, picture);
    }

    private static int Multiple(double side) => Math.Max(32, (int)Math.Round(side / 32) * 32);

    /// <summary>Strip by strip: what the detector holds at once grows with the pixels it is given.</summary>
    private static float[] Probabilities(Raster picture, PictureEngine engine)
    {
        var map = new float[picture.Width * picture.Height];
        var rows = Math.Max(LeastRows, StripPixels / picture.Width / 32 * 32);
        var strips = (picture.Height + rows - 1) / rows;
        rows = ((picture.Height / 32) + strips - 1) / strips * 32;
        var input = Array.Empty<float>();
        for (var top = 0; top < picture.Height; top += rows)
        {
            var (first, end) = (Math.Max(0, top - Overlap), Math.Min(picture.Height, top + rows + Overlap));
            var (from, size) = (first * picture.Width, (end - first) * picture.Width);
            if (input.Length != 3 * size)
            {
                input = new float[3 * size];
            }

            Normalize(picture, from, size, input);
            var (skipped, kept) = ((top - first) * picture.Width, (Math.Min(picture.Height, top + rows) - top) * picture.Width);
            engine.Detector.Run(
                input,
                [1, 3, end - first, picture.Width],
                (data, _) =>
                {
                    Marshal.Copy(data + (skipped * sizeof(float)), map, top * picture.Width, kept);
                    return 0;
                }
            );
        }

        return map;
    }

    private static void Normalize(Raster picture, int from, int size, float[] to)
    {
        byte[][] planes = [picture.Blue, picture.Green, picture.Red];
        for (var plane = 0; plane < 3; plane++)
        {
            var (mean, deviation) = (Mean[plane] * 255, Deviation[plane] * 255);
            var source = planes[plane].AsSpan(from, size);
            var target = to.AsSpan(plane * size, size);
            for (var i = 0; i < size; i++)
            {
                target[i] = (source[i] - mean) / deviation;
            }
        }
    }

    private static List<Box> Lines(float[] map, int width, int height, double scaleX, double scaleY, Raster picture)
    {
        var lines = new List<Box>();
        var seen = new bool[map.Length];
        var open = new Stack<int>();
        for (var start = 0; start < map.Length; start++)
        {
            if (seen[start] || map[start] < Ink)
            {
                continue;
            }

            var (left, top, right, bottom, count, sum) = (width, height, 0, 0, 0, 0.0);
            open.Push(start);
            seen[start] = true;
            while (open.TryPop(out var at))
            {
                var (y, x) = Math.DivRem(at, width);
                (left, right) = (Math.Min(left, x), Math.Max(right, x + 1));
                (top, bottom) = (Math.Min(top, y), Math.Max(bottom, y + 1));
                count++;
                sum += map[at];
                for (var dy = -1; dy <= 1; dy++)
                {
                    for (var dx = -1; dx <= 1; dx++)
                    {
                        var (nx, ny) = (x + dx, y + dy);
                        if (nx >= 0 && ny >= 0 && nx < width && ny < height && map[(ny * width) + nx] >= Ink && !seen[(ny * width) + nx])
                        {
                            seen[(ny * width) + nx] = true;
                            open.Push((ny * width) + nx);
                        }
                    }
                }
            }

            var (across, down) = (right - left, bottom - top);
            if (Math.Min(across, down) < 3 || sum / count < LeastScore)
            {
                continue;
            }

            // The map shows the core of each line: it is grown back to the letters' own height.
            var grow = across * down * Margin / (2.0 * (across + down));
            lines.Add(
                Box.Of(
                        (int)Math.Floor((left - grow) * scaleX),
                        (int)Math.Floor((top - grow) * scaleY),
                        (int)Math.Ceiling((right + grow) * scaleX),
                        (int)Math.Ceiling((bottom + grow) * scaleY)
                    )
                    .Within(picture.Width, picture.Height)
            );
        }

        return lines;
    }
}
