using InfraAi.Catalog.Entities;

namespace InfraAi.Catalog;

/// <summary>Reads a CODEOWNERS file as far as one file of the root needs it: the last rule that covers it wins.</summary>
internal static class CodeOwners
{
    /// <returns><c>group:default/team</c> for @org/team, <c>user:default/name</c> for @name; null when no rule names one.</returns>
    public static string? OwnerOf(string path, string? text)
    {
        string? owner = null;
        foreach (var line in (text ?? "").Split('\n'))
        {
            var words = line.Split('#')[0].Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0 && Covers(words[0], path))
                owner = words.Skip(1).Select(Ref).FirstOrDefault(reference => reference is not null);
        }
        return owner;
    }

    private static bool Covers(string pattern, string path) =>
        pattern is "*" or "/*" or "**" or "/" or "/**" or "*.yaml" or "/*.yaml" || pattern == path || pattern == path[1..];

    private static string? Ref(string handle)
    {
        if (!handle.StartsWith('@') || handle.Length == 1)
            return null;
        var slash = handle.IndexOf('/', StringComparison.Ordinal);
        var name = handle[(Math.Max(slash, 0) + 1)..];
        return FieldFormats.IsName(name) ? $"{(slash > 0 ? "group" : "user")}:default/{name.ToLowerInvariant()}" : null;
    }
}
