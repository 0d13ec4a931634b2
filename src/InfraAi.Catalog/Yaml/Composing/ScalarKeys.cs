using System.Globalization;

namespace InfraAi.Catalog.Yaml;

/// <summary>Keys that are no strings, as the JSON object has them: the official reader turns them into strings.</summary>
internal static class ScalarKeys
{
    public static string Name(YamlScalar key) =>
        key.Type switch
        {
            ScalarType.Null => "",
            ScalarType.Boolean => key.Text.ToLowerInvariant(),
            ScalarType.Number => Write(Read(key.Text)),
            _ => key.Text,
        };

    /// <summary>Two keys are one when their values are equal: <c>1</c> and <c>1.0</c> are, <c>1</c> and <c>"1"</c> are not.</summary>
    public static bool AreEqual(YamlNode one, YamlNode other) =>
        one is YamlScalar a
        && other is YamlScalar b
        && a.Type == b.Type
        && a.Special < ScalarSpecial.Object
        && b.Special < ScalarSpecial.Object
        && a.Type switch
        {
            ScalarType.String => a.Text == b.Text,
            ScalarType.Null => true,
            ScalarType.Boolean => Name(a) == Name(b),
            _ => Read(a.Text) == Read(b.Text),
        };

    public static double Read(string text)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal))
            return Radix(text.AsSpan(2), 16);
        if (text.StartsWith("0o", StringComparison.Ordinal))
            return Radix(text.AsSpan(2), 8);
        if (text.EndsWith("inf", StringComparison.OrdinalIgnoreCase))
            return text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        return text.EndsWith("nan", StringComparison.OrdinalIgnoreCase) ? double.NaN : double.Parse(text, CultureInfo.InvariantCulture);
    }

    private static double Radix(ReadOnlySpan<char> digits, int radix)
    {
        double value = 0;
        foreach (var digit in digits)
            value = value * radix + (char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10);
        return value;
    }

    /// <summary>A number as JavaScript writes it: shortest digits, an exponent below 1e-6 and from 1e21 on.</summary>
    private static string Write(double value)
    {
        if (value == 0)
            return "0";
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? "NaN"
                : value > 0 ? "Infinity"
                : "-Infinity";
        var shortest = Math.Abs(value).ToString("E16", CultureInfo.InvariantCulture);
        for (var precision = 0; precision < 17; precision++)
        {
            var candidate = Math.Abs(value).ToString("E" + precision, CultureInfo.InvariantCulture);
            if (double.Parse(candidate, CultureInfo.InvariantCulture) != Math.Abs(value))
                continue;
            shortest = candidate;
            break;
        }
        var mark = shortest.IndexOf('E', StringComparison.Ordinal);
        var digits = shortest[..mark].Replace(".", "", StringComparison.Ordinal);
        var exponent = int.Parse(shortest[(mark + 1)..], CultureInfo.InvariantCulture);
        var sign = value < 0 ? "-" : "";
        return exponent switch
        {
            >= 21 or < -6 =>
                $"{sign}{digits[0]}{(digits.Length > 1 ? "." + digits[1..] : "")}e{(exponent < 0 ? "-" : "+")}{Math.Abs(exponent)}",
            >= 0 when digits.Length <= exponent + 1 => sign + digits.PadRight(exponent + 1, '0'),
            >= 0 => $"{sign}{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}",
            _ => $"{sign}0.{new string('0', -exponent - 1)}{digits}",
        };
    }
}
