using InfraAi.Catalog.Entities;
using InfraAi.Model;

namespace InfraAi.Catalog;

/// <summary>Which file of docs/ each component has.</summary>
internal sealed class ComponentPages
{
    private readonly Dictionary<Component, string> paths = new(ReferenceEqualityComparer.Instance);

    public ComponentPages(IEnumerable<Component> components)
    {
        var names = new NameRegistry();
        foreach (var component in components)
            paths.TryAdd(component, $"components/{names.Take("page", Slug.Of(component.Id, "component"), component.Name)}.md");
    }

    /// <returns>The path below docs/: <c>components/orders.md</c>.</returns>
    public string PathOf(Component component) => paths[component];
}
