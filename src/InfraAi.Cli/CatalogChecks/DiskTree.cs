using System.Text;
using InfraAi.Catalog;

namespace InfraAi.Cli;

/// <summary>The files on this machine, for what catalog files name beside themselves.</summary>
internal sealed class DiskTree : ISourceTree
{
    /// <summary>Larger texts are no part of any template or documentation that is looked at.</summary>
    private const long MaxBytes = 10_000_000;

    public bool HasFile(string path) => File.Exists(path);

    public bool HasFolder(string path) => Directory.Exists(path);

    public string? Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length > MaxBytes)
            {
                return null;
            }

            var bytes = File.ReadAllBytes(path);
            return bytes.AsSpan().Contains((byte)0) ? null : Encoding.UTF8.GetString(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public IEnumerable<string> FilesBelow(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
            IgnoreInaccessible = true,
        };
        return Directory.EnumerateFiles(folder, "*", options).Order(StringComparer.Ordinal);
    }
}
