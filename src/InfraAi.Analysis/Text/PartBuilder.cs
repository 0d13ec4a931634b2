using InfraAi.Model;
using InfraAi.Model.Texts;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Text;

/// <summary>Joins the mentions that speak of one thing, and leaves out the things that are no parts.</summary>
internal sealed class PartBuilder(TextDocument document, List<Mention> mentions)
{
    private readonly List<Part> parts = [];
    private readonly Dictionary<string, Part> byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<Technology, Technology> broader = [];
    private List<Mention> live = [];
    private bool dense;

    internal List<Part> Build()
    {
        live = mentions.FindAll(m => m.Excluded is null);
        dense = Density.IsTour(mentions);
        FindBroader();
        AddDeclared();
        AddNamed();
        AddProducts();
        foreach (var mention in live.Where(m => m.Component < 0))
        {
            Resolve(mention);
        }
        return parts;
    }

    /// <summary>"MySQL" in a text on "Azure Database for MySQL" is the same thing, said in short.</summary>
    private void FindBroader()
    {
        var products = live.Where(m => m.Kind == MentionKind.Product && m.Technology!.Use == TechnologyUse.Part)
            .Select(m => m.Technology!)
            .Distinct()
            .ToList();
        var words = products.ToDictionary(
            p => p,
            p =>
                Words
                    .Split(p.Name)
                    .Where(w => w is not ("azur" or "amazon" or "aw" or "googl" or "cloud" or "apach" or "microsoft"))
                    .ToHashSet(StringComparer.Ordinal)
        );
        foreach (var general in products)
        {
            foreach (var specific in products)
            {
                if (
                    specific != general
                    && specific.Category == general.Category
                    && words[general].Count < words[specific].Count
                    && words[general].IsSubsetOf(words[specific])
                )
                {
                    broader.TryAdd(general, specific);
                }
            }
        }
    }

    private void AddDeclared()
    {
        foreach (var mention in live.Where(m => m.Kind == MentionKind.Declared))
        {
            Join(Key(mention.Name), mention, named: true);
        }
        if (live.Exists(m => m.Kind == MentionKind.Declared && !m.Promoted))
        {
            AbsorbRuntimes();
            AbsorbProducts();
        }
    }

    /// <summary>"Go backend", "Java application": the declared service of that name, or the only one.</summary>
    private void AbsorbRuntimes()
    {
        var services = parts.FindAll(p => p.Kind is ComponentKind.Service or ComponentKind.Website);
        foreach (
            var mention in live.Where(m => m.Kind == MentionKind.Named && m.Component < 0 && m.Technology is { Use: TechnologyUse.Runtime })
        )
        {
            var owner =
                services.Find(p => p.Technology == mention.Technology)
                ?? services.Find(p => mention.Head is { } head && Key(p.Name) == Key(head.Name).Replace(" ", "", StringComparison.Ordinal))
                ?? services.Find(p => Key(mention.Name).EndsWith(Key(p.Name), StringComparison.Ordinal))
                ?? (services.Count == 1 ? services[0] : null);
            if (owner is not null)
            {
                owner.Technology ??= mention.Technology;
                Add(owner, mention);
            }
        }
    }

    /// <summary>A declared "db" is the database product that the text names.</summary>
    private void AbsorbProducts()
    {
        var products = live.FindAll(m => m.Kind == MentionKind.Product && m.Component < 0 && m.Technology!.Use == TechnologyUse.Part);
        foreach (var part in parts.FindAll(IsOnly))
        {
            part.Technology ??= products.Find(m => m.Technology!.Kind == part.Kind)?.Technology;
            if (
                part.Technology is null
                || part.Kind is not (ComponentKind.Database or ComponentKind.Cache or ComponentKind.Queue or ComponentKind.Gateway)
            )
            {
                continue;
            }
            foreach (var mention in products.FindAll(m => m.Component < 0 && m.Technology!.Kind == part.Kind))
            {
                Add(part, mention);
            }
        }
    }

    private bool IsOnly(Part part) => parts.Count(p => p.Kind == part.Kind) == 1;

    private void AddNamed()
    {
        foreach (var mention in live.Where(m => m.Kind == MentionKind.Named && m.Component < 0))
        {
            if (byKey.ContainsKey(Key(mention.Name)) || IsWorthy(mention))
            {
                Join(Key(mention.Name), mention, named: true);
            }
        }
    }

