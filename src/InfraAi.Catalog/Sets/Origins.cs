namespace InfraAi.Catalog;

/// <summary>The registered location that each file is read by: named by the caller or by catalog.locations, and handed on to what its Locations name.</summary>
internal sealed class Origins
{
    private readonly Dictionary<string, CatalogLocation> byFile = new(StringComparer.Ordinal);

    public Origins(IReadOnlyList<Examined> documents, CatalogContext context)
    {
        foreach (var file in documents.Select(document => document.Verdict.File).Distinct(StringComparer.Ordinal))
            if ((context.Origin ?? context.Rules?.LocationOf(file)) is { } origin)
                byFile[file] = origin;
        List<(string From, string To)> links =
        [
            .. documents.SelectMany(
                NearbyFiles.Targets,
                (document, node) => (document.Verdict.File, NearbyFiles.Beside(document.Verdict.File, node.String!))
            ),
        ];
        bool more;
        do
        {
            more = false;
            foreach (var (from, to) in links)
                more |= byFile.TryGetValue(from, out var origin) && byFile.TryAdd(to, origin);
        } while (more);
    }

    public CatalogLocation? Of(string file) => byFile.GetValueOrDefault(file);
}
