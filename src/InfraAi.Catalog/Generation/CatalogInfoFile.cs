using InfraAi.Catalog.Yaml;

namespace InfraAi.Catalog;

/// <summary>Writes catalog-info.yaml: one document an entity.</summary>
internal static class CatalogInfoFile
{
    public const string Path = "catalog-info.yaml";

    public static string Write(EntityPlan plan, GenerationOptions options)
    {
        var yaml = new YamlWriter();
        foreach (var entity in plan.Entities)
        {
            yaml.Document();
            yaml.Entry("apiVersion", "backstage.io/v1alpha1").Entry("kind", entity.Kind);
            yaml.Map("metadata", () => Metadata(yaml, entity));
            yaml.Map("spec", () => Spec(yaml, entity, options));
        }
        return yaml.ToString();
    }

    private static void Metadata(YamlWriter yaml, EntityDraft entity)
    {
        yaml.Entry("name", entity.Name).Entry("title", entity.Title);
        if (!string.IsNullOrEmpty(entity.Description))
            yaml.Entry("description", entity.Description);
        if (entity.Annotations.Count > 0)
            yaml.Map(
                "annotations",
                () =>
                {
                    foreach (var (key, value) in entity.Annotations)
                        yaml.Entry(key, value);
                }
            );
        if (entity.Links.Count > 0)
            yaml.Map(
                "links",
                () =>
                {
                    foreach (var (url, title) in entity.Links)
                        yaml.Item(() => yaml.Entry("url", url).Entry("title", title));
                }
            );
        yaml.List("tags", entity.Tags);
    }

    private static void Spec(YamlWriter yaml, EntityDraft entity, GenerationOptions options)
    {
        yaml.Entry("type", entity.Type);
        if (entity.Kind == "Group")
        {
            yaml.EmptyList("children");
            return;
        }
        if (entity.Kind is "Component" or "API")
            yaml.Entry("lifecycle", string.IsNullOrWhiteSpace(options.Lifecycle) ? "experimental" : options.Lifecycle);
        yaml.Entry("owner", entity.Owner);
        yaml.Entry("system", entity.System).Entry("domain", entity.Domain);
        yaml.List("providesApis", entity.ProvidesApis).List("consumesApis", entity.ConsumesApis).List("dependsOn", entity.DependsOn);
        if (entity.Definition is { } definition)
            yaml.Literal("definition", definition);
    }
}
