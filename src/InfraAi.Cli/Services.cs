using InfraAi.Model;
using InfraAi.Platform.Manifest;
using InfraAi.Platform.Services;

namespace InfraAi.Cli;

/// <summary>The services that the verbs look after: those of platform.yaml.</summary>
internal static class Services
{
    /// <returns>The services in the order of their needs, or what is wrong with platform.yaml.</returns>
    public static Result<Supervisor> Load(CommandContext context)
    {
        var manifest = ManifestReader.Load(context.Settings);
        return manifest.Ok ? Of(manifest.Value, context) : manifest.Problem;
    }

    public static Supervisor Of(PlatformManifest manifest, CommandContext context)
    {
        var kinds = Kinds(context);
        return new(
            [
                .. WithDatabase(manifest.Services, context)
                    .Select(entry => new ServiceProcess(entry, kinds[entry.Kind], context.Settings, context.Time)),
            ],
            context.Time
        );
    }

    /// <summary>With POSTGRES_HOST the agent keeps its analyses in PostgreSQL, and so needs it.</summary>
    private static IEnumerable<ServiceEntry> WithDatabase(IReadOnlyList<ServiceEntry> services, CommandContext context) =>
        context.Settings.Postgres is null || services.FirstOrDefault(s => s.Kind == "postgres") is not { } database
            ? services
            :
            [
                database,
                .. services
                    .Where(s => s != database)
                    .Select(s =>
                        s.Kind == "agent" && !s.Needs.Contains(database.Name, StringComparer.Ordinal) ? s with { Needs = [.. s.Needs, database.Name] } : s
                    ),
            ];

    /// <summary>One for each of <see cref="ManifestReader.Kinds"/>.</summary>
    private static Dictionary<string, IServiceKind> Kinds(CommandContext context) =>
        new(StringComparer.Ordinal)
        {
            [ServiceEntry.CommandKind] = new CommandKind(),
            // The agent's program stands beside this one: the launcher publishes both into one folder.
            ["agent"] = new AgentKind(context.Settings, Path.Combine(AppContext.BaseDirectory, "InfraAi.Agent.dll")),
            ["postgres"] = new PostgresKind(context.Settings),
            ["backstage"] = new BackstageKind(context.Settings),
        };
}
