using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using InfraAi.Model;

namespace InfraAi.Publishing.Backstage;

/// <summary>Reads the catalog of a running Backstage.</summary>
/// <param name="http">Its BaseAddress is the backend's URL.</param>
/// <param name="token">Sent as a bearer; null for a backend that asks for none.</param>
public sealed class BackstageCatalog(HttpClient http, string? token)
{
    private const int PageSize = 500;

    /// <returns>Every entity as one JSON list, read page by page (GET /api/catalog/entities/by-query).</returns>
    public async Task<Result<string>> ExportAsync(CancellationToken cancellation)
    {
        var entities = new JsonArray();
        var query = $"limit={PageSize}";
        while (true)
        {
            var page = await GetAsync("/api/catalog/entities/by-query?" + query, cancellation);
            if (!page.Ok)
            {
                return page.Problem;
            }

            foreach (var entity in page.Value["items"]?.AsArray() ?? [])
            {
                entities.Add(entity?.DeepClone());
            }

            if (page.Value["pageInfo"]?["nextCursor"]?.GetValue<string>() is not { } next)
            {
                return entities.ToJsonString();
            }

            query = $"limit={PageSize}&cursor={Uri.EscapeDataString(next)}";
        }
    }

    private async Task<Result<JsonNode>> GetAsync(string path, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using var answer = await http.SendAsync(request, cancellation);
            return answer.StatusCode switch
            {
                HttpStatusCode.OK => JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellation))!,
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Refused(answer.StatusCode),
                var status => Failed($"{(int)status} {answer.ReasonPhrase}"),
            };
        }
        catch (Exception e)
            when (e is HttpRequestException or JsonException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return Failed(e.Message);
        }
    }

    private Problem Refused(HttpStatusCode status) =>
        new(
            "backstage-refused",
            ProblemKind.Outside,
            new(
                $"Backstage at {http.BaseAddress} refused the token ({(int)status}).",
                $"Backstage en {http.BaseAddress} rechazó el token ({(int)status})."
            ),
            new(
                "Set BACKSTAGE_TOKEN to a token of backend.auth.externalAccess.",
                "Ponga en BACKSTAGE_TOKEN un token de backend.auth.externalAccess."
            )
        );

    private Problem Failed(string reason) =>
        new(
            "backstage-not-read",
            ProblemKind.Outside,
            new(
                $"The catalog of {http.BaseAddress} cannot be read: {reason}",
                $"No se puede leer el catálogo de {http.BaseAddress}: {reason}"
            ),
            new("See that the URL is the backend's and that it runs.", "Compruebe que la URL es la del backend y que está en marcha.")
        );
}
