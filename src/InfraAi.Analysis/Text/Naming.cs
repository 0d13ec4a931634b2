using InfraAi.Model;
using InfraAi.Model.Texts;

namespace InfraAi.Analysis.Text;

/// <summary>Finds what the described system is called, and the sentence that says what it is for.</summary>
internal sealed class Naming(TextDocument document, IReadOnlyList<Component> components, IReadOnlyList<Relation> relations)
{
    private const int LongestTitle = 80;
    private const int LongestDescription = 300;

    private static readonly string[] Generic =
    [
        "arquitectura",
        "architecture",
        "readme",
        "overview",
        "vision general",
        "descripcion",
        "description",
        "documentacion",
        "documentation",
        "flujo",
        "workflow",
        "introduc",
        "pasos",
        "steps",
        "resumen",
        "summary",
        "compose sample application",
        "diagrama",
        "diagram",
        "infraestructura",
        "infrastructure",
        "detalle",
        "details",
        "diseno",
        "design",
        "servicios",
        "services",
        "components",
        "componentes",
        "data flow",
        "dataflow",
        "getting started",
        "quick start",
        "instalacion",
        "installation",
        "texto",
        "text",
    ];

    private static readonly PhraseTable Called = new(
        "called; named; known as; llamado; llamada; denominado; denominada; conocido como; conocida como; se llama"
    );

    private static readonly string[] SystemNouns =
    [
        "system",
        "platform",
        "product",
        "project",
        "application",
        "solution",
        "sistema",
        "plataforma",
        "producto",
        "proyecto",
        "aplicacion",
        "solucion",
        "portal",
        "tienda",
    ];

    private static readonly PhraseTable Systems = new(string.Join("; ", SystemNouns));

    private List<Token> Tokens => document.Tokens;

    /// <returns>The title as a person would write it.</returns>
    internal string Title() => FromHeading() ?? FromCall() ?? FromFirstLine() ?? FromParts();

    /// <returns>The first sentence of prose that says something; null when there is none.</returns>
    internal string? Description()
    {
        foreach (var block in document.Blocks.Where(b => b.Kind == BlockKind.Paragraph && !b.Aside))
        {
            for (
                var first = block.FirstToken;
                first < block.LastToken - 1 && first < block.FirstToken + 120;
                first = document.SentenceEnd(first) + 1
            )
            {
                var end = document.SentenceEnd(first);
                if (end - first is > 7 and < 80 && HasVerb(first, end))
                {
                    var text = TextDocument.OneLine(document.Text.AsSpan(Tokens[first].Start, Tokens[end - 1].End - Tokens[first].Start));
                    return text.Length <= LongestDescription
                        ? text
                        : string.Concat(
                            text.AsSpan(0, text.LastIndexOf(' ', LongestDescription) is > 0 and var space ? space : LongestDescription),
                            "…"
                        );
                }
            }
        }
        return null;
    }

    private bool HasVerb(int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (Verbs.Find(Tokens[i].Folded) is not null || Verbs.IsBe(Tokens[i].Folded))
            {
                return true;
            }
        }
        return false;
    }

    private string? FromHeading()
    {
        string? last = null;
        foreach (var block in document.Blocks.TakeWhile(b => b.Kind == BlockKind.Heading).Take(2))
        {
            var heading = TextDocument.OneLine(document.Text.AsSpan(block.Start, block.End - block.Start)).Trim('#', ' ', ':');
            var pieces = heading.Split([" - ", " – ", " — ", ": "], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            foreach (var piece in pieces)
            {
                var start = 0;
                while (start < piece.Length && !char.IsLetterOrDigit(piece[start]))
                {
                    start++;
                }
                var name = piece[start..];
                if (name.Length is > 1 and <= LongestTitle && !IsGeneric(name))
                {
                    return name;
                }
                last = pieces.Length > 1 && name.Length is > 1 and <= LongestTitle ? name : last;
            }
            if (last is not null)
            {
                return last;
            }
        }
        return null;
    }

    private static bool IsGeneric(string name)
    {
        var folded = Folding.Fold(name);
        var words = folded.Split(' ');
        return Array.Exists(Generic, g => folded.StartsWith(g, StringComparison.Ordinal)) && words.Length <= 4 && !IsSystem(words);
    }

    /// <summary>"Infrastructure AI Platform" is a name; "architecture of the platform" is none.</summary>
    private static bool IsSystem(string[] words) =>
        words.Length > 2 && SystemNouns.Contains(words[^1]) && !Array.Exists(words, SmallWords.Stops.Contains);

    /// <summary>"a platform called Orbita", "el sistema Faro", "la plataforma «Faro»".</summary>
    private string? FromCall()
    {
        var limit = Math.Min(Tokens.Count, 600);
        for (var i = 0; i < limit; i++)
        {
            var cue = Called.At(Tokens, i);
            if (cue == 0 && Systems.At(Tokens, i) > 0 && i + 1 < limit && Tokens[i + 1].Glue == '\0')
            {
                cue = 1;
            }
            if (Systems.At(Tokens, i) > 0 && NameBefore(i) is { } before)
            {
                return before;
            }
            var first = i + cue;
            while (cue > 0 && first < limit && Tokens[first].Kind == TokenKind.Punctuation && Tokens[first].Folded is "«" or "“" or "'")
            {
                first++;
            }
            var last = first;
            while (
                cue > 0
                && last < limit
                && last < first + 4
                && Tokens[last] is { Kind: TokenKind.Word, Capital: true }
                && Tokens[last].Word < 0
            )
            {
                last++;
            }
            if (last > first)
            {
                return document.Words(first, last);
            }
        }
        return null;
    }

    /// <summary>"The Orion platform".</summary>
    private string? NameBefore(int noun)
    {
        var first = noun;
        while (
            first > 0
            && Tokens[first - 1] is { Kind: TokenKind.Word, Capital: true } t
            && t.Word < 0
            && !SmallWords.Stops.Contains(t.Folded)
            && !SmallWords.Weak.Contains(t.Folded)
            && noun - first < 3
        )
        {
            first--;
        }
        return first < noun && first > 0 && Tokens[first - 1].Folded is "the" or "our" ? document.Words(first, noun) : null;
    }

    private string? FromFirstLine()
    {
        if (TitleLine.Find(document) is not var (first, last))
        {
            return null;
        }
        var title = document.Words(first, last);
        return title.Length == 0 || IsGeneric(title) ? null : char.ToUpperInvariant(title[0]) + title[1..];
    }

    /// <summary>The most related parts, in the text's order.</summary>
    private string FromParts()
    {
        var degree = components.ToDictionary(c => c.Id, _ => 0, StringComparer.Ordinal);
        foreach (var relation in relations)
        {
            degree[relation.From]++;
            degree[relation.To]++;
        }
        var central = components
            .Select((c, i) => (c, i))
            .OrderByDescending(x => degree[x.c.Id])
            .ThenBy(x => x.i)
            .Take(3)
            .OrderBy(x => x.i)
            .Select(x => x.c.Name)
            .ToList();
        var and = document.Language == "es" ? " y " : " and ";
        return central.Count == 1 ? central[0] : string.Join(", ", central[..^1]) + and + central[^1];
    }
}
