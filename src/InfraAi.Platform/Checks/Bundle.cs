using System.IO.Compression;
using System.Text;
using InfraAi.Model;
using InfraAi.Platform.Configuration;
using InfraAi.Platform.Files;
using InfraAi.Platform.Manifest;

namespace InfraAi.Platform.Checks;

/// <summary>A file for sending on: the report, the settings' names, the manifest and the ends of the logs, with every secret masked.</summary>
public static class Bundle
{
    private const int LogLines = 1000;

    /// <param name="file">Of the zip; it is replaced.</param>
    /// <param name="parts">Further files, by name: the report in its forms.</param>
    /// <returns>What is in it, or why it could not be written.</returns>
    public static Result<IReadOnlyList<string>> Write(
        string file,
        IReadOnlyDictionary<string, string> parts,
        PlatformManifest? manifest,
        Settings settings,
        SecretMask mask
    )
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, text) in parts)
        {
            all[name] = text;
        }

        var source = Path.Combine(settings.Root, ManifestReader.FileName);
        try
        {
            if (File.Exists(source))
            {
                all[ManifestReader.FileName] = File.ReadAllText(source);
            }

            foreach (var service in manifest?.Services ?? [])
            {
                if (LogTail.Read(service.Log, LogLines, LogTail.LargeWindow) is { Length: > 0 } log)
                {
                    all[$"logs/{service.Name}.log"] = log;
                }
            }

            using var memory = new MemoryStream();
            using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
            {
                foreach (var (name, text) in all)
                {
                    using var entry = zip.CreateEntry(name).Open();
                    entry.Write(Encoding.UTF8.GetBytes(mask.Apply(text)));
                }
            }

            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            AtomicFile.Write(file, memory.ToArray(), DataFolder.PrivateFile);
            return all.Keys.ToList();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem(
                "bundle-not-written",
                ProblemKind.Outside,
                new($"{file} cannot be written: {e.Message}", $"No se puede escribir {file}: {e.Message}"),
                new("Name another place after --bundle.", "Indique otro lugar tras --bundle.")
            );
        }
    }
}
