using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace InfraAi.Analysis.Images.Engine;

/// <summary>Debian's Tesseract with its Spanish model, which knows the accents that the other reader was never taught.</summary>
/// <remarks>Its C interface, called directly: https://github.com/tesseract-ocr/tesseract/blob/main/include/tesseract/capi.h</remarks>
internal static unsafe partial class Tesseract
{
    private const int SingleLine = 7;
    private static readonly Lazy<nint> Library = new(Load);

    /// <summary>Readers that nobody uses now: one reads one line at a time.</summary>
    private static readonly ConcurrentBag<nint> Idle = [];

    private static readonly Lazy<bool> Opens = new(() =>
    {
        var reader = Take();
        if (reader != 0)
        {
            Idle.Add(reader);
        }

        return reader != 0;
    });

    /// <summary>False where the packages tesseract-ocr and tesseract-ocr-spa are not installed.</summary>
    internal static bool IsAvailable => Opens.Value;

    /// <summary>Reads one line of dark text on light; null when it cannot. Several lines at once are fine.</summary>
    internal static string? Read(byte[] grey, int width, int height)
    {
        var reader = Take();
        if (reader == 0)
        {
            return null;
        }

        fixed (byte* data = grey)
        {
            ((delegate* unmanaged<nint, byte*, int, int, int, int, void>)Function("TessBaseAPISetImage"))(
                reader,
                data,
                width,
                height,
                1,
                width
            );
            var text = ((delegate* unmanaged<nint, nint>)Function("TessBaseAPIGetUTF8Text"))(reader);
            var read = Marshal.PtrToStringUTF8(text);
            ((delegate* unmanaged<nint, void>)Function("TessDeleteText"))(text);
            ((delegate* unmanaged<nint, void>)Function("TessBaseAPIClear"))(reader);
            Idle.Add(reader);
            return read?.Trim();
        }
    }

    private static nint Function(string name) => NativeLibrary.GetExport(Library.Value, name);

    private static nint Load()
    {
        // One line is too little work to share: its threads would wait for each other.
        _ = setenv("OMP_THREAD_LIMIT", "1", 0);
        return NativeLibrary.TryLoad("libtesseract.so.5", out var library) ? library : 0;
    }

    /// <summary>A reader, ready for a line; 0 when there can be none.</summary>
    private static nint Take()
    {
        if (Idle.TryTake(out var idle) || Library.Value == 0)
        {
            return idle;
        }

        var reader = ((delegate* unmanaged<nint>)Function("TessBaseAPICreate"))();
        // It would report broken lines on standard error.
        Set(reader, "debug_file\0"u8, "/dev/null\0"u8);
        fixed (byte* spanish = "spa\0"u8)
        {
            if (((delegate* unmanaged<nint, byte*, byte*, int>)Function("TessBaseAPIInit3"))(reader, null, spanish) != 0)
            {
                return 0;
            }
        }

        // It would read every unsure line a second time, light on dark.
        Set(reader, "tessedit_do_invert\0"u8, "0\0"u8);
        ((delegate* unmanaged<nint, int, void>)Function("TessBaseAPISetPageSegMode"))(reader, SingleLine);
        return reader;
    }

    private static void Set(nint reader, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        fixed (byte* n = name)
        fixed (byte* v = value)
        {
            ((delegate* unmanaged<nint, byte*, byte*, int>)Function("TessBaseAPISetVariable"))(reader, n, v);
        }
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);
}
