using InfraAi.Catalog.Entities;
using InfraAi.Catalog.Yaml;
using InfraAi.Model;

namespace InfraAi.Catalog;

/// <summary>Writes catalog-info.yaml, one document an entity, and owners.yaml with the groups, which catalog-info.yaml names as a Location.</summary>
/// <remarks>
/// A backend that does not let groups in refuses the whole file that has one (a stock app-config does). In a file of their own they only keep
/// themselves out.
/// </remarks>
internal static class CatalogInfoFile
{
    public const string Path = "catalog-info.yaml";
    public const string OwnersPath = "owners.yaml";

    public static IEnumerable<ProjectFile> Files(EntityPlan plan, GenerationOptions options)
    {
        var groups = plan.Entities.Where(entity => entity.Kind == "Group").ToList();
        var catalog = Write(plan.Entities.Where(entity => entity.Kind != "Group"), options);
        if (groups.Count > 0)
        {
            WriteOwnersLocation(catalog, plan.System.Name);
            yield return new(OwnersPath, Write(groups, options).ToString());
        }
        yield return new(Path, catalog.ToString());
    }

    private static YamlWriter Write(IEnumerable<EntityDraft> entities, GenerationOptions options)
    {
        var yaml = new YamlWriter();
        foreach (var entity in entities)
        {
            Head(yaml, entity.Kind);
            yaml.Map("metadata", () => Metadata(yaml, entity));
            yaml.Map("spec", () => Spec(yaml, entity, options));
        }
        return yaml;
    }

    private static void WriteOwnersLocation(YamlWriter yaml, string system)
    {
        Head(yaml, "Location");
        yaml.Map("metadata", () => yaml.Entry("name", Slug.Of(system + "-owners", "owners")));
        yaml.Map("spec", () => yaml.List("targets", ["./" + OwnersPath]));
    }

    private static void Head(YamlWriter yaml, string kind)
    {
        yaml.Document();
        yaml.Entry("apiVersion", "backstage.io/v1alpha1").Entry("kind", kind);
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
