using System.Collections.Frozen;
using System.Text.Json;
using InfraAi.Catalog.Entities;
using InfraAi.Model;

namespace InfraAi.Catalog;

/// <summary>An architecture as entities: named, owned and related, with every reference inside the bundle or in the configuration.</summary>
internal sealed class EntityPlan
{
    private readonly Architecture architecture;
    private readonly GenerationOptions options;
    private readonly NameRegistry names = new();
    private readonly List<EntityDraft> parts = [];
    private readonly Dictionary<string, EntityDraft> bodies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EntityDraft> apis = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Component> components = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, EntityDraft> systems = new(StringComparer.Ordinal);
    private readonly Owners owners;
    private readonly ILookup<object?, EntityDraft> standing;
    private EntityDraft? domain;

    public EntityPlan(Architecture architecture, GenerationOptions options)
    {
        this.architecture = architecture;
        this.options = options;
        var name = names.Take("System", Slug.Of(architecture.Name, "system"), architecture.Name);
        var title = Words.OneLine(architecture.Title);
        System = new EntityDraft("System", "product", name, title.Length > 0 ? title : name);
        owners = new Owners(names, name, System.Title, architecture.Language);
        foreach (var component in architecture.Components)
            components.TryAdd(component.Id, component);
        Pages = new ComponentPages(architecture.Components);
        AddParts();
        AddSystems();
        AddRelations();
        Own();
        standing = Entities.ToLookup(entity => (object?)entity.Component, ReferenceEqualityComparer.Instance);
        Describe();
    }

    public EntityDraft System { get; }

    public List<Phrase> Notes { get; } = [];

    public ComponentPages Pages { get; }

    /// <summary>The system (and those of its boundaries, under their domain), its owners, then its parts by kind and name.</summary>
    public IReadOnlyList<EntityDraft> Entities { get; private set; } = [];

    /// <summary>The entities that stand for a component (an API that also runs has two); none for a person.</summary>
    public IEnumerable<EntityDraft> EntitiesOf(Component component) => standing[component];

    /// <summary>The systems of named boundaries, and the domain above them where it is let in.</summary>
    private void AddSystems()
    {
        foreach (var part in parts)
        {
            var group = Words.OneLine(part.Component!.Group);
            part.System = options.SystemsFromGroups && group.Length > 0 ? SystemOf(group).Ref : System.Ref;
        }
        if (systems.Count == 0)
            return;
        if (options.Rules?.Allows("Domain") == true)
        {
            domain = new EntityDraft(
                "Domain",
                null,
                names.Take("Domain", Slug.Of(architecture.Name, "domain"), architecture.Name),
                System.Title
            );
            foreach (var system in systems.Values.Append(System))
                system.Domain = domain.Ref;
        }
        else
            Notes.Add(
                new(
                    "The systems have no domain above them: the catalog's rules do not let one in, or are not known.",
                    "Los sistemas no tienen un dominio por encima: las reglas del catálogo no lo admiten, o no se conocen."
                )
            );
    }

    private EntityDraft SystemOf(string group)
    {
        if (!systems.TryGetValue(group, out var system))
        {
            system = new EntityDraft("System", "product", names.Take("System", Slug.Of(group, "system"), group), group);
            systems.Add(group, system);
        }
        return system;
    }

    private void AddParts()
    {
        var running = RunningApis();
        foreach (var component in architecture.Components)
        {
            if (EntityMapping.For(component, options) is not { } mapped)
            {
                var person = Words.Title(component, component.Id);
                Notes.Add(
                    new(
                        $"{person} is a person or a role: in the documentation and the diagram, not an entity.",
                        $"{person} es una persona o un rol: está en la documentación y el diagrama, no es una entidad."
                    )
                );
                continue;
            }
            if (mapped.Kind == "API")
            {
                Add(component, "API", mapped.Type, apis);
                if (running.Contains(component.Id))
                    Add(component, "Component", "service", bodies);
            }
            else
                Add(component, mapped.Kind, mapped.Type, bodies);
        }
    }

    /// <summary>APIs of which the input says what only something that runs can do: they act, or a resource acts on them.</summary>
    private HashSet<string> RunningApis()
    {
        var running = new HashSet<string>(StringComparer.Ordinal);
        foreach (var relation in architecture.Relations)
        {
            if (relation.From == relation.To || Kind(relation.From) is not { } from || Kind(relation.To) is not { } to)
                continue;
            var forward = Dependency.IsForward(relation.Kind, components[relation.From].Kind);
            var (needing, needed) = forward ? (from, to) : (to, from);
            if (needing == "API")
                running.Add(forward ? relation.From : relation.To);
            if (needed == "API" && needing != "Component")
                running.Add(forward ? relation.To : relation.From);
        }
        return running;

        string? Kind(string id) => components.TryGetValue(id, out var component) ? EntityMapping.For(component, options)?.Kind : null;
    }

