using InfraAi.Cli;
using InfraAi.Model;
using InfraAi.Platform.Configuration;

using var terminal = new SystemTerminal(Environment.GetEnvironmentVariable);
using var interrupted = new Interruption();
var root = Environment.GetEnvironmentVariable("INFRA_AI_ROOT") ?? Directory.GetCurrentDirectory();
var settings = Settings.Load(root, Environment.GetEnvironmentVariable);
if (!settings.Ok)
{
    return terminal.Fail(settings.Problem);
}

var context = new CommandContext(terminal, settings.Value, TimeProvider.System, interrupted.Token);
try
{
    return await CommandLine.RunAsync(args, context);
}
catch (OperationCanceledException) when (interrupted.Token.IsCancellationRequested)
{
    terminal.Say(new("Interrupted.", "Interrumpido."));
    return ExitCode.Outside;
}
