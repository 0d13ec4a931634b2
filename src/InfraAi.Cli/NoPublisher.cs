using InfraAi.Model;
using InfraAi.Publishing;

namespace InfraAi.Cli;

/// <summary>For verbs that stop before publishing: being asked to publish is a bug.</summary>
internal sealed class NoPublisher : IPublisher
{
    public static readonly NoPublisher Instance = new();

    public Task<Result<Published>> PublishAsync(PublishRequest request, CancellationToken cancellation = default) =>
        throw new InvalidOperationException("This verb publishes nothing.");
}
