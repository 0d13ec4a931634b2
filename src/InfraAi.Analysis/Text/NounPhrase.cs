using InfraAi.Model;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Text;

/// <summary>Reads the phrase around an infrastructure noun: "orders database (PostgreSQL)", "cola de pedidos", "the queue".</summary>
internal sealed class NounPhrase(TextDocument document, TechnologyVocabulary vocabulary, List<Mention> mentions)
{
    private const int MostWords = 3;
    private List<Token> Tokens => document.Tokens;

    /// <param name="first">First token of the noun.</param>
    /// <param name="last">Token after the noun.</param>
    /// <param name="head">What the noun is.</param>
    /// <returns>The token to go on from.</returns>
    internal int Read(Block block, int first, int last, Technology head)
    {
        var start = Before(first, out var technology, out var swallowed);
        var end = last;
        if (start == first)
        {
            end = After(last, head, ref technology);
        }
        // "Redis cache", "clúster de Batch": the product itself, said with its noun. "orders database in PostgreSQL": one of them, with a name.
        var ofProduct = technology is { Use: TechnologyUse.Part };
        var named = (start < first || end > last) && !ofProduct;
        var written = technology;
        end = InParentheses(end, ref technology);
        named |= written is null && technology is { Use: TechnologyUse.Runtime };
        if (technology is null && WrittenIn(end) is { } runtime)
        {
            technology = runtime;
            named = true;
        }
        if (swallowed is not null)
        {
            mentions.RemoveAt(mentions.Count - 1); // the one before the noun
        }
        mentions.Add(
            new Mention
            {
                Kind =
                    ofProduct ? MentionKind.Product
                    : named ? MentionKind.Named
                    : technology is { Use: TechnologyUse.Part } ? MentionKind.Product
                    : MentionKind.Bare,
                First = start,
                Last = end,
                Start = Tokens[start].Start,
                End = Tokens[end - 1].End,
                Name = document.Words(OwnName(start, first, swallowed), NameEnd(start, end)),
                ComponentKind = technology is { Use: TechnologyUse.Part } t && (!named || head.Category == "service") ? t.Kind : head.Kind,
                Technology = technology,
                Head = head,
                HeadName = document.Words(first, last),
                IsPlural = IsPlural(document.Language == "es" ? first : last - 1),
                Block = block,
            }
        );
        return end;
    }

    /// <summary>"Frontend en Angular", "an API written in Go", "backend con Spring Boot".</summary>
    private Technology? WrittenIn(int i)
    {
        if (
            Tokens[i].Folded
            is "written"
                or "built"
                or "developed"
                or "implemented"
                or "escrito"
                or "escrita"
                or "hecho"
                or "hecha"
                or "desarrollado"
                or "desarrollada"
                or "implementado"
                or "implementada"
        )
        {
            i++;
        }
        var joined = Tokens[i] is { Kind: TokenKind.Word, Folded: "en" or "in" or "con" or "with" or "using" };
        return
            joined
            && Product(i + 1, out _)
                is { Use: TechnologyUse.Runtime, Category: "web-framework" or "language" or "runtime" or "mobile-framework" } found
            ? found
            : null;
    }

    private bool IsPlural(int noun) => Tokens[noun].Folded is [.., 's'] && Tokens[noun].Stem != Tokens[noun].Folded;

    /// <summary>"FastAPI prediction API" is called "prediction API"; "Next.js storefront" has no other name.</summary>
    private static int OwnName(int start, int noun, Mention? product) =>
        product is { Technology.Use: TechnologyUse.Runtime } && product.Last < noun ? product.Last : start;

    /// <summary>The name goes up to a parenthesis.</summary>
    private int NameEnd(int start, int end)
    {
        for (var i = start + 1; i < end; i++)
        {
            if (Tokens[i].Is('('))
            {
                return i;
            }
        }
        return end;
    }

