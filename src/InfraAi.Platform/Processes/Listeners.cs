using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace InfraAi.Platform.Processes;

/// <summary>The sockets that listen on a TCP port of this machine, by their inodes.</summary>
/// <remarks>
/// The kernel is asked for the listening ones alone (sock_diag(7)): /proc/net/tcp walks through the table of all connections, which takes
/// 6 ms of processor time on a machine with much memory even when it is empty. Where such a question is not allowed, that table is read.
/// </remarks>
internal static partial class Listeners
{
    private const string ListeningWord = "0A";

    // linux/netlink.h, linux/sock_diag.h, linux/inet_diag.h, net/tcp_states.h
    private const int NetlinkFamily = 16;
    private const int RawCloseOnExec = 3 | 0x80000;
    private const int SockDiagProtocol = 4;
    private const ushort SockDiagByFamily = 20;
    private const ushort RequestDump = 0x1 | 0x300;
    private const ushort Done = 3;
    private const int HeaderLength = 16;
    private const int RequestLength = HeaderLength + 56;
    private const int AnswerLength = HeaderLength + 72;
    private const int Tcp = 6;
    private const uint ListeningState = 1 << 10;
    private static readonly byte[] Families = [2, 10];

    public static IReadOnlySet<string> Inodes(int port) => Asked(port) ?? Read(port).ToHashSet(StringComparer.Ordinal);

    /// <returns>Null when the kernel does not answer such questions.</returns>
    internal static HashSet<string>? Asked(int port)
    {
        var handle = Socket(NetlinkFamily, RawCloseOnExec, SockDiagProtocol);
        if (handle < 0)
        {
            return null;
        }

        try
        {
            var inodes = new HashSet<string>(StringComparer.Ordinal);
            return Array.TrueForAll(Families, family => Ask(handle, family, (ushort)port, inodes)) ? inodes : null;
        }
        finally
        {
            _ = Close(handle);
        }
    }

    private static bool Ask(int handle, byte family, ushort port, HashSet<string> inodes)
    {
        // struct nlmsghdr, then struct inet_diag_req_v2.
        Span<byte> request = stackalloc byte[RequestLength];
        request.Clear();
        MemoryMarshal.Write(request, RequestLength);
        MemoryMarshal.Write(request[4..], SockDiagByFamily);
        MemoryMarshal.Write(request[6..], RequestDump);
        request[16] = family;
        request[17] = Tcp;
        MemoryMarshal.Write(request[20..], ListeningState);
        BinaryPrimitives.WriteUInt16BigEndian(request[24..], port);
        if (Send(handle, request, RequestLength, 0) != RequestLength)
        {
            return false;
        }

        var buffer = new byte[32 * 1024];
        while (true)
        {
            var length = (int)Receive(handle, buffer, buffer.Length, 0);
            if (length < HeaderLength)
            {
                return false;
            }

            for (var at = 0; at + HeaderLength <= length; )
            {
                var message = buffer.AsSpan(at, length - at);
                var (size, type) = (MemoryMarshal.Read<int>(message), MemoryMarshal.Read<ushort>(message[4..]));
                if (type == Done)
                {
                    return true;
                }

                if (type != SockDiagByFamily || size < AnswerLength)
                {
                    return false;
                }

                if (BinaryPrimitives.ReadUInt16BigEndian(message[20..]) == port)
                {
                    inodes.Add(MemoryMarshal.Read<uint>(message[(AnswerLength - 4)..]).ToString(CultureInfo.InvariantCulture));
                }

                at += (size + 3) & ~3;
            }
        }
    }

    /// <summary>From /proc/net/tcp and tcp6 (proc(5)).</summary>
    internal static IEnumerable<string> Read(int port)
    {
        var suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        foreach (var file in (string[])["/proc/net/tcp", "/proc/net/tcp6"])
        {
            foreach (var line in File.Exists(file) ? File.ReadLines(file).Skip(1) : [])
            {
                var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (fields[1].EndsWith(suffix, StringComparison.Ordinal) && fields[3] == ListeningWord)
                {
                    yield return fields[9];
                }
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "socket")]
    private static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "send")]
    private static partial nint Send(int handle, ReadOnlySpan<byte> bytes, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv")]
    private static partial nint Receive(int handle, Span<byte> bytes, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
