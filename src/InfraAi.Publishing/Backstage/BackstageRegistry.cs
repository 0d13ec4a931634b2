using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using InfraAi.Catalog;
using InfraAi.Model;

namespace InfraAi.Publishing.Backstage;

/// <summary>What a Backstage shows of a publication.</summary>
/// <param name="After">Since the time that was named.</param>
public sealed record Visible(int Entities, TimeSpan After);

/// <summary>Tells a Backstage of a published catalog, and proves that it shows it.</summary>
/// <param name="http">Without a time limit of its own.</param>
/// <param name="url">The backend's.</param>
/// <param name="token">Of backend.auth.externalAccess; null for a backend that asks for none.</param>
/// <remarks>https://backstage.io/docs/features/software-catalog/software-catalog-api</remarks>
public sealed class BackstageRegistry(HttpClient http, Uri url, string? token, TimeProvider time)
{
    /// <summary>The catalog's engine looks for work once a second: less often would wait, more often would not see it sooner.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <summary>The file itself; the origin may be a location that lists it.</summary>
    private const string Origin = "backstage.io/managed-by-location";
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(10);

    /// <summary>The catalog stitches within seconds; what is not there by then is not coming by itself.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(30);

    public Uri Url => url;

    /// <returns>Null when the catalog answers, with our token.</returns>
    public async Task<Problem?> CheckAsync(CancellationToken cancellation)
    {
        var answer = await SendAsync(HttpMethod.Get, "api/catalog/entities/by-query?limit=1", null, cancellation);
        return answer switch
        {
            { Ok: false } => answer.Problem,
            { Value.Status: var status } when IsGood(status) => null,
            _ => Unexpected("GET /api/catalog/entities/by-query", answer.Value),
        };
    }

    /// <summary>Adds the location; where it is known already, has it read again.</summary>
    /// <returns>True when it was added, false when it was known.</returns>
    public async Task<Result<bool>> RegisterAsync(string catalogUrl, CancellationToken cancellation)
    {
        var added = await SendAsync(HttpMethod.Post, "api/catalog/locations", new { type = "url", target = catalogUrl }, cancellation);
        if (!added.Ok)
        {
            return added.Problem;
        }

        if (added.Value.Status == HttpStatusCode.Conflict)
        {
            var refreshed = await RefreshAsync(catalogUrl, cancellation);
            return refreshed is { } problem ? problem : false;
        }

        return IsGood(added.Value.Status) ? true : Unexpected("POST /api/catalog/locations", added.Value);
    }

    /// <summary>
    /// Tells of a push as GitHub would, for set-ups whose provider finds repositories by webhooks that cannot reach it
    /// (POST /api/events/http/github, signed with events.modules.github.webhookSecret).
    /// </summary>
    public async Task<Problem?> PushAsync(PushEvent push, string secret, CancellationToken cancellation)
    {
        var body = push.Write();
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        content.Headers.Add("X-GitHub-Event", "push");
        content.Headers.Add("X-GitHub-Delivery", Guid.NewGuid().ToString());
        content.Headers.Add(PushEvent.SignatureHeader, PushEvent.Sign(secret, body));
        var answer = await SendContentAsync(HttpMethod.Post, "api/events/http/github", content, cancellation);
        return answer switch
        {
            { Ok: false } => answer.Problem,
            { Value.Status: var status } when IsGood(status) => null,
            _ => Unexpected("POST /api/events/http/github", answer.Value),
        };
    }

    /// <summary>Has a known location read again now.</summary>
    public async Task<Problem?> RefreshAsync(string catalogUrl, CancellationToken cancellation)
    {
        var answer = await SendAsync(HttpMethod.Post, "api/catalog/refresh", new { entityRef = LocationRef(catalogUrl) }, cancellation);
        return answer switch
        {
            { Ok: false } => answer.Problem,
            { Value.Status: var status } when IsGood(status) => null,
            _ => Unexpected("POST /api/catalog/refresh", answer.Value),
        };
    }

