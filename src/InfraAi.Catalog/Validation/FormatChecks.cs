using InfraAi.Catalog.Entities;
using InfraAi.Catalog.Fixing;
using InfraAi.Catalog.Yaml;

namespace InfraAi.Catalog.Validation;

/// <summary>The formats of the fields of metadata.</summary>
internal static class FormatChecks
{
    public static void Check(YamlMap metadata, ProblemSink problems)
    {
        Name(metadata, problems);
        Namespace(metadata, problems);
        Keyed(metadata, "labels", Rules.LabelKey, problems);
        Keyed(metadata, "annotations", Rules.AnnotationKey, problems);
        Tags(metadata, problems);
        Links(metadata, problems);
    }

    private static void Name(YamlMap metadata, ProblemSink problems)
    {
        if (metadata.Find("name")?.Value is not { String: { Length: > 0 } name } node || FieldFormats.IsName(name))
            return;
        if (name.Contains("${{", StringComparison.Ordinal))
        {
            problems.Error(
                node.Start,
                "metadata.name",
                Rules.NameFormat,
                $"metadata.name is the expression {Shape.Excerpt(name)}: this is a template's skeleton, which becomes an entity when the template fills it in.",
                "Keep it out of what the catalog reads, or write a name."
            );
            return;
        }
        var why =
            name.Length > Slug.MaxLength
                ? $"has {name.Length} characters, 63 at most"
                : "may hold letters and digits with - _ . between them";
        problems.Error(
            node.Start,
            "metadata.name",
            Rules.NameFormat,
            $"metadata.name \"{Shape.Excerpt(name)}\" {why}.",
            $"Write {Slug.Of(name, "entity")}",
            Repairs.Rewrite(node, Slug.Of(name, "entity"))
        );
    }

    private static void Namespace(YamlMap metadata, ProblemSink problems)
    {
        if (metadata.Find("namespace")?.Value is not { String: { Length: > 0 } name } node || FieldFormats.IsNamespace(name))
            return;
        problems.Error(
            node.Start,
            "metadata.namespace",
            Rules.NamespaceFormat,
            $"metadata.namespace \"{Shape.Excerpt(name)}\" may hold lower case letters, digits and inner hyphens, 63 at most.",
            $"Write {Slug.Of(name, "default")}",
            Repairs.Rewrite(node, Slug.Of(name, "default"))
        );
    }

    private static void Keyed(YamlMap metadata, string field, string rule, ProblemSink problems)
    {
        if (metadata.Find(field)?.Value.Actual is not YamlMap map)
            return;
        var path = FieldPath.Root.Of("metadata").Of(field);
        foreach (var entry in map.Entries)
        {
            if (!FieldFormats.IsKey(entry.Name))
                problems.Error(
                    entry.Key.Start,
                    path.Of(entry.Name).ToString(),
                    rule,
                    $"The key \"{Shape.Excerpt(entry.Name)}\" of {field} is not a name, alone or after a DNS domain and one slash.",
                    null
                );
            if (field == "labels" && entry.Value.String is { Length: > 0 } value && !FieldFormats.IsName(value))
                problems.Error(
                    entry.Value.Start,
                    path.Of(entry.Name).ToString(),
                    Rules.LabelValue,
                    $"The label value \"{Shape.Excerpt(value)}\" may hold letters and digits with - _ . between them, 63 at most; other text belongs in an annotation.",
                    $"Write {Slug.Of(value, "value")}",
                    Repairs.Rewrite(entry.Value, Slug.Of(value, "value"))
                );
        }
    }

    private static void Tags(YamlMap metadata, ProblemSink problems)
    {
        if (metadata.Find("tags")?.Value.Actual is not YamlList tags)
            return;
        for (var index = 0; index < tags.Items.Count && !problems.IsFull; index++)
        {
            if (tags.Items[index].String is not { Length: > 0 } tag || FieldFormats.IsTag(tag))
                continue;
            problems.Error(
                tags.Items[index].Start,
                $"metadata.tags[{index}]",
                Rules.TagFormat,
                $"The tag \"{Shape.Excerpt(tag)}\" may hold lower case letters, digits, : + # and single inner hyphens, 63 at most.",
                EntityTags.From(tag) is { } better ? $"Write {better}" : null,
                EntityTags.From(tag) is { } good ? Repairs.Rewrite(tags.Items[index], good) : null
            );
        }
    }

    private static void Links(YamlMap metadata, ProblemSink problems)
    {
        if (metadata.Find("links")?.Value.Actual is not YamlList links)
            return;
        for (var index = 0; index < links.Items.Count && !problems.IsFull; index++)
        {
            if (links.Items[index].Actual is not YamlMap link)
                continue;
            if (link.Find("url")?.Value is { String: { Length: > 0 } url } node && !WebUrl.IsValid(url))
                problems.Error(
                    node.Start,
                    $"metadata.links[{index}].url",
                    Rules.LinkUrl,
                    $"\"{Shape.Excerpt(url)}\" is not an absolute URL.",
                    null
                );
            foreach (var field in (ReadOnlySpan<string>)["title", "icon"])
                if (link.Find(field)?.Value is { String: { Length: > 0 } text } blank && string.IsNullOrWhiteSpace(text))
                    problems.Error(
                        blank.Start,
                        $"metadata.links[{index}].{field}",
                        Rules.LinkText,
                        $"The {field} of a link must not be blank.",
                        null
                    );
        }
    }
}
