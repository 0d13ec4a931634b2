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
        var all = FindingsView.All(context);
        var format = FormatOption.Create(context);
        command.Options.Add(all);
        command.Options.Add(format);
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(all), parsed.GetValue(format) == "json"));
        return command;
    }

    private async Task<int> RunAsync(bool all, bool json)
    {
        var model = new Check("model", c => ModelCheck.CheckAsync(context.Settings, context.Time, c));
        var groups = await FindingsView.RunAsync([.. Prerequisites.Of(context.Settings), model], context);
        return FindingsView.Show([.. groups.Where(g => g.Findings.Count > 0)], json, brief: !all, context);
    }
}
