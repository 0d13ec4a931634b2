using System.Text.RegularExpressions;

namespace InfraAi.Catalog;

/// <summary>A file of a repository as its URL names it; tree, blob, raw and edit are one file.</summary>
/// <param name="Root">Host, repository and branch, in lower case but for the branch: <c>github.com/acme/shop@main:</c>.</param>
/// <param name="Path">Below the root, with forward slashes; "" for the root itself.</param>
public sealed partial record ScmLocation(string Root, string Path)
{
    /// <summary>Host and repository, without the branch: <c>github.com/acme/shop</c>.</summary>
    public string Repository => Root[..Root.IndexOf('@', StringComparison.Ordinal)];

    /// <returns>Null for what is no file of a repository that the integrations of Backstage know.</returns>
    public static ScmLocation? Parse(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            return null;
        var host = address.Authority.ToLowerInvariant();
        var path = Uri.UnescapeDataString(address.AbsolutePath);
        if (host == "raw.githubusercontent.com" && Raw().Match(path) is { Success: true } raw)
            return Of("github.com", raw.Groups["repo"].Value, raw.Groups["branch"].Value, raw.Groups["path"].Value);
        if (path.Contains("/_git/", StringComparison.Ordinal))
            return Of(
                host,
                path.Trim('/'),
                Query(address, "version") is ['G', 'B', .. var branch] ? branch : "",
                (Query(address, "path") ?? "").Trim('/')
            );
        if (Browse().Match(path) is { Success: true } server)
            return Of(
                host,
                server.Groups["repo"].Value,
                (Query(address, "at") ?? "").Replace("refs/heads/", "", StringComparison.Ordinal),
                server.Groups["path"].Value
            );
        return Tree().Match(path) is { Success: true } match
            ? Of(host, match.Groups["repo"].Value, match.Groups["branch"].Value, match.Groups["path"].Value)
            : null;
    }

    private static ScmLocation Of(string host, string repository, string branch, string path) =>
        new($"{host}/{repository.ToLowerInvariant()}@{branch}:", path.Trim('/'));

    private static string? Query(Uri address, string name) =>
        address
            .Query.TrimStart('?')
            .Split('&')
            .Select(pair => pair.Split('=', 2))
            .Where(pair => pair.Length == 2 && pair[0] == name)
            .Select(pair => Uri.UnescapeDataString(pair[1]))
            .FirstOrDefault();

    [GeneratedRegex(
        "^/(?<repo>[^/]+/[^/]+)/(?<branch>[^/]+)/(?<path>.*)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Raw();

    [GeneratedRegex(
        "^/(projects/)?(?<repo>[^/]+/repos/[^/]+)/(browse|raw)(/(?<path>.*))?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Browse();

    [GeneratedRegex(
        "^/(?<repo>[^/]+(/[^/]+?)+?)/(-/)?(blob|tree|raw|edit|src)/((branch|commit|tag)/)?(?<branch>[^/]+)(/(?<path>.*))?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Tree();
}
