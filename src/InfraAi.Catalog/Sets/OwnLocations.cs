namespace InfraAi.Catalog;

/// <summary>
/// Where the planned files stand in the catalog: repository, branch and path. The end of a path alone says nothing, since every repository has a
/// catalog-info.yaml.
/// </summary>
internal sealed class OwnLocations
{
    private readonly Dictionary<string, string> pathOf = new(StringComparer.Ordinal);
    private readonly string? root;
    private readonly string strip = "";
    private readonly string add = "";

    public OwnLocations(IEnumerable<Examined> documents, CatalogContext context)
    {
        List<Examined> all = [.. documents];
        foreach (var file in all.Select(document => document.Verdict.File).Distinct(StringComparer.Ordinal))
            pathOf[file] = context.PathInRepository is { } relative ? relative(file) : Clean(file);
        if (context.Origin is { } origin && origin.Target.Length > 0 && !origin.Target.Contains('*', StringComparison.Ordinal))
        {
            var (own, path) = Split(origin.Target);
            root = own;
            (strip, add, root) = Align(own, path);
            return;
        }
        root = Elected(all, context);
    }

    /// <summary>Is it known which repository the files are of?</summary>
    public bool IsKnown => root is not null;

    /// <summary>Is it a repository, not just some address that files were read from?</summary>
    public bool IsRepository => root?.EndsWith(':') == true;

    /// <returns>Does the catalog have the entity from this very file?</returns>
    public bool IsOf(string? location, string file) =>
        location is not null && root is not null && Canonical(location) == root + PathOf(file);

    /// <returns>The path of the file that the location names, when it is one of the files' own repository and branch; else null.</returns>
    public string? Within(string? location) =>
        location is not null && root is not null && Canonical(location) is var whole && whole.StartsWith(root, StringComparison.Ordinal)
            ? whole[root.Length..]
            : null;

    /// <summary>The file's path in its repository.</summary>
    public string PathOf(string file)
    {
        var path = pathOf.TryGetValue(file, out var known) ? known : Clean(file);
        return add + (path.StartsWith(strip, StringComparison.Ordinal) ? path[strip.Length..] : path);
    }

    /// <summary><c>url:https://github.com/a/b/tree/main/x.yaml</c> → <c>github.com/a/b@main:x.yaml</c>; what is no such URL stays as it is.</summary>
    private static string Canonical(string location)
    {
        var target = location[(location.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return ScmLocation.Parse(target) is { } scm ? scm.Root + scm.Path : target;
    }

    private static (string Root, string Path) Split(string target)
    {
        if (ScmLocation.Parse(target) is { } scm)
            return (scm.Root, scm.Path);
        var slash = target.LastIndexOf('/') + 1;
        return (target[..slash], target[slash..]);
    }

    /// <summary>The files are named from some folder, the location from the top of its repository: what to take off, or to put before, so that they agree.</summary>
    private (string Strip, string Add, string Root) Align(string own, string path)
    {
        var isWhole = own.EndsWith(':');
        if (pathOf.ContainsValue(path))
            return ("", "", own);
        var longer = pathOf
            .Values.Where(file => file.EndsWith("/" + path, StringComparison.Ordinal))
            .OrderBy(file => file.Length)
            .ThenBy(file => file, StringComparer.Ordinal)
            .FirstOrDefault();
        if (longer is not null)
            return (longer[..^path.Length], "", own);
        var shorter = pathOf
            .Values.Where(file => path.EndsWith("/" + file, StringComparison.Ordinal))
            .OrderByDescending(file => file.Length)
            .ThenBy(file => file, StringComparer.Ordinal)
            .FirstOrDefault();
        return shorter is not null && isWhole ? ("", path[..^shorter.Length], own) : ("", "", own);
    }

    /// <summary>Without a location: the one repository from which the catalog has the entities of these files at their paths. None where two claim as many.</summary>
    private string? Elected(IEnumerable<Examined> documents, CatalogContext context)
    {
        if (context.Export is not { } export)
            return null;
        var votes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var document in documents)
            if (
                document.Verdict.Ref is { } reference
                && export.Find(reference)?.Location is { } location
                && Canonical(location) is var whole
                && pathOf[document.Verdict.File] is var path
                && whole.EndsWith(path, StringComparison.Ordinal)
                && whole[..^path.Length] is var candidate
                && (candidate.EndsWith('/') || candidate.EndsWith(':'))
            )
                votes[candidate] = votes.GetValueOrDefault(candidate) + 1;
        if (context.Repository is { } repository)
        {
            var ours = votes
                .Keys.Concat(export.Entities.Select(entity => entity.Location).OfType<string>().Select(RootOf).OfType<string>())
                .Where(candidate => candidate.StartsWith(repository.ToLowerInvariant() + "@", StringComparison.Ordinal))
                .Distinct(StringComparer.Ordinal)
                .OrderByDescending(candidate => votes.GetValueOrDefault(candidate))
                .ThenBy(candidate => candidate, StringComparer.Ordinal)
                .ToList();
            return ours.Count > 0 ? ours[0] : $"{repository.ToLowerInvariant()}@:";
        }
        var best = votes.OrderByDescending(vote => vote.Value).Take(2).ToList();
        return best is [var only] ? only.Key
            : best is [var first, var second] && first.Value > second.Value ? first.Key
            : null;
    }

    private static string? RootOf(string location) =>
        ScmLocation.Parse(location[(location.IndexOf(':', StringComparison.Ordinal) + 1)..])?.Root;

    private static string Clean(string file) => NearbyFiles.Beside("", file.Replace('\\', '/')).TrimStart('/');
}
