using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Text;

/// <summary>Tells a tour of a cloud's services from a description in somebody's own words.</summary>
internal static class Density
{
    private const int Products = 4;

    /// <summary>Up to this many tokens a text is somebody's own words: an article is longer.</summary>
    internal const int LongestDescription = 250;

    /// <summary>True from four different products of clouds on: what is built with them is named by product there, and the rest is prose.</summary>
    internal static bool IsTour(List<Mention> mentions) =>
        mentions
            .Where(m =>
                m.Exclusion == Exclusion.None
                && m.Kind == MentionKind.Product
                && m.Technology is { Use: TechnologyUse.Part, Vendor: not null }
            )
            .Select(m => m.Technology)
            .Distinct()
            .Count() >= Products;
}
