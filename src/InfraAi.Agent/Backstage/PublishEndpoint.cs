using System.Text;
using InfraAi.Agent.Hosting;
using InfraAi.Agent.Http;
using InfraAi.Catalog;
using InfraAi.Catalog.Admission;
using InfraAi.Catalog.Validation;
using InfraAi.Model;
using InfraAi.Pipeline;
using InfraAi.Publishing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace InfraAi.Agent.Backstage;

/// <summary>Files that somebody else made (a scaffolder template), to be published as a project.</summary>
/// <param name="DryRun">True validates and publishes nothing.</param>
public sealed record PublishBody(string? Name, IReadOnlyList<ProjectFile>? Files, bool DryRun);

/// <summary>A project that was published, or in a dry run would be: the two URLs are null then.</summary>
/// <param name="Entities">The references of its catalog file.</param>
public sealed record PublishAnswer(string Name, IReadOnlyList<string> Entities, string? RepositoryUrl, string? CatalogUrl, string? Commit);

/// <summary>POST /api/projects: ready files go where the agent publishes everything, validated like everything it publishes.</summary>
public static class PublishEndpoint
{
    private const string CatalogFile = "catalog-info.yaml";
    private const int MostFiles = 500;
    private const int LongestName = 63;

    public static void MapPublish(this WebApplication app) =>
        app.MapPost("/api/projects", PublishAsync)
            .WithTags("Backstage")
            .WithSummary("Validate and publish ready files as a project")
            .RequireAuthorization(Roles.Author);

    private static async Task<Results<Ok<PublishAnswer>, ProblemHttpResult>> PublishAsync(
        HttpContext context,
        PublishBody body,
        Workshop workshop,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        if (WhatIsWrong(body) is { } wrong)
        {
            return wrong.ToAnswer(context);
        }

        var (name, files) = (body.Name!, body.Files!);
        var catalog = files.First(f => f.Path == CatalogFile);
        var verdicts = CatalogValidator.Validate(CatalogFile, catalog.Content);
        if (verdicts.Count == 0 || verdicts.FirstOrDefault(v => !v.Valid) is { })
        {
            return NotValid(verdicts.FirstOrDefault(v => !v.Valid)).ToAnswer(context);
        }

        if (ProjectAdmission.Check(files) is { } refused)
        {
            return refused.ToAnswer(context);
        }

        var entities = verdicts.Select(v => v.Ref!).ToList();
        if (await TakenAsync(workshop, name, entities, cancellation) is { } taken)
        {
            return taken.ToAnswer(context);
        }

        var existing = await workshop.Reader.ReadAsync(name, CatalogFile, cancellation);
        if (existing is { Ok: true, Value: { } there } && Encoding.UTF8.GetString(there.Content) != catalog.Content)
        {
            return Exists(name).ToAnswer(context);
        }

        if (body.DryRun)
        {
            return TypedResults.Ok(new PublishAnswer(name, entities, null, null, null));
        }

        if (workshop.Publisher is not { } publisher)
        {
            return PublishesNothing.ToAnswer(context);
        }

        var caller = Caller.Of(context);
        // A maintainer's name is noted too: else the next one would have it.
        if (await workshop.Owners.ClaimAsync(name, caller.Name, time.GetUtcNow()) is { } owned && !caller.IsMaintainer)
        {
            return owned.ToAnswer(context);
        }

        var published = await publisher.PublishAsync(new(name, files, $"Create {name} from a template\n"), cancellation);
        return published.Ok
            ? TypedResults.Ok(
                new PublishAnswer(
                    name,
                    entities,
                    workshop.ReadAddress.Of(published.Value.RepositoryUrl),
                    workshop.ReadAddress.Of(published.Value.CatalogUrl),
                    published.Value.Commit
                )
            )
            : published.Problem.ToAnswer(context);
    }

    /// <summary>What another source shows under these names stays its own: a project that took them would not be seen, or be seen in its place.</summary>
    private static async Task<Problem?> TakenAsync(Workshop workshop, string name, List<string> entities, CancellationToken cancellation)
    {
        if (workshop.Backstage is null)
        {
            return null;
        }

        var held = await workshop.Backstage.TakenAsync(entities, name, cancellation);
        return held switch
        {
            // The portal looks itself before it shows anything.
            { Ok: false } => null,
            { Value.Count: 0 } => null,
            _ => Taken(string.Join(", ", held.Value.Order(StringComparer.Ordinal))),
        };
    }

    private static Problem? WhatIsWrong(PublishBody body)
    {
        if (
            body.Name is not { Length: > 0 and <= LongestName } name
            || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            || !char.IsAsciiLetterLower(name[0])
        )
        {
            return Wrong(
                new(
                    "A project's name has lower case letters, digits and hyphens.",
                    "El nombre de un proyecto tiene minúsculas, cifras y guiones."
                ),
                new("Send a name such as web-shop.", "Envíe un nombre como tienda-web.")
            );
        }

        if (body.Files is not { Count: > 0 and <= MostFiles } files || !files.Any(f => f.Path == CatalogFile))
        {
            return Wrong(
                new(
                    $"A project has 1 to {MostFiles} files, one of them {CatalogFile}.",
                    $"Un proyecto tiene de 1 a {MostFiles} archivos, uno de ellos {CatalogFile}."
                ),
                new("Send {\"files\": [{\"path\": …, \"content\": …}]}.", "Envíe {\"files\": [{\"path\": …, \"content\": …}]}.")
            );
        }

        return PublishPolicy.Check(files);
    }

    private static Problem Wrong(Phrase message, Phrase remedy) => new("project-not-right", ProblemKind.Usage, message, remedy);

    private static Problem NotValid(DocumentVerdict? refused)
    {
        var (line, said) = refused is null ? (1, "no entity") : (refused.Problems[0].Line, refused.Problems[0].Message);
        return new(
            "catalog-not-valid",
            ProblemKind.Invalid,
            new($"{CatalogFile}, line {line}, is not valid: {said}", $"{CatalogFile}, línea {line}, no es válido: {said}"),
            new("Correct the template's skeleton; nothing was published.", "Corrija el esqueleto de la plantilla; no se publicó nada.")
        );
    }

    private static Problem Taken(string references) =>
        new(
            "name-taken",
            ProblemKind.Conflict,
            new($"The catalog shows {references} from another source.", $"El catálogo muestra {references} de otra fuente."),
            new("Choose other names; nothing was published.", "Elija otros nombres; no se publicó nada.")
        );

    private static Problem Exists(string name) =>
        new(
            "project-exists",
            ProblemKind.Conflict,
            new($"There is a project {name} already.", $"Ya existe un proyecto {name}."),
            new("Choose another name.", "Elija otro nombre.")
        );

    private static readonly Problem PublishesNothing = new(
        "publishes-nothing",
        ProblemKind.NotAvailable,
        new("This agent publishes nothing (PUBLISH=none).", "Este agente no publica nada (PUBLISH=none)."),
        new("Set PUBLISH to git or github.", "Ponga PUBLISH en git o github.")
    );
}
