namespace InfraAi.Platform.Files;

/// <summary>The data folder (INFRA_AI_HOME): descriptions, tokens, published repositories. It is for the user who runs the platform alone.</summary>
/// <remarks>
/// Three things keep it so: new files are made without permissions for others (<see cref="KeepPrivate"/>), what an earlier version left open is closed
/// when the folder is opened (<see cref="Open"/>), and `check` looks again (<see cref="FindOpen"/>).
/// </remarks>
public static class DataFolder
{
    /// <summary>Of files: 600.</summary>
    public const UnixFileMode PrivateFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Of folders: 700.</summary>
    public const UnixFileMode PrivateFolder = PrivateFile | UnixFileMode.UserExecute;

    private const UnixFileMode Others = (UnixFileMode)0b000_111_111;
    private const UnixFileMode PassThrough = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const uint PrivateMask = 0b000_111_111;
    private const uint Root = 0;

    /// <summary>In the folder once everything in it was looked at: from then on it was made private from the start.</summary>
    private const string Mark = ".private";

    private const string Database = "postgres";

    private static uint? personsMask;

    /// <summary>From now on this process, and what it starts, makes files and folders for this user alone (umask 077).</summary>
    public static void KeepPrivate()
    {
        var before = UnixFile.Umask(PrivateMask);
        personsMask ??= before;
    }

    /// <summary>The umask that this process was started with, as a shell writes it: "0022".</summary>
    public static string PersonsMask
    {
        get
        {
            if (personsMask is not { } mask)
            {
                mask = UnixFile.Umask(PrivateMask);
                _ = UnixFile.Umask(mask);
            }

            return "0" + Convert.ToString(mask, 8).PadLeft(3, '0');
        }
    }

    /// <summary>Makes a folder for this user alone; those above it that are missing are made as the umask says. One that is there stays as it is.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static void Create(string folder) => Directory.CreateDirectory(folder, PrivateFolder);

    /// <summary>
    /// Makes the data folder when it is not there, and closes what others could read in it: the first time everything, later the folder and what lies
    /// directly in it. What belongs to another user is left alone; links are never followed.
    /// </summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static void Open(string home)
    {
        Create(home);
        // The folder before what is in it: from then on nobody else can put anything in its place.
        Close(home, home);
        var mark = Path.Combine(home, Mark);
        var all = !File.Exists(mark);
        foreach (var path in Entries(home, all))
        {
            Close(home, path);
        }

        if (all)
        {
            try
            {
                using var written = new FileStream(
                    mark,
                    new FileStreamOptions
                    {
                        Mode = FileMode.OpenOrCreate,
                        Access = FileAccess.Write,
                        UnixCreateMode = PrivateFile,
                    }
                );
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Then it is looked through again the next time.
            }
        }
    }

    /// <summary>
    /// Lets the user who runs PostgreSQL where this one is root come through to the cluster's folder: the folders above it can be entered, not read.
    /// </summary>
    public static void LetDatabaseThrough(string home)
    {
        if (Environment.IsPrivilegedProcess)
        {
            var above = Path.Combine(home, Database);
            Create(above);
            File.SetUnixFileMode(home, PrivateFolder | PassThrough);
            File.SetUnixFileMode(above, PrivateFolder | PassThrough);
        }
    }

    /// <summary>What other users of this machine can read, write or enter, the folder itself first.</summary>
    /// <param name="most">At most so many.</param>
    public static IReadOnlyList<string> FindOpen(string home, int most) =>
        Directory.Exists(home)
            ? [.. Entries(home, deep: true).Prepend(home).Where(path => ClosedMode(home, path) is not null).Take(most)]
            : [];

    /// <returns>The number of the user whom the folder belongs to when that is neither this one nor root; else null.</returns>
    public static uint? Stranger(string home) =>
        UnixFile.OwnerOf(home) is { } owner && owner != Root && owner != UnixFile.CurrentUser() ? owner : null;

    /// <summary>Takes from others what they have of one file or folder in the data folder; another user's stays as it is.</summary>
    public static void Close(string home, string path)
    {
        if (ClosedMode(home, path) is not { } mode)
        {
            return;
        }

        try
        {
            File.SetUnixFileMode(path, mode);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's, or gone meanwhile: `check` names it.
        }
    }

    /// <returns>The mode that it should have, where others have more of it than they need; null when it is closed, a link, or gone.</returns>
    private static UnixFileMode? ClosedMode(string home, string path)
    {
        try
        {
            if (new FileInfo(path) is { LinkTarget: not null })
            {
                return null;
            }

            var mode = File.GetUnixFileMode(path);
            var more = mode & Others & ~Needed(home, path);
            return more == UnixFileMode.None ? null : mode & ~more;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The way to a cluster that another user runs.</summary>
    private static UnixFileMode Needed(string home, string path) =>
        Environment.IsPrivilegedProcess
        && (path == home || path == Path.Combine(home, Database))
        && Directory.Exists(Path.Combine(home, Database, "cluster"))
            ? PassThrough
            : UnixFileMode.None;

    /// <summary>What is in the folder, folders before what is in them; PostgreSQL keeps its own cluster closed.</summary>
    private static IEnumerable<string> Entries(string folder, bool deep)
    {
        string[] entries;
        try
        {
            entries = [.. Directory.EnumerateFileSystemEntries(folder)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            yield break;
        }

        foreach (var entry in entries)
        {
            yield return entry;
            if (
                deep
                && new FileInfo(entry) is { LinkTarget: null, Attributes: var kind }
                && kind.HasFlag(FileAttributes.Directory)
                && !File.Exists(Path.Combine(entry, "PG_VERSION"))
            )
            {
                foreach (var inner in Entries(entry, deep))
                {
                    yield return inner;
                }
            }
        }
    }
}