    /// <summary>Words before the noun that name it ("orders" database).</summary>
    private int Before(int first, out Technology? technology, out Mention? swallowed)
    {
        technology = null;
        swallowed = null;
        var start = first;
        var meaningful = first;
        for (var count = 0; start > 0 && count < MostWords; count++)
        {
            var token = Tokens[start - 1];
            if (token.Kind != TokenKind.Word || SmallWords.Stops.Contains(token.Folded) || Tokens[start].Kind != TokenKind.Word)
            {
                break;
            }
            if (mentions.Count > 0 && mentions[^1].Last == start)
            {
                var before = mentions[^1];
                if (before.Kind == MentionKind.Product && before.Technology is { Use: not TechnologyUse.Never })
                {
                    technology = before.Technology;
                    swallowed = before;
                    return before.First;
                }
                if (
                    before.Kind == MentionKind.Actor
                    || (
                        before
                            is {
                                Kind: MentionKind.Bare,
                                IsPlural: false,
                                Head: { Category: "service" or "job" or "worker" or "script" } noun
                            }
                        && noun.Name != "service"
                    )
                )
                {
                    swallowed = before; // "importer job", "users service"
                    return before.First;
                }
                break;
            }
            if (IsVerb(start - 1) || (document.Language == "es" && Tokens[start].Glue == '\0' && !IsForeign(start - 1)))
            {
                break;
            }
            if (token.Glue == '.' || Tokens[start].Glue == '.' || IsOperation(token))
            {
                break;
            }
            start--;
            if (!SmallWords.Weak.Contains(token.Folded) && !char.IsDigit(token.Folded[0]))
            {
                meaningful = start;
            }
        }
        return meaningful;
    }

    /// <summary>A verb's form, unless an article makes it a noun ("an email worker").</summary>
    private bool IsVerb(int i)
    {
        var token = Tokens[i];
        return Verbs.IsVerbForm(token.Folded)
            && (!token.Capital || document.StartsSentence(i))
            && token.Glue == '\0'
            && !(
                i > 0
                && Tokens[i - 1].Folded is "a" or "an" or "the" or "our" or "each" or "its" or "this"
                && Tokens[i - 1].Kind == TokenKind.Word
            );
    }

    /// <summary>In Spanish a name stands before its noun only when it is a borrowed one: "AI Agent", not "Gestión Repositorio".</summary>
    private bool IsForeign(int i) =>
        (
            Tokens[i].Capital
            && !Tokens[i].Folded.EndsWith("ion", StringComparison.Ordinal)
            && !Tokens[i].Folded.EndsWith("miento", StringComparison.Ordinal)
        ) || Tokens[i].Folded is "payment" or "payments" or "order" or "orders" or "user" or "users" or "auth" or "email" or "web";

    /// <summary>"GetRecords API", "DetectLabels API": an operation, no part.</summary>
    private bool IsOperation(Token token)
    {
        var word = document.Text.AsSpan(token.Start, token.Length);
        if (!token.Capital || word[1..].IndexOfAnyInRange('A', 'Z') < 0)
        {
            return false;
        }
        var verb = 1;
        while (verb < word.Length && char.IsLower(word[verb]))
        {
            verb++;
        }
        return verb > 1 && Verbs.IsVerbForm(token.Folded[..Math.Min(verb, token.Folded.Length)]);
    }

