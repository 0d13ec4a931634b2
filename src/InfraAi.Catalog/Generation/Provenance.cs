using System.Text.RegularExpressions;
using InfraAi.Model;

namespace InfraAi.Catalog;

/// <summary>Annotations and links: where an entity comes from and where its source and its pages are.</summary>
internal static partial class Provenance
{
    /// <summary>Prefix of this product's own annotations.</summary>
    public const string Prefix = "infra-ai.io/";

    /// <summary>The catalog's search index drops longer values.</summary>
    private const int MaxQuote = 160;

    public static void MarkSystem(EntityDraft system, Architecture architecture, GenerationOptions options, List<Phrase> notes)
    {
        Add(system, "backstage.io/techdocs-ref", "dir:.");
        MarkSource(system, options, notes);
        Add(system, Prefix + "analyzer", Words.OneLine(architecture.Analyzer));
        Add(system, Prefix + "input-digest", Words.OneLine(options.InputDigest));
        Add(system, Prefix + "version", Words.OneLine(options.Version));
        if (options.PageUrl is { } page)
        {
            if (IsWebUrl(page))
                system.Links.Add((page, new Phrase("Analysis", "Análisis").In(architecture.Language)));
            else
                notes.Add(
                    new($"The page {page} is not an absolute URL: no link.", $"La página {page} no es una URL absoluta: sin enlace.")
                );
        }
        if (SlugOf(options) is { } slug)
            system.Links.Add(($"https://github.com/{slug}", new Phrase("Repository", "Repositorio").In(architecture.Language)));
    }

    public static void MarkPart(EntityDraft entity, string systemRef, string? page, GenerationOptions options)
    {
        Add(entity, "backstage.io/techdocs-entity", systemRef);
        if (page is not null)
            Add(entity, "backstage.io/techdocs-entity-path", $"/{page[..^".md".Length]}/");
        MarkSource(entity, options, []);
        if (entity.Component is not { } component)
            return;
        Add(entity, Prefix + "component-id", Words.OneLine(component.Id));
        Add(entity, Prefix + "group", Words.Cut(Words.OneLine(component.Group), MaxQuote));
        var quote = component.Evidence.Select(Words.Quote).FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));
        Add(entity, Prefix + "evidence", Words.Cut(Words.OneLine(quote), MaxQuote));
    }

    private static void MarkSource(EntityDraft entity, GenerationOptions options, List<Phrase> notes)
    {
        if (SlugOf(options) is { } slug)
            Add(entity, "github.com/project-slug", slug);
        else if (!string.IsNullOrEmpty(options.RepositorySlug))
            notes.Add(
                new(
                    $"{options.RepositorySlug} is not owner/repository: no github.com/project-slug.",
                    $"{options.RepositorySlug} no es propietario/repositorio: sin github.com/project-slug."
                )
            );
        if (string.IsNullOrWhiteSpace(options.SourceLocation))
            return;
        var location = options.SourceLocation.StartsWith("url:", StringComparison.Ordinal)
            ? options.SourceLocation
            : "url:" + options.SourceLocation;
        if (IsWebUrl(location["url:".Length..]))
            Add(entity, "backstage.io/source-location", location);
        else
            notes.Add(
                new(
                    $"{options.SourceLocation} is not an absolute URL: no source-location.",
                    $"{options.SourceLocation} no es una URL absoluta: sin source-location."
                )
            );
    }

    private static string? SlugOf(GenerationOptions options) =>
        options.RepositorySlug is { } slug && RepositorySlug().IsMatch(slug) ? slug : null;

    private static bool IsWebUrl(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed)
        && parsed.Scheme is "http" or "https"
        && !url.Any(character => char.IsControl(character) || char.IsWhiteSpace(character) || character > '~');

    private static void Add(EntityDraft entity, string key, string value)
    {
        if (value.Length > 0)
            entity.Annotations[key] = value;
    }

    [GeneratedRegex(
        @"\A[A-Za-z0-9](?:[A-Za-z0-9-]{0,98})/[A-Za-z0-9._-]{1,100}\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex RepositorySlug();
}
