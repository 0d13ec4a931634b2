using InfraAi.Model;

namespace InfraAi.Catalog;

/// <summary>Which end of a relation needs the other: Backstage has one word, dependsOn, for all that an architecture says.</summary>
/// <remarks>
/// The end that acts has to know the one it acts on, so it depends on it: callers on the called, writers and publishers on what they
/// write to, subscribers on what they subscribe to, deployers and monitors on their targets. Two exceptions follow the data:
/// a replica needs its source, and what is set off by something passive (a bucket, a queue, a table) needs that source of events,
/// which itself knows nothing of who listens.
/// </remarks>
internal static class Dependency
{
    /// <returns>True when the relation's From depends on its To, false when To depends on From.</returns>
    public static bool IsForward(RelationKind relation, ComponentKind from) =>
        relation switch
        {
            RelationKind.Replicates => false,
            RelationKind.Triggers => !IsPassive(from),
            _ => true,
        };

    private static bool IsPassive(ComponentKind kind) =>
        kind
            is ComponentKind.Database
                or ComponentKind.Warehouse
                or ComponentKind.Cache
                or ComponentKind.Queue
                or ComponentKind.Stream
                or ComponentKind.Storage
                or ComponentKind.Search
                or ComponentKind.Repository
                or ComponentKind.ContainerRegistry
                or ComponentKind.Notification
                or ComponentKind.Device;
}
