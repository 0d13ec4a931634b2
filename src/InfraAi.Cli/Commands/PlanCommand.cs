using System.CommandLine;
using InfraAi.Catalog;
using InfraAi.Model;
using Spectre.Console;

namespace InfraAi.Cli.Commands;

/// <summary>plan: what the catalog will do with files, before they are published.</summary>
internal sealed class PlanCommand(CommandContext context)
{
    private readonly Command command = new(
        "plan",
        context.In(
            "What Backstage will do with catalog files, before publishing",
            "Qué hará Backstage con unos archivos de catálogo, antes de publicar"
        )
    );

    public Command Build()
    {
        var paths = CatalogFiles.Paths(context);
        var around = new CatalogContextOptions(command, context);
        var selection = new CatalogSelectionOptions(command, context);
        var format = FormatOption.Create(context);
        command.Arguments.Add(paths);
        command.Options.Add(format);
        command.SetAction((parsed, _) => RunAsync(parsed, parsed.GetValue(paths)!, around, selection, parsed.GetValue(format) == "json"));
        return command;
    }

    private async Task<int> RunAsync(
        ParseResult parsed,
        string[] paths,
        CatalogContextOptions around,
        CatalogSelectionOptions selection,
        bool json
    )
    {
        if (CatalogFiles.Missing(paths) is { } missing)
        {
            return context.Terminal.Fail(missing);
        }

        var settings = selection.Read(parsed, paths);
        if (!settings.Ok)
        {
            return context.Terminal.Fail(settings.Problem);
        }

        var known = await around.ReadAsync(parsed, context, settings.Value, paths);
        if (!known.Ok)
        {
            return context.Terminal.Fail(known.Problem);
        }

        var files = selection.Select(settings.Value, paths, "-");
        if (!files.Ok)
        {
            return context.Terminal.Fail(files.Problem);
        }

        var plan = CatalogPlan.Make(
            files.Value.Select(file => new ProjectFile(file.Path, file.Text)),
            known.Value with
            {
                Exists = File.Exists,
            }
        );
        foreach (var item in plan)
        {
            if (json)
            {
                context.Terminal.Out.WriteLine(Json.Write(item));
            }
            else
            {
                Show(item);
            }
        }

        if (!json)
        {
            Summarize(plan);
        }

        return CatalogPlan.IsSafe(plan) ? ExitCode.Done : ExitCode.NotRight;
    }

    private void Show(PlanItem item)
    {
        var (mark, colour) = item.Action switch
        {
            PlanAction.Appears => ("+", "green"),
            PlanAction.Changes => ("~", "yellow"),
            PlanAction.Stays => ("=", "grey"),
            PlanAction.Orphaned => ("-", "red"),
            _ => ("!", "red"),
        };
        var place = item.File is null ? "" : $"{item.File}:{item.Line}";
        var entity = $" {item.Ref ?? "?"}";
        // Where the place finds no room it stands below.
        var gap =
            place.Length == 0 ? ""
            : 12 + entity.Length + 2 + place.Length > context.Terminal.OutWidth ? "\n    "
            : "  ";
        context.Terminal.Rich.MarkupLineInterpolated($"[{colour}]{mark} {Word(item.Action), -10}[/]{entity}{gap}[grey]{place}[/]");

        if (item.Action is not PlanAction.Stays and not PlanAction.Appears)
        {
            context.Terminal.ShowLine($"    {item.Reason}");
        }

        if (item.Fix is { } fix)
        {
            context.Terminal.ShowLine($"    → {fix}");
        }
    }

    private void Summarize(IReadOnlyList<PlanItem> plan)
    {
        var counts = Enum.GetValues<PlanAction>()
            .Select(action => (action, Count: plan.Count(item => item.Action == action)))
            .Where(c => c.Count > 0);
        context.Terminal.Out.WriteLine(
            context.In("Plan: ", "Plan: ") + string.Join(", ", counts.Select(c => $"{c.Count} {Counted(c.action, c.Count)}"))
        );
    }

    private string Counted(PlanAction action, int count) =>
        (action, count) switch
        {
            (_, 1) => Word(action),
            (PlanAction.Appears, _) => context.In("appear", "aparecen"),
            (PlanAction.Changes, _) => context.In("change", "cambian"),
            (PlanAction.Stays, _) => context.In("stay", "siguen"),
            (PlanAction.Refused, _) => context.In("refused", "rechazados"),
            (PlanAction.Collides, _) => context.In("collide", "chocan"),
            _ => context.In("orphaned", "huérfanos"),
        };

    private string Word(PlanAction action) =>
        action switch
        {
            PlanAction.Appears => context.In("appears", "aparece"),
            PlanAction.Changes => context.In("changes", "cambia"),
            PlanAction.Stays => context.In("stays", "sigue"),
            PlanAction.Refused => context.In("refused", "rechazado"),
            PlanAction.Collides => context.In("collides", "choca"),
            _ => context.In("orphaned", "huérfano"),
        };
}
