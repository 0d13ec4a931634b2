using System.Runtime.InteropServices;

namespace InfraAi.Analysis.Models.Pictures;

/// <summary>Keeps what libpng and libjpeg say of broken pictures off the terminal: they write it to C's own stderr, and Leptonica leaves them no other way.</summary>
internal static unsafe partial class NativeErrors
{
    private static readonly Lock Turn = new();
    private static readonly nint* Stderr = Find();
    private static readonly nint Nowhere = Stderr == null ? 0 : fopen("/dev/null", "w");
    private static nint usual;
    private static int silences;

    /// <summary>Until it is disposed of, C's stderr leads nowhere. Ours does not go through it (System.Console writes to the descriptor).</summary>
    internal static IDisposable Silenced()
    {
        lock (Turn)
        {
            if (Nowhere != 0 && silences++ == 0)
            {
                (usual, *Stderr) = (*Stderr, Nowhere);
            }
        }

        return new Silence();
    }

    /// <summary>The variable itself, which is a pointer to a FILE; null where the C library keeps it otherwise.</summary>
    private static nint* Find() =>
        NativeLibrary.TryLoad("libc.so.6", out var library) && NativeLibrary.TryGetExport(library, "stderr", out var variable)
            ? (nint*)variable
            : null;

    private sealed class Silence : IDisposable
    {
        public void Dispose()
        {
            lock (Turn)
            {
                if (Nowhere != 0 && --silences == 0)
                {
                    *Stderr = usual;
                }
            }
        }
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint fopen(string path, string mode);
}
