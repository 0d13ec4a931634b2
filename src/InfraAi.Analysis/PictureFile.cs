using System.Buffers.Binary;
using InfraAi.Model;

namespace InfraAi.Analysis;

/// <summary>The formats of pictures that are read.</summary>
public enum PictureFormat
{
    Png,
    Jpeg,
    WebP,

    /// <summary>Of an animated one, the first frame.</summary>
    Gif,
    Bmp,
}

/// <summary>A picture whose head was read: what it is by its content, and how large.</summary>
/// <param name="Bytes">The file as it came.</param>
/// <param name="Width">Pixels as stored.</param>
/// <param name="Orientation">1 to 8, as EXIF counts: how it has to be turned to stand upright.</param>
public sealed record PictureFile(ReadOnlyMemory<byte> Bytes, PictureFormat Format, int Width, int Height, int Orientation = 1)
{
    /// <summary>The largest file that is read, in bytes: 15 MB.</summary>
    public const int LargestFile = 15 * 1024 * 1024;

    /// <summary>The most pixels that are decoded.</summary>
    public const long MostPixels = 100_000_000;

    private const int SmallestSide = 16;

    public string MediaType =>
        Format switch
        {
            PictureFormat.Png => "image/png",
            PictureFormat.Jpeg => "image/jpeg",
            PictureFormat.Gif => "image/gif",
            PictureFormat.Bmp => "image/bmp",
            _ => "image/webp",
        };

    /// <summary>With its dot.</summary>
    public string Extension =>
        Format switch
        {
            PictureFormat.Png => ".png",
            PictureFormat.Jpeg => ".jpg",
            PictureFormat.Gif => ".gif",
            PictureFormat.Bmp => ".bmp",
            _ => ".webp",
        };

    /// <summary>Pixels across when it stands upright.</summary>
    public int UprightWidth => Orientation >= 5 ? Height : Width;

    /// <summary>Pixels down when it stands upright.</summary>
    public int UprightHeight => Orientation >= 5 ? Width : Height;

    /// <summary>True for what begins like a picture.</summary>
    public static bool Looks(ReadOnlySpan<byte> bytes) => FormatOf(bytes) is not null;

    /// <returns>The picture, or what is wrong with it; its type is told by its content, never by its name.</returns>
    public static Result<PictureFile> Read(ReadOnlyMemory<byte> bytes, string id)
    {
        if (FormatOf(bytes.Span) is not { } format)
        {
            return NotAPicture(id);
        }

        if (bytes.Length > LargestFile)
        {
            return TooLarge(id, $"{bytes.Length / 1024 / 1024} MB", $"{LargestFile / 1024 / 1024} MB");
        }

        var head = format switch
        {
            PictureFormat.Png => Png(bytes.Span),
            PictureFormat.Jpeg => Jpeg(bytes.Span),
            PictureFormat.Gif => Gif(bytes.Span),
            PictureFormat.Bmp => Bmp(bytes.Span),
            _ => WebP(bytes.Span),
        };
        return head switch
        {
            null => Broken(id, format),
            (< SmallestSide, _, _) or (_, < SmallestSide, _) => TooSmall(id),
            var (width, height, _) when (long)width * height > MostPixels => TooLarge(
                id,
                $"{width}×{height}",
                $"{MostPixels / 1_000_000} megapixels"
            ),
            var (width, height, orientation) => new PictureFile(bytes, format, width, height, orientation),
        };
    }

