using System.Net;
using InfraAi.Agent.Http;
using InfraAi.Platform.Configuration;
using InfraAi.Platform.Files;
using Microsoft.Net.Http.Headers;

namespace InfraAi.Agent.Hosting;

/// <summary>Writes down every change that is asked for, and everything that is refused.</summary>
public static class Audit
{
    private static readonly object Subject = new();

    /// <summary>What a request was about, for its line: an analysis or a project.</summary>
    public static void Concerns(this HttpContext context, string subject) => context.Items[Subject] = subject;

    /// <summary>Stands before everything else: what it writes down is what was answered in the end.</summary>
    public static void UseAudit(this WebApplication app, AuditLog log, TimeProvider time) =>
        app.Use(
            async (context, next) =>
            {
                try
                {
                    await next(context);
                }
                finally
                {
                    if (OutcomeOf(context) is { } outcome)
                    {
                        Add(app.Logger, log, LineOf(context, outcome, time));
                    }
                }
            }
        );

    /// <summary>What was done is done: a line that cannot be written is told in the host's log.</summary>
    public static void Add(ILogger logger, AuditLog log, AuditLine line)
    {
        try
        {
            log.Add(line);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.LogError(e, "The audit log cannot be written; it lacks: {What} {Outcome}", line.What, line.Outcome);
        }
    }

    /// <returns>Null for what only looked, and was let.</returns>
    private static AuditOutcome? OutcomeOf(HttpContext context)
    {
        var request = context.Request;
        return context.Response.StatusCode switch
        {
            StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden or StatusCodes.Status421MisdirectedRequest =>
                AuditOutcome.Refused,
            StatusCodes.Status404NotFound when request.Path.StartsWithSegments(ReadAddress.Prefix) => AuditOutcome.Refused,
            var status when Changes(request) => status < 400 ? AuditOutcome.Done : AuditOutcome.Failed,
            _ => null,
        };
    }

    /// <summary>A link signs somebody in although it is only opened; a clone is asked for by POST and changes nothing.</summary>
    private static bool Changes(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
            ? request.Path == "/sign-in" || request.Path == Oidc.CallbackPath
            : !HttpMethods.IsHead(request.Method)
                && !HttpMethods.IsOptions(request.Method)
                && !request.Path.Value!.EndsWith("/git-upload-pack", StringComparison.Ordinal);

    private static AuditLine LineOf(HttpContext context, AuditOutcome outcome, TimeProvider time)
    {
        var caller = Caller.TryOf(context);
        var path = context.Request.Path;
        // What stands there may be a key with a slip in it.
        var shown = path.StartsWithSegments(ReadAddress.Prefix) ? ReadAddress.Prefix + "/…" : path.Value;
        var subject =
            context.Items[Subject] as string
            ?? context.Response.Headers[HeaderNames.Location].ToString() switch
            {
                var location when location.StartsWith("/api/analyses/", StringComparison.Ordinal) => location["/api/analyses/".Length..],
                _ => null,
            };
        return new(
            time.GetUtcNow(),
            caller?.Name,
            caller?.Way,
            caller?.Role,
            Address(context.Connection.RemoteIpAddress),
            $"{context.Request.Method} {Short(shown ?? "")}",
            subject,
            outcome,
            context.Response.StatusCode,
            ProblemAnswers.CodeOf(context)
        );
    }

    private static string? Address(IPAddress? address) =>
        (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString();

    private static string Short(string path) => path.Length <= 300 ? path : path[..300] + "…";
}
