using System.CommandLine;
using InfraAi.Catalog;
using InfraAi.Model;
using MAB.DotIgnore;

namespace InfraAi.Cli;

/// <summary>What of the given paths is the catalog's.</summary>
/// <param name="PassedOver">YAML files of other programs.</param>
/// <param name="Skeletons">Files that a template fills in.</param>
internal sealed record CatalogSelection(IReadOnlyList<CatalogSource> Files, int PassedOver, int Skeletons);

/// <summary>Finds and reads the catalog files that validate and plan are pointed at: by what stands in them, whatever they are called and wherever they are.</summary>
internal sealed class CatalogFiles(IReadOnlyList<string> include, IReadOnlyList<string> exclude, DiskTree tree)
{
    public const string IgnoreFile = ".catalogignore";

    /// <summary>Folders of programs: nobody's catalog is in them.</summary>
    private static readonly string[] Closed = [".git", "node_modules"];

    private readonly IgnoreList? included = include.Count > 0 ? new IgnoreList(include) : null;
    private readonly IgnoreList? excluded = exclude.Count > 0 ? new IgnoreList(exclude) : null;

    public static Argument<string[]> Paths(CommandContext context) =>
        new("PATH")
        {
            Description = context.In(
                "Files, or folders in which the catalog files are found; - is standard input",
                "Archivos, o carpetas en las que se buscan los archivos de catálogo; - es la entrada estándar"
            ),
            Arity = ArgumentArity.OneOrMore,
        };

    /// <returns>The problem of the first path that is not there.</returns>
    public static Problem? Missing(IEnumerable<string> paths) =>
        paths.FirstOrDefault(path => path != "-" && !File.Exists(path) && !Directory.Exists(path)) is { } path
            ? new(
                "path-not-found",
                ProblemKind.NotFound,
                new($"There is no file or folder {path}.", $"No existe el archivo o carpeta {path}."),
                new("See that the path is right.", "Compruebe la ruta.")
            )
            : null;

    /// <summary>Nothing was found: a check that looked at nothing must not pass for a good one.</summary>
    public static Problem None(IEnumerable<string> paths) =>
        new(
            "no-catalog-files",
            ProblemKind.NotFound,
            new(
                $"No catalog file was found in {string.Join(", ", paths)}.",
                $"No se encontró ningún archivo de catálogo en {string.Join(", ", paths)}."
            ),
            new(
                "A catalog file has documents with an apiVersion of backstage.io; --include PATTERN names others, --allow-empty lets an empty folder pass.",
                "Un archivo de catálogo tiene documentos con apiVersion de backstage.io; --include PATRÓN indica otros, --allow-empty admite una carpeta vacía."
            )
        );

    /// <summary>Reads the files that are named, and those of the folders that are the catalog's.</summary>
    /// <returns>In the order of the paths, within a folder in the order of their names.</returns>
    public Result<CatalogSelection> Select(IEnumerable<string> paths, CancellationToken cancellation)
    {
        var files = new List<CatalogSource>();
        var passed = 0;
        var templated = 0;
        foreach (var path in paths)
        {
            try
            {
                if (File.Exists(path))
                {
                    files.Add(new(path, File.ReadAllBytes(path)));
                    continue;
                }

                var found = Below(path).AsParallel().AsOrdered().WithCancellation(cancellation).Select(Read).ToList();
                var candidates = found.OfType<CatalogSource>().ToList();
                var skeletons = new TemplateSkeletons();
                foreach (var file in candidates)
                {
                    skeletons.Add(file.Path, file.Text, tree);
                }

                var kept = candidates.Where(file => file.IsDeclared || !skeletons.Holds(file.Path, file.Text)).ToList();
                files.AddRange(kept);
                passed += found.Count - candidates.Count;
                templated += candidates.Count - kept.Count;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return NotReadable(path, e.Message);
            }
        }

        return new CatalogSelection(files, passed, templated);
    }

    public static Problem NotReadable(string path, string reason) =>
        new(
            "file-not-readable",
            ProblemKind.Invalid,
            new($"{path} cannot be read: {reason}", $"No se puede leer {path}: {reason}"),
            new("See that this user may read it.", "Compruebe que este usuario puede leerlo.")
        );

    /// <returns>Null for a file of another program.</returns>
    private CatalogSource? Read((string Path, bool IsDeclared) file)
    {
        var source = new CatalogSource(file.Path, File.ReadAllBytes(file.Path), file.IsDeclared);
        if (file.IsDeclared)
        {
            return source;
        }

        var text = source.Text;
        return CatalogContent.IsCatalogFile(file.Path, text) && !IsChart(file.Path, text) ? source : null;
    }

    /// <summary>A template of a Helm chart makes its document when the chart is installed.</summary>
    private bool IsChart(string path, string text)
    {
        var at = path.LastIndexOf("/templates/", StringComparison.Ordinal);
        return at >= 0 && text.Contains("{{", StringComparison.Ordinal) && tree.HasFile(path[..at] + "/Chart.yaml");
    }

    /// <summary>The YAML files below a folder, hidden ones too.</summary>
    private IEnumerable<(string Path, bool IsDeclared)> Below(string root)
    {
        var found = new List<(string, bool)>();
        Walk(root, "", []);
        return found.OrderBy(file => file.Item1, StringComparer.Ordinal);

        void Walk(string folder, string relative, IReadOnlyList<(string Below, IgnoreList List)> ignored)
        {
            var ignore = Path.Combine(folder, IgnoreFile);
            if (File.Exists(ignore))
            {
                ignored = [.. ignored, (relative, new IgnoreList(File.ReadAllLines(ignore)))];
            }

            foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
            {
                var path = Path.Combine(folder, entry.Name);
                var below = relative.Length == 0 ? entry.Name : $"{relative}/{entry.Name}";
                var isFolder = entry is DirectoryInfo;
                if (
                    excluded?.IsIgnored(below, isFolder) == true
                    || ignored.Any(list => list.List.IsIgnored(list.Below.Length == 0 ? below : below[(list.Below.Length + 1)..], isFolder))
                )
                {
                    continue;
                }

                if (isFolder)
                {
                    // A link to a folder may lead round in a circle.
                    if (!Closed.Contains(entry.Name, StringComparer.Ordinal) && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
                    {
                        Walk(path, below, ignored);
                    }

                    continue;
                }

                var isDeclared = included?.IsIgnored(below, false) == true;
                if (isDeclared || entry.Extension is ".yaml" or ".yml")
                {
                    found.Add((path, isDeclared));
                }
            }
        }
    }
}