    /// <summary>Words after the noun that name it: "cola de pedidos", "servicio Auth", "base de datos PostgreSQL".</summary>
    private int After(int last, Technology head, ref Technology? technology)
    {
        if (document.Language != "es")
        {
            return last;
        }
        var i = last;
        if (Tokens[i] is { Kind: TokenKind.Word, Folded: "de" or "del" or "para" })
        {
            if (Tokens[i].Folded == "para" && Tokens[i + 1].Folded is [_, _, .., 'a' or 'e' or 'i', 'r'])
            {
                return last; // "aplicación para pedir cita"
            }
            i++;
            if (Tokens[i] is { Kind: TokenKind.Word, Folded: "la" or "el" or "los" or "las" })
            {
                i++;
            }
            if (Product(i, out var ofLength) is { } ofProduct)
            {
                technology = ofProduct;
                return i + ofLength;
            }
            var from = i;
            while (i < from + 2 && IsName(i) && (i == from || Tokens[i - 1].Folded.Length > 0 && !Tokens[i].Capital))
            {
                i++;
                if (
                    i == from + 1
                    && Tokens[i] is { Kind: TokenKind.Word, Folded: "de" }
                    && IsName(i + 1)
                    && !Verbs.IsVerbForm(Tokens[i + 1].Folded)
                )
                {
                    i += 2;
                    break;
                }
                if (!IsAdjective(i))
                {
                    break;
                }
            }
            return i > from ? i : last;
        }
        if (Product(i, out var length) is { } product)
        {
            technology = product;
            return i + length;
        }
        if (
            head.Kind is ComponentKind.Service or ComponentKind.Api or ComponentKind.Website
            && IsAdjective(i)
            && IsName(i)
            && !Verbs.IsVerbForm(Tokens[i].Folded)
        )
        {
            return i + 1; // "API académica", "gestor documental"
        }
        return Tokens[i] is { Kind: TokenKind.Word, Capital: true } t && IsName(i) && t.Glue == '\0' && !Verbs.IsVerbForm(t.Folded)
            ? i + 1
            : last;
    }

    private bool IsAdjective(int i) =>
        Tokens[i] is { Kind: TokenKind.Word, Capital: false } t
        && (
            t.Folded.EndsWith("cos", StringComparison.Ordinal)
            || t.Folded.EndsWith("cas", StringComparison.Ordinal)
            || t.Folded.EndsWith("les", StringComparison.Ordinal)
            || t.Folded.EndsWith("co", StringComparison.Ordinal)
            || t.Folded.EndsWith("ca", StringComparison.Ordinal)
            || t.Folded.StartsWith("anti", StringComparison.Ordinal)
            || t.Folded.EndsWith("ario", StringComparison.Ordinal)
            || t.Folded.EndsWith("aria", StringComparison.Ordinal)
            || t.Folded.EndsWith("able", StringComparison.Ordinal)
            || t.Folded.EndsWith("al", StringComparison.Ordinal)
        );

    /// <summary>A word that may name something; "pedidos", "envíos" are verb forms and nouns.</summary>
    private bool IsName(int i) =>
        Tokens[i] is { Kind: TokenKind.Word } t
        && !SmallWords.Stops.Contains(t.Folded)
        && !SmallWords.Weak.Contains(t.Folded)
        && !char.IsDigit(t.Folded[0]);

    private Technology? Product(int i, out int length)
    {
        length = 0;
        Span<int> ids = stackalloc int[6];
        var count = 0;
        while (count < ids.Length && i + count < Tokens.Count && Tokens[i + count].Word >= 0)
        {
            ids[count] = Tokens[i + count].Word;
            count++;
        }
        foreach (var match in vocabulary.Matches(ids[..count]))
        {
            if (
                match.Technology.Use is TechnologyUse.Part or TechnologyUse.Runtime
                && !match.VendorOnly
                && (!match.Capital || (Tokens[i].Capital && (!match.Acronym || char.IsUpper(document.Text[Tokens[i].Start + 1]))))
            )
            {
                length = match.Words;
                return match.Technology;
            }
        }
        return null;
    }

    /// <summary>"orders database (PostgreSQL)", "orders database in PostgreSQL".</summary>
    private int InParentheses(int end, ref Technology? technology)
    {
        var inside = end + (Tokens[end].Is('(') && Tokens[end + 1].Folded is "un" or "una" or "a" or "an" ? 2 : 1);
        if (Tokens[end].Is('(') && Product(inside, out var length) is { } product && Tokens[inside + length].Glue == '\0')
        {
            technology ??= product;
            var close = inside + length;
            while (close < Tokens.Count && close < end + 8 && !Tokens[close].Is(')') && Tokens[close].Kind != TokenKind.Break)
            {
                close++;
            }
            return Tokens[close].Is(')') ? close + 1 : end;
        }
        return end;
    }
}
