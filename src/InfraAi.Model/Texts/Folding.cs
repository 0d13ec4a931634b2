namespace InfraAi.Model.Texts;

/// <summary>Lower case without accents, one character for one character, so that offsets in the folded text are offsets in the text.</summary>
/// <remarks>
/// The platform runs without ICU (InvariantGlobalization), where <see cref="string.Normalize()"/> does nothing: the letters of the languages
/// written with Latin script are folded by this table. A combining mark (U+0300–036F) folds to '\0': <see cref="Fold(string)"/> drops it.
/// </remarks>
public static class Folding
{
    // U+00C0 … U+017F, in order. A letter that would need two ("æ", "ß") keeps its first.
    private const string Latin =
        "aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo/ouuuuyty"
        + "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
        + "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

    /// <returns>The folded letter; '\0' for a combining mark; other characters as they are, in lower case.</returns>
    public static char Fold(char c) =>
        c switch
        {
            >= 'A' and <= 'Z' => (char)(c | 0x20),
            < '\u00c0' => c,
            <= '\u017f' => Latin[c - '\u00c0'],
            >= '\u0300' and <= '\u036f' => '\0',
            _ => char.ToLowerInvariant(c),
        };

    /// <returns>The folded text without combining marks. It may be shorter than the text: not for offsets.</returns>
    public static string Fold(ReadOnlySpan<char> text)
    {
        Span<char> buffer = text.Length <= 256 ? stackalloc char[text.Length] : new char[text.Length];
        var length = 0;
        foreach (var c in text)
        {
            var folded = Fold(c);
            if (folded != '\0')
            {
                buffer[length++] = folded;
            }
        }
        return new string(buffer[..length]);
    }

    /// <inheritdoc cref="Fold(ReadOnlySpan{char})"/>
    public static string Fold(string text) => Fold(text.AsSpan());
}
