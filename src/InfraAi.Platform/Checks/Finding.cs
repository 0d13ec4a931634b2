using InfraAi.Model;

namespace InfraAi.Platform.Checks;

public enum CheckStatus
{
    Passed,

    /// <summary>For the reader's information.</summary>
    Noted,

    /// <summary>It works, but less than it could.</summary>
    Warned,
    Failed,
}

/// <summary>What one check found, and what to do about it.</summary>
/// <param name="Link">Where more is to be read, or the place that was asked.</param>
public sealed record Finding(string Name, CheckStatus Status, Phrase Message, Phrase? Fix = null, string? Link = null)
{
    /// <summary>A finding for each problem: the message as it is, the remedy as the fix.</summary>
    public static Finding Of(string name, Problem problem, CheckStatus status = CheckStatus.Failed, string? link = null) =>
        new(name, status, problem.Message, problem.Remedy, link);
}
