using System.Security.Cryptography;
using System.Text;
using InfraAi.Analysis.Diagrams;
using InfraAi.Analysis.Folders;
using InfraAi.Model;

namespace InfraAi.Analysis;

/// <summary>Makes text of bytes, its secrets masked (see docs/threat-model.md), or says why it cannot.</summary>
public static class InputReader
{
    /// <summary>The longest input that is read, in bytes of UTF-8: 1 MiB.</summary>
    public const int LongestText = 1024 * 1024;

    /// <summary>The longest diagram source, in bytes: exports repeat the same styles thousands of times.</summary>
    public const int LongestDiagram = 16 * 1024 * 1024;

    // A UTF-16 file of a text within the limit may be twice as long, with its byte order mark.
    private const int LongestFile = (2 * LongestText) + 2;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // Windows-1252 where it differs from Latin-1: 0x80 … 0x9F. '\0' for the five bytes that stand for nothing.
    private const string Windows1252 = "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ";

    /// <summary>Reads a file's bytes: UTF-8, UTF-16 with a byte order mark, or Windows-1252. Line ends stay as they are.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="file">Its path as given, which becomes the input's id; null for bytes without a name.</param>
    /// <param name="name">The name the caller gave the project.</param>
    public static Result<AnalysisInput> Read(ReadOnlySpan<byte> bytes, string? file = null, string? name = null)
    {
        var id = file ?? Digest(bytes);
        var label = new Phrase(id, id);
        if (PictureOf(bytes) is { } picture)
        {
            return ImageNotRead(id, picture);
        }
        if (bytes.Length > LongestFile)
        {
            return TooLarge(label);
        }
        if (bytes.StartsWith("%PDF-"u8) || Decode(bytes) is not { } text)
        {
            return NotText(label);
        }
        return Check(label, id, text, name);
    }

    /// <summary>The same for a caller who takes pictures (PNG, JPEG, WebP, GIF and BMP by content) and packed diagram sources too.</summary>
    public static Result<AnalysisInput> ReadAny(ReadOnlyMemory<byte> bytes, string? file = null, string? name = null)
    {
        // A picture or a packed file that carries its source is read as that source.
        if (bytes.Length <= LongestDiagram && DiagramReader.Source(bytes, file ?? "") is { } source)
        {
            var found = Read(source, name);
            return found.Ok && file is not null ? found.Value with { Id = file } : found;
        }

        if (!PictureFile.Looks(bytes.Span))
        {
            return Read(bytes.Span, file, name);
        }

        var id = file ?? Digest(bytes.Span);
        var picture = PictureFile.Read(bytes, id);
        return picture.Ok ? new AnalysisInput(id, "", name) { Picture = picture.Value } : picture.Problem;
    }

    /// <returns>"image-not-read": for a picture whose analyser reads words only.</returns>
    public static Problem ImageNotRead(AnalysisInput input) => ImageNotRead(input.Id, input.Picture!.Format.ToString());

    /// <summary>Takes a text as it is; its id is its digest.</summary>
    public static Result<AnalysisInput> Read(string text, string? name = null)
    {
        var label = new Phrase("The description", "La descripción");
        return Check(label, Digest(text), text, name);
    }

    /// <returns>"sha256:" and the first 12 hex digits over the text's UTF-8.</returns>
    public static string Digest(string text) => Digest(Encoding.UTF8.GetBytes(text));

    private static Result<AnalysisInput> Check(Phrase label, string id, string text, string? name)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return new Problem(
                "empty-input",
                ProblemKind.Invalid,
                new Phrase($"{label.En} is empty.", $"{label.Es}: vacía, no hay texto."),
                new Phrase("Describe the infrastructure in some words.", "Describa la infraestructura con algunas palabras.")
            );
        }
        if (
            text.Length > LongestText / 3
            && Encoding.UTF8.GetByteCount(text) is var size
            && size > LongestText
            && !(size <= LongestDiagram && (SourceBundle.Is(text) || DiagramReader.Recognizes(text)))
        )
        {
            return TooLarge(label);
        }
        return IsTextual(text) ? AnalysisInput.Of(id, text, name) : NotText(label);
    }

    private static string Digest(ReadOnlySpan<byte> bytes) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes))[..12];

    private static string? Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            bytes = bytes[3..];
        }
        else if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
        {
            return Encoding.Unicode.GetString(bytes[2..]);
        }
        else if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        }
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return DecodeWindows1252(bytes);
        }
    }

    private static string? DecodeWindows1252(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (var b in bytes)
        {
            var c = b is >= 0x80 and <= 0x9F ? Windows1252[b - 0x80] : (char)b;
            if (c == '\0')
            {
                return null;
            }
            text.Append(c);
        }
        return text.ToString();
    }

    /// <summary>True unless control characters say that it is something else.</summary>
    private static bool IsTextual(string text)
    {
        var strange = 0;
        foreach (var c in text)
        {
            if (c == '\0')
            {
                return false;
            }
            strange += c is < ' ' and not ('\t' or '\n' or '\r' or '\f' or '\v' or '\u001b') or '\ufffd' or '\u007f' ? 1 : 0;
        }
        return strange <= Math.Max(3, text.Length / 50);
    }

    private static string? PictureOf(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47]) ? "PNG"
        : bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "JPEG"
        : bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8) ? "GIF"
        : bytes.Length > 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8) ? "WebP"
        : null;

    private static Problem ImageNotRead(string id, string picture) =>
        new(
            "image-not-read",
            ProblemKind.NotAvailable,
            new Phrase(
                $"{id} is a {picture} picture: pictures are read by a model only.",
                $"{id} es una imagen {picture}: las imágenes solo las lee un modelo."
            ),
            new Phrase(
                "Set GEMINI_API_KEY and use the Gemini analyser, or describe the picture in words.",
                "Defina GEMINI_API_KEY y use el analizador Gemini, o describa la imagen con palabras."
            )
        );

    private static Problem TooLarge(Phrase label) =>
        new(
            "input-too-large",
            ProblemKind.TooLarge,
            new Phrase($"{label.En} is longer than 1 MiB of text.", $"{label.Es} tiene más de 1 MiB de texto."),
            new Phrase("Send the part that describes the infrastructure.", "Envíe la parte que describe la infraestructura.")
        );

    private static Problem NotText(Phrase label) =>
        new(
            "not-text",
            ProblemKind.Unsupported,
            new Phrase($"{label.En} is not text.", $"{label.Es} no es texto."),
            new Phrase(
                "Send text in UTF-8, UTF-16 with a byte order mark, or Windows-1252.",
                "Envíe texto en UTF-8, UTF-16 con marca de orden de bytes o Windows-1252."
            )
        );
}
