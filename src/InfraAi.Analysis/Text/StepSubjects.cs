namespace InfraAi.Analysis.Text;

/// <summary>Who acts in a numbered step is a part: "1. Usuario ingresa …", "2. Frontend sends …"; and so are people who start a sentence: "Users upload …".</summary>
internal sealed class StepSubjects(TextDocument document, List<Mention> mentions)
{
    /// <summary>"Users upload pictures to …", "Los clientes usan …": they start what the sentence tells.</summary>
    internal void PromotePeople()
    {
        if (document.Tokens.Count > Density.LongestDescription)
        {
            return; // in an article they are whoever reads it
        }
        foreach (var mention in mentions)
        {
            if (
                mention is { Kind: MentionKind.Actor, IsPlural: true, Exclusion: Exclusion.None, Block.Kind: BlockKind.Paragraph }
                && document.SentenceStart(mention.First) >= mention.First - 1
                && Verbs.Find(document.Tokens[mention.Last].Folded) is { Participle: false, Weak: false }
            )
            {
                mention.Promoted = true;
            }
        }
    }

    internal void Promote()
    {
        foreach (var mention in mentions)
        {
            if (
                mention.Block.Kind == BlockKind.Step
                && mention.Kind is MentionKind.Actor or MentionKind.Bare
                && IsSubject(mention)
                && !mention.IsPlural
            )
            {
                mention.Promoted = true;
            }
        }
    }

    private bool IsSubject(Mention mention)
    {
        var first = mention.Block.FirstToken;
        if (document.Tokens[first].Folded is "the" or "el" or "la" or "a" or "an" or "un" or "una")
        {
            first++;
        }
        var next = document.Tokens[mention.Last];
        return mention.First == first
            && next.Kind == TokenKind.Word
            && (!SmallWords.Stops.Contains(next.Folded) || Verbs.IsBe(next.Folded));
    }
}
