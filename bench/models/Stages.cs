using System.Diagnostics;
using InfraAi.Analysis;
using InfraAi.Analysis.Models;
using InfraAi.Analysis.Text;
using InfraAi.Catalog;
using InfraAi.Model;
using InfraAi.Models.Tests.StandIn;
using InfraAi.Pipeline;
using InfraAi.Storage;

namespace InfraAi.Bench.Models;

/// <summary>Where the agent's own time goes: processor time of each step for one description, alone and warm.</summary>
internal static class Stages
{
    public static async Task<int> RunAsync(int rounds)
    {
        await using var model = await StandInModel.StartAsync();
        model.Remembers = false;
        model.Always = Speed.Right;
        var options = new ModelOptions
        {
            Vendor = "gemini",
            Model = "gemini-3.8-flash",
            BaseUrl = model.Url,
            Key = new(model.Key),
        };
        // From a cassette: without the wire, to tell its cost from the analyser's.
        var cassette = Cassette.Empty();
        var input = InputReader.Read(Speed.Text, "tienda").Value;
        using (var recording = ModelDoor.Open(options, TimeProvider.System, cassette.Recording()))
        {
            await new ModelAnalyzer(recording, new TextAnalyzer()).AnalyzeAsync(input);
        }

        using var replaying = ModelDoor.Open(options, TimeProvider.System, cassette.Replaying());
        using var wired = ModelDoor.Open(options, TimeProvider.System);
        var offline = new TextAnalyzer();
        var analyzer = new ModelAnalyzer(replaying, offline);
        var overWire = new ModelAnalyzer(wired, offline);
        var architecture = (await analyzer.AnalyzeAsync(input)).Value;
        var generation = new GenerationOptions { Version = Product.Version };
        var project = CatalogGenerator.Generate(architecture, generation);
        var folder = Directory.CreateTempSubdirectory("infra-ai-bench-").FullName;
        await using var database = (await Database.OpenAsync(folder)).Value;
        var store = new AnalysisStore(database, TimeProvider.System);
        var run = new PipelineRun(new AnalysisPipeline(analyzer, null, generation), store, new(), TimeProvider.System);

        await MeasureAsync(
            "offline reader",
            rounds,
            () =>
            {
                offline.Analyze(input);
                return Task.CompletedTask;
            }
        );
        await MeasureAsync("model analyser, from a cassette", rounds, () => analyzer.AnalyzeAsync(input).AsTask());
        await MeasureAsync("model analyser, over the wire (with the stand-in)", rounds, () => overWire.AnalyzeAsync(input).AsTask());
        await MeasureAsync(
            "generate",
            rounds,
            () =>
            {
                CatalogGenerator.Generate(architecture, generation);
                return Task.CompletedTask;
            }
        );
        await MeasureAsync(
            "validate",
            rounds,
            () =>
            {
                CatalogValidator.ValidateBundle(project.Files);
                return Task.CompletedTask;
            }
        );
        await MeasureAsync(
            "architecture as JSON",
            rounds,
            () =>
            {
                Json.Write(architecture);
                return Task.CompletedTask;
            }
        );
        await MeasureAsync(
            "accept and run, store and all (cassette)",
            rounds,
            async () =>
            {
                var accepted = await store.AcceptAsync(new("text", input.Text, input.Name));
                await run.RunAsync(accepted.Value, CancellationToken.None);
            }
        );
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
        return 0;
    }

    private static async Task MeasureAsync(string what, int rounds, Func<Task> step)
    {
        for (var i = 0; i < rounds; i++)
        {
            await step();
        }

        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var bytes = GC.GetTotalAllocatedBytes();
        for (var i = 0; i < rounds; i++)
        {
            await step();
        }

        process.Refresh();
        var ms = (process.TotalProcessorTime - before).TotalMilliseconds / rounds;
        Console.WriteLine($"| {what} | {ms:0.000} ms | {(GC.GetTotalAllocatedBytes() - bytes) / rounds / 1024} KB |");
    }
}
