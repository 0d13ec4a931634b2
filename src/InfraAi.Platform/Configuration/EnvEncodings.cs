using System.Text;

namespace InfraAi.Platform.Configuration;

/// <summary>The encodings that .env files come in, each used only where it gives the same bytes back.</summary>
internal static class EnvEncodings
{
    /// <summary>A mark at the start is a character of the text (U+FEFF), so that it is written again.</summary>
    public static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly Encoding Little = new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true);
    private static readonly Encoding Big = new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true);

    public static IReadOnlyList<Encoding> All { get; } = [Little, Big, Utf8];

    /// <returns>The text; null when these bytes are not of this encoding.</returns>
    public static string? Exactly(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        if (!encoding.Equals(Utf8) && !bytes.StartsWith(encoding.GetBytes("\uFEFF")))
        {
            return null;
        }

        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    public static bool CanHold(Encoding encoding, string text) => !encoding.Equals(Encoding.Latin1) || text.All(c => c <= '\u00FF');
}
