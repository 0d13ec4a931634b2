using InfraAi.Model;
using InfraAi.Platform.Configuration;
using InfraAi.Platform.Files;
using InfraAi.Platform.Manifest;

namespace InfraAi.Platform.Services;

/// <summary>The agent: its program stands beside the CLI's, its address is a setting.</summary>
/// <param name="program">Its DLL, which `dotnet` runs.</param>
public sealed class AgentKind(Settings settings, string program) : IServiceKind
{
    public Uri Url(ServiceEntry entry) => settings.AgentUrl;

    Uri? IServiceKind.Url(ServiceEntry entry) => Url(entry);

    public Task<Result<ServiceCommand>> PrepareAsync(ServiceEntry entry, Action<Phrase> say, CancellationToken cancellation)
    {
        var environment = entry.Environment.ToDictionary(e => e.Key, e => (string?)e.Value, StringComparer.Ordinal);
        environment["INFRA_AI_ROOT"] = settings.Root;
        if (settings.Get("BACKSTAGE_URL").Value is not null && settings.OwnsBackstage)
        {
            // Made before Backstage starts: both may be starting now, and each must know it.
            environment["BACKSTAGE_TOKEN"] = settings.BackstageToken ?? new SecretFile(settings.Home, "backstage-token").Read();
        }

        return Task.FromResult<Result<ServiceCommand>>(new ServiceCommand(["dotnet", program], settings.Root, environment));
    }

    public Task<Answer?> AskAsync(ServiceEntry entry, CancellationToken cancellation) =>
        Readiness.AskAsync(new Uri(settings.AgentUrl, "/health"), cancellation);
}
