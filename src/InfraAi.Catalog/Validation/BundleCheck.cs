using InfraAi.Catalog.Entities;
using InfraAi.Catalog.Yaml;
using InfraAi.Model;

namespace InfraAi.Catalog.Validation;

/// <summary>The closed world of one bundle: every reference leads to an entity of it, and no two entities share a reference.</summary>
internal static class BundleCheck
{
    public static IReadOnlyList<DocumentVerdict> Run(IEnumerable<ProjectFile> files)
    {
        var yaml = files
            .Where(file => file.Path.EndsWith(".yaml", StringComparison.Ordinal) || file.Path.EndsWith(".yml", StringComparison.Ordinal))
            .Where(file => !file.Path.EndsWith("mkdocs.yml", StringComparison.Ordinal))
            .ToList();
        var verdicts = yaml.SelectMany(file => CatalogValidator.Validate(file.Path, file.Content)).ToList();
        var known = verdicts
            .Where(verdict => verdict.Ref is not null)
            .GroupBy(verdict => verdict.Ref!, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        foreach (var file in yaml)
        {
            var documents = YamlReader.Read(file.Content);
            for (var index = 0; index < documents.Count; index++)
            {
                var at = verdicts.FindIndex(verdict => verdict.File == file.Path && verdict.Document == index);
                if (at < 0)
                    continue;
                var sink = new ProblemSink(new LineIndex(file.Content));
                Links(documents[index].Root, known, sink);
                if (verdicts[at].Ref is { } own && !ReferenceEquals(known[own], verdicts[at]))
                    sink.Error(documents[index].Root!.Start, "metadata.name", Rules.Collision, $"{own} is already in {known[own].File}.");
                if (sink.Problems.Count > 0)
                    verdicts[at] = verdicts[at] with
                    {
                        Valid = verdicts[at].Valid && !sink.HasErrors,
                        Problems = [.. verdicts[at].Problems, .. sink.Problems],
                    };
            }
        }
        return verdicts;
    }

    private static void Links(YamlNode? root, Dictionary<string, DocumentVerdict> known, ProblemSink sink)
    {
        if (root is not YamlMap map || EntityHead.KindOf(root) is not { } kind || map.Find("spec")?.Value.Actual is not YamlMap spec)
            return;
        foreach (var field in ReferenceChecks.Of(kind))
        {
            if (spec.Find(field.Name) is not { } entry)
                continue;
            IReadOnlyList<YamlNode> nodes = entry.Value.Actual is YamlList list ? list.Items : [entry.Value];
            foreach (var node in nodes)
                if (node.String is { Length: > 0 } text && EntityRef.TryParse(text, out var reference))
                {
                    var key = reference.Key(field.DefaultKind ?? "", EntityHead.NamespaceOf(root));
                    if (!known.ContainsKey(key))
                        sink.Error(node.Start, $"spec.{field.Name}", Rules.DanglingRef, $"{key} is not in the bundle.");
                }
        }
    }
}
