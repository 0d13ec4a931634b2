using System.Net.Mime;
using System.Text;
using InfraAi.Agent.Hosting;
using InfraAi.Agent.Http;
using InfraAi.Publishing.Git;
using InfraAi.Storage;
using Microsoft.Net.Http.Headers;

namespace InfraAi.Agent.Backstage;

/// <summary>What a Backstage reads as `url` locations: one Location for all projects, and the files of each as committed.</summary>
public static class CatalogEndpoints
{
    public static void MapCatalog(this WebApplication app)
    {
        app.MapGet("/catalog-info.yaml", LocationAsync)
            .WithTags("Backstage")
            .WithSummary("One Location entity that lists every project")
            .RequireAuthorization(Roles.PublishedFiles);
        app.MapGet("/projects/{name}/{**path}", FileAsync)
            .WithTags("Backstage")
            .WithSummary("A file of a project's repository, as committed")
            .RequireAuthorization(Roles.PublishedFiles);
    }

    private static async Task<IResult> LocationAsync(HttpContext context, AnalysisStore store)
    {
        var projects = await store.CatalogUrlsAsync("");
        return projects.Ok ? Results.Text(Location(projects.Value), "application/yaml", Encoding.UTF8) : projects.Problem.ToAnswer(context);
    }

    /// <summary>Targets that the agent serves itself are relative: they hold under whatever host name a Backstage reaches it by.</summary>
    /// <param name="projects">Where the catalog of each project is.</param>
    private static string Location(IReadOnlyList<string> projects)
    {
        var yaml = new StringBuilder(
            """
            apiVersion: backstage.io/v1alpha1
            kind: Location
            metadata:
              name: infrastructure-ai-projects
              title: Infrastructure AI Platform projects
              description: Every project that this agent has published.
            spec:
              type: url
              presence: optional

            """
        );
        yaml.Append(projects.Count == 0 ? "  targets: []\n" : "  targets:\n");
        foreach (var project in projects)
        {
            yaml.Append("    - ").Append(ProjectEndpoints.IsHere(project) ? "." + new Uri(project).AbsolutePath : project).Append('\n');
        }

        return yaml.ToString();
    }

    private static async Task<IResult> FileAsync(
        HttpContext context,
        GitReader reader,
        string name,
        string path,
        CancellationToken cancellation
    )
    {
        var found = await reader.ReadAsync(name, path, cancellation);
        if (!found.Ok)
        {
            return found.Problem.ToAnswer(context);
        }

        return found.Value is { } file
            ? Results.Bytes(file.Content, ContentType(path), entityTag: new EntityTagHeaderValue($"\"{file.BlobId}\""))
            : Results.NotFound();
    }

    /// <summary>Never HTML or a script, whatever was committed: these files come from the same origin as the page.</summary>
    private static string ContentType(string path) =>
        Path.GetExtension(path) switch
        {
            ".yaml" or ".yml" => "application/yaml; charset=utf-8",
            ".json" => MediaTypeNames.Application.Json,
            ".png" => MediaTypeNames.Image.Png,
            _ => "text/plain; charset=utf-8",
        };
}
