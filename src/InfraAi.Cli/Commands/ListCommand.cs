using System.CommandLine;
using InfraAi.Model;
using Spectre.Console;

namespace InfraAi.Cli.Commands;

/// <summary>list: the tasks, built in and of one's own.</summary>
internal sealed class ListCommand(CommandContext context, Command root)
{
    private readonly Command command = new("list", context.In("The tasks (so does no task at all)", "Las tareas (igual que sin tarea)"));

    /// <summary>Each title stands before the task that opens its group.</summary>
    private static readonly Dictionary<string, Phrase> Titles = new(StringComparer.Ordinal)
    {
        ["analyze"] = new("Descriptions and catalogs", "Descripciones y catálogos"),
        ["check"] = new("The platform", "La plataforma"),
        ["backup"] = new("Configuration and repositories", "Configuración y repositorios"),
        ["list"] = new("This tool", "Esta herramienta"),
    };

    private static readonly Phrase OwnTitle = new("Your own (platform.yaml)", "Propias (platform.yaml)");

    private sealed record Line(string Task, string Description, bool Own);

    public Command Build()
    {
        var format = FormatOption.Create(context);
        command.Options.Add(format);
        command.SetAction(parsed => Run(parsed.GetValue(format) == "json"));
        return command;
    }

    public int Run(bool json)
    {
        var shown = root.Subcommands.Where(c => !c.Hidden).ToList();
        var own = shown.OfType<OwnCommand>().Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        if (json)
        {
            shown.ForEach(c => context.Terminal.Out.WriteLine(Json.Write(new Line(c.Name, c.Description ?? "", own.Contains(c.Name)))));
            return ExitCode.Done;
        }

        var rich = context.Terminal.Rich;
        rich.MarkupLine($"[bold]{Product.Name}[/] {Product.Version}");
        rich.WriteLine(
            context.In("./infra-ai TASK [--help]; first: ./infra-ai start", "./infra-ai TAREA [--help]; lo primero: ./infra-ai start")
        );
        rich.WriteLine();
        var title = new Phrase("", "");
        foreach (var group in shown.GroupBy(c => title = own.Contains(c.Name) ? OwnTitle : Titles.GetValueOrDefault(c.Name, title)))
        {
            rich.Write(new Text(group.Key.In(context.Terminal.Language) + "\n", new Style(decoration: Decoration.Bold)));
            rich.Write(Grid(group));
        }

        return ExitCode.Done;
    }

    private static Grid Grid(IEnumerable<Command> commands)
    {
        var grid = new Grid().AddColumn(new GridColumn().Padding(2, 0, 3, 0).NoWrap().Width(12)).AddColumn();
        foreach (var each in commands)
        {
            grid.AddRow(new Text(each.Name, new Style(Color.Teal)), new Text(each.Description ?? ""));
        }

        return grid;
    }
}
