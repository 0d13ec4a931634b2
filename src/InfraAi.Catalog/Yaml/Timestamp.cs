namespace InfraAi.Catalog.Yaml;

/// <summary>The times of YAML 1.1: 2026-11-22, or with T or blanks, a time and a zone.</summary>
internal static class Timestamp
{
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        var at = 0;
        if (!Digits(text, ref at, 4, 4) || !Is(text, ref at, '-') || !Digits(text, ref at, 1, 2) || !Is(text, ref at, '-') || !Digits(text, ref at, 1, 2))
            return false;
        if (at == text.Length)
            return true;
        var gap = at;
        if (text[at] is 't' or 'T')
            at++;
        else
            while (at < text.Length && text[at] is ' ' or '\t')
                at++;
        if (at == gap || !Digits(text, ref at, 1, 2) || !Is(text, ref at, ':') || !Digits(text, ref at, 1, 2) || !Is(text, ref at, ':') || !Digits(text, ref at, 1, 2))
            return false;
        if (Is(text, ref at, '.'))
            Digits(text, ref at, 0, int.MaxValue);
        return at == text.Length || Zone(text, at);
    }

    private static bool Zone(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t')
            at++;
        if (Is(text, ref at, 'Z'))
            return at == text.Length;
        if (!Is(text, ref at, '+') && !Is(text, ref at, '-'))
            return false;
        if (!Digits(text, ref at, 1, 2))
            return false;
        return at == text.Length || (Is(text, ref at, ':') && Digits(text, ref at, 2, 2) && at == text.Length);
    }

    private static bool Is(ReadOnlySpan<char> text, ref int at, char character)
    {
        if (at >= text.Length || text[at] != character)
            return false;
        at++;
        return true;
    }

    private static bool Digits(ReadOnlySpan<char> text, ref int at, int least, int most)
    {
        var from = at;
        while (at < text.Length && at - from < most && char.IsAsciiDigit(text[at]))
            at++;
        return at - from >= least;
    }
}
