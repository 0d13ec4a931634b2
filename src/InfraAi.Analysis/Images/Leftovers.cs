using System.Runtime.InteropServices;

namespace InfraAi.Analysis.Images;

/// <summary>Gives back what a large input left behind: of a picture arrays of a number a pixel, which the collector would keep for a long time, and freed pieces of the C library's heap.</summary>
public static partial class Leftovers
{
    /// <summary>A process that holds less keeps it, and is sooner done with the next picture: resident bytes.</summary>
    private const long Much = 450L * 1024 * 1024;

    /// <param name="above">Resident bytes below which nothing is done.</param>
    public static void Return(long above = Much)
    {
        if (Environment.WorkingSet > above)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            if (Trim.Value)
            {
                _ = malloc_trim(0);
            }
        }
    }

    /// <summary>False where the C library is not GNU's.</summary>
    private static readonly Lazy<bool> Trim = new(() =>
        NativeLibrary.TryLoad("libc.so.6", out var library) && NativeLibrary.TryGetExport(library, "malloc_trim", out _)
    );

    [LibraryImport("libc")]
    private static partial int malloc_trim(nuint pad);
}
