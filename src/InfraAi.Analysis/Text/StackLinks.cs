using InfraAi.Model;
using InfraAi.Model.Texts;

namespace InfraAi.Analysis.Text;

/// <summary>
/// In a text that describes one service, the stores listed below "Stack" or "Technologies" are what that service depends on;
/// in a table of services, what the column "Depends on" names.
/// </summary>
internal sealed class StackLinks(TextDocument document, List<Mention> mentions)
{
    private static readonly string[] Headings = ["stack", "tech", "tecnolog", "dependenc", "built with", "construido con"];

    private int asked = -1;
    private bool isBelow;

    internal List<Link> Read()
    {
        var links = FromTables();
        var service = mentions.Find(m =>
            m is { Kind: MentionKind.Declared, Promoted: true, Block.Kind: BlockKind.Heading, Component: >= 0 }
        );
        if (service is null)
        {
            return links;
        }
        foreach (
            var mention in mentions.Where(m => m.Component >= 0 && m.Component != service.Component && m.Block.Kind == BlockKind.Bullet)
        )
        {
            if (
                mention.ComponentKind
                    is ComponentKind.Database
                        or ComponentKind.Cache
                        or ComponentKind.Queue
                        or ComponentKind.Stream
                        or ComponentKind.Storage
                        or ComponentKind.Search
                && IsBelowStack(mention.Block)
            )
            {
                links.Add(new Link(service, mention, RelationKind.DependsOn, null, mention.Start, mention.End, 0.5));
            }
        }
        return links;
    }

    private List<Link> FromTables()
    {
        var links = new List<Link>();
        var byName = mentions
            .Where(m => m is { Kind: MentionKind.Declared, Component: >= 0 })
            .ToLookup(m => Folding.Fold(m.Name), StringComparer.Ordinal);
        foreach (var (service, needed, start, end) in new DeclaredRows(document).Dependencies(mentions))
        {
            if (
                service.Component >= 0
                && byName[Folding.Fold(needed)].FirstOrDefault() is { } other
                && other.Component != service.Component
            )
            {
                links.Add(
                    new Link(service, other, RelationKind.DependsOn, null, Math.Min(service.Start, start), Math.Max(service.End, end), 0.9)
                );
            }
        }
        return links;
    }

    private bool IsBelowStack(Block block)
    {
        // Asked in the text's order: what lies between this block and the one before it is looked at once.
        var i = block.Index;
        while (i > 0 && i != asked && document.Blocks[i].Kind != BlockKind.Heading)
        {
            i--;
        }
        if (i == asked && asked > 0)
        {
            return isBelow;
        }
        asked = block.Index;
        var heading = Folding
            .Fold(document.Text.AsSpan(document.Blocks[i].Start, document.Blocks[i].End - document.Blocks[i].Start))
            .TrimStart('#', ' ', '*');
        return isBelow = Array.Exists(Headings, h => heading.StartsWith(h, StringComparison.Ordinal));
    }
}
