using InfraAi.Model;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Text;

/// <summary>Reads what one mention says of the one before it: "the API is written in Go", "Redis como caché de sesiones", "Kubernetes (EKS)", "frontend: React".</summary>
/// <remarks>Such a mention is no part of its own: it is the same thing, its technology, or its role.</remarks>
internal sealed class Predicates(TextDocument document, List<Mention> mentions)
{
    private const int Farthest = 7;

    private static readonly PhraseTable Made = new(
        "written; built; made; developed; implemented; coded; programmed; based; done; powered; escrito; escrita; escritos; escritas; hecho; hecha; hechos; hechas; desarrollado; desarrollada;"
            + "desarrollados; desarrolladas; implementado; implementada; implementados; implementadas; programado; programada; construido; construida; basado; basada; montado; montada"
    );

    private List<Token> Tokens => document.Tokens;

    internal void Apply()
    {
        for (var i = 1; i < mentions.Count; i++)
        {
            document.Check();
            var (left, right) = (mentions[i - 1], mentions[i]);
            if (right.SameAs is not null)
            {
                continue;
            }
            if (
                left.Exclusion != Exclusion.None
                || right.Exclusion != Exclusion.None
                || left.Block != right.Block
                || right.First - left.Last is < 1 or > Farthest
            )
            {
                continue;
            }
            if (IsAlias(left, right))
            {
                if (left.Technology!.Vendor is not null && right.Technology!.Vendor is null)
                {
                    right.SameAs = left; // "Amazon MQ (ActiveMQ)"
                }
                else
                {
                    left.Technology = right.Technology;
                }
            }
            else if (IsRole(left, right))
            {
                right.SameAs = left;
            }
            else if (IsSaidOfLead(left, right))
            {
                left.Technology ??= right.Technology;
                right.SameAs = left;
            }
            else if (IsEither(left, right))
            {
                right.Exclusion = Exclusion.Option;
            }
            else if (IsHeldIn(left, right))
            {
                left.SameAs = right;
            }
            else if (ImageOf(left, right) is { } service)
            {
                service.Technology = service.Technology is null or { Use: TechnologyUse.Runtime } ? right.Technology : service.Technology;
                right.SameAs = service;
            }
            else if (IsDoorOf(left, right))
            {
                left.SameAs = right;
            }
            else if (IsApposition(left, right))
            {
                right.SameAs = left;
            }
            else if (IsRuntime(right.Technology) && left.Head is not null && SaysOf(left, right) is { } all)
            {
                Describe(i - 1, right, all);
            }
        }
    }

    /// <summary>"Kubernetes (EKS)": one thing by the name of its family and its own.</summary>
    private bool IsAlias(Mention left, Mention right) =>
        left is { Kind: MentionKind.Product, Technology: { Use: TechnologyUse.Part } family }
        && right is { Kind: MentionKind.Product, Technology: { Use: TechnologyUse.Part } own }
        && family.Category == own.Category
        && (
            (right.First == left.Last + 1 && Tokens[left.Last].Is('(') && Tokens[right.Last].Is(')'))
            || (
                left.Technology.Vendor is not null
                && right.Technology.Vendor is null
                && right.First <= left.Last + 2
                && Tokens[right.First - 1].Folded is "for" or "para" // "an Amazon MQ broker for ActiveMQ"
            )
        );

    /// <summary>"Redis as a session cache", "Supabase for the database": what the product is there for.</summary>
    private bool IsRole(Mention left, Mention right)
    {
        if (
            left is not { Kind: MentionKind.Product, Technology.Use: TechnologyUse.Part }
            || right.Head is null
            || right.Kind == MentionKind.Actor
        )
        {
            return false;
        }
        var i = left.Last;
        var preposition = Tokens[i].Folded;
        for (i++; i < right.First; i++)
        {
            if (Tokens[i].Kind != TokenKind.Word || Verbs.Find(Tokens[i].Folded) is { Participle: false })
            {
                return false;
            }
        }
        return right.Technology is null
            && (
                preposition is "as" or "como"
                || (
                    preposition is "for" or "para"
                    && (right.ComponentKind == left.ComponentKind || right.Kind == MentionKind.Bare && IsStore(right))
                )
            );
    }

