using System.Globalization;
using System.Text;
using InfraAi.Model;
using InfraAi.Model.Secrets;
using InfraAi.Platform.Configuration;

namespace InfraAi.Platform.Repositories;

/// <summary>Why something should not go into a repository.</summary>
/// <param name="Check">What --allow names to let it pass: "secrets", "conflict-markers", "large-files", or the name of another check.</param>
/// <param name="Line">From 1; 0 for the file as a whole.</param>
public sealed record ContentFinding(string Check, string Path, int Line, Phrase Message);

/// <summary>The names of the checks, as --allow takes them.</summary>
public static class ContentCheckNames
{
    public static string[] All => [ContentChecks.Secret, ContentChecks.Marker, ContentChecks.Large];
}

/// <summary>A file that a commit adds or changes.</summary>
/// <param name="Before">The blob it had; null for a new file.</param>
internal sealed record BlobChange(string Path, string? Before, string After);

/// <summary>Looks at what is about to enter the history: secrets, conflict markers, large files. Only at lines that are new.</summary>
/// <param name="known">The platform's own secrets (see <see cref="OwnSecrets"/>): found wherever they stand, and in whatever form.</param>
internal sealed class ContentChecks(IReadOnlyCollection<string> known)
{
    public const string Secret = "secrets";
    public const string Marker = "conflict-markers";
    public const string Large = "large-files";
    public const long LargestFile = 5 * 1024 * 1024;
    private const long LargestText = 2 * 1024 * 1024;
    private const int ShortestKnown = 8;

    private readonly List<string> values =
    [
        .. known.Where(value => value.Length >= ShortestKnown && !Secrets.IsPlaceholder(value)).SelectMany(OwnSecrets.Forms),
    ];

    public async Task<Result<IReadOnlyList<ContentFinding>>> LookAsync(
        Git git,
        IReadOnlyList<BlobChange> changes,
        CancellationToken cancellation
    )
    {
        var found = changes.Where(change => IsEnvFile(change.Path)).Select(EnvFile).ToList();
        var blobs = await BlobsAsync(git, changes, cancellation);
        if (!blobs.Ok)
        {
            return blobs.Problem;
        }

        foreach (var change in changes.Where(change => !IsEnvFile(change.Path)))
        {
            if (!blobs.Value.TryGetValue(change.After, out var after))
            {
                continue;
            }

            if (after.Size > LargestFile)
            {
                found.Add(TooLarge(change, after.Size));
            }

            if (after.Bytes is { } bytes && Array.IndexOf(bytes, (byte)0, 0, Math.Min(bytes.Length, 8000)) < 0)
            {
                var old = change.Before is { } id && blobs.Value.TryGetValue(id, out var before) ? before.Bytes : null;
                found.AddRange(Lines(change.Path, bytes, old));
            }
        }

        return found;
    }

    private IEnumerable<ContentFinding> Lines(string path, byte[] bytes, byte[]? old)
    {
        var seen = old is null ? [] : Encoding.UTF8.GetString(old).Split('\n').ToHashSet(StringComparer.Ordinal);
        var text = Encoding.UTF8.GetString(bytes);
        var secrets = new Queue<SecretMatch>(SecretScanner.Default.Find(text));
        var (number, start) = (0, 0);
        foreach (var line in text.Split('\n'))
        {
            number++;
            var end = start + line.Length;
            // A secret of several lines is told once, at its first one that is new.
            var held = Held(secrets, start, end);
            start = end + 1;
            if (line.Length == 0 || seen.Contains(line))
            {
                continue;
            }

            if (line.StartsWith("<<<<<<< ", StringComparison.Ordinal) || line.StartsWith(">>>>>>> ", StringComparison.Ordinal))
            {
                yield return new(Marker, path, number, new("a conflict marker", "una marca de conflicto"));
            }

            if (values.Exists(value => line.Contains(value, StringComparison.Ordinal)))
            {
                yield return new(Secret, path, number, new("a secret of this platform", "un secreto de esta plataforma"));
            }
            else if (held is not null)
            {
                yield return new(Secret, path, number, held.Rule.Name);
            }

            if (held is not null)
            {
                secrets.Dequeue();
            }
        }
    }

