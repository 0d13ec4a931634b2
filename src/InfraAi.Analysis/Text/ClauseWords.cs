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
            if (IsVerb(i))
            {
                if (!Verbs.Find(Tokens[i].Folded)!.Weak)
                {
                    return i;
                }
                weak = weak < 0 && !SaysWhatFor(i, from) ? i : weak;
            }
        }
        return weak;
    }

    /// <summary>"with a page to describe", "con una página para ver": what a thing is for, and not what the subject does.</summary>
    private bool SaysWhatFor(int verb, int from)
    {
        if (verb - 3 < from || Tokens[verb - 1].Folded is not ("to" or "para"))
        {
            return false;
        }
        var article = Tokens.FindLastIndex(verb - 2, Math.Min(3, verb - 1 - from), t => Articles.Contains(t.Folded));
        return article > from && article < verb - 2 && Tokens[article - 1].Folded is "with" or "con";
    }

    internal bool IsVerb(int i) =>
        Tokens[i].Kind == TokenKind.Word
        && Tokens[i].Glue == '\0'
        && Verbs.Find(Tokens[i].Folded) is { } verb
        && !IsNoun(i, verb)
        && !IsTool(i);

    /// <summary>The token before a verb and its adverbs, auxiliaries and object pronouns; less than <paramref name="from"/> when there is none.</summary>
    internal int BeforeVerb(int verb, int from)
    {
        var i = verb - 1;
        while (i >= from && (IsAdverb(i) || (Verbs.IsBe(Tokens[i].Folded) && !IsPronoun(i)) || IsClitic(i)))
        {
            i--;
        }
        return i;
    }

    internal bool IsAdverb(int i) => Adverbs.Contains(Tokens[i].Folded);

    /// <summary>"esta guarda" is no "está guardando".</summary>
    private bool IsPronoun(int i) =>
        Tokens[i].Folded == "esta"
        && Verbs.Find(Tokens[i + 1].Folded) is { Participle: false }
        && !Tokens[i + 1].Folded.EndsWith("ndo", StringComparison.Ordinal);

    internal bool IsRelative(int i) => Tokens[i].Folded is "which" or "that" or "who" or "que" or "where" or "donde" or "cual";

    internal bool IsDeterminer(int i) => Articles.Contains(Tokens[i].Folded);

    /// <returns>The first "and" or comma between two tokens; -1 when there is none.</returns>
    internal int FirstConjunction(int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (IsConjunction(i))
            {
                return i;
            }
        }
        return -1;
    }

    /// <summary>"consumes those events", "lo recibe", "reads the messages": it takes what a queue that is not named here hands over.</summary>
    internal bool TakesMessages(int verb, int to)
    {
        var found = Verbs.Find(Tokens[verb].Folded)!;
        if (
            found is { FromObject: false, Pull: false, Kind: not (Model.RelationKind.Reads or Model.RelationKind.Triggers) }
            || IsPassive(verb)
        )
        {
            return false;
        }
        if ((found.FromObject || found.Pull) && verb > 0 && IsClitic(verb - 1))
        {
            return true;
        }
        for (var i = verb + 1; i < to && i < verb + 6 && !IsConjunction(i); i++)
        {
            if (Messages.Contains(Tokens[i].Folded))
            {
                return found.FromObject
                    || found.Pull
                    || Tokens[i - 1].Folded is "those" or "these" or "esos" or "estos" or "the" or "los" or "el";
            }
            if ((found.FromObject || found.Pull) && Tokens[i].Folded is "them" or "it")
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The token after "in front of", "delante de" with its article; -1 when there is none in the span.</summary>
    internal int FrontEnd(int from, int to)
    {
        for (var i = from; i + 1 < to; i++)
        {
            if (
                (Tokens[i].Folded == "front" && i + 1 < to && Tokens[i + 1].Folded == "of")
                || (Tokens[i].Folded is "delante" or "frente" && Tokens[i + 1].Folded is "de" or "del")
            )
            {
                var end = i + 2;
                while (end < to && Articles.Contains(Tokens[end].Folded))
                {
                    end++;
                }
                return end;
            }
        }
        return -1;
    }

    internal int FrontEnd(int from) => FrontEnd(from, Math.Min(Tokens.Count, from + 6));

    /// <summary>"In front there is …", "Delante hay …".</summary>
    internal bool StartsInFront(int first) =>
        Tokens[first].Folded is "delante"
        || (Tokens[first].Folded is "in" && first + 1 < Tokens.Count && Tokens[first + 1].Folded is "front");

    internal static readonly HashSet<string> Messages = new(
        [
            "event",
            "events",
            "message",
            "messages",
            "evento",
            "eventos",
            "mensaje",
            "mensajes",
            "job",
            "jobs",
            "task",
            "tasks",
            "tarea",
            "tareas",
            "aviso",
            "avisos",
        ],
        StringComparer.Ordinal
    );

    /// <summary>What is put into a store, one by one.</summary>
    internal static readonly HashSet<string> Contents = new(
        [
            "upload",
            "uploads",
            "file",
            "files",
            "object",
            "objects",
            "image",
            "images",
            "picture",
            "pictures",
            "photo",
            "photos",
            "video",
            "videos",
            "document",
            "documents",
            "archivo",
            "archivos",
            "fichero",
            "ficheros",
            "imagen",
            "imagenes",
            "foto",
            "fotos",
            "documento",
            "documentos",
            "objeto",
            "objetos",
            "subida",
            "subidas",
        ],
        StringComparer.Ordinal
    );

    private static readonly HashSet<string> Adverbs = new(
        [
            "also",
            "then",
            "finally",
            "automatically",
            "directly",
            "both",
            "only",
            "just",
            "later",
            "periodically",
            "asynchronously",
            "to",
            "must",
            "should",
            "may",
            "would",
            "tambien",
            "luego",
            "despues",
            "ademas",
            "finalmente",
            "automaticamente",
            "directamente",
            "solo",
            "no",
            "se",
            "debe",
            "ya",
            "asi",
            "a",
            "su",
            "vez",
        ],
        StringComparer.Ordinal
    );

    /// <summary>"the request", "una consulta": a verb's form after an article is a noun.</summary>
    private bool IsNoun(int i, Verb verb) => IsObject(i, verb) || IsAfterArticle(i, verb);

    /// <summary>"stores uploads in", "guardan pedidos en": an object of the verb before it.</summary>
    private bool IsObject(int i, Verb verb) =>
        i > 0
        && (document.Language == "en" ? Tokens[i - 1].Folded is [.., 's'] : verb.Participle && !Verbs.IsBe(Tokens[i - 1].Folded))
        && Tokens[i - 1].Glue == '\0'
        && Verbs.Find(Tokens[i - 1].Folded) is { Weak: false, Participle: false };

    private bool IsAfterArticle(int i, Verb verb) =>
        i > 0
        && !IsClitic(i - 1)
        && !(verb.Participle && Tokens[i - 1].Folded is "with" or "for" or "on" or "con")
        && Tokens[i - 1].Folded
            is "the"
                or "a"
                or "an"
                or "this"
                or "each"
                or "every"
                or "one"
                or "another"
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
                or "at"
                or "cada"
                or "otro"
                or "otra"
                or "su"
                or "sus"
                or "de"
                or "con";

    /// <summary>"los guarda", "que la indexa": an object before its verb, not an article before a noun.</summary>
    internal bool IsClitic(int i)
    {
        var verb = Tokens[i + 1].Folded;
        return Tokens[i].Folded switch
        {
            "lo" or "se" or "le" or "les" => true,
            "los" or "las" => verb is [.., 'a' or 'e' or 'n'],
            "la" => i > 0 && Tokens[i - 1].Folded is "que" && verb is [.., 'a' or 'e' or 'n'],
            _ => false,
        };
    }

    /// <summary>"using" says with what, as "with" does, unless something "is using" it.</summary>
    private bool IsTool(int i) => Tokens[i].Folded is "using" or "usando" or "utilizando" && !(i > 0 && Verbs.IsBe(Tokens[i - 1].Folded));

    /// <summary>True for a participle with a form of "to be" before it.</summary>
    internal bool IsPassive(int at) => at > 0 && (Verbs.IsBe(Tokens[at - 1].Folded) || (at > 1 && Verbs.IsBe(Tokens[at - 2].Folded)));

    /// <summary>The first token after the last "and" or comma between two tokens; the first of all when there is none.</summary>
    internal int AfterConjunction(int from, int to)
    {
        var i = to;
        while (i > from && !IsConjunction(i - 1))
        {
            i--;
        }
        return i;
    }

    internal bool IsConjunction(int i) =>
        Tokens[i].Is(',')
        || Tokens[i].Is(';')
        || Tokens[i].Folded is "and" or "y" or "e" or "but" or "pero" or "plus" or "mas" or "or" or "o";

    /// <summary>The verb with what belongs to it: "stores messages in", without the article of what follows.</summary>
    internal string Label(int from, int to)
    {
        to = Math.Min(to, from + 5);
        if (to <= from)
        {
            return "";
        }
        for (var i = from + 1; i < to; i++)
        {
            if (Tokens[i].Kind != TokenKind.Word || IsConjunction(i))
            {
                to = i;
            }
        }
        while (to > from + 1 && Articles.Contains(Tokens[to - 1].Folded))
        {
            to--;
        }
        return document.Words(from, to);
    }

    private static readonly HashSet<string> Articles = new(
        [
            "the",
            "a",
            "an",
            "its",
            "our",
            "this",
            "el",
            "la",
            "los",
            "las",
            "un",
            "una",
            "su",
            "sus",
            "nuestro",
            "nuestra",
            "same",
            "misma",
            "mismo",
            "two",
            "dos",
        ],
        StringComparer.Ordinal
    );

    /// <summary>The last preposition between two tokens.</summary>
    internal string? LastPreposition(int from, int to) => PrepositionAt(from, to) is >= 0 and var at ? Tokens[at].Folded : null;

    /// <returns>The place of that preposition; -1 when there is none.</returns>
    internal int PrepositionAt(int from, int to)
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
                return i;
            }
        }
        return -1;
    }
}
