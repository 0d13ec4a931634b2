using System.Buffers;

namespace InfraAi.Catalog.Entities;

/// <summary>The formats of entity fields, as @backstage/catalog-model 1.10.1 checks them. Written by hand: they run on every field of every document.</summary>
public static class FieldFormats
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
    );

    private static readonly SearchValues<char> TagCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789:+#-");
    private static readonly SearchValues<char> LabelCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>metadata.name, and the part of a key after its slash: letters, digits, - _ . between them; 1 to 63.</summary>
    public static bool IsName(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= Slug.MaxLength
        && char.IsAsciiLetterOrDigit(text[0])
        && char.IsAsciiLetterOrDigit(text[^1])
        && !text.ContainsAnyExcept(NameCharacters);

    /// <summary>metadata.namespace: a DNS label, lower case letters, digits and inner hyphens; 1 to 63.</summary>
    public static bool IsNamespace(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= Slug.MaxLength && text[0] != '-' && text[^1] != '-' && !text.ContainsAnyExcept(LabelCharacters);

    /// <summary>A tag: lower case letters, digits, : + #, parts joined by one hyphen; 1 to 63.</summary>
    public static bool IsTag(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= Slug.MaxLength
        && text[0] != '-'
        && text[^1] != '-'
        && !text.ContainsAnyExcept(TagCharacters)
        && text.IndexOf("--", StringComparison.Ordinal) < 0;

    /// <summary>A kind: a letter, then letters and digits; 1 to 63.</summary>
    public static bool IsKind(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > Slug.MaxLength || !char.IsAsciiLetter(text[0]))
            return false;
        foreach (var character in text)
            if (!char.IsAsciiLetterOrDigit(character))
                return false;
        return true;
    }

    /// <summary>DNS labels joined by dots, 253 at most in all.</summary>
    public static bool IsSubdomain(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > 253)
            return false;
        foreach (var range in text.Split('.'))
            if (!IsNamespace(text[range]))
                return false;
        return true;
    }

    /// <summary>apiVersion: a version of letters and digits, 1 to 63, with or without a subdomain and a slash before it.</summary>
    public static bool IsApiVersion(ReadOnlySpan<char> text)
    {
        var slash = text.IndexOf('/');
        if (slash >= 0 && !IsSubdomain(text[..slash]))
            return false;
        var version = text[(slash + 1)..];
        if (version.Length is 0 or > Slug.MaxLength)
            return false;
        foreach (var character in version)
            if (!char.IsAsciiLetterOrDigit(character))
                return false;
        return true;
    }

    /// <summary>The key of a label or annotation: a name, with or without a subdomain and one slash before it.</summary>
    public static bool IsKey(ReadOnlySpan<char> text)
    {
        var slash = text.IndexOf('/');
        return slash < 0 ? IsName(text) : IsSubdomain(text[..slash]) && IsName(text[(slash + 1)..]);
    }
}
