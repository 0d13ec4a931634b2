using System.Globalization;
using System.IO.Compression;
using System.Text;
using InfraAi.Agent.Hosting;
using InfraAi.Agent.Http;
using InfraAi.Pipeline;
using InfraAi.Platform.Processes;
using InfraAi.Publishing.Git;

namespace InfraAi.Agent.Backstage;

/// <summary>/projects/NAME.git: what `git clone` and `git fetch` ask for, answered by git itself (gitprotocol-http(5)). Nothing can be pushed.</summary>
public static class RepositoryEndpoints
{
    public static void MapRepositories(this WebApplication app)
    {
        app.MapGet("/projects/{name}.git/info/refs", ReferencesAsync).ExcludeFromDescription().RequireAuthorization(Roles.PublishedFiles);
        app.MapPost("/projects/{name}.git/git-upload-pack", UploadPackAsync)
            .ExcludeFromDescription()
            .RequireAuthorization(Roles.PublishedFiles);
    }

    private static async Task<IResult> ReferencesAsync(HttpContext context, GitReader reader, string name, CancellationToken cancellation)
    {
        if (!reader.Exists(name) || context.Request.Query["service"] != "git-upload-pack")
        {
            return Results.NotFound();
        }

        var said = await RunAsync(context, reader, name, ["--http-backend-info-refs"], default, cancellation);
        if (!said.Ok)
        {
            return said.Problem.ToAnswer(context);
        }

        byte[] answer = [.. Packet("# service=git-upload-pack\n"), .. "0000"u8, .. said.Value.Output];
        return Results.Bytes(answer, "application/x-git-upload-pack-advertisement");
    }

    private static async Task<IResult> UploadPackAsync(HttpContext context, GitReader reader, string name, CancellationToken cancellation)
    {
        if (!reader.Exists(name))
        {
            return Results.NotFound();
        }

        using var body = new MemoryStream();
        await using var sent =
            context.Request.Headers.ContentEncoding == "gzip"
                ? new GZipStream(context.Request.Body, CompressionMode.Decompress)
                : context.Request.Body;
        await sent.CopyToAsync(body, cancellation);
        var said = await RunAsync(context, reader, name, ["--stateless-rpc"], body.ToArray(), cancellation);
        return said.Ok ? Results.Bytes(said.Value.Output, "application/x-git-upload-pack-result") : said.Problem.ToAnswer(context);
    }

    private static Task<Model.Result<ProcessOutcome>> RunAsync(
        HttpContext context,
        GitReader reader,
        string name,
        IEnumerable<string> arguments,
        ReadOnlyMemory<byte> input,
        CancellationToken cancellation
    )
    {
        var protocol = context.Request.Headers["Git-Protocol"].ToString();
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["GIT_PROTOCOL"] = protocol.Length is > 0 and < 100 ? protocol : null,
        };
        return Programs.RunAsync("git", ["upload-pack", .. arguments, reader.RepositoryPath(name)], null, environment, input, cancellation);
    }

    private static byte[] Packet(string line) =>
        Encoding.ASCII.GetBytes((line.Length + 4).ToString("x4", CultureInfo.InvariantCulture) + line);
}
