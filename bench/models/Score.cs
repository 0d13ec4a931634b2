using System.Diagnostics;
using System.Text.Json;
using InfraAi.Analysis;
using InfraAi.Analysis.Models;
using InfraAi.Analysis.Text;
using InfraAi.Model;
using InfraAi.Platform.Configuration;

namespace InfraAi.Bench.Models;

/// <summary>One model against labelled texts: asked for real, recorded, or replayed from a cassette.</summary>
internal static class Score
{
    private const int AtOnce = 8;

    public static async Task<int> RunAsync(string[] args)
    {
        var folder = Arguments.Text(args, "--bench") ?? Environment.GetEnvironmentVariable("INFRA_AI_BENCH");
        var labels = folder is null ? null : Path.Combine(folder, "texts", "dev.jsonl");
        if (labels is null || !File.Exists(labels))
        {
            Console.Error.WriteLine(
                "Name the folder of the bench: --bench DIR or INFRA_AI_BENCH (texts/dev.jsonl and score.py are in it)."
            );
            return 2;
        }

        var settings = Settings.Load(Directory.GetCurrentDirectory(), Environment.GetEnvironmentVariable);
        var replay = Arguments.Text(args, "--replay");
        var record = Arguments.Text(args, "--record");
        if (!settings.Ok || Options(settings.Value, args, replay is not null) is not { } options)
        {
            Console.Error.WriteLine(
                settings.Problem?.ToString() ?? "No key: set GEMINI_API_KEY (or ANALYZER and MODEL_*), or --replay CASSETTE."
            );
            return 3;
        }

        var cassette = replay is null ? Cassette.Empty() : Cassette.Load(replay);
        using var network =
            replay is not null ? cassette.Replaying()
            : record is not null ? cassette.Recording()
            : null;
        using var door = ModelDoor.Open(options, TimeProvider.System, network);
        var analyzer = new ModelAnalyzer(door, new TextAnalyzer());
        var inputs = File.ReadLines(labels).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        var lines = new string?[inputs.Count];
        var problems = new List<string>();
        var (rejected, tokens) = (0, 0L);
        await Parallel.ForAsync(
            0,
            inputs.Count,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (i, cancellation) =>
            {
                var id = inputs[i].GetProperty("id").GetString()!;
                var read = await analyzer.AnalyzeAsync(new(id, inputs[i].GetProperty("text").GetString()!), cancellation);
                lock (lines)
                {
                    if (read.Ok)
                    {
                        rejected += read.Value.Rejected.Count;
                        tokens += read.Value.Model!.InputTokens + read.Value.Model.OutputTokens;
                        lines[i] = Line(id, read.Value);
                    }
                    else
                    {
                        problems.Add($"{id}: {read.Problem}");
                    }
                }
            }
        );
        if (record is not null)
        {
            cassette.Save(record);
        }

        var predictions = Path.GetTempFileName();
        await File.WriteAllLinesAsync(predictions, lines.OfType<string>());
        Console.WriteLine(
            $"model {options.Vendor} {options.Model} · prompt {ModelDoor.PromptVersion} · {inputs.Count} texts · {rejected} claims rejected · {tokens} tokens · {problems.Count} failed"
        );
        problems.Take(5).ToList().ForEach(Console.WriteLine);
        var start = new ProcessStartInfo("python3")
        {
            ArgumentList = { Path.Combine(folder!, "score.py"), "--labels", labels, "--pred", predictions },
        };
        using var python = Process.Start(start)!;
        await python.WaitForExitAsync();
        File.Delete(predictions);
        return python.ExitCode;
    }

    private static ModelOptions? Options(Settings settings, string[] args, bool replay)
    {
        var vendor = settings.Analyzer == "offline" ? "gemini" : settings.Analyzer;
        var model = settings.Model(vendor)!;
        return model.Key is null && !replay
            ? null
            : new()
            {
                Vendor = vendor,
                Model = Arguments.Text(args, "--model") ?? model.Name ?? "",
                BaseUrl = model.BaseUrl,
                Key = new(model.Key),
                Timeout = model.Timeout,
            };
    }

    private static string Line(string id, Architecture a)
    {
        var names = a.Components.ToDictionary(c => c.Id, c => c.Name, StringComparer.Ordinal);
        return JsonSerializer.Serialize(
            new
            {
                id,
                components = a.Components.Select(c => new { name = c.Name, aliases = c.Technology is null ? [] : new[] { c.Technology } }),
                relations = a.Relations.Select(r => new { from = names[r.From], to = names[r.To] }),
            }
        );
    }
}
