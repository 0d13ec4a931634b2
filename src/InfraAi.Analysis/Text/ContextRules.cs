using InfraAi.Model.Vocabulary;

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

    /// <summary>Says what a declared service is.</summary>
    Description,
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
            + "opcionalmente; en el futuro; a futuro; se planea; esta previsto; se preve; otras opciones; puede optar por; estudie la posibilidad; plantee;"
            + "works too; work too; works as well; work as well; also works; also work; is an alternative; are alternatives; would save; would have; would be; was evaluated; were evaluated; was considered; were considered;"
            + "was discussed; has been discussed; we evaluated; we considered; we tested; we also tested; we tried; have not tried; haven't tried; we looked at; decided against; first choice; supported as well; is also supported; are also supported; tambien se admite; tambien se admiten;"
            + "is planned; are planned; the next step will be; next on my; next on our; if you prefer; we may; we might; in a later phase;"
            + "tambien funciona; tambien funcionan; tambien sirve; tambien sirven; se valoro; se valoraron; se evaluo; se evaluaron; se estudio; se estudiaron; se considero; se consideraron; se probo; se probaron; se penso;"
            + "se descarto; se descartaron; probamos; evaluamos; valoramos; estudiamos; consideramos; la prueba con; las pruebas con; si prefieres; si lo prefieres; si necesitas; si quieres; si desea; preve; prevemos;"
            + "tiene previsto; segunda fase; fase posterior; mas adelante; es una alternativa; seria posible; habria sido"
    );

    /// <summary>"En lugar de A, puede usar B": both together speak of what might be.</summary>
    private static readonly PhraseTable Instead = new("instead of; rather than; in place of; en lugar de; en vez de");

    private static readonly PhraseTable Possibly = new("can; could; may; might; puede; pueden; podria; podrian; se puede");

    private static readonly PhraseTable Reading = new(
        "see; for more information; for more details; learn more; refer to; for details; visit; read more; read about; check out; for information; have a look at; take a look at; eche un vistazo; echa un vistazo; more information; more details; click; watch; download; this article;"
            + "the article; tutorial; consulte; vea; vease; para mas informacion; para obtener mas informacion; para mas detalles; mas informacion; mas detalles; descargue; visite; lea; tutorial"
    );

    /// <summary>What the sentence tells of is over: told of another time than the rest of the text.</summary>
    private static readonly PhraseTable Past = new(
        "previously ,; previously we; previously it; previously the; formerly; originally ,; originally we; originally it; originally the; at first; in the past; earlier version; earlier versions; earlier design; earlier designs; first version; previous version; we used; i used; we had; moved away; we came from; i came from; veniamos de;"
            + "al principio; originalmente; antiguamente; en su momento; hasta entonces; la primera version; primera version; version anterior; versiones anteriores; proyecto anterior; se usaba; se utilizaba; before this; before that; we left; first prototype; primer prototipo; teniamos; usabamos;"
            + "utilizabamos; antes teniamos; antes se; antes usabamos; en el pasado"
    );

    private static readonly PhraseTable Present = new(
        "now; today; nowadays; currently; since then; ahora; hoy; actualmente; desde entonces"
    );

    /// <summary>"until 2019", "hasta 2021".</summary>
    private static readonly PhraseTable Until = new("until; hasta");

    /// <summary>What is told elsewhere, or not at all.</summary>
    private static readonly PhraseTable Elsewhere = new(
        "not covered; not part of; is not covered; out of scope; not described; described in a separate; not explained;"
            + "no forma parte; no forman parte; no se explica; no se explican; no se trata; no se tratan; no se describe; no se describen; queda fuera; quedan fuera"
    );

    private static readonly PhraseTable Compatible = new(
        "compatible; compatibility; compatibilidad; compatible with; compatible con; compatibles con; compatibility with; compatibilidad con"
    );

    private static readonly HashSet<string> Grants = new(
        [
            "token",
            "tokens",
            "policy",
            "policies",
            "permission",
            "permissions",
            "authentication",
            "user",
            "users",
            "politica",
            "politicas",
            "permisos",
        ],
        StringComparer.Ordinal
    );

    private int sentenceStart = -1;
    private bool isElsewhere;
    private int presentAt;
    private bool isOption;
    private int readingAt;

    internal void Apply(List<Mention> mentions)
    {
        foreach (var mention in mentions)
        {
            document.Check();
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
        if (IsPlace(mention))
        {
            return Exclusion.Description;
        }
        if (IsExample(mention))
        {
            return Exclusion.Option;
        }
        if (IsLikeness(mention))
        {
            return Exclusion.Denied;
        }
        ReadSentence(document.SentenceStart(mention.First));
        return isOption ? Exclusion.Option
            : isElsewhere || mention.First < presentAt ? Exclusion.Denied
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
            isElsewhere = Elsewhere.FirstIn(document.Tokens, start, end) >= 0;
            isOption |= (start > 0 && IsQuestion(end)) || EndsWithInstead(start, end);
            presentAt = PastUntil(start, end);
        }
    }

    /// <summary>"Why not Kafka?", "¿Y Kubernetes?": asked, not said.</summary>
    private bool IsQuestion(int end) =>
        document.Tokens[end].Start < document.Text.Length && end > 0 && document.Text[document.Tokens[end].Start] == '?';

    /// <summary>"Choose Azure Blob Storage instead, …": another way than the one described.</summary>
    private bool EndsWithInstead(int start, int end)
    {
        for (var i = start + 1; i < end; i++)
        {
            if (document.Tokens[i].Folded == "instead" && (i + 1 == end || document.Tokens[i + 1].Is(',')))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>"in three private subnets", "en una subred": where a part stands.</summary>
    private bool IsPlace(Mention mention)
    {
        if (mention is { IsPlural: true, First: > 0 } && (mention.Head ?? mention.Technology)?.Category is "virtual-machine" or "server")
        {
            return document.Tokens[mention.First - 1].Folded is "as" or "como" or "son" or "are";
        }
        if (mention is { First: > 1, Head: { Category: "server", Use: TechnologyUse.Generic }, IsPlural: false, Technology: null })
        {
            return document.Tokens[mention.First - 1].Folded is "a" or "an" or "un" or "one"
                && document.Tokens[mention.First - 2].Folded is "in" or "on" or "en";
        }
        if (mention.Technology is { Category: "access-control", Use: TechnologyUse.Part })
        {
            // "IAM tokens", "the IAM policy": what a part is allowed with.
            return Grants.Contains(document.Tokens[mention.Last].Folded) || Grants.Contains(document.Tokens[mention.Last - 1].Folded);
        }
        if (mention is { First: > 1, Head.Category: "virtual-machine" } && document.Tokens[mention.First - 1].Folded == "de")
        {
            return document.Tokens[mention.First - 2].Folded is "instancia" or "instancias";
        }
        if (mention.Technology is not { Category: "subnet" })
        {
            return false;
        }
        var i = mention.First - 1;
        while (i > 0 && i > mention.First - 4 && document.Tokens[i].Folded is not ("in" or "en" or "within" or "across"))
        {
            i--;
        }
        return i >= 0 && document.Tokens[i].Folded is "in" or "en" or "within" or "across";
    }

    /// <returns>The token up to which the sentence tells of the past; 0 when it does not.</returns>
    private int PastUntil(int start, int end)
    {
        var tokens = document.Tokens;
        // "Synapse (previously SQL Data Warehouse)" is a former name.
        var past =
            (tokens[start].Folded == "antes" && tokens[start + 1].Folded is not ("de" or "que"))
            || Past.FirstIn(tokens, start, end) is >= 0 and var at && !(at > start && tokens[at - 1].Is('('));
        for (var i = start; i + 1 < end && !past; i++)
        {
            past = Until.At(tokens, i) > 0 && IsYear(tokens[i + 1]);
        }
        if (!past)
        {
            return 0;
        }
        var present = Present.FirstIn(tokens, start, end);
        return present < 0 ? end : present;
    }

    private static bool IsYear(Token token) => token.Folded is ['1' or '2', _, _, _] && token.Folded.All(char.IsAsciiDigit);

    private static readonly PhraseTable Examples = new(
        "for example; e g; for instance; usually; typically; normally; preferably; por ejemplo; p ej; normalmente; habitualmente; preferiblemente; preferentemente"
    );

    /// <summary>"for example Slack", "normalmente Supabase": one that it may be.</summary>
    private bool IsExample(Mention mention)
    {
        var tokens = document.Tokens;
        for (var i = mention.First - 1; i > 0 && i >= mention.First - 4; i--)
        {
            if (Examples.At(tokens, i) is > 0 and var words)
            {
                return i + words >= mention.First - 2;
            }
            if (tokens[i].Kind == TokenKind.Break || Verbs.Find(tokens[i].Folded) is not null)
            {
                return false;
            }
        }
        return false;
    }

    /// <summary>"PostgreSQL compatible", "compatible with MongoDB": what it is like, not what it is.</summary>
    private bool IsLikeness(Mention mention)
    {
        var tokens = document.Tokens;
        if (mention.Technology is null)
        {
            return false;
        }
        if (Compatible.At(tokens, mention.Last) > 0)
        {
            return true;
        }
        for (var i = mention.First - 1; i > 0 && i >= mention.First - 3 && tokens[i].Kind == TokenKind.Word; i--)
        {
            if (Compatible.At(tokens, i) >= 1 && tokens[i + 1].Folded is "with" or "con")
            {
                return true;
            }
        }
        return false;
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
