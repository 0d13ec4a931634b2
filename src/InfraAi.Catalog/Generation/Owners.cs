using InfraAi.Catalog.Entities;
using InfraAi.Model;

namespace InfraAi.Catalog;

/// <summary>Who owns what: the component's own owner, else CODEOWNERS, else the configured default, else a group made for the project.</summary>
internal sealed class Owners(NameRegistry names, string systemName, string systemTitle, string language)
{
    private readonly Dictionary<string, EntityDraft> groups = new(StringComparer.Ordinal);
    private EntityDraft? projectGroup;
    private string? known;

    /// <summary>The groups that owners named so far refer to, and that are not somebody else's.</summary>
    public IEnumerable<EntityDraft> Groups => projectGroup is null ? groups.Values : groups.Values.Append(projectGroup);

    /// <summary>Reads what the options say; what cannot be a reference is noted and passed over.</summary>
    public void Configure(GenerationOptions options, List<Phrase> notes)
    {
        if (CodeOwners.OwnerOf("/catalog-info.yaml", options.CodeOwners) is { } handle)
        {
            known = handle;
            notes.Add(new($"Owner {handle}: from CODEOWNERS.", $"Propietario {handle}: de CODEOWNERS."));
            return;
        }
        if (string.IsNullOrWhiteSpace(options.DefaultOwner))
            return;
        if (Whole(options.DefaultOwner.Trim()) is { } owner)
        {
            known = owner;
            notes.Add(new($"Owner {owner}: from the configuration.", $"Propietario {owner}: de la configuración."));
        }
        else
            notes.Add(
                new(
                    $"The configured owner {options.DefaultOwner} is not a reference to a group or user: not used.",
                    $"El propietario configurado {options.DefaultOwner} no es una referencia a un grupo o usuario: no se usa."
                )
            );
    }

    /// <returns>A whole reference; the group behind it exists in the bundle unless the configuration named it.</returns>
    public string Of(Component? component)
    {
        var named = Words.OneLine(component?.Owner);
        return named.Length > 0 ? Named(named).Ref : known ?? ForProject().Ref;
    }

    private EntityDraft Named(string owner)
    {
        if (!groups.TryGetValue(owner, out var group))
        {
            group = new EntityDraft("Group", "team", names.Take("Group", Slug.Of(owner, "team"), owner), owner);
            groups.Add(owner, group);
        }
        return group;
    }

    private EntityDraft ForProject() =>
        projectGroup ??= new EntityDraft(
            "Group",
            "team",
            names.Take("Group", Slug.Of(systemName + "-team", "team"), systemName),
            new Phrase($"{systemTitle} team", $"Equipo de {systemTitle}").In(language)
        );

    private static string? Whole(string reference) =>
        EntityRef.TryParse(reference, out var parsed)
        && (parsed.Kind is null || parsed.Kind.ToLowerInvariant() is "group" or "user")
        && FieldFormats.IsName(parsed.Name)
        && (parsed.Namespace is null || FieldFormats.IsNamespace(parsed.Namespace))
            ? parsed.Key("group")
            : null;
}
