namespace InfraAi.Model.Texts;

/// <summary>Words as the vocabulary compares them.</summary>
public static class Words
{
    /// <summary>True for the characters that a word is made of.</summary>
    public static bool IsLetter(char c) => char.IsLetterOrDigit(c) || c is '_' || c is >= '\u0300' and <= '\u036f';

    /// <summary>
    /// Takes off the plural of both languages ("queues", "funciones", "virtuales") and a final e, so that singular and plural meet.
    /// </summary>
    /// <param name="folded">A folded word.</param>
    public static string Stem(string folded)
    {
        var w = folded.AsSpan();
        if (folded is "adfs" or "https")
        {
            return folded;
        }
        if (w.Length > 4 && w.EndsWith("es") && (w[^3] is 'l' or 'r' or 'n' or 'd' or 'z' or 'j'))
        {
            w = w[..^2];
        }
        else if (w.Length > 3 && w[^1] == 's' && w[^2] is not ('s' or 'u' or 'i'))
        {
            w = w[..^1];
        }
        if (w.Length > 3 && w[^1] == 'e')
        {
            w = w[..^1];
        }
        return w.Length == folded.Length ? folded : new string(w);
    }

    /// <summary>Cuts a name into stems; parentheses inside are kept as words of their own, other signs are not.</summary>
    public static List<string> Split(string name)
    {
        var words = new List<string>(4);
        for (var i = 0; i < name.Length; )
        {
            var start = i;
            if (IsLetter(name[i]) || StartsDotNet(name, i))
            {
                i = WordEnd(name, i);
                words.Add(Stem(Folding.Fold(name.AsSpan(start, i - start))));
                continue;
            }
            if (name[i] is '(' || (name[i] is ')' && i < name.Length - 1))
            {
                words.Add(name[i] == '(' ? "(" : ")");
            }
            i++;
        }
        return words;
    }

    /// <returns>The end of the word that starts at <paramref name="start"/>; "C#", "C++" and ".NET" are words.</returns>
    public static int WordEnd(string text, int start)
    {
        var i = start + (text[start] == '.' ? 1 : 0);
        while (i < text.Length && IsLetter(text[i]))
        {
            i++;
        }
        while (i < text.Length && (text[i] is '#' or '+') && i - start <= 2)
        {
            i++;
        }
        return i;
    }

    /// <summary>True at the dot of ".NET" when it starts a word.</summary>
    public static bool StartsDotNet(string text, int i) =>
        text[i] == '.'
        && i + 3 < text.Length
        && (i == 0 || !char.IsLetterOrDigit(text[i - 1]))
        && text.AsSpan(i + 1, 3).Equals("net", StringComparison.OrdinalIgnoreCase)
        && (i + 4 == text.Length || !char.IsLetterOrDigit(text[i + 4]));
}
