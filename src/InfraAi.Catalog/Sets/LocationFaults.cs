using InfraAi.Catalog.Validation;
using InfraAi.Catalog.Yaml;

namespace InfraAi.Catalog;

/// <summary>A fault that keeps the catalog from taking anything of a file.</summary>
/// <param name="File">Where the fault is: another file when a Location reads both.</param>
internal sealed record LocationFault(string File, int Document, ValidationProblem Problem);

/// <summary>
/// Which files the catalog refuses as a whole. A backend reads a location in one step: an unreadable document, an entity without a whole
/// envelope, or a kind that is not let in makes that step fail, and then nothing of it comes in. A fault in the rest of an entity keeps only that entity out.
/// </summary>
/// <remarks>As DefaultCatalogProcessingOrchestrator and ProcessorOutputCollector of catalog-backend 4.0.0 do it; seen on a running backend, see docs/catalog.md.</remarks>
internal sealed class LocationFaults
{
    private static readonly string[] Unreadable =
    [
        Rules.YamlSyntax,
        Rules.DuplicateKey,
        Rules.AliasLimit,
        Rules.NotAnEntity,
        Rules.KindRefused,
    ];

    private static readonly string[] Incomplete = [Rules.Required, Rules.WrongType, Rules.Empty];
    private static readonly string[] Envelope = ["apiVersion", "kind", "metadata", "metadata.name", "metadata.namespace"];

    private readonly Dictionary<string, LocationFault> byFile = new(StringComparer.Ordinal);
    private readonly Dictionary<Examined, LocationFault> byLocation = [];

    /// <param name="verdicts">Of the same documents, after the rules were asked.</param>
    /// <param name="exists">Is there a file of that path? Null when nobody knows.</param>
    public LocationFaults(IReadOnlyList<DocumentVerdict> verdicts, IReadOnlyList<Examined> documents, Func<string, bool>? exists)
    {
        foreach (var verdict in verdicts)
            if (verdict.Problems.FirstOrDefault(problem => StopsTheFile(problem)) is { } problem)
                byFile.TryAdd(verdict.File, new LocationFault(verdict.File, verdict.Document, problem));
        ReadTogether(documents, exists);
    }

    /// <returns>The fault that keeps the document out with all of its file; null when the file is read.</returns>
    public LocationFault? Of(Examined document) =>
        byLocation.GetValueOrDefault(document) ?? byFile.GetValueOrDefault(document.Verdict.File);

    public bool Stops(string file) => byFile.ContainsKey(file);

    private static bool StopsTheFile(ValidationProblem problem) =>
        problem.Severity == Severity.Error
        && (
            Unreadable.Contains(problem.Rule, StringComparer.Ordinal)
            || (Incomplete.Contains(problem.Rule, StringComparer.Ordinal) && Envelope.Contains(problem.Path, StringComparer.Ordinal))
        );

    /// <summary>The targets of one Location entity are read in one step too: a fault in one of them keeps out the others, and the Location itself.</summary>
    private void ReadTogether(IReadOnlyList<Examined> documents, Func<string, bool>? exists)
    {
        foreach (var document in documents)
        {
            var file = document.Verdict.File;
            var targets = NearbyFiles.Targets(document).Select(node => (Node: node, Path: NearbyFiles.Beside(file, node.String!))).ToList();
            var fault =
                targets.Select(target => byFile.GetValueOrDefault(target.Path)).FirstOrDefault(found => found is not null)
                ?? targets
                    .Where(target => exists?.Invoke(target.Path) == false && NearbyFiles.AreRequired(document))
                    .Select(target => new LocationFault(file, document.Verdict.Document, Missing(document, target.Node, target.Path)))
                    .FirstOrDefault();
            if (fault is null)
                continue;
            byLocation.TryAdd(document, fault);
            foreach (var (_, path) in targets)
                byFile.TryAdd(path, fault);
        }
    }

    public static ValidationProblem Missing(Examined document, YamlNode node, string path)
    {
        var (line, column) = document.Lines.At(node.Start);
        return new ValidationProblem(
            line,
            column,
            "",
            Rules.TargetMissing,
            $"There is no file {path}.",
            "Correct the path, or add the file.",
            Severity.Error
        );
    }
}
