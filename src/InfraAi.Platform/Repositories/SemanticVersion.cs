using System.Globalization;
using System.Text.RegularExpressions;

namespace InfraAi.Platform.Repositories;

/// <summary>How far a version is raised.</summary>
public enum VersionStep
{
    Patch,
    Minor,
    Major,
}

/// <summary>A version as https://semver.org/spec/v2.0.0.html defines it; build metadata is not read.</summary>
/// <param name="PreRelease">What follows the hyphen; "" for a release.</param>
public sealed partial record SemanticVersion(int Major, int Minor, int Patch, string PreRelease) : IComparable<SemanticVersion>
{
    public static SemanticVersion First { get; } = new(0, 1, 0, "");

    /// <returns>Null when the text is no version.</returns>
    public static SemanticVersion? Parse(string text) =>
        Form().Match(text) is { Success: true } match
        && int.TryParse(match.Groups["major"].Value, CultureInfo.InvariantCulture, out var major)
        && int.TryParse(match.Groups["minor"].Value, CultureInfo.InvariantCulture, out var minor)
        && int.TryParse(match.Groups["patch"].Value, CultureInfo.InvariantCulture, out var patch)
            ? new(major, minor, patch, match.Groups["pre"].Value)
            : null;

    /// <summary>The next version. Before 1.0.0 a breaking change raises the minor number, as is the custom; a pre-release becomes its release.</summary>
    public SemanticVersion Next(VersionStep step) =>
        PreRelease.Length > 0 ? this with { PreRelease = "" }
        : step == VersionStep.Patch ? new(Major, Minor, Patch + 1, "")
        : step == VersionStep.Minor || Major == 0 ? new(Major, Minor + 1, 0, "")
        : new(Major + 1, 0, 0, "");

    public int CompareTo(SemanticVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        var numbers = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
        return numbers != 0 ? numbers
            : PreRelease == other.PreRelease ? 0
            : PreRelease.Length == 0 ? 1
            : other.PreRelease.Length == 0 ? -1
            : Compare(PreRelease.Split('.'), other.PreRelease.Split('.'));
    }

    public static bool operator <(SemanticVersion one, SemanticVersion other) => one.CompareTo(other) < 0;

    public static bool operator >(SemanticVersion one, SemanticVersion other) => one.CompareTo(other) > 0;

    public static bool operator <=(SemanticVersion one, SemanticVersion other) => one.CompareTo(other) <= 0;

    public static bool operator >=(SemanticVersion one, SemanticVersion other) => one.CompareTo(other) >= 0;

    public override string ToString() => PreRelease.Length == 0 ? $"{Major}.{Minor}.{Patch}" : $"{Major}.{Minor}.{Patch}-{PreRelease}";

    /// <summary>Rule 11.4: numbers by value and below words, words by their characters, the longer one above.</summary>
    private static int Compare(string[] one, string[] other)
    {
        for (var i = 0; i < Math.Min(one.Length, other.Length); i++)
        {
            var (a, b) = (
                int.TryParse(one[i], CultureInfo.InvariantCulture, out var x),
                int.TryParse(other[i], CultureInfo.InvariantCulture, out var y)
            );
            var compared =
                a && b ? x.CompareTo(y)
                : a ? -1
                : b ? 1
                : string.CompareOrdinal(one[i], other[i]);
            if (compared != 0)
            {
                return compared;
            }
        }

        return one.Length.CompareTo(other.Length);
    }

    [GeneratedRegex(
        @"^(?<major>0|[1-9]\d*)\.(?<minor>0|[1-9]\d*)\.(?<patch>0|[1-9]\d*)(-(?<pre>[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*))?$",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Form();
}
