using InfraAi.Model;

namespace InfraAi.Analysis.Text;

/// <summary>What the text leaves open, as questions in its language: few, and each one about something that the catalog needs.</summary>
internal sealed class Questions(
    TextDocument document,
    IReadOnlyList<Component> components,
    IReadOnlyList<Relation> relations,
    List<Mention> mentions
)
{
    private const int Most = 8;
    private readonly List<string> asked = [];

    private static readonly PhraseTable Lifecycle = new(
        "production; in production; experimental; deprecated; prototype; staging; produccion; en produccion; experimental; obsoleto; obsoleta; prototipo; piloto; beta; mvp"
    );

    private static readonly PhraseTable Whole = new(
        "everything; all of it; all services; the whole; logs; metrics; traces; it all; todo; todos; todas; toda la; los logs; metricas; trazas; registros"
    );

    internal List<string> Ask()
    {
        AskOwner();
        AskTechnology();
        AskUnrelated();
        AskOptions();
        AskLifecycle();
        return asked.Count <= Most ? asked : asked[..Most];
    }

    private void Add(string english, string spanish) => Add(new Phrase(english, spanish));

    private void Add(Phrase question) => asked.Add(question.In(document.Language));

    private void AskOwner()
    {
        if (components.All(c => c.Owner is null))
        {
            Add(OpenQuestions.Owner);
        }
    }

    private void AskTechnology()
    {
        foreach (
            var store in components
                .Where(c =>
                    c.Technology is null
                    && c.Kind
                        is ComponentKind.Database
                            or ComponentKind.Queue
                            or ComponentKind.Cache
                            or ComponentKind.Stream
                            or ComponentKind.Storage
                            or ComponentKind.Search
                            or ComponentKind.Warehouse
                )
                .Take(3)
        )
        {
            Add($"Which technology is \"{store.Name}\"?", $"¿Qué tecnología es «{store.Name}»?");
        }
    }

    private void AskUnrelated()
    {
        var related = relations.SelectMany(r => (string[])[r.From, r.To]).ToHashSet(StringComparer.Ordinal);
        var whole = mentions.Where(ServesAll).Select(m => m.Component).ToHashSet();
        var alone = components.Where((c, i) => !related.Contains(c.Id) && !whole.Contains(i)).Select(c => c.Name).ToList();
        if (components.Count < 2 || alone.Count == 0)
        {
            return;
        }
        Add(OpenQuestions.Connection(alone));
    }

    /// <summary>"Todo se monitoriza con Grafana", "Everything runs on EKS", "Logs go to Loki": connected to the whole.</summary>
    private bool ServesAll(Mention mention) =>
        mention.Component >= 0
        && Whole.FirstIn(document.Tokens, document.SentenceStart(mention.First), document.SentenceEnd(mention.First)) >= 0;

    private void AskOptions()
    {
        var known = components.Select(c => c.Technology).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var options = mentions.Where(m =>
            m.Exclusion == Exclusion.Option && m.Kind == MentionKind.Product && m.Technology!.Use == Model.Vocabulary.TechnologyUse.Part
        );
        foreach (var option in options.Where(o => !known.Contains(o.Technology!.Name)).DistinctBy(o => o.Technology).Take(2))
        {
            Add(
                $"The text mentions {option.Name} as an option: is it part of the system?",
                $"El texto menciona {option.Name} como opción: ¿forma parte del sistema?"
            );
        }
    }

    private void AskLifecycle()
    {
        if (Lifecycle.FirstIn(document.Tokens, 0, document.Tokens.Count) < 0)
        {
            Add(OpenQuestions.Lifecycle.En, OpenQuestions.Lifecycle.Es);
        }
    }
}
