using InfraAi.Agent.Analyses;
using InfraAi.Agent.Backstage;
using InfraAi.Agent.Examples;
using InfraAi.Agent.Health;
using InfraAi.Agent.Hosting;
using InfraAi.Agent.Http;
using InfraAi.Agent.Page;
using InfraAi.Model;
using InfraAi.Pipeline;
using Microsoft.AspNetCore.Connections;

namespace InfraAi.Agent;

/// <summary>What the host is made of, and how it ends when it cannot start.</summary>
public static class AgentHost
{
    private const int OutsideFailed = 3;

    /// <summary>How long answers under way are waited for; what was accepted goes on when the next agent starts.</summary>
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(10);

    /// <summary>The whole agent over an open workshop, ready to run.</summary>
    /// <param name="quietly">Logs warnings and errors only.</param>
    public static WebApplication Build(Workshop workshop, string[] args, bool quietly = false)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
        );
        AddAgent(builder, workshop);
        builder.Logging.SetMinimumLevel(quietly ? LogLevel.Error : LogLevel.Information);
        var app = builder.Build();
        app.UseAudit(workshop.Audit, TimeProvider.System);
        app.UseProblemAnswers();
        app.UseHosts(workshop.Settings);
        app.UseReadAddresses(app.Services.GetRequiredService<AgentKeys>());
        app.UsePage();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseLimits();
        app.MapSignIn(workshop.Settings);
        app.MapProcess();
        app.MapAnalyses();
        app.MapCampaigns();
        app.MapExamples();
        app.MapCatalog();
        app.MapRepositories();
        app.MapProjects();
        app.MapPublish();
        app.MapWebhooks();
        app.MapHealth();
        app.MapPage();
        return app;
    }

    private static void AddAgent(WebApplicationBuilder builder, Workshop workshop)
    {
        builder.Logging.AddSimpleConsole(options =>
        {
            options.SingleLine = true;
            options.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            options.UseUtcTimestamp = true;
            options.ColorBehavior = Microsoft.Extensions.Logging.Console.LoggerColorBehavior.Disabled;
        });
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // The framework tells of each refusal under the name of the handler.
        builder.Logging.AddFilter("InfraAi.Agent.Hosting", LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestText.LargestBody;
            // What nobody has begun to read is held on the sender's side.
            kestrel.Limits.MaxRequestBufferSize = 128 * 1024;
            var (address, port) = workshop.Settings.Listen;
            if (address is null)
            {
                kestrel.ListenLocalhost(port);
            }
            else
            {
                kestrel.Listen(address, port);
            }
        });
        builder.Services.AddSingleton(workshop);
        builder.Services.AddSingleton(workshop.Store);
        builder.Services.AddSingleton(workshop.Events);
        builder.Services.AddSingleton(workshop.Run);
        builder.Services.AddSingleton(workshop.Reader);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSignIn(workshop.Settings, new AgentKeys(workshop.Settings));
        builder.Services.AddSingleton<SignInLinks>();
        builder.Services.AddSingleton(services => AnalysisWorker.Jobs(workshop, services.GetRequiredService<ILogger<AnalysisJobs>>()));
        builder.Services.AddHostedService<AnalysisWorker>();
        builder.Services.AddHostedService<RetentionWorker>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = LongestGoodbye);
        builder.Services.AddSingleton<StepFeed>();
        builder.Services.AddLimits();
        builder.Services.AddSingleton<HealthChecks>();
        builder.Services.ConfigureHttpJsonOptions(options => Json.Configure(options.SerializerOptions));
        builder.Services.AddOpenApi();
    }

    /// <summary>Runs until it is asked to stop.</summary>
    /// <returns>The exit code: 0, or 3 when the port cannot be had.</returns>
    public static async Task<int> RunAsync(WebApplication app, Uri url)
    {
        try
        {
            await app.RunAsync();
            return 0;
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            return Refuse(
                new(
                    "port-in-use",
                    ProblemKind.Outside,
                    new($"Port {url.Port} is in use by another program.", $"El puerto {url.Port} está en uso por otro programa."),
                    new("Stop that program, or set AGENT_URL to another port.", "Detenga ese programa, o ponga otro puerto en AGENT_URL.")
                )
            );
        }
    }

    /// <summary>Says why there is no agent, on standard error.</summary>
    public static int Refuse(Problem problem)
    {
        using var error = new StreamWriter(OpenStandardError());
        error.WriteLine($"{problem.Code}: {problem.Message.En} {problem.Remedy.En}");
        return OutsideFailed;
    }

#pragma warning disable RS0030 // The host's one place that writes to the console: before there is a logger.
    private static Stream OpenStandardError() => Console.OpenStandardError();
#pragma warning restore RS0030
}
