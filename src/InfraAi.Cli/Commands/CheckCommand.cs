using System.CommandLine;
using InfraAi.Pipeline;
using InfraAi.Platform.Checks;

namespace InfraAi.Cli.Commands;

/// <summary>check: what the platform needs, what it is set to, and what to do about what is missing.</summary>
internal sealed class CheckCommand(CommandContext context)
{
    private readonly Command command = new(
        "check",
        context.In("What is needed and what is set, with the fix", "Qué hace falta y qué está configurado, con el remedio")
    );

    public Command Build()
    {
        var format = FormatOption.Create(context);
        command.Options.Add(format);
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(format) == "json"));
        return command;
    }

    private async Task<int> RunAsync(bool json)
    {
        var model = ModelCheck.CheckAsync(context.Settings, context.Time, context.Cancellation);
        IReadOnlyList<Finding> findings = [.. await Prerequisites.CheckAsync(context.Settings, context.Cancellation), .. await model];
        return FindingsView.Show([new("check", findings)], json, context);
    }
}
