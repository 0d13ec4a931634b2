using System.Globalization;
using System.Text;
using InfraAi.Agent.Hosting;
using InfraAi.Agent.Http;
using InfraAi.Publishing.Git;

namespace InfraAi.Agent.Backstage;

/// <summary>/projects/NAME.git: what `git clone` and `git fetch` ask for, answered by git itself (gitprotocol-http(5)). Nothing can be pushed.</summary>
public static class RepositoryEndpoints
{
    public static void MapRepositories(this WebApplication app)
    {
        app.MapGet("/projects/{name}.git/info/refs", ReferencesAsync)
            .ExcludeFromDescription()
            .RequireRateLimiting(Limits.Git)
            .RequireAuthorization(Roles.PublishedFiles);
        app.MapPost("/projects/{name}.git/git-upload-pack", UploadPackAsync)
            .ExcludeFromDescription()
            .RequireRateLimiting(Limits.Git)
            .RequireAuthorization(Roles.PublishedFiles);
    }

    private static async Task<IResult> ReferencesAsync(HttpContext context, GitReader reader, string name) =>
        reader.Exists(name) && context.Request.Query["service"] == "git-upload-pack"
            ? await GitService.AnswerAsync(
                context,
                ["upload-pack", "--http-backend-info-refs", reader.RepositoryPath(name)],
                "application/x-git-upload-pack-advertisement",
                prefix: [.. Packet("# service=git-upload-pack\n"), .. "0000"u8]
            )
            : Results.NotFound();

    private static async Task<IResult> UploadPackAsync(HttpContext context, GitReader reader, string name) =>
        reader.Exists(name)
            ? await GitService.AnswerAsync(
                context,
                ["upload-pack", "--stateless-rpc", reader.RepositoryPath(name)],
                "application/x-git-upload-pack-result",
                body: true
            )
            : Results.NotFound();

    private static byte[] Packet(string line) =>
        Encoding.ASCII.GetBytes((line.Length + 4).ToString("x4", CultureInfo.InvariantCulture) + line);
}
