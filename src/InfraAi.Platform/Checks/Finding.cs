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
public sealed record Finding(string Name, CheckStatus Status, Phrase Message, Phrase? Fix = null);
