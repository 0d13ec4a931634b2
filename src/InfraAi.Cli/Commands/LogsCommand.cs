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
        var names = ServiceNames.Argument(context);
        command.Arguments.Add(names);
        command.Options.Add(lines);
        command.SetAction(parsed => Run(parsed.GetValue(names) ?? [], parsed.GetValue(lines)));
        return command;
    }

    private int Run(IReadOnlyList<string> names, int lines)
    {
        var supervisor = Services.Load(context);
        if (!supervisor.Ok)
        {
            return context.Terminal.Fail(supervisor.Problem);
        }

        var chosen = supervisor.Value.Named(names);
        if (!chosen.Ok)
        {
            return context.Terminal.Fail(chosen.Problem);
        }

        var log = chosen.Value[^1].Entry.Log;
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
