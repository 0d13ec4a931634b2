using System.Text.RegularExpressions;

namespace InfraAi.Platform.Manifest;

/// <summary>Fills ${NAME} and ${NAME:-otherwise} in a text, as Docker Compose writes them; $${ is a plain ${.</summary>
internal static partial class Variables
{
    /// <param name="variable">A name's value; null when it is not set.</param>
    /// <returns>Null when a name without an "otherwise" is not set.</returns>
    public static string? Fill(string text, Func<string, string?> variable)
    {
        var missing = false;
        var filled = Pattern()
            .Replace(
                text,
                match =>
                {
                    if (match.Value == "$${")
                    {
                        return "${";
                    }

                    var value =
                        variable(match.Groups["name"].Value) ?? (match.Groups["else"] is { Success: true } other ? other.Value : null);
                    missing |= value is null;
                    return value ?? "";
                }
            );
        return missing ? null : filled;
    }

    [GeneratedRegex(@"\$\$\{|\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(:-(?<else>[^}]*))?\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pattern();
}
