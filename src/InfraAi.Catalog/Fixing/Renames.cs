using InfraAi.Catalog.Entities;
using InfraAi.Catalog.Validation;
using InfraAi.Catalog.Yaml;

namespace InfraAi.Catalog.Fixing;

/// <summary>Names and namespaces that the catalog refuses, and every reference of the run that leads to them: changed together or not at all.</summary>
internal static class Renames
{
    private const string TechdocsEntity = "backstage.io/techdocs-entity";

    /// <summary>Is a fault of that rule mended by another name?</summary>
    public static bool Covers(string rule) => rule is Rules.NameFormat or Rules.NamespaceFormat;

    public static void Apply(IReadOnlyList<FileFix> files)
    {
        var wanted = files.SelectMany(file => file.Documents, Wanted).OfType<Rename>().ToList();
        if (wanted.Count == 0)
            return;
        var taken = files
            .SelectMany(file => file.Documents)
            .Select(document => document.Verdict.Ref)
            .OfType<string>()
            .GroupBy(reference => reference, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        var clashing = wanted
            .GroupBy(rename => rename.NewRef, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .Select(group => group.Key)
            .ToHashSet(StringComparer.Ordinal);
        var links = Links(files);
        var edits = new Dictionary<FileFix, List<(int, string, string, TextEdit)>>();
        foreach (var rename in wanted)
        {
            if (clashing.Contains(rename.NewRef) || taken.GetValueOrDefault(rename.OldRef) != 1 || taken.ContainsKey(rename.NewRef))
                continue;
            if (Together(rename, [.. links[rename.OldRef]], files) is not { } together)
                continue;
            foreach (var (file, document, path, edit) in together)
            {
                if (!edits.TryGetValue(file, out var list))
                    edits.Add(file, list = []);
                list.Add((document, path, Rules.NameFormat, edit));
            }
        }
        foreach (var (file, list) in edits)
            file.Apply([.. list.DistinctBy(edit => edit.Item4.Start)]);
    }

    private static Rename? Wanted(FileFix file, Examined document)
    {
        if (document.Root is not { } root || document.IsBroken || document.Verdict.Ref is not { } reference || !file.IsOurs(document))
            return null;
        List<(string Path, TextEdit Edit)> own = [];
        foreach (var (problem, repair) in document.Repairs)
            if (Covers(problem.Rule))
            {
                if (repair(file.Text) is not { } edit || file.TouchesExpression(edit))
                    return null;
                own.Add((problem.Path, edit));
            }
        if (own.Count == 0)
            return null;
        var metadata = (YamlMap)root.Find("metadata")!.Value.Value.Actual;
        var oldName = metadata.Find("name")!.Value.Value.String!;
        var name = FieldFormats.IsName(oldName) ? oldName : Slug.Of(oldName, "entity");
        var oldScope = EntityHead.NamespaceOf(root);
        var scope = FieldFormats.IsNamespace(oldScope) ? oldScope : Slug.Of(oldScope, "default");
        return new Rename(
            file,
            document,
            own,
            reference,
            $"{EntityHead.KindOf(root)}:{scope}/{name}".ToLowerInvariant(),
            name,
            scope == oldScope ? null : scope
        );
    }

    /// <returns>The edits of the entity and of all references to it; null when one of them cannot be made.</returns>
    private static List<(FileFix File, int Document, string Path, TextEdit Edit)>? Together(
        Rename rename,
        IReadOnlyList<Link> links,
        IReadOnlyList<FileFix> files
    )
    {
        if (Unread(rename, files))
            return null;
        var edits = rename.Own.Select(own => (rename.File, rename.Document.Verdict.Document, own.Path, own.Edit)).ToList();
        foreach (var link in links)
        {
            if (
                !link.File.IsOurs(link.Document)
                || !EntityRef.TryParse(link.Node.String!, out var reference)
                || (rename.Scope is not null && reference.Namespace is null && !ReferenceEquals(link.Document, rename.Document))
            )
                return null;
            var text = (
                reference with
                {
                    Name = rename.Name,
                    Namespace = reference.Namespace is null ? null : rename.Scope ?? reference.Namespace,
                }
            );
            if (Repairs.Rewrite(link.Node, text.ToString())(link.File.Text) is not { } edit || link.File.TouchesExpression(edit))
                return null;
            edits.Add((link.File, link.Document.Verdict.Document, link.Path, edit));
        }
        return edits;
    }

    /// <summary>Does a document that cannot be read hold the name? Then a reference may stand there that nobody can follow.</summary>
    private static bool Unread(Rename rename, IReadOnlyList<FileFix> files)
    {
        var name = rename.OldRef[(rename.OldRef.IndexOf('/', StringComparison.Ordinal) + 1)..];
        return files.Any(file =>
            file.Documents.Any(document =>
                document.IsBroken
                && file.Text.AsSpan(document.Document.Start, document.Document.End - document.Document.Start)
                    .Contains(name, StringComparison.OrdinalIgnoreCase)
            )
        );
    }

    private static ILookup<string, Link> Links(IReadOnlyList<FileFix> files) =>
        files
            .SelectMany(file =>
                file.Documents.Where(document => document.Root is not null)
                    .SelectMany(document =>
                        Links(document).Select(link => (link.Key, Link: new Link(file, document, link.Node, link.Path)))
                    )
            )
            .ToLookup(pair => pair.Key, pair => pair.Link, StringComparer.Ordinal);

    private static IEnumerable<(string Key, YamlNode Node, string Path)> Links(Examined document)
    {
        foreach (var link in EntityLinks.Of(document.Root!))
            yield return (link.Key, link.Node, link.Path);
        if (
            document.Root!.Find("metadata")?.Value.Actual is YamlMap metadata
            && metadata.Find("annotations")?.Value.Actual is YamlMap annotations
            && annotations.Find(TechdocsEntity)?.Value is { String: { } text } node
            && EntityRef.TryParse(text, out var reference)
            && reference.Kind is not null
        )
            yield return (
                reference.Key(reference.Kind, EntityHead.NamespaceOf(document.Root)),
                node,
                $"metadata.annotations[\"{TechdocsEntity}\"]"
            );
    }

    /// <param name="Own">The edits of the entity itself.</param>
    /// <param name="Scope">The new namespace; null when it stays.</param>
    private sealed record Rename(
        FileFix File,
        Examined Document,
        IReadOnlyList<(string Path, TextEdit Edit)> Own,
        string OldRef,
        string NewRef,
        string Name,
        string? Scope
    );

    private sealed record Link(FileFix File, Examined Document, YamlNode Node, string Path);
}
