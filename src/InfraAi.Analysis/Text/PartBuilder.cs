using InfraAi.Model;
using InfraAi.Model.Texts;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Text;

/// <summary>Joins the mentions that speak of one thing, and leaves out the things that are no parts.</summary>
internal sealed class PartBuilder(List<Mention> mentions)
{
    private readonly List<Part> parts = [];
    private readonly Dictionary<string, Part> byKey = new(StringComparer.Ordinal);

    internal List<Part> Build()
    {
        var declared = mentions.Exists(m => m.Kind == MentionKind.Declared && m.Excluded is null && !m.Promoted);
        foreach (var mention in mentions.Where(m => m.Kind is MentionKind.Declared or MentionKind.Named && m.Excluded is null))
        {
            if (mention.Kind == MentionKind.Declared || IsWorthy(mention))
            {
                Join(Key(mention.Name), mention, named: true);
            }
        }
        if (declared)
        {
            AbsorbProducts();
        }
        foreach (var mention in mentions.Where(m => m.Component < 0 && m.Excluded is null))
        {
            switch (mention.Kind)
            {
                case MentionKind.Product when IsPart(mention):
                    JoinProduct(mention);
                    break;
                case MentionKind.Actor when mention.Promoted:
                    Join(Key(mention.Head!.Name), mention, named: false);
                    break;
                default:
                    break;
            }
        }
        foreach (
            var mention in mentions.Where(m => m.Component < 0 && m.Excluded is null && m.Kind is MentionKind.Bare or MentionKind.Named)
        )
        {
            Resolve(mention);
        }
        return parts;
    }

    private static bool IsPart(Mention mention) => mention.Promoted || mention.Technology!.Use == TechnologyUse.Part;

    private bool IsWorthy(Mention mention)
    {
        if (mention.Promoted || mention.Technology is not null)
        {
            return true;
        }
        var key = Key(mention.Name);
        return mentions.Count(m => m.Kind == MentionKind.Named && m.Excluded is null && Key(m.Name) == key) > 1;
    }

    private void JoinProduct(Mention mention)
    {
        var technology = mention.Technology!;
        var instances = parts.FindAll(p => p.Named && p.Technology == technology);
        if (instances.Count == 1)
        {
            Add(instances[0], mention);
        }
        else if (instances.Count == 0)
        {
            Join("=" + technology.Name, mention, named: false);
        }
    }

    /// <summary>A declared "db" is the one database product that the text names; "backend" the one framework.</summary>
    private void AbsorbProducts()
    {
        foreach (var part in parts)
        {
            if (part.Technology is not null)
            {
                continue;
            }
            var technology = mentions
                .FirstOrDefault(m => m.Kind == MentionKind.Product && m.Technology!.Kind == part.Kind && IsOnly(part))
                ?.Technology;
            part.Technology = technology;
        }
        foreach (var mention in mentions.Where(m => m.Kind == MentionKind.Product && m.Excluded is null))
        {
            var owner = parts.FindAll(p =>
                p.Technology == mention.Technology || (p.Kind == mention.Technology!.Kind && p.Technology is not null && IsOnly(p))
            );
            if (
                owner.Count == 1
                && mention.Technology!.Kind is ComponentKind.Database or ComponentKind.Cache or ComponentKind.Queue or ComponentKind.Gateway
            )
            {
                Add(owner[0], mention);
            }
        }
    }

    private bool IsOnly(Part part) => parts.Count(p => p.Kind == part.Kind) == 1;

    /// <summary>"the queue": the part of that kind which was named last before, or the only one.</summary>
    private void Resolve(Mention mention)
    {
        if (mention.SameAs is { Component: >= 0 } same)
        {
            Add(parts[same.Component], mention);
            return;
        }
        Part? best = null;
        foreach (var part in parts)
        {
            if (part.Kind == mention.ComponentKind && (best is null || part.Mentions.Exists(m => m.First < mention.First)))
            {
                best = part;
            }
        }
        if (best is not null)
        {
            Add(best, mention);
        }
        else if (mention.Promoted || mention.Head is { Use: TechnologyUse.Common })
        {
            Join(Key(mention.Head?.Name ?? mention.Name), mention, named: false);
        }
    }

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
