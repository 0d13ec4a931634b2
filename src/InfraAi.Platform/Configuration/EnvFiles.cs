using System.Globalization;
using InfraAi.Model;
using InfraAi.Platform.Files;
using InfraAi.Platform.Processes;

namespace InfraAi.Platform.Configuration;

/// <summary>A file to be replaced, as <see cref="EnvFiles.Replace"/> takes it.</summary>
public sealed record Replacement(string Path, string Name, byte[]? Expected, byte[] Content);

/// <summary>Reads and replaces .env files so that nothing of anybody's is lost: whole, in one step, with a copy of what was there.</summary>
/// <param name="copies">The folder of the copies (.env-backups); made when it is needed, mode 700, ignored by Git.</param>
public sealed class EnvFiles(string copies, TimeProvider time)
{
    /// <summary>Larger files are no configuration.</summary>
    public const int Largest = 4 * 1024 * 1024;

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>From here on, flushing the file system once is quicker than flushing each file.</summary>
    private const int Many = 16;

    private static readonly TimeSpan Settled = TimeSpan.FromMilliseconds(30);

    /// <summary>Reads a file that nobody is in the middle of writing.</summary>
    /// <returns>Null when it is not there.</returns>
    public async Task<Result<byte[]?>> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            byte[]? last = null;
            for (var tries = 0; tries < 40; tries++)
            {
                using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                if (stream.Length > Largest)
                {
                    return EnvProblems.TooLarge(path);
                }

                var changed = File.GetLastWriteTimeUtc(stream.SafeFileHandle);
                var bytes = new byte[stream.Length];
                var read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
                var still =
                    read == bytes.Length && stream.Length == bytes.Length && File.GetLastWriteTimeUtc(stream.SafeFileHandle) == changed;
                // What was written this moment may be half of it: a program that empties a file and fills it again.
                var fresh = (time.GetUtcNow().UtcDateTime - changed).Duration() < Settled;
                if (still && (!fresh || (last is not null && last.AsSpan().SequenceEqual(bytes))))
                {
                    return bytes;
                }

                last = still ? bytes : null;
                await Task.Delay(Settled, time, cancellation);
            }

