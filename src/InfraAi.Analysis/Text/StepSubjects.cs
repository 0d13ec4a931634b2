namespace InfraAi.Analysis.Text;

/// <summary>Who acts in a numbered step is a part: "1. Usuario ingresa …", "2. Frontend sends …".</summary>
internal sealed class StepSubjects(TextDocument document, List<Mention> mentions)
{
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
