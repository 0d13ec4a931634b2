using InfraAi.Model;
using InfraAi.Platform.Configuration;

namespace InfraAi.Platform.Manifest;

/// <summary>Reads platform.yaml. docs/runner.md describes it; platform.schema.json is the same for editors.</summary>
public static class ManifestReader
{
    public const string FileName = "platform.yaml";
    private const long LargestFile = 1024 * 1024;

    /// <summary>The kinds of service there are: each but the first is a class with IServiceKind and a line in the CLI's Services.</summary>
    public static readonly IReadOnlyList<string> Kinds = [ServiceEntry.CommandKind, "agent", "postgres", "backstage"];

    internal static readonly IReadOnlyDictionary<string, string[]> Known = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        [""] = ["services", "repositories", "env_files", "tasks"],
        ["services"] =
        [
            "kind",
            "description",
            "command",
            "folder",
            "url",
            "ready",
            "log",
            "needs",
            "environment",
            "default",
            "start_timeout",
            "stop_timeout",
            "stop_signal",
        ],
        ["repositories"] = ["path", "remote", "branch", "tags", "groups", "description"],
        ["env_files"] = ["path", "secrets"],
        ["tasks"] = ["description", "command", "folder", "arguments", "needs", "services", "environment"],
        ["arguments"] = ["description", "required", "values"],
    };

    /// <summary>Reads the manifest at the root of the checkout.</summary>
    /// <returns>The manifest, or one problem that names every fault with line, column and remedy.</returns>
    public static Result<PlatformManifest> Load(Settings settings)
    {
        var file = Path.Combine(settings.Root, FileName);
        string text;
        try
        {
            if (!File.Exists(file))
            {
                return new Problem(
                    "manifest-not-found",
                    ProblemKind.Outside,
                    new(
                        $"There is no {FileName} in {settings.Root}: it says what the platform is made of.",
                        $"No hay {FileName} en {settings.Root}: dice de qué consta la plataforma."
                    ),
                    new(
                        $"git checkout {FileName}, or write one (docs/runner.md).",
                        $"git checkout {FileName}, o escriba uno (docs/ai/plataforma.md)."
                    )
                );
            }

            if (new FileInfo(file) is { Exists: true, Length: > LargestFile })
            {
                throw new IOException($"it is larger than {LargestFile} bytes");
            }

            text = File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem(
                "manifest-not-readable",
                ProblemKind.Outside,
                new($"{file} cannot be read: {e.Message}", $"No se puede leer {file}: {e.Message}"),
                new("Give this user the right to read it.", "Dé a este usuario permiso de lectura.")
            );
        }

        var (manifest, faults) = Read(text, settings, file);
        return manifest is null ? Wrong(file, faults) : manifest;
    }

    /// <summary>Reads the text of a manifest.</summary>
    /// <returns>Null and the faults in the order of the text, or the manifest and none.</returns>
    public static (PlatformManifest? Manifest, IReadOnlyList<ManifestFault> Faults) Read(string text, Settings settings, string file)
    {
        var faults = new List<ManifestFault>();
        var root = new ManifestYaml(faults).Read(text);
        if (root is not null and not YamlFields)
        {
            faults.Add(
                new(
                    root.Line,
                    root.Column,
                    "",
                    new("The file is a map of sections.", "El archivo es un mapa de secciones."),
                    new($"Sections: {string.Join(", ", Known[""])}.", $"Secciones: {string.Join(", ", Known[""])}.")
                )
            );
        }

        var top = new Section(root as YamlFields ?? new(1, 1, []), "", Known[""], name => settings.Get(name).Value, faults);
        var reader = new Entries(top, settings);
        var manifest = new PlatformManifest(file, reader.Services(), reader.Repositories(), reader.EnvFiles(), reader.Tasks());
        return faults.Count == 0 ? (manifest, []) : (null, [.. faults.OrderBy(f => f.Line).ThenBy(f => f.Column)]);
    }

    private static Problem Wrong(string file, IReadOnlyList<ManifestFault> faults)
    {
        var name = Path.GetFileName(file);
        return new(
            "manifest-not-valid",
            ProblemKind.Usage,
            new(Told("en"), Told("es")),
            faults.Count == 1
                ? faults[0].Remedy
                : new($"Correct these {faults.Count} places; each says how.", $"Corrija estos {faults.Count} lugares; cada uno dice cómo.")
        );

        string Told(string language) =>
            string.Join(
                "\n  ",
                faults.Select(f =>
                    $"{name}:{f.Line}:{f.Column} {(f.Path.Length > 0 ? f.Path + ": " : "")}{f.Message.In(language)}"
                    + (faults.Count == 1 ? "" : " " + f.Remedy.In(language))
                )
            );
    }
}
