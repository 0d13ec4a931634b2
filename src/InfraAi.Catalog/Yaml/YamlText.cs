using System.Buffers;
using System.Globalization;
using System.Text;

namespace InfraAi.Catalog.Yaml;

/// <summary>A string as a YAML scalar that every reader, of YAML 1.1 or 1.2, takes for that string.</summary>
public static class YamlText
{
    private static readonly SearchValues<char> PlainCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 _-./+()$;~^áéíóúüñÁÉÍÓÚÜÑ¿¡çàèòïêôâãõ:,#"
    );

    /// <summary>Common characters that stand in double quotes as they are.</summary>
    private static readonly SearchValues<char> UnescapedCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 _-./+()$;~^áéíóúüñÁÉÍÓÚÜÑ¿¡çàèòïêôâãõ:,#!%&'*<=>?@[]`{|}«»–—…·"
    );

    private static readonly HashSet<string> Reserved = new(
        ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "none"],
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>Plain when no reader could take it for anything else, else in double quotes; always on one line.</summary>
    public static string Scalar(string text) => IsPlain(text) ? text : Quoted(text);

    /// <summary>In double quotes, with the escapes that JSON and YAML share.</summary>
    /// <remarks>A half surrogate pair, which UTF-8 cannot write, becomes the replacement character.</remarks>
    public static string Quoted(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(UnescapedCharacters))
            return $"\"{text}\"";
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        Span<char> units = stackalloc char[2];
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                _ when MustEscape(rune) => quoted.Append("\\u").Append(rune.Value.ToString("x4", CultureInfo.InvariantCulture)),
                _ => quoted.Append(units[..rune.EncodeToUtf16(units)]),
            };
        }
        return quoted.Append('"').ToString();
    }

    /// <summary>Can the text stand without quotes?</summary>
    public static bool IsPlain(string text) =>
        text.Length > 0
        && (char.IsAsciiLetter(text[0]) || text[0] is '/' or >= 'À')
        && text[^1] is not (' ' or ':')
        && !text.AsSpan().ContainsAnyExcept(PlainCharacters)
        && !text.Contains(": ", StringComparison.Ordinal)
        && !text.Contains(" #", StringComparison.Ordinal)
        && !text.Contains("---", StringComparison.Ordinal)
        && !Reserved.Contains(text);

    private static bool MustEscape(Rune rune) =>
        rune.Value < 0x20 || rune.Value is >= 0x7F and <= 0xA0 or 0x2028 or 0x2029 or 0xFEFF or 0xFFFE or 0xFFFF;
}
