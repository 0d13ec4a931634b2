using InfraAi.Platform.Services;

namespace InfraAi.Cli;

/// <summary>The services that the verbs look after.</summary>
internal static class Services
{
    /// <summary>The agent's program stands beside this one: the launcher publishes both into one folder.</summary>
    public static AgentService Agent(CommandContext context) =>
        new(context.Settings, Path.Combine(AppContext.BaseDirectory, "InfraAi.Agent.dll"), context.Time);
}
