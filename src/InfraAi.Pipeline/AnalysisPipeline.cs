using InfraAi.Analysis;
using InfraAi.Catalog;
using InfraAi.Catalog.Admission;
using InfraAi.Model;
using InfraAi.Platform.Configuration;
using InfraAi.Publishing;
using InfraAi.Publishing.Backstage;
using InfraAi.Storage;

namespace InfraAi.Pipeline;

/// <summary>The way of one description: read → analyse → generate → validate → publish → register → confirm.</summary>
/// <remarks>
/// Each step takes the analysis and returns it richer by one value. Nothing is written outside before everything is valid, every step can be
/// repeated, and what a step made is saved before the next begins: a process killed anywhere goes on from there (see <see cref="PipelineRun"/>).
/// </remarks>
/// <param name="memory">What was published before and who may still write; null in a pipeline that remembers nothing.</param>
/// <param name="backstage">Where the result must be seen; null when none is configured.</param>
public sealed class AnalysisPipeline(
    IAnalyzer analyzer,
    IPublisher? publisher,
    GenerationOptions options,
    PictureStore? pictures = null,
    PublishingMemory? memory = null,
    BackstageRegistry? backstage = null
)
{
    /// <summary>Characters; about 20 ms of reading.</summary>
    private const int LongText = 32 * 1024;

    /// <summary>Components; about 20 ms of writing their files and checking them.</summary>
    private const int ManyParts = 100;

    /// <summary>Masked secrets that the read step names one by one.</summary>
    private const int MostTold = 5;

    /// <summary>Signs the pushes that are told to a Backstage which finds repositories by itself; null adds locations instead.</summary>
    public string? PushSecret { get; init; }

    /// <summary>How a Backstage reads what the agent serves; null gives it the bare addresses.</summary>
    public ReadAddress? ReadAddress { get; init; }

    /// <summary>True when a Backstage is told and asked after the publication.</summary>
    public bool Registers => publisher is not null && backstage is not null;

    /// <summary>False with PUBLISH=none: then nothing outside is written.</summary>
    public bool Publishes => publisher is not null;

    /// <summary>The steps in their order.</summary>
    public IReadOnlyList<Stage> Stages =>
        [
            new(PipelineStep.Read, Read, _ => false),
            new(PipelineStep.Analyze, AnalyzeAsync, analysis => analysis.Architecture is not null),
            new(PipelineStep.Generate, Generate, analysis => analysis.Project is not null),
            new(PipelineStep.Validate, Validate, _ => false),
            new(PipelineStep.Publish, PublishAsync, analysis => analysis.Publication is not null),
            new(PipelineStep.Register, Register, _ => false),
            new(PipelineStep.Confirm, Confirm, _ => false),
        ];

    private async Task<Result<StageOutcome>> Read(AnalysisRecord analysis, CancellationToken cancellation) =>
        await Outcome(
            await InputAsync(analysis),
            input =>
                new(
                    analysis,
                    input.Picture is { } picture
                        ? new(
                            $"{picture.Format} of {picture.UprightWidth}×{picture.UprightHeight} pixels",
                            $"{picture.Format} de {picture.UprightWidth}×{picture.UprightHeight} píxeles"
                        )
                        : Characters(input)
                )
        );

    private async Task<Result<StageOutcome>> AnalyzeAsync(AnalysisRecord analysis, CancellationToken cancellation)
    {
        var input = await InputAsync(analysis);
        if (!input.Ok)
        {
            return input.Problem;
        }

        if (input.Value.Picture is not null && !analyzer.SeesPictures)
        {
            return InputReader.ImageNotRead(input.Value);
        }

        // What computes for long leaves the line of the short ones.
        var read =
            input.Value.Picture is not null ? await Task.Run(() => analyzer.AnalyzeAsync(input.Value, cancellation).AsTask(), cancellation)
            : input.Value.Text.Length > LongText
                ? await JobThreads.Long.StartNew(() => analyzer.AnalyzeAsync(input.Value, cancellation).AsTask(), cancellation).Unwrap()
            : await analyzer.AnalyzeAsync(input.Value, cancellation);
        if (read.Ok && ReadingLimits.Check(read.Value, input.Value.Label) is { } tooMany)
        {
            return tooMany;
        }

        return await Outcome(read, architecture => new(analysis with { Architecture = architecture }, Counted(architecture)));
    }

    private static Phrase Characters(AnalysisInput input)
    {
        var characters = Phrase.Number(input.Text.Length);
        var masked = Phrase.Count(input.Secrets.Count, ("secret", "secrets"), ("secreto", "secretos"));
        return input.Secrets.Count == 0
            ? new($"{characters.En} characters", $"{characters.Es} caracteres")
            : new(
                $"{characters.En} characters; {masked.En} masked ({string.Join("; ", input.Secrets.Take(MostTold).Select(s => $"line {s.Line}: {s.Name().En}"))})",
                $"{characters.Es} caracteres; {masked.Es} con máscara ({string.Join("; ", input.Secrets.Take(MostTold).Select(s => $"línea {s.Line}: {s.Name().Es}"))})"
            );
    }

    /// <summary>The input with its secrets masked: as it was read when it came, or here when it was not.</summary>
    private async ValueTask<Result<AnalysisInput>> InputAsync(AnalysisRecord analysis)
    {
        var input =
            analysis.Input.Kind == PictureStore.Kind
                ? await (pictures ?? throw new InvalidOperationException("This pipeline was given no pictures.")).ReadAsync(analysis.Input)
                : await ComputeAsync(
                    analysis.Input.Text.Length > LongText,
                    () => InputReader.Read(analysis.Input.Text, analysis.Input.Name),
                    CancellationToken.None
                );
        return input.Ok ? input.Value with { Secrets = [.. analysis.Input.Secrets, .. input.Value.Secrets] } : input;
    }

    /// <summary>Here when it is soon done; else in the line of what computes for long.</summary>
    private static async Task<T> ComputeAsync<T>(bool isLong, Func<T> compute, CancellationToken cancellation) =>
        isLong ? await JobThreads.Long.StartNew(compute, cancellation) : compute();

    /// <summary>True when writing, checking and keeping it takes long.</summary>
    internal static bool IsLarge(AnalysisRecord analysis) => analysis.Architecture?.Components.Count > ManyParts;

    private async Task<Result<StageOutcome>> Generate(AnalysisRecord analysis, CancellationToken cancellation)
    {
        var isLong = IsLarge(analysis) || analysis.Input.Text.Length > LongText;
        var digest = await ComputeAsync(isLong, () => InputReader.Digest(analysis.Input.Text), cancellation);
        var how = options with { InputDigest = digest };
        var made = await MadeAsync(how);
        if (publisher is not null && await publisher.SlugAsync(made.Name, cancellation) is { } slug)
        {
            // The repository bears the project's name, which is known only now.
            how = how with
            {
                RepositorySlug = slug,
            };
            made = await MadeAsync(how);
        }

        if (Registers && backstage is not null)
        {
            var taken = await backstage.TakenAsync([.. made.Entities.Select(e => e.Ref)], made.Name, cancellation);
            if (!taken.Ok)
            {
                return taken.Problem;
            }

            made = taken.Value.Count == 0 ? made : await MadeAsync(how with { TakenRefs = taken.Value });
        }

        var project = new GeneratedProject(made.Name, made.Title, made.Files, [.. made.Entities.Select(Entity)]);
        var entities = Phrase.Count(project.Entities.Count, ("entity", "entities"), ("entidad", "entidades"));
        var files = Phrase.Count(project.Files.Count, ("file", "files"), ("archivo", "archivos"));
        return await Outcome(new(analysis with { Project = project }, new($"{entities.En} in {files.En}", $"{entities.Es} en {files.Es}")));

        Task<CatalogProject> MadeAsync(GenerationOptions by) =>
            ComputeAsync(
                isLong,
                () => CatalogGenerator.Generate(analysis.Architecture!, by with { Cancellation = cancellation }),
                cancellation
            );
    }

    private static async Task<Result<StageOutcome>> Validate(AnalysisRecord analysis, CancellationToken cancellation)
    {
        var verdicts = await ComputeAsync(IsLarge(analysis), () => CatalogValidator.ValidateBundle(analysis.Project!.Files), cancellation);
        var documents = Phrase.Count(
            verdicts.Count,
            ("document is valid", "documents are valid"),
            ("documento válido", "documentos válidos")
        );
        return verdicts.FirstOrDefault(verdict => !verdict.Valid) is { } refused
            ? NotValid(refused)
            : await Outcome(new(analysis, new($"{documents.En}, no reference dangles", $"{documents.Es}, ninguna referencia colgante")));
    }

    private async Task<Result<StageOutcome>> PublishAsync(AnalysisRecord analysis, CancellationToken cancellation)
    {
        if (publisher is null)
        {
            return new StageOutcome(analysis, new("not published (PUBLISH=none)", "sin publicar (PUBLISH=none)"), Skipped: true);
        }

        var project = analysis.Project!;
        if (ProjectAdmission.Check(project.Files) is { } refused)
        {
            return refused;
        }

        if (memory is not null && await memory.ClaimAsync(analysis, project.Name) is { } taken)
        {
            return taken;
        }

        var message = $"Describe {project.Title}\n\nAnalysis: {analysis.Id}\n";
        var request = new PublishRequest(project.Name, project.Files, message)
        {
            Title = project.Title,
            At = analysis.CreatedAt,
            Questions = analysis.Architecture!.Questions,
            Earlier = memory is null ? null : () => memory.EarlierAsync(project.Name),
            Fence = memory is null ? null : () => memory.FenceAsync(analysis),
        };
        return await Outcome(
            // Starting programs and talking to servers is no computing: it is done out of the jobs' line.
            await Task.Run(() => publisher.PublishAsync(request, cancellation), CancellationToken.None),
            p =>
                new(
                    analysis with
                    {
                        Publication = new(p.RepositoryUrl, p.CatalogUrl, p.Commit, p.Changed, p.Notes, p.PullRequestUrl),
                    },
                    (p.PullRequestUrl, p.Changed) switch
                    {
                        ({ } url, _) => new($"pull request {url}", $"pull request {url}"),
                        (_, true) => new($"commit {p.Commit[..10]}", $"commit {p.Commit[..10]}"),
                        _ => new($"unchanged since {p.Commit[..10]}", $"sin cambios desde {p.Commit[..10]}"),
                    }
                )
        );
    }

    private async Task<Result<StageOutcome>> Register(AnalysisRecord analysis, CancellationToken cancellation)
    {
        if (backstage is null || analysis.Publication is not { } publication)
        {
            return new StageOutcome(
                analysis,
                publisher is null
                    ? new("nothing was published", "no se publicó nada")
                    : new(
                        "listed in the agent's Location; no Backstage is configured (BACKSTAGE_URL)",
                        "incluido en la Location del agente; no hay Backstage configurado (BACKSTAGE_URL)"
                    ),
                Skipped: true
            );
        }

        if (publication.PullRequestUrl is not null)
        {
            return new StageOutcome(analysis, WaitsForMerge, Skipped: true);
        }

        if (PushSecret is { } pushSecret && PushEvent.Of(publication.CatalogUrl, analysis.Project!.Files.Select(f => f.Path)) is { } push)
        {
            return await backstage.PushAsync(push, pushSecret, cancellation) is { } problem
                ? problem
                : new StageOutcome(analysis, new($"push told to {backstage.Url}", $"push comunicado a {backstage.Url}"));
        }

        return await Outcome(
            await backstage.RegisterAsync(Readable(publication), cancellation),
            registered =>
                new(
                    analysis,
                    registered
                        ? new($"location added to {backstage.Url}", $"ubicación añadida a {backstage.Url}")
                        : new("location known; refreshed", "ubicación conocida; actualizada")
                )
        );
    }

    private async Task<Result<StageOutcome>> Confirm(AnalysisRecord analysis, CancellationToken cancellation)
    {
        if (backstage is null || analysis.Publication is not { } publication)
        {
            return new StageOutcome(
                analysis,
                new("nothing to confirm without a Backstage", "nada que confirmar sin un Backstage"),
                Skipped: true
            );
        }

        if (publication.PullRequestUrl is not null)
        {
            return new StageOutcome(analysis, WaitsForMerge, Skipped: true);
        }

        var seen = await backstage.ConfirmAsync(Readable(publication), analysis.Project!.Files, analysis.CreatedAt, cancellation);
        return await Outcome(
            seen,
            visible =>
                new(
                    analysis with
                    {
                        Publication = publication with { VisibleAfterMs = (long)visible.After.TotalMilliseconds },
                    },
                    new(
                        $"{visible.Entities} entities visible with their relations {visible.After.TotalSeconds:0.0} s after they were asked for",
                        $"{visible.Entities} entidades visibles con sus relaciones {visible.After.TotalSeconds:0.0} s después de pedirlas"
                    )
                )
        );
    }

    private string Readable(Publication publication) => ReadAddress?.Of(publication.CatalogUrl) ?? publication.CatalogUrl;

    private static readonly Phrase WaitsForMerge = new(
        "visible once the pull request is merged",
        "visible cuando se acepte la pull request"
    );

    private static Problem NotValid(DocumentVerdict refused)
    {
        var problem = refused.Problems[0];
        return new(
            "generated-not-valid",
            ProblemKind.Outside,
            new(
                $"The generated {refused.File}, line {problem.Line}, is not valid: {problem.Message}",
                $"El archivo generado {refused.File}, línea {problem.Line}, no es válido: {problem.Message}"
            ),
            new(
                "Nothing was published. Report this input: it is a fault of the generator.",
                "No se publicó nada. Comunique esta entrada: es un fallo del generador."
            )
        );
    }

    private static CatalogEntity Entity(GeneratedEntity entity) =>
        new(entity.Ref, entity.Kind, entity.Type, entity.Name, entity.Title, entity.ComponentId);

    private static Phrase Counted(Architecture a)
    {
        var components = Phrase.Count(a.Components.Count, ("component", "components"), ("componente", "componentes"));
        var relations = Phrase.Count(a.Relations.Count, ("relation", "relations"), ("relación", "relaciones"));
        var rejected = Phrase.Count(
            a.Rejected.Count,
            ("claim rejected", "claims rejected"),
            ("afirmación rechazada", "afirmaciones rechazadas")
        );
        Phrase[] counted = a.Rejected.Count == 0 ? [components, relations] : [components, relations, rejected];
        return new(string.Join(", ", counted.Select(c => c.En)), string.Join(", ", counted.Select(c => c.Es)));
    }

    private static Task<Result<StageOutcome>> Outcome(StageOutcome outcome) => Task.FromResult<Result<StageOutcome>>(outcome);

    private static Task<Result<StageOutcome>> Outcome<T>(Result<T> result, Func<T, StageOutcome> then) =>
        Task.FromResult<Result<StageOutcome>>(result.Ok ? then(result.Value) : result.Problem);
}

/// <summary>One step of the pipeline.</summary>
/// <param name="Walk">Takes the analysis, returns it richer.</param>
/// <param name="IsDone">True when an earlier process made and saved what this step makes.</param>
public sealed record Stage(
    PipelineStep Step,
    Func<AnalysisRecord, CancellationToken, Task<Result<StageOutcome>>> Walk,
    Func<AnalysisRecord, bool> IsDone
);

/// <summary>What a step made, and the words that say so.</summary>
public sealed record StageOutcome(AnalysisRecord Analysis, Phrase Message, bool Skipped = false);
