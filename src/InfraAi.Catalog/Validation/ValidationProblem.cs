using InfraAi.Model;

namespace InfraAi.Catalog;

/// <summary>How much a problem matters.</summary>
public enum Severity
{
    /// <summary>Backstage takes it; it could be better.</summary>
    Note,

    /// <summary>Backstage takes it, and probably does not do what was meant.</summary>
    Warning,

    /// <summary>Backstage refuses it.</summary>
    Error,
}

/// <summary>One thing that is wrong, and where.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in UTF-16 code units.</param>
/// <param name="Path">Of the field: <c>spec.owner</c>, <c>metadata.tags[0]</c>; "" for the document.</param>
/// <param name="Rule">Stable name of the rule: see <see cref="Rules"/>.</param>
/// <param name="Message">What is wrong, with the value.</param>
/// <param name="Fix">What to write instead; null when only a person can know.</param>
public sealed record ValidationProblem(int Line, int Column, string Path, string Rule, string Message, string? Fix, Severity Severity);

/// <summary>The verdict on one YAML document.</summary>
/// <param name="File">As given by the caller.</param>
/// <param name="Document">From 0, as the YAML parser counts: empty documents count but have no verdict.</param>
/// <param name="Kind">As written; null when it cannot be read.</param>
/// <param name="Ref">Whole and in lower case; null when kind or name cannot be read.</param>
/// <param name="Valid">No problem is an error: Backstage takes it.</param>
/// <param name="Problems">All of them, in the order of the text.</param>
public sealed record DocumentVerdict(
    string File,
    int Document,
    string? Kind,
    string? Ref,
    bool Valid,
    IReadOnlyList<ValidationProblem> Problems
);
