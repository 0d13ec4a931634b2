using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using InfraAi.Model;
using InfraAi.Platform.Configuration;

namespace InfraAi.Platform.Checks;

/// <summary>Whether GitHub takes the token, what the token may do, how many requests are left, and whether the clocks agree.</summary>
/// <param name="http">Any client; addresses are absolute.</param>
public sealed class GitHubCheck(Settings settings, HttpClient http, TimeProvider time)
{
    private const int FewRequests = 100;
    private static readonly TimeSpan LargestSkew = TimeSpan.FromSeconds(60);

    private Uri Api => new(settings.Get("GITHUB_API_URL", "https://api.github.com").Value!.TrimEnd('/') + "/");

    public async Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellation)
    {
        if (settings.Get("GITHUB_TOKEN").Value is not { } token)
        {
            return
            [
                new(
                    "token",
                    CheckStatus.Noted,
                    new(
                        "GITHUB_TOKEN is not set: catalogs go to local Git repositories.",
                        "GITHUB_TOKEN no está puesto: los catálogos van a repositorios Git locales."
                    ),
                    new(
                        "To publish to GitHub: ./infra-ai env set GITHUB_TOKEN",
                        "Para publicar en GitHub: ./infra-ai env set GITHUB_TOKEN"
                    ),
                    "https://github.com/settings/tokens"
                ),
            ];
        }

        using var answer = await GetAsync("user", token, cancellation);
        if (answer is null)
        {
            return
            [
                new(
                    "reach",
                    CheckStatus.Failed,
                    new($"{Api} does not answer.", $"{Api} no responde."),
                    new("Look at the network and at GITHUB_API_URL.", "Mire la red y GITHUB_API_URL."),
                    "https://www.githubstatus.com"
                ),
            ];
        }

        var findings = new List<Finding> { await TokenAsync(answer, cancellation) };
        findings.AddRange(((Finding?[])[Scopes(answer), Rate(answer), Clock(answer)]).OfType<Finding>());
        if (answer.IsSuccessStatusCode && Repository is { } repository)
        {
            findings.Add(await RepositoryAsync(repository, token, cancellation));
        }

        return findings;
    }

    private string? Repository =>
        (settings.Get("GITHUB_ORG").Value ?? settings.Get("GITHUB_USER").Value) is { } owner
        && settings.Get("GITHUB_REPO").Value is { } repository
            ? $"{owner}/{repository}"
            : null;

    private static async Task<Finding> TokenAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        if (answer.IsSuccessStatusCode)
        {
            using var user = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellation));
            var login = user.RootElement.TryGetProperty("login", out var name) ? name.GetString() : "?";
            return new("token", CheckStatus.Passed, new($"works, as {login}", $"funciona, como {login}"));
        }

        var code = (int)answer.StatusCode;
        return new(
            "token",
            CheckStatus.Failed,
            new($"GitHub refuses the token (HTTP {code}).", $"GitHub rechaza el token (HTTP {code})."),
            answer.StatusCode == HttpStatusCode.Unauthorized
                ? new(
                    "It is wrong or has expired: make a new one, then ./infra-ai env set GITHUB_TOKEN",
                    "Es erróneo o ha caducado: cree otro y póngalo en .env."
                )
                : new("Look at its rights and at the organisation's rules.", "Mire sus permisos y las reglas de la organización."),
            "https://github.com/settings/tokens"
        );
    }

    /// <summary>Classic tokens name their scopes in a header; fine-grained ones and those of Apps do not.</summary>
    private static Finding? Scopes(HttpResponseMessage answer)
    {
        if (!answer.IsSuccessStatusCode || Header(answer, "X-OAuth-Scopes") is not { } scopes)
        {
            return null;
        }

        var list = scopes.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return list.Contains("repo", StringComparer.Ordinal) || list.Contains("public_repo", StringComparer.Ordinal)
            ? new("scopes", CheckStatus.Passed, new(scopes, scopes))
            : new(
                "scopes",
                CheckStatus.Failed,
                new($"The token has \"{scopes}\"; repo is missing.", $"El token tiene \"{scopes}\"; falta repo."),
                new(
                    "Give the token the scope repo (public_repo for public ones).",
                    "Dé al token el ámbito repo (public_repo si son públicos)."
                ),
                "https://github.com/settings/tokens"
            );
    }

    private Finding? Rate(HttpResponseMessage answer)
    {
        if (Number(answer, "X-RateLimit-Remaining") is not { } left || Number(answer, "X-RateLimit-Limit") is not { } limit)
        {
            return null;
        }

        var reset = Number(answer, "X-RateLimit-Reset") is { } at
            ? DateTimeOffset.FromUnixTimeSeconds(at) - time.GetUtcNow()
            : TimeSpan.Zero;
        var minutes = Math.Max(0, (int)Math.Ceiling(reset.TotalMinutes));
        return new(
            "rate",
            left == 0 ? CheckStatus.Failed
                : left < FewRequests ? CheckStatus.Warned
                : CheckStatus.Passed,
            new(
                $"{left} of {limit} requests left, full again in {minutes} min",
                $"quedan {left} de {limit} peticiones, completas en {minutes} min"
            ),
            left < FewRequests ? new($"Wait {minutes} min.", $"Espere {minutes} min.") : null
        );
    }

    private Finding? Clock(HttpResponseMessage answer)
    {
        if (answer.Headers.Date is not { } theirs)
        {
            return null;
        }

        var skew = (time.GetUtcNow() - theirs).Duration();
        var seconds = (int)skew.TotalSeconds;
        return skew < LargestSkew
            ? new("clock", CheckStatus.Passed, new($"{seconds} s from GitHub's", $"a {seconds} s del de GitHub"))
            : new(
                "clock",
                CheckStatus.Failed,
                new(
                    $"This machine's clock is {seconds} s away from GitHub's.",
                    $"El reloj de esta máquina difiere {seconds} s del de GitHub."
                ),
                new(
                    "timedatectl set-ntp true: signed tokens fail otherwise.",
                    "timedatectl set-ntp true: si no, fallan los tokens firmados."
                )
            );
    }

    private async Task<Finding> RepositoryAsync(string repository, string token, CancellationToken cancellation)
    {
        using var answer = await GetAsync($"repos/{repository}", token, cancellation);
        var link = $"https://github.com/{repository}";
        if (answer is not { IsSuccessStatusCode: true })
        {
            return new(
                "repository",
                CheckStatus.Failed,
                new($"{repository} cannot be seen with this token.", $"{repository} no se ve con este token."),
                new(
                    "Correct GITHUB_USER and GITHUB_REPO, or give the token that repository.",
                    "Corrija GITHUB_USER y GITHUB_REPO, o dé ese repositorio al token."
                ),
                link
            );
        }

        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellation));
        var writes =
            body.RootElement.TryGetProperty("permissions", out var permissions)
            && permissions.TryGetProperty("push", out var push)
            && push.ValueKind == JsonValueKind.True;
        return writes
            ? new("repository", CheckStatus.Passed, new($"{repository}: may be written", $"{repository}: se puede escribir"), Link: link)
            : new(
                "repository",
                CheckStatus.Warned,
                new($"{repository}: may only be read", $"{repository}: solo se puede leer"),
                new("Give the token the right to write contents.", "Dé al token permiso de escritura de contenidos."),
                link
            );
    }

    private async Task<HttpResponseMessage?> GetAsync(string path, string token, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Api, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.UserAgent.ParseAdd("infra-ai");
        request.Headers.Accept.ParseAdd("application/vnd.github+json");
        try
        {
            return await http.SendAsync(request, cancellation);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    private static long? Number(HttpResponseMessage answer, string name) =>
        long.TryParse(Header(answer, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
