namespace InfraAi.Analysis.Text;

/// <summary>Why a place does not make what it names a part.</summary>
internal enum Exclusion
{
    None,

    /// <summary>Below "Prerequisites", "Next steps" and the like.</summary>
    Aside,

    /// <summary>Denied, past, or replaced.</summary>
    Denied,

    /// <summary>An alternative or a plan.</summary>
    Option,

    /// <summary>The name of something to read.</summary>
    Link,

    /// <summary>The name of the whole.</summary>
    Title,
}

/// <summary>Says of a mention whether its place makes it a part: not when it is denied, past, an option, a link, or an aside.</summary>
internal sealed class ContextRules(TextDocument document)
{
    private const int Reach = 6;

    private static readonly PhraseTable Denied = new(
        "no; not; previously used; used to use; formerly; no longer; deprecated; never; nor; dropped; removed; retired; decommissioned; don't; doesn't; isn't; aren't; won't;"
            + "ya no; anteriormente; ni; tampoco; descartamos; descarto; eliminamos; elimino; abandonamos; abandono; nunca; dejamos de usar; dejo de usar; antes usaba; antes usabamos"
    );

    /// <summary>Prepositions of what is not there; a verb of its own ends what they govern ("instead of Redis we use …").</summary>
    private static readonly PhraseTable Without = new(
        "without; instead of; rather than; in place of; away from; unlike; except for; compared to; compared with; alternative to; alternatives to; similar to; inspired by;"
            + "sin; en lugar de; en vez de; a diferencia de; comparado con; comparada con; alternativa a; similar a; en comparacion con"
    );

    /// <summary>Verbs whose object is what goes, and what comes after "with", "by" or "to" is what comes.</summary>
    private static readonly PhraseTable Replaced = new(
        "replaced; replaces; replacing; replace; migrated from; migrating from; migrate from; migration from; moved from; moving from;"
            + "reemplaza; reemplazo; reemplazamos; reemplazando; reemplazar; sustituye; sustituyo; sustituimos; sustituir; migro desde; migro de; migrado desde; migramos desde; migramos de; migrar desde; migrar de; migracion desde; migracion de"
    );

    private static readonly PhraseTable DeniedAfter = new(
        "was replaced; were replaced; has been replaced; is no longer; are no longer; was removed; was dropped; was retired; has been retired; has been removed; was decommissioned; is not used; is not needed;"
            + "is not required; isn't used; isn't needed; se reemplazo; fue reemplazado; fue reemplazada; se sustituyo; fue sustituido; fue sustituida; ya no; no se usa; no se utiliza; se elimino; fue eliminado;"
            + "fue eliminada; se descarto; se retiro"
    );

    private static readonly PhraseTable Optional = new(
        "consider; alternatively; as an alternative; another option; an alternative; you could; you might; could also; might also; you can also; can instead; if you prefer; if you need; if you want; optionally;"
            + "in the future; future version; we plan to; not yet; would be possible; could be extended; can be extended; could be replaced; can be replaced; other options; options include; choose between; you may;"
            + "considere; considerar; como alternativa; otra opcion; otra alternativa; tambien puede; tambien podria; podria usar; podria usarse; se podria; tambien se puede; si lo prefiere; si prefiere; si necesita;"
            + "opcionalmente; en el futuro; a futuro; se planea; esta previsto; se preve; otras opciones; puede optar por; estudie la posibilidad; plantee"
    );

    /// <summary>"En lugar de A, puede usar B": both together speak of what might be.</summary>
    private static readonly PhraseTable Instead = new("instead of; rather than; in place of; en lugar de; en vez de");

    private static readonly PhraseTable Possibly = new("can; could; may; might; puede; pueden; podria; podrian; se puede");

    private static readonly PhraseTable Reading = new(
        "see; for more information; for more details; learn more; refer to; for details; visit; read more; read about; check out; for information; more information; more details; click; watch; download; this article;"
            + "the article; tutorial; consulte; vea; vease; para mas informacion; para obtener mas informacion; para mas detalles; mas informacion; mas detalles; descargue; visite; lea; tutorial"
    );

    private int sentenceStart = -1;
    private bool isOption;
    private int readingAt;

    internal void Apply(List<Mention> mentions)
    {
        foreach (var mention in mentions)
        {
            if (mention.Exclusion == Exclusion.None)
            {
                mention.Exclusion = Reason(mention);
            }
        }
    }

    private Exclusion Reason(Mention mention)
    {
        if (mention.Block.Aside)
        {
            return Exclusion.Aside;
        }
        if (mention.Block.Kind == BlockKind.Diagram)
        {
            return Exclusion.None;
        }
        if (IsPath(mention))
        {
            return Exclusion.Link;
        }
        if (IsDenied(mention) || IsInDeniedList(mention) || DeniedAfter.At(document.Tokens, mention.Last) > 0)
        {
            return Exclusion.Denied;
        }
        ReadSentence(document.SentenceStart(mention.First));
        return isOption ? Exclusion.Option
            : readingAt >= 0 && readingAt < mention.First ? Exclusion.Link
            : Exclusion.None;
    }