    private void Add(Component component, string kind, string type, Dictionary<string, EntityDraft> index)
    {
        var wanted = Slug.Of(component.Name, Slug.Of(component.Kind.ToString(), "part"));
        if (options.TakenRefs.Contains($"{kind}:default/{wanted}".ToLowerInvariant()))
            wanted = Slug.Of($"{System.Name}-{wanted}", wanted);
        var name = names.Take(kind, wanted, component.Id);
        var title = Words.Title(component, name);
        var draft = new EntityDraft(kind, type, name, title)
        {
            Component = component,
            Definition = kind == "API" ? ApiDefinition.Skeleton(type, title) : null,
        };
        parts.Add(draft);
        index.TryAdd(component.Id, draft);
        if (kind == "Component" && apis.TryGetValue(component.Id, out var api) && ReferenceEquals(api.Component, component))
            draft.ProvidesApis.Add(api.Ref);
    }

    private void AddRelations()
    {
        foreach (var relation in architecture.Relations)
        {
            if (relation.From == relation.To)
                continue;
            if (!components.TryGetValue(relation.From, out var from) || !components.TryGetValue(relation.To, out _))
            {
                Notes.Add(
                    new(
                        $"A relation from {relation.From} to {relation.To} names a component that is not there: left out.",
                        $"Una relación de {relation.From} a {relation.To} nombra un componente que no está: se omite."
                    )
                );
                continue;
            }
            var forward = Dependency.IsForward(relation.Kind, from.Kind);
            Relate(forward ? relation.From : relation.To, forward ? relation.To : relation.From);
        }
    }

    private void Relate(string needing, string needed)
    {
        if (!bodies.TryGetValue(needing, out var source))
            return;
        if (source.Kind == "Component" && apis.TryGetValue(needed, out var api))
            source.ConsumesApis.Add(api.Ref);
        else if (bodies.TryGetValue(needed, out var target))
            source.DependsOn.Add(target.Ref);
    }

    private void Own()
    {
        owners.Configure(options, Notes);
        IReadOnlyList<EntityDraft> above = domain is null ? [System, .. systems.Values] : [domain, System, .. systems.Values];
        foreach (var entity in above)
            entity.Owner = owners.Of(null);
        foreach (var part in parts)
            part.Owner = owners.Of(part.Component);
        var letsGroupsIn = LetsGroupsIn();
        Entities =
        [
            .. above,
            .. owners.Groups.Where(_ => letsGroupsIn).OrderBy(group => group.Name, StringComparer.Ordinal),
            .. parts.OrderBy(part => part.Kind, StringComparer.Ordinal).ThenBy(part => part.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>A backend that refuses groups is sent none; where nobody knows, they have a file of their own, and a note says so.</summary>
    private bool LetsGroupsIn()
    {
        string[] groups = [.. owners.Groups.Select(group => group.Name).Order(StringComparer.Ordinal)];
        if (groups.Length == 0 || options.Rules?.Allows("Group") == true)
            return true;
        var listed = string.Join(", ", groups);
        Notes.Add(
            options.Rules is { } rules
                ? new(
                    $"The catalog refuses groups ({rules.Source}), so the owners {listed} are left out. {rules.ChangeFor("Group")}",
                    $"El catálogo rechaza los grupos ({rules.Source}), así que los responsables {listed} se omiten. Añada Group a catalog.rules"
                )
                : new(
                    $"The owners {listed} are groups in owners.yaml, which a stock app-config refuses (the rest it takes): add Group to catalog.rules, or name owners that the catalog has.",
                    $"Los responsables {listed} son grupos en owners.yaml, que un app-config de fábrica rechaza (lo demás lo acepta): añada Group a catalog.rules, o indique responsables que ya estén en el catálogo."
                )
        );
        return options.Rules is null;
    }

    private void Describe()
    {
        System.Description = Words.OneLine(architecture.Description);
        Provenance.MarkSystem(System, architecture, options, Notes);
        foreach (var part in parts)
        {
            var component = part.Component!;
            var said = Words.OneLine(component.Description);
            var kind = Words.Of(component.Kind).In(architecture.Language);
            part.Description =
                said.Length > 0 ? said
                : string.IsNullOrWhiteSpace(component.Technology) ? kind
                : $"{kind} ({Words.OneLine(component.Technology)})";
            if (EntityTags.From(Categories[component.Kind]) is { } category)
                part.Tags.Add(category);
            if (component.Technology is { } technology && EntityTags.From(technology) is { } tag)
                part.Tags.Add(tag);
            Provenance.MarkPart(part, System.Ref, Pages.PathOf(component), options);
        }
        foreach (var group in owners.Groups)
            group.Annotations[Provenance.Prefix + "system"] = System.Ref;
    }

    private static readonly FrozenDictionary<ComponentKind, string> Categories = Enum.GetValues<ComponentKind>()
        .ToFrozenDictionary(kind => kind, kind => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString()));
}
