using InfraAi.Catalog.Docs;
using InfraAi.Model;

namespace InfraAi.Catalog;

/// <summary>An architecture → the files of a catalog project. Pure: the same architecture and options give the same bytes.</summary>
public static class CatalogGenerator
{
    /// <summary>
    /// Writes catalog-info.yaml (one System, its Components, APIs and Resources), owners.yaml (a Group for each owner that the input names),
    /// mkdocs.yml and docs/ (overview with diagram, a page a component, decisions), README.md.
    /// </summary>
    /// <remarks>Takes any architecture: odd, equal or missing names, relations to nothing, no components at all.</remarks>
    public static CatalogProject Generate(Architecture architecture, GenerationOptions options)
    {
        options.Cancellation.ThrowIfCancellationRequested();
        var plan = new EntityPlan(architecture, options);
        var docs = new DocsSite(architecture, plan);
        options.Cancellation.ThrowIfCancellationRequested();
        var files = new List<ProjectFile>();
        foreach (var file in CatalogInfoFile.Files(plan, options).Concat(docs.Files()))
        {
            options.Cancellation.ThrowIfCancellationRequested();
            files.Add(file);
        }

        return new CatalogProject(
            plan.System.Name,
            plan.System.Title,
            [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)],
            [.. plan.Entities.Select(Public)],
            plan.Notes
        );
    }

    private static GeneratedEntity Public(EntityDraft entity) =>
        new(entity.Ref, entity.Kind, entity.Type, entity.Name, entity.Title, entity.Component?.Id);
}
