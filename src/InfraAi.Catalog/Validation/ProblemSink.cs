using InfraAi.Catalog.Yaml;

namespace InfraAi.Catalog.Validation;

/// <summary>Collects the problems of one document and turns offsets into lines and columns.</summary>
internal sealed class ProblemSink(LineIndex lines)
{
    private readonly List<(int Offset, ValidationProblem Problem)> found = [];

    public bool HasErrors { get; private set; }

    public void Error(int offset, string path, string rule, string message, string? fix = null) =>
        Add(offset, path, rule, message, fix, Severity.Error);

    public void Warn(int offset, string path, string rule, string message, string? fix = null) =>
        Add(offset, path, rule, message, fix, Severity.Warning);

    public void Note(int offset, string path, string rule, string message, string? fix = null) =>
        Add(offset, path, rule, message, fix, Severity.Note);

    /// <summary>In the order of the text.</summary>
    public IReadOnlyList<ValidationProblem> Problems =>
        found.Count == 0 ? [] : [.. found.OrderBy(pair => pair.Offset).Select(pair => pair.Problem)];

    private void Add(int offset, string path, string rule, string message, string? fix, Severity severity)
    {
        HasErrors |= severity == Severity.Error;
        var (line, column) = lines.At(offset);
        found.Add((offset, new ValidationProblem(line, column, path, rule, message, fix, severity)));
    }
}