    /// <summary>Which of the references the catalog shows from a place that is not this project's.</summary>
    /// <param name="project">Its name is a folder of its own location's path: …/NAME/blob/…, …/projects/NAME/….</param>
    public async Task<Result<IReadOnlySet<string>>> TakenAsync(
        IReadOnlyList<string> references,
        string project,
        CancellationToken cancellation
    )
    {
        var answer = await SendAsync(HttpMethod.Post, "api/catalog/entities/by-refs", new { entityRefs = references }, cancellation);
        if (!answer.Ok || !IsGood(answer.Value.Status))
        {
            return answer.Problem ?? Unexpected("POST /api/catalog/entities/by-refs", answer.Value);
        }

        var items = answer.Value.Body?["items"]?.AsArray() ?? [];
        return references
            .Zip(items)
            .Where(pair =>
                pair.Second?["metadata"]?["annotations"]?[Origin]?.ToString() is { } origin
                && !origin.Split('/').Contains(project, StringComparer.OrdinalIgnoreCase)
            )
            .Select(pair => pair.First.ToLowerInvariant())
            .ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Waits until every entity of the published files is shown, as published, with its relations.</summary>
    /// <param name="since">From when the seconds of the result count.</param>
    /// <returns>What is visible; or why it is not, and the one thing to do about it.</returns>
    public async Task<Result<Visible>> ConfirmAsync(
        string catalogUrl,
        IReadOnlyList<ProjectFile> files,
        DateTimeOffset since,
        CancellationToken cancellation
    )
    {
        var wanted = Entities(files);
        var begun = time.GetTimestamp();
        while (true)
        {
            var missing = await MissingAsync(wanted, catalogUrl, cancellation);
            if (!missing.Ok)
            {
                return missing.Problem;
            }

            if (missing.Value.Count == 0)
            {
                return new Visible(wanted.Count, time.GetUtcNow() - since);
            }

            // What the catalog says is wrong with the location does not get better by waiting.
            var diagnosis = await DiagnoseAsync(catalogUrl, missing.Value, isLate: time.GetElapsedTime(begun) > Longest, cancellation);
            if (diagnosis is not null)
            {
                return diagnosis;
            }

            await Task.Delay(Look, time, cancellation);
        }
    }

    /// <summary>The name that Backstage gives the entity of a location (packages/catalog-backend, util/conversion.ts).</summary>
    public static string LocationRef(string catalogUrl)
    {
#pragma warning disable CA5350 // The name is what it is.
        var digest = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes($"url:{catalogUrl}")));
#pragma warning restore CA5350
        return $"location:default/generated-{digest}";
    }

    /// <summary>An entity that must be shown: its reference, and as what.</summary>
    private sealed record Wanted(string Ref, JsonNode Entity);

    private static IReadOnlyList<Wanted> Entities(IReadOnlyList<ProjectFile> files) =>
        [
            .. files
                .Where(f => f.Path is "catalog-info.yaml")
                .SelectMany(f => CatalogEntities.Read(f.Content))
                .Where(e => e["kind"]!.ToString() != "Location")
                .Select(e => new Wanted(RefOf(e), e)),
        ];

    private static string RefOf(JsonNode entity) =>
        $"{entity["kind"]}:{entity["metadata"]?["namespace"]?.ToString() ?? "default"}/{entity["metadata"]!["name"]}".ToLowerInvariant();

    /// <returns>Reference → what lacks; empty when all is there.</returns>
    private async Task<Result<IReadOnlyDictionary<string, Shortage>>> MissingAsync(
        IReadOnlyList<Wanted> wanted,
        string catalogUrl,
        CancellationToken cancellation
    )
    {
        var answer = await SendAsync(
            HttpMethod.Post,
            "api/catalog/entities/by-refs",
            new { entityRefs = wanted.Select(w => w.Ref) },
            cancellation
        );
        if (!answer.Ok || !IsGood(answer.Value.Status))
        {
            return answer.Problem ?? Unexpected("POST /api/catalog/entities/by-refs", answer.Value);
        }

        var items = answer.Value.Body?["items"]?.AsArray() ?? [];
        var missing = new Dictionary<string, Shortage>(StringComparer.Ordinal);
        for (var i = 0; i < wanted.Count; i++)
        {
            var shown = i < items.Count ? items[i] : null;
            if (ShortageOf(wanted[i], shown, catalogUrl) is { } shortage)
            {
                missing[wanted[i].Ref] = shortage;
            }
        }

        return missing;
    }

    private sealed record Shortage(bool IsThere, string? Origin);

    private static Shortage? ShortageOf(Wanted wanted, JsonNode? shown, string catalogUrl)
    {
        if (shown is null)
        {
            return new(false, null);
        }

        var from = shown["metadata"]?["annotations"]?[Origin]?.ToString();
        if (from is not null && !IsSame(from, catalogUrl))
        {
            return new(true, from);
        }

        const string digest = "infra-ai.io/input-digest";
        var isThisOne =
            wanted.Entity["metadata"]?["annotations"]?[digest]?.ToString() is not { } asked
            || shown["metadata"]?["annotations"]?[digest]?.ToString() == asked;
        return isThisOne && HasRelations(shown) ? null : new(true, null);
    }

    /// <summary>The same address; a machine has several names for itself.</summary>
    private static bool IsSame(string location, string catalogUrl)
    {
        const string kind = "url:";
        // Backstage writes the location of a file on GitHub as its tree.
        var text = (location.StartsWith(kind, StringComparison.Ordinal) ? location[kind.Length..] : location).Replace(
            "/tree/",
            "/blob/",
            StringComparison.Ordinal
        );
        return text == catalogUrl
            || (
                Uri.TryCreate(text, UriKind.Absolute, out var shown)
                && Uri.TryCreate(catalogUrl, UriKind.Absolute, out var ours)
                && (shown.IsLoopback && ours.IsLoopback || shown.Host == ours.Host)
                && shown.Port == ours.Port
                && shown.PathAndQuery == ours.PathAndQuery
            );
    }

    /// <summary>Relations are stitched after the entity is read: each reference that its spec makes must have become one.</summary>
    private static bool HasRelations(JsonNode shown)
    {
        var types = (shown["relations"]?.AsArray() ?? [])
            .GroupBy(r => r!["type"]!.ToString(), StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        var spec = shown["spec"];
        return Has("owner", "ownedBy")
            && Has("system", "partOf")
            && Has("dependsOn", "dependsOn")
            && Has("providesApis", "providesApi")
            && Has("consumesApis", "consumesApi");

        bool Has(string field, string relation) =>
            spec?[field] switch
            {
                null => true,
                JsonArray list => types.GetValueOrDefault(relation)
                    >= list.Select(r => r!.ToString()).Distinct(StringComparer.OrdinalIgnoreCase).Count(),
                _ => types.GetValueOrDefault(relation) > 0,
            };
    }

    /// <returns>Null while there is hope.</returns>
    private async Task<Problem?> DiagnoseAsync(
        string catalogUrl,
        IReadOnlyDictionary<string, Shortage> missing,
        bool isLate,
        CancellationToken cancellation
    )
    {
        if (missing.FirstOrDefault(m => m.Value.Origin is not null) is { Key: { } taken, Value.Origin: { } other })
        {
            return Problem(
                "backstage-name-taken",
                $"{taken} is in the catalog already, from {other}.",
                $"{taken} ya está en el catálogo, desde {other}.",
                "Give the project another name, or remove that location from the catalog.",
                "Dé otro nombre al proyecto, o quite esa ubicación del catálogo."
            );
        }

        var name = LocationRef(catalogUrl)["location:default/".Length..];
        var location = await SendAsync(HttpMethod.Get, $"api/catalog/entities/by-name/location/default/{name}", null, cancellation);
        if (!location.Ok)
        {
            return location.Problem;
        }

        var errors = (location.Value.Body?["status"]?["items"] as JsonArray ?? [])
            .Where(i => i?["level"]?.ToString() == "error")
            .Select(i => i!["message"]?.ToString() ?? "")
            .ToList();
        if (errors.Count > 0)
        {
            return Explained(catalogUrl, string.Join(" · ", errors.Distinct(StringComparer.Ordinal)));
        }

        return isLate
            ? Problem(
                "backstage-not-visible",
                $"After {Longest.TotalSeconds:0} s the catalog does not show {string.Join(", ", missing.Keys.Take(3))}, and reports no error.",
                $"Tras {Longest.TotalSeconds:0} s el catálogo no muestra {string.Join(", ", missing.Keys.Take(3))}, y no informa de ningún error.",
                "Retry the analysis: it goes on from this step. If it stays so, read the backend's log for \"catalog\".",
                "Reintente el análisis: sigue desde este paso. Si continúa, lea en el registro del backend las líneas de \"catalog\"."
            )
            : null;
    }

    /// <summary>The catalog's own words, and what they ask for.</summary>
    private static Problem Explained(string catalogUrl, string error)
    {
        var host = new Uri(catalogUrl).Authority;
        if (Says("is not of an allowed kind", "not allowed for"))
        {
            return Told(
                "backstage-kind-refused",
                "Add the kind to catalog.rules in app-config.yaml: [Component, System, API, Resource, Location, Group].",
                "Añada el tipo a catalog.rules en app-config.yaml: [Component, System, API, Resource, Location, Group]."
            );
        }

        if (Says("Reading from", "backend.reading.allow"))
        {
            return Told(
                "backstage-host-refused",
                $"Add the host to app-config.yaml: backend.reading.allow: [{{host: '{host}'}}].",
                $"Añada el host en app-config.yaml: backend.reading.allow: [{{host: '{host}'}}]."
            );
        }

        if (Says("NotFoundError", "404"))
        {
            return Told(
                "backstage-cannot-find",
                $"See that the branch in {catalogUrl} is right, and that integrations.github in app-config.yaml has a token that may read it.",
                $"Compruebe que la rama de {catalogUrl} es correcta y que integrations.github en app-config.yaml tiene un token que puede leerla."
            );
        }

        if (Says("401", "Unauthorized", "Bad credentials", "403"))
        {
            return Told(
                "backstage-token-refused-there",
                $"Give integrations.github in app-config.yaml a token that {host} takes.",
                $"Ponga en integrations.github de app-config.yaml un token que {host} acepte."
            );
        }

        if (Says("conflicting entityRef"))
        {
            return Told(
                "backstage-name-taken",
                "Give the project another name, or remove the other location from the catalog.",
                "Dé otro nombre al proyecto, o quite la otra ubicación del catálogo."
            );
        }

        return Told(
            "backstage-processing-failed",
            "The message above is the catalog's; correct what it names, then retry the analysis.",
            "El mensaje anterior es del catálogo; corrija lo que indica y reintente el análisis."
        );

        bool Says(params string[] words) => words.Any(w => error.Contains(w, StringComparison.OrdinalIgnoreCase));

        Problem Told(string code, string en, string es) =>
            Problem(code, $"Backstage does not show it: {error}", $"Backstage no lo muestra: {error}", en, es);
    }

    private sealed record Answer(HttpStatusCode Status, JsonNode? Body);

    private static bool IsGood(HttpStatusCode status) => (int)status is >= 200 and < 300;

    private Task<Result<Answer>> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellation) =>
        SendContentAsync(method, path, body is null ? null : JsonContent.Create(body), cancellation);

    private async Task<Result<Answer>> SendContentAsync(
        HttpMethod method,
        string path,
        HttpContent? content,
        CancellationToken cancellation
    )
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(CallLimit);
        using var request = new HttpRequestMessage(method, new Uri(new Uri(url.ToString().TrimEnd('/') + "/"), path));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Content = content;
        try
        {
            using var response = await http.SendAsync(request, limit.Token);
            var text = await response.Content.ReadAsStringAsync(limit.Token);
            if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            {
                return Problem(
                    "backstage-refused",
                    $"Backstage at {url} refused the token ({(int)response.StatusCode}).",
                    $"Backstage en {url} rechazó el token ({(int)response.StatusCode}).",
                    "Set BACKSTAGE_TOKEN to a token of backend.auth.externalAccess.",
                    "Ponga en BACKSTAGE_TOKEN un token de backend.auth.externalAccess."
                );
            }

            return new Answer(response.StatusCode, text.StartsWith('{') || text.StartsWith('[') ? JsonNode.Parse(text) : null);
        }
        catch (Exception e)
            when (e is HttpRequestException or IOException or JsonException or OperationCanceledException
                && !cancellation.IsCancellationRequested
            )
        {
            return Problem(
                "backstage-not-reachable",
                $"Backstage at {url} does not answer: {e.Message}",
                $"Backstage en {url} no responde: {e.Message}",
                "See that it runs and that BACKSTAGE_URL is the backend's; then retry the analysis: it goes on from this step.",
                "Compruebe que está en marcha y que BACKSTAGE_URL es la del backend; después reintente: sigue desde este paso."
            );
        }
    }

    private Problem Unexpected(string call, Answer answer) =>
        Problem(
            "backstage-unexpected",
            $"Backstage at {url} answered {(int)answer.Status} to {call}: {Said(answer)}",
            $"Backstage en {url} respondió {(int)answer.Status} a {call}: {Said(answer)}",
            "See that BACKSTAGE_URL is the backend's, with the catalog plugin.",
            "Compruebe que BACKSTAGE_URL es la del backend, con el plugin de catálogo."
        );

    private static string Said(Answer answer) => answer.Body?["error"]?["message"]?.ToString() ?? "";

    private static Problem Problem(string code, string en, string es, string remedyEn, string remedyEs) =>
        new(code, ProblemKind.Outside, new(en, es), new(remedyEn, remedyEs));
}
