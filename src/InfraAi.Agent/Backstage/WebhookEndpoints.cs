using InfraAi.Agent.Http;
using InfraAi.Model;
using InfraAi.Pipeline;
using InfraAi.Publishing.Backstage;
using InfraAi.Storage;

namespace InfraAi.Agent.Backstage;

/// <summary>/webhooks/github: GitHub says that people pushed; Backstage is told to read again what we published there.</summary>
public static class WebhookEndpoints
{
    public static void MapWebhooks(this WebApplication app) =>
        app.MapPost("/webhooks/github", ReceiveAsync)
            .WithTags("Backstage")
            .WithSummary("A GitHub webhook, signed with GITHUB_WEBHOOK_SECRET: pushes to the default branch refresh the catalog")
            // Its signature is its sign-in.
            .AllowAnonymous();

    /// <summary>What was done about a push.</summary>
    private sealed record Received(string Event, IReadOnlyList<string> Refreshed);

    private static async Task<IResult> ReceiveAsync(
        HttpContext context,
        Workshop workshop,
        AnalysisStore store,
        ILogger<PushEvent> log,
        CancellationToken cancellation
    )
    {
        if (workshop.Settings.Get("GITHUB_WEBHOOK_SECRET").Value is not { } secret)
        {
            return NoSecret.ToAnswer(context);
        }

        using var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes, cancellation);
        var body = bytes.ToArray();
        if (!PushEvent.IsSigned(secret, body, context.Request.Headers[PushEvent.SignatureHeader]))
        {
            log.LogWarning(
                "A webhook with a wrong signature was refused: delivery {Delivery}",
                context.Request.Headers["X-GitHub-Delivery"].ToString()
            );
            return WrongSignature.ToAnswer(context);
        }

        var kind = context.Request.Headers["X-GitHub-Event"].ToString();
        if (kind != "push" || PushEvent.Parse(body) is not { } push || push.Branch != push.DefaultBranch)
        {
            return Results.Ok(new Received(kind, []));
        }

        var published = await store.CatalogUrlsAsync($"{push.WebUrl}/blob/{push.Branch}/");
        if (!published.Ok)
        {
            return published.Problem.ToAnswer(context);
        }

        var refreshed = new List<string>();
        foreach (var url in published.Value.Where(url => IsTouched(url, push)))
        {
            if (workshop.Backstage is null)
            {
                break;
            }

            if (await workshop.Backstage.RefreshAsync(url, cancellation) is { } problem)
            {
                // GitHub shows the answer beside the delivery, and can send it again.
                return problem.ToAnswer(context);
            }

            refreshed.Add(url);
        }

        log.LogInformation("A push to {Repository} refreshed {Count} locations", push.Repository, refreshed.Count);
        return Results.Ok(new Received(kind, refreshed));
    }

    /// <summary>In a catalog repository, only the projects whose folder was touched.</summary>
    private static bool IsTouched(string catalogUrl, PushEvent push)
    {
        var path = catalogUrl[$"{push.WebUrl}/blob/{push.Branch}/".Length..];
        var folder = path[..^"catalog-info.yaml".Length];
        return push.Touched.Count == 0 || push.Touched.Any(touched => touched.StartsWith(folder, StringComparison.Ordinal));
    }

    private static readonly Problem NoSecret = new(
        "webhook-not-configured",
        ProblemKind.NotAvailable,
        new("This agent takes no webhooks: it has no secret.", "Este agente no admite webhooks: no tiene secreto."),
        new("Set GITHUB_WEBHOOK_SECRET to the webhook's secret.", "Ponga en GITHUB_WEBHOOK_SECRET el secreto del webhook.")
    );

    private static readonly Problem WrongSignature = new(
        "webhook-signature-wrong",
        ProblemKind.NotSignedIn,
        new("The signature does not belong to this body.", "La firma no corresponde a este cuerpo."),
        new("Give the webhook the secret of GITHUB_WEBHOOK_SECRET.", "Ponga en el webhook el secreto de GITHUB_WEBHOOK_SECRET.")
    );
}
