using InfraAi.Model;
using InfraAi.Platform.Files;
using InfraAi.Storage;

namespace InfraAi.Pipeline;

/// <summary>What an analysis leaves in the audit log when it ends: what it wrote outside, or why it did not.</summary>
public static class AuditLines
{
    /// <param name="way">By whose hand: null in the agent, whose door has a line for the request; "cli".</param>
    /// <param name="who">The system's name of the user of that hand; null in the agent.</param>
    /// <returns>Null for an analysis that changed nothing outside.</returns>
    public static AuditLine? Of(AnalysisRecord analysis, string? way, string? who, DateTimeOffset now) =>
        analysis is { Status: AnalysisStatus.Done, Publication: not { Changed: true } }
            ? null
            : new(
                now,
                analysis.DescribedBy ?? who,
                way,
                null,
                null,
                analysis.Publication is { Changed: true } ? $"publish {analysis.Publication.Commit}" : "publish",
                $"{analysis.Project?.Name ?? analysis.Architecture?.Name ?? "?"} {analysis.Id}",
                analysis.Status == AnalysisStatus.Done ? AuditOutcome.Done
                    : analysis.Problem?.Kind == ProblemKind.NotAllowed ? AuditOutcome.Refused
                    : AuditOutcome.Failed,
                null,
                analysis.Problem?.Code
            );
}
