using System.Text;
using InfraAi.Model;
using InfraAi.Platform.Files;

namespace InfraAi.Storage.Snapshots;

/// <summary>Which stored version each file of this checkout was last the same as: what a three-way merge starts from.</summary>
/// <param name="file">Lost, it costs only questions: then nothing counts as removed, and keys that differ are conflicts.</param>
/// <param name="root">The checkout: two of them may share a data folder, and each has its own origins there.</param>
internal sealed class Origins(string file, string root)
{
    /// <returns>The snapshot's id; null when the file never was the same as a version, or no record of it can be read.</returns>
    public Func<string, string?> Read()
    {
        var all = ReadAll();
        return name => all.GetValueOrDefault(Path.GetFullPath(name, root));
    }

    /// <returns>Absolute path → snapshot id.</returns>
    private Dictionary<string, string> ReadAll()
    {
        try
        {
            return File.Exists(file) ? Json.Read<Dictionary<string, string>>(File.ReadAllText(file)) : new(StringComparer.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Text.Json.JsonException)
        {
            return new(StringComparer.Ordinal);
        }
    }

    /// <summary>Records some; the caller holds the checkout's lock.</summary>
    public Problem? Write(IReadOnlyDictionary<string, string> some)
    {
        if (some.Count == 0)
        {
            return null;
        }

        var all = new SortedDictionary<string, string>(ReadAll(), StringComparer.Ordinal);
        foreach (var (name, id) in some)
        {
            all[Path.GetFullPath(name, root)] = id;
        }

        try
        {
            AtomicFile.Write(file, Encoding.UTF8.GetBytes(Json.Write(all)), DataFolder.PrivateFile);
            AtomicFile.Sweep(file);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(
                "config-origins-not-written",
                ProblemKind.Outside,
                new($"{file} cannot be written: {e.Message}", $"No se puede escribir {file}: {e.Message}"),
                new("Free some space or let this user write there; nothing is lost.", "Libere espacio o dé permiso; no se pierde nada.")
            );
        }
    }
}