    private static PictureFormat? FormatOf(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? PictureFormat.Png
        : bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? PictureFormat.Jpeg
        : bytes.Length > 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8) ? PictureFormat.WebP
        : bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8) ? PictureFormat.Gif
        // "BM" may begin a text: the four bytes that are always zero tell.
        : bytes.Length > 30 && bytes.StartsWith("BM"u8) && bytes.Slice(6, 4).IndexOfAnyExcept((byte)0) < 0 ? PictureFormat.Bmp
        : null;

    private static (int, int, int)? Png(ReadOnlySpan<byte> b)
    {
        if (b.Length < 33 || !b[12..].StartsWith("IHDR"u8))
        {
            return null;
        }

        var orientation = 1;
        foreach (var (type, start, length) in PictureChunks.Png(b))
        {
            orientation = type == "eXIf" ? PictureChunks.Orientation(b.Slice(start + 8, length)) : orientation;
        }

        return (BinaryPrimitives.ReadInt32BigEndian(b[16..]), BinaryPrimitives.ReadInt32BigEndian(b[20..]), orientation);
    }

    private static (int, int, int)? Jpeg(ReadOnlySpan<byte> b)
    {
        var orientation = 1;
        foreach (var (marker, start, length) in PictureChunks.Jpeg(b))
        {
            var data = b.Slice(start + 4, length - 2);
            if (marker == 0xE1 && data.StartsWith("Exif\0\0"u8))
            {
                orientation = PictureChunks.Orientation(data[6..]);
            }
            // Start of a frame: C0 to CF, but for the tables C4, C8 and CC.
            else if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC) && data.Length >= 5)
            {
                return (BinaryPrimitives.ReadUInt16BigEndian(data[3..]), BinaryPrimitives.ReadUInt16BigEndian(data[1..]), orientation);
            }
        }

        return null;
    }

    private static (int, int, int)? Gif(ReadOnlySpan<byte> b) =>
        b.Length < 13 ? null : (BinaryPrimitives.ReadUInt16LittleEndian(b[6..]), BinaryPrimitives.ReadUInt16LittleEndian(b[8..]), 1);

    /// <summary>A negative height says that the rows are stored from above.</summary>
    private static (int, int, int)? Bmp(ReadOnlySpan<byte> b) =>
        BinaryPrimitives.ReadInt32LittleEndian(b[14..]) >= 40
            ? (
                BinaryPrimitives.ReadInt32LittleEndian(b[18..]),
                (int)Math.Min(int.MaxValue, Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(b[22..]))),
                1
            )
            : null;

    private static (int, int, int)? WebP(ReadOnlySpan<byte> b)
    {
        (int, int)? size = null;
        var orientation = 1;
        foreach (var (type, start, length) in PictureChunks.WebP(b))
        {
            var data = b.Slice(start + 8, length);
            switch (type)
            {
                case "VP8X" when length >= 10:
                    size = (1 + (data[4] | (data[5] << 8) | (data[6] << 16)), 1 + (data[7] | (data[8] << 8) | (data[9] << 16)));
                    break;
                case "VP8 " when length >= 10:
                    size ??= (
                        BinaryPrimitives.ReadUInt16LittleEndian(data[6..]) & 0x3FFF,
                        BinaryPrimitives.ReadUInt16LittleEndian(data[8..]) & 0x3FFF
                    );
                    break;
                case "VP8L" when length >= 5:
                    var bits = BinaryPrimitives.ReadUInt32LittleEndian(data[1..]);
                    size ??= ((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1);
                    break;
                case "EXIF":
                    orientation = PictureChunks.Orientation(data.StartsWith("Exif\0\0"u8) ? data[6..] : data);
                    break;
            }
        }

        return size is var (width, height) ? (width, height, orientation) : null;
    }

    private static Problem NotAPicture(string id) =>
        new(
            "not-a-picture",
            ProblemKind.Unsupported,
            new($"{id} is not a PNG, JPEG, WebP, GIF or BMP picture.", $"{id} no es una imagen PNG, JPEG, WebP, GIF o BMP."),
            new("Send a PNG, JPEG, WebP, GIF or BMP file.", "Envíe un archivo PNG, JPEG, WebP, GIF o BMP.")
        );

    private static Problem Broken(string id, PictureFormat format) =>
        new(
            "picture-broken",
            ProblemKind.Invalid,
            new(
                $"{id} begins like a {format} picture, but cannot be read.",
                $"{id} empieza como una imagen {format}, pero no se puede leer."
            ),
            new("Save the picture again.", "Guarde la imagen de nuevo.")
        );

    private static Problem TooSmall(string id) =>
        new(
            "picture-too-small",
            ProblemKind.Invalid,
            new($"{id} has less than {SmallestSide} pixels on a side.", $"{id} tiene menos de {SmallestSide} píxeles de lado."),
            new("Send the diagram itself.", "Envíe el diagrama mismo.")
        );

    private static Problem TooLarge(string id, string size, string limit) =>
        new(
            "picture-too-large",
            ProblemKind.TooLarge,
            new($"{id} is too large: {size}; the limit is {limit}.", $"{id} es demasiado grande: {size}; el límite es {limit}."),
            new("Send it smaller.", "Envíela más pequeña.")
        );
}
