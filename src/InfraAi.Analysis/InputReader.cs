using System.Security.Cryptography;
using System.Text;
using InfraAi.Model;

namespace InfraAi.Analysis;

/// <summary>Turns what a caller gives — bytes or a text — into a checked input, or says why it cannot be read.</summary>
public static class InputReader
{
    /// <summary>Bytes of text (UTF-8) that one input may have.</summary>
    public const int LargestText = 1024 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Windows-1252 where it differs from Latin-1 (bytes 0x80 to 0x9F); the five it does not define stay control characters.</summary>
    private const string Windows1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";

    /// <summary>Reads a file's bytes as text: UTF-8, UTF-16 with its mark, else Windows-1252. Line ends stay as they are.</summary>
    /// <param name="id">How the caller names it: its path, "-" for standard input.</param>
    public static Result<AnalysisInput> Read(ReadOnlySpan<byte> bytes, string id)
    {
        if (Picture(bytes) is { } format)
        {
            return PictureNotRead(id, format);
        }

        if (bytes.Length > LargestText * 2)
        {
            return TooLarge(id, bytes.Length);
        }

        var text = Decode(bytes);
        if (IsBinary(text))
        {
            return NotText(id);
        }

        var input = Check(text, null);
        return input.Ok ? input.Value with { Id = id } : Renamed(input.Problem, id);
    }

    /// <summary>Checks a text that is one already.</summary>
    /// <param name="name">The project's name when the caller gives one.</param>
    /// <returns>An input whose id is the text's digest.</returns>
    public static Result<AnalysisInput> Check(string text, string? name)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return Empty;
        }

        var size = Encoding.UTF8.GetByteCount(text);
        if (size > LargestText)
        {
            return TooLarge("", size);
        }

        return IsBinary(text) ? NotText("") : new AnalysisInput(Digest(text), text, name);
    }

    /// <returns>"sha256:" and the first 12 hex digits over the text's UTF-8.</returns>
    public static string Digest(string text) =>
        string.Concat("sha256:", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))).AsSpan(0, 12));

    /// <summary>A picture is known by its first bytes, whatever its name says.</summary>
    private static string? Picture(ReadOnlySpan<byte> bytes) =>
        bytes is [0x89, (byte)'P', (byte)'N', (byte)'G', ..] ? "PNG"
        : bytes is [0xFF, 0xD8, 0xFF, ..] ? "JPEG"
        : bytes.StartsWith("GIF8"u8) ? "GIF"
        : bytes is [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] ? "WebP"
        : null;

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0xFF, 0xFE, ..])
        {
            return Encoding.Unicode.GetString(bytes[2..]);
        }

        if (bytes is [0xFE, 0xFF, ..])
        {
            return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        }

        try
        {
            return StrictUtf8.GetString(bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes[3..] : bytes);
        }
        catch (DecoderFallbackException)
        {
            return string.Create(
                bytes.Length,
                bytes,
                static (text, from) =>
                {
                    for (var i = 0; i < from.Length; i++)
                    {
                        text[i] = from[i] is >= 0x80 and <= 0x9F ? Windows1252[from[i] - 0x80] : (char)from[i];
                    }
                }
            );
        }
    }

    /// <summary>Text has no NUL, and hardly any other control character.</summary>
    private static bool IsBinary(string text)
    {
        var controls = text.AsSpan().Count('\0') * 100;
        foreach (var c in text)
        {
            controls += char.IsControl(c) && c is not ('\n' or '\r' or '\t' or '\f' or '\u001B' or '\0') ? 1 : 0;
        }

        return controls * 10 > text.Length;
    }

    private static Problem Renamed(Problem problem, string id) =>
        problem with
        {
            Message = new($"{id}: {problem.Message.En}", $"{id}: {problem.Message.Es}"),
        };

    private static readonly Problem Empty = new(
        "empty-input",
        ProblemKind.Invalid,
        new("The description is empty.", "La descripción está vacía."),
        new("Say which parts there are and how they talk to each other.", "Diga qué partes hay y cómo se hablan entre sí.")
    );

    private static Problem TooLarge(string id, int size) =>
        new(
            "input-too-large",
            ProblemKind.TooLarge,
            new(
                $"{Of(id, "The description")} is {size / 1024:N0} KB; {LargestText / 1024:N0} KB is the limit.",
                $"{Of(id, "La descripción")} ocupa {size / 1024:N0} KB; el límite es {LargestText / 1024:N0} KB."
            ),
            new("Split it: one description for each system.", "Divídala: una descripción por sistema.")
        );

    private static Problem NotText(string id) =>
        new(
            "not-text",
            ProblemKind.Unsupported,
            new(
                $"{Of(id, "The description")} is not text: it holds binary data.",
                $"{Of(id, "La descripción")} no es texto: contiene datos binarios."
            ),
            new("Give a text file (UTF-8, UTF-16 or Windows-1252).", "Indique un archivo de texto (UTF-8, UTF-16 o Windows-1252).")
        );

    private static Problem PictureNotRead(string id, string format) =>
        new(
            "image-not-read",
            ProblemKind.NotAvailable,
            new(
                $"{id} is a {format} picture; the offline analyser reads words only.",
                $"{id} es una imagen {format}; el analizador sin conexión solo lee texto."
            ),
            new("Describe the picture in words.", "Describa la imagen con palabras.")
        );

    private static string Of(string id, string otherwise) => id.Length > 0 ? id : otherwise;
}
