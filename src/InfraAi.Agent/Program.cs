using InfraAi.Agent;
using InfraAi.Pipeline;
using InfraAi.Platform.Configuration;
using InfraAi.Platform.Files;

DataFolder.KeepPrivate();
var root = Environment.GetEnvironmentVariable("INFRA_AI_ROOT") ?? Directory.GetCurrentDirectory();
var settings = Settings.Load(root, Environment.GetEnvironmentVariable);
if (!settings.Ok)
{
    return AgentHost.Refuse(settings.Problem);
}

var workshop = await Workshop.OpenAsync(settings.Value, TimeProvider.System);
if (!workshop.Ok)
{
    return AgentHost.Refuse(workshop.Problem);
}

await using var open = workshop.Value;
await using var app = AgentHost.Build(open, args);
return await AgentHost.RunAsync(app, settings.Value.AgentUrl);
