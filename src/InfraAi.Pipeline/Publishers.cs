using InfraAi.Model;
using InfraAi.Platform.Configuration;
using InfraAi.Publishing.Backstage;
using InfraAi.Publishing.GitHub;

namespace InfraAi.Pipeline;

/// <summary>Where to publish and where to be seen, from the settings.</summary>
public static class Publishers
{
    /// <returns>Null when the settings do not ask for GitHub; or what they lack.</returns>
    public static Result<GitHubPublisher?> GitHub(Settings settings, TimeProvider time)
    {
        if (settings.Publish != "github")
        {
            return (GitHubPublisher?)null;
        }

        var options = GitHubOptions(settings);
        return options.Ok ? new GitHubPublisher(Http(options.Value.ApiUrl), options.Value, time) : options.Problem;
    }

    /// <summary>The options that the GITHUB_ settings ask for.</summary>
    public static Result<GitHubOptions> GitHubOptions(Settings settings)
    {
        var app = App(settings);
        if (!app.Ok)
        {
            return app.Problem;
        }

        var token = settings.Get("GITHUB_TOKEN").Value;
        var repository = settings.Get("GITHUB_REPO").Value;
        var isCatalog = settings.Get("GITHUB_LAYOUT", "project").Value == "catalog";
        if (token is null && app.Value is null)
        {
            return Missing("GITHUB_TOKEN", "PUBLISH=github");
        }

        if (isCatalog && repository is null)
        {
            return Missing("GITHUB_REPO", "GITHUB_LAYOUT=catalog");
        }

        var organization = settings.Get("GITHUB_ORG").Value;
        if (app.Value is not null && organization is null)
        {
            return Missing("GITHUB_ORG", "GITHUB_APP_ID");
        }

        return new GitHubOptions
        {
            ApiUrl = new(settings.Get("GITHUB_API_URL", "https://api.github.com").Value!),
            User = settings.Get("GITHUB_USER").Value,
            Organization = organization,
            CatalogRepository = isCatalog ? repository : null,
            Exists = settings.Get("GITHUB_EXISTS", "adopt").Value switch
            {
                "pull-request" => ExistsPolicy.PullRequest,
                "refuse" => ExistsPolicy.Refuse,
                _ => ExistsPolicy.Adopt,
            },
            Adopted = (settings.Get("PUBLISH_ADOPT").Value ?? "").Split(
                ',',
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
            ),
            NewPerDay = settings.NewRepositoriesPerDay,
            Private = settings.Get("GITHUB_VISIBILITY", "private").Value == "private",
            Topics =
            [
                .. (settings.Get("GITHUB_TOPICS").Value ?? "")
                    .ToLowerInvariant()
                    .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            ],
            Token = token,
            App = app.Value,
        };
    }

    /// <returns>Null without BACKSTAGE_URL.</returns>
    public static BackstageRegistry? Backstage(Settings settings, TimeProvider time) =>
        settings.Get("BACKSTAGE_URL").Value is { } url ? new(Http(new(url)), new Uri(url), settings.BackstageToken, time) : null;

    private static Result<GitHubApp?> App(Settings settings)
    {
        if (settings.Get("GITHUB_APP_ID").Value is not { } id)
        {
            return (GitHubApp?)null;
        }

        if (settings.Get("GITHUB_APP_KEY").Value is not { } file)
        {
            return Missing("GITHUB_APP_KEY", "GITHUB_APP_ID");
        }

        try
        {
            var key = File.ReadAllText(Path.GetFullPath(file, settings.Root));
            return new GitHubApp(id, key, settings.Get("GITHUB_APP_INSTALLATION").Value);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem(
                "github-app-key",
                ProblemKind.Usage,
                new($"The key of the GitHub App cannot be read: {e.Message}", $"No se puede leer la clave de la GitHub App: {e.Message}"),
                new("GITHUB_APP_KEY names the .pem file that GitHub gave you.", "GITHUB_APP_KEY indica el archivo .pem que dio GitHub.")
            );
        }
    }

    /// <summary>No time limit and no redirects of its own; a service on this machine is not reached through a proxy.</summary>
    internal static HttpClient Http(Uri url) =>
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = !url.IsLoopback,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            }
        )
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };

    private static Problem Missing(string setting, string because) =>
        new(
            "setting-missing",
            ProblemKind.Usage,
            new($"{because} needs {setting}.", $"{because} necesita {setting}."),
            new($"Set {setting}.", $"Ponga {setting}.")
        );
}
