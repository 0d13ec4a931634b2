using System.CommandLine;

namespace InfraAi.Cli.Commands;

/// <summary>stop: ends what start started, and nothing else.</summary>
internal sealed class StopCommand(CommandContext context)
{
    private readonly Command command = new("stop", context.In("Stop what start started", "Detiene lo que start inició"));

    public Command Build()
    {
        command.SetAction((_, _) => RunAsync());
        return command;
    }

    private async Task<int> RunAsync()
    {
        var stopped = await Services.Agent(context).StopAsync(context.Cancellation);
        if (!stopped.Ok)
        {
            return context.Terminal.Fail(stopped.Problem);
        }

        context.Terminal.Out.WriteLine(
            stopped.Value
                ? context.In("✓ agent stopped", "✓ agente detenido")
                : context.In("· agent was not running", "· el agente no estaba en marcha")
        );
        return ExitCode.Done;
    }
}