    /// <returns>The first secret that stands in these characters; those that end before are done with.</returns>
    private static SecretMatch? Held(Queue<SecretMatch> secrets, int start, int end)
    {
        while (secrets.TryPeek(out var next) && next.Start + next.Length <= start)
        {
            secrets.Dequeue();
        }

        return secrets.TryPeek(out var found) && found.Start < end ? found : null;
    }

    private static bool IsEnvFile(string path)
    {
        var name = Path.GetFileName(path);
        return name == ".env"
            || name.StartsWith(".env.", StringComparison.Ordinal)
                && Path.GetExtension(name) is not (".example" or ".sample" or ".template" or ".dist" or ".defaults")
            || path.Contains(".env-backups/", StringComparison.Ordinal);
    }

    private static ContentFinding EnvFile(BlobChange change) =>
        new(Secret, change.Path, 0, new("a .env file; it belongs in .gitignore", "un archivo .env; debe estar en .gitignore"));

    private static ContentFinding TooLarge(BlobChange change, long size)
    {
        var megabytes = (size / 1024.0 / 1024).ToString("0.0", CultureInfo.InvariantCulture);
        return new(
            Large,
            change.Path,
            0,
            new(
                $"{megabytes} MB; the history keeps it for ever (limit {LargestFile / 1024 / 1024} MB)",
                $"{megabytes} MB; el historial lo guarda para siempre (límite {LargestFile / 1024 / 1024} MB)"
            )
        );
    }

    /// <summary>Sizes of all, contents of those that are read: two processes for any number of files.</summary>
    private static async Task<Result<Dictionary<string, (long Size, byte[]? Bytes)>>> BlobsAsync(
        Git git,
        IReadOnlyList<BlobChange> changes,
        CancellationToken cancellation
    )
    {
        var blobs = new Dictionary<string, (long, byte[]?)>(StringComparer.Ordinal);
        var ids = changes
            .SelectMany(change => new[] { change.After, change.Before })
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .ToList();
        if (ids.Count == 0)
        {
            return blobs;
        }

        var sizes = await git.RunAsync(["cat-file", "--batch-check"], quiet: true, null, Input(ids), cancellation);
        if (!sizes.Ok || !sizes.Value.Good)
        {
            return sizes.Problem ?? Git.Failed("cat-file", git.Folder, sizes.Value);
        }

        foreach (var line in sizes.Value.Text.Split('\n'))
        {
            if (line.Split(' ') is [var id, "blob", var size])
            {
                blobs[id] = (long.Parse(size, CultureInfo.InvariantCulture), null);
            }
        }

        var read = blobs.Where(blob => blob.Value.Item1 <= LargestText).Select(blob => blob.Key).ToList();
        var contents = await git.RunAsync(["cat-file", "--batch"], quiet: true, null, Input(read), cancellation);
        if (!contents.Ok || !contents.Value.Good)
        {
            return contents.Problem ?? Git.Failed("cat-file", git.Folder, contents.Value);
        }

        var all = contents.Value.Bytes;
        for (var at = 0; at < all.Length; )
        {
            // "ID blob SIZE", the bytes, a line feed
            var end = Array.IndexOf(all, (byte)'\n', at);
            var id = Encoding.ASCII.GetString(all, at, end - at).Split(' ')[0];
            var size = (int)blobs[id].Item1;
            blobs[id] = (size, all[(end + 1)..(end + 1 + size)]);
            at = end + size + 2;
        }

        return blobs;
    }

    private static byte[] Input(IEnumerable<string> ids) => Encoding.ASCII.GetBytes(string.Concat(ids.Select(id => id + "\n")));
}
