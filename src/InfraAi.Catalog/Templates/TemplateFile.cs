using InfraAi.Catalog.Yaml;
using InfraAi.Model;

namespace InfraAi.Catalog;

/// <summary>Writes template.yaml.</summary>
internal static class TemplateFile
{
    public static string Write(string name, CatalogProject project, string owner, int longestName, string language)
    {
        var yaml = new YamlWriter();
        yaml.Document().Entry("apiVersion", "scaffolder.backstage.io/v1beta3").Entry("kind", "Template");
        yaml.Map(
            "metadata",
            () =>
                yaml.Entry("name", name)
                    .Entry("title", project.Title)
                    .Entry("description", Say("A new system of the shape of {0}.", "Un sistema nuevo con la forma de {0}."))
                    .List("tags", ["infrastructure"])
        );
        yaml.Map(
            "spec",
            () =>
            {
                yaml.Entry("owner", owner).Entry("type", "service");
                yaml.Map("parameters", () => Parameters(yaml));
                yaml.Map("steps", () => Steps(yaml));
                yaml.Map("output", () => yaml.Map("links", () => Links(yaml)));
            }
        );
        return yaml.ToString();

        string Say(string english, string spanish) =>
            new Phrase(english, spanish).In(language).Replace("{0}", project.Title, StringComparison.Ordinal);

        void Parameters(YamlWriter yaml)
        {
            yaml.Item(() =>
            {
                yaml.Entry("title", Say("The system", "El sistema")).List("required", ["name", "owner", "lifecycle"]);
                yaml.Map(
                    "properties",
                    () =>
                    {
                        yaml.Map(
                            "name",
                            () =>
                            {
                                yaml.Entry("title", Say("Name", "Nombre"))
                                    .Entry("type", "string")
                                    .Raw("maxLength", longestName.ToString(System.Globalization.CultureInfo.InvariantCulture));
                                yaml.Entry("pattern", "^[a-z0-9]+(-[a-z0-9]+)*$").Entry("ui:autofocus", true);
                            }
                        );
                        yaml.Map(
                            "owner",
                            () =>
                            {
                                yaml.Entry("title", Say("Owner", "Propietario")).Entry("type", "string").Entry("ui:field", "OwnerPicker");
                                yaml.Map("ui:options", () => yaml.Map("catalogFilter", () => yaml.List("kind", ["Group", "User"])));
                            }
                        );
                        yaml.Map(
                            "lifecycle",
                            () =>
                                yaml.Entry("title", Say("Lifecycle", "Ciclo de vida"))
                                    .Entry("type", "string")
                                    .Entry("default", "experimental")
                                    .List("enum", ["experimental", "production", "deprecated"])
                        );
                    }
                );
            });
            yaml.Item(() =>
            {
                yaml.Entry("title", Say("The repository", "El repositorio")).List("required", ["repoUrl"]);
                yaml.Map(
                    "properties",
                    () =>
                        yaml.Map(
                            "repoUrl",
                            () =>
                            {
                                yaml.Entry("title", Say("Where it goes", "Dónde va"))
                                    .Entry("type", "string")
                                    .Entry("ui:field", "RepoUrlPicker");
                                yaml.Map("ui:options", () => yaml.List("allowedHosts", ["github.com"]));
                            }
                        )
                );
            });
        }

        void Steps(YamlWriter yaml)
        {
            yaml.Item(() =>
            {
                yaml.Entry("id", "fetch")
                    .Entry("name", Say("Fill in the files", "Completar los archivos"))
                    .Entry("action", "fetch:template");
                yaml.Map(
                    "input",
                    () =>
                    {
                        yaml.Entry("url", "./skeleton").List("copyWithoutTemplating", ["docs/**"]);
                        yaml.Map(
                            "values",
                            () =>
                                yaml.Entry("name", "${{ parameters.name }}")
                                    .Entry("owner", "${{ parameters.owner }}")
                                    .Entry("lifecycle", "${{ parameters.lifecycle }}")
                                    .Entry("destination", "${{ parameters.repoUrl | parseRepoUrl }}")
                        );
                    }
                );
            });
            yaml.Item(() =>
            {
                yaml.Entry("id", "publish").Entry("name", Say("Publish", "Publicar")).Entry("action", "publish:github");
                yaml.Map("input", () => yaml.Entry("repoUrl", "${{ parameters.repoUrl }}").Entry("defaultBranch", "main"));
            });
            yaml.Item(() =>
            {
                yaml.Entry("id", "register")
                    .Entry("name", Say("Register in the catalog", "Registrar en el catálogo"))
                    .Entry("action", "catalog:register");
                yaml.Map(
                    "input",
                    () =>
                        yaml.Entry("repoContentsUrl", "${{ steps['publish'].output.repoContentsUrl }}")
                            .Entry("catalogInfoPath", "/catalog-info.yaml")
                );
            });
        }

        void Links(YamlWriter yaml)
        {
            yaml.Item(() => yaml.Entry("title", Say("Repository", "Repositorio")).Entry("url", "${{ steps['publish'].output.remoteUrl }}"));
            yaml.Item(() =>
                yaml.Entry("title", Say("Open in the catalog", "Abrir en el catálogo"))
                    .Entry("icon", "catalog")
                    .Entry("entityRef", "${{ steps['register'].output.entityRef }}")
            );
        }
    }
}
