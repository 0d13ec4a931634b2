using System.CommandLine;
using InfraAi.Analysis;
using InfraAi.Model;
using InfraAi.Pipeline;

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
        analyzer.AcceptOnlyFromAmong("offline", "gemini", "openai", "anthropic");
        var format = FormatOption.Create(context);
        command.Options.Add(analyzer);
        command.Options.Add(format);
        command.SetAction(
            (parsed, _) => RunAsync(inputs.Of(parsed, context), parsed.GetValue(analyzer)!, parsed.GetValue(format) == "json")
        );
        return command;
    }

    private async Task<int> RunAsync(IReadOnlyList<(string Id, Func<Result<AnalysisInput>> Read)> inputs, string name, bool json)
    {
        var chosen = Analyzers.Choose(name, context.Settings, context.Time);
        if (!chosen.Ok)
        {
            return context.Terminal.Fail(chosen.Problem);
        }

        using var open = chosen.Value;
        var code = ExitCode.Done;
        await foreach (
            var (id, result, line) in open.Model is null
                ? OnAllCores(open.Analyzer, inputs, json)
                : SeveralAtOnce(open.Analyzer, inputs, json)
        )
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
                if (inputs.Count > 1 && !result.Problem.Message.En.Contains(id, StringComparison.Ordinal))
                {
                    context.Terminal.Error.WriteLine(id);
                }

                context.Terminal.Fail(result.Problem);
            }

            code = result.Ok ? code : ExitCode.NotRight;
        }

        return code;
    }

    private sealed record Answer(string Id, Result<Architecture> Result, string? Line);

    /// <summary>For a reader that never waits: in input order, on all cores. Thousands of inputs are one process.</summary>
    private IAsyncEnumerable<Answer> OnAllCores(
        IAnalyzer reader,
        IReadOnlyList<(string Id, Func<Result<AnalysisInput>> Read)> inputs,
        bool json
    ) =>
        inputs
            .AsParallel()
            .AsOrdered()
            .WithMergeOptions(ParallelMergeOptions.AutoBuffered)
            .WithCancellation(context.Cancellation)
            .Select(input => AnswerAsync(reader, input, json).GetAwaiter().GetResult())
            .ToAsyncEnumerable();

    /// <summary>For a reader that waits for a model: in input order, several at once.</summary>
    private async IAsyncEnumerable<Answer> SeveralAtOnce(
        IAnalyzer reader,
        IReadOnlyList<(string Id, Func<Result<AnalysisInput>> Read)> inputs,
        bool json
    )
    {
        const int atOnce = 16;
        var asking = new Queue<Task<Answer>>();
        foreach (var input in inputs)
        {
            if (asking.Count == atOnce)
            {
                yield return await asking.Dequeue();
            }

            asking.Enqueue(AnswerAsync(reader, input, json));
        }

        while (asking.Count > 0)
        {
            yield return await asking.Dequeue();
        }
    }

    private async Task<Answer> AnswerAsync(IAnalyzer reader, (string Id, Func<Result<AnalysisInput>> Read) input, bool json)
    {
        var read = input.Read();
        var result =
            !read.Ok ? read.Problem
            : read.Value.Picture is not null && !reader.SeesPictures ? InputReader.ImageNotRead(read.Value)
            : await reader.AnalyzeAsync(read.Value, context.Cancellation);
        return new(input.Id, result, json ? AnalysisLine.Write(input.Id, result, context.Terminal.Language) : null);
    }
}
