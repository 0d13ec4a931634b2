using System.Collections.Frozen;
using InfraAi.Catalog.Entities;
using InfraAi.Catalog.Fixing;
using InfraAi.Catalog.Yaml;

namespace InfraAi.Catalog.Validation;

/// <summary>A field of spec that refers to other entities.</summary>
/// <param name="DefaultKind">Of a reference that names none; null when it must name one.</param>
/// <param name="AllowedKinds">Kinds the relation may lead to.</param>
internal sealed record ReferenceField(string Name, string? DefaultKind, params string[] AllowedKinds)
{
    /// <summary>Does the kind's own shape see to it that it holds text?</summary>
    public bool IsShaped => Name != "dependencyOf";
}

/// <summary>The references of spec: what the catalog turns into relations after it has validated an entity.</summary>
internal static class ReferenceChecks
{
    /// <summary>The catalog's column for a whole reference.</summary>
    private const int MaxRef = 250;

    private static readonly ReferenceField Owner = new("owner", "Group", "Group", "User");
    private static readonly ReferenceField SystemOf = new("system", "System", "System");
    private static readonly ReferenceField DependsOn = new("dependsOn", null, "Component", "Resource");
    private static readonly ReferenceField DependencyOf = new("dependencyOf", null, "Component", "Resource");

    private static readonly FrozenDictionary<string, ReferenceField[]> ByKind = new Dictionary<string, ReferenceField[]>(
        StringComparer.Ordinal
    )
    {
        ["Component"] =
        [
            Owner,
            SystemOf,
            new("subcomponentOf", "Component", "Component"),
            new("providesApis", "API", "API"),
            new("consumesApis", "API", "API"),
            DependsOn,
            DependencyOf,
        ],
        ["API"] = [Owner, SystemOf],
        ["Resource"] = [Owner, SystemOf, DependsOn, DependencyOf],
        ["User"] = [new("memberOf", "Group", "Group")],
        ["Group"] = [new("parent", "Group", "Group"), new("children", "Group", "Group"), new("members", "User", "User")],
        ["System"] = [Owner, new("domain", "Domain", "Domain")],
        ["Domain"] = [Owner, new("subdomainOf", "Domain", "Domain")],
        ["Template"] = [Owner],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IReadOnlyList<ReferenceField> Of(string kind) => ByKind.TryGetValue(kind, out var fields) ? fields : [];

    public static void Check(string kind, YamlMap spec, ProblemSink problems)
    {
        foreach (var field in Of(kind))
        {
            if (spec.Find(field.Name) is not { } entry)
                continue;
            var path = FieldPath.Root.Of("spec").Of(field.Name);
            if (entry.Value.Actual is YamlList list)
                for (var index = 0; index < list.Items.Count && !problems.IsFull; index++)
                    CheckOne(list.Items[index], field, path.At(index), problems);
            else
                CheckOne(entry.Value, field, path, problems);
        }
    }

    /// <summary>
    /// dependencyOf is in no schema, so anything may stand there: the catalog passes over what is empty and takes a map with kind and name
    /// for a reference.
    /// </summary>
    private static void CheckObject(YamlNode value, int at, ReferenceField field, FieldPath path, ProblemSink problems)
    {
        var passes = value switch
        {
            YamlScalar { Type: ScalarType.Null } => true,
            YamlScalar { Type: ScalarType.Boolean } scalar => ScalarKeys.Name(scalar) == "false",
            YamlScalar { Type: ScalarType.Number } scalar => ScalarKeys.Name(scalar) is "0" or "NaN",
            YamlMap map => Placeholder.IsText(map) || Placeholder.IsAnything(map) || (IsSet(map, "kind") && IsSet(map, "name")),
            _ => false,
        };
        if (!passes)
            problems.Error(
                at,
                path.ToString(),
                Rules.RefFormat,
                $"{field.Name} must hold references, as text; it is {Shape.TypeOf(value)}.",
                "Write component:name"
            );
    }

    private static bool IsSet(YamlMap map, string name) =>
        map.Find(name)?.Value.Actual switch
        {
            null or YamlScalar { Type: ScalarType.Null } => false,
            YamlScalar scalar => scalar.Text.Length > 0 && ScalarKeys.Name(scalar) is not ("false" or "0" or "NaN"),
            _ => true,
        };

    private static void CheckOne(YamlNode node, ReferenceField field, FieldPath path, ProblemSink problems)
    {
        if (node.String is not { } text)
        {
            if (!field.IsShaped)
                CheckObject(node.Actual, node.Start, field, path, problems);
            return;
        }
        if (text.Length == 0)
            return;
        if (!EntityRef.TryParse(text, out var reference))
        {
            problems.Error(
                node.Start,
                path.ToString(),
                Rules.RefFormat,
                $"\"{Shape.Excerpt(text)}\" is not a reference: [kind:][namespace/]name, no part empty."
            );
            return;
        }
        if (reference.Kind is null && field.DefaultKind is null)
            problems.Error(
                node.Start,
                path.ToString(),
                Rules.RefKindMissing,
                $"\"{Shape.Excerpt(text)}\" names no kind, and {field.Name} has no default one.",
                $"Write component:{text} or resource:{text}",
                Repairs.Rewrite(node, $"component:{text}")
            );
        else if (reference.Kind is { } kind && !field.AllowedKinds.Contains(kind, StringComparer.OrdinalIgnoreCase))
            problems.Warn(
                node.Start,
                path.ToString(),
                Rules.RefKind,
                $"{field.Name} leads to {string.Join(" or ", field.AllowedKinds)}, not to {kind}: the catalog may drop the relation without a word."
            );
        if (text.Length > MaxRef)
            problems.Warn(
                node.Start,
                path.ToString(),
                Rules.RefTooLong,
                $"A reference has {MaxRef} characters at most; this one has {text.Length}."
            );
        else if (
            !FieldFormats.IsName(reference.Name)
            || (reference.Namespace is { } scope && !FieldFormats.IsNamespace(scope.ToLowerInvariant()))
        )
            problems.Warn(
                node.Start,
                path.ToString(),
                Rules.RefName,
                $"No entity can be called {Shape.Excerpt(text)}: this leads nowhere.",
                $"Write {Slug.Of(reference.Name, "name")}"
            );
    }
}
