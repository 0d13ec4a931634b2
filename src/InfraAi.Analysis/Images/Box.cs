namespace InfraAi.Analysis.Images;

/// <summary>A rectangle of pixels.</summary>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
internal readonly record struct Box(int X, int Y, int Width, int Height)
{
    internal int Right => X + Width;
    internal int Bottom => Y + Height;
    internal long Area => (long)Width * Height;
    internal double MiddleX => X + (Width / 2.0);
    internal double MiddleY => Y + (Height / 2.0);

    internal static Box Of(int left, int top, int right, int bottom) => new(left, top, right - left, bottom - top);

    internal Box Union(Box other) =>
        Of(Math.Min(X, other.X), Math.Min(Y, other.Y), Math.Max(Right, other.Right), Math.Max(Bottom, other.Bottom));

    internal Box Grow(int by) => new(X - by, Y - by, Width + (2 * by), Height + (2 * by));

    /// <summary>The part within a picture of that size; at least one pixel.</summary>
    internal Box Within(int width, int height)
    {
        var left = Math.Clamp(X, 0, width - 1);
        var top = Math.Clamp(Y, 0, height - 1);
        return Of(left, top, Math.Clamp(Right, left + 1, width), Math.Clamp(Bottom, top + 1, height));
    }

    internal bool Contains(double x, double y) => x >= X && x < Right && y >= Y && y < Bottom;

    internal bool Contains(Box other) => other.X >= X && other.Y >= Y && other.Right <= Right && other.Bottom <= Bottom;

    /// <summary>Pixels both have.</summary>
    internal long Common(Box other) => (long)CommonX(other) * CommonY(other);

    /// <summary>How far they run side by side, seen from above.</summary>
    internal int CommonX(Box other) => Math.Max(0, Math.Min(Right, other.Right) - Math.Max(X, other.X));

    internal int CommonY(Box other) => Math.Max(0, Math.Min(Bottom, other.Bottom) - Math.Max(Y, other.Y));

    /// <summary>Empty pixels between them across; 0 when they stand above each other.</summary>
    internal int GapX(Box other) => Math.Max(0, Math.Max(X, other.X) - Math.Min(Right, other.Right));

    internal int GapY(Box other) => Math.Max(0, Math.Max(Y, other.Y) - Math.Min(Bottom, other.Bottom));

    internal double Distance(double x, double y)
    {
        var across = Math.Max(0, Math.Max(X - x, x - Right));
        var down = Math.Max(0, Math.Max(Y - y, y - Bottom));
        return Math.Sqrt((across * across) + (down * down));
    }

    internal Box Scale(double by) =>
        Of((int)Math.Round(X * by), (int)Math.Round(Y * by), (int)Math.Round(Right * by), (int)Math.Round(Bottom * by));
}
