using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using InfraAi.Cli.Commands;
using InfraAi.Model;
using InfraAi.Platform.Manifest;

namespace InfraAi.Cli;

/// <summary>The table of the tasks.</summary>
internal static partial class CommandLine
{
    public static async Task<int> RunAsync(string[] args, CommandContext context)
    {
        switch (args)
        {
            case ["--version" or "version"]:
                context.Terminal.Out.WriteLine(Product.Version);
                return ExitCode.Done;
            case ["help", ..]:
                args = [.. args[1..], "--help"];
                break;
            default:
                break;
        }

        // Not a RootCommand: that is named after the DLL, and people type infra-ai.
        var root = new Command(
            "./infra-ai",
            context.In(
                "Describe an infrastructure; get a Backstage catalog.",
                "Describa una infraestructura; obtenga un catálogo Backstage."
            )
        );
        HelpWithExamples.Use(root, context);
        foreach (var command in Tasks(root, context))
        {
            root.Subcommands.Add(command);
        }

        // The manifest is read where its tasks matter: a built-in task works whatever is in it.
        if (args is [] or ["list" or "completion" or "complete" or "--help", ..] || root.Subcommands.All(c => c.Name != args[0]))
        {
            if (AddOwn(root, context) is { } problem && args is not (["complete", ..] or ["completion", ..]))
            {
                context.Terminal.Fail(problem);
                if (args is not ([] or ["list" or "--help", ..]))
                {
                    return ExitCode.Usage;
                }
            }
        }

        if (args is [])
        {
            return new ListCommand(context, root).Run(json: false);
        }

        var parsed = root.Parse(args);
        var stray = StrayOption(args, parsed);
        if (parsed.Errors.Count == 0 && stray is null)
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = context.Terminal.Out,
                    Error = context.Terminal.Error,
                    EnableDefaultExceptionHandler = false,
                    // Interruption turns Ctrl-C into a cancellation; the library's own handling would end a clean-up after two seconds.
                    ProcessTerminationTimeout = null,
                },
                context.Cancellation
            );
        }

        return Misused(parsed, stray, context);
    }

    /// <summary>Says what of the line is not understood, what may have been meant, and where help is.</summary>
    private static int Misused(ParseResult parsed, string? stray, CommandContext context)
    {
        // An unknown task is also reported as a missing one: the last message is the one that names it.
        var fault = stray is null ? parsed.Errors[^1].Message : $"Unrecognized command or argument '{stray}'.";
        context.Terminal.SayLine($"error [usage] {LibraryWords.OfError(fault, context.Terminal.Language)}");

        var command = parsed.CommandResult.Command;
        var path = Path(parsed.CommandResult);
        if (NotKnown().Match(fault) is { Success: true } match)
        {
            var typed = match.Groups["typed"].Value;
            var known = match.Groups["value"].Captures.Select(c => c.Value).ToList();
            known =
                known.Count > 0 ? known
                : typed.StartsWith('-') ? [.. command.Options.Select(o => o.Name)]
                : [.. command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name)];
            if (Nearest.Of(typed, known) is { } near)
            {
                var whole = command.Subcommands.Any(c => c.Name == near) ? $"{path} {near}" : near;
                context.Terminal.Say(new($"  → Did you mean {whole}?", $"  → ¿Quería decir {whole}?"));
            }
        }

        context.Terminal.SayLine($"  → {path} --help");
        return ExitCode.Usage;
    }

    /// <summary>"./infra-ai env sync": the command with those above it.</summary>
    private static string Path(CommandResult result) =>
        result.Parent is CommandResult above ? $"{Path(above)} {result.Command.Name}" : result.Command.Name;

    [GeneratedRegex(
        @"^(Unrecognized command or argument|Argument) '(?<typed>.*?)'.*?(\s*\n\s*'(?<value>[^']*)')*$",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline,
        1000
    )]
    private static partial Regex NotKnown();

    /// <summary>An option that the task does not have, which the library takes for one of its arguments: "env sync --yes" is no file of that name.</summary>
    /// <returns>Null when there is none. After "--" everything is an argument, and a task of one's own takes what it likes.</returns>
    private static string? StrayOption(string[] args, ParseResult parsed) =>
        parsed.CommandResult.Command is OwnCommand or { Hidden: true }
            ? null
            : parsed
                .CommandResult.Children.OfType<ArgumentResult>()
                .SelectMany(argument => argument.Tokens)
                .Select(token => token.Value)
                .FirstOrDefault(value =>
                    OptionLike().IsMatch(value) && args.TakeWhile(arg => arg != "--").Contains(value, StringComparer.Ordinal)
                );

    [GeneratedRegex("^(-[A-Za-z]|--[A-Za-z][A-Za-z0-9-]*)(=.*)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex OptionLike();

    private static IEnumerable<Command> Tasks(Command root, CommandContext context) =>
        [
            new AnalyzeCommand(context).Build(),
            new GenerateCommand(context).Build(),
            new ValidateCommand(context).Build(),
            new PlanCommand(context).Build(),
            new CreateCommand(context).Build(),
            new HistoryCommand(context).Build(),
            new CopyCommand(context).Build(),
            new CheckCommand(context).Build(),
            new StartCommand(context).Build(),
            new StatusCommand(context).Build(),
            new LogsCommand(context).Build(),
            new StopCommand(context).Build(),
            new TokenCommand(context).Build(),
            new AuditCommand(context).Build(),
            new VerifyCommand(context).Build(),
            new DiagnoseCommand(context).Build(),
            new DeployCommand(context).Build(),
            new TestCommand(context).Build(),
            new BackupCommand(context).Build(),
            new RestoreCommand(context).Build(),
            new EnvCommand(context).Build(),
            new SyncCommand(context, clone: true).Build(),
            new SyncCommand(context, clone: false).Build(),
            new CommitCommand(context).Build(),
            new PushCommand(context).Build(),
            new TagCommand(context).Build(),
            new ListCommand(context, root).Build(),
            new CompletionCommand(context, root).Build(),
            new CompletionCommand(context, root).BuildComplete(),
        ];

    /// <summary>The tasks of platform.yaml, and those that need to know all others.</summary>
    private static Problem? AddOwn(Command root, CommandContext context)
    {
        if (!File.Exists(System.IO.Path.Combine(context.Settings.Root, ManifestReader.FileName)))
        {
            return null;
        }

        var manifest = ManifestReader.Load(context.Settings);
        if (!manifest.Ok)
        {
            return manifest.Problem;
        }

        foreach (var command in new OwnTasks(manifest.Value, context).Build())
        {
            if (root.Subcommands.Any(c => c.Name == command.Name))
            {
                context.Terminal.Say(
                    new(
                        $"The task {command.Name} of platform.yaml is hidden by the built-in one: give it another name.",
                        $"La tarea {command.Name} de platform.yaml queda oculta por la incorporada: póngale otro nombre."
                    )
                );
                continue;
            }

            root.Subcommands.Add(command);
        }

        return null;
    }
}