            return EnvProblems.Changing(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return (byte[]?)null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return EnvProblems.NotReadable(path, e.Message);
        }
    }

    /// <summary>Puts new content in the place of the old: readers see the one or the other. Mode and owner stay; a new file has mode 600.</summary>
    /// <param name="expected">What was read before; null for no file. When something else is there now, it stays, and that is the problem.</param>
    /// <param name="name">The file's name as people know it: the folder of its copies.</param>
    /// <returns>The copy of what was replaced; null when nothing was.</returns>
    public Result<string?> Replace(string path, string name, byte[]? expected, byte[] content) =>
        ReplaceAll([new(path, name, expected, content)])[0];

    /// <summary>As <see cref="Replace"/> for many files: their new content reaches the disk together, before the first one is put in place.</summary>
    /// <returns>In the order of the files; each one fails alone.</returns>
    public IReadOnlyList<Result<string?>> ReplaceAll(IReadOnlyList<Replacement> all)
    {
        var outcomes = new Result<string?>[all.Count];
        var drafts = new Draft?[all.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = 8 };
        var each = all.Count < Many;
        Parallel.For(0, all.Count, options, i => Safely(i, () => drafts[i] = Prepare(all[i], each, out outcomes[i])));
        var ready = drafts.OfType<Draft>().Select(draft => draft.File).ToList();
        if (!each && !UnixFile.Flush(ready))
        {
            ready.ForEach(Remove);
            return [.. all.Select(one => (Result<string?>)EnvProblems.NotWritable(one.Path, "syncfs"))];
        }

        Parallel.For(
            0,
            all.Count,
            options,
            i =>
            {
                if (drafts[i] is { } draft)
                {
                    Safely(i, () => outcomes[i] = Put(draft, all[i]));
                    Remove(draft.File);
                }
            }
        );
        return outcomes;

        void Safely(int i, Action step)
        {
            try
            {
                step();
            }
            // The last one is what .NET makes of EFBIG: a limit on the size of files.
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
            {
                outcomes[i] = EnvProblems.NotWritable(all[i].Path, e.Message);
            }
        }
    }

    private sealed record Draft(string Target, string File, string? Copy);

    /// <returns>The new content beside its place; null where the file must not be replaced, and why in the outcome.</returns>
    private Draft? Prepare(Replacement one, bool flush, out Result<string?> outcome)
    {
        // A link stays a link: what it points to is replaced.
        var target = new FileInfo(one.Path) is { LinkTarget: not null } link
            ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName
            : Path.GetFullPath(one.Path);
        outcome = (string?)null;
        if (!Holds(target, one.Expected))
        {
            outcome = EnvProblems.Changed(one.Path);
            return null;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        Rescue(target, one.Name);
        var mode = one.Expected is null ? Private : File.GetUnixFileMode(target);
        if ((mode & (UnixFileMode.UserWrite | UnixFileMode.GroupWrite)) == UnixFileMode.None)
        {
            outcome = EnvProblems.ReadOnly(one.Path);
            return null;
        }

        var copy = one.Expected is null ? null : Copy(one.Name, one.Expected, flush);
        var draft = $"{target}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.tmp";
        try
        {
            WriteDraft(draft, one.Content, mode, flush);
            if (one.Expected is not null)
            {
                UnixFile.CopyOwner(target, draft);
            }

            return new(target, draft, copy);
        }
        catch
        {
            Remove(draft);
            throw;
        }
    }

    private static Result<string?> Put(Draft draft, Replacement one)
    {
        if (one.Expected is { } expected)
        {
            return Exchange(draft.File, draft.Target, expected) ? draft.Copy : EnvProblems.Changed(one.Path);
        }

        // Fails when somebody made one meanwhile.
        File.Move(draft.File, draft.Target, overwrite: false);
        return draft.Copy;
    }

    /// <summary>The copies of a file, the newest first.</summary>
    public IReadOnlyList<string> Copies(string name)
    {
        var folder = FolderOf(name);
        return Directory.Exists(folder)
            ?
            [
                .. Directory
                    .EnumerateFiles(folder, "backup-*.env")
                    .OrderByDescending(File.GetLastWriteTimeUtc)
                    .ThenByDescending(file => file, StringComparer.Ordinal),
            ]
            : [];
    }

    /// <returns>The file whose copy this is, as <see cref="Replace"/> was told its name; null when it is none of these copies.</returns>
    public string? NameOf(string copy, IEnumerable<string> names) =>
        names.FirstOrDefault(name => Path.GetDirectoryName(Path.GetFullPath(copy)) == FolderOf(name));

    /// <summary>Removes the oldest copies of a file.</summary>
    public void Retain(string name, int most)
    {
        foreach (var old in Copies(name).Skip(most))
        {
            Remove(old);
        }
    }

    /// <summary>A killed process leaves its draft, which after the change of places holds what was there before: that becomes a copy.</summary>
    private void Rescue(string target, string name)
    {
        foreach (var left in Directory.EnumerateFiles(Path.GetDirectoryName(target)!, $"{Path.GetFileName(target)}.*.tmp"))
        {
            // ".env.local.PID.THREAD.tmp" is no draft of ".env".
            if (Path.GetFileName(left)[Path.GetFileName(target).Length..].Count(c => c == '.') == 3 && IsLeft(left))
            {
                Copy(name, File.ReadAllBytes(left), flush: true);
                Remove(left);
            }
        }
    }

    /// <summary>A draft, NAME.PID.THREAD.tmp, whose process is gone.</summary>
    private static bool IsLeft(string draft) =>
        Path.GetFileName(draft).Split('.') is [.., var pid, _, "tmp"]
        && int.TryParse(pid, CultureInfo.InvariantCulture, out var number)
        && RunningProcess.Find(number) is not { IsAlive: true };

    private static bool Holds(string path, byte[]? expected) =>
        expected is null ? !File.Exists(path) : File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(expected);

    /// <summary>Changes places with the file and looks at what came out: nobody's write in between is lost.</summary>
    private static bool Exchange(string draft, string target, byte[] expected)
    {
        if (!UnixFile.Exchange(draft, target))
        {
            if (!Holds(target, expected))
            {
                return false;
            }

            File.Move(draft, target, overwrite: true);
            return true;
        }

        if (Holds(draft, expected))
        {
            return true;
        }

        UnixFile.Exchange(draft, target);
        return false;
    }

    private static void WriteDraft(string draft, byte[] content, UnixFileMode mode, bool flush)
    {
        Remove(draft);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = Private,
        };
        using var stream = new FileStream(draft, options);
        stream.Write(content);
        // The umask has no say in what was there before.
        File.SetUnixFileMode(stream.SafeFileHandle, mode);
        stream.Flush(flush);
    }

    private string Copy(string name, byte[] content, bool flush)
    {
        var folder = FolderOf(name);
        Directory.CreateDirectory(folder, Private | UnixFileMode.UserExecute);
        var ignore = Path.Combine(copies, ".gitignore");
        if (!File.Exists(ignore))
        {
            File.WriteAllText(ignore, "*\n");
        }

        foreach (var left in Directory.EnumerateFiles(folder, "*.tmp").Where(IsLeft))
        {
            Remove(left);
        }

        var stamp = time.GetLocalNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        for (var i = 1; ; i++)
        {
            var copy = Path.Combine(folder, i == 1 ? $"backup-{stamp}.env" : $"backup-{stamp}-{i}.env");
            if (!File.Exists(copy))
            {
                try
                {
                    WriteCopy(copy, content, flush);
                    return copy;
                }
                catch (IOException) when (File.Exists(copy))
                {
                    // Another process took the name this moment.
                }
            }
        }
    }

    /// <summary>A copy has its name only when it is whole.</summary>
    private static void WriteCopy(string copy, byte[] content, bool flush)
    {
        var draft = $"{copy}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.tmp";
        try
        {
            WriteDraft(draft, content, Private, flush);
            File.Move(draft, copy, overwrite: false);
        }
        finally
        {
            Remove(draft);
        }
    }

    /// <summary>The root's .env has its copies in the folder itself, as the specification names them; others one of their own.</summary>
    private string FolderOf(string name) =>
        name == ".env" ? copies : Path.Combine(copies, name.Replace("..", "__", StringComparison.Ordinal).TrimStart('/'));

    private static void Remove(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Left for the next one; it is private and ignored by Git.
        }
    }
}
