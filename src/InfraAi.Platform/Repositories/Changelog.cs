using System.Globalization;
using System.Text;

namespace InfraAi.Platform.Repositories;

/// <summary>Writes CHANGELOG.md as https://keepachangelog.com/en/1.1.0/ does: the newest version first, what changed by kind.</summary>
public static class Changelog
{
    public const string File = "CHANGELOG.md";
    private const string Title = "# Changelog\n";

    private static readonly (string Heading, Func<CommitMessage, bool> Holds)[] Kinds =
    [
        ("Breaking changes", c => c.IsBreaking),
        ("Added", c => c.Type == "feat"),
        ("Fixed", c => c.Type == "fix"),
        ("Changed", c => c.Type is null or "perf" or "refactor" or "revert"),
        ("Other", _ => true),
    ];

    /// <returns>The version's section, with its heading; it ends with one line feed.</returns>
    public static string Section(SemanticVersion version, DateOnly day, IReadOnlyList<CommitMessage> commits)
    {
        var text = new StringBuilder($"## [{version}] - {day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}\n");
        var left = commits.Where(c => !c.IsMerge && c is not { Type: "chore", Scope: "release" }).ToList();
        foreach (var (heading, holds) in Kinds)
        {
            var these = left.Where(holds).ToList();
            left.RemoveAll(these.Contains);
            if (these.Count > 0)
            {
                text.Append($"\n### {heading}\n\n");
                these.ForEach(c => text.Append($"- {(c.Scope is null ? "" : $"**{c.Scope}:** ")}{c.Text} ({c.Id[..7]})\n"));
            }
        }

        return text.ToString();
    }

    /// <summary>Puts a section above those that are there; everything else stays as it is.</summary>
    public static string Insert(string? changelog, string section)
    {
        if (string.IsNullOrWhiteSpace(changelog))
        {
            return $"{Title}\n{section}";
        }

        var end = changelog.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var written = section.Replace("\n", end, StringComparison.Ordinal);
        var first = changelog.StartsWith("## ", StringComparison.Ordinal) ? 0 : changelog.IndexOf("\n## ", StringComparison.Ordinal) + 1;
        // "Unreleased" stays on top.
        if (first > 0 && changelog.AsSpan(first).StartsWith("## [Unreleased]", StringComparison.OrdinalIgnoreCase))
        {
            var next = changelog.IndexOf("\n## ", first + 1, StringComparison.Ordinal);
            first = next < 0 ? 0 : next + 1;
        }

        return first > 0 || changelog.StartsWith("## ", StringComparison.Ordinal)
            ? changelog[..first] + written + end + changelog[first..]
            : changelog.TrimEnd('\r', '\n') + end + end + written;
    }
}
