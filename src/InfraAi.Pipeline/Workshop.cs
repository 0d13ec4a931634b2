using InfraAi.Analysis;
using InfraAi.Analysis.Models;
using InfraAi.Catalog;
using InfraAi.Model;
using InfraAi.Platform.Configuration;
using InfraAi.Platform.Files;
using InfraAi.Publishing;
using InfraAi.Publishing.Backstage;
using InfraAi.Publishing.Git;
using InfraAi.Publishing.GitHub;
using InfraAi.Storage;

namespace InfraAi.Pipeline;

/// <summary>Everything a host needs to walk descriptions through the pipeline, put together from the settings in one place.</summary>
public sealed class Workshop : IAsyncDisposable
{
    private readonly ChosenAnalyzer chosen;

    private Workshop(Settings settings, ChosenAnalyzer chosen, GitHubPublisher? publisher, Database database, TimeProvider time)
    {
        this.chosen = chosen;
        Settings = settings;
        Database = database;
        Store = new(database, time);
        Pictures = new(new PictureFiles(database, time));
        var repositories = Path.Combine(settings.Home, "repositories");
        Reader = new(repositories);
        Jobs = new(database);
        Eraser = new(database, time);
        Owners = new(database);
        Audit = new(settings.Home);
        Publisher =
            publisher as IPublisher ?? (settings.Publish == "none" ? null : new GitPublisher(repositories, settings.AgentUrl, time));
        Backstage = Publisher is null ? null : Publishers.Backstage(settings, time);
        var memory = new PublishingMemory(Store, Jobs, Owners, time);
        ReadAddress = settings.ReadAddress;
        var pipeline = new AnalysisPipeline(Analyzer, Publisher, Generation(settings), Pictures, memory, Backstage)
        {
            PushSecret = settings.Get("BACKSTAGE_WEBHOOK_SECRET").Value,
            ReadAddress = ReadAddress,
        };
        Run = new(pipeline, Store, Events, time);
    }

    public Settings Settings { get; }
    public Database Database { get; }
    public AnalysisStore Store { get; }
    public JobStore Jobs { get; }
    public ProjectOwners Owners { get; }

    /// <summary>Every change and every refusal.</summary>
    public AuditLog Audit { get; }

    /// <summary>Takes out of the store what is to be forgotten.</summary>
    public HistoryEraser Eraser { get; }

    /// <summary>Null without BACKSTAGE_URL.</summary>
    public BackstageRegistry? Backstage { get; }
    public AnalysisEvents Events { get; } = new();
    public IAnalyzer Analyzer => chosen.Analyzer;

    /// <summary>The model behind the analyser; null for the offline one.</summary>
    public ModelDoor? Model => chosen.Model;

    /// <summary>Null with PUBLISH=none.</summary>
    public IPublisher? Publisher { get; }
    public PictureStore Pictures { get; }
    public GitReader Reader { get; }

    /// <summary>What the addresses of a publication are told as: with the permission to read them.</summary>
    public ReadAddress ReadAddress { get; }
    public PipelineRun Run { get; }

    /// <returns>The workshop, or why the settings do not allow one.</returns>
    public static async Task<Result<Workshop>> OpenAsync(Settings settings, TimeProvider time)
    {
        var analyzer = Analyzers.Choose(settings.Analyzer, settings, time);
        if (!analyzer.Ok)
        {
            return analyzer.Problem;
        }

        var github = Publishers.GitHub(settings, time);
        if (!github.Ok)
        {
            analyzer.Value.Dispose();
            return github.Problem;
        }

        var database = OpenHome(settings.Home) is { } closed ? closed : await Database.OpenAsync(settings);
        if (!database.Ok)
        {
            analyzer.Value.Dispose();
            return database.Problem;
        }

        var masked = await new SecretUpgrade(database.Value).RunAsync();
        if (masked.Ok)
        {
            return new Workshop(settings, analyzer.Value, github.Value, database.Value, time);
        }

        analyzer.Value.Dispose();
        await database.Value.DisposeAsync();
        return masked.Problem;
    }

    /// <summary>Published repositories are in it whatever the store is.</summary>
    private static Problem? OpenHome(string home)
    {
        try
        {
            DataFolder.Open(home);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return FolderProblems.NotWritable(home, e.Message);
        }
    }

    public static GenerationOptions Generation(Settings settings) =>
        new() { DefaultOwner = settings.DefaultOwner, Version = Product.Version };

    public ValueTask DisposeAsync()
    {
        chosen.Dispose();
        (Publisher as IDisposable)?.Dispose();
        return Database.DisposeAsync();
    }
}
