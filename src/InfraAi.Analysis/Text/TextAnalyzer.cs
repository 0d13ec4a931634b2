using InfraAi.Model;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Text;

/// <summary>Reads a description in Spanish or English without a model: vocabulary, noun phrases, sentence context, verbs and arrows.</summary>
/// <remarks>Deterministic, pure and safe to share between threads. Time grows linearly with the text.</remarks>
public sealed class TextAnalyzer : IAnalyzer
{
    private const int MostEvidence = 8;
    private readonly TechnologyVocabulary vocabulary;

    /// <param name="vocabulary">The names that are known; the platform's own when null.</param>
    public TextAnalyzer(TechnologyVocabulary? vocabulary = null) => this.vocabulary = vocabulary ?? TechnologyVocabulary.Default;

    /// <inheritdoc/>
    public string Name => "offline";

    /// <inheritdoc/>
    public ValueTask<Result<Architecture>> AnalyzeAsync(AnalysisInput input, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Analyze(input, cancellation));
    }

    /// <returns>"es" or "en"; null for a text without words.</returns>
    public string? LanguageOf(string text) =>
        TextDocument.Read(text, vocabulary) is { Tokens.Count: > 0 } document ? document.Language : null;

    /// <summary>The same without a task.</summary>
    /// <returns>The architecture; "no-infrastructure" when the text names no part of one; a problem of <see cref="ReadingLimits"/> when it names too many.</returns>
    public Result<Architecture> Analyze(AnalysisInput input, CancellationToken cancellation = default)
    {
        try
        {
            return Read(input, cancellation);
        }
        catch (LimitException e)
        {
            return e.Of(input.Label);
        }
    }

    private Result<Architecture> Read(AnalysisInput input, CancellationToken cancellation)
    {
        var document = TextDocument.Read(input.Text, vocabulary, cancellation);
        var (mentions, links) = ReadMentions(document);
        var parts = new PartBuilder(document, mentions).Build();
        if (parts.Count == 0)
        {
            return NoInfrastructure(input);
        }
        if (parts.Count > ReadingLimits.MostComponents)
        {
            return ReadingLimits.TooManyComponents(input.Label, parts.Count);
        }
        links.AddRange(new SentenceReader(document, mentions, Density.IsTour(mentions)).Read());
        links.AddRange(new StackLinks(document, mentions).Read());
        if (links.Count > ReadingLimits.MostLinks)
        {
            return ReadingLimits.TooManyRelations(input.Label, links.Count);
        }
        new Owners(document, mentions, parts).Read();
        var components = Components(document, parts);
        var relations = new RelationBuilder(document, components).Build(links);
        if (relations.Count > ReadingLimits.MostRelations)
        {
            return ReadingLimits.TooManyRelations(input.Label, relations.Count);
        }
        var naming = new Naming(document, components, relations);
        var title = input.Name ?? naming.Title();
        return new Architecture
        {
            Name = Slug.Of(title, "architecture"),
            Title = title,
            Description = naming.Description(),
            Language = document.Language,
            Analyzer = Name,
            Components = components,
            Relations = relations,
            Questions = new Questions(document, components, relations, mentions).Ask(),
        };
    }

    private (List<Mention> Mentions, List<Link> Links) ReadMentions(TextDocument document)
    {
        var mentions = new MentionFinder(document, vocabulary).Find();
        new DeclaredServices(document, vocabulary).AddTo(mentions);
        new ContextRules(document).Apply(mentions);
        TitleMentions.Exclude(document, mentions);
        new Predicates(document, mentions).Apply();
        var subjects = new StepSubjects(document, mentions);
        subjects.PromotePeople();
        if (!Density.IsTour(mentions))
        {
            subjects.Promote();
        }
        var links = new ArrowReader(document, vocabulary, mentions).Read();
        return (mentions, links);
    }

    private static List<Component> Components(TextDocument document, List<Part> parts)
    {
        var ids = new Slug.Numbering();
        return
        [
            .. parts.Select(part => new Component
            {
                Id = ids.Unique(part.Name, "component"),
                Name = part.Name,
                Kind = part.Kind,
                Technology = part.Technology?.Name,
                Group = part.Group,
                Owner = part.Owner,
                Confidence = Confidence(part),
                Evidence =
                [
                    .. part
                        .Mentions.OrderBy(m => m.Start)
                        .DistinctBy(m => m.Start)
                        .Take(MostEvidence)
                        .Select(m => new TextEvidence(m.Start, m.End - m.Start, document.Text[m.Start..m.End])),
                ],
            }),
        ];
    }

    /// <summary>How it is named, and how often: a declared part or a product is surer than a noun phrase.</summary>
    private static double Confidence(Part part)
    {
        var best = part.Mentions.Max(m =>
            m.Promoted
                ? 0.95
                : m.Kind switch
                {
                    MentionKind.Declared => 0.95,
                    MentionKind.Product => 0.9,
                    MentionKind.Named => m.Technology is null ? 0.7 : 0.85,
                    _ => 0.6,
                }
        );
        return Math.Min(0.99, Math.Round(best + (0.02 * Math.Min(3, part.Mentions.Count - 1)), 2));
    }

    private static Problem NoInfrastructure(AnalysisInput input) =>
        new(
            "no-infrastructure",
            ProblemKind.Invalid,
            new Phrase(
                $"No part of an infrastructure is named in {input.Label.En}.",
                $"Ninguna parte de una infraestructura se nombra en {input.Label.Es}."
            ),
            new Phrase(
                "Name what runs and how it is connected, for example: \"A web app calls an API in Node.js that stores orders in PostgreSQL\".",
                "Nombre lo que se ejecuta y cómo se conecta, por ejemplo: «Una aplicación web llama a una API en Node.js que guarda los pedidos en PostgreSQL»."
            )
        );
}
