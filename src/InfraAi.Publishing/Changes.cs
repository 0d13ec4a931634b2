using System.Text;
using InfraAi.Catalog;
using InfraAi.Model;
using InfraAi.Platform.Processes;

namespace InfraAi.Publishing;

/// <summary>What a branch holds: which blobs at which paths, and how to read one.</summary>
/// <param name="Blobs">Path → Git blob id.</param>
/// <param name="ReadAsync">A blob's text; null when the repository does not have it.</param>
internal sealed record BranchContent(IReadOnlyDictionary<string, string> Blobs, Func<string, Task<Result<string?>>> ReadAsync);

/// <summary>What must change in a repository so that it holds what is generated now, and people's edits as well.</summary>
internal sealed record Changes(IReadOnlyList<ProjectFile> Written, IReadOnlyList<string> Removed, IReadOnlyList<Phrase> Notes)
{
    public bool Any => Written.Count + Removed.Count > 0;

    /// <summary>Three-way, file by file: as generated last time (the marker says), as it is now, as it is generated now.</summary>
    /// <param name="before">The repository's marker; null when it has none: then every file that is there is people's.</param>
    public static async Task<Result<Changes>> PlanAsync(
        PublishRequest request,
        Manifest? before,
        BranchContent content,
        CancellationToken cancellation
    )
    {
        var plan = new Plan(request, before, content);
        return await plan.MakeAsync(cancellation);
    }

    private sealed class Plan(PublishRequest request, Manifest? before, BranchContent content)
    {
        private readonly List<ProjectFile> written = [];
        private readonly List<string> removed = [];
        private readonly List<Phrase> notes = [];
        private readonly Manifest now = Manifest.Of(request.Files);

        public async Task<Result<Changes>> MakeAsync(CancellationToken cancellation)
        {
            foreach (var file in request.Files)
            {
                if (await FileAsync(file, cancellation) is { } problem)
                {
                    return problem;
                }
            }

            foreach (var (path, generated) in before?.Files ?? new Dictionary<string, string>(StringComparer.Ordinal))
            {
                if (now.Files.ContainsKey(path) || !content.Blobs.TryGetValue(path, out var current))
                {
                    continue;
                }

                // A marker is a file that people can write: it takes nothing away that this platform never writes.
                if (!PublishPolicy.IsAllowed(path))
                {
                    Note(path, "is no file of this platform: it stays.", "no es un archivo de esta plataforma: se conserva.");
                }
                else if (current == generated)
                {
                    removed.Add(path);
                }
                else
                {
                    Note(path, "is not generated any more, but was edited: it stays.", "ya no se genera, pero se editó: se conserva.");
                }
            }

            if (before?.Write() != now.Write())
            {
                written.Add(new(Manifest.Path, now.Write()));
            }

            return new Changes(written, removed, notes);
        }

        private async Task<Problem?> FileAsync(ProjectFile file, CancellationToken cancellation)
        {
            var wanted = now.Files[file.Path];
            var generated = before?.Files.GetValueOrDefault(file.Path);
            var current = content.Blobs.GetValueOrDefault(file.Path);
            if (current == wanted)
            {
                return null;
            }

            if (current == generated || current is null && wanted != generated)
            {
                written.Add(file);
                return null;
            }

            if (wanted == generated)
            {
                if (current is null)
                {
                    Note(file.Path, "was removed in the repository; it stays out.", "se quitó en el repositorio; sigue fuera.");
                }
                else
                {
                    Note(file.Path, "the edit made in the repository was kept.", "se conservó la edición hecha en el repositorio.");
                }

                return null;
            }

            return await MergeAsync(file, generated, current!, cancellation);
        }

        private async Task<Problem?> MergeAsync(ProjectFile file, string? generated, string current, CancellationToken cancellation)
        {
            var theirs = await content.ReadAsync(current);
            if (!theirs.Ok)
            {
                return theirs.Problem;
            }

            var text = theirs.Value ?? "";
            var old = await BaseAsync(file.Path, generated);
            if (!old.Ok)
            {
                return old.Problem;
            }

            string merged;
            if (file.Path is "catalog-info.yaml" or "owners.yaml")
            {
                var merge = CatalogMerge.Merge(old.Value, text, file.Content);
                merged = merge.Text;
                notes.AddRange(merge.Conflicts);
            }
            else if (old.Value is { } known)
            {
                var merge = await MergeTextAsync(known, text, file.Content, cancellation);
                if (!merge.Ok)
                {
                    return merge.Problem;
                }

                merged = merge.Value;
            }
            else
            {
                Note(file.Path, "was there before and is not ours: it was left as it is.", "ya estaba y no es nuestro: se dejó como está.");
                return null;
            }

            if (merged != text)
            {
                written.Add(file with { Content = merged });
            }

            Note(
                file.Path,
                "edited in the repository and generated anew: both were merged; where they clash, people's words stand.",
                "editado en el repositorio y generado de nuevo: se combinaron; donde chocan, queda lo escrito por personas."
            );
            return null;
        }

        /// <summary>What was generated last time: from the repository; where an edit was merged at once it never got there, and the store remembers it.</summary>
        private async Task<Result<string?>> BaseAsync(string path, string? generated)
        {
            if (generated is null)
            {
                return (string?)null;
            }

            var found = await content.ReadAsync(generated);
            if (!found.Ok || found.Value is not null || request.Earlier is null)
            {
                return found;
            }

            var remembered = (await request.Earlier())?.Files.FirstOrDefault(f => f.Path == path)?.Content;
            return remembered is not null && Manifest.BlobId(Encoding.UTF8.GetBytes(remembered)) == generated ? remembered : (string?)null;
        }

        private void Note(string path, string en, string es) => notes.Add(new($"{path}: {en}", $"{path}: {es}"));

        /// <summary>git merge-file(1): changes of both sides by lines; where they overlap, the current file's stand.</summary>
        private static async Task<Result<string>> MergeTextAsync(string old, string theirs, string ours, CancellationToken cancellation)
        {
            var folder = Directory.CreateTempSubdirectory("infra-ai-merge-").FullName;
            try
            {
                foreach (var (name, text) in ((string, string)[])[("current", theirs), ("base", old), ("generated", ours)])
                {
                    await File.WriteAllTextAsync(Path.Combine(folder, name), text, cancellation);
                }

                var ran = await Programs.RunAsync(
                    "git",
                    ["merge-file", "--stdout", "--quiet", "--ours", "current", "base", "generated"],
                    folder,
                    cancellation: cancellation
                );
                return ran switch
                {
                    { Ok: false } => ran.Problem,
                    // A binary file: it is people's, and stays.
                    { Value.ExitCode: not 0 } => theirs,
                    _ => ran.Value.Text,
                };
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }
}
