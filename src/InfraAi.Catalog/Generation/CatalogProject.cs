using InfraAi.Model;

namespace InfraAi.Catalog;

/// <summary>The files of one generated project, and what they hold.</summary>
/// <param name="Name">Name of the system and of the repository.</param>
/// <param name="Title">The name as a person would write it.</param>
/// <param name="Files">Sorted by path.</param>
/// <param name="Entities">In the order of catalog-info.yaml.</param>
/// <param name="Notes">What was left out or decided, for people.</param>
public sealed record CatalogProject(
    string Name,
    string Title,
    IReadOnlyList<ProjectFile> Files,
    IReadOnlyList<GeneratedEntity> Entities,
    IReadOnlyList<Phrase> Notes
);

/// <summary>One entity of catalog-info.yaml.</summary>
/// <param name="Ref">Lower case, whole: <c>component:default/x</c>.</param>
/// <param name="ComponentId">The architecture's component that it stands for; null for the system and its owners.</param>
public sealed record GeneratedEntity(string Ref, string Kind, string? Type, string Name, string Title, string? ComponentId);
