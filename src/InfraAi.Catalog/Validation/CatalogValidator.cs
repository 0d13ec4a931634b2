using InfraAi.Catalog.Entities;
using InfraAi.Catalog.Validation;
using InfraAi.Catalog.Yaml;
using InfraAi.Model;

namespace InfraAi.Catalog;

/// <summary>Says of catalog YAML what a Backstage backend would say, about every fault at once, with its place and its remedy.</summary>
public static class CatalogValidator
{
    /// <summary>Checks each document of one file.</summary>
    /// <param name="file">Its name, for the verdicts.</param>
    /// <returns>One verdict a document that is not empty, in the order of the file.</returns>
    public static IReadOnlyList<DocumentVerdict> Validate(string file, string text)
    {
        var examined = Examine(file, text);
        var verdicts = new DocumentVerdict[examined.Count];
        for (var index = 0; index < verdicts.Length; index++)
            verdicts[index] = examined[index].Verdict;
        return verdicts;
    }

    /// <summary>Checks a file as it is on disk. The official reader takes bytes that are no UTF-8 for replacement characters, and so does this one, but it says so.</summary>
    /// <remarks>Files over 32 MB are not read: no catalog file is that large.</remarks>
    public static IReadOnlyList<DocumentVerdict> Validate(string file, ReadOnlySpan<byte> bytes) =>
        bytes.Length > MaxBytes
            ?
            [
                new DocumentVerdict(
                    file,
                    0,
                    null,
                    null,
                    false,
                    [
                        new(
                            1,
                            1,
                            "",
                            Rules.TooLarge,
                            $"The file has {bytes.Length / 1_000_000} MB; a catalog file has {MaxBytes / 1_000_000} at most.",
                            "Split it.",
                            Severity.Error
                        ),
                    ]
                ),
            ]
            : FileEncoding.Check(bytes, Validate(file, FileEncoding.Decode(bytes)), file);

    /// <summary>Larger files are not read.</summary>
    internal const int MaxBytes = 32_000_000;

    /// <summary>The same with what the fixer and the set need beside the verdicts.</summary>
    internal static List<Examined> Examine(string file, string text, CatalogContext? context = null)
    {
        var examined = new List<Examined>();
        var lines = new LineIndex(text);
        var documents = YamlReader.Read(text);
        for (var index = 0; index < documents.Count; index++)
            if (Examine(file, index, documents[index], text, lines, context) is { } document)
                examined.Add(document);
        return examined;
    }

    /// <summary>Checks all files of a bundle, and that every reference in it leads to an entity of the bundle.</summary>
    /// <param name="files">Those that are no YAML are skipped, and so is mkdocs.yml.</param>
    public static IReadOnlyList<DocumentVerdict> ValidateBundle(IEnumerable<ProjectFile> files) => BundleCheck.Run(files);

    private static Examined? Examine(string file, int index, YamlDocument document, string text, LineIndex lines, CatalogContext? context)
    {
        var problems = new ProblemSink(lines);
        foreach (var error in document.Errors)
            problems.Error(
                error.Offset,
                NodePath.At(document.Root, error.Offset, text),
                error.Rule,
                error.Message,
                error.Fix,
                error.Repair
            );
        var root = document.Root?.Actual;
        if (root is YamlScalar { Type: ScalarType.Null } && !problems.HasErrors)
            return null;
        if (!document.IsBroken && root is YamlMap map)
            EntityChecks.Check(map, text, problems);
        else if (!document.IsBroken && root is not null)
            problems.Error(
                root.Start,
                "",
                Rules.NotAnEntity,
                $"An entity is a map with apiVersion, kind and metadata; this document is {Shape.TypeOf(root)}."
            );
        var verdict = new DocumentVerdict(
            file,
            index,
            EntityHead.KindOf(root),
            EntityHead.RefOf(root),
            !problems.HasErrors,
            problems.Problems
        );
        return new Examined(verdict, root as YamlMap, document, problems, lines);
    }
}

/// <summary>A document with its verdict, its tree, and what a machine can repair.</summary>
internal sealed record Examined(DocumentVerdict Verdict, YamlMap? Root, YamlDocument Document, ProblemSink Problems, LineIndex Lines)
{
    public bool IsBroken => Document.IsBroken;

    public IEnumerable<(ValidationProblem Problem, Fixing.Repair Repair)> Repairs => Problems.Repairs;
}
