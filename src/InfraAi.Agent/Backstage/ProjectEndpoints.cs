using System.Security.Cryptography;
using System.Text;
using InfraAi.Agent.Hosting;
using InfraAi.Agent.Http;
using InfraAi.Model;
using InfraAi.Pipeline;
using InfraAi.Publishing.Git;
using InfraAi.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace InfraAi.Agent.Backstage;

/// <summary>A published project as Backstage's entity provider follows it.</summary>
/// <param name="Commit">Where its main branch stands; what the provider compares.</param>
/// <param name="AnalysisId">The analysis that was published last; null for a project that was made from a template.</param>
/// <param name="CatalogUrl">Where its catalog file is, when that is not here: on GitHub.</param>
/// <param name="Location">Where its catalog file is, when that is here: the address under which the agent registers it at a Backstage.</param>
public sealed record ProjectAnswer(
    string Name,
    string? Title,
    string Commit,
    string? AnalysisId,
    DateTimeOffset? UpdatedAt,
    string? CatalogUrl = null,
    string? Location = null
);

/// <summary>/api/projects: what is published here, cheap enough to be asked every second, and each project's files as one archive.</summary>
public static class ProjectEndpoints
{
    public static void MapProjects(this WebApplication app)
    {
        app.MapGet("/api/projects", ListAsync)
            .WithTags("Backstage")
            .WithSummary("Every published project and its commit; ETag")
            .RequireAuthorization(Roles.Reader);
        app.MapGet("/projects/{name}.tar", ArchiveAsync)
            .WithTags("Backstage")
            .WithSummary("A project's files, as committed; ETag")
            .RequireAuthorization(Roles.PublishedFiles)
            .RequireRateLimiting(Limits.Git);
    }

    private static async Task<Results<Ok<List<ProjectAnswer>>, StatusCodeHttpResult, ProblemHttpResult>> ListAsync(
        HttpContext context,
        Workshop workshop,
        AnalysisStore store,
        GitReader reader,
        CancellationToken cancellation
    )
    {
        var published = await store.PublishedAsync();
        if (!published.Ok)
        {
            return published.Problem.ToAnswer(context);
        }

        var analyses = published.Value.ToDictionary(p => p.Name, StringComparer.Ordinal);
        var projects = new SortedDictionary<string, ProjectAnswer>(StringComparer.Ordinal);
        foreach (var name in reader.Names())
        {
            if (await reader.CommitAsync(name, cancellation) is { } commit)
            {
                var last = analyses.GetValueOrDefault(name);
                var file = new Uri(workshop.Settings.AgentUrl, $"/projects/{name}/catalog-info.yaml").ToString();
                projects[name] = new(
                    name,
                    last?.Title,
                    commit,
                    last?.AnalysisId,
                    last?.PublishedAt,
                    Location: workshop.ReadAddress.Of(file)
                );
            }
        }

        // Published elsewhere, and there it is read: what people change of it counts.
        foreach (var p in published.Value.Where(p => !IsHere(p.Where.CatalogUrl)))
        {
            projects[p.Name] = new(p.Name, p.Title, p.Where.Commit, p.AnalysisId, p.PublishedAt, p.Where.CatalogUrl);
        }

        var text = string.Join('\n', projects.Values.Select(p => $"{p.Name} {p.Commit} {p.AnalysisId}"));
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32]}\"";
        context.Response.Headers.ETag = tag;
        return context.Request.Headers.IfNoneMatch == tag
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(projects.Values.ToList());
    }

    /// <returns>True for a catalog file that this agent serves, whatever host name it was published under.</returns>
    internal static bool IsHere(string catalogUrl) =>
        new Uri(catalogUrl).AbsolutePath.Split('/') is ["", "projects", _, "catalog-info.yaml"];

    private static async Task<IResult> ArchiveAsync(HttpContext context, GitReader reader, string name, CancellationToken cancellation)
    {
        if (await reader.CommitAsync(name, cancellation) is not { } commit)
        {
            return Results.NotFound();
        }

        if (context.Request.Headers.IfNoneMatch == $"\"{commit}\"")
        {
            return Results.StatusCode(StatusCodes.Status304NotModified);
        }

        // The folder at its top is stripped by whoever unpacks it, as with the archives of GitHub.
        context.Response.Headers.ETag = $"\"{commit}\"";
        return await GitService.AnswerAsync(
            context,
            ["-C", reader.RepositoryPath(name), "archive", "--format=tar", $"--prefix={name}/", commit],
            "application/x-tar"
        );
    }
}
