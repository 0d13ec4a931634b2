using System.CommandLine;
using InfraAi.Model;
using InfraAi.Platform.Files;

namespace InfraAi.Cli.Commands;

/// <summary>logs: the end of the agent's log.</summary>
internal sealed class LogsCommand(CommandContext context)
{
    private readonly Command command = new(
        "logs",
        context.In("The last lines of the agent's log", "Las últimas líneas del registro del agente")
    );

    public Command Build()
    {
        var lines = new Option<int>("--lines", "-n") { Description = context.In("How many", "Cuántas"), DefaultValueFactory = _ => 40 };
        command.Options.Add(lines);
        command.SetAction(parsed => Run(parsed.GetValue(lines)));
        return command;
    }

    private int Run(int lines)
    {
        var log = Services.Agent(context).Log;
        if (!File.Exists(log))
        {
            return context.Terminal.Fail(
                new(
                    "no-log",
                    ProblemKind.NotFound,
                    new($"There is no log yet at {log}.", $"Todavía no hay registro en {log}."),
                    new("./infra-ai start writes one.", "./infra-ai start lo escribe.")
                )
            );
        }

        context.Terminal.Out.WriteLine(LogTail.Read(log, lines));
        return ExitCode.Done;
    }
}
