using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace InfraAi.Analysis.Diagrams;

/// <summary>Text inside pictures and compressed text, with bounds on what it may grow to.</summary>
internal static class Packed
{
    /// <summary>The most that anything compressed is inflated to, in bytes.</summary>
    internal const int MostInflated = 64 * 1024 * 1024;

    private static ReadOnlySpan<byte> PngSignature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    internal static bool IsPng(ReadOnlySpan<byte> bytes) => bytes.StartsWith(PngSignature);

    /// <summary>The texts of a PNG by keyword: tEXt, zTXt and iTXt chunks (PNG specification, 11.3.3). A truncated picture gives what is whole.</summary>
    internal static IEnumerable<(string Keyword, string Text)> PngTexts(ReadOnlyMemory<byte> bytes)
    {
        var at = 8;
        while (at + 12 <= bytes.Length)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes.Span[at..]);
            var type = Encoding.ASCII.GetString(bytes.Span.Slice(at + 4, 4));
            if (length > int.MaxValue || at + 12 + (long)length > bytes.Length || type == "IEND")
            {
                yield break;
            }
            if (type is "tEXt" or "zTXt" or "iTXt" && Chunk(type, bytes.Slice(at + 8, (int)length)) is { } text)
            {
                yield return text;
            }
            at += 12 + (int)length;
        }
    }

    /// <exception cref="BrokenSourceException">It grows beyond the limit, or is not compressed data.</exception>
    internal static byte[] Inflate(ReadOnlyMemory<byte> packed, bool zlib)
    {
        using var source = new MemoryStream(packed.ToArray(), writable: false);
        using Stream inflater = zlib
            ? new ZLibStream(source, CompressionMode.Decompress)
            : new DeflateStream(source, CompressionMode.Decompress);
        using var result = new MemoryStream();
        var buffer = new byte[81920];
        try
        {
            for (int read; (read = inflater.Read(buffer, 0, buffer.Length)) > 0; )
            {
                if (result.Length + read > MostInflated)
                {
                    throw new BrokenSourceException(
                        1,
                        "its compressed part is larger than 64 MiB",
                        "su parte comprimida supera 64 MiB",
                        tooLarge: true
                    );
                }
                result.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException)
        {
            throw new BrokenSourceException(1, "its compressed part cannot be unpacked", "su parte comprimida no se puede descomprimir");
        }
        return result.ToArray();
    }

    private static (string Keyword, string Text)? Chunk(string type, ReadOnlyMemory<byte> data)
    {
        var end = data.Span.IndexOf((byte)0);
        if (end is < 1 or > 79)
        {
            return null;
        }
        var keyword = Encoding.Latin1.GetString(data.Span[..end]);
        if (!(keyword is "mxfile" or "mxGraphModel" or "plantuml" || keyword.Contains("excalidraw", StringComparison.Ordinal)))
        {
            return null;
        }
        var rest = data[(end + 1)..];
        switch (type)
        {
            case "tEXt":
                return (keyword, Encoding.Latin1.GetString(rest.Span));
            case "zTXt" when rest.Length > 1:
                return (keyword, Encoding.UTF8.GetString(Inflate(rest[1..], zlib: true)));
            case "iTXt" when rest.Length > 2:
                var packed = rest.Span[0] == 1;
                var language = rest.Span[2..].IndexOf((byte)0);
                var translated = language < 0 ? -1 : rest.Span[(3 + language)..].IndexOf((byte)0);
                if (translated < 0)
                {
                    return null;
                }
                var text = rest[(4 + language + translated)..];
                return (keyword, Encoding.UTF8.GetString(packed ? Inflate(text, zlib: true) : text.ToArray()));
            default:
                return null;
        }
    }
}