    /// <summary>"`web`: servidor nginx que …", "**queue** – a RabbitMQ broker": what heads an item, and what it is.</summary>
    private bool IsSaidOfLead(Mention left, Mention right)
    {
        if (
            left is not { Listed: true, Block.Kind: BlockKind.Bullet or BlockKind.Step }
            || right.Kind == MentionKind.Actor
            || right.IsPlural
        )
        {
            return false;
        }
        var i = left.Last;
        if (!(Tokens[i].Is(':') || Tokens[i].Is('–') || Tokens[i].Is('—') || Tokens[i].Is('-')))
        {
            return false;
        }
        i++;
        i += Tokens[i].Folded is "a" or "an" or "the" or "un" or "una" or "el" or "la" ? 1 : 0;
        return i == right.First
            && (
                right.Technology is null
                || (left.Technology is null && (right.ComponentKind == left.ComponentKind || !IsStore(left)) && !IsListAt(right.Last))
            );
    }

    /// <summary>"la cola de tareas está en Redis", "the cache is in Valkey": what holds it is what it is.</summary>
    private bool IsHeldIn(Mention left, Mention right) =>
        left is { Kind: MentionKind.Named or MentionKind.Bare, Technology: null }
        && IsStore(left)
        && IsStore(right)
        && right is { Kind: MentionKind.Product, Technology.Use: TechnologyUse.Part }
        && right.First == left.Last + 2
        && Tokens[left.Last].Folded is "is" or "esta" or "es" or "runs"
        && Tokens[left.Last + 1].Folded is "in" or "on" or "en" or "a" or "an" or "un" or "una";

    /// <summary>"web is an Apache container", "app is the Node.js image of Umami": what a declared service runs.</summary>
    private Mention? ImageOf(Mention left, Mention right)
    {
        var service = left.SameAs ?? left;
        if (service.Kind != MentionKind.Declared || right is not { Kind: MentionKind.Product, Technology: not null })
        {
            return null;
        }
        var (said, image) = (
            left.SameAs is { Kind: MentionKind.Declared } && left.Kind == MentionKind.Product,
            Images.Contains(Tokens[right.Last].Folded)
        );
        for (var i = left.Last; i < right.First; i++)
        {
            said |= Verbs.IsBe(Tokens[i].Folded);
            image |= Images.Contains(Tokens[i].Folded);
            if (Tokens[i].Kind != TokenKind.Word || Verbs.Find(Tokens[i].Folded) is { Weak: false })
            {
                return null;
            }
        }
        return said && image ? service : null;
    }

    private static readonly HashSet<string> Images = new(
        ["image", "container", "instance", "imagen", "contenedor", "instancia"],
        StringComparer.Ordinal
    );

    /// <summary>"MySQL/MariaDB", "PostgreSQL / Supabase": one or the other.</summary>
    private bool IsEither(Mention left, Mention right) =>
        right.First == left.Last + 1
        && Tokens[left.Last].Is('/')
        && left is { Kind: MentionKind.Product }
        && right is { Kind: MentionKind.Product }
        && (left.ComponentKind == right.ComponentKind || right.Technology!.Category == "backend-platform")
        && IsStore(left);

    private bool IsListAt(int i) => Tokens[i].Is(',') && Tokens[i + 1].Capital || Tokens[i].Folded is "and" or "y" or "e" or "+";

    /// <summary>"la API REST del backend", "the API of the order service": how the other is called on.</summary>
    private bool IsDoorOf(Mention left, Mention right) =>
        left is { Kind: MentionKind.Bare, Technology: null, Head.Category: "api" }
        && right is { ComponentKind: ComponentKind.Service, Head: not null }
        && (
            (right.First == left.Last + 1 && Tokens[left.Last].Folded is "del" or "of")
            || (
                right.First == left.Last + 2
                && Tokens[left.Last].Folded is "de" or "of"
                && Tokens[left.Last + 1].Folded is "la" or "los" or "las" or "the" or "our" or "nuestro" or "nuestra"
            )
        );

