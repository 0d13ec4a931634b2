using System.Buffers.Binary;
using System.Text;

namespace InfraAi.Analysis;

/// <summary>The pieces that PNG, JPEG and WebP files are made of, as far as their structure holds.</summary>
internal static class PictureChunks
{
    /// <returns>Type, where the chunk starts (its length field), and the length of its data.</returns>
    public static List<(string Type, int Start, int Length)> Png(ReadOnlySpan<byte> b)
    {
        var chunks = new List<(string, int, int)>();
        for (var at = 8; at + 12 <= b.Length; )
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(b[at..]);
            if (length < 0 || length > b.Length - at - 12)
            {
                break;
            }

            chunks.Add((Encoding.ASCII.GetString(b.Slice(at + 4, 4)), at, length));
            at += 12 + length;
        }

        return chunks;
    }

    /// <returns>The segments before the picture's data: marker, where it starts (the 0xFF), and the length it states (its own two bytes too).</returns>
    public static List<(int Marker, int Start, int Length)> Jpeg(ReadOnlySpan<byte> b)
    {
        var segments = new List<(int, int, int)>();
        for (var at = 2; at + 4 <= b.Length && b[at] == 0xFF; )
        {
            int marker = b[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(b[(at + 2)..]);
            if (marker == 0xDA || length < 2 || length > b.Length - at - 2)
            {
                break;
            }

            segments.Add((marker, at, length));
            at += 2 + length;
        }

        return segments;
    }

    /// <returns>Type, where the chunk starts, and the length of its data.</returns>
    public static List<(string Type, int Start, int Length)> WebP(ReadOnlySpan<byte> b)
    {
        var chunks = new List<(string, int, int)>();
        for (var at = 12; at + 8 <= b.Length; )
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(b[(at + 4)..]);
            if (length < 0 || length > b.Length - at - 8)
            {
                break;
            }

            chunks.Add((Encoding.ASCII.GetString(b.Slice(at, 4)), at, length));
            at += 8 + length + (length & 1);
        }

        return chunks;
    }

    /// <summary>Pictures that a file holds one after another: an animated GIF's, WebP's or PNG's.</summary>
    public static int Frames(PictureFile picture)
    {
        var bytes = picture.Bytes.Span;
        switch (picture.Format)
        {
            case PictureFormat.Gif:
                return Gif(bytes);
            case PictureFormat.WebP:
                return Math.Max(1, WebP(bytes).Count(chunk => chunk.Type == "ANMF"));
            case PictureFormat.Png:
                foreach (var (type, start, length) in Png(bytes))
                {
                    if (type == "acTL" && length >= 4)
                    {
                        return BinaryPrimitives.ReadInt32BigEndian(bytes[(start + 8)..]);
                    }
                }

                return 1;
            default:
                return 1;
        }
    }

    /// <summary>Counts the image descriptors (GIF89a, 20 and appendix A), as far as the blocks hold.</summary>
    private static int Gif(ReadOnlySpan<byte> b)
    {
        var (frames, at) = (0, 13 + Colours(b[10]));
        while (at < b.Length && b[at] is 0x21 or 0x2C)
        {
            // An extension has its label, a picture its place, its colours and the width of its codes; then both have blocks, the empty one last.
            frames += b[at] == 0x2C ? 1 : 0;
            at += b[at] == 0x21 ? 2 : 11 + (at + 9 < b.Length ? Colours(b[at + 9]) : 0);
            while (at < b.Length && b[at] != 0)
            {
                at += 1 + b[at];
            }

            at++;
        }

        return frames;

        static int Colours(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
    }

    /// <summary>Reads tag 0x0112 of a TIFF head, which is what EXIF is.</summary>
    /// <returns>1 to 8; 1 when it says nothing else.</returns>
    public static int Orientation(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 14)
        {
            return 1;
        }

        var little = tiff.StartsWith("II"u8);
        var at = (int)Math.Min(Four(tiff[4..], little), int.MaxValue);
        if (at < 8 || at > tiff.Length - 2)
        {
            return 1;
        }

        var count = Two(tiff[at..], little);
        for (var i = 0; i < count && at + 2 + (12 * (i + 1)) <= tiff.Length; i++)
        {
            var entry = tiff[(at + 2 + (12 * i))..];
            if (Two(entry, little) == 0x0112)
            {
                return Two(entry[8..], little) is var value and >= 1 and <= 8 ? value : 1;
            }
        }

        return 1;
    }

    private static int Two(ReadOnlySpan<byte> b, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(b) : BinaryPrimitives.ReadUInt16BigEndian(b);

    private static uint Four(ReadOnlySpan<byte> b, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(b) : BinaryPrimitives.ReadUInt32BigEndian(b);
}
