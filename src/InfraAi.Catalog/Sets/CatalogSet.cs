using InfraAi.Catalog.Entities;
using InfraAi.Catalog.Validation;
using InfraAi.Catalog.Yaml;
using InfraAi.Model;

namespace InfraAi.Catalog;

/// <summary>What a set of files is checked against, beside itself.</summary>
public sealed record CatalogContext
{
    /// <summary>The live catalog; null when it is not known: then only the files count.</summary>
    public CatalogExport? Export { get; init; }

    /// <summary>Which kinds the backend lets in; null to take every kind.</summary>
    public CatalogRules? Rules { get; init; }

    /// <summary>The location that is or will be registered; null for the one of catalog.locations that names the file, if any.</summary>
    public CatalogLocation? Origin { get; init; }

    /// <summary>The files around the given ones; null when nobody can look: then what they name beside themselves is taken on trust.</summary>
    public ISourceTree? Tree { get; init; }

    /// <summary>Is there a file of that path beside the given ones? Null when nobody knows: then targets and placeholders are taken on trust.</summary>
    public Func<string, bool>? Exists { get; init; }

    /// <summary>A file's path as given → its path in its repository; null when they are the same.</summary>
    public Func<string, string>? PathInRepository { get; init; }

    /// <summary>Host and name of the files' repository (<c>github.com/acme/shop</c>), where a checkout says it; null to find it out from <see cref="Origin"/> or the live catalog.</summary>
    public string? Repository { get; init; }

    /// <summary>Does the file at that path of the repository, which is none of those given, hold an entity of that reference? Null when nobody can look.</summary>
    public Func<string, string, bool>? Holds { get; init; }

    /// <summary>Severity of a reference that leads nowhere. The backend takes such an entity, so it is a warning unless asked otherwise.</summary>
    public Severity Dangling { get; init; } = Severity.Warning;
}

/// <summary>Checks many files together: references, collisions, owners, cycles, kinds that the backend refuses.</summary>
public static class CatalogSet
{
    /// <returns>The verdicts of <see cref="CatalogValidator.Validate"/> on each file, with the problems between files added.</returns>
    public static IReadOnlyList<DocumentVerdict> Check(IEnumerable<ProjectFile> files, CatalogContext? context = null)
    {
        var set = new SetCheck(
            [.. files.SelectMany(file => CatalogValidator.Examine(file.Path, file.Content, context))],
            context ?? new CatalogContext()
        );
        return set.Run();
    }
}

/// <summary>One run over a set.</summary>
internal sealed class SetCheck(IReadOnlyList<Examined> documents, CatalogContext context)
{
    private static readonly string[] Upward = ["subcomponentOf", "subdomainOf", "parent"];

    private readonly Dictionary<string, Examined> byRef = new(StringComparer.Ordinal);
    private readonly Origins origins = new(documents, context);
    private readonly OwnLocations own = new(documents, context);

    /// <summary>Which path of the repository holds which reference; with "" each path that was read.</summary>
    private HashSet<(string Path, string Ref)>? held;

    public IReadOnlyList<DocumentVerdict> Run()
    {
        foreach (var document in documents)
            if (
                document.Verdict.Ref is { } reference
                && (!byRef.TryGetValue(reference, out var first) || first.Verdict.File == document.Verdict.File)
            )
                byRef[reference] = document;
        return [.. documents.Select(Check)];
    }

    private DocumentVerdict Check(Examined document)
    {
        if (document.Root is not { } root || document.IsBroken)
            return document.Verdict;
        var problems = document.Problems;
        Collide(document, root, problems);
        Refuse(document, root, problems);
        References(root, problems);
        Cycle(document, root, problems);
        Complete(root, problems);
        return document.Verdict with { Valid = !problems.HasErrors, Problems = problems.Problems };
    }

    private void Collide(Examined document, YamlMap root, ProblemSink problems)
    {
        if (document.Verdict.Ref is not { } reference)
            return;
        var at = NameAt(root);
        if (!ReferenceEquals(byRef[reference], document))
        {
            var kept = byRef[reference].Verdict;
            var (place, fate) =
                kept.File == document.Verdict.File
                    ? ("again below", "of equal ones in a file the catalog keeps the last")
                    : ($"already in {kept.File}", "the catalog keeps the one it reads first");
            problems.Error(
                at,
                "metadata.name",
                Rules.Collision,
                $"{reference} is {place}, document {kept.Document}: {fate} (case does not count).",
                "Rename one of them."
            );
        }
        else if (
            context.Export?.Find(reference) is { Location: { } location }
            && !own.IsOf(location, document.Verdict.File)
            && !IsMoved(location, reference)
        )
            problems.Error(
                at,
                "metadata.name",
                Rules.Collision,
                $"{reference} is in the catalog already, from {location}: this one will be refused as a conflict.",
                own.IsKnown
                    ? "Rename it, or take the other location out of the catalog."
                    : "Rename it, or take the other location out of the catalog. If that is this very file, say so with --location and its URL."
            );
    }

