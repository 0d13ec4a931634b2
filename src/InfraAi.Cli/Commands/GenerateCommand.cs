using System.CommandLine;
using InfraAi.Analysis;
using InfraAi.Catalog;
using InfraAi.Model;
using InfraAi.Pipeline;
using InfraAi.Publishing;
using InfraAi.Storage;

namespace InfraAi.Cli.Commands;

/// <summary>generate: description → Backstage files in a folder; nothing published, nothing kept in the history.</summary>
internal sealed class GenerateCommand(CommandContext context)
{
    private readonly Command command = new(
        "generate",
        context.In(
            "Write a description's Backstage files into a folder",
            "Escribe en una carpeta los archivos Backstage de una descripción"
        )
    );

    public Command Build()
    {
        var inputs = new Inputs(command, context);
        var output = new Option<string>("--output", "-o")
        {
            Description = context.In(
                "The folder; with several inputs, one folder below it for each",
                "La carpeta; con varias entradas, una subcarpeta por cada una"
            ),
            HelpName = "DIR",
            Required = true,
        };
        var format = FormatOption.Create(context);
        command.Options.Add(output);
        command.Options.Add(format);
        command.SetAction((parsed, _) => RunAsync(inputs.Of(parsed, context), parsed.GetValue(output)!, parsed.GetValue(format) == "json"));
        return command;
    }

    private sealed record Generated(
        string Id,
        string Project,
        string Folder,
        IReadOnlyList<string> Written,
        IReadOnlyList<string> Changed,
        IReadOnlyList<string> Unchanged,
        IReadOnlyList<string> Kept,
        IReadOnlyList<string> Removed,
        IReadOnlyList<string> Notes,
        IReadOnlyList<string> Entities
    );

    private async Task<int> RunAsync(IReadOnlyList<(string Id, Func<Result<AnalysisInput>> Read)> inputs, string output, bool json)
    {
        var chosen = Analyzers.Choose(context.Settings.Analyzer, context.Settings, context.Time);
        if (!chosen.Ok)
        {
            return context.Terminal.Fail(chosen.Problem);
        }

        using var reader = chosen.Value;
        var pictures = new PictureStore(null);
        var code = ExitCode.Done;
        var taken = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        // The projects of one run go into one catalog: what the first has called postgresql, the second calls by its own name too.
        var refs = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (id, read) in inputs)
        {
            var options = Workshop.Generation(context.Settings) with { TakenRefs = refs };
            var pipeline = new AnalysisPipeline(reader.Analyzer, NoPublisher.Instance, options, pictures);
            var generated = await GenerateAsync(
                pipeline,
                pictures,
                reader.Analyzer.SeesPictures,
                id,
                read(),
                inputs.Count == 1 ? output : null,
                output,
                taken
            );
            if (!generated.Ok)
            {
                code = json ? ExitCode.Of(generated.Problem) : context.Terminal.Fail(generated.Problem);
                if (json)
                {
                    context.Terminal.Out.WriteLine(AnalysisLine.Write(id, generated.Problem, context.Terminal.Language));
                }
            }
            else
            {
                refs.UnionWith(generated.Value.Entities);
                if (generated.Value.Kept.Count > 0)
                {
                    code = Math.Max(code, ExitCode.NotRight);
                }

                if (json)
                {
                    context.Terminal.Out.WriteLine(Json.Write(generated.Value));
                }
                else
                {
                    Show(generated.Value);
                }
            }
        }

        return code;
    }

    private async Task<Result<Generated>> GenerateAsync(
        AnalysisPipeline pipeline,
        PictureStore pictures,
        bool seesPictures,
        string id,
        Result<AnalysisInput> input,
        string? folder,
        string output,
        Dictionary<string, string> taken
    )
    {
        if (!input.Ok)
        {
            return input.Problem;
        }

        if (input.Value.Picture is not null && !seesPictures)
        {
            return InputReader.ImageNotRead(input.Value);
        }

        var request = await pictures.RequestAsync(input.Value);
        if (!request.Ok)
        {
            return request.Problem;
        }

        var analysis = new AnalysisRecord
        {
            Id = id,
            Status = AnalysisStatus.Running,
            CreatedAt = context.Time.GetUtcNow(),
            Input = request.Value,
        };
        foreach (var stage in pipeline.Stages.Where(s => s.Step < PipelineStep.Publish))
        {
            var outcome = await stage.Walk(analysis, context.Cancellation);
            if (!outcome.Ok)
            {
                return outcome.Problem;
            }

            analysis = outcome.Value.Analysis;
        }

        var project = analysis.Project!;
        folder ??= Path.Combine(output, Unique(project.Name, id, taken));
        var written = await FolderOutput.WriteAsync(folder, project.Name, project.Files, context.Cancellation);
        return written.Ok
            ? new Generated(
                id,
                project.Name,
                folder,
                written.Value.Added,
                written.Value.Changed,
                written.Value.Unchanged,
                written.Value.Kept,
                written.Value.Removed,
                [.. written.Value.Notes.Select(note => note.In(context.Terminal.Language))],
                [.. project.Entities.Select(e => e.Ref)]
            )
            : written.Problem;
    }

    /// <summary>Two inputs with the same name get two folders.</summary>
    private static string Unique(string name, string id, Dictionary<string, string> taken)
    {
        var unique = name;
        for (var n = 2; !taken.TryAdd(unique, id); n++)
        {
            unique = $"{name}-{n}";
        }

        return unique;
    }

    private void Show(Generated generated)
    {
        var terminal = context.Terminal;
        terminal.Out.WriteLine($"{generated.Project} → {generated.Folder}");
        foreach (
            var (mark, list) in new (string, IReadOnlyList<string>)[]
            {
                ("+", generated.Written),
                ("~", generated.Changed),
                ("-", generated.Removed),
                ("!", generated.Kept),
            }
        )
        {
            foreach (var file in list)
            {
                terminal.Out.WriteLine($"  {mark} {file}");
            }
        }

        foreach (var note in generated.Notes)
        {
            terminal.ShowLine($"    {note}");
        }

        if (generated.Unchanged.Count > 0)
        {
            terminal.Out.WriteLine($"  = {generated.Unchanged.Count} {context.In("unchanged", "sin cambios")}");
        }

        terminal.Out.WriteLine($"  {generated.Entities.Count} {context.In("entities, all valid", "entidades, todas válidas")}");
    }
}
