using System.Runtime.InteropServices;

namespace InfraAi.Platform.Files;

/// <summary>What .NET does not offer of files on Linux.</summary>
internal static partial class UnixFile
{
    // linux/fcntl.h, linux/fs.h
    private const int CurrentFolder = -100;
    private const uint ExchangeFlag = 2;
    private const uint BasicStats = 0x7ff;
    private const int NoFollow = 0x100;

    /// <summary>Lets two paths of one file system change places, in one step that no reader sees half of.</summary>
    /// <returns>False where the file system cannot do that: nothing has changed then.</returns>
    public static bool Exchange(string one, string other)
    {
        try
        {
            return RenameAt2(CurrentFolder, one, CurrentFolder, other, ExchangeFlag) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library without it.
            return false;
        }
    }

    /// <summary>Gives a file the owner and group of another, as far as this user may.</summary>
    public static void CopyOwner(string from, string to)
    {
        try
        {
            // struct statx of linux/stat.h is the same on every machine: uid at 20, gid at 24.
            Span<uint> source = stackalloc uint[64];
            Span<uint> target = stackalloc uint[64];
            if (
                StatX(CurrentFolder, from, 0, BasicStats, source) == 0
                && StatX(CurrentFolder, to, 0, BasicStats, target) == 0
                && (source[5], source[6]) != (target[5], target[6])
            )
            {
                _ = ChangeOwner(to, source[5], source[6]);
            }
        }
        catch (EntryPointNotFoundException)
        {
            // Then it is this user's.
        }
    }

    /// <summary>Brings everything that was written to the file systems of these files to their disks.</summary>
    /// <returns>False when a disk failed.</returns>
    public static bool Flush(IEnumerable<string> files)
    {
        var flushed = new HashSet<(uint, uint)>();
        Span<uint> stat = stackalloc uint[64];
        foreach (var file in files)
        {
            // The device is at 136 and 140 of struct statx.
            if (StatX(CurrentFolder, file, 0, BasicStats, stat) == 0 && flushed.Add((stat[34], stat[35])))
            {
                using var handle = File.OpenHandle(file);
                if (SyncFileSystem(handle) != 0)
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Who owns it, a link itself and not what it points to; null when it is not there.</summary>
    public static uint? OwnerOf(string path)
    {
        Span<uint> stat = stackalloc uint[64];
        return StatX(CurrentFolder, path, NoFollow, BasicStats, stat) == 0 ? stat[5] : null;
    }

    /// <summary>The user that this process acts as.</summary>
    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint CurrentUser();

    /// <summary>Sets which permissions new files and folders of this process, and of those that it starts, do not get (umask(2)).</summary>
    /// <returns>What it was before.</returns>
    [LibraryImport("libc", EntryPoint = "umask")]
    public static partial uint Umask(uint mask);

    [LibraryImport("libc", EntryPoint = "syncfs")]
    private static partial int SyncFileSystem(SafeHandle file);

    [LibraryImport("libc", EntryPoint = "renameat2", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt2(int oneFolder, string one, int otherFolder, string other, uint flags);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, Span<uint> buffer);

    [LibraryImport("libc", EntryPoint = "lchown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint owner, uint group);
}
