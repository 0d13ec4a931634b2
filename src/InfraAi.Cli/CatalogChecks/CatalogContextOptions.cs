using System.CommandLine;
using System.Text.Json;
using InfraAi.Catalog;
using InfraAi.Model;
using InfraAi.Publishing.Backstage;

namespace InfraAi.Cli;

/// <summary>What validate and plan are told of the catalog around the files: --app-config, --catalog, --backstage, --location.</summary>
internal sealed class CatalogContextOptions
{
    private readonly Option<string[]> configs;
    private readonly Option<string?> export;
    private readonly Option<string?> backstage;
    private readonly Option<string?> location;

    public CatalogContextOptions(Command command, CommandContext context)
    {
        configs = new("--app-config")
        {
            Description = context.In(
                "app-config.yaml of the backend, for catalog.rules; may be repeated",
                "app-config.yaml del backend, por catalog.rules; se puede repetir"
            ),
            HelpName = "PATH",
        };
        export = new("--catalog")
        {
            Description = context.In(
                "An export of the live catalog (the answer of /api/catalog/entities)",
                "Una exportación del catálogo (la respuesta de /api/catalog/entities)"
            ),
            HelpName = "PATH",
        };
        backstage = new("--backstage")
        {
            Description = context.In(
                "A running Backstage to read the catalog from (token in BACKSTAGE_TOKEN)",
                "Un Backstage en marcha del que leer el catálogo (token en BACKSTAGE_TOKEN)"
            ),
            HelpName = "URL",
        };
        location = new("--location")
        {
            Description = context.In("The location that is or will be registered", "La location que está o estará registrada"),
            HelpName = "URL",
        };
        command.Options.Add(configs);
        command.Options.Add(export);
        command.Options.Add(backstage);
        command.Options.Add(location);
    }

    /// <returns>True when any of them was given: then the files are checked as one catalog.</returns>
    public bool Given(ParseResult parsed) =>
        parsed.GetValue(configs) is { Length: > 0 } || parsed.GetValue(export) is not null || parsed.GetValue(backstage) is not null;

    /// <param name="settings">Of the folder: its app-config counts where none is named.</param>
    /// <param name="paths">What is checked: the checkout around it says whose files they are.</param>
    public async Task<Result<CatalogContext>> ReadAsync(
        ParseResult parsed,
        CommandContext context,
        CheckSettings settings,
        IReadOnlyList<string> paths
    )
    {
        var entities = await ExportAsync(parsed, context);
        if (!entities.Ok)
        {
            return entities.Problem;
        }

        try
        {
            var named = parsed.GetValue(configs) is { Length: > 0 } given ? given : [.. settings.AppConfigs];
            var texts = named.Select(path => (path, File.ReadAllText(path))).ToList();
            var rules = CatalogRules.Read(texts);
            if (!rules.Ok)
            {
                return rules.Problem;
            }

            var checkout = Checkout.Of(paths);
            return new CatalogContext
            {
                Tree = new DiskTree(),
                PathInRepository = checkout.PathOf,
                Repository = checkout.Repository,
                Holds = checkout.Holds,
                Export = entities.Value is { } json ? CatalogExport.Read(json) : null,
                Rules = texts.Count > 0 ? rules.Value : null,
                Origin = parsed.GetValue(location) is { } target ? new CatalogLocation("url", target) : null,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return NotRead("--app-config", e.Message);
        }
        catch (JsonException e)
        {
            return NotRead("--catalog", e.Message);
        }
    }

    private async Task<Result<string?>> ExportAsync(ParseResult parsed, CommandContext context)
    {
        try
        {
            if (parsed.GetValue(export) is { } file)
            {
                return await File.ReadAllTextAsync(file, context.Cancellation);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return NotRead("--catalog", e.Message);
        }

        if (parsed.GetValue(backstage) is not { } url)
        {
            return (string?)null;
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return NotRead("--backstage", $"\"{url}\" is not a URL");
        }

        using var http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        var answer = await new BackstageCatalog(http, context.Settings.Get("BACKSTAGE_TOKEN").Value).ExportAsync(context.Cancellation);
        return answer.Ok ? answer.Value : answer.Problem;
    }

    internal static Problem NotRead(string option, string reason) =>
        new(
            "option-not-readable",
            ProblemKind.Usage,
            new($"{option} cannot be read: {reason}", $"No se puede leer {option}: {reason}"),
            new("See that the path or URL is right.", "Compruebe la ruta o la URL.")
        );
}
