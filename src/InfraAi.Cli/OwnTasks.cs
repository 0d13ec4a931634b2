using System.CommandLine;
using InfraAi.Model;
using InfraAi.Platform.Manifest;
using InfraAi.Platform.Processes;
using InfraAi.Platform.Services;

namespace InfraAi.Cli;

/// <summary>A task of platform.yaml, to tell it from the built-in ones.</summary>
internal sealed class OwnCommand(string name, string description) : Command(name, description);

/// <summary>The tasks of platform.yaml as commands: with help, completion, needs and services.</summary>
internal sealed class OwnTasks(PlatformManifest manifest, CommandContext context)
{
    /// <summary>How long a signal that ended a program may take to be seen here.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);

    private sealed record Line(string Task, int ExitCode, double Seconds);

    private sealed record Planned(string Task, bool DryRun, IReadOnlyList<string> Command, string Folder, IReadOnlyList<string> Services);

    public IEnumerable<Command> Build() => manifest.Tasks.Select(Build);

    private Command Build(TaskEntry task)
    {
        var command = new OwnCommand(task.Name, task.Description.In(context.Terminal.Language));
        var read = Arguments(task, command);
        var dry = DryRunOption.Create(context);
        var format = FormatOption.Create(context);
        command.Options.Add(dry);
        command.Options.Add(format);
        command.SetAction((parsed, _) => RunAsync(task, read(parsed), parsed.GetValue(dry), parsed.GetValue(format) == "json"));
        return command;
    }

    /// <summary>Declared arguments are checked; without any, everything typed is handed on.</summary>
    private Func<ParseResult, IReadOnlyList<string>> Arguments(TaskEntry task, Command command)
    {
        if (task.Arguments.Count == 0)
        {
            var rest = new Argument<string[]>("ARGUMENTS")
            {
                Arity = ArgumentArity.ZeroOrMore,
                Description = context.In("Handed on to the command; options after --", "Se pasan a la orden; las opciones, tras --"),
            };
            command.Arguments.Add(rest);
            return parsed => parsed.GetValue(rest) ?? [];
        }

        var arguments = task.Arguments.Select(Argument).ToList();
        arguments.ForEach(command.Arguments.Add);
        return parsed => [.. arguments.Select(parsed.GetValue).OfType<string>()];
    }

    private Argument<string?> Argument(TaskArgument entry)
    {
        var argument = new Argument<string?>(entry.Name)
        {
            Arity = entry.Required ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne,
            Description = entry.Description.In(context.Terminal.Language),
        };
        if (entry.Values.Count > 0)
        {
            argument.AcceptOnlyFromAmong([.. entry.Values]);
        }

        return argument;
    }

    /// <returns>The exit code of the first program that fails, as it is.</returns>
    private async Task<int> RunAsync(TaskEntry task, IReadOnlyList<string> arguments, bool dry, bool json)
    {
        var order = Order(task);
        if (dry)
        {
            order.ForEach(t => Plan(t, t == task ? arguments : [], json));
            return ExitCode.Done;
        }

        var services = order.SelectMany(t => t.Services).Distinct(StringComparer.Ordinal).ToList();
        if (services.Count > 0 && await StartAsync(services) is { } problem)
        {
            return context.Terminal.Fail(problem);
        }

        foreach (var each in order.Where(t => t.Command.Count > 0))
        {
            if (order.Count > 1)
            {
                context.Terminal.Error.WriteLine($"── {each.Name}");
            }

            var begun = context.Time.GetTimestamp();
            var ended = await RunAsync(each, each == task ? arguments : [], json);
            if (!ended.Ok)
            {
                return context.Terminal.Fail(ended.Problem);
            }

            if (json)
            {
                var took = Math.Round(context.Time.GetElapsedTime(begun).TotalSeconds, 1);
                context.Terminal.Out.WriteLine(Json.Write(new Line(each.Name, ended.Value, took)));
            }

            if (ended.Value != 0)
            {
                context.Terminal.Say(
                    new($"{each.Name} ended with exit code {ended.Value}.", $"{each.Name} terminó con código {ended.Value}.")
                );
                return ended.Value;
            }
        }

        return ExitCode.Done;
    }

