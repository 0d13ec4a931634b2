namespace InfraAi.Catalog.Entities;

/// <summary>Gives out entity names, each once for its kind whatever the case: Backstage compares references in lower case.</summary>
internal sealed class NameRegistry
{
    private readonly HashSet<(string Kind, string Name)> taken = [];

    /// <returns>The wanted name, or the same with a digest of the identity when another entity of the kind has it.</returns>
    public string Take(string kind, string wanted, string identity)
    {
        var name = wanted;
        for (var attempt = 0; !taken.Add((kind, name.ToLowerInvariant())); attempt++)
            name = Slug.WithDigest(wanted, attempt == 0 ? identity : $"{identity}#{attempt}");
        return name;
    }
}
