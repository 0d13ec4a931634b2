using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Text;

/// <summary>"Chat app. …", "Our food delivery app: …": what the text is called is no part of it.</summary>
internal static class TitleMentions
{
    internal static void Exclude(TextDocument document, List<Mention> mentions)
    {
        if (
            mentions.Count == 0
            || mentions[0].Block is not { Kind: BlockKind.Paragraph, Index: 0 }
            || TitleLine.Find(document) is not var (first, last)
        )
        {
            return;
        }
        var inside = mentions.FindAll(m => m.First >= first && m.First < last);
        if (inside.Count < mentions.Count && inside.TrueForAll(m => m.Technology is null && m.Head?.Use == TechnologyUse.Generic))
        {
            inside.ForEach(m => m.Exclusion = Exclusion.Title);
        }
    }
}
