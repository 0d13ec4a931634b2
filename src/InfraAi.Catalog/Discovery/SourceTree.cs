namespace InfraAi.Catalog;

/// <summary>The files around those that are looked at: what a catalog file names beside itself. Paths are written as the given files' are.</summary>
public interface ISourceTree
{
    bool HasFile(string path);

    bool HasFolder(string path);

    /// <returns>Its text; null when it is not there, cannot be read, is no text, or is larger than any such file.</returns>
    string? Read(string path);

    /// <returns>The paths of all files below the folder, hidden ones too, in the order of their names; none when it is not there.</returns>
    IEnumerable<string> FilesBelow(string folder);
}
