using InfraAi.Model;
using InfraAi.Platform.Manifest;

namespace InfraAi.Platform.Services;

/// <summary>The command that runs a service, in the foreground.</summary>
/// <param name="Command">Program and arguments. It must stay the process that it is (no daemon): its pid is the service's.</param>
/// <param name="Environment">Added to its environment; a null takes a variable away.</param>
public sealed record ServiceCommand(IReadOnlyList<string> Command, string Folder, IReadOnlyDictionary<string, string?> Environment);

/// <summary>
/// What is particular to a sort of service whose set-up and command come from code (`kind:` in platform.yaml). Processes, records, logs, locks,
/// waiting and stopping are <see cref="ServiceProcess"/>'s; a new kind is a class with this interface and a line in the CLI's Services.
/// </summary>
public interface IServiceKind
{
    /// <summary>Where the service is reached, before it runs; null when it listens nowhere.</summary>
    Uri? Url(ServiceEntry entry);

    /// <summary>False when somebody else runs it: then it is only asked, never started, stopped or taken for a stranger on its port.</summary>
    bool IsOurs(ServiceEntry entry) => true;

    /// <summary>Makes what the service needs (installs, builds, creates a cluster) and says how to run it. May be called again at any time.</summary>
    /// <param name="say">Told before a step that takes more than a second.</param>
    /// <returns>The command, or what stands in the way.</returns>
    Task<Result<ServiceCommand>> PrepareAsync(ServiceEntry entry, Action<Phrase> say, CancellationToken cancellation);

    /// <summary>Asks whether it is ready.</summary>
    /// <returns>What it answered; null when it does not answer (yet).</returns>
    Task<Answer?> AskAsync(ServiceEntry entry, CancellationToken cancellation);
}

/// <summary>A service that its manifest entry describes whole.</summary>
public sealed class CommandKind : IServiceKind
{
    public Uri? Url(ServiceEntry entry) => entry.Url;

    public Task<Result<ServiceCommand>> PrepareAsync(ServiceEntry entry, Action<Phrase> say, CancellationToken cancellation) =>
        Task.FromResult<Result<ServiceCommand>>(
            new ServiceCommand(
                entry.Command,
                entry.Folder,
                entry.Environment.ToDictionary(e => e.Key, e => (string?)e.Value, StringComparer.Ordinal)
            )
        );

    public Task<Answer?> AskAsync(ServiceEntry entry, CancellationToken cancellation) => Readiness.AskAsync(entry.Ready, cancellation);
}