    /// <summary>`bench/main-job`: a file or a command that somebody may read or run. An image's name has a technology (`grafana/loki`).</summary>
    private bool IsPath(Mention mention) =>
        mention is { Technology: null, Start: > 0 }
        && mention.End < document.Text.Length
        && document.Text[mention.Start - 1] == '`'
        && document.Text[mention.End] == '`'
        && document.Text.AsSpan(mention.Start, mention.End - mention.Start).Contains('/');

    private void ReadSentence(int start)
    {
        if (start != sentenceStart)
        {
            sentenceStart = start;
            var end = document.SentenceEnd(start);
            isOption =
                Optional.FirstIn(document.Tokens, start, end) >= 0
                || (Instead.FirstIn(document.Tokens, start, end) >= 0 && Possibly.FirstIn(document.Tokens, start, end) >= 0);
            readingAt = ReadingIn(start, end);
        }
    }

    /// <summary>"See …", "For more information, see …", "(see …)"; not "users see …".</summary>
    private int ReadingIn(int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            var opens =
                i == start
                || document.Tokens[i - 1].Kind == TokenKind.Punctuation
                || document.Tokens[i - 1].Folded is "please" or "and" or "y";
            if (opens && Reading.At(document.Tokens, i) > 0)
            {
                return i;
            }
        }
        return -1;
    }

    private bool IsDenied(Mention mention)
    {
        var tokens = document.Tokens;
        var turn = -1;
        var crossedVerb = false;
        for (var i = mention.First - 1; i >= Math.Max(0, mention.First - Reach) && !EndsScope(i, mention); i--)
        {
            if (IsGlued(i))
            {
                continue;
            }
            if (
                (Denied.At(tokens, i) > 0 && !IsOnly(i))
                || (!crossedVerb && Without.At(tokens, i) > 0)
                || (Replaced.At(tokens, i) > 0 && (turn < 0 || (turn == i + 1 && tokens[turn].Folded == "a")))
            )
            {
                return true;
            }
            if (tokens[i].Folded is "with" or "by" or "to" or "por" or "con" or "a" or "hacia")
            {
                turn = i;
            }
            crossedVerb |= IsFinite(tokens[i].Folded);
        }
        return false;
    }

    /// <summary>"No account, database server or docker.": a sentence without a verb that begins with "no" denies all that it lists.</summary>
    private bool IsInDeniedList(Mention mention)
    {
        var tokens = document.Tokens;
        var start = document.SentenceStart(mention.First);
        if (tokens[start].Folded is not ("no" or "without" or "sin" or "ningun" or "ninguna"))
        {
            return false;
        }
        var end = document.SentenceEnd(start);
        for (var i = start; i < end; i++)
        {
            var turns = tokens[i].Kind == TokenKind.Arrow || tokens[i].Folded is "but" or "just" or "only" or "pero" or "solo" or "sino";
            if ((turns && i < mention.First) || IsFinite(tokens[i].Folded) || Verbs.IsBe(tokens[i].Folded))
            {
                return false;
            }
        }
        return true;
    }

    private static bool IsFinite(string word) =>
        Verbs.Find(word) is { Participle: false }
        && !(
            word.EndsWith("ing", StringComparison.Ordinal)
            || word.EndsWith("ndo", StringComparison.Ordinal)
            || word.EndsWith("ar", StringComparison.Ordinal)
            || word.EndsWith("er", StringComparison.Ordinal)
            || word.EndsWith("ir", StringComparison.Ordinal)
        );

    private bool EndsScope(int i, Mention mention)
    {
        var token = document.Tokens[i];
        return token.Kind is TokenKind.Break or TokenKind.Arrow
            || token.Is(';')
            || token.Is('|')
            || token.Is(':')
            || token.Folded is "but" or "pero" or "sino"
            || (token.Is(',') && !JoinsList(i, mention));
    }

    /// <summary>"no usa Redis, Kafka ni …": a comma directly before another name that does not act.</summary>
    private bool JoinsList(int comma, Mention mention) =>
        comma > 0
        && comma == mention.First - 1
        && document.Tokens[comma - 1].Capital
        && Verbs.Find(document.Tokens[mention.Last].Folded) is null;

    private bool IsOnly(int i) => document.Tokens[i].Folded is "not" or "no" && document.Tokens[i + 1].Folded is "only" or "solo";

    /// <summary>"no-code": part of a word, no denial.</summary>
    private bool IsGlued(int i) => document.Tokens[i].Glue != '\0' && document.Tokens[i].Glue != '\'' || document.Tokens[i + 1].Glue == '-';
}
