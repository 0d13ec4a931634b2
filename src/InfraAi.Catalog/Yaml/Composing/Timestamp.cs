using System.Globalization;
using System.Text.RegularExpressions;

namespace InfraAi.Catalog.Yaml;

/// <summary>The times of YAML 1.1, which a tag may ask for: 2026-11-22, or with T or blanks, a time and a zone.</summary>
internal static partial class Timestamp
{
    /// <returns>The time as JSON has it (2026-11-22T00:00:00.000Z); null when the text is none.</returns>
    public static string? ToIso(string text)
    {
        var parts = Pattern().Match(text);
        if (!parts.Success)
            return null;
        try
        {
            var time = new DateTime(Number("year"), 1, 1, 0, 0, 0, DateTimeKind.Utc)
                .AddMonths(Number("month") - 1)
                .AddDays(Number("day") - 1)
                .AddHours(Number("hour"))
                .AddMinutes(Number("minute"))
                .AddSeconds(Number("second"))
                .AddMilliseconds(Number("milli", 3));
            var zone = parts.Groups["zone"].Value is { Length: > 1 } sign
                ? (sign[0] == '-' ? -1 : 1) * (Number("zh") * 60 + Number("zm"))
                : 0;
            return time.AddMinutes(-zone).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }

        int Number(string name, int digits = 0)
        {
            var value = parts.Groups[name].Value;
            value = digits > 0 ? value.PadRight(digits, '0')[..digits] : value;
            return value.Length == 0 ? 0 : int.Parse(value, CultureInfo.InvariantCulture);
        }
    }

    [GeneratedRegex(
        @"\A(?<year>[0-9]{4})-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})((t|T|[ \t]+)(?<hour>[0-9]{1,2}):(?<minute>[0-9]{1,2}):(?<second>[0-9]{1,2})(\.(?<milli>[0-9]+))?([ \t]*(?<zone>Z|[-+](?<zh>[012]?[0-9])(:(?<zm>[0-9]{2}))?))?)?\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Pattern();
}
