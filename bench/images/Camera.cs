using InfraAi.Analysis.Images;

namespace InfraAi.Bench.Images;

/// <summary>What cameras and screens make of a picture.</summary>
internal static class Camera
{
    /// <summary>A quarter against the clock.</summary>
    internal static Raster Rotated(Raster p) => Mapped(p, p.Height, p.Width, (x, y) => (p.Width - 1 - y, x));

    internal static Raster Inverted(Raster p)
    {
        var to = new Raster(p.Width, p.Height);
        for (var i = 0; i < p.Red.Length; i++)
        {
            (to.Red[i], to.Green[i], to.Blue[i]) = ((byte)(255 - p.Red[i]), (byte)(255 - p.Green[i]), (byte)(255 - p.Blue[i]));
        }

        return to;
    }

    /// <summary>Seen by a camera 1.2 widths away, with the sheet turned about its upright axis.</summary>
    internal static Raster Tilted(Raster p, double degrees)
    {
        var (sine, cosine) = Math.SinCos(degrees * Math.PI / 180);
        var far = 1.2 * p.Width;
        return Mapped(
            p,
            p.Width,
            p.Height,
            (x, y) =>
            {
                var (dx, dy) = (x - (p.Width / 2.0), y - (p.Height / 2.0));
                var across = dx * far / ((far * cosine) - (dx * sine));
                return (across + (p.Width / 2.0), (dy * (far + (across * sine)) / far) + (p.Height / 2.0));
            }
        );
    }

    private static Raster Mapped(Raster p, int width, int height, Func<int, int, (double X, double Y)> source)
    {
        var to = new Raster(width, height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (sx, sy) = source(x, y);
                var at = (y * width) + x;
                to.Red[at] = Sample(p.Red, p, sx, sy);
                to.Green[at] = Sample(p.Green, p, sx, sy);
                to.Blue[at] = Sample(p.Blue, p, sx, sy);
            }
        }

        return to;
    }

    private static byte Sample(byte[] plane, Raster p, double x, double y)
    {
        if (x < 0 || y < 0 || x > p.Width - 1 || y > p.Height - 1)
        {
            return plane[0];
        }

        var (left, top) = ((int)x, (int)y);
        var (right, bottom) = (Math.Min(left + 1, p.Width - 1), Math.Min(top + 1, p.Height - 1));
        var (partX, partY) = (x - left, y - top);
        var above = (plane[(top * p.Width) + left] * (1 - partX)) + (plane[(top * p.Width) + right] * partX);
        var below = (plane[(bottom * p.Width) + left] * (1 - partX)) + (plane[(bottom * p.Width) + right] * partX);
        return (byte)((above * (1 - partY)) + (below * partY) + 0.5);
    }
}
