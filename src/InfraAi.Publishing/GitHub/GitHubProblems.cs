using System.Net;
using InfraAi.Model;

namespace InfraAi.Publishing.GitHub;

/// <summary>What can go wrong with GitHub, said once.</summary>
internal static class GitHubProblems
{
    public static readonly Problem NoToken = new(
        "github-token-missing",
        ProblemKind.NotAvailable,
        new("Publishing on GitHub needs a token.", "Para publicar en GitHub hace falta un token."),
        new("Set GITHUB_TOKEN, or PUBLISH=git.", "Ponga GITHUB_TOKEN, o PUBLISH=git.")
    );

    /// <returns>Null for what the caller deals with: 2xx, 404, 409, 422, and what a protected branch refuses.</returns>
    public static Problem? Refusal(GitHubAnswer answer, Uri root, string call, GitHubOptions options) =>
        answer.Status switch
        {
            HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity => null,
            HttpStatusCode.Forbidden when IsProtected(answer) => null,
            HttpStatusCode.Unauthorized => new(
                "github-token-refused",
                ProblemKind.Outside,
                new($"{root} does not take the token: {answer.Message}", $"{root} no acepta el token: {answer.Message}"),
                new(
                    "Make a new token (Settings → Developer settings) and set GITHUB_TOKEN.",
                    "Cree un token nuevo (Settings → Developer settings) y póngalo en GITHUB_TOKEN."
                )
            ),
            HttpStatusCode.Forbidden => new(
                "github-not-allowed",
                ProblemKind.Outside,
                new($"{root} does not allow {call}: {answer.Message}", $"{root} no permite {call}: {answer.Message}"),
                new(
                    "Give the token the permissions Administration (write), Contents (write) and Pull requests (write)"
                        + (options.Organization is { } o ? $" in {o}." : "."),
                    "Dé al token los permisos Administration (write), Contents (write) y Pull requests (write)"
                        + (options.Organization is { } org ? $" en {org}." : ".")
                )
            ),
            _ when answer.Good => null,
            _ => Unexpected(root, call, answer),
        };

    /// <summary>The words of a branch protection or a ruleset.</summary>
    public static bool IsProtected(GitHubAnswer answer) =>
        answer.Message.Contains("protected branch", StringComparison.OrdinalIgnoreCase)
        || answer.Message.Contains("repository rule", StringComparison.OrdinalIgnoreCase);

    public static Problem Unexpected(Uri root, string call, GitHubAnswer answer) =>
        new(
            "github-unexpected",
            ProblemKind.Outside,
            new(
                $"{root} answered {(int)answer.Status} to {call}: {answer.Message}",
                $"{root} respondió {(int)answer.Status} a {call}: {answer.Message}"
            ),
            new(
                "See that GITHUB_API_URL is the address of GitHub's REST interface; then retry.",
                "Compruebe que GITHUB_API_URL es la dirección REST de GitHub; después reintente."
            )
        );

    public static Problem RateLimited(Uri root, DateTimeOffset until) =>
        new(
            "github-rate-limited",
            ProblemKind.Busy,
            new(
                $"{root} takes no more calls until {until:HH:mm:ss} UTC.",
                $"{root} no admite más llamadas hasta las {until:HH:mm:ss} UTC."
            ),
            new(
                "Retry the analysis after that: it goes on from this step, and what was written stays.",
                "Reintente el análisis después: sigue desde este paso y lo escrito se conserva."
            )
        );

    public static Problem NotReachable(Uri root, string reason) =>
        new(
            "github-not-reachable",
            ProblemKind.Outside,
            new($"{root} does not answer: {reason}", $"{root} no responde: {reason}"),
            new(
                "See https://www.githubstatus.com and the network; then retry: it goes on from this step.",
                "Mire https://www.githubstatus.com y la red; después reintente: sigue desde este paso."
            )
        );

    public static Problem AppRefused(GitHubApp app, GitHubAnswer answer) =>
        new(
            "github-app-refused",
            ProblemKind.Outside,
            new(
                $"GitHub gives the App {app.Id} no token: {(int)answer.Status} {answer.Message}",
                $"GitHub no da token a la App {app.Id}: {(int)answer.Status} {answer.Message}"
            ),
            new(
                "See that the App is installed in GITHUB_ORG and that GITHUB_APP_ID and GITHUB_APP_KEY belong together.",
                "Compruebe que la App está instalada en GITHUB_ORG y que GITHUB_APP_ID y GITHUB_APP_KEY se corresponden."
            )
        );

    public static Problem AppKey(string reason) =>
        new(
            "github-app-key",
            ProblemKind.Usage,
            new($"The key of the GitHub App cannot be read: {reason}", $"No se puede leer la clave de la GitHub App: {reason}"),
            new("GITHUB_APP_KEY names the .pem file that GitHub gave you.", "GITHUB_APP_KEY indica el archivo .pem que dio GitHub.")
        );

    public static Problem Exists(string repository) =>
        new(
            "repository-exists",
            ProblemKind.Conflict,
            new(
                $"{repository} exists, and GITHUB_EXISTS=refuse: it was not changed.",
                $"{repository} existe, y GITHUB_EXISTS=refuse: no se cambió."
            ),
            new(
                "Give the project another name, or set GITHUB_EXISTS to adopt or pull-request.",
                "Dé otro nombre al proyecto, o ponga GITHUB_EXISTS a adopt o pull-request."
            )
        );

    public static Problem NotOurs(string url, string slug) =>
        new(
            "repository-not-ours",
            ProblemKind.Conflict,
            new(
                $"{url} exists and was not made by this platform: nothing was written to it.",
                $"{url} existe y no lo creó esta plataforma: no se escribió nada en él."
            ),
            new(
                $"Give the project another name, or let it be proposed there with PUBLISH_ADOPT={slug} (several by commas).",
                $"Dé otro nombre al proyecto, o permita proponerlo allí con PUBLISH_ADOPT={slug} (varios, con comas)."
            )
        );

    public static Problem Budget(int perDay) =>
        new(
            "repository-budget",
            ProblemKind.Outside,
            new(
                $"{perDay} new repositories were asked for within 24 hours: no further one is made.",
                $"En 24 horas se pidieron {perDay} repositorios nuevos: no se crea ninguno más."
            ),
            new("Go on tomorrow, or raise GITHUB_NEW_PER_DAY.", "Continúe mañana, o suba GITHUB_NEW_PER_DAY.")
        );

    public static Problem Archived(string repository) =>
        new(
            "repository-archived",
            ProblemKind.Conflict,
            new($"{repository} is archived: it takes no changes.", $"{repository} está archivado: no admite cambios."),
            new("Unarchive it, or give the project another name.", "Desarchívelo, o dé otro nombre al proyecto.")
        );

    public static Problem Contended(string repository) =>
        new(
            "repository-contended",
            ProblemKind.Busy,
            new(
                $"The branch of {repository} was moved by others each time it was to be written.",
                $"Otros movieron la rama de {repository} cada vez que se iba a escribir."
            ),
            new("Retry: it goes on from this step.", "Reintente: sigue desde este paso.")
        );
}