    /// <summary>Was it in another file of the same repository, which has it no longer? Then the catalog lets it go there first.</summary>
    private bool IsMoved(string location, string reference) =>
        own.IsRepository
        && own.Within(location) is { } path
        && !Held.Contains((path, reference))
        && (Held.Contains((path, "")) || context.Holds?.Invoke(path, reference) != true);

    private HashSet<(string Path, string Ref)> Held =>
        held ??= [
            .. documents.Select(document => (own.PathOf(document.Verdict.File), document.Verdict.Ref ?? "")),
            .. documents.Select(document => (own.PathOf(document.Verdict.File), "")),
        ];

    private void Refuse(Examined document, YamlMap root, ProblemSink problems)
    {
        if (context.Rules is not { } rules || document.Verdict.Kind is not { } kind)
            return;
        var type = (root.Find("spec")?.Value.Actual as YamlMap)?.Find("type")?.Value.String;
        if (!rules.Allows(kind, type, origins.Of(document.Verdict.File)))
            problems.Error(
                root.Find("kind")!.Value.Value.Start,
                "kind",
                Rules.KindRefused,
                $"The catalog does not let {kind} in here ({rules.Source}); nothing else of the file comes in either.",
                rules.ChangeFor(kind)
            );
    }

    private void References(YamlMap root, ProblemSink problems)
    {
        foreach (var (field, node, path, key) in EntityLinks.Of(root))
        {
            if (byRef.ContainsKey(key) || context.Export?.Find(key) is not null)
                continue;
            var where = context.Export is null ? "in the given files" : "in the given files or in the catalog";
            var (rule, message) =
                field.Name == "owner"
                    ? (Rules.GhostOwner, $"The owner {key} is not {where}.")
                    : (Rules.DanglingRef, $"{key} is not {where}.");
            problems.Add(node.Start, path, rule, message, Nearest(key), context.Dangling);
        }
    }

    private string? Nearest(string key)
    {
        var name = key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..];
        var near = byRef
            .Keys.Where(known => known.EndsWith("/" + name, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
        return near is null ? null : $"Is {near} meant?";
    }

    private void Cycle(Examined document, YamlMap root, ProblemSink problems)
    {
        if (document.Verdict.Ref is not { } start)
            return;
        var seen = new HashSet<string>(StringComparer.Ordinal) { start };
        var at = root;
        while (
            EntityLinks.Of(at).FirstOrDefault(link => Upward.Contains(link.Field.Name, StringComparer.Ordinal)) is { Key: { } next } link
        )
        {
            if (next == start)
            {
                var upward = EntityLinks.Of(root).First(candidate => Upward.Contains(candidate.Field.Name, StringComparer.Ordinal));
                problems.Warn(
                    upward.Node.Start,
                    upward.Path,
                    Rules.Cycle,
                    $"{start} is a part of itself: {string.Join(" → ", seen)} → {start}.",
                    "Take one of these links out."
                );
                return;
            }
            if (!seen.Add(next) || !byRef.TryGetValue(next, out var parent) || parent.Root is not { } above)
                return;
            at = above;
        }
    }

    private static void Complete(YamlMap root, ProblemSink problems)
    {
        if (
            EntityHead.KindOf(root) is not ("Component" or "API" or "Resource" or "System" or "Domain" or "Template")
            || root.Find("metadata")?.Value.Actual is not YamlMap metadata
        )
            return;
        if (metadata.Find("description") is null)
            problems.Note(NameAt(root), "metadata.description", Rules.NoDescription, "The entity has no description.", "Add description:");
        if (metadata.Find("tags") is null)
            problems.Note(NameAt(root), "metadata.tags", Rules.NoTags, "The entity has no tags.", "Add tags:");
    }

    internal static int NameAt(YamlMap root) => (root.Find("metadata")?.Value.Actual as YamlMap)?.Find("name")?.Value.Start ?? root.Start;
}
