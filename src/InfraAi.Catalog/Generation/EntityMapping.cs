using InfraAi.Model;

namespace InfraAi.Catalog;

/// <summary>Which Backstage kind and type a component becomes. Code of one's own is a Component, what it runs on or stores in is a Resource.</summary>
/// <remarks>Types are the well-known ones of the software catalog where one fits (service, website, library, database, cluster).</remarks>
public static class EntityMapping
{
    /// <returns>Kind and type; null for a person, which is no entity of a system.</returns>
    public static (string Kind, string Type)? For(ComponentKind kind) =>
        kind switch
        {
            ComponentKind.Service => ("Component", "service"),
            ComponentKind.Website => ("Component", "website"),
            ComponentKind.MobileApp => ("Component", "mobile-app"),
            ComponentKind.Function => ("Component", "service"),
            ComponentKind.Job => ("Component", "service"),
            ComponentKind.Workflow => ("Component", "service"),
            ComponentKind.Tool => ("Component", "service"),
            ComponentKind.Library => ("Component", "library"),
            ComponentKind.Api => ("API", "openapi"),
            ComponentKind.Gateway => ("Resource", "gateway"),
            ComponentKind.LoadBalancer => ("Resource", "load-balancer"),
            ComponentKind.Cdn => ("Resource", "cdn"),
            ComponentKind.Dns => ("Resource", "dns"),
            ComponentKind.Firewall => ("Resource", "firewall"),
            ComponentKind.Network => ("Resource", "network"),
            ComponentKind.Database => ("Resource", "database"),
            ComponentKind.Warehouse => ("Resource", "data-warehouse"),
            ComponentKind.Cache => ("Resource", "cache"),
            ComponentKind.Queue => ("Resource", "queue"),
            ComponentKind.Stream => ("Resource", "stream"),
            ComponentKind.Storage => ("Resource", "storage"),
            ComponentKind.Search => ("Resource", "search"),
            ComponentKind.Compute => ("Resource", "compute"),
            ComponentKind.Cluster => ("Resource", "cluster"),
            ComponentKind.ContainerRegistry => ("Resource", "container-registry"),
            ComponentKind.Repository => ("Resource", "repository"),
            ComponentKind.Pipeline => ("Resource", "pipeline"),
            ComponentKind.Analytics => ("Resource", "analytics"),
            ComponentKind.Ai => ("Resource", "ai-service"),
            ComponentKind.Identity => ("Resource", "identity"),
            ComponentKind.Secrets => ("Resource", "secrets"),
            ComponentKind.Monitoring => ("Resource", "monitoring"),
            ComponentKind.Notification => ("Resource", "notification"),
            ComponentKind.Iot => ("Resource", "iot"),
            ComponentKind.Device => ("Resource", "device"),
            ComponentKind.External => ("Resource", "external-service"),
            ComponentKind.Person => null,
            _ => ("Component", "service"),
        };

    /// <summary>The same for a component, with its technology heard first.</summary>
    internal static (string Kind, string Type)? For(Component component, GenerationOptions options)
    {
        if (component.Kind == ComponentKind.Person)
            return null;
        if (
            component.Technology is { } technology
            && options.Mapping?.Invoke(technology) is { Kind: "Component" or "Resource" or "API" } mapped
            && mapped.Type.Length > 0
        )
            return mapped;
        return component.Kind == ComponentKind.Api ? ("API", ApiDefinition.TypeOf(component)) : For(component.Kind);
    }
}
