using System.Security.Cryptography;
using System.Text;
using InfraAi.Catalog;
using InfraAi.Model;
using InfraAi.Platform.Files;

namespace InfraAi.Cli;

/// <summary>Findings that were there when somebody began to check: they are counted, and do not fail a run. Lines may move; a finding more of the same kind is new.</summary>
internal sealed class Baseline
{
    private readonly string path;
    private readonly Dictionary<string, int> old;
    private readonly SortedDictionary<string, Entry> now = new(StringComparer.Ordinal);

    private Baseline(string path, Dictionary<string, int> old, bool exists)
    {
        this.path = path;
        this.old = old;
        Exists = exists;
    }

    /// <summary>False when the file is not there yet: then it is written at the end.</summary>
    public bool Exists { get; }

    /// <summary>Old findings met so far.</summary>
    public int Known { get; private set; }

    private sealed record Entry(string File, string Rule, string Path, string Message, int Count);

    private sealed record Content(int Version, IReadOnlyList<Entry> Findings);

    /// <returns>The findings of the file, none when it is not there; or the problem "baseline-not-readable".</returns>
    public static Result<Baseline> Read(string path)
    {
        if (!File.Exists(path))
        {
            return new Baseline(path, new(StringComparer.Ordinal), exists: false);
        }

        try
        {
            var content = Json.Read<Content>(File.ReadAllText(path));
            var found = content.Findings.ToDictionary(
                entry => Key(entry.File, entry.Rule, entry.Path, entry.Message),
                entry => entry.Count,
                StringComparer.Ordinal
            );
            return new Baseline(path, found, exists: true);
        }
        catch (Exception e)
            when (e
                    is IOException
                        or UnauthorizedAccessException
                        or System.Text.Json.JsonException
                        or ArgumentException
                        or NullReferenceException
            )
        {
            return new Problem(
                "baseline-not-readable",
                ProblemKind.Usage,
                new($"--baseline {path} cannot be read: {e.Message}", $"No se puede leer --baseline {path}: {e.Message}"),
                new("Remove the file, and the next run writes it anew.", "Borre el archivo y la próxima ejecución lo escribirá de nuevo.")
            );
        }
    }

    /// <summary>Takes a finding in.</summary>
    /// <returns>Was it there before?</returns>
    public bool Holds(string file, ValidationProblem problem)
    {
        var clean = Clean(file);
        var key = Key(clean, problem.Rule, problem.Path, problem.Message);
        now[key] = now.TryGetValue(key, out var entry)
            ? entry with
            {
                Count = entry.Count + 1,
            }
            : new Entry(clean, problem.Rule, problem.Path, problem.Message, 1);
        if (old.GetValueOrDefault(key) is not (> 0 and var left))
        {
            return false;
        }

        old[key] = left - 1;
        Known++;
        return true;
    }

    /// <summary>Writes the findings of this run.</summary>
    public Problem? Write()
    {
        try
        {
            AtomicFile.Write(path, Encoding.UTF8.GetBytes(Json.Write(new Content(1, [.. now.Values])) + "\n"));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem(
                "file-not-writable",
                ProblemKind.Outside,
                new($"{path} cannot be written: {e.Message}", $"No se puede escribir {path}: {e.Message}"),
                new("Name a file that this user may write.", "Indique un archivo que este usuario pueda escribir.")
            );
        }
    }

    /// <summary>The same for the same finding, wherever it moves to in its file.</summary>
    public static string Fingerprint(string file, ValidationProblem problem) =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(Key(Clean(file), problem.Rule, problem.Path, problem.Message))).AsSpan(0, 16)
        );

    private static string Key(string file, string rule, string path, string message) => string.Join('\n', file, rule, path, message);

    private static string Clean(string file)
    {
        var clean = file.Replace('\\', '/');
        return clean.StartsWith("./", StringComparison.Ordinal) ? clean[2..] : clean;
    }
}
