using InfraAi.Model;

namespace InfraAi.Catalog.Validation;

/// <summary>The closed world of one bundle: every reference leads to an entity of it, and no two entities share a reference.</summary>
internal static class BundleCheck
{
    private static readonly CatalogContext Closed = new() { Dangling = Severity.Error };

    public static IReadOnlyList<DocumentVerdict> Run(IEnumerable<ProjectFile> files) =>
        [.. CatalogSet.Check(files.Where(IsCatalog), Closed).Select(WithoutNotes)];

    /// <summary>mkdocs.yml and what is no YAML are no entities.</summary>
    private static bool IsCatalog(ProjectFile file) =>
        (file.Path.EndsWith(".yaml", StringComparison.Ordinal) || file.Path.EndsWith(".yml", StringComparison.Ordinal))
        && !file.Path.EndsWith("mkdocs.yml", StringComparison.Ordinal);

    private static DocumentVerdict WithoutNotes(DocumentVerdict verdict) =>
        verdict with
        {
            Problems = [.. verdict.Problems.Where(problem => problem.Severity != Severity.Note)],
        };
}
