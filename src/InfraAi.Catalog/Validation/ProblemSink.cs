using InfraAi.Catalog.Fixing;
using InfraAi.Catalog.Yaml;

namespace InfraAi.Catalog.Validation;

/// <summary>Collects the problems of one document and turns offsets into lines and columns.</summary>
internal sealed class ProblemSink(LineIndex lines)
{
    /// <summary>More are no help to anybody, and a hostile file can have millions.</summary>
    private const int MaxProblems = 1000;

    private readonly List<(int Offset, ValidationProblem Problem, Repair? Repair)> found = [];

    public bool HasErrors { get; private set; }

    /// <summary>How many were found so far.</summary>
    public int Count => found.Count;

    /// <summary>The verdict stands and no more are taken: a long list of fields need not be looked at to its end.</summary>
    public bool IsFull => HasErrors && found.Count > MaxProblems;

    /// <summary>In the order of the text.</summary>
    public IReadOnlyList<ValidationProblem> Problems =>
        found.Count == 0 ? [] : [.. found.OrderBy(row => row.Offset).Select(row => row.Problem)];

    /// <summary>The problems that a machine can repair, in the order of the text.</summary>
    public IEnumerable<(ValidationProblem Problem, Repair Repair)> Repairs =>
        found.Where(row => row.Repair is not null).OrderBy(row => row.Offset).Select(row => (row.Problem, row.Repair!));

    public void Error(int offset, string path, string rule, string message, string? fix = null, Repair? repair = null) =>
        Add(offset, path, rule, message, fix, Severity.Error, repair);

    public void Warn(int offset, string path, string rule, string message, string? fix = null) =>
        Add(offset, path, rule, message, fix, Severity.Warning);

    public void Note(int offset, string path, string rule, string message, string? fix = null) =>
        Add(offset, path, rule, message, fix, Severity.Note);

    /// <summary>A problem of any severity.</summary>
    public void Add(int offset, string path, string rule, string message, string? fix, Severity severity, Repair? repair = null)
    {
        HasErrors |= severity == Severity.Error;
        if (found.Count > MaxProblems)
            return;
        var (line, column) = lines.At(offset);
        var problem =
            found.Count < MaxProblems
                ? new ValidationProblem(line, column, path, rule, message, fix, severity)
                : new ValidationProblem(
                    line,
                    column,
                    "",
                    Rules.TooMany,
                    $"More than {MaxProblems} problems: the others are not shown.",
                    null,
                    severity
                );
        found.Add((offset, problem, found.Count < MaxProblems ? repair : null));
    }

    /// <summary>Gives the last problem a repair that only the caller knows.</summary>
    public void AttachToLast(Repair repair) => found[^1] = found[^1] with { Repair = repair };
}
