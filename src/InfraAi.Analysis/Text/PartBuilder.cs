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

    /// <summary>In a few sentences of somebody's own, what is made with a language is a part even among many products.</summary>
    private readonly bool isShort = document.Tokens.Count <= Density.LongestDescription;
    private bool declares;
    private Dictionary<string, List<(int At, Part Part)>>? nouns;

    internal List<Part> Build()
    {
        AddDeclared();
        document.Check();
        AddNamed();
        document.Check();
        AddProducts();
        document.Check();
        Resolve();
        return parts;
    }

    private void AddDeclared()
    {
        foreach (var mention in live.Where(m => m.Kind == MentionKind.Declared))
        {
            Join(Key(mention), mention, named: true);
            declares |= mention.Listed || !mention.Promoted;
        }
        if (declares)
        {
            strict = true;
            var absorber = new DeclaredParts(parts);
            document.Check();
            absorber.TakeRuntimes(live.Where(m => m.Kind == MentionKind.Named && m.Component < 0));
            absorber.TakeProducts(live.Where(m => m.Kind == MentionKind.Product && m.Component < 0));
        }
    }

    private void AddNamed()
    {
        var named = live.FindAll(m => m is { Kind: MentionKind.Named, Component: < 0, SameAs: null });
        var counts = named.CountBy(Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        // "the worker in F#" speaks of the "projection worker" that was named.
        var heads = named.Where(m => m.Name != m.HeadName).Select(m => m.Head).ToHashSet();
        named.RemoveAll(m => m.Name == m.HeadName && heads.Contains(m.Head) && IsDefinite(m));
        // Worthy at one place, it is meant at the others too.
        var worthy = named.Where(m => IsWorthy(m, counts[Key(m)])).Select(Key).ToHashSet(StringComparer.Ordinal);
        foreach (var mention in named)
        {
            if (byKey.ContainsKey(Key(mention)) || worthy.Contains(Key(mention)))
            {
                Join(Key(mention), mention, named: true);
            }
        }
    }

    /// <summary>"El sistema de farmacia envía …": one of several systems.</summary>
    private bool IsSystemThatActs(Mention mention) =>
        !strict
        && !mention.IsPlural
        && IsDefinite(mention)
        && Verbs.Find(document.Tokens[mention.Last].Folded) is { Participle: false, Weak: false };

    /// <summary>"its table engine", "su motor de tablas": a piece of what was named.</summary>
    private bool IsPiece(Mention mention) =>
        mention is { Head.Name: "engine" or "module" or "agent", Technology: null, First: > 0 }
        && document.Tokens[mention.First - 1].Folded is "its" or "su";

    /// <summary>In a tour of a cloud's services, a thing that is no product must be spoken of twice; elsewhere one name is enough.</summary>
    private bool IsWorthy(Mention mention, int times)
    {
        if (
            mention.Head!.Category == "system"
            && !(isShort && (mention.Technology is { Use: TechnologyUse.Runtime } || IsSystemThatActs(mention)))
        )
        {
            return false; // "el sistema de archivos"
        }
        if (IsPiece(mention))
        {
            return false;
        }
        if (
            mention.Promoted
            || mention.Technology is { Use: TechnologyUse.Part }
            || (isShort && !declares && !mention.IsPlural && mention.Technology is not null)
        )
        {
            return true;
        }
        return (!mention.IsPlural || IsCounted(mention))
            && (!strict || (mention.Technology is null && (times > 1 || (!declares && Acts(mention)))));
    }

    /// <summary>"three workers", "Workers read …": these very ones, not the sort of thing.</summary>
    private bool IsCounted(Mention mention) =>
        !strict
        && mention.Head!.Category != "server" // "en tres servidores": where it runs
        && (
            (mention.First > 0 && Counts.Contains(document.Tokens[mention.First - 1].Folded))
            || (mention.Head!.Category == "device" && IsRelativeVerb(mention.Last)) // "hay lectores que publican …"
            || (
                document.SentenceStart(mention.First) >= mention.First - 1
                && mention.Head!.Category is "worker" or "device" or "job" or "serverless-function" or "function"
                && Verbs.Find(document.Tokens[mention.Last].Folded) is { Weak: false, Participle: false }
            )
        );

    private bool IsRelativeVerb(int i) =>
        document.Tokens[i].Folded is "que" or "that" or "which"
        && Verbs.Find(document.Tokens[i + 1].Folded) is { Weak: false, Participle: false };

    private static readonly HashSet<string> Counts = new(
        [
            "two",
            "three",
            "four",
            "five",
            "six",
            "eight",
            "ten",
            "several",
            "some",
            "our",
            "dos",
            "tres",
            "cuatro",
            "cinco",
            "seis",
            "ocho",
            "diez",
            "varios",
            "varias",
            "unos",
            "unas",
            "nuestros",
            "nuestras",
        ],
        StringComparer.Ordinal
    );

    /// <summary>"the order service publishes": it does something of its own.</summary>
    private bool Acts(Mention mention)
    {
        var verb = mention.Last;
        if (
            mention.Head!.Category == "application"
            && document.Tokens[verb].Is(',')
            && document.Tokens[verb + 1].Folded is "which" or "that" or "que"
        )
        {
            verb += 2; // "la app de peritos, que sube …"
        }
        while (document.Tokens[verb].Folded is "lo" or "la" or "los" or "las" or "se" or "also" or "then" or "tambien" or "luego")
        {
            verb++;
        }
        return IsDefinite(mention)
            && mention.Head.Category is "service" or "job" or "api" or "front-end" or "back-end" or "mobile-app" or "application"
            && Verbs.Find(document.Tokens[verb].Folded) is { Participle: false, Weak: false };
    }

    private void AddProducts()
    {
        var broader = new BroaderProducts(live);
        var instances = parts.Where(p => p.Named && p.Technology is not null).ToLookup(p => p.Technology!);
        var products = live.Where(m => m.Kind == MentionKind.Product).Select(m => m.Technology).Distinct().Count();
        foreach (var mention in live.Where(m => m is { Component: < 0, SameAs: null }))
        {
            if (mention is { Technology.Category: "stack", Promoted: false } && products > 1)
            {
                continue; // "ELK" where its pieces are named
            }
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
        var byArrow = mention.Promoted && instances is [{ } only] && only.Mentions[0].Kind == MentionKind.Declared; // "lambda" beside "worker lambda"
        if (instances.Count == 1 && !byArrow)
        {
            Add(instances[0], mention);
        }
        else if (instances.Count == 0 || byArrow)
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
            else if (
                mention.Kind == MentionKind.Bare
                || (mention.Kind == MentionKind.Named && (mention.Head!.Use == TechnologyUse.Common || mention.Name == mention.HeadName))
            )
            {
                ResolveBare(mention, referents);
            }
        }
    }

    private void ResolveBare(Mention mention, Referents referents)
    {
        if (mention is { IsPlural: false, Promoted: false } && IsDefinite(mention) && NamedBy(mention) is { } same)
        {
            Add(same, mention);
            return;
        }
        var common = mention.Head!.Use == TechnologyUse.Common && !(declares && mention.IsPlural && !mention.Promoted);
        var definitePlural = mention.IsPlural && IsDefinite(mention);
        if (
            (!mention.IsPlural || common || definitePlural)
            && (mention.Promoted || common || IsDefinite(mention))
            && referents.Of(mention) is { } part
            && Fits(mention, part)
        )
        {
            Add(part, mention);
        }
        else if (
            mention.Promoted
            || common
            || (
                (!strict || (!declares && Acts(mention)))
                && (
                    IsStrong(mention)
                    || IsCounted(mention)
                    || IsActingJob(mention)
                    || IsAgent(mention)
                    || (!Referents.IsWeak(mention.Head!.Category) && mention.Technology is { Use: TechnologyUse.Runtime })
                )
                && HasArticle(mention)
                && (mention.Technology is not null || !IsKnown(mention, referents))
            )
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

    /// <summary>"the job" after "Cloud Run jobs", "el índice" after "índice de Kendra": the product that was said with this noun last.</summary>
    private Part? NamedBy(Mention mention)
    {
        nouns ??= Nouns();
        var noun = document.Tokens[document.Language == "es" ? mention.First : mention.Last - 1].Stem;
        return nouns.TryGetValue(noun, out var said) && said[0].At < mention.First ? Referents.Nearest(said, mention.First) : null;
    }

    private Dictionary<string, List<(int At, Part Part)>> Nouns()
    {
        var spanish = document.Language == "es";
        return live.Where(m => m is { Kind: MentionKind.Product, Component: >= 0 } && m.Last - m.First > 1)
            .GroupBy(m => document.Tokens[spanish ? m.First : m.Last - 1].Stem, m => (m.First, parts[m.Component]), StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
    }

    /// <summary>"a database", "una cola": in a short description these are parts, though nothing more is said of them.</summary>
    private static bool IsStrong(Mention mention) =>
        !mention.IsPlural
        && mention.Head!.Category
            is "static-site"
                or "database"
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

    /// <summary>"the notifier", "un indexador": called by what it does.</summary>
    private bool IsAgent(Mention mention) =>
        isShort && !strict && mention is { IsPlural: false, Head.Name: "processor" or "handler" or "script" };

    /// <summary>"A nightly job exports …".</summary>
    private bool IsActingJob(Mention mention) =>
        isShort
        && mention is { IsPlural: false, Head.Category: "worker" or "job" or "service" or "application" }
        && document.SentenceStart(mention.First) >= mention.First - 1
        && Verbs.Find(document.Tokens[mention.Last].Folded) is { Participle: false, Weak: false };

    /// <summary>A back end is another service than the others; a database is likely the one that has a name.</summary>
    private static bool IsKnown(Mention mention, Referents referents) =>
        Referents.IsRole(mention.Head!.Category) ? referents.HasCategory(mention.Head.Category) : referents.HasKind(mention.ComponentKind);

    private bool HasArticle(Mention mention) =>
        document.StartsSentence(mention.First)
        || IsDefinite(mention)
        || IsCounted(mention)
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

    private bool IsDefinite(Mention mention)
    {
        var i = mention.First - 1;
        while (i > 0 && document.Tokens[i].Folded is "same" or "misma" or "mismo" or "mismas" or "mismos")
        {
            i--;
        }
        return i >= 0
            && document.Tokens[i].Folded
                is "the"
                    or "los"
                    or "las"
                    or "these"
                    or "those"
                    or "estos"
                    or "estas"
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
    }

    /// <summary>"The app is React Native" speaks of no part that is known to be made with something else.</summary>
    private static bool Fits(Mention mention, Part part) =>
        mention.Technology is not { Use: TechnologyUse.Runtime } || part.Technology is null || part.Technology == mention.Technology;

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
            document.Check();
        }
        part.Technology ??= mention.Technology;
        Add(part, mention);
        return part;
    }

    internal static void Add(Part part, Mention mention)
    {
        part.Mentions.Add(mention);
        if (mention is { Kind: MentionKind.Bare, SameAs: null, Technology.Use: TechnologyUse.Runtime })
        {
            part.Technology ??= mention.Technology; // "the API is written in Go"
        }
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
