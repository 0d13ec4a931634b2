using InfraAi.Analysis;
using InfraAi.Analysis.Text;
using InfraAi.Catalog;
using InfraAi.Model;
using InfraAi.Platform.Configuration;
using InfraAi.Publishing;
using InfraAi.Publishing.Git;
using InfraAi.Storage;

namespace InfraAi.Pipeline;

/// <summary>Everything a host needs to walk descriptions through the pipeline, put together from the settings in one place.</summary>
public sealed class Workshop : IAsyncDisposable
{
    private Workshop(Settings settings, Database database, TimeProvider time)
    {
        Settings = settings;
        Database = database;
        Store = new(database, time);
        Analyzer = new TextAnalyzer();
        var repositories = Path.Combine(settings.Home, "repositories");
        Reader = new(repositories);
        Publisher = new GitPublisher(repositories, settings.AgentUrl, time);
        Run = new(new AnalysisPipeline(Analyzer, Publisher, Generation(settings)), Store, Events, time);
    }

    public Settings Settings { get; }
    public Database Database { get; }
    public AnalysisStore Store { get; }
    public AnalysisEvents Events { get; } = new();
    public IAnalyzer Analyzer { get; }
    public IPublisher Publisher { get; }
    public GitReader Reader { get; }
    public PipelineRun Run { get; }

    /// <returns>The workshop, or why the settings do not allow one.</returns>
    public static async Task<Result<Workshop>> OpenAsync(Settings settings, TimeProvider time)
    {
        if (settings.Analyzer == "gemini")
        {
            return GeminiMissing;
        }

        var database = await Database.OpenAsync(settings.Home);
        return database.Ok ? new Workshop(settings, database.Value, time) : database.Problem;
    }

    public static GenerationOptions Generation(Settings settings) =>
        new() { DefaultOwner = settings.DefaultOwner, Version = Product.Version };

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private static readonly Problem GeminiMissing = new(
        "gemini-not-available",
        ProblemKind.NotAvailable,
        new("This version does not have the Gemini analyser yet.", "Esta versión todavía no tiene el analizador Gemini."),
        new("Set ANALYZER=offline.", "Ponga ANALYZER=offline.")
    );
}
