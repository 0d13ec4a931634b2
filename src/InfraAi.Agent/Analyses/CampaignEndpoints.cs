using InfraAi.Agent.Hosting;
using InfraAi.Agent.Http;
using InfraAi.Pipeline;
using InfraAi.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace InfraAi.Agent.Analyses;

/// <summary>/api/campaigns: how far the latest runs of `create --from` are, whoever runs them on this store.</summary>
public static class CampaignEndpoints
{
    private const int Most = 5;

    public static void MapCampaigns(this WebApplication app) =>
        app.MapGet("/api/campaigns", ListAsync)
            .WithTags("Analyses")
            .WithSummary("How far the latest campaigns are, the last begun first")
            .RequireAuthorization(Roles.Reader);

    private static async Task<Results<Ok<IReadOnlyList<CampaignProgress>>, ProblemHttpResult>> ListAsync(
        HttpContext context,
        Workshop workshop
    )
    {
        var campaigns = await workshop.Jobs.CampaignsAsync(Most);
        return campaigns.Ok ? TypedResults.Ok(campaigns.Value) : campaigns.Problem.ToAnswer(context);
    }
}
