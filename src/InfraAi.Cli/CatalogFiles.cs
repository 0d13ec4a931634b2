using System.CommandLine;
using System.Text;
using InfraAi.Catalog;
using InfraAi.Model;

namespace InfraAi.Cli;

/// <summary>Finds and reads the catalog files that validate and plan are pointed at.</summary>
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

    public static Argument<string[]> Paths(CommandContext context) =>
        new("PATH")
        {
            Description = context.In("Files, or folders with .yaml and .yml files", "Archivos, o carpetas con archivos .yaml y .yml"),
            Arity = ArgumentArity.OneOrMore,
        };

    /// <returns>The problem of the first path that is not there.</returns>
    public static Problem? Missing(IEnumerable<string> paths) =>
        paths.FirstOrDefault(path => !File.Exists(path) && !Directory.Exists(path)) is { } path
            ? new(
                "path-not-found",
                ProblemKind.NotFound,
                new($"There is no file or folder {path}.", $"No existe el archivo o carpeta {path}."),
                new("See that the path is right.", "Compruebe la ruta.")
            )
            : null;

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
            return CatalogValidator.Validate(file, File.ReadAllBytes(file).AsSpan());
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

    /// <summary>Reads all of them, to be looked at together.</summary>
    public static Result<IReadOnlyList<ProjectFile>> Read(IEnumerable<string> files)
    {
        var read = new List<ProjectFile>();
        foreach (var file in files)
        {
            try
            {
                read.Add(new(file, Text(file)));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return new Problem(
                    "file-not-readable",
                    ProblemKind.Invalid,
                    new($"{file} cannot be read: {e.Message}", $"No se puede leer {file}: {e.Message}"),
                    new("See that this user may read it.", "Compruebe que este usuario puede leerlo.")
                );
            }
        }

        return read;
    }

    public static bool IsUtf8(string file) => System.Text.Unicode.Utf8.IsValid(File.ReadAllBytes(file));

    /// <summary>As it stands, the byte order mark too: positions count it and fixes keep it.</summary>
    private static string Text(string file) => new UTF8Encoding(false).GetString(File.ReadAllBytes(file));
}
