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
        var verdicts = new List<DocumentVerdict>();
        var lines = new LineIndex(text);
        var documents = YamlReader.Read(text);
        for (var index = 0; index < documents.Count; index++)
            if (Verdict(file, index, documents[index], text, lines) is { } verdict)
                verdicts.Add(verdict);
        return verdicts;
    }

    /// <summary>Checks all files of a bundle, and that every reference in it leads to an entity of the bundle.</summary>
    /// <param name="files">Those that are no YAML are skipped, and so is mkdocs.yml.</param>
    public static IReadOnlyList<DocumentVerdict> ValidateBundle(IEnumerable<ProjectFile> files) => BundleCheck.Run(files);

    private static DocumentVerdict? Verdict(string file, int index, YamlDocument document, string text, LineIndex lines)
    {
        var problems = new ProblemSink(lines);
        foreach (var error in document.Errors)
            problems.Error(error.Offset, NodePath.At(document.Root, error.Offset, text), error.Rule, error.Message, error.Fix);
        var root = document.Root?.Actual;
        if (root is YamlScalar { Type: ScalarType.Null } && !problems.HasErrors)
            return null;
        if (document.IsBroken)
            return new DocumentVerdict(file, index, EntityHead.KindOf(root), EntityHead.RefOf(root), false, problems.Problems);
        if (root is YamlMap map)
            EntityChecks.Check(map, text, problems);
        else if (root is not null)
            problems.Error(
                root.Start,
                "",
                Rules.NotAnEntity,
                $"An entity is a map with apiVersion, kind and metadata; this document is {Shape.TypeOf(root)}."
            );
        return new DocumentVerdict(file, index, EntityHead.KindOf(root), EntityHead.RefOf(root), !problems.HasErrors, problems.Problems);
    }
}
