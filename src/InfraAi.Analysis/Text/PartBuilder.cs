using InfraAi.Model;
using InfraAi.Model.Texts;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Text;

/// <summary>Joins the mentions that speak of one thing, and leaves out the things that are no parts.</summary>
internal sealed class PartBuilder(TextDocument document, List<Mention> mentions)
{
    private readonly List<Part> parts = [];
    private readonly Dictionary<string, Part> byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<Mention, string> keys = [];
    private readonly List<Mention> live = mentions.FindAll(m => m.Exclusion == Exclusion.None);

    /// <summary>In a tour of services, and where the text declares its own, the other nouns are prose.</summary>
    private bool strict = Density.IsTour(mentions);
    private bool declares;

    internal List<Part> Build()
    {
        AddDeclared();
        AddNamed();
        AddProducts();
        Resolve();
        return parts;
    }

    private void AddDeclared()
    {
        foreach (var mention in live.Where(m => m.Kind == MentionKind.Declared))
        {
            Join(Key(mention), mention, named: true);
            declares |= !mention.Promoted;
        }
        if (declares)
        {
            strict = true;
            var absorber = new DeclaredParts(parts);
            absorber.TakeRuntimes(live.Where(m => m.Kind == MentionKind.Named && m.Component < 0));
            absorber.TakeProducts(live.Where(m => m.Kind == MentionKind.Product && m.Component < 0));
        }
    }

