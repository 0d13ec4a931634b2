using System.Text;
using InfraAi.Model;
using InfraAi.Platform.Files;

namespace InfraAi.Publishing;

/// <summary>What became of a project's files in a folder; relative paths.</summary>
/// <param name="Added">They were not there.</param>
/// <param name="Changed">They were as this platform had written them, or took the changes in beside people's edits.</param>
/// <param name="Unchanged">They were there already, as they are generated.</param>
/// <param name="Kept">They differ from what is generated, and stay as people have them.</param>
/// <param name="Removed">They are generated no longer, and nobody had edited them.</param>
/// <param name="Notes">What was merged or kept, for people.</param>
public sealed record FolderOutcome(
    IReadOnlyList<string> Added,
    IReadOnlyList<string> Changed,
    IReadOnlyList<string> Unchanged,
    IReadOnlyList<string> Kept,
    IReadOnlyList<string> Removed,
    IReadOnlyList<Phrase> Notes
);

/// <summary>Writes a project's files into a folder that people may keep: three-way as in a repository, by the same marker. Nothing of theirs is overwritten.</summary>
public static class FolderOutput
{
    /// <returns>The outcome, or the problem with the file that could not be written; files that are not of the project are left alone.</returns>
    public static async Task<Result<FolderOutcome>> WriteAsync(
        string folder,
        string name,
        IReadOnlyList<ProjectFile> files,
        CancellationToken cancellation
    )
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var blobs = new Dictionary<string, string>(StringComparer.Ordinal);
        Manifest? before;
        try
        {
            var marker = Path.Combine(folder, Manifest.Path);
            before = File.Exists(marker) ? Manifest.Parse(await File.ReadAllTextAsync(marker, cancellation)) : null;
            foreach (
                var path in files
                    .Select(file => file.Path)
                    .Concat(before?.Files.Keys ?? [])
                    .Where(IsInside)
                    .Distinct(StringComparer.Ordinal)
            )
            {
                var whole = Path.Combine(folder, path);
                if (!File.Exists(whole))
                {
                    continue;
                }

                var bytes = await File.ReadAllBytesAsync(whole, cancellation);
                var id = Manifest.BlobId(bytes);
                blobs[path] = id;
                texts[id] = Encoding.UTF8.GetString(bytes);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return NotWritable(folder, e.Message);
        }

        // What was generated last time is known by its id alone; its text only where the file still holds it.
        var content = new BranchContent(blobs, id => Task.FromResult((Result<string?>)texts.GetValueOrDefault(id)));
        var planned = await Changes.PlanAsync(new PublishRequest(name, files, name), before, content, cancellation);
        if (!planned.Ok)
        {
            return planned.Problem;
        }

        return Write(folder, files, planned.Value, blobs);
    }

    private static Result<FolderOutcome> Write(
        string folder,
        IReadOnlyList<ProjectFile> files,
        Changes changes,
        Dictionary<string, string> blobs
    )
    {
        var written = ProjectFolder.Write(folder, changes.Written);
        if (!written.Ok)
        {
            return written.Problem;
        }

        foreach (var path in changes.Removed)
        {
            try
            {
                File.Delete(Path.Combine(folder, path));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return NotWritable(Path.Combine(folder, path), e.Message);
            }
        }

        var touched = changes.Written.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        var others = files.Where(file => !touched.Contains(file.Path)).ToList();
        bool IsAsGenerated(ProjectFile file) => blobs.GetValueOrDefault(file.Path) == Manifest.BlobId(Encoding.UTF8.GetBytes(file.Content));
        var ours = written.Value.Written.Where(path => path != Manifest.Path).ToList();
        return new FolderOutcome(
            [.. ours.Where(path => !blobs.ContainsKey(path))],
            [.. ours.Where(blobs.ContainsKey)],
            [.. others.Where(IsAsGenerated).Select(file => file.Path)],
            [.. others.Where(file => !IsAsGenerated(file)).Select(file => file.Path)],
            changes.Removed,
            changes.Notes
        );
    }

    /// <summary>A marker is a file like any other: a path in it must not lead out of the folder.</summary>
    private static bool IsInside(string path) => !Path.IsPathRooted(path) && !path.Split('/', '\\').Contains("..", StringComparer.Ordinal);

    private static Problem NotWritable(string path, string reason) =>
        new(
            "output-not-writable",
            ProblemKind.Outside,
            new($"{path} cannot be written: {reason}", $"No se puede escribir {path}: {reason}"),
            new("Name a folder that this user may write to.", "Indique una carpeta en la que este usuario pueda escribir.")
        );
}
