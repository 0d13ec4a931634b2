using InfraAi.Catalog.Validation;

namespace InfraAi.Catalog;

/// <summary>A file as it is on disk.</summary>
/// <param name="Path">As verdicts name it.</param>
/// <param name="IsDeclared">Settings or the caller say that it is the catalog's, whatever stands in it.</param>
public sealed record CatalogSource(string Path, byte[] Bytes, bool IsDeclared = false)
{
    /// <summary>Its text as the catalog reads it, a byte order mark too: positions count it.</summary>
    public string Text => FileEncoding.Decode(Bytes);
}
