using InfraAi.Model;
using InfraAi.Platform.Manifest;
using InfraAi.Platform.Processes;

namespace InfraAi.Platform.Services;

/// <summary>How a service is, as seen from outside.</summary>
public enum ServiceCondition
{
    /// <summary>Nothing of it runs.</summary>
    Stopped,

    /// <summary>It was started here and has ended by itself.</summary>
    Ended,

    /// <summary>It runs and does not answer yet; its start limit has not passed.</summary>
    Starting,

    /// <summary>It runs past its start limit and does not answer.</summary>
    NotAnswering,

    /// <summary>It runs; nothing can be asked of it.</summary>
    Running,
    Healthy,

    /// <summary>It answers, and says that it can do less than it should.</summary>
    Degraded,

    /// <summary>It answers, and says that it cannot do its work.</summary>
    Unhealthy,

    /// <summary>Its port is held by a program that was not started here and does not answer as it would.</summary>
    PortTaken,
}

/// <summary>What was seen of a service just now.</summary>
/// <param name="Ours">The process that was started here, when it runs.</param>
/// <param name="Holder">Who listens on its port, when that is none of ours.</param>
/// <param name="LatencyMs">Of its answer; null when there was none.</param>
/// <param name="Detail">What it said is wrong with it.</param>
public sealed record ServiceState(
    ServiceCondition Condition,
    Uri? Url,
    RunningProcess? Ours = null,
    PortHolder? Holder = null,
    long? LatencyMs = null,
    string? Detail = null
)
{
    /// <summary>It does its work.</summary>
    public bool IsUp => Condition is ServiceCondition.Running or ServiceCondition.Healthy or ServiceCondition.Degraded;
}

/// <summary>A service that can be started, looked at and stopped.</summary>
public interface IService
{
    ServiceEntry Entry { get; }

    /// <summary>Where it is reached; null when it listens nowhere.</summary>
    Uri? Url { get; }

    Task<ServiceState> LookAsync(CancellationToken cancellation);

    /// <summary>Starts it and waits until it is ready; when it already runs, starts nothing.</summary>
    /// <param name="say">Told what takes long.</param>
    /// <returns>True when this call started it, false when it was running.</returns>
    Task<Result<bool>> StartAsync(Action<Phrase> say, CancellationToken cancellation);

    /// <summary>Ends what a start has started, with its children, and nothing else.</summary>
    /// <returns>True when it was running.</returns>
    Task<Result<bool>> StopAsync(CancellationToken cancellation);
}
