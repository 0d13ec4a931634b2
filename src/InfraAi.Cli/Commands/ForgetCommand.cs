using System.CommandLine;
using InfraAi.Model;
using InfraAi.Storage;

namespace InfraAi.Cli.Commands;

/// <summary>history forget: takes descriptions, their pictures, results and steps out of the store for good.</summary>
internal sealed class ForgetCommand(CommandContext context)
{
    private sealed record Line(string Id, string? ProjectName, string Action, string? StaysPublishedAt);

    public Command Build()
    {
        var id = new Argument<string?>("ID")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = context.In("One analysis: its whole id", "Un análisis: su id completo"),
        };
        var before = new Option<string?>("--before")
        {
            Description = context.In(
                "All that were described before: 2026-01-31, \"2026-01-31 14:30\", 90d, 12h",
                "Todos los descritos antes de: 2026-01-31, \"2026-01-31 14:30\", 90d, 12h"
            ),
            HelpName = "DATE",
        };
        var project = new Option<string?>("--project")
        {
            Description = context.In("All of the project of this name", "Todos los del proyecto de este nombre"),
            HelpName = "NAME",
        };
        var command = new Command(
            "forget",
            context.In(
                "Delete descriptions with their pictures, results and steps; what is published stays",
                "Borra descripciones con sus imágenes, resultados y pasos; lo publicado se queda"
            )
        )
        {
            id,
            before,
            project,
        };
        var change = new ChangeOptions(context, command, new("Do it without asking", "Hacerlo sin preguntar"));
        command.SetAction(
            (parsed, _) =>
            {
                var choice = Choose(parsed.GetValue(id), parsed.GetValue(before), parsed.GetValue(project));
                return choice.Ok ? RunAsync(choice.Value, change.Read(parsed)) : Task.FromResult(context.Terminal.Fail(choice.Problem));
            }
        );
        return command;
    }

    private Result<ErasureChoice> Choose(string? id, string? before, string? project)
    {
        string?[] given = [id, before, project];
        if (given.Count(one => one is not null) != 1)
        {
            return new Problem(
                "nothing-chosen",
                ProblemKind.Usage,
                new("Say what to forget: one of ID, --before and --project.", "Diga qué olvidar: uno de ID, --before y --project."),
                new("./infra-ai history lists the analyses.", "./infra-ai history lista los análisis.")
            );
        }

        if (before is null)
        {
            return new ErasureChoice(id, null, project);
        }

        return ConfigurationRoom.Moment(before, context.Time) is { } moment
            ? new ErasureChoice(Before: moment)
            : new Problem(
                "time-not-valid",
                ProblemKind.Usage,
                new($"\"{before}\" is no time.", $"\"{before}\" no es un momento."),
                new("Write 2026-01-31, \"2026-01-31 14:30\", 12h or 90d.", "Escriba 2026-01-31, \"2026-01-31 14:30\", 12h o 90d.")
            );
    }

    private async Task<int> RunAsync(ErasureChoice choice, ChangeWish wish)
    {
        if (!HistoryCommand.IsThere(context))
        {
            return context.Terminal.Fail(Nothing(choice));
        }

        var opened = await Database.OpenAsync(context.Settings).WaitAsync(context.Cancellation);
        if (!opened.Ok)
        {
            return context.Terminal.Fail(opened.Problem);
        }

        await using var database = opened.Value;
        var eraser = new HistoryEraser(database, context.Time);
        var found = await eraser.FindAsync(choice);
        if (!found.Ok || found.Value.Count == 0)
        {
            return context.Terminal.Fail(found.Problem ?? Nothing(choice));
        }

        var running = found.Value.Where(one => one.IsRunning).ToList();
        var ended = found.Value.Except(running).ToList();
        Show(running, ended, wish);
        if (wish.DryRun || ended.Count == 0)
        {
            return ended.Count == 0 ? ExitCode.NotRight : ExitCode.Done;
        }

        if (!wish.Yes && !context.Terminal.Confirm(Question(ended.Count)))
        {
            return context.Terminal.Fail(NotConfirmed);
        }

        var erased = await eraser.EraseAsync([.. ended.Select(one => one.Id)], context.Cancellation);
        if (!erased.Ok)
        {
            return context.Terminal.Fail(erased.Problem);
        }

        var wiped = await database.CompactAsync();
        if (!wiped.Ok)
        {
            return context.Terminal.Fail(wiped.Problem);
        }

        Tell(database, erased.Value, wiped.Value);
        return ExitCode.Done;
    }

    /// <summary>With JSON a line each; for people the count, and each project that stays published.</summary>
    private void Show(List<Erasable> running, List<Erasable> ended, ChangeWish wish)
    {
        if (wish.Json)
        {
            foreach (var one in ended.Concat(running))
            {
                var action =
                    one.IsRunning ? "running"
                    : one.StaysAt is null ? "delete"
                    : "reduce";
                context.Terminal.Out.WriteLine(Json.Write(new Line(one.Id, one.ProjectName, action, one.StaysAt)));
            }

            context.Terminal.Out.Flush();
            return;
        }

        context.Terminal.ShowLine(
            context.In(
                $"{ended.Count} to forget: description, picture, results and steps",
                $"{ended.Count} por olvidar: descripción, imagen, resultados y pasos"
            )
        );
        foreach (var one in ended.Where(one => one.StaysAt is not null))
        {
            context.Terminal.ShowLine(
                context.In(
                    $"  {one.ProjectName} stays published at {one.StaysAt}, and in the catalog",
                    $"  {one.ProjectName} sigue publicado en {one.StaysAt}, y en el catálogo"
                )
            );
        }

        if (running.Count > 0)
        {
            context.Terminal.ShowLine(
                context.In(
                    $"  {running.Count} still run, and are left: cancel them first",
                    $"  {running.Count} siguen en marcha y se dejan: cancélelos antes"
                )
            );
        }
    }

    private void Tell(Database database, Erasure erased, bool wiped)
    {
        context.Terminal.Say(
            new(
                $"Forgotten. Descriptions: {erased.Deleted + erased.Reduced}; pictures: {erased.Pictures}.",
                $"Olvidado. Descripciones: {erased.Deleted + erased.Reduced}; imágenes: {erased.Pictures}."
            )
        );
        if (!wiped)
        {
            context.Terminal.Say(
                database.Name == "PostgreSQL"
                    ? new(
                        "PostgreSQL frees the room in its own time; copies of the database made before still hold it.",
                        "PostgreSQL libera el espacio a su tiempo; las copias de la base hechas antes todavía lo contienen."
                    )
                    : new(
                        "Somebody is reading the store: its log is emptied the next time something is forgotten, or when the agent stops.",
                        "Alguien está leyendo el almacén: su registro se vacía la próxima vez que se olvide algo, o al parar el agente."
                    )
            );
        }
    }

    private static Phrase Question(int count) =>
        new($"Delete {count} for good? Nothing brings them back.", $"¿Borrar {count} definitivamente? Nada los devuelve.");

    private static readonly Problem NotConfirmed = new(
        "not-confirmed",
        ProblemKind.Canceled,
        new("Nothing was forgotten.", "No se olvidó nada."),
        new("Answer yes, or give --yes.", "Responda que sí, o use --yes.")
    );

    private static Problem Nothing(ErasureChoice choice)
    {
        var what = choice.Id ?? choice.Project;
        return new(
            "analysis-not-found",
            ProblemKind.NotFound,
            what is null
                ? new("Nothing was described before that.", "No se describió nada antes de eso.")
                : new($"There is nothing to forget of \"{what}\".", $"No hay nada que olvidar de \"{what}\"."),
            new("./infra-ai history lists what there is.", "./infra-ai history lista lo que hay.")
        );
    }
}
