using System.IO.Compression;
using InfraAi.Agent.Http;
using InfraAi.Model;
using InfraAi.Platform.Processes;

namespace InfraAi.Agent.Backstage;

/// <summary>Answers with what git writes, as it writes it, and hands it what is sent, as it comes: neither is held in memory.</summary>
public static class GitService
{
    /// <summary>Bytes of what a git client sends, unpacked: some 150,000 lines of what it wants and has.</summary>
    public const long LargestRequest = 8L * 1024 * 1024;

    /// <summary>Names of commits hardly pack: what unpacks to more than so many times its size is none of git's.</summary>
    private const int MostRatio = 20;

    /// <param name="prefix">Written before what git writes.</param>
    /// <param name="body">True hands git the request's body.</param>
    public static async Task<IResult> AnswerAsync(
        HttpContext context,
        IEnumerable<string> arguments,
        string mediaType,
        byte[]? prefix = null,
        bool body = false
    )
    {
        var cancellation = context.RequestAborted;
        var protocol = context.Request.Headers["Git-Protocol"].ToString();
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["GIT_PROTOCOL"] = protocol.Length is > 0 and < 100 ? protocol : null,
        };
        try
        {
            var ran = await Programs.PipeAsync(
                "git",
                arguments,
                environment,
                (input, token) => body ? SendAsync(context.Request, input, token) : Task.CompletedTask,
                ReceiveAsync,
                cancellation
            );
            return !ran.Ok ? ran.Problem.ToAnswer(context)
                : ran.Value == 0 || context.Response.HasStarted ? Results.Empty
                : NotUnderstood.ToAnswer(context);
        }
        catch (Exception e) when (e is RequestTooLargeException or InvalidDataException && !context.Response.HasStarted)
        {
            return (e is RequestTooLargeException ? RequestText.BodyTooLarge : RequestText.NotGzip).ToAnswer(context);
        }

        async Task ReceiveAsync(Stream output, CancellationToken token)
        {
            context.Response.ContentType = mediaType;
            if (prefix is not null)
            {
                await context.Response.Body.WriteAsync(prefix, token);
            }

            await output.CopyToAsync(context.Response.Body, token);
        }
    }

    private static async Task SendAsync(HttpRequest request, Stream to, CancellationToken cancellation)
    {
        var packed = request.Headers.ContentEncoding == "gzip";
        var most = packed && request.ContentLength is { } length ? Math.Min(LargestRequest, (length * MostRatio) + 4096) : LargestRequest;
        await using var sent = packed ? new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true) : request.Body;
        var buffer = new byte[16 * 1024];
        var read = 0L;
        for (int n; (n = await sent.ReadAsync(buffer, cancellation)) > 0; )
        {
            read += n;
            if (read > most)
            {
                throw new RequestTooLargeException();
            }

            try
            {
                await to.WriteAsync(buffer.AsMemory(0, n), cancellation);
            }
            catch (IOException)
            {
                // Git has ended without reading all of it: its exit code says so.
                return;
            }
        }
    }

    private static readonly Problem NotUnderstood = new(
        "git-request-not-understood",
        ProblemKind.Usage,
        new("Git does not understand this request.", "Git no entiende esta petición."),
        new("Use git clone or git fetch.", "Use git clone o git fetch.")
    );

    private sealed class RequestTooLargeException : Exception;
}
