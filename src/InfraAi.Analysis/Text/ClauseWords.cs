namespace InfraAi.Analysis.Text;

/// <summary>Finds the verb and the preposition between two places of a sentence.</summary>
internal sealed class ClauseWords(TextDocument document)
{
    private List<Token> Tokens => document.Tokens;

    /// <summary>The verb that relates: the last one that is not weak, else the last weak one; -1 when there is none.</summary>
    internal int FindVerb(int from, int to)
    {
        var weak = -1;
        for (var i = to - 1; i >= from; i--)
        {
            if (
                Tokens[i].Kind == TokenKind.Word
                && Tokens[i].Glue == '\0'
                && Verbs.Find(Tokens[i].Folded) is { } verb
                && !IsNoun(i, verb)
                && !IsTool(i)
            )
            {
                if (!verb.Weak)
                {
                    return i;
                }
                weak = weak < 0 ? i : weak;
            }
        }
        return weak;
    }

    /// <summary>"the request", "una consulta": a verb's form after an article is a noun.</summary>
    private bool IsNoun(int i, Verb verb) =>
        i > 0
        && !(verb.Participle && Tokens[i - 1].Folded is "with" or "for" or "on" or "con")
        && Tokens[i - 1].Folded
            is "the"
                or "a"
                or "an"
                or "this"
                or "each"
                or "of"
                or "http"
                or "its"
                or "with"
                or "for"
                or "on"
                or "el"
                or "la"
                or "los"
                or "las"
                or "un"
                or "una"
                or "su"
                or "sus"
                or "de"
                or "con";

    /// <summary>"using" says with what, as "with" does, unless something "is using" it.</summary>
    private bool IsTool(int i) => Tokens[i].Folded is "using" or "usando" or "utilizando" && !(i > 0 && Verbs.IsBe(Tokens[i - 1].Folded));

    /// <summary>True for a participle with a form of "to be" before it.</summary>
    internal bool IsPassive(int at) => at > 0 && (Verbs.IsBe(Tokens[at - 1].Folded) || (at > 1 && Verbs.IsBe(Tokens[at - 2].Folded)));

    /// <summary>The last preposition between two tokens.</summary>
    internal string? LastPreposition(int from, int to)
    {
        for (var i = to - 1; i >= from; i--)
        {
            if (
                Tokens[i].Folded
                    is "to"
                        or "into"
                        or "from"
                        or "by"
                        or "via"
                        or "through"
                        or "using"
                        or "with"
                        or "on"
                        or "in"
                        or "for"
                        or "behind"
                        or "al"
                        or "hacia"
                        or "desde"
                        or "por"
                        or "mediante"
                        or "traves"
                        or "con"
                        or "usando"
                        or "utilizando"
                        or "en"
                        or "sobre"
                        or "para"
                        or "detras"
                        or "hasta"
                || (Tokens[i].Folded is "a" && document.Language == "es" && !(i > from && Tokens[i - 1].Folded == "frente"))
            )
            {
                return Tokens[i].Folded;
            }
        }
        return null;
    }
}
