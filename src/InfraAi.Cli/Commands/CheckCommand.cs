using System.CommandLine;
using InfraAi.Model;
using InfraAi.Pipeline;
using InfraAi.Platform.Checks;
using Spectre.Console;

namespace InfraAi.Cli.Commands;

/// <summary>check: what the platform needs, what it is set to, and what to do about what is missing.</summary>
internal sealed class CheckCommand(CommandContext context)
{
    private readonly Command command = new(
        "check",
        context.In("What is needed and what is set, with the fix", "Qué hace falta y qué está configurado, con el remedio")
    );

    private sealed record Line(string Check, CheckStatus Status, string Message, string? Fix);

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
        var lines = findings
            .Select(f => new Line(f.Name, f.Status, f.Message.In(context.Terminal.Language), f.Fix?.In(context.Terminal.Language)))
            .ToList();
        if (json)
        {
            lines.ForEach(line => context.Terminal.Out.WriteLine(Json.Write(line)));
        }
        else
        {
            Show(lines);
        }

        return lines.Exists(line => line.Status == CheckStatus.Failed) ? ExitCode.NotRight : ExitCode.Done;
    }

    private void Show(IReadOnlyList<Line> lines)
    {
        var grid = new Grid()
            .AddColumn(new GridColumn().Padding(1, 0, 1, 0).NoWrap())
            .AddColumn(new GridColumn().Padding(0, 0, 2, 0).NoWrap())
            .AddColumn();
        foreach (var line in lines)
        {
            var mark = line.Status switch
            {
                CheckStatus.Passed => "[green]✓[/]",
                CheckStatus.Noted => "[grey]·[/]",
                CheckStatus.Warned => "[yellow]![/]",
                _ => "[red]✗[/]",
            };
            grid.AddRow(new Markup(mark), new Text(line.Check), new Text(line.Message));
            if (line.Fix is { } fix)
            {
                grid.AddRow(new Text(""), new Text(""), new Text("→ " + fix, new Style(Color.Yellow)));
            }
        }

        context.Terminal.Rich.Write(grid);
    }
}
