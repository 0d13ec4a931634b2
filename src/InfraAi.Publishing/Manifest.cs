using System.Security.Cryptography;
using System.Text;
using InfraAi.Model;

namespace InfraAi.Publishing;

/// <summary>The marker of a repository that is ours: which files were generated, and what was in them.</summary>
/// <param name="Files">Path → Git blob id of the content as generated.</param>
/// <remarks>It tells a person's edit from an older generation, and what to remove when a file is not generated any more.</remarks>
public sealed record Manifest(string GeneratedBy, IReadOnlyDictionary<string, string> Files)
{
    public const string Path = ".infra-ai.json";

    private const string Name = "infrastructure-ai-platform";

    public static Manifest Of(IEnumerable<ProjectFile> files)
    {
        var blobs = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            blobs[file.Path] = BlobId(Encoding.UTF8.GetBytes(file.Content));
        }

        return new(Name, blobs);
    }

    /// <returns>Null when the text is not such a marker.</returns>
    public static Manifest? Parse(string text)
    {
        try
        {
            return Json.Read<Manifest>(text) is { GeneratedBy: Name, Files: not null } manifest ? manifest : null;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    public string Write() => Json.Write(this) + "\n";

    /// <summary>The id that Git gives a blob: SHA-1 over "blob LENGTH\0" and the bytes (git-scm.com/book, Git Objects).</summary>
    public static string BlobId(ReadOnlySpan<byte> content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        hash.AppendData(Encoding.ASCII.GetBytes($"blob {content.Length}\0"));
        hash.AppendData(content);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
