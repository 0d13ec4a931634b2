using InfraAi.Cli;
using InfraAi.Model;
using InfraAi.Platform.Configuration;

using var terminal = new SystemTerminal(Environment.GetEnvironmentVariable);
using var interrupted = new Interruption();
var root = Environment.GetEnvironmentVariable("INFRA_AI_ROOT") ?? Directory.GetCurrentDirectory();
var settings = Settings.Load(root, Environment.GetEnvironmentVariable);
if (!settings.Ok)
{
    var code = terminal.Fail(settings.Problem);
    if (args is not ["restore" or "env", ..])
    {
        return code;
    }
}

// A .env file that is wrong is mended with these: they run without it.
var usable = settings.Ok ? settings.Value : Settings.WithoutFile(root, Environment.GetEnvironmentVariable);
HomeUse.Prepare(args, usable);
var context = new CommandContext(terminal, usable, TimeProvider.System, interrupted.Token);
try
{
    return await CommandLine.RunAsync(args, context);
}
catch (OperationCanceledException) when (interrupted.Token.IsCancellationRequested)
{
    terminal.Say(new("Interrupted.", "Interrumpido."));
    return ExitCode.Outside;
}
catch (Exception e) when (e is not OutOfMemoryException)
{
    return Fault.Tell(e, context);
}
