using System.Diagnostics;
using InfraAi.Model;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace InfraAi.Agent.Http;

/// <summary>Maps problems to HTTP, once: RFC 9457 with our stable code and the remedy.</summary>
public static class ProblemAnswers
{
    private static readonly object Code = new();

    /// <returns>The code of the problem that a request was answered with; null without one.</returns>
    public static string? CodeOf(HttpContext context) => context.Items[Code] as string;

    public static ProblemHttpResult ToAnswer(this Problem problem, HttpContext context, string? analysisId = null)
    {
        context.Items[Code] = problem.Code;
        return TypedResults.Problem(Details(problem, RequestLanguage.Of(context.Request), analysisId));
    }

    /// <param name="status">Another status than the problem's kind has.</param>
    public static ProblemHttpResult ToAnswer(this Problem problem, HttpContext context, int status)
    {
        context.Items[Code] = problem.Code;
        var details = Details(problem, RequestLanguage.Of(context.Request));
        details.Status = status;
        details.Title = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status);
        return TypedResults.Problem(details);
    }

    public static ProblemDetails Details(Problem problem, string language, string? analysisId = null)
    {
        var status = Status(problem.Kind);
        var details = new ProblemDetails
        {
            Status = status,
            Title = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status),
            Detail = problem.Message.In(language),
        };
        details.Extensions["code"] = problem.Code;
        details.Extensions["remedy"] = problem.Remedy.In(language);
        if (analysisId is not null)
        {
            details.Extensions["analysis_id"] = analysisId;
        }

        return details;
    }

    public static int Status(ProblemKind kind) =>
        kind switch
        {
            ProblemKind.Invalid => StatusCodes.Status422UnprocessableEntity,
            ProblemKind.Usage => StatusCodes.Status400BadRequest,
            ProblemKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
            ProblemKind.Unsupported => StatusCodes.Status415UnsupportedMediaType,
            ProblemKind.NotAvailable => StatusCodes.Status501NotImplemented,
            ProblemKind.NotSignedIn => StatusCodes.Status401Unauthorized,
            ProblemKind.NotAllowed => StatusCodes.Status403Forbidden,
            ProblemKind.NotFound => StatusCodes.Status404NotFound,
            ProblemKind.Conflict or ProblemKind.Canceled => StatusCodes.Status409Conflict,
            ProblemKind.Busy => StatusCodes.Status503ServiceUnavailable,
            ProblemKind.Outside => StatusCodes.Status502BadGateway,
            _ => throw new UnreachableException(),
        };

    /// <summary>Answers what the framework refuses (an unknown path, a method, a body that is no JSON) in the same form.</summary>
    public static void UseProblemAnswers(this WebApplication app)
    {
        app.UseExceptionHandler(handler => handler.Run(context => WriteAsync(context, Unexpected)));
        app.UseStatusCodePages(async status =>
        {
            var context = status.HttpContext;
            await WriteAsync(context, Refused(context));
        });
    }

    private static Task WriteAsync(HttpContext context, Problem problem) =>
        problem.ToAnswer(context, context.Response.StatusCode).ExecuteAsync(context);

    private static Problem Refused(HttpContext context)
    {
        var path = context.Request.Path;
        var method = context.Request.Method;
        return context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => new(
                "not-found",
                ProblemKind.NotFound,
                new($"There is nothing at {path}.", $"No hay nada en {path}."),
                new("/docs lists what there is.", "/docs lista lo que hay.")
            ),
            StatusCodes.Status405MethodNotAllowed => new(
                "method-not-allowed",
                ProblemKind.Usage,
                new($"{path} does not take {method}.", $"{path} no admite {method}."),
                new("/docs lists what it takes.", "/docs lista lo que admite.")
            ),
            StatusCodes.Status413PayloadTooLarge => RequestText.BodyTooLarge,
            StatusCodes.Status415UnsupportedMediaType => RequestText.UnknownMediaType(context.Request.ContentType),
            _ => new(
                "bad-request",
                ProblemKind.Usage,
                new($"The request to {path} cannot be read.", $"No se puede leer la petición a {path}."),
                new("/docs shows what it takes.", "/docs muestra lo que admite.")
            ),
        };
    }

    private static readonly Problem Unexpected = new(
        "unexpected",
        ProblemKind.Outside,
        new(
            "The agent met a fault of its own; its log has the details.",
            "El agente tuvo un fallo propio; su registro tiene los detalles."
        ),
        new("./infra-ai logs shows it; please report it.", "./infra-ai logs lo muestra; por favor, comuníquelo.")
    );
}