    private bool IsWorthy(Mention mention)
    {
        if (mention.Promoted || mention.Technology is { Use: TechnologyUse.Part })
        {
            return true;
        }
        if (mention.IsPlural)
        {
            return false;
        }
        if (!dense)
        {
            return true;
        }
        var key = Key(mention.Name);
        return mention.Technology is null && live.Count(m => m.Kind == MentionKind.Named && Key(m.Name) == key) > 1;
    }

    private void AddProducts()
    {
        foreach (var mention in live.Where(m => m.Component < 0))
        {
            if (mention.Kind == MentionKind.Product && (mention.Promoted || mention.Technology!.Use == TechnologyUse.Part))
            {
                JoinProduct(mention);
            }
            else if (mention is { Kind: MentionKind.Actor, Promoted: true })
            {
                Join(Key(mention.Head!.Name), mention, named: false);
            }
        }
    }

    private void JoinProduct(Mention mention)
    {
        var technology = mention.Technology!;
        while (broader.TryGetValue(technology, out var specific))
        {
            technology = specific;
        }
        var instances = parts.FindAll(p => p.Named && p.Technology == technology);
        if (instances.Count == 1)
        {
            Add(instances[0], mention);
        }
        else if (instances.Count == 0)
        {
            var key = "=" + technology.Name;
            Join(key, mention, named: false);
            if (byKey[key].Technology != technology)
            {
                byKey[key].Technology = technology;
            }
            if (mention.Technology == technology && byKey[key].Mentions.TrueForAll(m => m == mention || m.Technology != technology))
            {
                byKey[key].Name = mention.Name;
            }
        }
    }

    /// <summary>"the queue": the part of that kind which was named last before, or the only one.</summary>
    private void Resolve(Mention mention)
    {
        if (mention.SameAs is { Component: >= 0 } same)
        {
            Add(parts[same.Component], mention);
            return;
        }
        if (mention.Kind is not (MentionKind.Bare or MentionKind.Named) || mention.Head is null)
        {
            return;
        }
        var best =
            mention.Kind == MentionKind.Named || (mention.IsPlural && mention.Head.Use != TechnologyUse.Common) ? null : Referent(mention);
        if (best is not null)
        {
            Add(best, mention);
        }
        else if (
            mention.Kind == MentionKind.Bare
            && (mention.Promoted || mention.Head.Use == TechnologyUse.Common || (!dense && IsStrong(mention)))
        )
        {
            Join(Key(mention.Head.Name), mention, named: false);
        }
    }

    private static string? CategoryOf(Part part) => part.Technology?.Category ?? part.Mentions[0].Head?.Category;

    /// <summary>"a database", "una cola": in a short description these are parts, though nothing more is said of them.</summary>
    private bool IsStrong(Mention mention) =>
        !mention.IsPlural
        && !parts.Exists(p => p.Kind == mention.ComponentKind)
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
                or "event-stream";

    private Part? Referent(Mention mention)
    {
        // "the service", "the application" say too little: only a part with that very noun in its name.
        var weak =
            mention.Head!.Category
            is "service"
                or "web-server"
                or "application-server"
                or "server"
                or "device"
                or "storage"
                or "dashboard"
                or "cluster";
        Part? best = null;
        foreach (var part in parts)
        {
            var fits =
                weak ? part.Named && part.Mentions.Exists(m => m.Head == mention.Head)
                : mention.Head.Use == TechnologyUse.Common ? CategoryOf(part) == mention.Head.Category
                : part.Kind == mention.ComponentKind;
            if (fits && (best is null || part.Mentions.Exists(m => m.First < mention.First)))
            {
                best = part;
            }
        }
        return best is not null && (mention.Promoted || IsDefinite(mention) || mention.Head.Use == TechnologyUse.Common) ? best : null;
    }

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

    private void Join(string key, Mention mention, bool named)
    {
        if (!byKey.TryGetValue(key, out var part))
        {
            part = new Part
            {
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
    }

    private void Add(Part part, Mention mention)
    {
        part.Mentions.Add(mention);
        mention.Component = parts.IndexOf(part);
    }

    private static string Key(string name) => string.Join(' ', Words.Split(name));
}
