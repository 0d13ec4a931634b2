using System.Runtime.InteropServices;

namespace InfraAi.Analysis.Images.Engine;

/// <summary>Debian's Tesseract with its Spanish model, which knows the accents that the other reader was never taught.</summary>
/// <remarks>Its C interface, called directly: https://github.com/tesseract-ocr/tesseract/blob/main/include/tesseract/capi.h</remarks>
internal static unsafe class Tesseract
{
    private const int SingleLine = 7;
    private static readonly Lock OneAtATime = new();
    private static readonly Lazy<(nint Library, nint Handle)?> Opened = new(Open);

    /// <summary>False where the packages tesseract-ocr and tesseract-ocr-spa are not installed.</summary>
    internal static bool IsAvailable => Opened.Value is not null;

    /// <summary>Reads one line of text; null when it cannot.</summary>
    internal static string? Read(Raster line)
    {
        if (Opened.Value is not var (library, handle))
        {
            return null;
        }

        var grey = new byte[line.Width * line.Height];
        for (var i = 0; i < grey.Length; i++)
        {
            grey[i] = (byte)(((line.Red[i] * 3) + (line.Green[i] * 6) + line.Blue[i]) / 10);
        }

        lock (OneAtATime)
        {
            fixed (byte* data = grey)
            {
                var setImage = (delegate* unmanaged<nint, byte*, int, int, int, int, void>)
                    NativeLibrary.GetExport(library, "TessBaseAPISetImage");
                setImage(handle, data, line.Width, line.Height, 1, line.Width);
                var getText = (delegate* unmanaged<nint, nint>)NativeLibrary.GetExport(library, "TessBaseAPIGetUTF8Text");
                var text = getText(handle);
                var read = Marshal.PtrToStringUTF8(text);
                ((delegate* unmanaged<nint, void>)NativeLibrary.GetExport(library, "TessDeleteText"))(text);
                ((delegate* unmanaged<nint, void>)NativeLibrary.GetExport(library, "TessBaseAPIClear"))(handle);
                return read?.Trim();
            }
        }
    }

    private static (nint, nint)? Open()
    {
        if (!NativeLibrary.TryLoad("libtesseract.so.5", out var library))
        {
            return null;
        }

        var handle = ((delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "TessBaseAPICreate"))();
        // It would report broken lines on standard error.
        fixed (byte* quiet = "debug_file\0"u8)
        fixed (byte* nowhere = "/dev/null\0"u8)
        fixed (byte* spanish = "spa\0"u8)
        {
            ((delegate* unmanaged<nint, byte*, byte*, int>)NativeLibrary.GetExport(library, "TessBaseAPISetVariable"))(
                handle,
                quiet,
                nowhere
            );
            if (
                ((delegate* unmanaged<nint, byte*, byte*, int>)NativeLibrary.GetExport(library, "TessBaseAPIInit3"))(handle, null, spanish)
                != 0
            )
            {
                return null;
            }
        }

        ((delegate* unmanaged<nint, int, void>)NativeLibrary.GetExport(library, "TessBaseAPISetPageSegMode"))(handle, SingleLine);
        return (library, handle);
    }
}
