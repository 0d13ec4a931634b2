using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using InfraAi.Cli.Commands;

namespace InfraAi.Cli;

/// <summary>The library's help, with examples below it; of the tool itself, the tasks.</summary>
internal sealed class HelpWithExamples(CommandContext context, Command root, HelpAction help) : SynchronousCommandLineAction
{
    /// <summary>The library breaks no line: that is done here, when it is in the reader's words.</summary>
    private const int Unbroken = 10_000;

    /// <summary>As wide as lines are easily read where no terminal says how wide it is.</summary>
    private const int Readable = 100;

    private static readonly Dictionary<string, string[]> Examples = new(StringComparer.Ordinal)
    {
        ["analyze"] = ["\"The billing API stores invoices in PostgreSQL\"", "--file docs/architecture.md --format json", "- < notes.txt"],
        ["generate"] = ["--file docs/architecture.md --output out", "--file a.txt --file b.txt --output out --format json"],
        ["validate"] =
        [
            ".",
            "catalog-info.yaml --fix",
            ". --closed --strict",
            ". --app-config app-config.yaml --backstage http://localhost:7007",
        ],
        ["plan"] = [". --app-config app-config.yaml", "catalog-info.yaml --backstage http://localhost:7007 --format json"],
        ["create"] = ["\"API Gateway -> Lambda -> DynamoDB\"", "--file docs/architecture.md --name shop"],
        ["history"] = ["", "order-platform", "73909b6f --format json"],
        ["check"] = ["", "--all", "--format json"],
        ["start"] = ["", "--all", "backstage", "--dry-run"],
        ["status"] = ["", "--watch", "agent --format json"],
        ["logs"] = ["--lines 100", "agent --follow", "--since 10m --level warning"],
        ["stop"] = ["", "backstage"],
        ["verify"] = ["", "--only github", "--only backstage sync --format json"],
        ["diagnose"] = ["", "--all", "--bundle", "--bundle report.zip --format json"],
        ["deploy"] = ["compose --dry-run", "kubernetes --version v1.2.0 --context staging", "compose --yes"],
        ["test"] = ["", "unit", "--project Catalog", "integration --dry-run"],
        ["list"] = ["--format json"],
        ["completion"] = ["bash", "zsh", "fish"],
        ["copy-store"] = ["", "--format json"],
        ["backup"] = ["", "--dry-run"],
        ["restore"] = ["", "--at 2h", "--version 3 --yes", "backup-20240120-111314.env"],
        ["env"] = ["list --uses", "set PORT=8000", "set GITHUB_TOKEN - < token.txt", "check", "history --key GITHUB_TOKEN", "sync"],
        ["env list"] = ["", "--uses"],
        ["env get"] = ["PORT"],
        ["env set"] = ["PORT=8000", "GITHUB_TOKEN - < token.txt"],
        ["env unset"] = ["PORT"],
        ["env check"] = [""],
        ["env diff"] = ["", "--format json"],
        ["env history"] = ["", "--key GITHUB_TOKEN"],
        ["env sync"] = ["", "--dry-run", "--take PORT=file", "--prefer store"],
        ["sync"] = ["", "--group backend", "--dry-run", "--format json"],
        ["pull"] = ["", "--group backend"],
        ["commit"] = ["", "--yes", "-m \"fix: no longer loses orders\""],
        ["push"] = ["", "--group backend --dry-run"],
        ["tag"] = ["", "1.0.0", "--dry-run"],
    };

    public static void Use(Command root, CommandContext context)
    {
        var option = new HelpOption();
        var help = (HelpAction)option.Action!;
        help.MaxWidth = Unbroken;
        option.Action = new HelpWithExamples(context, root, help);
        root.Options.Add(option);
    }

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        if (parseResult.CommandResult.Command == root)
        {
            return Overview();
        }

        NameValues(parseResult.CommandResult.Command);
        var output = parseResult.InvocationConfiguration.Output;
        using var written = new StringWriter { NewLine = "\n" };
        parseResult.InvocationConfiguration.Output = written;
        var code = help.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = output;
        var width = Math.Min(context.Terminal.OutWidth, context.Terminal.OutWidth == int.MaxValue ? Readable : int.MaxValue);
        output.Write(Folding.Fold(LibraryWords.OfHelp(written.ToString(), context.Terminal.Language).TrimEnd() + "\n\n", width));
        var name = NameOf(parseResult.CommandResult);
        if (Examples.TryGetValue(name, out var examples))
        {
            context.Terminal.Out.WriteLine(context.In("Examples:", "Ejemplos:"));
            foreach (var example in examples)
            {
                context.Terminal.Out.WriteLine($"  ./infra-ai {name} {example}".TrimEnd());
            }
        }

        return code;
    }

    /// <summary>In the reader's words before the columns are laid out. What is completed from a list is shown as that list.</summary>
    private void NameValues(Command command)
    {
        foreach (var option in command.Options.Where(o => o.HelpName is not null))
        {
            option.HelpName = LibraryWords.OfValue(option.HelpName!, context.Terminal.Language);
        }

        foreach (var argument in command.Arguments.Where(a => !a.GetCompletions(CompletionContext.Empty).Any()))
        {
            argument.HelpName = LibraryWords.OfValue(argument.HelpName ?? argument.Name, context.Terminal.Language);
        }

        foreach (var below in command.Subcommands)
        {
            NameValues(below);
        }
    }

    private int Overview()
    {
        new ListCommand(context, root).Run(json: false);
        context.Terminal.Out.WriteLine();
        (string Call, string What)[] rows =
        [
            ("./infra-ai TASK --help", context.In("what a task takes, with examples", "qué admite una tarea, con ejemplos")),
            ("./infra-ai --version", context.In("the version", "la versión")),
            (
                context.In("exit codes", "códigos de salida"),
                context.In(
                    "0 done · 1 the thing checked is not right · 2 wrong usage · 3 something outside failed",
                    "0 hecho · 1 lo comprobado no está bien · 2 uso incorrecto · 3 falló algo externo"
                )
            ),
        ];
        foreach (var (call, what) in rows)
        {
            context.Terminal.ShowLine($"  {call.Replace("TASK", context.In("TASK", "TAREA"), StringComparison.Ordinal), -24} {what}");
        }

        return ExitCode.Done;
    }

    /// <summary>"env sync": the verb with those above it.</summary>
    private static string NameOf(System.CommandLine.Parsing.CommandResult result) =>
        result.Parent is System.CommandLine.Parsing.CommandResult { Parent: not null } above
            ? $"{NameOf(above)} {result.Command.Name}"
            : result.Command.Name;
}
