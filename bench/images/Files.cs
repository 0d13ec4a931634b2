using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using InfraAi.Analysis.Images;

namespace InfraAi.Bench.Images;

/// <summary>Writes pictures.</summary>
internal static partial class Files
{
    internal static byte[] Png(Raster p) =>
        Png(
            p.Width,
            p.Height,
            Packed(
                p.Height,
                new byte[1 + (3 * p.Width)],
                (line, y) =>
                {
                    for (var x = 0; x < p.Width; x++)
                    {
                        var at = (y * p.Width) + x;
                        (line[1 + (3 * x)], line[2 + (3 * x)], line[3 + (3 * x)]) = (p.Red[at], p.Green[at], p.Blue[at]);
                    }
                }
            ),
            colour: 2
        );

    /// <param name="pixel">Grey level at a place.</param>
    internal static byte[] Grey(int width, int height, Func<int, int, byte> pixel) =>
        Png(
            width,
            height,
            Packed(
                height,
                new byte[1 + width],
                (line, y) =>
                {
                    for (var x = 0; x < width; x++)
                    {
                        line[x + 1] = pixel(x, y);
                    }
                }
            )
        );

    /// <summary>A PNG file whose head says one size and whose data may hold another.</summary>
    /// <param name="colour">0 for grey, 2 for red, green and blue.</param>
    internal static byte[] Png(int width, int height, byte[] data, byte colour = 0)
    {
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        (head[8], head[9]) = (8, colour);
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", head), .. Chunk("IDAT", data), .. Chunk("IEND", [])];
    }

    internal static byte[] Packed(int rows, byte[] line, Action<byte[], int> fill)
    {
        var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var y = 0; y < rows; y++)
            {
                fill(line, y);
                zip.Write(line);
            }
        }

        return packed.ToArray();
    }

    /// <param name="orientation">As EXIF counts; 1 leaves EXIF out.</param>
    internal static byte[] Jpeg(Raster p, int quality, int orientation = 1)
    {
        var png = Png(p);
        var pix = pixReadMem(png, (nuint)png.Length);
        if (pixWriteMemJpeg(out var data, out var size, pix, quality, 0) != 0)
        {
            throw new InvalidOperationException("libleptonica cannot write JPEG");
        }

        var bytes = new byte[(int)size];
        Marshal.Copy(data, bytes, 0, bytes.Length);
        lept_free(data);
        pixDestroy(ref pix);
        // APP1 with one entry: 0x0112, a short.
        byte[] exif =
        [
            0xFF,
            0xE1,
            0,
            34,
            .. "Exif\0\0MM\0*\0\0\0\u0008\0\u0001\u0001\u0012\0\u0003\0\0\0\u0001\0"u8,
            (byte)orientation,
            0,
            0,
            0,
            0,
            0,
            0,
        ];
        return orientation == 1 ? bytes : [.. bytes[..2], .. exif, .. bytes[2..]];
    }

    internal static byte[] Chunk(string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        byte[] chunk = [0, 0, 0, 0, .. body, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc(body));
        return chunk;
    }

    /// <summary>CRC-32 as PNG's specification defines it (annex D).</summary>
    private static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var b in data)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
            }
        }

        return ~crc;
    }

    [LibraryImport("liblept.so.5")]
    private static partial nint pixReadMem(ReadOnlySpan<byte> data, nuint size);

    [LibraryImport("liblept.so.5")]
    private static partial int pixWriteMemJpeg(out nint data, out nuint size, nint pix, int quality, int progressive);

    [LibraryImport("liblept.so.5")]
    private static partial void pixDestroy(ref nint pix);

    [LibraryImport("liblept.so.5")]
    private static partial void lept_free(nint data);
}
