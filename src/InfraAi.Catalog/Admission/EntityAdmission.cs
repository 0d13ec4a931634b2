using InfraAi.Catalog.Yaml;
using InfraAi.Model;

namespace InfraAi.Catalog.Admission;

/// <summary>The entities that a project brings: no people, nothing that runs, nothing that leads elsewhere.</summary>
internal static class EntityAdmission
{
    private const string TechDocs = "backstage.io/techdocs-ref";

    private static readonly Phrase TakeItOut = new("Take it out.", "Quítelo.");

    /// <param name="mayNameOwners">The file may have the one Location that names the project's file of groups.</param>
    public static Refusal? Check(string yaml, bool mayNameOwners)
    {
        foreach (var document in YamlReader.Read(yaml))
            if (document.Root?.Actual is YamlMap root && Check(root, mayNameOwners) is { } refusal)
                return refusal;
        return null;
    }

    private static Refusal? Check(YamlMap entity, bool mayNameOwners)
    {
        var list = AdmissionList.Current;
        var kind = entity.Find("kind");
        var spec = entity.Find("spec")?.Value.Actual as YamlMap;
        if (entity.Find("apiVersion") is { Value.String: not ("backstage.io/v1alpha1" or "backstage.io/v1beta1") } version)
            return new(version.Value.Start, "apiVersion", new("no project brings it.", "ningún proyecto lo trae."), Brings);
        switch (kind?.Value.String)
        {
            case "Location" when mayNameOwners && NamesOwners(spec):
                return null;
            case "Group":
                if (OfAnother(spec) is { } refusal)
                    return refusal;
                break;
            case var name when !list.Kinds.Contains(name, StringComparer.Ordinal):
                return new(
                    kind?.Value.Start ?? entity.Start,
                    "kind",
                    new($"a project brings no {name}.", $"un proyecto no trae {name}."),
                    Brings
                );
            default:
                break;
        }

        if (
            (entity.Find("metadata")?.Value.Actual as YamlMap)?.Find("annotations")?.Value.Actual is YamlMap annotations
            && annotations.Find(TechDocs) is { } docs
            && !(
                docs.Value.String is { } place
                && place.StartsWith("dir:", StringComparison.Ordinal)
                && ProjectAdmission.IsInside(place[4..])
            )
        )
        {
            return new(
                docs.Value.Start,
                $"metadata.annotations.{TechDocs}",
                new("the documentation of another place.", "la documentación de otro lugar."),
                new("Write dir:. for the project's own.", "Escriba dir:. para la del propio proyecto.")
            );
        }

        return Elsewhere(entity, "");
    }

    private static Phrase Brings =>
        new(
            $"Projects bring {string.Join(", ", AdmissionList.Current.Kinds)} and Group of backstage.io/v1alpha1; register the rest yourself, as a maintainer.",
            $"Los proyectos traen {string.Join(", ", AdmissionList.Current.Kinds)} y Group de backstage.io/v1alpha1; el resto lo registra usted, como responsable."
        );

    private static bool NamesOwners(YamlMap? spec) =>
        spec is { Entries: [{ Name: "targets" } targets] }
        && targets.Value.Actual is YamlList { Items: [var only] }
        && only.String == "./" + AdmissionList.Current.OwnersFile;

    /// <summary>Who belongs to a group, the organization says; and a project's group stands alone.</summary>
    private static Refusal? OfAnother(YamlMap? spec)
    {
        foreach (var entry in spec?.Entries ?? [])
        {
            if (entry.Name is "members" or "parent" || entry.Name == "children" && entry.Value.Actual is not YamlList { Items: [] })
            {
                return new(
                    entry.Key.Start,
                    $"spec.{entry.Name}",
                    new(
                        "a project's group has no members, no parent and no children: the organization says who belongs to what.",
                        "el grupo de un proyecto no tiene miembros, ni padre ni hijos: quién pertenece a qué lo dice la organización."
                    ),
                    TakeItOut
                );
            }
        }

        return null;
    }

    /// <summary>A portal reads what $text and its like name with its own tokens.</summary>
    private static Refusal? Elsewhere(YamlNode node, string path)
    {
        switch (node)
        {
            case YamlMap map:
                foreach (var entry in map.Entries)
                {
                    var at = path.Length == 0 ? entry.Name : $"{path}.{entry.Name}";
                    if (entry.Name.StartsWith('$') && !ProjectAdmission.IsInside(entry.Value.String))
                    {
                        return new(
                            entry.Value.Start,
                            at,
                            new("no file of its project.", "no es un archivo de su proyecto."),
                            new(
                                "Name a file of the project, as in ./openapi.yaml.",
                                "Indique un archivo del proyecto, como ./openapi.yaml."
                            )
                        );
                    }

                    if (Elsewhere(entry.Value, at) is { } refusal)
                        return refusal;
                }

                return null;
            case YamlList list:
                for (var i = 0; i < list.Items.Count; i++)
                    if (Elsewhere(list.Items[i], $"{path}[{i}]") is { } refusal)
                        return refusal;
                return null;
            // What an alias stands for is looked at where it is.
            default:
                return null;
        }
    }
}
