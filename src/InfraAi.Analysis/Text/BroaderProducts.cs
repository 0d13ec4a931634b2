using InfraAi.Model.Texts;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Text;

/// <summary>"MySQL" in a text on "Azure Database for MySQL" is the same thing, said in short.</summary>
internal sealed class BroaderProducts
{
    private readonly Dictionary<Technology, Technology> specific = [];

    internal BroaderProducts(IEnumerable<Mention> mentions)
    {
        var products = mentions
            .Where(m => m.Kind == MentionKind.Product && m.Technology!.Use == TechnologyUse.Part)
            .Select(m => m.Technology!)
            .Distinct()
            .GroupBy(t => t.Category, StringComparer.Ordinal);
        foreach (var category in products)
        {
            var words = category.Select(t => (Technology: t, Words: OwnWords(t))).ToList();
            foreach (var general in words)
            {
                foreach (var other in words)
                {
                    if (!IsNoun(general.Words) && general.Words.Count < other.Words.Count && general.Words.IsSubsetOf(other.Words))
                    {
                        specific.TryAdd(general.Technology, other.Technology);
                    }
                }
            }
        }
    }

    /// <summary>"Cloud CDN" is not "Media CDN", though one has but the noun.</summary>
    private static bool IsNoun(HashSet<string> words) =>
        words.Count == 1 && words.First() is "cdn" or "dns" or "firewall" or "vpn" or "nat";

    internal Technology MostSpecific(Technology technology)
    {
        while (specific.TryGetValue(technology, out var other))
        {
            technology = other;
        }
        return technology;
    }

    private static HashSet<string> OwnWords(Technology technology) =>
        Words
            .Split(technology.Name)
            .Where(w => w is not ("azur" or "amazon" or "aws" or "googl" or "cloud" or "apach" or "microsoft"))
            .ToHashSet(StringComparer.Ordinal);
}
