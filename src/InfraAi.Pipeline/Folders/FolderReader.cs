using InfraAi.Analysis;
using InfraAi.Analysis.Diagrams;
using InfraAi.Analysis.Folders;
using InfraAi.Model;
using InfraAi.Platform.Processes;

namespace InfraAi.Pipeline.Folders;

/// <summary>Makes one input of a folder or a Git work tree: every file in it that may be a source, as it is now.</summary>
public static class FolderReader
{
    private const long LargestFile = InputReader.LongestDiagram;

    /// <summary>Folders that hold no sources of one's own; in a Git work tree its ignore rules say so better.</summary>
    private static readonly string[] Skipped = ["node_modules", "bin", "obj", "vendor", "target", "dist", ".terraform"];

    /// <param name="name">The project's name; null for the folder's own.</param>
    /// <returns>A bundle (see <see cref="SourceBundle"/>) as an input.</returns>
    public static async Task<Result<AnalysisInput>> ReadAsync(string folder, string? name, CancellationToken cancellation)
    {
        var root = Path.GetFullPath(folder);
        try
        {
            var paths = await PathsAsync(root, cancellation);
            var files = new List<(string, string)>();
            long total = 0;
            foreach (var path in paths.Where(SourceFiles.IsCandidate).Order(StringComparer.Ordinal))
            {
                cancellation.ThrowIfCancellationRequested();
                if (Text(Path.Combine(root, path), path) is { } text && (total += text.Length) <= InputReader.LongestDiagram)
                {
                    files.Add((path, text));
                }
            }

            if (total > InputReader.LongestDiagram)
            {
                return TooLarge(folder, total);
            }

            return AnalysisInput.Of(folder, SourceBundle.Write(files), name ?? Path.GetFileName(root));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem(
                "folder-not-readable",
                ProblemKind.Invalid,
                new($"{folder} cannot be read: {e.Message}", $"No se puede leer {folder}: {e.Message}"),
                new("See that this user may read it.", "Compruebe que este usuario puede leerla.")
            );
        }
    }

    /// <summary>What Git tracks or would track there, so that ignored files stay out; without Git, every file but the usual build output.</summary>
    private static async Task<IEnumerable<string>> PathsAsync(string root, CancellationToken cancellation)
    {
        var listed = await Programs.RunAsync(
            "git",
            ["-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "."],
            cancellation: cancellation
        );
        if (listed is { Ok: true, Value.ExitCode: 0 })
        {
            return listed.Value.Text.Split('\0', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal);
        }

        return Directory
            .EnumerateFiles(
                root,
                "*",
                new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }
            )
            .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').SkipLast(1).Any(part => Skipped.Contains(part, StringComparer.Ordinal) || part == ".git"));
    }

    /// <returns>The text of a source, of a picture the source inside it; null for what is neither, or gone since it was listed.</returns>
    private static string? Text(string file, string path)
    {
        if (new FileInfo(file) is not { Exists: true, Length: <= LargestFile and > 0 })
        {
            return null;
        }

        var bytes = File.ReadAllBytes(file);
        if (SourceFiles.Precedence(path) is not null && DiagramReader.Source(bytes, path, drawings: false) is { } source)
        {
            return source;
        }

        // What is no source is kept only where words, owners, builds or settings are looked for.
        return SourceFiles.Precedence(path) is not null || SourceFiles.IsOfUnit(path) || SourceFiles.IsDocument(path)
            ? InputReader.Read(bytes, path) is { Ok: true, Value: var read }
                ? SourceFiles.Kept(path, read.Text)
                : null
            : null;
    }

    private static Problem TooLarge(string folder, long characters) =>
        new(
            "folder-too-large",
            ProblemKind.TooLarge,
            new(
                $"The sources of {folder} have {characters / 1024 / 1024} million characters; {InputReader.LongestDiagram / 1024 / 1024} is the limit.",
                $"Las fuentes de {folder} tienen {characters / 1024 / 1024} millones de caracteres; el límite es {InputReader.LongestDiagram / 1024 / 1024}."
            ),
            new("Name a folder below it.", "Indique una carpeta de su interior.")
        );
}
