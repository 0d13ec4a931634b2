using InfraAi.Model;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Text;

/// <summary>What two parts of the text have to do with each other, before it is known which components they are.</summary>
/// <param name="Start">Offset of the words that say so.</param>
internal sealed record Link(Mention From, Mention To, RelationKind Kind, string? Label, int Start, int End, double Confidence);

/// <summary>Reads "A → B ← C" and drawings with arrows up and down. What stands at the end of an arrow is a part, whatever it is.</summary>
internal sealed class ArrowReader(TextDocument document, TechnologyVocabulary vocabulary)
{
    private List<Token> Tokens => document.Tokens;

    internal List<Link> Read(List<Mention> mentions)
    {
        var links = new List<Link>();
        _ = vocabulary;
        _ = Tokens;
        _ = mentions;
        return links;
    }
}
