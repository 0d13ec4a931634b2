namespace InfraAi.Analysis.Text;

/// <summary>Reads who answers for a part and where it stands: "owned by the payments team", "el equipo de datos mantiene …", "in the orders namespace".</summary>
internal sealed class Owners(TextDocument document, List<Mention> mentions, List<Part> parts)
{
    private static readonly PhraseTable OwnedBy = new(
        "owned by; maintained by; operated by; run by; managed by; belongs to; belong to; responsibility of; owner; owners;"
            + "propiedad de; propiedad del; pertenece a; pertenece al; pertenecen al; mantenido por; mantenida por; mantenidos por; gestionado por; gestionada por; responsable; responsables; a cargo de; a cargo del; operado por; operada por; dueno"
    );

    private static readonly PhraseTable Owns = new(
        "owns; own; maintains; maintain; operates; runs; is responsible for; are responsible for; manages; looks after;"
            + "mantiene; mantienen; gestiona; gestionan; opera; operan; es responsable de; es responsable del; se encarga de; se encarga del; administra; es dueno de; es dueno del; es duena de; es duena del; es el dueno de; es el dueno del; lleva; llevan; se ocupa de; se ocupa del"
    );

    private List<Token> Tokens => document.Tokens;

    internal void Read()
    {
        for (var m = 0; m < mentions.Count; )
        {
            document.Check();
            var start = document.SentenceStart(mentions[m].First);
            var end = document.SentenceEnd(mentions[m].First);
            var inside = new List<Mention>();
            for (; m < mentions.Count && mentions[m].First <= end; m++)
            {
                if (mentions[m].Component >= 0)
                {
                    inside.Add(mentions[m]);
                }
            }
            if (inside.Count > 0)
            {
                ReadOwner(start, end, inside);
                ReadGroups(start, end, inside);
            }
        }
    }

    private void ReadOwner(int start, int end, List<Mention> inside)
    {
        for (var i = start; i < end; i++)
        {
            if (OwnedBy.At(Tokens, i) is > 0 and var by && Team(i + by, end) is { } owner)
            {
                var owned = inside.FindLast(m => m.Last <= i);
                if (owned is not null)
                {
                    parts[owned.Component].Owner ??= owner;
                }
            }
            else if (Owns.At(Tokens, i) is > 0 and var owns && TeamBefore(start, i) is { } team)
            {
                foreach (var owned in inside.Where(m => m.First >= i + owns))
                {
                    parts[owned.Component].Owner ??= team;
                }
            }
        }
    }

    /// <summary>"the payments team", "el equipo de pagos", from a token on.</summary>
    private string? Team(int i, int end)
    {
        while (i < end && (SmallWords.Stops.Contains(Tokens[i].Folded) || Tokens[i].Is(':')))
        {
            i++;
        }
        if (i < end && Tokens[i].Folded is "equipo" or "area" or "squad" or "departamento")
        {
            return SpanishTeam(i, end);
        }
        for (var last = i; last < end && last < i + 5 && Tokens[last].Kind == TokenKind.Word; last++)
        {
            if (Tokens[last].Folded is "team" or "squad" or "group" or "department" or "guild" && last > i)
            {
                return document.Words(i, last + 1);
            }
        }
        return null;
    }

    private string? TeamBefore(int start, int verb)
    {
        for (var i = verb - 1; i >= start && i >= verb - 7; i--)
        {
            if (Tokens[i].Folded is "team" or "squad" && i == verb - 1)
            {
                var first = i;
                while (
                    first > start
                    && Tokens[first - 1].Kind == TokenKind.Word
                    && !SmallWords.Stops.Contains(Tokens[first - 1].Folded)
                    && i - first < 3
                )
                {
                    first--;
                }
                return first < i ? document.Words(first, i + 1) : null;
            }
            if (Tokens[i].Folded is "equipo" or "area" or "squad")
            {
                return SpanishTeam(i, verb);
            }
        }
        return null;
    }

    private string? SpanishTeam(int i, int end)
    {
        var last = i + 1;
        while (
            last < end
            && last < i + 5
            && Tokens[last].Kind == TokenKind.Word
            && (Tokens[last].Folded is "de" or "del" or "la" or "los" || !SmallWords.Stops.Contains(Tokens[last].Folded))
            && !Verbs.IsBe(Tokens[last].Folded)
        )
        {
            last++;
            if (Tokens[last - 1].Folded is not ("de" or "del" or "la" or "los"))
            {
                break;
            }
        }
        return last > i + 1 ? document.Words(i, last) : null;
    }

    /// <summary>"in the orders namespace", "dentro de la VPC principal": the boundary of the parts named before it in the sentence.</summary>
    private void ReadGroups(int start, int end, List<Mention> inside)
    {
        for (var i = start + 1; i < end; i++)
        {
            if (
                Tokens[i].Folded
                is not (
                    "namespace"
                    or "vpc"
                    or "vnet"
                    or "subnet"
                    or "subred"
                    or "cluster"
                    or "tenant"
                    or "account"
                    or "cuenta"
                    or "domain"
                    or "dominio"
                )
            )
            {
                continue;
            }
            var (from, to) = (i, i + 1);
            if (
                document.Language == "es"
                && to < end
                && Tokens[to] is { Kind: TokenKind.Word } next
                && !SmallWords.Stops.Contains(next.Folded)
                && !Verbs.IsVerbForm(next.Folded)
            )
            {
                to++;
            }
            while (
                from > start
                && Tokens[from - 1].Kind == TokenKind.Word
                && !SmallWords.Stops.Contains(Tokens[from - 1].Folded)
                && i - from < 3
            )
            {
                from--;
            }
            var inner = from - 1;
            while (inner > start && Tokens[inner].Folded is "the" or "a" or "an" or "el" or "la" or "un" or "una" or "de" or "del")
            {
                inner--;
            }
            if (to - from < 2 || inner <= start || Tokens[inner].Folded is not ("in" or "inside" or "within" or "en" or "dentro"))
            {
                continue;
            }
            var all = Tokens[start].Folded is "everything" or "all" or "todo" or "todos" or "todas";
            foreach (var part in all ? parts : inside.Where(m => m.Last <= inner).Select(m => parts[m.Component]))
            {
                part.Group ??= document.Words(from, to);
            }
        }
    }
}
