using System.CommandLine;
using InfraAi.Analysis;
using InfraAi.Analysis.Text;
using InfraAi.Model;

namespace InfraAi.Cli.Commands;

/// <summary>analyze: description → architecture, nothing written.</summary>
internal sealed class AnalyzeCommand(CommandContext context)
{
    private readonly Command command = new(
        "analyze",
        context.In("Read a description into an architecture, with evidence", "Lee una descripción y da su arquitectura, con evidencia")
    );

    public Command Build()
    {
        var inputs = new Inputs(command, context);
        var analyzer = new Option<string>("--analyzer")
        {
            Description = context.In("Who reads it", "Quién la lee"),
            DefaultValueFactory = _ => context.Settings.Analyzer,
        };
        analyzer.AcceptOnlyFromAmong("offline", "gemini");
        var format = FormatOption.Create(context);
        command.Options.Add(analyzer);
        command.Options.Add(format);
        command.SetAction(parsed => Run(inputs.Of(parsed, context), parsed.GetValue(analyzer)!, parsed.GetValue(format) == "json"));
        return command;
    }

    private int Run(IReadOnlyList<(string Id, Func<Result<AnalysisInput>> Read)> inputs, string analyzer, bool json)
    {
        if (analyzer == "gemini")
        {
            return context.Terminal.Fail(
                new(
                    "gemini-not-available",
                    ProblemKind.NotAvailable,
                    new("This version does not have the Gemini analyser yet.", "Esta versión todavía no tiene el analizador Gemini."),
                    new("Use --analyzer offline.", "Use --analyzer offline.")
                )
            );
        }

        var reader = new TextAnalyzer();
        var code = ExitCode.Done;
        // In input order, on all cores: thousands of inputs are one process.
        var results = inputs
            .AsParallel()
            .AsOrdered()
            .WithMergeOptions(ParallelMergeOptions.AutoBuffered)
            .WithCancellation(context.Cancellation)
            .Select(input => (input.Id, Result: Analyze(reader, input.Read)))
            .Select(answer =>
                (answer.Id, answer.Result, Line: json ? AnalysisLine.Write(answer.Id, answer.Result, context.Terminal.Language) : null)
            );
        foreach (var (id, result, line) in results)
        {
            if (line is not null)
            {
                context.Terminal.Out.WriteLine(line);
            }
            else if (result.Ok)
            {
                ArchitectureText.Write(context, result.Value);
            }
            else
            {
                context.Terminal.Error.WriteLine(id);
                context.Terminal.Fail(result.Problem);
            }

            code = result.Ok ? code : ExitCode.NotRight;
        }

        return code;
    }

    private Result<Architecture> Analyze(TextAnalyzer reader, Func<Result<AnalysisInput>> read)
    {
        var input = read();
        // The offline reader never waits: its task is complete when it is returned.
        return input.Ok ? reader.AnalyzeAsync(input.Value, context.Cancellation).AsTask().GetAwaiter().GetResult() : input.Problem;
    }
}
