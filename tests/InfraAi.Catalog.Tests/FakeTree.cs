namespace InfraAi.Catalog.Tests;

/// <summary>Files in memory.</summary>
internal sealed class FakeTree(params (string Path, string Text)[] files) : ISourceTree
{
    public bool HasFile(string path) => files.Any(file => file.Path == path);

    public bool HasFolder(string path) => files.Any(file => file.Path.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal));

    public string? Read(string path) => files.FirstOrDefault(file => file.Path == path).Text;

    public IEnumerable<string> FilesBelow(string folder) =>
        files
            .Select(file => file.Path)
            .Where(path => path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
}
