using System.Globalization;
using System.Text.RegularExpressions;

namespace InfraAi.Catalog.Yaml;

/// <summary>What scalars are in a document that says %YAML 1.1: yes and no, octal and binary numbers, numbers of base 60, times.</summary>
internal static partial class Yaml11Schema
{
    /// <param name="name">The whole name of its tag; null or empty without one.</param>
    /// <param name="isKey">Of a map, where &lt;&lt; merges.</param>
    public static YamlNode Scalar(int from, int to, string value, ScalarStyle style, string? name, bool isKey)
    {
        if (isKey && style == ScalarStyle.Plain && value == "<<")
            return Merge();
        var found =
            string.IsNullOrEmpty(name) && style == ScalarStyle.Plain ? Find(value, null)
            : string.IsNullOrEmpty(name) ? null
            : name switch
            {
                TagTable.Binary => null,
                TagTable.Merge => null,
                _ => Find(value, name),
            };
        if (name == TagTable.Binary)
            return Bytes.Node(from, to, value);
        if (name == TagTable.Merge && value == "<<")
            return Merge();
        return found is var (type, text, special)
            ? new YamlScalar(from, to, text, type, style) { Special = special }
            : new YamlScalar(from, to, value, ScalarType.String, style);

        YamlScalar Merge() => new(from, to, value, ScalarType.Null, style) { Special = ScalarSpecial.Merge };
    }

    /// <param name="tag">Only what has that tag; null for anything.</param>
    private static (ScalarType Type, string Text, ScalarSpecial Special)? Find(string value, string? tag)
    {
        if (Is("null") && value is "" or "~" or "null" or "Null" or "NULL")
            return (ScalarType.Null, value, ScalarSpecial.None);
        if (Is("bool") && value is "Y" or "y" or "Yes" or "yes" or "YES" or "True" or "true" or "TRUE" or "On" or "on" or "ON")
            return (ScalarType.Boolean, "true", ScalarSpecial.None);
        if (Is("bool") && value is "N" or "n" or "No" or "no" or "NO" or "False" or "false" or "FALSE" or "Off" or "off" or "OFF")
            return (ScalarType.Boolean, "false", ScalarSpecial.None);
        if (Number(value, Is("int"), Is("float")) is { } number)
            return (ScalarType.Number, Written(number), ScalarSpecial.None);
        return Is("timestamp") && Timestamp.ToIso(value) is { } time ? (ScalarType.String, time, ScalarSpecial.Object) : null;

        bool Is(string kind) =>
            tag is null
            || (tag.StartsWith(TagTable.Core, StringComparison.Ordinal) && tag.AsSpan(TagTable.Core.Length).SequenceEqual(kind));
    }

    private static double? Number(string value, bool mayBeInteger, bool mayBeFloat)
    {
        if (value.Length == 0 || !(char.IsAsciiDigit(value[0]) || value[0] is '+' or '-' or '.' or 'e' or 'E'))
            return null;
        var digits = (value[0] is '+' or '-' ? value[1..] : value).Replace("_", "", StringComparison.Ordinal);
        var sign = value[0] == '-' ? -1 : 1;
        if (mayBeInteger && Integer().Match(value) is { Success: true } integer)
            return integer.Groups["binary"].Success ? sign * Radix(digits[2..], 2)
                : integer.Groups["octal"].Success ? sign * Radix(digits[1..], 8)
                : integer.Groups["hex"].Success ? sign * Radix(digits[2..], 16)
                : sign * Decimal(digits);
        if (mayBeFloat && value is ".nan" or ".NaN" or ".NAN" && mayBeFloat)
            return double.NaN;
        if (mayBeFloat && digits is ".inf" or ".Inf" or ".INF" && mayBeFloat && !value.Contains('_', StringComparison.Ordinal))
            return sign * double.PositiveInfinity;
        if (mayBeFloat && Float().IsMatch(value))
            return sign * Decimal(digits);
        var isWhole = !value.Contains('.', StringComparison.Ordinal);
        return (isWhole ? mayBeInteger : mayBeFloat) && Base60().IsMatch(value)
            ? sign * digits.Split(':').Aggregate(0d, (sum, part) => sum * 60 + Decimal(part))
            : null;
    }

    private static double Decimal(string digits) =>
        double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    private static double Radix(string digits, int radix) =>
        digits.Length == 0
            ? double.NaN
            : digits.Aggregate(0d, (sum, digit) => sum * radix + (char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10));

    private static string Written(double number) =>
        double.IsNaN(number) ? ".nan"
        : double.IsInfinity(number) ? (number < 0 ? "-.inf" : ".inf")
        : number.ToString("R", CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"\A[-+]?((?<binary>0b[01_]+)|(?<octal>0[0-7_]+)|(?<decimal>[0-9][0-9_]*)|(?<hex>0x[0-9a-fA-F_]+))\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Integer();

    [GeneratedRegex(
        @"\A[-+]?([0-9][0-9_]*)?(\.[0-9_]*|(\.[0-9_]*)?[eE][-+]?[0-9]+)\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Float();

    [GeneratedRegex(
        @"\A[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Base60();
}
