using InfraAi.Agent.Hosting;
using InfraAi.Agent.Http;
using InfraAi.Analysis;
using InfraAi.Analysis.Models.Pictures;
using InfraAi.Model;
using InfraAi.Pipeline;
using InfraAi.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace InfraAi.Agent.Analyses;

/// <summary>/process-text and /process-image: the specification's two calls, which answer when the catalog is published.</summary>
public static class ProcessEndpoints
{
    public static void MapProcess(this WebApplication app)
    {
        app.MapPost("/process-text", TextAsync)
            .WithTags("Process")
            .WithSummary("Describe an infrastructure in words; answers with its published catalog")
            .RequireAuthorization(Roles.Author);
        app.MapPost("/process-image", ImageAsync)
            .WithTags("Process")
            .WithSummary(
                "The same from a file: a picture (PNG, JPEG, WebP, GIF, BMP, SVG) or a diagram source, multipart `file`, optional `name`"
            )
            .RequireAuthorization(Roles.Author);
        app.MapGet("/api/analyses/{id}/picture", PictureAsync)
            .WithTags("Analyses")
            .WithSummary("The picture that was sent")
            .RequireAuthorization(Roles.Reader);
    }

    private static async Task<Results<Ok<ProcessAnswer>, ProblemHttpResult>> TextAsync(
        HttpContext context,
        Workshop workshop,
        AnalysisJobs jobs,
        CancellationToken cancellation
    )
    {
        var request = await RequestText.ReadAsync(context.Request, cancellation);
        if (!request.Ok)
        {
            return request.Problem.ToAnswer(context);
        }

        return await EndedAsync(context, workshop, jobs, request.Value, cancellation);
    }

    private static async Task<Results<Ok<ProcessAnswer>, ProblemHttpResult>> ImageAsync(
        HttpContext context,
        Workshop workshop,
        AnalysisJobs jobs,
        CancellationToken cancellation
    )
    {
        var request = await RequestFile.TryAsync(context.Request, workshop.Pictures, cancellation) ?? RequestFile.NoFile;
        return request.Ok ? await EndedAsync(context, workshop, jobs, request.Value, cancellation) : request.Problem.ToAnswer(context);
    }

    private static async Task<Results<Ok<ProcessAnswer>, ProblemHttpResult>> EndedAsync(
        HttpContext context,
        Workshop workshop,
        AnalysisJobs jobs,
        AnalysisRequest request,
        CancellationToken cancellation
    )
    {
        var caller = Caller.Of(context);
        var accepted = await jobs.AcceptAsync(
            request,
            IdempotencyKey.Of(context),
            describedBy: caller.Name,
            byMaintainer: caller.IsMaintainer
        );
        if (!accepted.Ok)
        {
            return accepted.Problem.ToAnswer(context);
        }

        // Neither a caller that hangs up nor an agent that ends stops what was accepted.
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, stopping);
        AnalysisRecord ended;
        try
        {
            ended = await accepted.Value.Ended.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return Stopping.ToAnswer(context, accepted.Value.Accepted.Id);
        }

        return ended.Status == AnalysisStatus.Done
            ? TypedResults.Ok(ProcessAnswer.Of(ended, workshop.ReadAddress))
            : ended.Problem!.ToAnswer(context, ended.Id);
    }

    private static async Task<IResult> PictureAsync(HttpContext context, Workshop workshop, string id)
    {
        if (await AnalysisEndpoints.NotReadableAsync(context, workshop.Store, id) is { } refused)
        {
            return refused.ToAnswer(context, id);
        }

        var found = await workshop.Store.FindAsync(id);
        if (!found.Ok || found.Value.Input.Kind != PictureStore.Kind)
        {
            return (found.Problem ?? NoPicture(id)).ToAnswer(context, id);
        }

        var picture = await workshop.Pictures.ReadAsync(found.Value.Input);
        if (!picture.Ok)
        {
            return picture.Problem.ToAnswer(context, id);
        }

        // Boxes count in the upright picture. Chromium 156 turns JPEG and PNG as their EXIF says, WebP it does not.
        var sent = picture.Value.Picture!;
        var turned = sent is { Orientation: > 1, Format: PictureFormat.WebP } ? LeptonicaTool.Shared.Redraw(sent, 1) : null;
        return TypedResults.Bytes(turned?.Bytes ?? sent.Bytes, turned?.MediaType ?? sent.MediaType);
    }

    private static readonly Problem Stopping = new(
        "agent-stopping",
        ProblemKind.Busy,
        new(
            "The agent is stopping; what was sent is kept, and goes on when it starts again.",
            "El agente se está deteniendo; lo enviado se guarda y sigue cuando arranque de nuevo."
        ),
        new("GET /api/analyses/{analysis_id} tells how it ends.", "GET /api/analyses/{analysis_id} dice cómo termina.")
    );

    private static Problem NoPicture(string id) =>
        new(
            "no-picture",
            ProblemKind.NotFound,
            new($"Analysis {id} was not made from a picture.", $"El análisis {id} no se hizo a partir de una imagen."),
            new("GET /api/analyses/{id} has its text.", "GET /api/analyses/{id} tiene su texto.")
        );
}
