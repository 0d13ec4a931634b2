using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using InfraAi.Model;
using InfraAi.Platform.Configuration;

namespace InfraAi.Platform.Checks;

/// <summary>Whether Backstage answers, takes the token, which entities it reports errors for, and whether it shows what the agent has published.</summary>
/// <param name="http">Any client; addresses are absolute.</param>
public sealed partial class BackstageCheck(Settings settings, HttpClient http)
{
    private const int PageSize = 500;
    private const int MostNamed = 5;

    private string? Url => settings.Get("BACKSTAGE_URL").Value?.TrimEnd('/');

    /// <summary>Backstage itself: it answers, the token is good, no entity of the catalog has an error.</summary>
    public async Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellation)
    {
        if (Url is not { } url)
        {
            return [NotSet];
        }

        var ready = await GetAsync($"{url}/.backstage/health/v1/readiness", cancellation);
        if (ready.Status is not HttpStatusCode.OK)
        {
            return [Silent(url, ready.Status)];
        }

        var findings = new List<Finding> { new("reach", CheckStatus.Passed, new($"{url} is ready", $"{url} está listo"), Link: url) };
        var (refused, entities) = await EntitiesAsync(url, cancellation);
        findings.AddRange(refused is not null ? [refused] : [Read(url, entities), .. Errors(url, entities)]);
        return findings;
    }

    /// <summary>What the agent has published against what Backstage shows.</summary>
    public async Task<IReadOnlyList<Finding>> CompareAsync(CancellationToken cancellation)
    {
        var published = await PublishedAsync(cancellation);
        if (published is null)
        {
            return
            [
                new(
                    "sync",
                    CheckStatus.Failed,
                    new("The agent does not tell what it has published.", "El agente no dice qué ha publicado."),
                    new("./infra-ai start", "./infra-ai start"),
                    settings.AgentUrl.ToString()
                ),
            ];
        }

        if (Url is not { } url)
        {
            var count = published.Count;
            return
            [
                new(
                    "sync",
                    CheckStatus.Noted,
                    new(
                        $"published projects: {count}; BACKSTAGE_URL is not set, so nothing shows them.",
                        $"proyectos publicados: {count}; BACKSTAGE_URL no está puesto, así que nada los muestra."
                    ),
                    NotSet.Fix
                ),
            ];
        }

        var (refused, entities) = await EntitiesAsync(url, cancellation);
        if (refused is not null)
        {
            return [refused];
        }

        var shown = entities.Where(e => e.Kind == "system").Select(e => e.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var missing = published.Where(p => !shown.Contains(p)).ToList();
        var names = string.Join(", ", missing.Take(MostNamed)) + (missing.Count > MostNamed ? " …" : "");
        return
        [
            missing.Count == 0
                ? new(
                    "sync",
                    CheckStatus.Passed,
                    new($"all {published.Count} published projects are shown", $"se muestran los {published.Count} proyectos publicados"),
                    Link: url
                )
                : new(
                    "sync",
                    CheckStatus.Failed,
                    new(
                        $"{missing.Count} of {published.Count} published projects are not in the catalog: {names}",
                        $"{missing.Count} de {published.Count} proyectos publicados no están en el catálogo: {names}"
                    ),
                    new(
                        $"Register {settings.ReadAddress.Of($"{settings.AgentUrl}catalog-info.yaml")} in Backstage, and let it read that host (backend.reading.allow).",
                        $"Registre {settings.ReadAddress.Of($"{settings.AgentUrl}catalog-info.yaml")} en Backstage y permita leer ese anfitrión (backend.reading.allow)."
                    ),
                    url
                ),
        ];
    }

    private static Finding NotSet { get; } =
        new(
            "reach",
            CheckStatus.Noted,
            new("BACKSTAGE_URL is not set: no Backstage is asked.", "BACKSTAGE_URL no está puesto: no se pregunta a ningún Backstage."),
            new("./infra-ai env set BACKSTAGE_URL=http://localhost:7007", "./infra-ai env set BACKSTAGE_URL=http://localhost:7007"),
            "https://backstage.io/docs/features/software-catalog/"
        );

    private static Finding Silent(string url, HttpStatusCode? status)
    {
        var how = status is { } code ? $"HTTP {(int)code}" : null;
        return new(
            "reach",
            CheckStatus.Failed,
            new($"{url} is not ready ({how ?? "no answer"}).", $"{url} no está listo ({how ?? "sin respuesta"})."),
            new("./infra-ai start backstage, or correct BACKSTAGE_URL.", "./infra-ai start backstage, o corrija BACKSTAGE_URL."),
            url
        );
    }

    private static Finding Read(string url, IReadOnlyList<Entity> entities) =>
        new(
            "catalog",
            CheckStatus.Passed,
            new($"{entities.Count} entities", $"{entities.Count} entidades"),
            Link: $"{url}/api/catalog/entities"
        );

    private static IEnumerable<Finding> Errors(string url, IReadOnlyList<Entity> entities)
    {
        var broken = entities.Where(e => e.Error is not null).ToList();
        foreach (var entity in broken.Take(MostNamed))
        {
            var reference = $"{entity.Kind}:{entity.Namespace}/{entity.Name}";
            yield return new(
                reference,
                CheckStatus.Failed,
                new(entity.Error!, entity.Error!),
                new(
                    "Correct its catalog file; ./infra-ai validate names the line.",
                    "Corrija su archivo de catálogo; ./infra-ai validate dice la línea."
                ),
                $"{url}/catalog/{entity.Namespace}/{entity.Kind}/{entity.Name}"
            );
        }

        if (broken.Count > MostNamed)
        {
            var more = broken.Count - MostNamed;
            yield return new(
                "catalog",
                CheckStatus.Failed,
                new($"{more} more entities have errors", $"otras {more} entidades tienen errores")
            );
        }
    }

    private async Task<(Finding? Refused, IReadOnlyList<Entity> Entities)> EntitiesAsync(string url, CancellationToken cancellation)
    {
        var entities = new List<Entity>();
        var query = $"limit={PageSize}";
        while (true)
        {
            var (status, body) = await GetAsync(
                $"{url}/api/catalog/entities/by-query?{query}&fields=kind,metadata.name,metadata.namespace,status",
                cancellation
            );
            if (status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            {
                return (
                    new(
                        "token",
                        CheckStatus.Failed,
                        new($"Backstage refuses the token (HTTP {(int)status}).", $"Backstage rechaza el token (HTTP {(int)status})."),
                        new(
                            "BACKSTAGE_TOKEN must be one of backend.auth.externalAccess.",
                            "BACKSTAGE_TOKEN debe ser uno de backend.auth.externalAccess."
                        ),
                        "https://backstage.io/docs/auth/service-to-service-auth/"
                    ),
                    []
                );
            }

            if (status is not HttpStatusCode.OK)
            {
                return (Silent(url, status), []);
            }

            using var page = JsonDocument.Parse(body);
            entities.AddRange(page.RootElement.GetProperty("items").EnumerateArray().Select(Entity.Of));
            if (
                !page.RootElement.TryGetProperty("pageInfo", out var info)
                || !info.TryGetProperty("nextCursor", out var next)
                || next.GetString() is not { } cursor
            )
            {
                return (null, entities);
            }

            query = $"limit={PageSize}&cursor={Uri.EscapeDataString(cursor)}";
        }
    }

    /// <summary>The names of the projects that the agent's Location lists.</summary>
    private async Task<IReadOnlyList<string>?> PublishedAsync(CancellationToken cancellation)
    {
        var (status, body) = await GetAsync(new Uri(settings.AgentUrl, "/catalog-info.yaml").ToString(), cancellation);
        return status is HttpStatusCode.OK ? [.. Target().Matches(body).Select(m => m.Groups["name"].Value)] : null;
    }

    private async Task<(HttpStatusCode? Status, string Body)> GetAsync(string url, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (settings.BackstageToken is { } token && Url is { } backstage && url.StartsWith(backstage, StringComparison.Ordinal))
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
        else if (new Uri(url).Authority == settings.AgentUrl.Authority)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.AgentToken);
        }

        try
        {
            using var answer = await http.SendAsync(request, cancellation);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellation));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return (null, "");
        }
    }

    [GeneratedRegex(@"^\s*- \./projects/(?<name>[^/]+)/catalog-info\.yaml$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Target();

    /// <param name="Error">The first error that the catalog reports in its status; null when there is none.</param>
    private sealed record Entity(string Kind, string Namespace, string Name, string? Error)
    {
        public static Entity Of(JsonElement json)
        {
            var metadata = json.GetProperty("metadata");
            var error =
                json.TryGetProperty("status", out var status) && status.TryGetProperty("items", out var items)
                    ? items
                        .EnumerateArray()
                        .Where(i => i.TryGetProperty("level", out var level) && level.GetString() == "error")
                        .Select(i => i.TryGetProperty("message", out var message) ? message.GetString() : "error")
                        .FirstOrDefault()
                    : null;
            return new(
                json.GetProperty("kind").GetString()!.ToLowerInvariant(),
                metadata.TryGetProperty("namespace", out var space) ? space.GetString()! : "default",
                metadata.GetProperty("name").GetString()!,
                error
            );
        }
    }
}
