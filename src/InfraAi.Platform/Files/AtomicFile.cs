namespace InfraAi.Platform.Files;

/// <summary>Replaces a file in one step: readers see the old bytes or the new ones.</summary>
public static class AtomicFile
{
    private const string Ending = "tmp";

    /// <param name="mode">Unix permissions of a new file; an existing file keeps its own. Null for the system's default.</param>
    /// <exception cref="IOException">Nothing has changed then.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode? mode = null)
    {
        var draft = Draft.Of(path, Ending);
        try
        {
            using (var stream = new FileStream(draft, Options(path, mode)))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }

    /// <summary>Deletes the drafts of this file whose writers are gone: they were killed. What cannot be deleted stays for the next time.</summary>
    public static void Sweep(string path)
    {
        try
        {
            foreach (var draft in Draft.Left(path, Ending))
            {
                File.Delete(draft);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A draft costs a few bytes; what was asked for is done.
        }
    }

    private static FileStreamOptions Options(string path, UnixFileMode? mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows() && (File.Exists(path) ? File.GetUnixFileMode(path) : mode) is { } kept)
        {
            options.UnixCreateMode = kept;
        }

        return options;
    }
}
