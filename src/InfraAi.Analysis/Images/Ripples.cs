namespace InfraAi.Analysis.Images;

/// <summary>Takes away what lossy compression adds: ripples around everything that is drawn, which would be taken for strokes.</summary>
internal static class Ripples
{
    /// <summary>Levels that neighbours differ by at the edge of something drawn.</summary>
    private const int Edge = 40;

    /// <summary>How much of the ground beside edges is uneven: under 0.2 in what was exported, over 0.4 in what was compressed.</summary>
    private const double Compressed = 0.37;

    /// <summary>A pixel takes the mean of those around it that differ by less than this many times the usual ripple.</summary>
    private const double Range = 5;

    /// <summary>Beyond this faint lines would go with the ripples.</summary>
    private const int MostRange = 36;
    private const int LeastRange = 8;
    private const int Reach = 2;

    /// <returns>The picture itself where it has no ripples.</returns>
    internal static Raster Removed(Raster picture) =>
        Measured(picture) is var (share, height) && share > Compressed
            ? Smoothed(picture, Math.Clamp((int)(height * Range), LeastRange, MostRange))
            : picture;

    /// <summary>Three to seven pixels right of an edge the ground is flat again: how often it is not, and by how many levels.</summary>
    private static (double Share, double Height) Measured(Raster picture)
    {
        var (all, uneven, sum) = (0, 0, 0L);
        for (var y = 0; y < picture.Height; y += 2)
        {
            var line = picture.Green.AsSpan(y * picture.Width, picture.Width);
            var edge = -Edge;
            for (var x = 1; x < line.Length - 3; x++)
            {
                var step = Math.Abs(line[x] - line[x - 1]);
                if (step > Edge)
                {
                    edge = x;
                }
                else if (
                    x - edge is >= 3 and <= 7
                    && Math.Abs(line[x + 1] - line[x]) <= Edge
                    && Math.Abs(line[x + 2] - line[x + 1]) <= Edge
                    && Math.Abs(line[x + 3] - line[x + 2]) <= Edge
                )
                {
                    all++;
                    uneven += step > 0 ? 1 : 0;
                    sum += step;
                }
            }
        }

        return (uneven / (double)Math.Max(1, all), sum / (double)Math.Max(1, uneven));
    }

    /// <summary>The sigma filter (J.-S. Lee, 1983): edges stay, because what lies beyond them differs by more.</summary>
    private static Raster Smoothed(Raster picture, int range)
    {
        var (width, height) = (picture.Width, picture.Height);
        var smooth = new Raster(width, height);
        Parallel.For(
            0,
            height,
            y =>
            {
                for (var x = 0; x < width; x++)
                {
                    var at = (y * width) + x;
                    var (r, g, b) = (picture.Red[at], picture.Green[at], picture.Blue[at]);
                    var (red, green, blue, count) = (0, 0, 0, 0);
                    for (var ny = Math.Max(0, y - Reach); ny <= Math.Min(height - 1, y + Reach); ny++)
                    {
                        for (var nx = Math.Max(0, x - Reach); nx <= Math.Min(width - 1, x + Reach); nx++)
                        {
                            var i = (ny * width) + nx;
                            var (nr, ng, nb) = (picture.Red[i], picture.Green[i], picture.Blue[i]);
                            if (Math.Abs(nr - r) < range && Math.Abs(ng - g) < range && Math.Abs(nb - b) < range)
                            {
                                (red, green, blue, count) = (red + nr, green + ng, blue + nb, count + 1);
                            }
                        }
                    }

                    smooth.Red[at] = (byte)((red + (count / 2)) / count);
                    smooth.Green[at] = (byte)((green + (count / 2)) / count);
                    smooth.Blue[at] = (byte)((blue + (count / 2)) / count);
                }
            }
        );
        return smooth;
    }
}
