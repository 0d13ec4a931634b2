using InfraAi.Catalog.Entities;
using InfraAi.Catalog.Fixing;
using InfraAi.Catalog.Yaml;

namespace InfraAi.Catalog.Validation;

/// <summary>The checks of one entity that need nothing but the entity: envelope, field formats, kind, spec, references.</summary>
internal static class EntityChecks
{
    private static readonly string[] RootFields = ["apiVersion", "kind", "metadata", "spec"];

    private static readonly MapShape Links = new([
        new("url", Shape.Text, true, "Add url:"),
        new("title", Shape.Text),
        new("icon", Shape.Text),
        new("type", Shape.Text),
    ]);

    private static readonly MapShape Metadata = new([
        new("name", Shape.LiteralText, true, "Add name:"),
        new("namespace", Shape.LiteralText),
        new("uid", Shape.Text),
        new("etag", Shape.Text),
        new("title", Shape.Text),
        new("description", Shape.AnyText),
        new("labels", new MapShape([], Shape.AnyText)),
        new("annotations", new MapShape([], Shape.AnyText)),
        new("tags", new ListShape(Shape.Tag)),
        new("links", new ListShape(Links)),
    ]);

    private static readonly MapShape Envelope = EnvelopeOf("backstage.io/v1alpha1");
    private static readonly MapShape TemplateEnvelope = EnvelopeOf("scaffolder.backstage.io/v1beta3");

    private static MapShape EnvelopeOf(string version) =>
        new([
            new("apiVersion", Shape.LiteralText, true, $"Add apiVersion: {version}", $"apiVersion: {version}"),
            new("kind", Shape.LiteralText, true, "Add kind: Component, API, Resource, System, Domain, Group, User, Location or Template"),
            new("metadata", Metadata, true, "Add metadata: with a name"),
        ]);

    public static void Check(YamlMap entity, string source, ProblemSink problems)
    {
        (EntityHead.KindOf(entity) == "Template" ? TemplateEnvelope : Envelope).Check(entity, entity.Start, FieldPath.Root, problems);
        foreach (var entry in entity.Entries)
            if (!problems.IsFull && !RootFields.Contains(entry.Name, StringComparer.Ordinal))
                problems.Error(
                    entry.Key.Start,
                    entry.Name,
                    Rules.UnknownRootField,
                    $"{Shape.Excerpt(entry.Name)} is not a field of an entity: it has apiVersion, kind, metadata and spec.",
                    "Remove it, or move it below metadata or spec.",
                    entry.Name is "relations" or "status" ? Repairs.Remove(entry) : null
                );
        if (entity.Find("metadata")?.Value.Actual is YamlMap metadata)
            FormatChecks.Check(metadata, problems);
        CheckKind(entity, source, problems);
    }

    private static void CheckKind(YamlMap entity, string source, ProblemSink problems)
    {
        var version = Text(entity, "apiVersion");
        var name = Text(entity, "kind");
        if (version is { String: { } badVersion } && !FieldFormats.IsApiVersion(badVersion))
            problems.Error(
                version.Start,
                "apiVersion",
                Rules.ApiVersionFormat,
                $"apiVersion \"{Shape.Excerpt(badVersion)}\" is not a version.",
                "Write backstage.io/v1alpha1",
                Repairs.Rewrite(version, "backstage.io/v1alpha1")
            );
        if (name?.String is not { } kindName)
            return;
        if (!FieldFormats.IsKind(kindName))
        {
            problems.Error(
                name.Start,
                "kind",
                Rules.KindFormat,
                $"kind \"{Shape.Excerpt(kindName)}\" is not a letter followed by letters and digits, 63 at most."
            );
            return;
        }
        if (KindShapes.Find(kindName) is not { } kind)
        {
            if (kindName == AiResourceShape.Name)
            {
                problems.Error(
                    name.Start,
                    "kind",
                    Rules.UnknownKind,
                    "A stock backend has no processor for AiResource: catalog-model 1.10.1 has the kind in its alpha part only.",
                    "Leave it out, or install a processor for it."
                );
                if (entity.Find("spec") is { } resource)
                    AiResourceShape
                        .For(resource.Value.Actual)
                        .Check(resource.Value.Actual, MapShape.ValueAt(resource), FieldPath.Root.Of("spec"), problems);
                return;
            }
            var near = KindShapes.Near(kindName);
            problems.Error(
                name.Start,
                "kind",
                Rules.UnknownKind,
                $"No processor of the catalog knows the kind {kindName}.",
                near is null ? "Known kinds: " + string.Join(", ", KindShapes.Names.Order(StringComparer.Ordinal)) : $"Write {near}",
                near is null ? null : Repairs.Rewrite(name, near)
            );
            return;
        }
        if (version?.String is { } known && FieldFormats.IsApiVersion(known) && !kind.ApiVersions.Contains(known, StringComparer.Ordinal))
            problems.Error(
                version.Start,
                "apiVersion",
                Rules.UnknownApiVersion,
                $"No processor of the catalog knows {kindName} of apiVersion {known}.",
                kind.Name == "Template" && TemplateMigration.HasOldExpressions(entity, source)
                    ? $"Write {kind.ApiVersions[0]}, and ${{{{ }}}} for {{{{ }}}} in its steps: one without the other writes the braces into people's repositories."
                    : $"Write {kind.ApiVersions[0]}",
                KindShapes.HasApiVersion(known) || (kind.Name == "Template" && TemplateMigration.HasOldExpressions(entity, source))
                    ? null
                    : Repairs.Rewrite(version, kind.ApiVersions[0])
            );
        CheckSpec(entity, kind, source, problems);
    }

    private static void CheckSpec(YamlMap entity, Kind kind, string source, ProblemSink problems)
    {
        if (entity.Find("spec") is not { } spec)
        {
            problems.Error(entity.Start, "spec", Rules.Required, $"spec is missing: a {kind.Name} has one.", "Add spec:");
            return;
        }
        kind.Spec.Check(spec.Value.Actual, MapShape.ValueAt(spec), FieldPath.Root.Of("spec"), problems);
        if (spec.Value.Actual is YamlMap fields)
            ReferenceChecks.Check(kind.Name, fields, problems);
        if (kind.Name == "Template" && spec.Value.Actual is YamlMap template)
            TemplateChecks.Check(template, source, problems);
    }

    private static YamlNode? Text(YamlMap map, string name) => map.Find(name)?.Value;
}