    /// <summary>"Mirth Connect, our integration engine, …", "the webhook receiver, a Lambda function.": the same in other words.</summary>
    private bool IsApposition(Mention left, Mention right) =>
        right.First == left.Last + 2
        && Tokens[left.Last].Is(',')
        && Tokens[left.Last + 1].Folded is "a" or "an" or "our" or "the" or "un" or "una" or "el" or "la" or "nuestro" or "nuestra"
        && (left.Technology is null || right.Technology is null)
        && left.Kind is MentionKind.Product or MentionKind.Named or MentionKind.Declared
        && right.Head is not null
        && right.Kind != MentionKind.Actor
        && !right.IsPlural
        && (Tokens[left.Last + 1].Folded is "our" or "nuestro" or "nuestra" ? Tokens[right.Last].Is(',') : Closes(right.Last))
        && !IsListed(left);

    /// <summary>The sentence ends there, or goes on with a relative clause or a verb after a comma.</summary>
    private bool Closes(int i) =>
        Tokens[i].Kind == TokenKind.Break
        || (
            Tokens[i].Is(',')
            && (
                Tokens[i + 1].Folded is "which" or "that" or "que" or "who" or "where" or "donde"
                || Verbs.Find(Tokens[i + 1].Folded) is { Participle: false }
            )
        );

    /// <summary>One of several: "uses Kafka, Redis, a queue".</summary>
    private bool IsListed(Mention mention)
    {
        var i = mention.First - 1;
        while (i > 0 && Tokens[i].Folded is "a" or "an" or "the" or "un" or "una" or "el" or "la")
        {
            i--;
        }
        return i > 0 && (Tokens[i].Is(',') || Tokens[i].Folded is "and" or "y" or "e" or "or" or "o");
    }

    private static bool IsStore(Mention mention) =>
        mention.ComponentKind is ComponentKind.Database or ComponentKind.Cache or ComponentKind.Queue or ComponentKind.Storage;

    private static bool IsRuntime(Technology? technology) =>
        technology
            is {
                Use: TechnologyUse.Runtime,
                Category: "web-framework"
                    or "language"
                    or "runtime"
                    or "mobile-framework"
                    or "mobile-platform"
                    or "static-site-generator"
                    or "game-engine"
            };

    /// <returns>Null when the words between do not say what the left one is made with; true when they speak of all that were listed ("both in Go").</returns>
    private bool? SaysOf(Mention left, Mention right)
    {
        var (said, all) = (false, false);
        for (var i = left.Last; i < right.First; i++)
        {
            var token = Tokens[i];
            if (
                token.Folded is "in" or "en"
                || Made.At(Tokens, i) > 0
                || Verbs.IsBe(token.Folded)
                || (token.Is(':') && i == left.Last)
                || token.Is('(')
            )
            {
                said = true;
            }
            else if (token.Folded is "both" or "all" or "ambos" or "ambas" or "todos" or "todas")
            {
                all = true;
            }
            else if (
                !token.Is(',')
                && token.Folded
                    is not (
                        "with"
                        or "con"
                        or "using"
                        or "on"
                        or "sobre"
                        or "a"
                        or "an"
                        or "un"
                        or "una"
                        or "that"
                        or "which"
                        or "que"
                        or "also"
                        or "tambien"
                        or "the"
                    )
            )
            {
                return null;
            }
        }
        return said ? all : null;
    }

    private void Describe(int at, Mention right, bool all)
    {
        var head = mentions[at].Head;
        for (var i = at; i >= 0 && mentions[i].Block == right.Block && (i == at || (all && mentions[i].Head == head)); i--)
        {
            mentions[i].Technology ??= right.Technology;
        }
        if (right.Head is not null && !Tokens[right.First - 1].Is(','))
        {
            right.SameAs = mentions[at]; // "is a Spring Boot app"
        }
    }
}
