using System.Runtime.InteropServices;
using InfraAi.Analysis.Images;

namespace InfraAi.Analysis.Models.Pictures;

/// <summary>Decodes, turns and scales pictures.</summary>
public interface IPictureTool
{
    /// <summary>False where its library is not installed.</summary>
    bool IsAvailable { get; }

    /// <param name="scale">1 or less.</param>
    /// <returns>The picture upright and scaled, without anything else that the file held; null when it cannot be decoded.</returns>
    (ReadOnlyMemory<byte> Bytes, string MediaType)? Redraw(PictureFile picture, double scale);
}

/// <summary>Debian's libleptonica (package liblept5), called directly. http://www.leptonica.org</summary>
public sealed partial class LeptonicaTool : IPictureTool
{
    private const string Library = "leptonica";
    private const int Jpeg = 2;
    private const int Png = 3;
    private const int Silent = 6;

    /// <summary>REMOVE_CMAP_BASED_ON_SRC: to grey or colours, with transparency where the map has it.</summary>
    private const int ByItsColours = 4;
    private const uint White = 0xFFFFFF00;
    private const uint Night = 0x18181800;
    private static readonly string[] Names = ["libleptonica.so.6", "liblept.so.5", "libleptonica.so", "liblept.so"];
    private static readonly Lazy<nint> Loaded = new(Load);

    static LeptonicaTool() =>
        NativeLibrary.SetDllImportResolver(typeof(LeptonicaTool).Assembly, (name, _, _) => name == Library ? Loaded.Value : 0);

    private LeptonicaTool() { }

    public static LeptonicaTool Shared { get; } = new();

    /// <inheritdoc/>
    public bool IsAvailable => Loaded.Value != 0;

    /// <inheritdoc/>
    public (ReadOnlyMemory<byte> Bytes, string MediaType)? Redraw(PictureFile picture, double scale)
    {
        // Leptonica takes a colour map apart by itself when it scales; transparency is laid on white.
        var format = picture.Format == PictureFormat.Jpeg ? Jpeg : Png;
        nint pix = 0;
        try
        {
            pix = Read(picture);
            Replace(ref pix, Opaque);
            Replace(ref pix, p => scale < 1 ? pixScale(p, (float)scale, (float)scale) : pixClone(p));
            foreach (var turn in Turns(picture.Orientation))
            {
                Replace(ref pix, turn);
            }

            return pix == 0 ? null : Write(pix, format);
        }
        finally
        {
            pixDestroy(ref pix);
        }
    }

    /// <summary>The picture's pixels.</summary>
    /// <param name="most">More pixels than this are scaled down to it.</param>
    /// <returns>The picture upright, transparency laid on white, and how many of its pixels one pixel stands for across; null when it cannot be decoded.</returns>
    internal static (Raster Pixels, double Scale)? Decode(PictureFile picture, double most)
    {
        nint pix = 0;
        try
        {
            pix = Read(picture);
            Replace(ref pix, Opaque);
            var scale = Math.Min(1, Math.Sqrt(most / ((double)picture.Width * picture.Height)));
            Replace(ref pix, p => scale < 1 ? pixScale(p, (float)scale, (float)scale) : pixClone(p));
            Replace(ref pix, pixConvertTo32);
            foreach (var turn in Turns(picture.Orientation))
            {
                Replace(ref pix, turn);
            }

            return pix == 0 ? null : (Copy(pix), 1 / scale);
        }
        finally
        {
            pixDestroy(ref pix);
        }
    }

    private static nint Read(PictureFile picture)
    {
        using (NativeErrors.Silenced())
        {
            return pixReadMem(picture.Bytes.Span, (nuint)picture.Bytes.Length);
        }
    }

    private static unsafe Raster Copy(nint pix)
    {
        // Leptonica keeps one 32-bit number a pixel: red, green, blue from the highest byte down.
        var raster = new Raster(pixGetWidth(pix), pixGetHeight(pix));
        var line = pixGetWpl(pix);
        var data = (uint*)pixGetData(pix);
        for (var y = 0; y < raster.Height; y++)
        {
            for (var x = 0; x < raster.Width; x++)
            {
                var (value, to) = (data[((long)y * line) + x], (y * raster.Width) + x);
                raster.Red[to] = (byte)(value >> 24);
                raster.Green[to] = (byte)(value >> 16);
                raster.Blue[to] = (byte)(value >> 8);
            }
        }

        return raster;
    }

    /// <summary>Transparency laid on white; on black where what is drawn on it is light: it was made for a dark page.</summary>
    private static nint Opaque(nint pix)
    {
        var plain = pixRemoveColormap(pix, ByItsColours);
        try
        {
            return plain == 0 ? 0
                : pixGetSpp(plain) == 4 ? pixAlphaBlendUniform(plain, IsLight(plain) ? Night : White)
                : pixClone(plain);
        }
        finally
        {
            pixDestroy(ref plain);
        }
    }

