using InfraAi.Agent.Http;
using InfraAi.Model;
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
            .WithSummary("Describe an infrastructure in words; answers with its published catalog");
        app.MapPost("/process-image", Image).WithTags("Process").WithSummary("The same from a picture");
    }

    private static async Task<Results<Ok<ProcessAnswer>, ProblemHttpResult>> TextAsync(
        HttpContext context,
        AnalysisWorker worker,
        CancellationToken cancellation
    )
    {
        var request = await RequestText.ReadAsync(context.Request, cancellation);
        if (!request.Ok)
        {
            return request.Problem.ToAnswer(context);
        }

        var accepted = await worker.AcceptAsync(request.Value);
        if (!accepted.Ok)
        {
            return accepted.Problem.ToAnswer(context);
        }

        // A caller that hangs up does not stop what was accepted.
        var ended = await accepted.Value.Ended.WaitAsync(cancellation);
        return ended.Status == AnalysisStatus.Done ? TypedResults.Ok(ProcessAnswer.Of(ended)) : ended.Problem!.ToAnswer(context, ended.Id);
    }

    private static ProblemHttpResult Image(HttpContext context) => PicturesNotRead.ToAnswer(context);

    private static readonly Problem PicturesNotRead = new(
        "image-not-read",
        ProblemKind.NotAvailable,
        new(
            "Pictures are not read yet: the offline analyser reads words only, and no analyser that sees is configured.",
            "Aún no se leen imágenes: el analizador sin conexión solo lee texto y no hay configurado ningún analizador que vea."
        ),
        new("Describe the picture in words at /process-text.", "Describa la imagen con palabras en /process-text.")
    );
}
