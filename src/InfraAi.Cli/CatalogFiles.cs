using InfraAi.Catalog;

namespace InfraAi.Cli;

/// <summary>Finds and reads the catalog files that `validate` is pointed at.</summary>
internal static class CatalogFiles
{
    /// <summary>YAML files that other programs own: skipped in a folder, read when they are named.</summary>
    private static readonly HashSet<string> Foreign = new(StringComparer.OrdinalIgnoreCase)
    {
        "mkdocs.yml",
        "mkdocs.yaml",
        "docker-compose.yml",
        "docker-compose.yaml",
        "compose.yml",
        "compose.yaml",
        "pnpm-lock.yaml",
        "platform.yaml",
        "app-config.yaml",
        "app-config.production.yaml",
        "app-config.local.yaml",
    };

    /// <returns>The file itself, or the YAML files below the folder in the order of their names.</returns>
    public static IEnumerable<string> Below(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        return new DirectoryInfo(path)
            .EnumerateFiles(
                "*",
                new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System }
            )
            .Where(f => f.Extension is ".yaml" or ".yml" && !Foreign.Contains(f.Name))
            .Select(f => Path.Combine(path, Path.GetRelativePath(path, f.FullName)))
            .Where(f => !f.Split(Path.DirectorySeparatorChar).Contains("node_modules", StringComparer.Ordinal))
            .Order(StringComparer.Ordinal);
    }

    /// <returns>A verdict for each document; a file that cannot be read has one that says so.</returns>
    public static IReadOnlyList<DocumentVerdict> Validate(string file)
    {
        try
        {
            return CatalogValidator.Validate(file, File.ReadAllText(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return
            [
                new(
                    file,
                    0,
                    null,
                    null,
                    false,
                    [new(1, 1, "", "file-not-readable", e.Message, "See that this user may read it.", Severity.Error)]
                ),
            ];
        }
    }
}
