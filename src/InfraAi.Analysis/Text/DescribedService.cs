using InfraAi.Model;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Text;

/// <summary>A text that describes one service ("# MS1 - Activos", "Microservicio que …"): the service named by the heading is a part.</summary>
internal sealed class DescribedService(TextDocument document)
{
    private const int MostWords = 4;

    internal Mention? Read(List<Mention> mentions)
    {
        var heading = document.Blocks.Find(b => b.Kind is not BlockKind.Code);
        if (heading is not { Kind: BlockKind.Heading })
        {
            return null;
        }
        var next = document.Blocks[document.Blocks.IndexOf(heading) + 1 < document.Blocks.Count ? document.Blocks.IndexOf(heading) + 1 : 0];
        if (next.Kind != BlockKind.Paragraph || !StartsAsService(next, mentions, out var head))
        {
            return null;
        }
        var (first, last) = (heading.FirstToken, heading.FirstToken);
        while (last < heading.LastToken && document.Tokens[last].Kind == TokenKind.Word)
        {
            last++;
        }
        if (
            last == first
            || last - first > MostWords
            || mentions.Exists(m => m.First >= first && m.Last <= last && m.Kind == MentionKind.Product)
        )
        {
            return null;
        }
        return new Mention
        {
            Kind = MentionKind.Declared,
            First = first,
            Last = last,
            Start = document.Tokens[first].Start,
            End = document.Tokens[last - 1].End,
            Name = document.Words(first, last),
            ComponentKind = head!.Kind,
            Head = head,
            Block = heading,
            Promoted = true,
        };
    }

    /// <summary>The first words of the paragraph are "Microservicio …", "A service that …", "API REST para …".</summary>
    private bool StartsAsService(Block paragraph, List<Mention> mentions, out Technology? head)
    {
        var start = mentions.Find(m => m.First >= paragraph.FirstToken && m.First < paragraph.LastToken);
        head = start?.Head;
        return start is { Kind: MentionKind.Bare or MentionKind.Named, IsPlural: false }
            && (
                start.First == paragraph.FirstToken
                || (start.First == paragraph.FirstToken + 1 && document.Tokens[paragraph.FirstToken].Folded is "a" or "an" or "un" or "una")
            )
            && head is { Category: "service" or "api" or "chatbot" };
    }
}
