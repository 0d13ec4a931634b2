using System.Text.RegularExpressions;
using InfraAi.Catalog;

namespace InfraAi.Cli;

/// <summary>The checkout that files stand in: where its top is, and whose it is by its Git configuration.</summary>
internal sealed partial class Checkout
{
    private readonly string top;

    private Checkout(string top, string? repository)
    {
        this.top = top;
        Repository = repository;
    }

    /// <summary>Host and name by the remote "origin" (<c>github.com/acme/shop</c>); null without one.</summary>
    public string? Repository { get; }

    /// <summary>The checkout around the first path; without one, the folder that was named, or the one that the program runs in.</summary>
    public static Checkout Of(IReadOnlyList<string> paths)
    {
        var path = Path.GetFullPath(paths.FirstOrDefault(path => path != "-") ?? ".");
        var folder = Directory.Exists(path) ? path : Path.GetDirectoryName(path) ?? path;
        for (var above = folder; above is not null; above = Path.GetDirectoryName(above))
        {
            if (Directory.Exists(Path.Combine(above, ".git")) || File.Exists(Path.Combine(above, ".git")))
            {
                return new(above, RemoteOf(Path.Combine(above, ".git", "config")));
            }
        }

        var current = Path.GetFullPath(".");
        return new(
            folder == current
            || folder.StartsWith(current + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !Directory.Exists(path)
                ? current
                : folder,
            null
        );
    }

    /// <summary>The path from the top, with forward slashes.</summary>
    public string PathOf(string file) => Path.GetRelativePath(top, Path.GetFullPath(file)).Replace('\\', '/');

    /// <summary>Does the file at that path hold an entity of that reference?</summary>
    public bool Holds(string path, string reference) =>
        new DiskTree().Read(Path.Combine(top, path)) is { } text
        && CatalogValidator.Validate(path, text).Any(verdict => verdict.Ref == reference);

    private static string? RemoteOf(string config)
    {
        if (new DiskTree().Read(config) is not { } text || Origin().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var url = RemoteUrl().Match(match.Groups["url"].Value);
        return url.Success ? $"{url.Groups["host"].Value}/{url.Groups["name"].Value}" : null;
    }

    [GeneratedRegex(
        """\[remote "origin"\][^\[]*?\n\s*url\s*=\s*(?<url>\S+)""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Origin();

    [GeneratedRegex(
        """^([a-z+]+://)?([^@/]+@)?(?<host>[\w.-]+)(:\d+)?[:/](?<name>[^?#]+?)(\.git)?/?$""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex RemoteUrl();
}
