using System.CommandLine;
using InfraAi.Model;
using InfraAi.Platform.Services;

namespace InfraAi.Cli.Commands;

/// <summary>stop: ends what start started, and nothing else; what needs a service ends before it.</summary>
internal sealed class StopCommand(CommandContext context)
{
    private readonly Command command = new(
        "stop",
        context.In("Stop what start started, in reverse order", "Detiene lo que start inició, en orden inverso")
    );

    private sealed record Line(string Service, bool Stopped, double Seconds, string? Error);

    private sealed record Planned(string Service, bool DryRun, string Condition, int? Pid);

    public Command Build()
    {
        var names = ServiceNames.Argument(context, new("all of them", "todos"));
        var dry = DryRunOption.Create(context);
        var format = FormatOption.Create(context);
        command.Arguments.Add(names);
        command.Options.Add(dry);
        command.Options.Add(format);
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(names) ?? [], parsed.GetValue(dry), parsed.GetValue(format) == "json"));
        return command;
    }

    private async Task<int> RunAsync(IReadOnlyList<string> names, bool dry, bool json)
    {
        var supervisor = Services.Load(context);
        if (!supervisor.Ok)
        {
            return context.Terminal.Fail(supervisor.Problem);
        }

        var chosen = supervisor.Value.ChooseToStop(names);
        if (!chosen.Ok)
        {
            return context.Terminal.Fail(chosen.Problem);
        }

        if (dry)
        {
            return await PlanAsync([.. chosen.Value.Reverse()], json);
        }

        await using var spinner = new Spinner(context, string.Join(", ", chosen.Value.Select(c => c.Entry.Name)));
        var steps = await supervisor.Value.StopAsync(chosen.Value, step => spinner.Above(() => Tell(step, json)), context.Cancellation);
        return steps.Select(s => s.Outcome.Problem).OfType<Problem>().Select(ExitCode.Of).DefaultIfEmpty(ExitCode.Done).Max();
    }

    private async Task<int> PlanAsync(IReadOnlyList<IService> chosen, bool json)
    {
        var states = await Supervisor.LookAsync(chosen, context.Cancellation);
        foreach (var (service, state) in chosen.Zip(states))
        {
            var line = new Planned(service.Entry.Name, true, ConditionWords.Code(state.Condition), state.Ours?.Pid);
            context.Terminal.Out.WriteLine(
                json ? Json.Write(line)
                : state.Ours is { Pid: var pid }
                    ? context.In($"would stop {line.Service} (pid {pid})", $"detendría {line.Service} (pid {pid})")
                : context.In($"{line.Service} is not running", $"{line.Service} no está en marcha")
            );
        }

        return ExitCode.Done;
    }

    private void Tell(ServiceStep step, bool json)
    {
        var name = step.Service.Entry.Name;
        if (json)
        {
            context.Terminal.Out.WriteLine(
                Json.Write(
                    new Line(
                        name,
                        step.Outcome is { Ok: true, Value: true },
                        Math.Round(step.Took.TotalSeconds, 1),
                        step.Outcome.Problem?.Message.In(context.Terminal.Language)
                    )
                )
            );
        }
        else if (step.Outcome.Problem is { } problem)
        {
            context.Terminal.Fail(problem);
        }
        else
        {
            context.Terminal.Out.WriteLine(
                step.Outcome.Value
                    ? context.In($"✓ {name} stopped", $"✓ {name} detenido")
                    : context.In($"· {name} was not running", $"· {name} no estaba en marcha")
            );
        }

        context.Terminal.Out.Flush();
    }
}
