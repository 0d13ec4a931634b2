using InfraAi.Agent;
using InfraAi.Agent.Analyses;
using InfraAi.Agent.Backstage;
using InfraAi.Agent.Examples;
using InfraAi.Agent.Health;
using InfraAi.Agent.Http;
using InfraAi.Agent.Page;
using InfraAi.Pipeline;
using InfraAi.Platform.Configuration;

var settings = Settings.Load(Environment.GetEnvironmentVariable("INFRA_AI_ROOT") ?? Directory.GetCurrentDirectory(), Environment.GetEnvironmentVariable);
if (!settings.Ok)
{
    return Startup.Refuse(settings.Problem);
}

var workshop = await Workshop.OpenAsync(settings.Value, TimeProvider.System);
if (!workshop.Ok)
{
    return Startup.Refuse(workshop.Problem);
}

await using var open = workshop.Value;
var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.AddAgent(open);

var app = builder.Build();
app.UseProblemAnswers();
app.UseSameOrigin(settings.Value.AgentUrl);
app.MapProcess();
app.MapAnalyses();
app.MapExamples();
app.MapCatalog();
app.MapRepositories();
app.MapHealth();
app.MapDocumentation();
app.MapPage();
return await Startup.RunAsync(app, settings.Value.AgentUrl);
