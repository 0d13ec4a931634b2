namespace InfraAi.Analysis.Images;

/// <summary>A decoded picture: upright, transparency laid on white, one byte a colour and pixel, row by row.</summary>
internal sealed class Raster(int width, int height)
{
    internal int Width { get; } = width;
    internal int Height { get; } = height;
    internal byte[] Red { get; } = new byte[width * height];
    internal byte[] Green { get; } = new byte[width * height];
    internal byte[] Blue { get; } = new byte[width * height];

    /// <summary>Every pixel averaged or interpolated over what it stands for.</summary>
    internal Raster Resize(int width, int height)
    {
        if (width == Width && height == Height)
        {
            return this;
        }

        var resized = new Raster(width, height);
        var across = Taps.For(0, Width, width);
        var down = Taps.For(0, Height, height);
        Resample(Red, resized.Red, across, down, width, height);
        Resample(Green, resized.Green, across, down, width, height);
        Resample(Blue, resized.Blue, across, down, width, height);
        return resized;
    }

    /// <summary>A part of the picture, resized.</summary>
    internal Raster Crop(Box box, int width, int height)
    {
        var cut = new Raster(width, height);
        var across = Taps.For(box.X, box.Width, width, Width);
        var down = Taps.For(box.Y, box.Height, height, Height);
        Resample(Red, cut.Red, across, down, width, height);
        Resample(Green, cut.Green, across, down, width, height);
        Resample(Blue, cut.Blue, across, down, width, height);
        return cut;
    }

    private void Resample(byte[] from, byte[] to, Taps[] across, Taps[] down, int width, int height)
    {
        var top = down[0].First;
        var bottom = down[^1].First + down[^1].Weights.Length;
        var rows = new float[(bottom - top) * width];
        for (var y = top; y < bottom; y++)
        {
            var line = from.AsSpan(y * Width, Width);
            for (var x = 0; x < width; x++)
            {
                var (first, weights) = across[x];
                var sum = 0f;
                for (var i = 0; i < weights.Length; i++)
                {
                    sum += line[first + i] * weights[i];
                }

                rows[((y - top) * width) + x] = sum;
            }
        }

        for (var y = 0; y < height; y++)
        {
            var (first, weights) = down[y];
            for (var x = 0; x < width; x++)
            {
                var sum = 0f;
                for (var i = 0; i < weights.Length; i++)
                {
                    sum += rows[((first - top + i) * width) + x] * weights[i];
                }

                to[(y * width) + x] = (byte)(sum + 0.5f);
            }
        }
    }

    /// <summary>Which pixels make one pixel of the result, and how much each counts: a triangle as wide as the pixel.</summary>
    private readonly record struct Taps(int First, float[] Weights)
    {
        internal static Taps[] For(int start, int length, int count, int limit = 0)
        {
            limit = limit == 0 ? length : limit;
            var scale = (float)length / count;
            var reach = Math.Max(1, scale);
            var taps = new Taps[count];
            for (var i = 0; i < count; i++)
            {
                var center = start + ((i + 0.5f) * scale);
                var first = Math.Clamp((int)MathF.Floor(center - reach), 0, limit - 1);
                var last = Math.Clamp((int)MathF.Ceiling(center + reach), first + 1, limit);
                var weights = new float[last - first];
                var sum = 0f;
                for (var j = first; j < last; j++)
                {
                    sum += weights[j - first] = Math.Max(0, 1 - (Math.Abs(j + 0.5f - center) / reach));
                }

                for (var j = 0; j < weights.Length; j++)
                {
                    weights[j] = sum > 0 ? weights[j] / sum : 1f / weights.Length;
                }

                taps[i] = new(first, weights);
            }

            return taps;
        }
    }
}
