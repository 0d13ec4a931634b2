using InfraAi.Model;

namespace InfraAi.Analysis;

/// <summary>The questions about an architecture as a whole: put in one place, so that they can be taken back when another reading answers them.</summary>
internal static class OpenQuestions
{
    private const int MostNames = 4;

    public static readonly Phrase Owner = new(
        "Which team or person owns these components?",
        "¿Qué equipo o persona es responsable de estos componentes?"
    );

    public static readonly Phrase Lifecycle = new(
        "Is it in production, experimental or being retired?",
        "¿Está en producción, es experimental o se va a retirar?"
    );

    /// <param name="names">Parts without a relation, at least one.</param>
    public static Phrase Connection(IReadOnlyList<string> names)
    {
        var listed = string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? "…" : "");
        return names.Count == 1
            ? new($"How is {listed} connected to the rest?", $"¿Cómo se conecta {listed} con el resto?")
            : new($"How are these connected to the rest: {listed}?", $"¿Cómo se conectan con el resto: {listed}?");
    }

    /// <summary>
    /// The questions that are still open once readings came together: not who the owner is where one is known, nor how parts are connected that
    /// now are.
    /// </summary>
    public static IEnumerable<string> Still(
        IEnumerable<string> questions,
        IReadOnlyList<Component> components,
        IReadOnlyList<Relation> relations
    )
    {
        var related = relations.SelectMany(r => (string[])[r.From, r.To]).ToHashSet(StringComparer.Ordinal);
        var alone = components.Where(c => !related.Contains(c.Id)).Select(c => c.Name).ToList();
        var owned = components.Any(c => c.Owner is not null);
        foreach (var question in questions)
        {
            if (IsConnection(question) is { } language)
            {
                var asked = alone.Where(name => question.Contains(name, StringComparison.Ordinal)).ToList();
                if (asked.Count > 0)
                {
                    yield return Connection(asked).In(language);
                }
            }
            else if (!owned || (question != Owner.En && question != Owner.Es))
            {
                yield return question;
            }
        }
    }

    /// <summary>True for what the reader should know, and nobody need answer: what was not read, or is described elsewhere.</summary>
    public static bool IsNote(string said) => Array.Exists(Notes, said.Contains);

    private static readonly string[] Notes =
    [
        "not read",
        "no se ley",
        "not evaluated",
        "no se evalu",
        "left out",
        "described elsewhere",
        "describe en otro lugar",
        "not in this file",
        "no está en este archivo",
        "no workload of this file",
        "ninguna carga de este archivo",
    ];

    /// <returns>The language of a question about connections; null for any other.</returns>
    private static string? IsConnection(string question) =>
        question.EndsWith(" connected to the rest?", StringComparison.Ordinal)
        || question.StartsWith("How are these connected to the rest: ", StringComparison.Ordinal)
            ? "en"
        : question.StartsWith("¿Cómo se conecta ", StringComparison.Ordinal)
        || question.StartsWith("¿Cómo se conectan con el resto: ", StringComparison.Ordinal)
            ? "es"
        : null;
}
