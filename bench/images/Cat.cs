using InfraAi.Analysis.Images;

namespace InfraAi.Bench.Images;

/// <summary>A cat before a window, drawn as a camera would see it: fur hair by hair, eyes, whiskers, a blurred room, grain. It has nothing to be read.</summary>
internal static class Cat
{
    internal static Raster Draw(int width, int height)
    {
        var picture = new Raster(width, height);
        for (var py = 0; py < height; py++)
        {
            for (var px = 0; px < width; px++)
            {
                var (x, y) = (((px * 2.0) - width) / height, (py * 2.0 / height) - 1);
                var (red, green, blue) = At(x, y);
                var edge = 1 - (0.13 * ((x * x) + (y * y)));
                var grain = (Noise(px * 1.3, py * 1.3, 9) - 0.5) * 18;
                var i = (py * width) + px;
                picture.Red[i] = Byte((red * edge) + grain);
                picture.Green[i] = Byte((green * edge) + grain);
                picture.Blue[i] = Byte((blue * edge) + grain);
            }
        }

        return picture;
    }

    /// <param name="x">0 in the middle; a unit is half the picture's height.</param>
    /// <param name="y">−1 above, 1 below.</param>
    private static (double Red, double Green, double Blue) At(double x, double y)
    {
        var colour = Room(x, y);
        var shaggy = 0.06 * (Hair(x, y, 40) - 0.5);
        var body = Soft(1 - Round(x, y - 1.05, 0.85, 0.95) + shaggy, 0.03);
        var head = Soft(1 - Round(x, y + 0.05, 0.56, 0.48) + shaggy, 0.03);
        foreach (var side in (ReadOnlySpan<double>)[-1, 1])
        {
            // Ears: a triangle each, rose inside.
            var (across, down) = (Math.Abs((side * x) - 0.36), y + 0.85);
            var ear = Soft((0.42 * down) - across + (0.3 * shaggy), 0.02) * Soft(0.5 - down, 0.05);
            colour = Mix(colour, Fur(x, y), ear);
            colour = Mix(colour, (206, 150, 138), Soft((0.3 * down) - across - 0.03, 0.03) * Soft(0.42 - down, 0.05));
        }

        colour = Mix(colour, Fur(x, y), Math.Max(body, head));
        colour = Mix(colour, (236, 226, 212), Soft(1 - Round(x, y - 0.2, 0.26, 0.17) + shaggy, 0.1) * (0.7 + (0.3 * Hair(x, y, 55))));
        foreach (var side in (ReadOnlySpan<double>)[-1, 1])
        {
            var (ex, ey) = ((side * x) - 0.23, y + 0.12);
            var iris = Soft(1 - Round(ex, ey, 0.115, 0.09), 0.08);
            colour = Mix(colour, (30, 24, 20), Soft(1 - Round(ex, ey, 0.135, 0.105), 0.08));
            colour = Mix(colour, (150 - (300 * ex), 172 + (250 * ey), 74), iris);
            colour = Mix(colour, (8, 8, 10), Soft(1 - Round(ex, ey, 0.03, 0.085), 0.2));
            colour = Mix(colour, (255, 255, 255), Soft(1 - Round(ex + (side * 0.03), ey + 0.035, 0.022, 0.022), 0.3));
            // Whiskers: bright, thin and bent.
            for (var hair = 0; hair < 5; hair++)
            {
                var along = (side * x) - 0.15;
                var line = 0.16 + (0.022 * hair) + ((hair - 2) * 0.16 * along) + (0.22 * along * along);
                var there = along is > 0 and < 0.62 ? Soft(0.0035 - Math.Abs(y - line), 0.003) : 0;
                colour = Mix(colour, (245, 240, 232), 0.75 * there);
            }
        }

        colour = Mix(colour, (196, 118, 112), Soft(0.05 - Math.Abs(x) - Math.Max(0, 1.2 * (y - 0.1)), 0.02) * Soft(y - 0.06, 0.02));
        return Mix(
            colour,
            (84, 58, 50),
            Soft(0.006 - Math.Abs(y - 0.24 - (0.35 * x * x) + (0.08 * Math.Abs(x))), 0.005) * Soft(0.16 - Math.Abs(x), 0.02)
        );
    }

    /// <summary>Bright spots, a window and shelves, far out of focus.</summary>
    private static (double, double, double) Room(double x, double y)
    {
        var light = 118 + (46 * Noise(x * 1.1, y * 1.1, 1)) + (90 * Soft(0.5 - Math.Abs(x + 0.9), 0.35) * Soft(0.1 - y, 0.5));
        var shelf = 24 * Math.Sin((y * 7) + (0.4 * x)) * Soft(x - 0.2, 0.6);
        var spot = 40 * Soft(Noise(x * 4, y * 4, 2) - 0.72, 0.12);
        return (light + shelf + spot + 14, light + (0.8 * shelf) + spot, light + (0.5 * shelf) + (0.6 * spot) - 16);
    }

    /// <summary>Tabby: dark stripes around, the hairs along.</summary>
    private static (double, double, double) Fur(double x, double y)
    {
        var stripe = Math.Sin((14 * Math.Sqrt((x * x) + ((y + 0.3) * (y + 0.3)))) + (3 * Noise(x * 2, y * 2, 3)));
        var light = 96 + (30 * stripe) + (70 * (Hair(x, y, 60) - 0.5)) + (46 * (Hair(x + 3, y, 130) - 0.5)) - (34 * x) - (16 * y);
        return (light + 16, light - 2, light - 30);
    }

    /// <summary>Noise drawn out along the way the hairs lie: outwards from the nose, and down.</summary>
    private static double Hair(double x, double y, double fine)
    {
        var angle = Math.Atan2(y - 0.05 + (0.4 * Math.Abs(x)), x) + (0.5 * Noise(x * 3, y * 3, 4));
        var far = Math.Sqrt((x * x) + (y * y));
        return Noise(angle * fine * (0.3 + (0.5 * far)), far * fine * 0.14, 5);
    }

    private static double Round(double x, double y, double wide, double high) =>
        Math.Sqrt((x * x / (wide * wide)) + (y * y / (high * high)));

    /// <summary>0 to 1 around nought, over the width given.</summary>
    private static double Soft(double value, double width)
    {
        var part = Math.Clamp((value / width) + 0.5, 0, 1);
        return part * part * (3 - (2 * part));
    }

    private static (double, double, double) Mix((double R, double G, double B) a, (double R, double G, double B) b, double part) =>
        (a.R + ((b.R - a.R) * part), a.G + ((b.G - a.G) * part), a.B + ((b.B - a.B) * part));

    /// <summary>Numbers of a grid, 0 to 1, smoothly joined.</summary>
    private static double Noise(double x, double y, int seed)
    {
        var (left, top) = ((int)Math.Floor(x), (int)Math.Floor(y));
        var (dx, dy) = (Soft(x - left - 0.5, 1), Soft(y - top - 0.5, 1));
        var above = (At(left, top) * (1 - dx)) + (At(left + 1, top) * dx);
        var below = (At(left, top + 1) * (1 - dx)) + (At(left + 1, top + 1) * dx);
        return (above * (1 - dy)) + (below * dy);

        double At(int column, int row)
        {
            var hash = unchecked((uint)((column * 374761393) + (row * 668265263) + (seed * 1274126177)));
            hash = (hash ^ (hash >> 13)) * 1274126177;
            return ((hash ^ (hash >> 16)) & 0xffff) / 65535.0;
        }
    }

    private static byte Byte(double value) => (byte)Math.Clamp(value, 0, 255);
}
