namespace InfraAi.Catalog.Entities;

/// <summary>A reference to an entity, its three parts as written: <c>[kind:][namespace/]name</c>.</summary>
/// <param name="Kind">Null when the reference does not say it.</param>
/// <param name="Namespace">Null when the reference does not say it.</param>
public readonly record struct EntityRef(string? Kind, string? Namespace, string Name)
{
    /// <summary>The whole reference in lower case, as the catalog compares it: <c>component:default/x</c>.</summary>
    /// <param name="defaultKind">Stands in for a kind that is not written.</param>
    public string Key(string defaultKind, string defaultNamespace = "default") =>
        $"{Kind ?? defaultKind}:{Namespace ?? defaultNamespace}/{Name}".ToLowerInvariant();

    /// <summary>Splits a reference as Backstage's parseEntityRef does: up to the first colon the kind, up to the first slash after it the namespace.</summary>
    /// <returns>False when a part is empty.</returns>
    public static bool TryParse(string text, out EntityRef reference)
    {
        reference = default;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0 && slash < colon)
            colon = -1;
        var kind = colon >= 0 ? text[..colon] : null;
        var scope = slash >= 0 ? text[(colon + 1)..slash] : null;
        var name = text[(Math.Max(colon, slash) + 1)..];
        if (kind is "" || scope is "" || name.Length == 0)
            return false;
        reference = new EntityRef(kind, scope, name);
        return true;
    }

    public override string ToString() => (Kind is null ? "" : Kind + ":") + (Namespace is null ? "" : Namespace + "/") + Name;
}
