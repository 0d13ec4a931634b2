using System.Text;
using InfraAi.Model;

namespace InfraAi.Platform.Files;

/// <summary>Writes a project's files into a folder: each one whole or not at all, and only those that differ.</summary>
public static class ProjectFolder
{
    /// <summary>What was written, and what was there already, as relative paths.</summary>
    public sealed record Outcome(IReadOnlyList<string> Written, IReadOnlyList<string> Unchanged);

    /// <returns>The outcome, or the problem with the file that could not be written; files that are not of the project are left alone.</returns>
    public static Result<Outcome> Write(string folder, IReadOnlyList<ProjectFile> files)
    {
        var written = new List<string>();
        var unchanged = new List<string>();
        foreach (var file in files)
        {
            var path = Path.Combine(folder, file.Path);
            try
            {
                var bytes = Encoding.UTF8.GetBytes(file.Content);
                if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes))
                {
                    unchanged.Add(file.Path);
                    continue;
                }

                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                AtomicFile.Write(path, bytes);
                written.Add(file.Path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return new Problem(
                    "output-not-writable",
                    ProblemKind.Outside,
                    new($"{path} cannot be written: {e.Message}", $"No se puede escribir {path}: {e.Message}"),
                    new("Name a folder that this user may write to.", "Indique una carpeta en la que este usuario pueda escribir.")
                );
            }
        }

        return new Outcome(written, unchanged);
    }
}
