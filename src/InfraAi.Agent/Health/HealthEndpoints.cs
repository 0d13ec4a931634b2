using InfraAi.Agent.Http;

namespace InfraAi.Agent.Health;

/// <summary>/health: measured now, never asserted.</summary>
public static class HealthEndpoints
{
    public static void MapHealth(this WebApplication app) =>
        app.MapGet("/health", HealthAsync)
            .WithTags("Health")
            .WithSummary("Each dependency, measured now")
            .Produces<HealthReport>()
            .Produces<HealthReport>(503)
            .AllowAnonymous();

    private static async Task<IResult> HealthAsync(HttpContext context, HealthChecks checks, CancellationToken cancellation)
    {
        var report = await checks.MeasureAsync(RequestLanguage.Of(context.Request), cancellation);
        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(
            report,
            statusCode: report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK
        );
    }
}
