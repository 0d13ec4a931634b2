using System.Buffers.Binary;
using InfraAi.Model;

namespace InfraAi.Analysis.Models.Pictures;

/// <summary>A picture as it is sent to a model.</summary>
/// <param name="Notes">What could not be done to it.</param>
public sealed record ReadyPicture(ReadOnlyMemory<byte> Bytes, string MediaType, IReadOnlyList<Phrase> Notes);

/// <summary>Makes pictures upright, no larger than a model can use, and free of what else the file tells (place, camera, sources).</summary>
public static class PicturePreparation
{
    /// <summary>Pixels on the longer side above which a model sees no more.</summary>
    public const int UsefulSide = 3072;

    public static Result<ReadyPicture> Prepare(PictureFile picture, IPictureTool tool)
    {
        var side = Math.Max(picture.Width, picture.Height);
        // Models read neither GIF nor BMP: those are sent as PNG.
        var known = picture.Format is not (PictureFormat.Gif or PictureFormat.Bmp);
        if (side <= UsefulSide && picture.Orientation == 1 && known)
        {
            return new ReadyPicture(Strip(picture), picture.MediaType, []);
        }

        if (!tool.IsAvailable && known)
        {
            return new ReadyPicture(Strip(picture), picture.MediaType, [Missing(picture, side)]);
        }

        return tool.Redraw(picture, Math.Min(1, (double)UsefulSide / side)) is { } redrawn
            ? new ReadyPicture(redrawn.Bytes, redrawn.MediaType, [])
            : new Problem(
                "picture-broken",
                ProblemKind.Invalid,
                new("The picture cannot be decoded.", "No se puede decodificar la imagen."),
                new("Save the picture again.", "Guarde la imagen de nuevo.")
            );
    }

    /// <returns>The file without EXIF, XMP, comments and embedded sources; the picture in it is untouched.</returns>
    public static ReadOnlyMemory<byte> Strip(PictureFile picture)
    {
        var bytes = picture.Bytes.Span;
        var kept = new MemoryStream(bytes.Length);
        switch (picture.Format)
        {
            case PictureFormat.Png:
                kept.Write(bytes[..8]);
                foreach (var (type, start, length) in PictureChunks.Png(bytes))
                {
                    if (type is not ("eXIf" or "tEXt" or "zTXt" or "iTXt" or "tIME"))
                    {
                        kept.Write(bytes.Slice(start, length + 12));
                    }
                }

                break;
            case PictureFormat.Jpeg:
                kept.Write(bytes[..2]);
                var end = 2;
                foreach (var (marker, start, length) in PictureChunks.Jpeg(bytes))
                {
                    end = start + 2 + length;
                    // APP1 is EXIF and XMP, APP13 is IPTC, FE a comment. APP0, APP2 and APP14 say how to show the colours.
                    if (marker is not (0xE1 or 0xED or 0xFE))
                    {
                        kept.Write(bytes.Slice(start, 2 + length));
                    }
                }

                kept.Write(bytes[end..]);
                break;
            default:
                StripWebP(bytes, kept);
                break;
        }

        return kept.ToArray();
    }

    private static void StripWebP(ReadOnlySpan<byte> bytes, MemoryStream kept)
    {
        kept.Write(bytes[..12]);
        foreach (var (type, start, length) in PictureChunks.WebP(bytes))
        {
            if (type is "EXIF" or "XMP ")
            {
                continue;
            }

            var chunk = bytes.Slice(start, 8 + length).ToArray();
            if (type == "VP8X" && length >= 1)
            {
                // Its flags announce the two that are left out.
                chunk[8] &= 0b1111_0011;
            }

            kept.Write(chunk);
            if ((length & 1) == 1)
            {
                kept.WriteByte(0);
            }
        }

        BinaryPrimitives.WriteInt32LittleEndian(kept.GetBuffer().AsSpan(4), (int)kept.Length - 8);
    }

    private static Phrase Missing(PictureFile picture, int side) =>
        picture.Orientation == 1
            ? new(
                $"The picture was sent as it is ({side} pixels): libleptonica, which makes it smaller, is not installed (apt install liblept5).",
                $"La imagen se envió tal cual ({side} píxeles): no está instalada libleptonica, que la reduce (apt install liblept5)."
            )
            : new(
                "The picture was sent lying: libleptonica, which turns it upright, is not installed (apt install liblept5); its boxes may be wrong.",
                "La imagen se envió girada: no está instalada libleptonica, que la endereza (apt install liblept5); sus recuadros pueden ser erróneos."
            );
}
