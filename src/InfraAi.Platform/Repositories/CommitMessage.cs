using System.Text.RegularExpressions;

namespace InfraAi.Platform.Repositories;

/// <summary>A commit's message, read as Conventional Commits (https://www.conventionalcommits.org/en/v1.0.0/).</summary>
/// <param name="Type">"feat", "fix" …; null when the subject names none.</param>
/// <param name="Text">The subject without type and scope.</param>
public sealed partial record CommitMessage(string Id, string? Type, string? Scope, string Text, bool IsBreaking)
{
    /// <summary>True when it only brings branches together: what they did is said by their own commits.</summary>
    public bool IsMerge { get; init; }

    /// <summary>Words that are a type without a scope or an exclamation mark beside them; of others a colon makes none ("Note: …").</summary>
    private static readonly HashSet<string> Types = new(
        [
            "feat",
            "fix",
            "docs",
            "style",
            "refactor",
            "perf",
            "test",
            "tests",
            "build",
            "ci",
            "chore",
            "revert",
            "deps",
            "release",
            "security",
        ],
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>The first line, as it was written.</summary>
    public string Subject => Type is null ? Text : $"{Type}{(Scope is null ? "" : $"({Scope})")}{(IsBreaking ? "!" : "")}: {Text}";

    public static CommitMessage Parse(string id, string subject, string body)
    {
        var breaking = Footer().IsMatch(body);
        return
            Form().Match(subject) is { Success: true } match
            && (match.Groups["scope"].Success || match.Groups["bang"].Success || Types.Contains(match.Groups["type"].Value))
            ? new(
                id,
                match.Groups["type"].Value.ToLowerInvariant(),
                match.Groups["scope"].Success ? match.Groups["scope"].Value : null,
                match.Groups["text"].Value,
                breaking || match.Groups["bang"].Success
            )
            : new(id, null, null, subject, breaking);
    }

    /// <summary>How far these commits raise the version.</summary>
    public static VersionStep Step(IReadOnlyList<CommitMessage> commits) =>
        commits.Any(c => c.IsBreaking) ? VersionStep.Major
        : commits.Any(c => c.Type == "feat") ? VersionStep.Minor
        : VersionStep.Patch;

    [GeneratedRegex(@"^(?<type>[A-Za-z]+)(\((?<scope>[^)]+)\))?(?<bang>!)?: +(?<text>.+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();

    [GeneratedRegex(@"^BREAKING[ -]CHANGE: ", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Footer();
}
