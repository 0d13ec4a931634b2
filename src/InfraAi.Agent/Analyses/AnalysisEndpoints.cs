using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using InfraAi.Agent.Hosting;
using InfraAi.Agent.Http;
using InfraAi.Model;
using InfraAi.Pipeline;
using InfraAi.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace InfraAi.Agent.Analyses;

/// <summary>/api/analyses: long work, its events, and the history.</summary>
public static class AnalysisEndpoints
{
    public static void MapAnalyses(this WebApplication app)
    {
        var group = app.MapGroup("/api/analyses").WithTags("Analyses");
        group
            .MapPost("/", AcceptAsync)
            .Accepts<AnalysisBody>("application/json", "multipart/form-data", "application/x-www-form-urlencoded", "text/plain")
            .WithSummary("Accept a description, or a file as multipart `file` with an optional `name`; from 202 on it is not lost")
            .RequireAuthorization(Roles.Author);
        group.MapGet("/", ListAsync).WithSummary("The history, newest first").RequireAuthorization(Roles.Reader);
        group.MapGet("/{id}", FindAsync).WithSummary("One analysis, whole").RequireAuthorization(Roles.Reader);
        group
            .MapGet("/{id}/events", EventsAsync)
            .WithSummary("Its steps as server-sent events")
            .RequireAuthorization(Roles.Reader)
            .RequireRateLimiting(Limits.Events);
        group
            .MapDelete("/{id}", DeleteAsync)
            .WithSummary("Cancel it; with ?purge=true forget it: description, picture, results and steps")
            .RequireAuthorization(Roles.Author);
        group
            .MapPost("/{id}/retry", RetryAsync)
            .WithSummary("Go on with what failed or was canceled, from that step")
            .RequireAuthorization(Roles.Author);
    }

    private static async Task<Results<Accepted<AcceptedAnswer>, ProblemHttpResult>> AcceptAsync(
        HttpContext context,
        Workshop workshop,
        AnalysisJobs jobs,
        CancellationToken cancellation
    )
    {
        var request =
            await RequestFile.TryAsync(context.Request, workshop.Pictures, cancellation)
            ?? await RequestText.ReadAsync(context.Request, cancellation);
        if (!request.Ok)
        {
            return request.Problem.ToAnswer(context);
        }

        var caller = Caller.Of(context);
        var accepted = await jobs.AcceptAsync(
            request.Value,
            IdempotencyKey.Of(context),
            describedBy: caller.Name,
            byMaintainer: caller.IsMaintainer
        );
        if (!accepted.Ok)
        {
            return accepted.Problem.ToAnswer(context);
        }

        var analysis = accepted.Value.Accepted;
        return TypedResults.Accepted($"/api/analyses/{analysis.Id}", new AcceptedAnswer(analysis.Id, analysis.Status));
    }

    private static async Task<Results<Ok<AnalysisPage>, ProblemHttpResult>> ListAsync(
        HttpContext context,
        AnalysisStore store,
        int limit = 20,
        string? before = null
    )
    {
        var size = Math.Clamp(limit, 1, 100);
        var history = await store.HistoryAsync(size, before, Caller.Of(context).ReadsDraftsOf);
        if (!history.Ok)
        {
            return history.Problem.ToAnswer(context);
        }

        var items = history.Value.Select(AnalysisItem.Of).ToList();
        return TypedResults.Ok(new AnalysisPage(items, items.Count == size ? items[^1].Id : null));
    }

    private static async Task<Results<Ok<AnalysisAnswer>, ProblemHttpResult>> FindAsync(
        HttpContext context,
        Workshop workshop,
        AnalysisStore store,
        string id
    )
    {
        if (await NotReadableAsync(context, store, id) is { } refused)
        {
            return refused.ToAnswer(context, id);
        }

        var found = await store.FindAsync(id);
        if (!found.Ok)
        {
            return found.Problem.ToAnswer(context);
        }

        var steps = await store.StepsAsync(id);
        return steps.Ok
            ? TypedResults.Ok(AnalysisAnswer.Of(found.Value, steps.Value, RequestLanguage.Of(context.Request), workshop.ReadAddress))
            : steps.Problem.ToAnswer(context);
    }

