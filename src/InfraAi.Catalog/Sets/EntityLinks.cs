using InfraAi.Catalog.Entities;
using InfraAi.Catalog.Validation;
using InfraAi.Catalog.Yaml;

namespace InfraAi.Catalog;

/// <summary>A reference that an entity makes.</summary>
/// <param name="Key">Whole and in lower case.</param>
internal sealed record EntityLink(ReferenceField Field, YamlNode Node, string Path, string Key);

/// <summary>The references of an entity, those that can be read.</summary>
internal static class EntityLinks
{
    public static IEnumerable<EntityLink> Of(YamlMap root)
    {
        if (EntityHead.KindOf(root) is not { } kind || root.Find("spec")?.Value.Actual is not YamlMap spec)
            yield break;
        var scope = EntityHead.NamespaceOf(root);
        foreach (var field in ReferenceChecks.Of(kind))
        {
            if (spec.Find(field.Name) is not { } entry)
                continue;
            var list = entry.Value.Actual as YamlList;
            for (var index = 0; index < (list?.Items.Count ?? 1); index++)
            {
                var node = list is null ? entry.Value : list.Items[index];
                if (
                    node.String is not { Length: > 0 } text
                    || !EntityRef.TryParse(text, out var reference)
                    || (reference.Kind ?? field.DefaultKind) is not { } defaultKind
                )
                    continue;
                var path = list is null ? $"spec.{field.Name}" : $"spec.{field.Name}[{index}]";
                yield return new EntityLink(field, node, path, reference.Key(defaultKind, scope));
            }
        }
    }
}
