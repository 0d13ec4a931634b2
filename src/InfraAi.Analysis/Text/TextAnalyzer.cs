using InfraAi.Model;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Text;

/// <summary>Reads a description in Spanish or English without a model: vocabulary, noun phrases, sentence context, verbs and arrows.</summary>
/// <remarks>Deterministic, pure and safe to share between threads. Time grows linearly with the text.</remarks>
public sealed class TextAnalyzer : IAnalyzer
{
    private readonly TechnologyVocabulary vocabulary;

    /// <param name="vocabulary">The names that are known; the platform's own when null.</param>
    public TextAnalyzer(TechnologyVocabulary? vocabulary = null) => this.vocabulary = vocabulary ?? TechnologyVocabulary.Default;

    /// <inheritdoc/>
    public string Name => "offline";

    /// <inheritdoc/>
    public ValueTask<Result<Architecture>> AnalyzeAsync(AnalysisInput input, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Analyze(input));
    }

    /// <summary>The same without a task.</summary>
    public Result<Architecture> Analyze(AnalysisInput input)
    {
        var document = TextDocument.Read(input.Text, vocabulary);
        var mentions = new MentionFinder(document, vocabulary).Find();
        new DeclaredServices(document, vocabulary).AddTo(mentions);
        new ContextRules(document).Apply(mentions);
        if (!Density.IsTour(mentions))
        {
            new StepSubjects(document, mentions).Promote();
        }
        var links = new ArrowReader(document, vocabulary, mentions).Read();
        var parts = new PartBuilder(document, mentions).Build();
        if (parts.Count == 0)
        {
            return NoInfrastructure(input);
        }
        var components = Components(document, parts);
        links.AddRange(new SentenceReader(document, mentions).Read());
        return new Architecture
        {
            Name = Slug.Of(input.Name ?? parts[0].Name, "architecture"),
            Title = input.Name ?? parts[0].Name,
            Language = document.Language,
            Analyzer = Name,
            Components = components,
            Relations = new RelationBuilder(document, parts, components).Build(links),
        };
    }

    private static List<Component> Components(TextDocument document, List<Part> parts)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. parts.Select(part => new Component
            {
                Id = Slug.Unique(part.Name, "component", taken),
                Name = part.Name,
                Kind = part.Kind,
                Technology = part.Technology?.Name,
                Confidence = part.Confidence,
                Evidence =
                [
                    .. part.Mentions.Take(8).Select(m => new TextEvidence(m.Start, m.End - m.Start, document.Text[m.Start..m.End])),
                ],
            }),
        ];
    }

    private static Problem NoInfrastructure(AnalysisInput input) =>
        new(
            "no-infrastructure",
            ProblemKind.Invalid,
            new Phrase(
                $"{input.Id}: the text names no part of an infrastructure.",
                $"{input.Id}: el texto no nombra ninguna parte de una infraestructura."
            ),
            new Phrase(
                "Name what runs and how it is connected, for example: \"A web app calls an API in Node.js that stores orders in PostgreSQL\".",
                "Nombre lo que se ejecuta y cómo se conecta, por ejemplo: «Una aplicación web llama a una API en Node.js que guarda los pedidos en PostgreSQL»."
            )
        );
}
