using System.Text;
using InfraAi.Catalog.Entities;
using InfraAi.Catalog.Fixing;
using InfraAi.Catalog.Validation;
using InfraAi.Catalog.Yaml;
using InfraAi.Model;

namespace InfraAi.Catalog;

/// <summary>An architecture → a scaffolder template that makes further systems of the same shape.</summary>
/// <remarks>
/// What varies is asked: the name (every entity's name begins with it), the owner, the lifecycle, the repository.
/// What the architecture says of its parts and their relations is the skeleton.
/// </remarks>
public static class TemplateGenerator
{
    private const string Name = "${{ values.name }}";

    /// <returns>template.yaml and skeleton/, sorted by path; the entity is valid for the scaffolder.backstage.io/v1beta3 schema.</returns>
    public static CatalogProject Generate(Architecture architecture, GenerationOptions options)
    {
        var project = CatalogGenerator.Generate(
            architecture,
            options with
            {
                RepositorySlug = null,
                SourceLocation = null,
                PageUrl = null,
            }
        );
        var skeleton = project.Files.Single(file => file.Path == CatalogInfoFile.Path).Content;
        var longest = project
            .Entities.Where(entity => entity.Kind is not ("System" or "Group"))
            .Select(entity => entity.Name.Length + 1)
            .DefaultIfEmpty(0)
            .Max();
        var name = Slug.Of(project.Name + "-template", "template");
        var files = new List<ProjectFile>
        {
            new(
                "template.yaml",
                TemplateFile.Write(
                    name,
                    project,
                    OwnerOf(skeleton),
                    Slug.MaxLength - Math.Min(longest, Slug.MaxLength - 10),
                    architecture.Language
                )
            ),
            new("skeleton/catalog-info.yaml", Skeleton(Inert(skeleton), Slug.MaxLength - 10)),
        };
        files.AddRange(
            project
                .Files.Where(file => file.Path == "mkdocs.yml" || file.Path.StartsWith("docs/", StringComparison.Ordinal))
                .Select(file => file with { Path = "skeleton/" + file.Path })
        );
        return new CatalogProject(
            name,
            project.Title,
            [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)],
            [new GeneratedEntity($"template:default/{name}", "Template", "service", name, project.Title, null)],
            project.Notes
        );
    }

    private static string OwnerOf(string catalog)
    {
        var system = CatalogValidator.Examine("", catalog)[0].Root!;
        return EntityLinks.Of(system).First(link => link.Field.Name == "owner").Key;
    }

    /// <summary>Text of the input must not be read as an expression of the template.</summary>
    private static string Inert(string text) =>
        text.Replace("${{", "$ { {", StringComparison.Ordinal)
            .Replace("{%", "{ %", StringComparison.Ordinal)
            .Replace("{#", "{ #", StringComparison.Ordinal);

    /// <summary>The names, and the references to them, begin with the new system's name; the project's own groups give way to the chosen owner.</summary>
    private static string Skeleton(string catalog, int longestSuffix)
    {
        var text = new StringBuilder();
        var documents = YamlReader.Read(catalog);
        var entities = documents.Select(document => (Document: document, Root: (YamlMap)document.Root!)).ToList();
        var renamed = entities.ToDictionary(
            entity => EntityHead.RefOf(entity.Root)!,
            entity => NewName(entity.Root, longestSuffix),
            StringComparer.Ordinal
        );
        foreach (var (document, root) in entities.Where(entity => EntityHead.KindOf(entity.Root) != "Location"))
        {
            var edits = new List<TextEdit>();
            var metadata = (YamlMap)root.Find("metadata")!.Value.Value;
            var name = metadata.Find("name")!.Value.Value;
            edits.Add(new TextEdit(name.Start, name.End, renamed[EntityHead.RefOf(root)!]));
            foreach (var link in EntityLinks.Of(root))
                edits.Add(
                    new TextEdit(
                        link.Node.Start,
                        link.Node.End,
                        link.Field.Name == "owner" ? "${{ values.owner }}" : NewRef(link.Key, renamed)
                    )
                );
            if (((YamlMap)root.Find("spec")!.Value.Value).Find("lifecycle")?.Value is { } lifecycle)
                edits.Add(new TextEdit(lifecycle.Start, lifecycle.End, "${{ values.lifecycle }}"));
            if (metadata.Find("annotations")?.Value is YamlMap annotations)
                edits.AddRange(Annotations(annotations, renamed));
            var slice = TextEdit.Apply(catalog[..document.End], edits).Text;
            text.Append(slice, document.Start, slice.Length - document.Start);
        }
        return text.ToString();
    }

    private static IEnumerable<TextEdit> Annotations(YamlMap annotations, Dictionary<string, string> renamed)
    {
        yield return new TextEdit(
            annotations.Entries[0].Key.Start,
            annotations.Entries[0].Key.Start,
            "github.com/project-slug: ${{ values.destination.owner + \"/\" + values.destination.repo }}\n    "
        );
        if (annotations.Find("backstage.io/techdocs-entity")?.Value is { String: { } system } node)
            yield return new TextEdit(node.Start, node.End, NewRef(system, renamed));
    }

    private static string NewName(YamlMap root, int longestSuffix)
    {
        var name = ((YamlMap)root.Find("metadata")!.Value.Value).Find("name")!.Value.Value.String!;
        return EntityHead.KindOf(root) switch
        {
            "System" => Name,
            "Location" => name,
            _ => $"{Name}-{(name.Length > longestSuffix - 1 ? Slug.WithDigest(name[..(longestSuffix - 12)], name) : name)}",
        };
    }

    private static string NewRef(string key, Dictionary<string, string> renamed) =>
        renamed.TryGetValue(key, out var name) ? key[..(key.IndexOf('/', StringComparison.Ordinal) + 1)] + name : key;
}