    private void AddNamed()
    {
        var named = live.FindAll(m => m.Kind == MentionKind.Named && m.Component < 0);
        var counts = named.CountBy(Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        foreach (var mention in named)
        {
            if (byKey.ContainsKey(Key(mention)) || IsWorthy(mention, counts[Key(mention)]))
            {
                Join(Key(mention), mention, named: true);
            }
        }
    }

    /// <summary>In a tour of a cloud's services, a thing that is no product must be spoken of twice; elsewhere one name is enough.</summary>
    private bool IsWorthy(Mention mention, int times)
    {
        if (mention.Promoted || mention.Technology is { Use: TechnologyUse.Part })
        {
            return true;
        }
        return !mention.IsPlural && (!strict || (mention.Technology is null && (times > 1 || (!declares && Acts(mention)))));
    }

    /// <summary>"the order service publishes": it does something of its own.</summary>
    private bool Acts(Mention mention) =>
        IsDefinite(mention)
        && mention.Head!.Category is "service" or "job" or "api" or "front-end" or "back-end" or "mobile-app"
        && Verbs.Find(document.Tokens[mention.Last].Folded) is { Participle: false, Weak: false };

    private void AddProducts()
    {
        var broader = new BroaderProducts(live);
        var instances = parts.Where(p => p.Named && p.Technology is not null).ToLookup(p => p.Technology!);
        foreach (var mention in live.Where(m => m.Component < 0))
        {
            if (
                mention.Kind == MentionKind.Product
                && ((mention.Promoted && !(declares && IsLanguage(mention.Technology!))) || mention.Technology!.Use == TechnologyUse.Part)
            )
            {
                var technology = broader.MostSpecific(mention.Technology!);
                JoinProduct(mention, technology, [.. instances[technology].Take(2)]);
            }
            else if (mention is { Kind: MentionKind.Actor, Promoted: true })
            {
                Join(Words.Stem(mention.Head!.Name), mention, named: false);
            }
        }
    }

    /// <summary>"NGINX -> WSGI -> Python": where services are declared, what they are written in is none of them; a framework may stand for one.</summary>
    private static bool IsLanguage(Technology technology) =>
        technology is { Use: TechnologyUse.Runtime, Category: "language" or "runtime" or "application-server" };

    /// <summary>The product's only named instance speaks for it; where there are two, its bare name says which of them no more.</summary>
    private void JoinProduct(Mention mention, Technology technology, List<Part> instances)
    {
        if (instances.Count == 1)
        {
            Add(instances[0], mention);
        }
        else if (instances.Count == 0)
        {
            var part = Join("=" + technology.Name, mention, named: false);
            if (mention.Technology == technology && part.Technology != technology)
            {
                (part.Technology, part.Name) = (technology, mention.Name);
            }
        }
    }

    private void Resolve()
    {
        var referents = new Referents(parts);
        foreach (var mention in live.Where(m => m.Component < 0 && m.Head is not null))
        {
            if (mention.SameAs is { Component: >= 0 } same)
            {
                Add(parts[same.Component], mention);
            }
            else if (mention.Kind == MentionKind.Bare || (mention.Kind == MentionKind.Named && mention.Head!.Use == TechnologyUse.Common))
            {
                ResolveBare(mention, referents);
            }
        }
    }

    private void ResolveBare(Mention mention, Referents referents)
    {
        var common = mention.Head!.Use == TechnologyUse.Common;
        if ((!mention.IsPlural || common) && (mention.Promoted || common || IsDefinite(mention)) && referents.Of(mention) is { } part)
        {
            Add(part, mention);
        }
        else if (
            mention.Promoted
            || common
            || ((!strict || (!declares && Acts(mention))) && IsStrong(mention) && HasArticle(mention) && !IsKnown(mention, referents))
        )
        {
            var known = byKey.Count;
            var made = Join(Words.Stem(mention.Head.Name), mention, named: false);
            made.Name = byKey.Count > known && mention.Kind == MentionKind.Named ? mention.HeadName! : made.Name;
            if (byKey.Count > known)
            {
                referents.Add(made);
            }
        }
    }

    /// <summary>"a database", "una cola": in a short description these are parts, though nothing more is said of them.</summary>
    private static bool IsStrong(Mention mention) =>
        !mention.IsPlural
        && mention.Head!.Category
            is "database"
                or "cache"
                or "queue"
                or "message-broker"
                or "data-warehouse"
                or "data-lake"
                or "reverse-proxy"
                or "website"
                or "mobile-app"
                or "search-engine"
                or "event-stream"
                or "back-end"
                or "front-end"
                or "web-app"
                or "api";

    /// <summary>A back end is another service than the others; a database is likely the one that has a name.</summary>
    private static bool IsKnown(Mention mention, Referents referents) =>
        Referents.IsRole(mention.Head!.Category) ? referents.HasCategory(mention.Head.Category) : referents.HasKind(mention.ComponentKind);

    private bool HasArticle(Mention mention) =>
        document.StartsSentence(mention.First)
        || IsDefinite(mention)
        || document.Tokens[mention.First - 1].Folded
            is "a"
                or "an"
                or "one"
                or "un"
                or "una"
                or "nuestro"
                or "nuestra"
                or "and"
                or "y"
                or "with"
                or "con"
                or ",";

    private bool IsDefinite(Mention mention) =>
        mention.First > 0
        && document.Tokens[mention.First - 1].Folded
            is "the"
                or "this"
                or "that"
                or "its"
                or "our"
                or "said"
                or "el"
                or "la"
                or "este"
                or "esta"
                or "dicho"
                or "dicha"
                or "su"
                or "al"
                or "del"
                or "ese"
                or "esa";

    private Part Join(string key, Mention mention, bool named)
    {
        if (!byKey.TryGetValue(key, out var part))
        {
            part = new Part
            {
                Index = parts.Count,
                Name = mention.Name,
                Kind = mention.ComponentKind,
                Technology = mention.Technology,
                Named = named,
            };
            byKey.Add(key, part);
            parts.Add(part);
        }
        part.Technology ??= mention.Technology;
        Add(part, mention);
        return part;
    }

    internal static void Add(Part part, Mention mention)
    {
        part.Mentions.Add(mention);
        mention.Component = part.Index;
    }

    private string Key(Mention mention)
    {
        if (!keys.TryGetValue(mention, out var key))
        {
            keys.Add(mention, key = string.Join(' ', Words.Split(mention.Name)));
        }
        return key;
    }
}