    private static async Task<Results<ServerSentEventsResult<object>, ProblemHttpResult>> EventsAsync(
        HttpContext context,
        AnalysisStore store,
        StepFeed feed,
        AnalysisEvents events,
        AnalysisJobs jobs,
        IHostApplicationLifetime host,
        TimeProvider time,
        string id,
        CancellationToken cancellation
    )
    {
        if (await NotReadableAsync(context, store, id) is { } refused)
        {
            return refused.ToAnswer(context, id);
        }

        // Listen before looking: nothing that happens between the two is missed.
        var subscription = events.Listen(id);
        context.Response.RegisterForDispose(subscription);
        var found = await feed.ReadAsync(id);
        if (!found.Ok)
        {
            return found.Problem.ToAnswer(context);
        }

        // It ends with the host too: who listens asks the next one, from where it broke off.
        var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, host.ApplicationStopping);
        context.Response.RegisterForDispose(either);
        _ = int.TryParse(context.Request.Headers["Last-Event-ID"], out var after);
        return TypedResults.ServerSentEvents(
            StreamAsync(feed, subscription, jobs, time, id, after, RequestLanguage.Of(context.Request), either.Token)
        );
    }

    private static async IAsyncEnumerable<SseItem<object>> StreamAsync(
        StepFeed feed,
        AnalysisEvents.Subscription subscription,
        AnalysisJobs jobs,
        TimeProvider time,
        string id,
        int after,
        string language,
        [EnumeratorCancellation] CancellationToken gone
    )
    {
        while (true)
        {
            var isHere = jobs.IsHere(id);
            var found = await feed.ReadAsync(id);
            foreach (var step in found.Ok ? found.Value.Steps.Where(step => step.Seq > after) : [])
            {
                after = step.Seq;
                yield return Item("step", step.Seq, StepAnswer.Of(step, language));
            }

            if (found is { Ok: true, Value.Status: AnalysisStatus.Done or AnalysisStatus.Failed or AnalysisStatus.Canceled })
            {
                yield return Item("end", after + 1, new EndAnswer(after + 1, found.Value.Status));
                yield break;
            }

            if (isHere)
            {
                break;
            }

            // Another agent runs it: its saves are what can be told.
            if (!await GoesOnAsync(Task.Delay(TimeSpan.FromMilliseconds(250), time, gone)))
            {
                yield break;
            }
        }

        await using var said = subscription.ReadAsync(gone).GetAsyncEnumerator(CancellationToken.None);
        while (await GoesOnAsync(said.MoveNextAsync().AsTask()) && said.Current is { } e)
        {
            if (e.Step is { } step && step.Seq > after)
            {
                after = step.Seq;
                yield return Item("step", step.Seq, StepAnswer.Of(step, language));
            }
            else if (e.Status is { } status)
            {
                yield return Item("end", e.Seq, new EndAnswer(e.Seq, status));
                yield break;
            }
        }
    }

    /// <returns>False when whoever listens, or the host, went away meanwhile.</returns>
    private static async Task<bool> GoesOnAsync(Task waiting)
    {
        try
        {
            await waiting;
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static SseItem<object> Item(string type, int seq, object data) => new(data, type) { EventId = seq.ToString() };

    private static async Task<Results<Accepted, Ok<PurgedAnswer>, ProblemHttpResult>> DeleteAsync(
        HttpContext context,
        Workshop workshop,
        AnalysisJobs jobs,
        string id,
        bool purge = false
    )
    {
        if (await NotOwnAsync(context, workshop.Store, id) is { } refused)
        {
            return refused.ToAnswer(context, id);
        }

        if (!purge)
        {
            var answer = await CancelAsync(context, workshop.Store, jobs, id);
            return answer.Result is Accepted accepted ? accepted : (ProblemHttpResult)answer.Result;
        }

        var found = await workshop.Eraser.FindAsync(new(Id: id));
        if (!found.Ok || found.Value is not [var one])
        {
            return (found.Problem ?? AnalysisStore.NotFound(id)).ToAnswer(context, id);
        }

        var erased = await workshop.Eraser.EraseAsync([id]);
        if (!erased.Ok || erased.Value.IsNothing)
        {
            return (erased.Problem ?? NotEnded(id)).ToAnswer(context, id);
        }

        var compacted = await workshop.Database.CompactAsync();
        return compacted.Ok
            ? TypedResults.Ok(new PurgedAnswer(id, workshop.ReadAddress.Of(one.StaysAt)))
            : compacted.Problem.ToAnswer(context, id);
    }

    private static Problem NotEnded(string id) =>
        new(
            "analysis-running",
            ProblemKind.Conflict,
            new($"Analysis {id} is still being worked on.", $"Todavía se está trabajando en el análisis {id}."),
            new("Cancel it first (DELETE without purge), then purge it.", "Cancélelo antes (DELETE sin purge) y después púrguelo.")
        );

    private static async Task<Results<Accepted, ProblemHttpResult>> CancelAsync(
        HttpContext context,
        AnalysisStore store,
        AnalysisJobs jobs,
        string id
    )
    {
        var canceled = await jobs.CancelAsync(id);
        if (!canceled.Ok || canceled.Value)
        {
            return canceled.Ok ? TypedResults.Accepted($"/api/analyses/{id}") : canceled.Problem.ToAnswer(context, id);
        }

        var found = await store.FindAsync(id);
        return (found.Ok ? Ended(found.Value) : found.Problem).ToAnswer(context, id);
    }

    private static async Task<Results<Accepted, ProblemHttpResult>> RetryAsync(
        HttpContext context,
        AnalysisStore store,
        AnalysisJobs jobs,
        string id
    )
    {
        if (await NotOwnAsync(context, store, id) is { } refused)
        {
            return refused.ToAnswer(context, id);
        }

        var opened = await jobs.RetryAsync(id);
        if (!opened.Ok || opened.Value)
        {
            return opened.Ok ? TypedResults.Accepted($"/api/analyses/{id}") : opened.Problem.ToAnswer(context, id);
        }

        var found = await store.FindAsync(id);
        return (found.Ok ? NotFailed(found.Value) : found.Problem).ToAnswer(context, id);
    }

    /// <returns>Null for who may read the analysis: what is published is for all readers, the rest for its author and the maintainers.</returns>
    internal static Task<Problem?> NotReadableAsync(HttpContext context, AnalysisStore store, string id) =>
        RefusedAsync(context, store, id, (caller, about) => about.IsPublished || caller.Owns(about.DescribedBy));

    /// <returns>Null for who may change the analysis.</returns>
    private static Task<Problem?> NotOwnAsync(HttpContext context, AnalysisStore store, string id) =>
        RefusedAsync(context, store, id, (caller, about) => caller.Owns(about.DescribedBy));

    /// <summary>A maintainer may do everything with each, there or not: nothing is looked up.</summary>
    private static async Task<Problem?> RefusedAsync(
        HttpContext context,
        AnalysisStore store,
        string id,
        Func<Caller, AnalysisOwner, bool> may
    )
    {
        var caller = Caller.Of(context);
        if (caller.IsMaintainer)
        {
            return null;
        }

        var about = await store.OwnerAsync(id);
        return !about.Ok ? about.Problem
            : may(caller, about.Value) ? null
            : NotYours(id);
    }

    private static Problem NotYours(string id) =>
        new(
            "analysis-not-yours",
            ProblemKind.NotAllowed,
            new($"Analysis {id} belongs to somebody else.", $"El análisis {id} es de otra persona."),
            new("Ask who described it, or a maintainer of the agent.", "Pídalo a quien lo describió, o a quien mantiene el agente.")
        );

    private static Problem NotFailed(AnalysisRecord analysis) =>
        new(
            "analysis-not-failed",
            ProblemKind.Conflict,
            new($"Analysis {analysis.Id} has not failed.", $"El análisis {analysis.Id} no ha fallado."),
            new("There is nothing to retry.", "No hay nada que reintentar.")
        );

    private static Problem Ended(AnalysisRecord analysis) =>
        new(
            "analysis-ended",
            ProblemKind.Conflict,
            new($"Analysis {analysis.Id} has ended already.", $"El análisis {analysis.Id} ya terminó."),
            new("There is nothing to cancel.", "No hay nada que cancelar.")
        );

    private sealed record AnalysisBody(string Description, string? Name);

    /// <param name="StaysPublishedAt">The repository that keeps what it published; null when it published nothing that stands.</param>
    private sealed record PurgedAnswer(string Id, string? StaysPublishedAt);

    private sealed record EndAnswer(int Seq, AnalysisStatus Status);
}
