using InfraAi.Model;
using InfraAi.Model.Texts;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Text;

/// <summary>Where a text declares its services ("services proxy, backend and db"), what else it names says what they are.</summary>
internal sealed class DeclaredParts(List<Part> parts)
{
    /// <summary>"Go backend", "Java application": the declared service of that name, or the only one.</summary>
    internal void TakeRuntimes(IEnumerable<Mention> named)
    {
        var services = parts.FindAll(p => p.Kind is ComponentKind.Service or ComponentKind.Website);
        var byTechnology = new Dictionary<Technology, Part>();
        var byLastWord = new Dictionary<string, Part>(StringComparer.Ordinal);
        foreach (var service in services)
        {
            First(service);
            byLastWord.TryAdd(LastWord(service.Name), service);
        }
        var ofKind = services.ToLookup(p => p.Kind);
        foreach (var mention in named.Where(m => m.Technology is { Use: TechnologyUse.Runtime }))
        {
            var owner =
                byTechnology.GetValueOrDefault(mention.Technology!)
                ?? byLastWord.GetValueOrDefault(LastWord(mention.Name))
                ?? (ofKind[mention.Technology!.Kind].Take(2).ToList() is [var only] ? only : null)
                ?? (services.Count == 1 ? services[0] : null);
            if (owner is not null)
            {
                owner.Technology ??= mention.Technology;
                PartBuilder.Add(owner, mention);
                First(owner);
            }
        }

        // The first of the text that is made with it.
        void First(Part service)
        {
            if (
                service.Technology is { } technology
                && (!byTechnology.TryGetValue(technology, out var known) || known.Index > service.Index)
            )
            {
                byTechnology[technology] = service;
            }
        }
    }

    /// <summary>A declared "db" is the database product that the text names.</summary>
    internal void TakeProducts(IEnumerable<Mention> products)
    {
        var byKind = products.Where(m => m.Technology!.Use == TechnologyUse.Part).ToLookup(m => m.Technology!.Kind);
        foreach (var kind in parts.GroupBy(p => p.Kind).Where(g => g.Count() == 1).ToList())
        {
            var part = kind.Single();
            if (part.Kind is ComponentKind.Network or ComponentKind.Device or ComponentKind.Firewall or ComponentKind.Compute)
            {
                continue; // a router is none of the routers that the text speaks of
            }
            part.Technology ??= byKind[part.Kind].FirstOrDefault()?.Technology;
            if (
                part.Technology is not null
                && part.Kind is ComponentKind.Database or ComponentKind.Cache or ComponentKind.Queue or ComponentKind.Gateway
            )
            {
                foreach (var mention in byKind[part.Kind])
                {
                    PartBuilder.Add(part, mention);
                }
            }
        }
    }

    private static string LastWord(string name) => Words.Split(name) is [.., var last] ? last : name;
}
