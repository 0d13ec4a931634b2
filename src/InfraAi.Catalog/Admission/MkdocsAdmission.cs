using InfraAi.Catalog.Yaml;
using InfraAi.Model;

namespace InfraAi.Catalog.Admission;

/// <summary>
/// What a mkdocs.yml may say. MkDocs runs plugins, hooks and Markdown extensions, some of which read any file (CVE-2023-32309) or run code, and its
/// tags read the environment (!ENV) and make Python objects (!!python/…): what is not listed is refused.
/// </summary>
internal static class MkdocsAdmission
{
    private static readonly Phrase TakeItOut = new("Take it out.", "Quítelo.");

    public static Refusal? Check(string yaml)
    {
        var documents = YamlReader.Read(yaml);
        if (documents is not [{ IsBroken: false } document, ..] || document.Root?.Actual is not YamlMap root)
            return new(
                0,
                "site_name",
                new("a map of settings was expected.", "se esperaba un mapa de ajustes."),
                new("See mkdocs.org.", "Véase mkdocs.org.")
            );
        if (documents.Count > 1)
            return new(documents[1].Start, "---", new("one document is read.", "se lee un solo documento."), TakeItOut);
        if (document.FirstTag >= 0)
        {
            return new(
                document.FirstTag,
                "!",
                new("tags read the environment and make objects.", "las etiquetas leen el entorno y crean objetos."),
                new("Write the value itself.", "Escriba el valor mismo.")
            );
        }

        var list = AdmissionList.Current.Mkdocs;
        foreach (var entry in root.Entries)
        {
            if (!list.Keys.Contains(entry.Name, StringComparer.Ordinal))
                return Unknown(entry.Key, entry.Name, list.Keys);
            var refusal = entry.Name switch
            {
                "docs_dir" when !ProjectAdmission.IsInside(entry.Value.String) => new(
                    entry.Value.Start,
                    entry.Name,
                    new("no folder of the project.", "no es una carpeta del proyecto."),
                    new("Write docs.", "Escriba docs.")
                ),
                "theme" => Theme(entry.Value.Actual, list),
                "plugins" => Named(entry, list.Plugins),
                "markdown_extensions" => Named(entry, list.MarkdownExtensions),
                _ => null,
            };
            if (refusal is not null)
                return refusal;
        }

        return null;
    }

    private static Refusal? Theme(YamlNode theme, MkdocsList list) =>
        theme is not YamlMap map ? null
        : map.Entries.FirstOrDefault(e => !list.Theme.Contains(e.Name, StringComparer.Ordinal)) is { Key: not null } wrong
            ? Unknown(wrong.Key, $"theme.{wrong.Name}", list.Theme)
        : null;

    /// <summary>Names alone, or with options: <c>[a, b: {c: 1}]</c> or <c>{a: null, b: {c: 1}}</c>.</summary>
    private static Refusal? Named(YamlEntry at, IReadOnlyDictionary<string, IReadOnlyList<string>> allowed)
    {
        IEnumerable<YamlNode> items = at.Value.Actual switch
        {
            YamlList list => list.Items.Select(item => item.Actual),
            YamlMap or YamlScalar { Type: ScalarType.Null } => [at.Value.Actual],
            _ => [at.Value],
        };
        foreach (var item in items)
        {
            var refusal = item switch
            {
                YamlScalar { Type: ScalarType.String } name => Option(at.Name, new(name, name), null, allowed),
                YamlMap map => map.Entries.Select(e => Option(at.Name, e, e.Value.Actual, allowed)).FirstOrDefault(r => r is not null),
                YamlScalar { Type: ScalarType.Null } => null,
                _ => new(item.Start, at.Name, new("names were expected.", "se esperaban nombres."), TakeItOut),
            };
            if (refusal is not null)
                return refusal;
        }

        return null;
    }

    private static Refusal? Option(
        string parent,
        YamlEntry named,
        YamlNode? options,
        IReadOnlyDictionary<string, IReadOnlyList<string>> allowed
    )
    {
        const string longForm = "markdown.extensions.";
        var name = named.Name.StartsWith(longForm, StringComparison.Ordinal) ? named.Name[longForm.Length..] : named.Name;
        if (!allowed.TryGetValue(name, out var known))
            return Unknown(named.Key, $"{parent}.{named.Name}", allowed.Keys);
        return options switch
        {
            null or YamlScalar { Type: ScalarType.Null } => null,
            YamlMap map => map
                .Entries.Where(e => !known.Contains(e.Name, StringComparer.Ordinal))
                .Select(e => Unknown(e.Key, $"{parent}.{name}.{e.Name}", known))
                .FirstOrDefault(),
            _ => new(
                options.Start,
                $"{parent}.{name}",
                new("a map of options was expected.", "se esperaba un mapa de opciones."),
                TakeItOut
            ),
        };
    }

    private static Refusal Unknown(YamlNode at, string key, IEnumerable<string> allowed)
    {
        var names = string.Join(", ", allowed.Order(StringComparer.Ordinal));
        return new(
            at.Start,
            key,
            new("the portal does not build documentation with it.", "el portal no construye documentación con ello."),
            names.Length == 0 ? TakeItOut : new($"Take it out; allowed are {names}.", $"Quítelo; se admiten {names}.")
        );
    }
}
