using InfraAi.Model;

namespace InfraAi.Analysis.Text;

/// <summary>Which way things usually flow between two kinds of parts; asked only where the words leave it open.</summary>
internal static class Flow
{
    private enum Stage
    {
        Entry,
        Event,
        Compute,
        Data,
        Watch,
    }

    /// <summary>True when "A, B" names a path from A to B ("API Gateway, Lambda and DynamoDB"), not a mere list ("PostgreSQL and Redis").</summary>
    internal static bool IsPath(ComponentKind from, ComponentKind to) =>
        (Of(from), Of(to)) switch
        {
            (Stage.Entry, Stage.Entry) => from != to,
            (Stage.Entry, Stage.Data) => to == ComponentKind.Storage,
            (Stage.Entry, _) => true,
            (Stage.Event, Stage.Entry) => false,
            (Stage.Event, Stage.Event) => from != to,
            (Stage.Event, Stage.Watch) => false,
            (Stage.Event, _) => true,
            (Stage.Compute, Stage.Entry) => false,
            (Stage.Compute, Stage.Compute) => from != to,
            (Stage.Compute, _) => true,
            (Stage.Data, Stage.Event or Stage.Compute) => from == ComponentKind.Storage,
            _ => false,
        };

    /// <summary>True when, of two parts joined without a direction ("A using B"), the second comes first.</summary>
    internal static bool SecondFirst(ComponentKind first, ComponentKind second) => Rank(second) < Rank(first);

    /// <summary>What a path between two kinds usually is.</summary>
    internal static RelationKind KindOf(ComponentKind from, ComponentKind to) =>
        (Of(from), Of(to)) switch
        {
            (Stage.Entry, _) => RelationKind.Routes,
            (Stage.Event, Stage.Data) when from == ComponentKind.Job => RelationKind.Uses,
            (Stage.Event, _) => RelationKind.Triggers,
            (_, Stage.Event) => RelationKind.Publishes,
            (Stage.Data, Stage.Compute) => RelationKind.Triggers,
            _ => RelationKind.Uses,
        };

    /// <summary>True for a part that hands over what it holds: who reads it is set off by it.</summary>
    internal static bool IsSource(ComponentKind kind) =>
        kind
            is ComponentKind.Queue
                or ComponentKind.Stream
                or ComponentKind.Notification
                or ComponentKind.Gateway
                or ComponentKind.Iot
                or ComponentKind.Device
                or ComponentKind.Person;

    private static Stage Of(ComponentKind kind) =>
        kind switch
        {
            ComponentKind.Person
            or ComponentKind.Device
            or ComponentKind.MobileApp
            or ComponentKind.Website
            or ComponentKind.Dns
            or ComponentKind.Cdn
            or ComponentKind.Firewall
            or ComponentKind.LoadBalancer
            or ComponentKind.Gateway
            or ComponentKind.Iot
            or ComponentKind.Identity
            or ComponentKind.Network => Stage.Entry,
            ComponentKind.Notification or ComponentKind.Queue or ComponentKind.Stream or ComponentKind.Job => Stage.Event,
            ComponentKind.Database
            or ComponentKind.Cache
            or ComponentKind.Storage
            or ComponentKind.Warehouse
            or ComponentKind.Search
            or ComponentKind.Secrets
            or ComponentKind.ContainerRegistry
            or ComponentKind.Repository => Stage.Data,
            ComponentKind.Monitoring or ComponentKind.Analytics => Stage.Watch,
            _ => Stage.Compute,
        };

    private static int Rank(ComponentKind kind) =>
        kind switch
        {
            ComponentKind.Person => 0,
            ComponentKind.Device => 1,
            ComponentKind.MobileApp or ComponentKind.Website => 2,
            ComponentKind.Job => 3,
            ComponentKind.Dns => 3,
            ComponentKind.Cdn => 4,
            ComponentKind.Firewall => 5,
            ComponentKind.LoadBalancer => 7,
            ComponentKind.Gateway or ComponentKind.Iot => 6,
            ComponentKind.Notification => 8,
            ComponentKind.Queue or ComponentKind.Stream => 9,
            ComponentKind.Ai => 14,
            ComponentKind.External => 14,
            ComponentKind.Cache => 15,
            ComponentKind.Database or ComponentKind.Storage or ComponentKind.Search or ComponentKind.Warehouse or ComponentKind.Secrets =>
                16,
            ComponentKind.Monitoring or ComponentKind.Analytics => 18,
            _ => 12,
        };
}
