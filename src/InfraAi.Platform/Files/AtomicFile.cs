namespace InfraAi.Platform.Files;

/// <summary>Replaces a file in one step: readers see the old bytes or the new ones.</summary>
public static class AtomicFile
{
    /// <param name="mode">Unix permissions of a new file; an existing file keeps its own. Null for the system's default.</param>
    /// <exception cref="IOException">Nothing has changed then.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode? mode = null)
    {
        var draft = $"{path}.{Environment.ProcessId}.tmp";
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
