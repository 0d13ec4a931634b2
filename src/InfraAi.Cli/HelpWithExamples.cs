using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace InfraAi.Cli;

/// <summary>The library's help, with examples below it.</summary>
internal sealed class HelpWithExamples(CommandContext context, HelpAction help) : SynchronousCommandLineAction
{
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
        option.Action = new HelpWithExamples(context, (HelpAction)option.Action!);
        root.Options.Add(option);
    }

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        using var written = new StringWriter { NewLine = "\n" };
        parseResult.InvocationConfiguration.Output = written;
        var code = help.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = output;
        output.Write(LibraryWords.OfHelp(written.ToString(), context.Terminal.Language));
        var name = NameOf(parseResult.CommandResult);
        if (Examples.TryGetValue(name, out var examples))
        {
            context.Terminal.Out.WriteLine(context.In("Examples:", "Ejemplos:"));
            foreach (var example in examples)
            {
                context.Terminal.Out.WriteLine($"  ./infra-ai {name} {example}".TrimEnd());
            }

            context.Terminal.Out.WriteLine();
        }

        return code;
    }

    /// <summary>"env sync": the verb with those above it.</summary>
    private static string NameOf(System.CommandLine.Parsing.CommandResult result) =>
        result.Parent is System.CommandLine.Parsing.CommandResult { Parent: not null } above
            ? $"{NameOf(above)} {result.Command.Name}"
            : result.Command.Name;
}
