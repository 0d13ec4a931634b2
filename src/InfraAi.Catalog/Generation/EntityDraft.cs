using InfraAi.Catalog.Entities;
using InfraAi.Model;

namespace InfraAi.Catalog;

/// <summary>An entity while it is put together; the writer takes it as it is.</summary>
internal sealed class EntityDraft(string kind, string? type, string name, string title)
{
    public string Kind => kind;
    public string? Type => type;
    public string Name => name;
    public string Title => title;

    /// <summary>Whole and in lower case.</summary>
    public string Ref { get; } = new EntityRef(kind, "default", name).Key(kind);

    /// <summary>The component of the architecture that it stands for; null for the system and for owners.</summary>
    public Component? Component { get; init; }

    public string? Description { get; set; }
    public string? Owner { get; set; }

    /// <summary>Reference of the system that holds it; null for systems, domains and groups.</summary>
    public string? System { get; set; }

    /// <summary>Reference of the domain that holds the system.</summary>
    public string? Domain { get; set; }
    public string? Definition { get; init; }
    public SortedDictionary<string, string> Annotations { get; } = new(StringComparer.Ordinal);
    public SortedSet<string> Tags { get; } = new(StringComparer.Ordinal);
    public List<(string Url, string Title)> Links { get; } = [];
    public SortedSet<string> DependsOn { get; } = new(StringComparer.Ordinal);
    public SortedSet<string> ProvidesApis { get; } = new(StringComparer.Ordinal);
    public SortedSet<string> ConsumesApis { get; } = new(StringComparer.Ordinal);
}