    /// <summary>True when the rims of what is drawn on nothing (letters, lines, boxes) are light for the most part.</summary>
    private static unsafe bool IsLight(nint pix)
    {
        var (width, height, line) = (pixGetWidth(pix), pixGetHeight(pix), pixGetWpl(pix));
        var data = (uint*)pixGetData(pix);
        var (light, dark) = (0, 0);
        for (var y = 1; y < height - 1; y++)
        {
            for (var x = 1; x < width - 1; x++)
            {
                var at = data + ((long)y * line) + x;
                if (
                    (*at & 0xFF) < 128
                    || ((at[-1] & 0xFF) > 63 && (at[1] & 0xFF) > 63 && (at[-line] & 0xFF) > 63 && (at[line] & 0xFF) > 63)
                )
                {
                    continue;
                }

                var level = (((*at >> 24) * 3) + (((*at >> 16) & 0xFF) * 6) + ((*at >> 8) & 0xFF)) / 10;
                light += level > 180 ? 1 : 0;
                dark += level < 110 ? 1 : 0;
            }
        }

        return light > 2 * dark;
    }

    /// <summary>How each of EXIF's eight ways of lying is made upright.</summary>
    private static Func<nint, nint>[] Turns(int orientation) =>
        orientation switch
        {
            2 => [Mirror],
            3 => [p => pixRotateOrth(p, 2)],
            4 => [p => pixFlipTB(0, p)],
            5 => [p => pixRotateOrth(p, 1), Mirror],
            6 => [p => pixRotateOrth(p, 1)],
            7 => [p => pixRotateOrth(p, 3), Mirror],
            8 => [p => pixRotateOrth(p, 3)],
            _ => [],
        };

    private static nint Mirror(nint pix) => pixFlipLR(0, pix);

    private static void Replace(ref nint pix, Func<nint, nint> step)
    {
        if (pix == 0)
        {
            return;
        }

        var next = step(pix);
        pixDestroy(ref pix);
        pix = next;
    }

    private static (ReadOnlyMemory<byte>, string)? Write(nint pix, int format)
    {
        if (pixWriteMem(out var data, out var size, pix, format) != 0)
        {
            return null;
        }

        try
        {
            var bytes = new byte[(int)size];
            Marshal.Copy(data, bytes, 0, bytes.Length);
            return (bytes, format == Jpeg ? "image/jpeg" : "image/png");
        }
        finally
        {
            lept_free(data);
        }
    }

    private static nint Load()
    {
        foreach (var name in Names)
        {
            if (NativeLibrary.TryLoad(name, out var library))
            {
                if (NativeLibrary.TryGetExport(library, "setMsgSeverity", out var export))
                {
                    // Its complaints about broken pictures would go to standard error.
                    Marshal.GetDelegateForFunctionPointer<SetSeverity>(export)(Silent);
                }

                return library;
            }
        }

        return 0;
    }

    private delegate int SetSeverity(int severity);

    [LibraryImport(Library)]
    private static partial nint pixReadMem(ReadOnlySpan<byte> data, nuint size);

    [LibraryImport(Library)]
    private static partial int pixWriteMem(out nint data, out nuint size, nint pix, int format);

    [LibraryImport(Library)]
    private static partial nint pixClone(nint pix);

    [LibraryImport(Library)]
    private static partial nint pixScale(nint pix, float x, float y);

    [LibraryImport(Library)]
    private static partial nint pixRotateOrth(nint pix, int quarters);

    [LibraryImport(Library)]
    private static partial nint pixFlipLR(nint target, nint pix);

    [LibraryImport(Library)]
    private static partial nint pixFlipTB(nint target, nint pix);

    [LibraryImport(Library)]
    private static partial nint pixRemoveColormap(nint pix, int type);

    [LibraryImport(Library)]
    private static partial nint pixAlphaBlendUniform(nint pix, uint colour);

    [LibraryImport(Library)]
    private static partial nint pixConvertTo32(nint pix);

    [LibraryImport(Library)]
    private static partial nint pixGetData(nint pix);

    [LibraryImport(Library)]
    private static partial int pixGetWidth(nint pix);

    [LibraryImport(Library)]
    private static partial int pixGetHeight(nint pix);

    [LibraryImport(Library)]
    private static partial int pixGetWpl(nint pix);

    [LibraryImport(Library)]
    private static partial int pixGetSpp(nint pix);

    [LibraryImport(Library)]
    private static partial void pixDestroy(ref nint pix);

    [LibraryImport(Library)]
    private static partial void lept_free(nint data);
}
