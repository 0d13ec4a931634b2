namespace InfraAi.Catalog;

/// <summary>Path patterns of catalog.rules: * within a part, ** across parts, ? one character.</summary>
internal static class Glob
{
    public static bool IsMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        if (pattern.IsEmpty)
            return text.IsEmpty;
        if (pattern[0] != '*')
            return !text.IsEmpty && (pattern[0] == text[0] || (pattern[0] == '?' && text[0] != '/')) && IsMatch(pattern[1..], text[1..]);
        var deep = pattern.Length > 1 && pattern[1] == '*';
        var rest = pattern[(deep ? 2 : 1)..];
        if (deep && rest.Length > 0 && rest[0] == '/' && IsMatch(rest[1..], text))
            return true;
        for (var taken = 0; taken <= text.Length; taken++)
        {
            if (IsMatch(rest, text[taken..]))
                return true;
            if (taken < text.Length && text[taken] == '/' && !deep)
                return false;
        }
        return false;
    }
}
