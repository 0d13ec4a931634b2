using InfraAi.Catalog.Validation;
using InfraAi.Catalog.Yaml;

namespace InfraAi.Catalog;

/// <summary>Checks files each by itself, with what stands beside them, and tells where two of them hold one entity.</summary>
/// <remarks>
/// That two documents have one reference is known without any other context, and is told as an error. <see cref="DocumentVerdict.Valid"/> stays the document's own verdict:
/// the backend would take each of them alone.
/// </remarks>
public static class CatalogInspection
{
    /// <param name="context">Its tree and its model count; the live catalog and the rules are for <see cref="CatalogSet"/>.</param>
    /// <returns>One verdict a document, in the order of the files, as soon as all before it are there.</returns>
    public static IEnumerable<DocumentVerdict> Run(
        IEnumerable<CatalogSource> files,
        CatalogContext context,
        CancellationToken cancellation = default
    )
    {
        var seen = new Dictionary<string, (string File, int Document)>(StringComparer.Ordinal);
        foreach (var documents in files.AsParallel().AsOrdered().WithCancellation(cancellation).Select(file => Examine(file, context)))
        {
            var last = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var document in documents)
                if (document.Verdict.Ref is { } reference)
                    last[reference] = document.Verdict.Document;
            foreach (var document in documents)
                yield return document.Verdict.Ref is not { } reference ? document.Verdict
                : last[reference] != document.Verdict.Document
                    ? Collided(document, $"again below, document {last[reference]}: of equal ones in a file the catalog keeps the last")
                : seen.TryGetValue(reference, out var first)
                    ? Collided(document, $"already in {first.File}, document {first.Document}: the catalog keeps the one it reads first")
                : document.Verdict;
            foreach (var (reference, document) in last)
                if (documents.Count > 0)
                    seen.TryAdd(reference, (documents[0].Verdict.File, document));
        }
    }

    private static List<Looked> Examine(CatalogSource file, CatalogContext context)
    {
        if (file.Bytes.Length > CatalogValidator.MaxBytes)
            return [.. CatalogValidator.Validate(file.Path, file.Bytes).Select(verdict => new Looked(verdict, 1, 1))];
        var examined = CatalogValidator.Examine(file.Path, file.Text, context);
        var verdicts = FileEncoding.Check(file.Bytes, [.. examined.Select(document => document.Verdict)], file.Path);
        var looked = new List<Looked>(verdicts.Count);
        for (var index = 0; index < verdicts.Count; index++)
        {
            var (line, column) =
                index < examined.Count && examined[index].Root is { } root ? examined[index].Lines.At(SetCheck.NameAt(root)) : (1, 1);
            looked.Add(new Looked(verdicts[index], line, column));
        }
        return looked;
    }

    private static DocumentVerdict Collided(Looked document, string fate) =>
        document.Verdict with
        {
            Problems =
            [
                .. document
                    .Verdict.Problems.Append(
                        new ValidationProblem(
                            document.Line,
                            document.Column,
                            "metadata.name",
                            Rules.Collision,
                            $"{document.Verdict.Ref} is {fate} (case does not count).",
                            "Rename one of them.",
                            Severity.Error
                        )
                    )
                    .OrderBy(problem => problem.Line),
            ],
        };

    /// <summary>A verdict and the place of the entity's name; the tree is not kept.</summary>
    private sealed record Looked(DocumentVerdict Verdict, int Line, int Column);
}