    /// <summary>Its needs, each once and before what needs it, then itself.</summary>
    private List<TaskEntry> Order(TaskEntry task)
    {
        var order = new List<TaskEntry>();
        Add(task);
        return order;

        void Add(TaskEntry each)
        {
            if (order.Contains(each))
            {
                return;
            }

            foreach (var need in each.Needs)
            {
                Add(manifest.Tasks.First(t => t.Name == need));
            }

            order.Add(each);
        }
    }

    private async Task<Problem?> StartAsync(List<string> names)
    {
        var supervisor = Services.Of(manifest, context);
        var chosen = supervisor.Choose(names, all: false);
        if (!chosen.Ok)
        {
            return chosen.Problem;
        }

        var list = string.Join(", ", names);
        await using var spinner = new Spinner(context, context.In($"starting {list}", $"iniciando {list}"));
        var steps = await supervisor.StartAsync(
            chosen.Value,
            (service, phrase) => spinner.Tell($"{service.Entry.Name}: {phrase.In(context.Terminal.Language)}"),
            _ => { },
            context.Cancellation
        );
        return steps.Select(s => s.Outcome.Problem).OfType<Problem>().FirstOrDefault();
    }

    private async Task<Result<int>> RunAsync(TaskEntry task, IReadOnlyList<string> arguments, bool json)
    {
        if (!Directory.Exists(task.Folder))
        {
            return new Problem(
                "task-folder-missing",
                ProblemKind.Outside,
                new($"The folder of {task.Name}, {task.Folder}, is not there.", $"La carpeta de {task.Name}, {task.Folder}, no existe."),
                new("Correct \"folder\" in platform.yaml.", "Corrija \"folder\" en platform.yaml.")
            );
        }

        var mark = $"task {task.Name} {Environment.ProcessId}";
        var environment = task.Environment.ToDictionary(e => e.Key, e => (string?)e.Value, StringComparer.Ordinal);
        environment[MarkedProcesses.Variable] = mark;
        context.Terminal.Out.Flush();
        try
        {
            var ended = await RunAsync([.. task.Command, .. arguments], task.Folder, environment, json);
            if (ended is { Ok: true, Value: not 0 })
            {
                // One Ctrl-C goes to the program and to this one: the program's end may be seen first.
                await Task.Delay(Grace, context.Time, context.Cancellation);
            }

            return ended;
        }
        catch (OperationCanceledException)
        {
            // A shell shields what it runs in the background from Ctrl-C.
            foreach (var left in MarkedProcesses.Find(mark))
            {
                left.Terminate();
            }

            throw;
        }
    }

    private Task<Result<int>> RunAsync(IReadOnlyList<string> command, string folder, Dictionary<string, string?> environment, bool json) =>
        json || !context.Terminal.IsReal
            ? Programs.StreamAsync(
                command[0],
                command.Skip(1),
                folder,
                (json ? context.Terminal.Error : context.Terminal.Out).WriteLine,
                context.Cancellation,
                environment
            )
            : Programs.RunAttachedAsync(command[0], command.Skip(1), folder, environment, context.Cancellation);

    private void Plan(TaskEntry task, IReadOnlyList<string> arguments, bool json)
    {
        var plan = new Planned(task.Name, true, [.. task.Command, .. arguments], task.Folder, task.Services);
        if (json)
        {
            context.Terminal.Out.WriteLine(Json.Write(plan));
            return;
        }

        foreach (var service in task.Services)
        {
            context.Terminal.Out.WriteLine(context.In($"would start {service}", $"iniciaría {service}"));
        }

        if (task.Command.Count > 0)
        {
            var line = string.Join(' ', plan.Command);
            context.Terminal.Out.WriteLine(context.In($"would run, in {task.Folder}: {line}", $"ejecutaría, en {task.Folder}: {line}"));
        }
    }
}
