namespace InfraAi.Analysis.Text;

/// <summary>Says of a mention why its place does not make it a part: it is denied, past, an option, a link, or an aside.</summary>
internal sealed class ContextRules(TextDocument document)
{
    private const int Reach = 5;

    private static readonly string[][] Before = Phrases(
        "no; not; without; instead of; rather than; in place of; replaced; replaces; replacing; migrated from; migrating from; migrate from; moved from; moving from; away from; previously used;"
            + "used to use; formerly; no longer; unlike; deprecated; never; nor; except for; dropped; removed; retired; decommissioned; compared to; compared with; alternative to; alternatives to;"
            + "similar to; similar in; inspired by; not use; don't; doesn't; isn't; aren't; won't;"
            + "sin; en lugar de; en vez de; ya no; reemplaza a; reemplazo a; reemplaza; reemplazo; reemplazando; reemplazar; sustituye a; sustituyo a; sustituye; sustituir; migro desde; migrado desde; migramos desde; migro de;"
            + "migramos de; migrar desde; migracion desde; antes usaba; antes usabamos; anteriormente; a diferencia de; ni; tampoco; descartamos; descarto; se descarto; eliminamos; elimino; abandonamos; abandono;"
            + "comparado con; comparada con; alternativa a; similar a; nunca; ya no usa; dejamos de usar; dejo de usar; en comparacion con"
    );

    private static readonly string[][] After = Phrases(
        "was replaced; were replaced; has been replaced; is no longer; was removed; was dropped; was retired; has been retired; has been removed; was decommissioned; is not used; is not needed; is not required;"
            + "isn't used; isn't needed; se reemplazo; fue reemplazado; fue reemplazada; se sustituyo; fue sustituido; fue sustituida; ya no; no se usa; no se utiliza; se elimino; fue eliminado; fue eliminada; se descarto; se retiro"
    );

    private static readonly string[][] Option = Phrases(
        "consider; alternatively; as an alternative; another option; an alternative; you could; you might; could also; might also; you can also; can instead; if you prefer; if you need; if you want; optionally;"
            + "in the future; future version; we plan to; planned; not yet; would be possible; could be extended; can be extended; could be replaced; can be replaced; other options; options include; choose between; you may;"
            + "considere; considerar; como alternativa; otra opcion; otra alternativa; tambien puede; tambien podria; podria usar; podria usarse; se podria; tambien se puede; si lo prefiere; si prefiere; si necesita; opcionalmente;"
            + "en el futuro; a futuro; se planea; esta previsto; se preve; otras opciones; puede optar por; en vez de ello; estudie la posibilidad; plantee"
    );

    private static readonly string[][] Link = Phrases(
        "see; for more information; for more details; learn more; refer to; for details; visit; read more; read about; check out; for information; more information; more details; click; watch; download; this article; the article; tutorial;"
            + "consulte; vea; vease; para mas informacion; para obtener mas informacion; para mas detalles; mas informacion; mas detalles; consulta; descargue; visite; lea; hay disponible una implementacion; tutorial"
    );

    internal void Apply(List<Mention> mentions)
    {
        foreach (var mention in mentions)
        {
            mention.Excluded ??= Reason(mention);
        }
    }

    private string? Reason(Mention mention)
    {
        if (mention.Block.Aside)
        {
            return "aside";
        }
        if (mention.Block.Kind == BlockKind.Diagram)
        {
            return null;
        }
        if (IsDenied(mention))
        {
            return "denied";
        }
        var start = document.SentenceStart(mention.First);
        var end = document.SentenceEnd(mention.First);
        if (Contains(Option, start, end))
        {
            return "option";
        }
        return Contains(Link, start, Math.Min(end, mention.First)) ? "link" : null;
    }

    private bool IsDenied(Mention mention)
    {
        var tokens = document.Tokens;
        var floor = Math.Max(0, mention.First - Reach - 1);
        for (var i = mention.First - 1; i >= floor && tokens[i].Kind != TokenKind.Break; i--)
        {
            if (
                tokens[i].Kind == TokenKind.Arrow
                || tokens[i].Is(';')
                || tokens[i].Is('|')
                || tokens[i].Is(':')
                || tokens[i].Folded is "but" or "pero" or "sino"
            )
            {
                break;
            }
            if (tokens[i].Is(',') && !JoinsList(i, mention.First))
            {
                break;
            }
            if (StartsAny(Before, i, mention.First) && !IsOnly(i) && tokens[i].Glue == '\0' && tokens[i + 1].Glue == '\0')
            {
                return true;
            }
        }
        return StartsAny(After, mention.Last, tokens.Count);
    }

    /// <summary>"no usa Redis, Kafka ni …": a comma directly before another name.</summary>
    private bool JoinsList(int comma, int mention) => comma == mention - 1 && document.Tokens[comma - 1].Capital;

    private bool IsOnly(int i) => document.Tokens[i].Folded is "not" or "no" && document.Tokens[i + 1].Folded is "only" or "solo";

    private bool Contains(string[][] phrases, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (StartsAny(phrases, i, end))
            {
                return true;
            }
        }
        return false;
    }

    private bool StartsAny(string[][] phrases, int at, int end)
    {
        foreach (var phrase in phrases)
        {
            if (document.Tokens[at].Folded == phrase[0] && at + phrase.Length <= end && Matches(phrase, at))
            {
                return true;
            }
        }
        return false;
    }

    private bool Matches(string[] phrase, int at)
    {
        for (var i = 1; i < phrase.Length; i++)
        {
            if (document.Tokens[at + i].Folded != phrase[i])
            {
                return false;
            }
        }
        return true;
    }

    private static string[][] Phrases(string list) =>
        [
            .. list.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(p => p.Replace('\'', ' ').Split(' ')),
        ];
}
