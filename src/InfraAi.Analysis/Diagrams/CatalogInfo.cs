using InfraAi.Model;
using InfraAi.Model.Texts;

namespace InfraAi.Analysis.Diagrams;

/// <summary>Backstage entities: components, resources and APIs are parts; systems and domains group them; relations are those of their specs.</summary>
/// <remarks>backstage.io/docs/features/software-catalog/descriptor-format, …/well-known-relations.</remarks>
internal static class CatalogInfo
{
    internal static Sketch Read(SourceText source)
    {
        var sketch = new Sketch(source);
        var entities = Tree.ReadYaml(source).FindAll(e => e.Text("kind") is not null && e["metadata"]?.Text("name") is not null);
        foreach (var entity in entities)
        {
            Add(sketch, entity);
        }
        foreach (var entity in entities)
        {
            Relations(sketch, entity);
        }
        return sketch;
    }

    private static string Key(string kind, string space, string name) => $"{kind}:{space}/{name}".ToLowerInvariant();

    private static string Space(Tree entity) => entity["metadata"]?.Text("namespace") ?? "default";

    private static void Add(Sketch sketch, Tree entity)
    {
        var source = sketch.Source;
        var kind = entity.Text("kind")!;
        var metadata = entity["metadata"]!;
        var name = metadata.Text("name")!;
        var evidence = source.AtLine(metadata["name"]!.Line);
        var spec = entity["spec"];
        switch (kind)
        {
            case "System" or "Domain":
                sketch.Group(Key(kind, Space(entity), name), metadata.Text("title") ?? name, evidence);
                if (kind == "System")
                {
                    sketch.Title ??= metadata.Text("title") ?? name;
                    sketch.Description ??= metadata.Text("description");
                }
                return;
            case "Component" or "Resource" or "API":
                var node = sketch.Node(Key(kind, Space(entity), name), AsPeopleWriteIt(name, metadata.Text("title")), evidence);
                node.Description = metadata.Text("description");
                node.Owner = spec?.Text("owner") is { } owner ? owner[(owner.LastIndexOfAny([':', '/']) + 1)..] : null;
                var type = spec?.Text("type") ?? "";
                node.Kind = KindOf(kind, type);
                node.Technology = metadata
                    .Items("tags")
                    .Select(t => Technologies.Exact(t.Value ?? ""))
                    .FirstOrDefault(t => t is { IsProduct: true, Use: Model.Vocabulary.TechnologyUse.Part });
                node.Sure = node.Technology is not null;
                return;
            case "Template" or "Location" or "User" or "Group":
                return;
            default:
                sketch.Ask($"Entities of kind {kind} are not read.", $"Las entidades de tipo {kind} no se leen.");
                return;
        }
    }

    /// <summary>"servicio-de-citas" with the title "Servicio de citas" is called as its title; any other title says more than a name.</summary>
    private static string AsPeopleWriteIt(string name, string? title) =>
        title is not null && Letters(title) == Letters(name) ? title : name;

    private static string Letters(string text) => string.Concat(Folding.Fold(text).Where(char.IsLetterOrDigit));

    private static ComponentKind KindOf(string kind, string type) =>
        (kind, type) switch
        {
            ("API", _) => ComponentKind.Api,
            (_, "website") => ComponentKind.Website,
            (_, "library") => ComponentKind.Library,
            (_, "database") => ComponentKind.Database,
            (_, "s3-bucket" or "bucket" or "storage" or "object-storage" or "blob-storage") => ComponentKind.Storage,
            (_, "cluster" or "kubernetes-cluster") => ComponentKind.Cluster,
            (_, "queue" or "topic" or "message-queue" or "message-broker") => ComponentKind.Queue,
            (_, "cache") => ComponentKind.Cache,
            (_, "pipeline") => ComponentKind.Pipeline,
            (_, "mobile-app" or "mobile") => ComponentKind.MobileApp,
            (_, "external" or "external-api" or "external-service" or "third-party" or "saas") => ComponentKind.External,
            (_, "function") => ComponentKind.Function,
            _ => Technologies.Exact(type.Replace('-', ' '))?.Kind ?? ComponentKind.Service,
        };

    private static void Relations(Sketch sketch, Tree entity)
    {
        var kind = entity.Text("kind")!;
        var space = Space(entity);
        var spec = entity["spec"];
        if (sketch.Find(Key(kind, space, entity["metadata"]!.Text("name")!)) is not { } node || spec is null)
        {
            return;
        }
        var holder = spec["system"] ?? (kind is "System" ? spec["domain"] : null);
        if (holder?.Value is { Length: > 0 } system)
        {
            var (_, at, name) = Reference(system, "system", space);
            node.Group = sketch.Group(Key(kind == "System" ? "domain" : "system", at, name), name, sketch.Source.AtLine(holder.Line));
        }
        if (node.IsGroup)
        {
            return;
        }
        One("dependsOn", "component", RelationKind.DependsOn, null, back: false);
        One("dependencyOf", "component", RelationKind.DependsOn, null, back: true);
        One("consumesApis", "api", RelationKind.Calls, "consumes", back: false);
        One("providesApis", "api", RelationKind.Uses, "provides", back: false);
        One("subcomponentOf", "component", RelationKind.DependsOn, "part of", back: false);

        void One(string property, string standard, RelationKind relation, string? label, bool back)
        {
            var value = spec[property];
            foreach (var item in value?.List ?? (value?.Value is { Length: > 0 } ? [value] : []))
            {
                if (item.Value is not { Length: > 0 } reference)
                {
                    continue;
                }
                var (to, at, name) = Reference(reference, standard, space);
                var evidence = sketch.Source.AtLine(item.Line);
                if (sketch.Find(Key(to, at, name)) is not { } other)
                {
                    other = sketch.Node(Key(to, at, name), name, evidence);
                    other.Kind = to == "api" ? ComponentKind.Api : null;
                    other.Confidence = 0.8;
                    sketch.Ask(
                        $"\"{reference}\" is named here and described elsewhere.",
                        $"«{reference}» se nombra aquí y se describe en otro lugar."
                    );
                }
                sketch.Relate(back ? other : node, back ? node : other, label, evidence, relation);
            }
        }
    }

    private static (string Kind, string Space, string Name) Reference(string reference, string kind, string space)
    {
        var colon = reference.IndexOf(':');
        if (colon > 0)
        {
            (kind, reference) = (reference[..colon].ToLowerInvariant(), reference[(colon + 1)..]);
            space = "default";
        }
        var slash = reference.IndexOf('/');
        return slash > 0 ? (kind, reference[..slash], reference[(slash + 1)..]) : (kind, space, reference);
    }
}
