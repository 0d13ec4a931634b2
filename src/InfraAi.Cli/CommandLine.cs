using System.CommandLine;
using InfraAi.Cli.Commands;
using InfraAi.Model;
using Spectre.Console;

namespace InfraAi.Cli;

/// <summary>The table of the tasks.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args, CommandContext context)
    {
        // Not a RootCommand: that is named after the DLL, and people type infra-ai.
        var root = new Command(
            "./infra-ai",
            context.In(
                "Describe an infrastructure; get a Backstage catalog.",
                "Describa una infraestructura; obtenga un catálogo Backstage."
            )
        );
        HelpWithExamples.Use(root, context);
        foreach (var command in Tasks(context))
        {
            root.Subcommands.Add(command);
        }

        if (args is [] or ["list"])
        {
            List(root, context);
            return ExitCode.Done;
        }

        var parsed = root.Parse(args);
        if (parsed.Errors.Count == 0)
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = context.Terminal.Out,
                    Error = context.Terminal.Error,
                    EnableDefaultExceptionHandler = false,
                },
                context.Cancellation
            );
        }

        // An unknown task is also reported as a missing one: the last message is the one that names it.
        context.Terminal.Error.WriteLine(parsed.Errors[^1].Message);

        var verb = parsed.CommandResult.Command == root ? "" : parsed.CommandResult.Command.Name + " ";
        context.Terminal.Error.WriteLine($"  → ./infra-ai {verb}--help");
        return ExitCode.Usage;
    }

    private static IEnumerable<Command> Tasks(CommandContext context) =>
        [
            new AnalyzeCommand(context).Build(),
            new GenerateCommand(context).Build(),
            new ValidateCommand(context).Build(),
            new PlanCommand(context).Build(),
            new CreateCommand(context).Build(),
            new CheckCommand(context).Build(),
            new StartCommand(context).Build(),
            new StatusCommand(context).Build(),
            new LogsCommand(context).Build(),
            new StopCommand(context).Build(),
            new TestCommand(context).Build(),
            new BackupCommand(context).Build(),
            new RestoreCommand(context).Build(),
            new EnvCommand(context).Build(),
            new SyncCommand(context, clone: true).Build(),
            new SyncCommand(context, clone: false).Build(),
            new CommitCommand(context).Build(),
            new PushCommand(context).Build(),
            new TagCommand(context).Build(),
        ];

    private static void List(Command root, CommandContext context)
    {
        var rich = context.Terminal.Rich;
        rich.MarkupLine($"[bold]{Product.Name}[/] {Product.Version}");
        rich.WriteLine(context.In("./infra-ai TASK [--help]", "./infra-ai TAREA [--help]"));
        rich.WriteLine();
        var grid = new Grid().AddColumn(new GridColumn().Padding(2, 0, 3, 0).NoWrap()).AddColumn();
        foreach (var command in root.Subcommands)
        {
            grid.AddRow(new Text(command.Name, new Style(Color.Teal)), new Text(command.Description ?? ""));
        }

        rich.Write(grid);
    }
}
