using System.Globalization;
using System.Threading.RateLimiting;
using InfraAi.Model;
using Microsoft.AspNetCore.RateLimiting;

namespace InfraAi.Agent.Http;

/// <summary>How much of what is kept open, or takes a program of its own, is done at once: for each caller, and in all. More is told 429 with Retry-After.</summary>
public static class Limits
{
    /// <summary>Streams of events: each holds a connection for as long as its analysis runs.</summary>
    public const string Events = "events";

    /// <summary>What git answers: each takes a process. These wait their turn, since git does not ask again.</summary>
    public const string Git = "git";

    /// <summary>A caller's streams; a page has one, the portal one for each of its readers.</summary>
    public const int EventsOfOne = 250;

    /// <summary>All streams.</summary>
    public const int EventsInAll = 1000;

    private static readonly TimeSpan Later = TimeSpan.FromSeconds(5);

    public static void AddLimits(this IServiceCollection services)
    {
        var events = Concurrency(EventsInAll, 0);
        var git = Concurrency(8, 64);
        services.AddRateLimiter(limiter =>
        {
            limiter.AddPolicy(Events, context => Chained(context, events, () => Concurrency(EventsOfOne, 0)));
            limiter.AddPolicy(Git, context => Chained(context, git, () => Concurrency(4, 32)));
            limiter.OnRejected = async (rejected, _) =>
                await RefuseAsync(rejected.HttpContext, TooMany, StatusCodes.Status429TooManyRequests, Later);
        });
    }

    /// <summary>To stand behind whatever finds out who calls.</summary>
    public static void UseLimits(this WebApplication app) => app.UseRateLimiter();

    /// <summary>Whose share a request takes: who signed in, else the address that it comes from.</summary>
    public static string CallerOf(HttpContext context) =>
        context.User.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name } ? name : $"{context.Connection.RemoteIpAddress}";

    /// <summary>Answers that it is too much now, and when to come again.</summary>
    public static Task RefuseAsync(HttpContext context, Problem problem, int status, TimeSpan later)
    {
        context.Response.Headers.RetryAfter = ((int)Math.Ceiling(later.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return problem.ToAnswer(context, status).ExecuteAsync(context);
    }

    private static ConcurrencyLimiter Concurrency(int atOnce, int waiting) =>
        new(
            new()
            {
                PermitLimit = atOnce,
                QueueLimit = waiting,
                QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
            }
        );

    /// <summary>The caller's own share first, so that who has used it up does not stand in the others' way.</summary>
    private static RateLimitPartition<string> Chained(HttpContext context, RateLimiter all, Func<RateLimiter> own) =>
        RateLimitPartition.Get(CallerOf(context), _ => RateLimiter.CreateChained(own(), all));

    private static readonly Problem TooMany = new(
        "too-many-requests",
        ProblemKind.Busy,
        new("Too many requests of this kind are open at once.", "Hay demasiadas peticiones de este tipo abiertas a la vez."),
        new(
            "Close some, or ask again after the seconds that Retry-After says.",
            "Cierre algunas, o pregunte de nuevo tras los segundos que dice Retry-After."
        )
    );
}
