using System.Security.Cryptography;
using System.Text;

namespace InfraAi.Catalog.Entities;

/// <summary>Free text → a name that Backstage accepts, the same one every time.</summary>
public static class Slug
{
    /// <summary>The longest metadata.name, namespace, tag and label value of Backstage's field formats.</summary>
    public const int MaxLength = 63;

    private const int DigestLength = 8;

    /// <summary>Lower case letters, digits and single hyphens, 1 to 63 characters, first and last a letter or a digit.</summary>
    /// <param name="text">Any text, in any script.</param>
    /// <param name="fallback">Begins the name when nothing of the text can be kept ("service"); itself such a name.</param>
    /// <returns>The folded text; cut names and names of other scripts end in a digest of the whole text, so that two of them stay apart.</returns>
    public static string Of(string text, string fallback)
    {
        var folded = Fold(text);
        if (folded.Length == 0)
            return WithDigest(fallback, text);
        return folded.Length <= MaxLength ? folded : WithDigest(folded, text);
    }

    /// <summary>The name, cut where needed, a hyphen and 8 hex digits of the SHA-256 of the text.</summary>
    public static string WithDigest(string name, string text)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, DigestLength / 2));
        var stem = name.Length > MaxLength - DigestLength - 1 ? name[..(MaxLength - DigestLength - 1)] : name;
        return $"{stem.TrimEnd('-')}-{digest}";
    }

    private static string Fold(string text)
    {
        var slug = new StringBuilder(Math.Min(text.Length, 2 * MaxLength));
        var gap = false;
        foreach (var character in text)
        {
            if (LatinFolding.IsCombining(character))
                continue;
            var plain = LatinFolding.Fold(character);
            if (plain.Length == 0)
            {
                gap = true;
                continue;
            }
            if (slug.Length > MaxLength)
                break; // it will be cut, and its digest is of the whole text
            if (gap && slug.Length > 0)
                slug.Append('-');
            slug.Append(plain);
            gap = false;
        }
        return slug.ToString();
    }
}
